package store

import (
	"context"

	"github.com/pressly/goose/v3"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
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

// UpdateUnrecorded is Update that drops events and leaves before they are written: what the record costs is measured
// against it.
func (db *DB) UpdateUnrecorded(ctx context.Context, authority register.ID[register.Authority], fn func(*Tx) error) error {
	return db.Update(ctx, authority, func(tx *Tx) error {
		err := fn(tx)
		tx.events = nil
		return err
	})
}

// RecordOnly makes an event and its leaf without a database.
func RecordOnly(e Entropy, now civil.Instant, actor access.Actor, subject string, facts ...Fact) error {
	tx := &Tx{Reader: &Reader{Authority: actor.Authority}, Now: now, entropy: e}
	return tx.record(actor, "application.submitted", subject, "online", facts...)
}
