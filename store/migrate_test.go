package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/store"
)

func TestMigrationsGoUpDownAndUp(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		db := open(t, engine.Empty(t), entropy(1))
		version := func() (has, wants int64) {
			has, wants, err := db.Schema(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return has, wants
		}
		if has, wants := version(); has != 0 || wants < 1 {
			t.Errorf("an empty database has version %d of %d", has, wants)
		}
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		up := schemaOf(t, db)
		if err := db.MigrateDown(t.Context()); err != nil {
			t.Fatal(err)
		}
		if down := schemaOf(t, db); len(down.columns) > 0 || len(down.keys) > 0 {
			t.Errorf("left after the way down: %v", down)
		}
		for range 2 { // a second time changes nothing
			if err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "schema", up, schemaOf(t, db))
		if has, wants := version(); has != wants {
			t.Errorf("version %d of %d", has, wants)
		}
		if err := db.Update(t.Context(), city, foundAuthority); err != nil {
			t.Errorf("write after the way down and up: %v", err)
		}
	})
}

// Several programs that start at once bring the schema up once.
func TestMigrationsAtOnce(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		dsn := engine.Empty(t)
		var done sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			db := open(t, dsn, entropy(i))
			done.Go(func() { errs[i] = db.Migrate(t.Context()) })
		}
		done.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if err := open(t, dsn, entropy(9)).Update(t.Context(), city, foundAuthority); err != nil {
			t.Error(err)
		}
	})
}

func migrationFiles(t *testing.T, engine kit.Engine) []string {
	t.Helper()
	entries, err := fs.ReadDir(store.Migrations, "migrations/"+string(engine))
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

func TestMigrationsAreNumberedWithoutGaps(t *testing.T) {
	t.Parallel()
	lite, postgres := migrationFiles(t, kit.SQLite), migrationFiles(t, kit.Postgres)
	same(t, "files of the engines", lite, postgres)
	for i, name := range lite {
		if !strings.HasPrefix(name, fmt.Sprintf("%05d_", i+1)) || !strings.HasSuffix(name, ".sql") {
			t.Errorf("migration %d is called %s", i+1, name)
		}
	}
}

// A migration that was released is never edited: databases have run it. released.txt lists their hashes, one
// "sha256  engine/file" a line; a new migration goes into a new file.
func TestReleasedMigrationsAreNotEdited(t *testing.T) {
	t.Parallel()
	list, err := fs.ReadFile(store.Migrations, "migrations/released.txt")
	if err != nil {
		t.Fatal(err)
	}
	var released []string
	for line := range strings.Lines(string(list)) {
		hash, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		text, err := fs.ReadFile(store.Migrations, "migrations/"+name)
		sum := sha256.Sum256(text)
		if !ok || err != nil || hex.EncodeToString(sum[:]) != hash {
			t.Errorf("released migration %q was edited: put the change into a new file (%v)", strings.TrimSpace(line), err)
		}
		released = append(released, name)
	}
	for _, name := range released {
		engine, file, _ := strings.Cut(name, "/")
		twin := map[string]string{"sqlite": "postgres/", "postgres": "sqlite/"}[engine] + file
		if !slices.Contains(released, twin) {
			t.Errorf("%s is released and %s is not", name, twin)
		}
	}
}
