package store_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/store"
)

// schema is what a database says of itself, in words that are the same on both engines.
type schema struct {
	columns map[string]string   // "table.column" → "text not null"
	keys    map[string][]string // table → unique keys as "a, b" or "a, b where …"; the primary key begins with "primary "
	indexes map[string][]string // table → all indexes, the keys among them
	foreign map[string][]string // table → "a, b → other (a, b)"
}

// Columns and keys by engine. Types: whole numbers and truth are int, days, instants and text are text.
var schemaQueries = map[store.Engine]map[string]string{
	store.SQLite: {
		"columns": `SELECT m.name || '.' || c.name, CASE c.type WHEN 'TEXT' THEN 'text' WHEN 'INTEGER' THEN 'int' WHEN 'BLOB' THEN 'bytes' ELSE c.type END
  || CASE WHEN c."notnull" THEN ' not null' ELSE '' END
FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'goose%'`,
		"indexes": `SELECT m.name, CASE WHEN l.origin = 'pk' THEN 'primary ' WHEN l."unique" THEN 'unique ' ELSE '' END || string_agg(i.name, ', ' ORDER BY i.seqno)
  || coalesce(' where ' || substr(s.sql, nullif(instr(s.sql, ' WHERE '), 0) + 7), '')
FROM sqlite_schema m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i LEFT JOIN sqlite_schema s ON s.name = l.name
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'goose%' GROUP BY m.name, l.name`,
		"foreign": `SELECT m.name, string_agg(f."from", ', ' ORDER BY f.seq) || ' → ' || f."table" || ' (' || string_agg(f."to", ', ' ORDER BY f.seq) || ')'
FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id`,
	},
	store.Postgres: {
		"columns": `SELECT table_name || '.' || column_name, CASE data_type WHEN 'bigint' THEN 'int' WHEN 'boolean' THEN 'int' WHEN 'bytea' THEN 'bytes'
    WHEN 'date' THEN 'text' WHEN 'timestamp with time zone' THEN 'text' ELSE data_type END
  || CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END
FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%'`,
		"indexes": `SELECT t.relname, CASE WHEN i.indisprimary THEN 'primary ' WHEN i.indisunique THEN 'unique ' ELSE '' END
  || (SELECT string_agg(a.attname, ', ' ORDER BY k.n) FROM unnest(i.indkey::int[]) WITH ORDINALITY k (attnum, n) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
  || coalesce(' where ' || pg_get_expr(i.indpred, i.indrelid), '')
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE 'goose%'`,
		"foreign": `SELECT t.relname, (SELECT string_agg(a.attname, ', ' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k (attnum, n) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
  || ' → ' || r.relname || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k (attnum, n) JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.attnum) || ')'
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid WHERE c.contype = 'f'`,
	},
}

func schemaOf(t *testing.T, db *store.DB) schema {
	t.Helper()
	pairs := func(what string) (list [][2]string) {
		rows, err := db.Raw().QueryContext(t.Context(), schemaQueries[db.Engine][what])
		if err != nil {
			t.Fatalf("read %s: %v", what, err)
		}
		defer rows.Close()
		for rows.Next() {
			var p [2]string
			if err := rows.Scan(&p[0], &p[1]); err != nil {
				t.Fatal(err)
			}
			list = append(list, p)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return list
	}
	s := schema{map[string]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}}
	for _, p := range pairs("columns") {
		s.columns[p[0]] = p[1]
	}
	for _, p := range pairs("indexes") {
		text := plain(p[1])
		s.indexes[p[0]] = append(s.indexes[p[0]], text)
		if strings.HasPrefix(text, "primary ") || strings.HasPrefix(text, "unique ") {
			s.keys[p[0]] = append(s.keys[p[0]], text)
		}
	}
	for _, p := range pairs("foreign") {
		s.foreign[p[0]] = append(s.foreign[p[0]], p[1])
	}
	for _, m := range []map[string][]string{s.keys, s.indexes, s.foreign} {
		for _, list := range m {
			sort.Strings(list)
		}
	}
	return s
}

// plain writes the condition of a partial index the same way for both engines.
func plain(index string) string {
	columns, where, partial := strings.Cut(index, " where ")
	if !partial {
		return columns
	}
	for _, r := range [][2]string{{"::text", ""}, {"[]", ""}, {"= ANY (ARRAY[", "IN ("}, {"])", ")"}, {"(", " "}, {")", " "}, {";", ""}} {
		where = strings.ReplaceAll(where, r[0], r[1])
	}
	return columns + " where " + strings.ToLower(strings.Join(strings.Fields(where), " "))
}

func bothSchemas(t *testing.T) (lite, postgres schema) {
	t.Helper()
	of := func(engine kit.Engine) schema {
		return schemaOf(t, open(t, engine.Prepared(t, "town", func(dsn string) error { return found(t, dsn) }), entropy(1)))
	}
	lite = of(kit.SQLite)
	if testing.Short() {
		return lite, lite
	}
	return lite, of(kit.Postgres)
}

