package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// teachPlanner gives SQLite's planner fixed statistics. Without any it believes that authority_id, with which every key
// begins, finds a handful of rows, and reads a whole table where an index would do; statistics taken from the data would
// change plans as a city grows. These say of every index: a million rows, the authority tells nothing, each further
// column tells much, and a unique key finds one row.
func teachPlanner(ctx context.Context, db *sql.Conn) error {
	if _, err := db.ExecContext(ctx, "ANALYZE sqlite_schema"); err != nil { // makes sqlite_stat1
		return err
	}
	rows, err := db.QueryContext(ctx, `SELECT m.name, l.name, l."unique", l.origin = 'pk' AND m.sql LIKE '%WITHOUT ROWID%', count(i.seqno) FROM sqlite_schema m, pragma_index_list(m.name) l, pragma_index_info(l.name) i
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'goose%' GROUP BY 1, 2, 3, 4`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var insert strings.Builder
	for rows.Next() {
		var table, index string
		var unique, key bool
		var columns int
		if err := rows.Scan(&table, &index, &unique, &key, &columns); err != nil {
			return err
		}
		if key {
			index = table // the primary key of a table without rowid is the table, and goes by its name
		}
		fmt.Fprintf(&insert, "INSERT INTO sqlite_stat1 VALUES ('%s', '%s', '%s');\n", table, index, statistic(columns, unique))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	// The last ANALYZE reads what was written.
	_, err = db.ExecContext(ctx, "DELETE FROM sqlite_stat1;\n"+insert.String()+"ANALYZE sqlite_schema")
	return err
}

// statistic is the text of sqlite_stat1: rows, then the average number of rows that share the first column, the first
// two, and so on.
func statistic(columns int, unique bool) string {
	share := []string{"1000000", "1000000", "2000", "50", "5", "2"}
	words := append([]string(nil), share[:min(columns+1, len(share))]...)
	for len(words) <= columns {
		words = append(words, "2")
	}
	if unique {
		words[columns] = "1"
	}
	return strings.Join(words, " ")
}
