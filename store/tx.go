package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// conn is what queries run on: a transaction of either engine.
type conn = sqlcgen.DBTX

// Reader reads one authority's rows inside one transaction.
type Reader struct {
	Authority register.ID[register.Authority]
	ctx       context.Context
	conn      conn
	q         *sqlcgen.Queries
}

// Tx writes one authority's rows. Now is the one instant of everything in it.
type Tx struct {
	*Reader
	Now     civil.Instant
	entropy Entropy
	draws   int
	base    int64 // number of the first event
	events  []event
	jobs    []jobRow
}

// View runs fn on a consistent reading transaction.
func (db *DB) View(ctx context.Context, authority register.ID[register.Authority], fn func(*Reader) error) error {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: db.Engine == Postgres, Isolation: readIsolation(db.Engine)})
	if err != nil {
		return fmt.Errorf("begin reading: %w", err)
	}
	defer tx.Rollback()
	return fn(newReader(ctx, authority, viewConn{tx}))
}

// readIsolation: SQLite's readers see one snapshot always, PostgreSQL's when asked.
func readIsolation(e Engine) sql.IsolationLevel {
	if e == Postgres {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

func newReader(ctx context.Context, authority register.ID[register.Authority], c conn) *Reader {
	return &Reader{Authority: authority, ctx: ctx, conn: c, q: sqlcgen.New(c)}
}

// attempts: a conflict between transactions is tried again this many times before it is the caller's.
const attempts = 5

// Update runs fn in one writing transaction at one instant: everything that fn saves, its events, leaves and jobs are
// committed together or not at all. Conflicts are tried again; a panic rolls back.
func (db *DB) Update(ctx context.Context, authority register.ID[register.Authority], fn func(*Tx) error) error {
	var err error
	for range attempts {
		err = db.write.update(ctx, func(c conn) error {
			if err := db.takeTurn(context.WithoutCancel(ctx), c, authority); err != nil {
				return fmt.Errorf("take turn: %w", err)
			}
			tx := &Tx{Reader: newReader(context.WithoutCancel(ctx), authority, c), Now: civil.InstantOf(db.now()), entropy: db.entropy}
			if err := fn(tx); err != nil {
				return err
			}
			return tx.flush()
		})
		if err == nil || !retryable(err) {
			break
		}
	}
	return err
}

// takeTurn lets the writers of one authority go one after the other on PostgreSQL too, as the one writer of SQLite does: what a
// transaction has read stays true until it ends, and its instant, which is read afterwards, is not before that of those who
// wrote earlier. Authorities do not wait for each other, and readers for nobody.
func (db *DB) takeTurn(ctx context.Context, c conn, authority register.ID[register.Authority]) error {
	if db.Engine == SQLite {
		return nil
	}
	return sqlcgen.New(c).TakeTurn(ctx, string(authority))
}

// NewID draws the id of a new row of the noun T. The label of the draw is unique: instant, kind, count.
func NewID[T any](tx *Tx, kind string) register.ID[T] {
	b := tx.draw(kind)
	return register.NewID[T]([16]byte(b[:16]))
}

// Draw gives 32 bytes of this transaction: random in production, derived from the seed in a demonstration.
func (tx *Tx) Draw(label string) [32]byte { return tx.draw(label) }

func (tx *Tx) draw(kind string) [32]byte {
	tx.draws++
	return tx.entropy.Bytes(fmt.Sprintf("%s|%s|%s|%d", tx.Authority, kind, tx.Now, tx.draws))
}

// drawSequence gives the high part of this transaction's event numbers, so that two transactions of one instant differ.
func (tx *Tx) drawSequence() int64 {
	b := tx.draw("sequence")
	return int64(binary.BigEndian.Uint32(b[:4])>>1) << 20
}

// one turns "no row" into a refusal that says what was looked for.
func one[T any](row T, err error, code string) (T, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return row, register.Refuse(register.NotFound, code)
	}
	return row, err
}

func (r *Reader) auth() string { return string(r.Authority) }

// each maps rows to nouns.
func each[R, N any](rows []R, err error, noun func(R) N) ([]N, error) {
	if err != nil {
		return nil, err
	}
	nouns := make([]N, len(rows))
	for i, row := range rows {
		nouns[i] = noun(row)
	}
	return nouns, nil
}
