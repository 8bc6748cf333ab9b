// Package kit is the test kit: a database of either engine for one test, and a clock that stands still.
//
// A PostgreSQL server is started when the first test of a test binary asks for one, lies in a folder of its own, listens
// on no network port, and goes away with its data when the binary ends, however it ends. Nothing is left to clean up
// in TestMain. A missing PostgreSQL fails the test and says what to install.
package kit

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Engine is a database engine that the store speaks.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// EachEngine runs a test once on each engine, in parallel, as subtests named by the engine. Under -short it leaves
// PostgreSQL out.
func EachEngine(t *testing.T, run func(t *testing.T, engine Engine)) {
	t.Helper()
	for _, engine := range []Engine{SQLite, Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			if engine == Postgres && testing.Short() {
				t.Skip("PostgreSQL is left out under -short")
			}
			run(t, engine)
		})
	}
}

// Empty returns the DSN of a new empty database, which is dropped when the test ends. The forms are
// "sqlite:PATH" and "postgres://…".
func (e Engine) Empty(tb testing.TB) string {
	tb.Helper()
	if e == SQLite {
		return sqliteDSN(filepath.Join(tb.TempDir(), "test.db"))
	}
	return startedServer(tb).create(tb, "template0")
}

// Durable makes the engine's commits survive a power cut from now on, for a benchmark: the tests' PostgreSQL promises nothing
// of the kind, SQLite always does. It holds for the whole server.
func (e Engine) Durable(tb testing.TB) {
	tb.Helper()
	if e == SQLite {
		return
	}
	for _, q := range []string{"ALTER SYSTEM SET fsync = on", "ALTER SYSTEM SET synchronous_commit = on", "ALTER SYSTEM SET full_page_writes = on", "SELECT pg_reload_conf()"} {
		if _, err := startedServer(tb).admin.ExecContext(tb.Context(), q); err != nil {
			tb.Fatalf("make PostgreSQL durable: %v", err)
		}
	}
}

// Prepared returns the DSN of a new copy of a prepared database. The first caller of a name prepares it, once in the
// life of the test binary; migrations take longer than a copy. prepare must close its connections.
func (e Engine) Prepared(tb testing.TB, name string, prepare func(dsn string) error) string {
	tb.Helper()
	if e == SQLite {
		return preparedFile(tb, name, prepare)
	}
	server := startedServer(tb)
	template, err := templates.once("postgres/"+name, func() (string, error) { return server.prepare(tb.Context(), prepare) })
	if err != nil {
		tb.Fatalf("prepare database %s on PostgreSQL: %v", name, err)
	}
	return server.create(tb, template)
}

func preparedFile(tb testing.TB, name string, prepare func(dsn string) error) string {
	tb.Helper()
	content, err := templates.once("sqlite/"+name, func() (string, error) { return prepareSQLite(prepare) })
	if err != nil {
		tb.Fatalf("prepare database %s on SQLite: %v", name, err)
	}
	file := filepath.Join(tb.TempDir(), "test.db")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		tb.Fatalf("copy database %s: %v", name, err)
	}
	return sqliteDSN(file)
}

func sqliteDSN(file string) string { return "sqlite:" + file }

// prepareSQLite returns the prepared file's bytes, so that no folder outlives the test that was first.
func prepareSQLite(prepare func(dsn string) error) (string, error) {
	dir, err := os.MkdirTemp("", "balajol-sqlite-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "template.db")
	if err := prepare(sqliteDSN(file)); err != nil {
		return "", err
	}
	if log, err := os.Stat(file + "-wal"); err == nil && log.Size() > 0 {
		return "", fmt.Errorf("a connection was left open: %s has a write-ahead log", file)
	}
	content, err := os.ReadFile(file)
	return string(content), err
}

// templates remembers what was prepared: the bytes of a SQLite file, the name of a PostgreSQL database.
var templates memo

// memo makes each named thing once; others that ask for it meanwhile wait.
type memo struct {
	mu   sync.Mutex
	made map[string]func() (string, error)
}

func (m *memo) once(name string, make func() (string, error)) (string, error) {
	m.mu.Lock()
	if m.made == nil {
		m.made = map[string]func() (string, error){}
	}
	get, ok := m.made[name]
	if !ok {
		get = sync.OnceValues(make)
		m.made[name] = get
	}
	m.mu.Unlock()
	return get()
}
