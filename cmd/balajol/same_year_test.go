package main_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/store"
)

// TestSameYear: the same seed lives the same year on every engine, whatever the language of the server; a finished year is
// only shown, and nobody goes on with another one's.
func TestSameYear(t *testing.T) {
	if testing.Short() {
		t.Skip("whole years on every engine are left out under -short")
	}
	t.Parallel()
	binary := build(t)
	for _, profile := range slices.Concat(profiles, switches) {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			first := newTown(t, binary, kit.SQLite.Empty(t), profile)
			report, rows := first.play(t), ""
			others := map[string]string{"SQLite again": kit.SQLite.Empty(t), "PostgreSQL in Kazakh": inKazakh(t)}
			for name, dsn := range others {
				other := newTown(t, binary, dsn, profile)
				same(t, "report on "+name, report, other.play(t))
				same(t, "record and receipts on "+name, hashes(t, first.published()), hashes(t, other.published()))
				same(t, "export on "+name, first.export(t), other.export(t))
				other.sortsByBytes(t)
			}
			rows = first.rows(t)
			same(t, "report of a finished year", report, first.play(t))
			first.refuses(t)
			same(t, "rows of a finished year", rows, first.rows(t))
		})
	}
}

// inKazakh is an empty database that sorts text as Kazakh does, unlike SQLite.
func inKazakh(t *testing.T) string {
	t.Helper()
	dsn := kit.Postgres.Empty(t)
	admin, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	before, after, _ := strings.Cut(dsn, "?")
	name := before[strings.LastIndex(before, "/")+1:] + "_kazakh"
	t.Cleanup(func() {
		_, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		if err := errors.Join(err, admin.Close()); err != nil {
			t.Error(err)
		}
	})
	if _, err := admin.ExecContext(t.Context(), "CREATE DATABASE "+name+" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'kk'"); err != nil {
		t.Fatal(err)
	}
	return before[:strings.LastIndex(before, "/")+1] + name + "?" + after
}

// sortsByBytes looks for text that PostgreSQL would sort by its language: SQLite would list such rows in another order.
func (c *town) sortsByBytes(t *testing.T) {
	t.Helper()
	db := c.open(t)
	defer db.Close()
	if db.Engine != store.Postgres {
		return
	}
	query := `SELECT table_name || '.' || column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`
	if found := scan(t, db.Raw(), query); len(found) > 0 {
		t.Errorf("columns that sort by a language: %v", found)
	}
}

// export runs the export and gives what it wrote.
func (c *town) export(t *testing.T) map[string]string {
	t.Helper()
	dir := filepath.Join(c.dir, "export")
	cmd := exec.CommandContext(t.Context(), c.binary, "export", "--db", c.dsn, dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("export year: %v\n%s", err, out)
	}
	files := hashes(t, dir)
	for _, name := range []string{"organisation.csv", "line.csv", "bank/krg-2026-03.xml", "log/checkpoint"} {
		if files[name] == "" {
			t.Errorf("the export has no %s", name)
		}
	}
	return files
}

// refuses tries to go on with another seed, number, profile and network.
func (c *town) refuses(t *testing.T) {
	t.Helper()
	write(t, filepath.Join(c.dir, "other.csv"), "id,name,ownership,kind,groups,places\nkrg-001,Айгөлек,state,kindergarten,9,225\n")
	for _, other := range [][]string{
		{"--seed", "8"}, {"--children", "401"}, {"--network", "other.csv"},
		{"--profile", profiles[1-slices.IndexFunc(profiles, func(p string) bool { return strings.HasPrefix(c.profile, p) })]},
		{"--switch-to", "kz-classic-2025@2026-10-10"},
	} {
		cmd := c.command(t, "", other...)
		err := cmd.Run()
		exit, failed := errors.AsType[*exec.ExitError](err)
		if !failed || exit.ExitCode() != 2 || cmd.Stderr.(*bytes.Buffer).Len() == 0 {
			t.Errorf("%v: %v, want exit code 2 and words", other, err)
		}
	}
}

// rows is a hash over all rows of a SQLite database, whatever lies where in its file.
func (c *town) rows(t *testing.T) string {
	t.Helper()
	db := c.open(t)
	defer db.Close()
	var lines []string
	for _, table := range scan(t, db.Raw(), `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`) {
		for _, row := range scan(t, db.Raw(), "SELECT * FROM "+table) {
			lines = append(lines, table+" "+row)
		}
	}
	if len(lines) < 5000 {
		t.Fatalf("%d rows", len(lines))
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

func scan(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, places := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	var lines []string
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Trim(fmt.Sprint(values), "[]"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}
