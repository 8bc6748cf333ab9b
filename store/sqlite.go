package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"

	"modernc.org/sqlite"

	"github.com/balajol/balajol/i18n"
)

func init() {
	// The same name as PostgreSQL's collation, so that one ORDER BY sorts ә ғ қ ң ө ұ ү һ і alike on both engines.
	sqlite.MustRegisterCollationUtf8(i18n.Collation, i18n.Collate)
}

// pragmas: a receipt is a promise, hence synchronous=FULL. The writer's cache holds a city's indexes: what is inserted falls all
// over them, and the default of 2 MB halves the rate of writing. The log of 160 MB writes a page that changes often once.
const (
	pragmas       = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=temp_store(2)"
	writerPragmas = "&_txlock=immediate&_pragma=cache_size(-262144)&_pragma=wal_autocheckpoint(40000)"
	readerPragmas = "&_pragma=query_only(1)&_pragma=cache_size(-65536)"
)

func (db *DB) openSQLite(ctx context.Context, path string) error {
	w, err := openLite(path, writerPragmas)
	if err != nil {
		return err
	}
	w.SetMaxOpenConns(1)
	c, err := w.Conn(ctx)
	if err != nil {
		return errors.Join(err, w.Close())
	}
	db.write = &liteWriter{pool: w, conn: c, statements: map[string]*sql.Stmt{}}
	if db.read, err = openLite(path, readerPragmas); err != nil {
		return errors.Join(err, w.Close())
	}
	db.read.SetMaxOpenConns(8)
	db.read.SetMaxIdleConns(8)
	return nil
}

func openLite(path, more string) (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+path+pragmas+more)
}

// liteWriter is the one writer of a SQLite file. It keeps its connection and its prepared statements.
type liteWriter struct {
	mu         sync.Mutex
	pool       *sql.DB
	conn       *sql.Conn
	statements map[string]*sql.Stmt
}

func (w *liteWriter) db() *sql.DB { return w.pool }

func (w *liteWriter) refresh(ctx context.Context) error { return teachPlanner(ctx, w.conn) }

// close gives the statements back first: a connection with open statements leaves its write-ahead log behind.
func (w *liteWriter) close() error {
	var err error
	for _, s := range w.statements {
		err = errors.Join(err, s.Close())
	}
	return errors.Join(err, w.conn.Close(), w.pool.Close())
}

// update runs fn between BEGIN IMMEDIATE and COMMIT. A write that has begun is finished or rolled back whole, so the
// caller's cancellation ends the waiting but not a statement half-way.
func (w *liteWriter) update(ctx context.Context, fn func(conn) error) (err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx)
	if _, err := w.conn.ExecContext(whole, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			_, rollback := w.conn.ExecContext(whole, "ROLLBACK")
			err = errors.Join(err, ignoreNoTransaction(rollback))
		}
	}()
	if err := fn(liteConn{w}); err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(whole, "COMMIT"); err != nil {
		return err
	}
	done = true
	return nil
}

// ignoreNoTransaction drops the error of a rollback after SQLite rolled back by itself (a full disk does that).
func ignoreNoTransaction(err error) error {
	if err != nil && strings.Contains(err.Error(), "no transaction is active") {
		return nil
	}
	return err
}

// liteConn runs PostgreSQL's query text on SQLite: a closed list of replacements, each statement prepared once.
type liteConn struct{ w *liteWriter }

var locks = strings.NewReplacer(" FOR UPDATE SKIP LOCKED", "", " FOR UPDATE", "", " FOR NO KEY UPDATE", "") // one writer: BEGIN IMMEDIATE is the lock

var unlockeds sync.Map

func unlocked(q string) string {
	if v, ok := unlockeds.Load(q); ok {
		return v.(string)
	}
	v := locks.Replace(q)
	unlockeds.Store(q, v)
	return v
}

func (c liteConn) statement(ctx context.Context, q string) (*sql.Stmt, error) {
	if s, ok := c.w.statements[q]; ok {
		return s, nil
	}
	s, err := c.w.conn.PrepareContext(ctx, unlocked(q))
	if err == nil {
		c.w.statements[q] = s
	}
	return s, err
}

func (c liteConn) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	s, err := c.statement(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (c liteConn) PrepareContext(ctx context.Context, q string) (*sql.Stmt, error) {
	return c.w.conn.PrepareContext(ctx, unlocked(q))
}

func (c liteConn) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	s, err := c.statement(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (c liteConn) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	s, err := c.statement(ctx, q)
	if err != nil {
		return c.w.conn.QueryRowContext(ctx, unlocked(q), args...) // gives the same error when scanned
	}
	return s.QueryRowContext(ctx, args...)
}