func (s schema) tables() []string {
	var list []string
	for column := range s.columns {
		table, _, _ := strings.Cut(column, ".")
		list = append(list, table)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func TestEnginesHaveOneSchema(t *testing.T) {
	t.Parallel()
	lite, postgres := bothSchemas(t)
	same(t, "columns (-sqlite +postgres)", lite.columns, postgres.columns)
	same(t, "keys (-sqlite +postgres)", lite.keys, postgres.keys)
	same(t, "indexes (-sqlite +postgres)", lite.indexes, postgres.indexes)
	same(t, "foreign keys (-sqlite +postgres)", lite.foreign, postgres.foreign)
	if n := len(lite.tables()); n < 30 {
		t.Errorf("%d tables were read", n)
	}
}

// beyondOneAuthority are the tables whose keys do not begin with the authority, and why.
var beyondOneAuthority = map[string]string{
	"live_placement": "a child has one live placement in the whole nation; the register is keyed by the child",
}

func TestEveryKeyCarriesTheAuthority(t *testing.T) {
	t.Parallel()
	s, _ := bothSchemas(t)
	for _, table := range s.tables() {
		primary := 0
		for _, key := range s.keys[table] {
			columns := strings.TrimPrefix(strings.TrimPrefix(key, "primary "), "unique ")
			if strings.HasPrefix(key, "primary ") {
				primary++
			}
			columns, _, _ = strings.Cut(columns, " where ")
			if leads := columns == "authority_id" || strings.HasPrefix(columns, "authority_id, "); leads == (beyondOneAuthority[table] != "") {
				t.Errorf("key (%s) of %s, want it to begin with authority_id, or the table listed with a reason", columns, table)
			}
		}
		if primary != 1 {
			t.Errorf("%s has %d primary keys", table, primary)
		}
		for _, f := range s.foreign[table] {
			from, to, _ := strings.Cut(f, " → ")
			if !strings.HasPrefix(from, "authority_id") || !strings.Contains(to, "(authority_id") {
				t.Errorf("foreign key of %s goes round the authority: %s", table, f)
			}
		}
		if len(s.foreign[table]) == 0 && table != "authority" && beyondOneAuthority[table] == "" {
			t.Errorf("%s does not refer to an authority", table)
		}
	}
}

func TestEveryForeignKeyHasAnIndex(t *testing.T) {
	t.Parallel()
	s, _ := bothSchemas(t)
	for table, list := range s.foreign {
		for _, f := range list {
			columns, _, _ := strings.Cut(f, " → ")
			found := slices.ContainsFunc(s.indexes[table], func(index string) bool {
				index = strings.TrimPrefix(strings.TrimPrefix(index, "primary "), "unique ")
				return !strings.Contains(index, " where ") && (index == columns || strings.HasPrefix(index, columns+", "))
			})
			if !found {
				t.Errorf("no index serves the foreign key (%s) of %s", columns, table)
			}
		}
	}
}

func TestNamesOfTablesAndColumns(t *testing.T) {
	t.Parallel()
	s, _ := bothSchemas(t)
	for _, table := range s.tables() {
		if strings.HasSuffix(table, "s") {
			t.Errorf("table %s is named in the plural", table)
		}
		if got := s.columns[table+".created_at"]; got != "text not null" {
			t.Errorf("%s.created_at is %q", table, got)
		}
	}
	for column, kind := range s.columns {
		_, name, _ := strings.Cut(column, ".")
		word, _, _ := strings.Cut(kind, " ")
		if !slices.Contains([]string{"text", "int", "bytes"}, word) {
			t.Errorf("%s is of type %s", column, kind)
		}
		money := name == "tiyn" || strings.HasSuffix(name, "_tiyn")
		if money && kind != "int not null" {
			t.Errorf("%s is money and %s", column, kind)
		}
		for _, word := range []string{"amount", "sum", "price", "rate", "cost", "tenge", "total", "money", "balance"} {
			if !money && slices.Contains(strings.Split(name, "_"), word) {
				t.Errorf("%s sounds like money and does not end in _tiyn", column)
			}
		}
	}
}

// The hard invariants that a program may not break, whatever it does.
func TestHardInvariantsAreKeys(t *testing.T) {
	t.Parallel()
	s, _ := bothSchemas(t)
	for _, want := range []string{
		"placement: unique authority_id, child_id where state <> 'ended'",
		"live_placement: primary child_iin",
		"sheet: unique authority_id, group_id, month",
		"payment: unique authority_id, kindergarten_id, month, kind",
		"claim: unique authority_id, kindergarten_id, month, kind",
		"offer: unique authority_id, application_id where state in 'open', 'accepted'",
	} {
		table, key, _ := strings.Cut(want, ": ")
		if !slices.Contains(s.keys[table], key) {
			t.Errorf("no %s: %v", want, fmt.Sprint(s.keys[table]))
		}
	}
}
