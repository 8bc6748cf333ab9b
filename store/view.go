package store

import (
	"context"
	"database/sql"
)

// viewConn takes the locks out of queries that a reading transaction shares with writing ones.
type viewConn struct{ *sql.Tx }

func (c viewConn) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	return c.Tx.ExecContext(ctx, unlocked(q), args...)
}

func (c viewConn) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	return c.Tx.QueryContext(ctx, unlocked(q), args...)
}

func (c viewConn) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	return c.Tx.QueryRowContext(ctx, unlocked(q), args...)
}
