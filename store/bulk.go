package store

import (
	"fmt"
	"strings"
	"sync"
)

// chunk is how many rows one statement of a bulk insert carries at most. A rest goes by halves of it: few texts per table,
// so that both engines keep them prepared, and few statements, each of which is a journey to the server.
const chunk = 32

// widest is how many values one statement for SQLite carries at most: its driver looks each of them up by its name, which costs
// the square of their number. PostgreSQL has no such limit, and each statement is a journey.
const widest = 128

var bulkTexts sync.Map

// bulkText is `INSERT INTO table (columns) VALUES (…), (…) tail` for n rows. Columns begin with authority_id.
func bulkText(table string, columns []string, tail string, n int) string {
	key := fmt.Sprint(table, n, tail)
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
	b.WriteString(tail)
	bulkTexts.Store(key, b.String())
	return b.String()
}

// bulk inserts n rows; values(i) gives the columns of row i after authority_id and before created_at, which are the
// authority and the instant of the transaction.
func (tx *Tx) bulk(table string, columns []string, n int, values func(i int) []any) error {
	_, err := tx.upsert(table, columns, "", n, values)
	return err
}

// upsert is bulk with a conflict clause. It tells how many rows were inserted or changed.
func (tx *Tx) upsert(table string, columns []string, conflict string, n int, values func(i int) []any) (changed int64, err error) {
	all := append(append([]string{"authority_id"}, columns...), "created_at")
	_, lite := tx.conn.(liteConn)
	for from := 0; from < n; {
		size := chunk
		for size > 1 && (size > n-from || lite && size*len(all) > widest) {
			size /= 2
		}
		args := make([]any, 0, size*len(all))
		for i := range size {
			args = append(args, tx.auth())
			args = append(args, values(from+i)...)
			args = append(args, tx.Now)
		}
		done, err := tx.conn.ExecContext(tx.ctx, bulkText(table, all, conflict, size), args...)
		if err != nil {
			return changed, fmt.Errorf("insert %d rows of %s: %w", size, table, err)
		}
		rows, err := done.RowsAffected()
		if err != nil {
			return changed, err
		}
		changed, from = changed+rows, from+size
	}
	return changed, nil
}
