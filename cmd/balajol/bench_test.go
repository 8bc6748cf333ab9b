package main

import (
	"flag"
	"strconv"
	"testing"

	"github.com/balajol/balajol/internal/kit"
)

var benchChildren = flag.Int("children", 5000, "children of BenchmarkYearOnPostgres")

// BenchmarkYearOnPostgres is `balajol bench year` on a PostgreSQL server of its own, whose commits are durable. A database
// holds one year: run it with -benchtime 1x.
func BenchmarkYearOnPostgres(b *testing.B) {
	for b.Loop() {
		kit.Postgres.Durable(b)
		if code := run([]string{"bench", "year", "--scale", strconv.Itoa(*benchChildren), "--db", kit.Postgres.Empty(b), "--dir", b.TempDir()}); code != exitDone {
			b.Errorf("exit code %d", code)
		}
	}
}
