package store

import (
	"context"

	"github.com/pressly/goose/v3"
)

// WriterExec runs a statement of the machine, such as a limit on the size of the file, on the writing connection.
func (db *DB) WriterExec(ctx context.Context, statement string) error {
	if lite, ok := db.write.(*liteWriter); ok {
		_, err := lite.conn.ExecContext(ctx, statement)
		return err
	}
	_, err := db.write.db().ExecContext(ctx, statement)
	return err
}

// MigrateDown takes every migration back.
func (db *DB) MigrateDown(ctx context.Context) error {
	return db.migrating(func(p *goose.Provider) error {
		_, err := p.DownTo(ctx, 0)
		return err
	})
}

// Migrations is the folder of migrations of both engines.
var Migrations = migrations
