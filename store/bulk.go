package store

import (
	"fmt"
	"strings"
	"sync"
)

// chunk is how many rows one statement of a bulk insert carries: one text per table for full chunks, so that both
// engines keep it prepared.
const chunk = 32

var bulkTexts sync.Map

// bulkText is `INSERT INTO table (columns) VALUES (…), (…)` for n rows. Columns begin with authority_id.
func bulkText(table string, columns []string, n int) string {
	key := fmt.Sprint(table, n)
	if v, ok := bulkTexts.Load(key); ok {
		return v.(string)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", table, strings.Join(columns, ", "))
	for row := range n {
		for col := range columns {
			sep := ", "
			switch {
			case col == 0 && row == 0:
				sep = "("
			case col == 0:
				sep = "), ("
			}
			fmt.Fprintf(&b, "%s$%d", sep, row*len(columns)+col+1)
		}
	}
	b.WriteByte(')')
	bulkTexts.Store(key, b.String())
	return b.String()
}

// bulk inserts n rows; values(i) gives the columns of row i after authority_id and before created_at, which are the
// authority and the instant of the transaction.
func (tx *Tx) bulk(table string, columns []string, n int, values func(i int) []any) error {
	all := append(append([]string{"authority_id"}, columns...), "created_at")
	for from := 0; from < n; {
		size := 1
		if n-from >= chunk {
			size = chunk
		}
		args := make([]any, 0, size*len(all))
		for i := range size {
			args = append(args, tx.auth())
			args = append(args, values(from+i)...)
			args = append(args, tx.Now)
		}
		if _, err := tx.conn.ExecContext(tx.ctx, bulkText(table, all, size), args...); err != nil {
			return fmt.Errorf("insert %d rows of %s: %w", size, table, err)
		}
		from += size
	}
	return nil
}
