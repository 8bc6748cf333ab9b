package audit_test

import (
	"database/sql"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/store/audit"
)

func TestBig(t *testing.T) {
	if os.Getenv("BIG") == "" { t.Skip() }
	for _, e := range []kit.Engine{kit.SQLite, kit.Postgres} {
		dsn := prepared(t, e)
		db, err := store.Open(t.Context(), store.Config{DSN: dsn, Entropy: entropy{}, Now: time.Now})
		if err != nil { t.Fatal(err) }
		c := &city{t: t, db: db}
		t0 := time.Now()
		for range 14 { c.populate(50000) }
		fmt.Println("events", time.Since(t0))
		c.integrate(); c.integrate(); c.integrate(); c.integrate()
		fmt.Println("integrated", time.Since(t0))
		r := unguarded(t, e, dsn)
		if _, err := r.Exec(`INSERT INTO placement SELECT 'krg', 'y' || n, 'c1', 'g1', 'k1', NULL, 0, '2020-01-01', '2020-01-01', 'ended', 'opening', signed_at, '', created_at
FROM (WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM s WHERE n < 200000) SELECT n FROM s) AS q, placement WHERE placement_id = 'o1'`); err != nil { t.Fatal(err) }
		if _, err := r.Exec(`INSERT INTO line SELECT 'krg', 'x' || n, 'sg12026-01', 'y' || n, 'c1', 'k1', 'general', '2026-01', days, 'confirmed', answered_at, answered_by, disputed_day, held, payable_days, working_days, tiyn, created_at
FROM (WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM s WHERE n < 200000) SELECT n FROM s) AS q, line WHERE line_id = 'j1'`); err != nil { t.Fatal(err) }
		if _, err := r.Exec(`INSERT INTO claim_line SELECT 'krg', 'k1-2026-01-claim', line_id, tiyn, (SELECT created_at FROM claim_line WHERE line_id = 'j1') FROM line WHERE line_id LIKE 'x%'`); err != nil { t.Fatal(err) }
		fmt.Println("lines", time.Since(t0))
		if _, err := r.Exec(`UPDATE sheet SET line_count = line_count + 200000 WHERE sheet_id = 'sg12026-01'`); err != nil { t.Fatal(err) }
		if e == kit.Postgres { r.Exec("ANALYZE") }
		var _ *sql.DB = r
		t0 = time.Now()
		checks, err := audit.Run(t.Context(), db.Raw(), "krg")
		fmt.Println(e, "audit", time.Since(t0), err)
		for _, c := range checks { if !c.OK { fmt.Println(c) } }
		t0 = time.Now()
		audit.Timed(t.Context(), db.Raw(), "krg")
		db.Close()
	}
}
