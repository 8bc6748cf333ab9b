package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema to this program's version. Several processes may start at once: on PostgreSQL one migrates
// under a lock and the others wait, on SQLite there is one writer.
func (db *DB) Migrate(ctx context.Context) error {
	p, err := db.migrator()
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate database: %w", err)
	}
	return nil
}

// Schema returns the version of the database's schema and the version that this program wants.
func (db *DB) Schema(ctx context.Context) (has, wants int64, err error) {
	p, err := db.migrator()
	if err != nil {
		return 0, 0, err
	}
	sources := p.ListSources()
	has, err = p.GetDBVersion(ctx)
	return has, sources[len(sources)-1].Version, err
}

func (db *DB) migrator() (*goose.Provider, error) {
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.Engine == Postgres {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(migrations, "migrations/"+string(db.Engine))
	if err != nil {
		return nil, err
	}
	pool := db.write.db()
	if db.Engine == SQLite {
		// The writer keeps the pool's only connection: migrations go through a second pool on the same file.
		if pool, err = openLite(db.Path, "&_txlock=immediate"); err != nil {
			return nil, err
		}
	}
	return goose.NewProvider(dialect, pool, files, options...)
}
