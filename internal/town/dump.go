package town

import (
	"database/sql"
	"fmt"
	"strings"
)

// Dump writes every row of every table, so that a test can tell that nothing changed at all.
func (t *Town) Dump() string {
	t.TB.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(t.DSN, "sqlite:")+"?_pragma=query_only(1)")
	t.Do(err)
	defer db.Close()
	var told strings.Builder
	for _, table := range t.column(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name") {
		var columns []string
		for _, c := range t.column(db, "SELECT name FROM pragma_table_info('"+table+"') ORDER BY cid") {
			columns = append(columns, "quote("+c+")")
		}
		rows := t.column(db, "SELECT "+strings.Join(columns, " || '|' || ")+" FROM "+table+" ORDER BY 1")
		fmt.Fprintf(&told, "%s\n%s\n", table, strings.Join(rows, "\n"))
	}
	return told.String()
}

// column reads the one column of a query.
func (t *Town) column(db *sql.DB, query string) []string {
	t.TB.Helper()
	rows, err := db.Query(query)
	t.Do(err)
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		t.Do(rows.Scan(&s))
		list = append(list, s)
	}
	t.Do(rows.Err())
	return list
}
