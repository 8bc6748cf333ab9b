package indicator_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/indicator"
)

func TestSmallNumbersAreHidden(t *testing.T) {
	t.Parallel()
	for n, hidden := range map[int]bool{0: false, 1: true, 9: true, 10: false} {
		if got := indicator.CountOf(n, 10); got.Hidden != hidden || !hidden && got.N != n {
			t.Errorf("count of %d: got %+v", n, got)
		}
	}
	cases := []struct {
		part, base int
		hidden     bool
	}{{0, 100, false}, {5, 100, true}, {95, 100, true}, {50, 100, false}, {100, 100, false}}
	for _, c := range cases {
		if got := indicator.ShareOf(c.part, c.base, 10); got.Hidden != c.hidden {
			t.Errorf("share of %d in %d: got %+v", c.part, c.base, got)
		}
	}
}

func TestCoverageNamesItsBase(t *testing.T) {
	t.Parallel()
	old, later := civil.MustParseDate("2025-01-01"), civil.MustParseDate("2026-01-01")
	populations := []indicator.Population{
		{"city", 2020, old, 90, "census"}, {"city", 2020, later, 100, "statistics"}, {"city", 2021, later, 100, "statistics"},
		{"north", 2022, later, 60, "statistics"}, {"south", 2022, later, 40, "statistics"}, {"north", 2021, later, 1, "a part: the whole is known"},
		{"city", 2023, later, 80, "statistics"}, {"city", 2023, civil.MustParseDate("2027-01-01"), 999, "of the future"},
	}
	base := indicator.Latest(populations, "city", civil.MustParseDate("2026-06-01"))
	listed := map[int]int{2020: 10, 2021: 90, 2022: 95, 2023: 70, 2025: 5}
	got := indicator.CoverageOf(2026, 3, 6, listed, base)
	want := indicator.Coverage{FromAge: 3, ToAge: 6, FromYear: 2020, ToYear: 2023, Listed: 265, Base: 380, AsOf: later, Sources: []string{"statistics"}}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b civil.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if got := indicator.CoverageOf(2026, 1, 6, listed, base); got.Base != 0 || got.Listed != 270 || got.Sources != nil {
		t.Errorf("a year without population has a base: %+v", got)
	}
}
