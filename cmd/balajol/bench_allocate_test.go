package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/balajol/balajol/internal/nation"
)

func TestBenchQuantile(t *testing.T) {
	t.Parallel()
	values := []float64{5, 1, 4, 2, 3}
	for share, want := range map[float64]float64{0: 1, 0.5: 3, 0.99: 5, 1: 5} {
		if got := quantile(values, share); got != want {
			t.Errorf("quantile %v: %v, want %v", share, got, want)
		}
	}
	if got := quantile(nil, 0.5); got != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

func TestBenchCountsSeparators(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := writeTables(dir, nation.Problem(300, 1, nation.OwnOrders)); err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, name := range []string{"groups.csv", "children.csv"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		want += int(info.Size())
	}
	got, err := (&benchEndCmd{Dir: dir}).countSeparators()
	if err != nil || got != want {
		t.Errorf("read %d bytes (%v) of %d", got, err, want)
	}
	if _, err := (&benchEndCmd{Dir: t.TempDir()}).countSeparators(); err == nil {
		t.Error("counted tables that are not there")
	}
}

func TestBenchPeakIsMegabytes(t *testing.T) {
	t.Parallel()
	if got := peakMB(); got < 1 || got > 100_000 {
		t.Errorf("this test takes %v MB", got)
	}
}
