package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema to this program's version. Several processes may start at once: on PostgreSQL one migrates
// under a lock and the others wait; on SQLite there is one writer, and who comes second tries again and finds it done.
func (db *DB) Migrate(ctx context.Context) error {
	err := db.migrating(func(p *goose.Provider) (err error) {
		for range attempts {
			if _, err = p.Up(ctx); err == nil || db.Engine == Postgres {
				break
			}
		}
		return err
	})
	if err == nil {
		err = db.write.refresh(ctx)
	}
	if err != nil {
		return fmt.Errorf("migrate database: %w", err)
	}
	return nil
}

// Schema returns the version of the database's schema and the version that this program wants.
func (db *DB) Schema(ctx context.Context) (has, wants int64, err error) {
	err = db.migrating(func(p *goose.Provider) (err error) {
		sources := p.ListSources()
		wants = sources[len(sources)-1].Version
		has, err = p.GetDBVersion(ctx)
		return err
	})
	return has, wants, err
}

// migrating runs fn with the migrations of the engine.
func (db *DB) migrating(fn func(*goose.Provider) error) (err error) {
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.Engine == Postgres {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // asks each second for five minutes
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(migrations, "migrations/"+string(db.Engine))
	if err != nil {
		return err
	}
	pool := db.write.db()
	if db.Engine == SQLite {
		// The writer keeps its pool's only connection: migrations go through a second pool on the same file.
		if pool, err = openLite(db.Path, writerPragmas); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, pool.Close()) }()
	}
	p, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return err
	}
	return fn(p)
}
