package kit_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/balajol/balajol/internal/kit"
)

// open connects as the store would: the DSN's scheme says which driver.
func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	driver, source := "pgx", dsn
	if file, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		driver, source = "sqlite", file
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestEveryTestHasItsOwnDatabase(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		first, second := open(t, engine.Empty(t)), open(t, engine.Empty(t))
		if _, err := first.Exec("CREATE TABLE toy (id bigint)"); err != nil {
			t.Fatal(err)
		}
		if _, err := second.Exec("SELECT id FROM toy"); err == nil {
			t.Error("the second database sees the first one's table")
		}
	})
}

var runs atomic.Int32

func TestPreparedDatabaseIsCopied(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		name := fmt.Sprint("toy", runs.Add(1)) // a name is prepared once in the life of the binary, -count repeats the test
		var times atomic.Int32
		prepare := func(dsn string) error {
			times.Add(1)
			db := open(t, dsn)
			_, err := db.Exec("CREATE TABLE toy (id bigint)")
			return errors.Join(err, db.Close())
		}
		for range 3 {
			db := open(t, engine.Prepared(t, name, prepare))
			var rows int
			if _, err := db.Exec("INSERT INTO toy VALUES (1)"); err != nil {
				t.Fatal(err)
			}
			if err := db.QueryRow("SELECT count(*) FROM toy").Scan(&rows); err != nil || rows != 1 {
				t.Errorf("the copy holds %d rows, %v; want its own one", rows, err)
			}
		}
		if times.Load() != 1 {
			t.Errorf("prepared %d times, want once", times.Load())
		}
	})
}

// TestServerDiesWithItsTests runs this test binary again, kills it as soon as it has a server, and waits for the server's
// folder to go.
func TestServerDiesWithItsTests(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("PostgreSQL is left out under -short")
	}
	kit.Postgres.Empty(t) // tells at once when there is no PostgreSQL
	told := filepath.Join(t.TempDir(), "socket")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHoldServer$", "-test.timeout=1m")
	child.Env = append(os.Environ(), "BALAJOL_KIT_TELL="+told)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var socket []byte
	wait(t, "the child has a server", func() bool {
		var err error
		socket, err = os.ReadFile(told)
		return err == nil && len(socket) > 0
	})
	if _, err := os.Stat(string(socket)); err != nil {
		t.Fatal(err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // "signal: killed"
	wait(t, "the server is gone", func() bool {
		_, err := os.Stat(string(socket))
		return os.IsNotExist(err)
	})
}

// TestHoldServer is the child of TestServerDiesWithItsTests; by itself it sees that a server answers.
func TestHoldServer(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("PostgreSQL is left out under -short")
	}
	dsn := kit.Postgres.Empty(t)
	if err := open(t, dsn).Ping(); err != nil {
		t.Fatal(err)
	}
	told := os.Getenv("BALAJOL_KIT_TELL")
	if told == "" {
		return
	}
	_, rest, _ := strings.Cut(dsn, "host=")
	socket, _, _ := strings.Cut(rest, "&")
	if err := os.WriteFile(told+".new", []byte(socket), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(told+".new", told); err != nil {
		t.Fatal(err)
	}
	<-t.Context().Done() // until killed
}

func wait(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(30 * time.Second)
	for !done() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
