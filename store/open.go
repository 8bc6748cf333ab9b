package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/balajol/balajol/register"
)

// Engine names a database engine.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Entropy gives the random bytes of ids and nonces. In production it is the operating system's and ignores the label;
// a demonstration derives the bytes from its seed and the label, which is unique per use.
type Entropy interface {
	Bytes(label string) [32]byte
}

// Config says where the database is and what time and chance are.
type Config struct {
	DSN     string // sqlite:PATH, sqlite://PATH or postgres://…
	Now     func() time.Time
	Entropy Entropy
}

// DB is an open database.
type DB struct {
	Engine  Engine
	Path    string // of the SQLite file
	write   writer
	read    *sql.DB
	now     func() time.Time
	entropy Entropy
}

// writer runs one transaction at a time (SQLite) or one of many (PostgreSQL).
type writer interface {
	update(ctx context.Context, fn func(conn) error) error
	db() *sql.DB
	refresh(ctx context.Context) error // after a migration: the planner learns the schema
	close() error
}

// ParseDSN tells the engine and, for SQLite, the path. The error says which forms there are.
func ParseDSN(dsn string) (Engine, string, error) {
	switch {
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		return Postgres, "", nil
	case strings.HasPrefix(dsn, "sqlite:"):
		if path := strings.TrimPrefix(strings.TrimPrefix(dsn, "sqlite:"), "//"); path != "" && !strings.ContainsAny(path, "?#%") {
			return SQLite, path, nil
		}
	}
	return "", "", register.Refuse(register.Invalid, "database.address")
}

// Open opens the database, creating a SQLite file and its folder when they are not there. It does not migrate.
func Open(ctx context.Context, c Config) (*DB, error) {
	engine, path, err := ParseDSN(c.DSN)
	if err != nil {
		return nil, err
	}
	db := &DB{Engine: engine, Path: path, now: c.Now, entropy: c.Entropy}
	if engine == SQLite {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, fmt.Errorf("make folder of database: %w", err)
		}
		err = db.openSQLite(ctx, path)
	} else {
		err = db.openPostgres(ctx, c.DSN)
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return db, nil
}

// Close closes the database.
func (db *DB) Close() error {
	err := db.write.close()
	if e := db.read.Close(); err == nil {
		err = e
	}
	return err
}

// RefreshStatistics tells PostgreSQL's planner how large the tables are, after many rows came at once: by itself it learns so a
// minute later, and until then it plans for small tables. Empty ones are left alone, for it does expect them to grow.
// SQLite's statistics are fixed.
func (db *DB) RefreshStatistics(ctx context.Context) error {
	if db.Engine == SQLite {
		return nil
	}
	var tables string
	err := db.read.QueryRowContext(ctx, `SELECT coalesce(string_agg(oid::regclass::text, ', '), '') FROM pg_class
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND pg_relation_size(oid) > 0`).Scan(&tables)
	if err == nil && tables != "" {
		_, err = db.write.db().ExecContext(ctx, "ANALYZE "+tables)
	}
	if err != nil {
		return fmt.Errorf("refresh statistics: %w", err)
	}
	return nil
}

// Raw gives the reading pool to store/audit, which recomputes the invariants with SQL of its own.
func (db *DB) Raw() *sql.DB { return db.read }

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }
