package audit

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

func Timed(ctx context.Context, db *sql.DB, authority string) {
	tx, _ := db.BeginTx(ctx, snapshot(db))
	defer tx.Rollback()
	a := &auditor{ctx, tx, authority}
	for _, c := range checks {
		t := time.Now()
		d, err := c.find(a)
		fmt.Println(c.name, time.Since(t), d, err)
	}
}
