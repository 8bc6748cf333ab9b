package main

import (
	"context"
	"database/sql"
	"flag"
	"strconv"
	"testing"
	"time"

	"github.com/balajol/balajol/internal/kit"
)

var benchChildren = flag.Int("children", 5000, "children of BenchmarkYearOnPostgres")

// BenchmarkYearOnPostgres is `balajol bench year` on a PostgreSQL server of its own. The test kit's server has no
// autovacuum, so its part that counts, the statistics, is taken over here. A database holds one year: run it with
// -benchtime 1x.
func BenchmarkYearOnPostgres(b *testing.B) {
	for b.Loop() {
		dsn := kit.Postgres.Empty(b)
		stop := analyze(b, dsn)
		if code := run([]string{"bench", "year", "--scale", strconv.Itoa(*benchChildren), "--db", dsn, "--dir", b.TempDir()}); code != exitDone {
			b.Errorf("exit code %d", code)
		}
		stop()
	}
}

// analyze tells the planner every few seconds how large the tables have grown.
func analyze(b *testing.B, dsn string) (stop func()) {
	b.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() {
		tick := time.NewTicker(3 * time.Second)
		defer tick.Stop()
		for ctx.Err() == nil {
			if _, err := db.ExecContext(ctx, "ANALYZE"); err != nil && ctx.Err() == nil {
				done <- err
				return
			}
			select {
			case <-ctx.Done():
			case <-tick.C:
			}
		}
		done <- nil
	}()
	return func() {
		cancel()
		if err := <-done; err != nil {
			b.Errorf("analyze: %v", err)
		}
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	}
}
