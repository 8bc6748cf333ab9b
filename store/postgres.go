package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

func (db *DB) openPostgres(ctx context.Context, dsn string) error {
	pool, err := sql.Open("pgx", dsn)
	if err != nil {
		return errAddress // the driver's error would repeat the address and its password
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	if err := pool.PingContext(ctx); err != nil {
		return errors.Join(explainPing(err), pool.Close())
	}
	db.write, db.read = &postgresWriter{pool}, pool
	return nil
}

// postgresWriter runs each update in its own transaction; rows are locked by FOR UPDATE in the queries.
type postgresWriter struct{ pool *sql.DB }

func (w *postgresWriter) db() *sql.DB { return w.pool }

func (w *postgresWriter) refresh(context.Context) error { return nil }

func (w *postgresWriter) close() error { return nil } // the pool is the reading side's too

func (w *postgresWriter) update(ctx context.Context, fn func(conn) error) error {
	tx, err := w.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit this does nothing
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// retryable tells a conflict between transactions that running again can mend: a failed serialization, a deadlock, and two
// integrations of one log, of which the slower finds its numbers taken.
func retryable(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "40001" || pg.Code == "40P01" || pg.ConstraintName == "log_leaf_index" || pg.ConstraintName == "log_checkpoint_pkey"
	}
	return errors.Is(err, errRaced)
}
