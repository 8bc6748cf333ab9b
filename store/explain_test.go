package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// refuses opens in vain and compares the code of the explained error.
func refuses(t *testing.T, dsn, code string) error {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{DSN: dsn, Now: time.Now, Entropy: entropy(1)})
	if err == nil {
		err = db.Ping(t.Context()) // SQLite opens lazily
		if e := db.Close(); e != nil {
			t.Error(e)
		}
	}
	if got := register.CodeOf(store.Explain(err)); got != code {
		t.Errorf("the error %v explains as %q, want %q", err, got, code)
	}
	return err
}

func TestWrongAddressIsRefused(t *testing.T) {
	t.Parallel()
	for _, dsn := range []string{
		"", "city.db", "sqlite:", "sqlite://", "mysql://localhost/city", "sqlite:city.db?mode=ro", "sqlite:a#b", "sqlite:%41",
		"postgres://owner:hidden@localhost:port/city", "postgres://owner:hidden@localhost/city?sslmode=perhaps",
	} {
		err := refuses(t, dsn, "database.address")
		if register.KindOf(err) != register.Invalid || strings.Contains(fmt.Sprintf("%+v", err), "hidden") {
			t.Errorf("%q: %v", dsn, err)
		}
	}
}

func TestParseDSN(t *testing.T) {
	t.Parallel()
	for dsn, want := range map[string]string{
		"sqlite:city.db": "sqlite city.db", "sqlite:/var/city.db": "sqlite /var/city.db", "sqlite:///var/city.db": "sqlite /var/city.db",
		"sqlite://var/city.db": "sqlite var/city.db", "postgres://localhost/city": "postgres ", "postgresql://localhost/city": "postgres ",
	} {
		engine, path, err := store.ParseDSN(dsn)
		if got := string(engine) + " " + path; err != nil || got != want {
			t.Errorf("%s is %q, %v, want %q", dsn, got, err, want)
		}
	}
}

// An address that does not answer is told without its password.
func TestUnreachableServerHidesThePassword(t *testing.T) {
	t.Parallel()
	for _, dsn := range []string{
		"postgres://owner:hidden@127.0.0.1:1/city?connect_timeout=5",
		"postgres://owner:hidden@nowhere.invalid/city?connect_timeout=5",
		"postgres://owner:hidden@/city?host=" + t.TempDir(),
	} {
		err := refuses(t, dsn, "database.unreachable")
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(fmt.Sprintf("%v %+v %#v", e, e, e), "hidden") {
				t.Errorf("the error shows the password: %+v", e)
			}
		}
	}
}

func TestServerThatRefusesGivesItsCode(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("PostgreSQL is left out under -short")
	}
	dsn := kit.Postgres.Empty(t)
	before, after, _ := strings.Cut(dsn, "?")
	err := refuses(t, before+"_none?"+after, "database.refused")
	refused, _ := errors.AsType[*register.Error](err)
	if refused == nil || refused.Args["code"] != "3D000" { // invalid_catalog_name
		t.Errorf("%v gives %v", err, refused)
	}
}

func TestFileThatIsNoDatabase(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "letter.txt")
	text := []byte(strings.Repeat("This is a letter and no database.\n", 200))
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, "sqlite:"+file, "database.not_ours")
	if after, err := os.ReadFile(file); err != nil || string(after) != string(text) {
		t.Errorf("the file was changed: %v", err)
	}
}

func TestPlaceThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, "sqlite:"+filepath.Join(file, "city.db"), "disk.read_only")         // a file where a folder is needed
	refuses(t, "sqlite:"+filepath.Join(file, "deep", "city.db"), "disk.read_only") // above it, too
	refuses(t, "sqlite:"+dir, "disk.read_only")                                    // a folder where a file is needed
	if os.Getuid() != 0 {                                                          // nothing is read-only to root
		locked := filepath.Join(dir, "locked")
		if err := os.Mkdir(locked, 0o500); err != nil {
			t.Fatal(err)
		}
		refuses(t, "sqlite:"+filepath.Join(locked, "city.db"), "disk.read_only")
		refuses(t, "sqlite:"+filepath.Join(locked, "more", "city.db"), "disk.read_only")
	}
}

// The pool of readers cannot write: the engine says so in the words of a read-only disk.
func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	dsn := kit.SQLite.Prepared(t, "town", func(dsn string) error { return found(t, dsn) })
	_, err := open(t, dsn, entropy(1)).Raw().Exec("DELETE FROM event")
	if code := register.CodeOf(store.Explain(err)); code != "disk.read_only" {
		t.Errorf("%v explains as %q", err, code)
	}
}

// A full disk ends the transaction with nothing left behind, and the database goes on when there is room again.
func TestFullDisk(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		before := town.rows()
		fill := "DO $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$"
		if town.engine == kit.Postgres {
			err := town.WriterExec(t.Context(), fill)
			if code := register.CodeOf(store.Explain(err)); code != "disk.full" {
				t.Errorf("%v explains as %q", err, code)
			}
			return
		}
		if err := town.WriterExec(t.Context(), "PRAGMA max_page_count = 1"); err != nil { // as many as there are
			t.Fatal(err)
		}
		err := town.fails("more than the disk holds", func(tx *store.Tx) error {
			for i := range 3000 {
				tx.Promise("notice", "1", tx.Now)
				if err := tx.SavePopulation(officer, population(i), why); err != nil {
					return err
				}
			}
			return nil
		})
		if code := register.CodeOf(store.Explain(err)); code != "disk.full" {
			t.Errorf("%v explains as %q", err, code)
		}
		if after := town.rows(); after != before {
			t.Errorf("rows before %v, after %v", before, after)
		}
		if err := town.WriterExec(t.Context(), "PRAGMA max_page_count = 1000000"); err != nil {
			t.Fatal(err)
		}
		town.populate(100)
	})
}

func TestBusyFile(t *testing.T) {
	t.Parallel()
	town := &town{t: t, dsn: kit.SQLite.Prepared(t, "town", func(dsn string) error { return found(t, dsn) })}
	one, two := town.raw(), town.raw()
	two.SetMaxOpenConns(1)
	if _, err := two.Exec("PRAGMA busy_timeout = 0"); err != nil {
		t.Fatal(err)
	}
	tx, err := one.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM job"); err != nil {
		t.Fatal(err)
	}
	_, err = two.Exec("DELETE FROM job")
	if explained := store.Explain(err); register.CodeOf(explained) != "database.busy" || register.KindOf(explained) != register.Conflict {
		t.Errorf("%v explains as %v", err, explained)
	}
}

func TestOtherErrorsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, err := range []error{nil, errors.New("no"), register.Refuse(register.Denied, "access.role"), fs.ErrNotExist} {
		if got := store.Explain(err); got != err {
			t.Errorf("%v becomes %v", err, got)
		}
	}
}
