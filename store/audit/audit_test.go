package audit_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/store/audit"
)

// prepared is a copy of the built city.
func prepared(t *testing.T, engine kit.Engine) string {
	return engine.Prepared(t, "city", func(dsn string) error { return build(t, dsn) })
}

// checked audits an authority of a database.
func checked(t *testing.T, dsn, authority string) []audit.Check {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{DSN: dsn})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	checks, err := audit.Run(t.Context(), db.Raw(), authority)
	if err != nil {
		t.Fatal(err)
	}
	return checks
}

// run audits a database and returns the names of the checks that failed, with their details.
func run(t *testing.T, dsn string) map[string]string {
	t.Helper()
	failed := map[string]string{}
	for _, c := range checked(t, dsn, string(authority)) {
		if c.OK != (c.Detail == "") {
			t.Errorf("%s: OK is %v and the detail %q", c.Name, c.OK, c.Detail)
		}
		if !c.OK {
			failed[c.Name] = c.Detail
		}
	}
	return failed
}

func names(t *testing.T, dsn string) (list []string) {
	t.Helper()
	for _, c := range checked(t, dsn, string(authority)) {
		list = append(list, c.Name)
	}
	return list
}

func TestTrueCityPasses(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		if failed := run(t, prepared(t, engine)); len(failed) > 0 {
			t.Errorf("failed: %v", failed)
		}
	})
}

func TestAnotherAuthoritysErrorsAreNotOurs(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		dsn := prepared(t, engine)
		spoil(t, engine, dsn, `UPDATE age_group SET placed = 99`)
		for _, c := range checked(t, dsn, "ast") {
			if !c.OK {
				t.Errorf("%s: %s", c.Name, c.Detail)
			}
		}
	})
}

func TestDatabaseThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		db, err := store.Open(t.Context(), store.Config{DSN: engine.Empty(t)})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if checks, err := audit.Run(t.Context(), db.Raw(), string(authority)); err == nil {
			t.Errorf("no tables, and the checks are %v", checks)
		}
	})
}

// TestAuditSharesNoCode reads the imports: an audit that calls the writer's code repeats the writer's mistakes.
func TestAuditSharesNoCode(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			if strings.Contains(spec.Path.Value, ".") && spec.Path.Value != `"modernc.org/sqlite"` {
				t.Errorf("%s imports %s", name, spec.Path.Value)
			}
		}
	}
}
