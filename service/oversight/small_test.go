package oversight

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/store"
)

// From what is published nobody can compute a number of people from 1 to below the limit.
func TestSmallNumbersStayHidden(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 50).Draw(t, "limit")
		base := rapid.IntRange(0, 200).Draw(t, "base")
		part := rapid.IntRange(0, base).Draw(t, "part")
		small := func(n int) bool { return n > 0 && n < limit }
		if c := count(part, limit); c.Hidden != small(part) || c.Hidden && c.N != 0 || !c.Hidden && c.N != part {
			t.Fatalf("count %d is %+v", part, c)
		}
		s := share(part, base, limit)
		if want := small(part) || small(base-part); s.Hidden != want || s.Hidden && s != (Share{Hidden: true}) || !s.Hidden && s != (Share{Part: part, Base: base}) {
			t.Fatalf("share %d of %d is %+v", part, base, s)
		}
	})
}

func TestPopulationOfTheDay(t *testing.T) {
	t.Parallel()
	at := func(territory string, year int, asOf string, children int) store.Population {
		return store.Population{Territory: territory, BirthYear: year, AsOf: civil.MustParseDate(asOf), Children: children, Source: territory}
	}
	rows := []store.Population{
		at("krg", 2020, "2025-01-01", 100), at("krg", 2020, "2026-01-01", 110), at("krg", 2020, "2027-01-01", 120), // the newest until today counts
		at("north", 2020, "2026-01-01", 7),                                       // a part, where the whole is known
		at("north", 2021, "2026-01-01", 40), at("south", 2021, "2026-01-01", 50), // the sum of the parts, where it is not
		at("krg", 2022, "2027-01-01", 90), // not known yet
	}
	base := latest(rows, "krg", civil.MustParseDate("2026-06-01"))
	for year, want := range map[int]int{2020: 110, 2021: 90, 2022: 0} {
		if base[year].Children != want {
			t.Errorf("born %d: %d, want %d", year, base[year].Children, want)
		}
	}
	whole := coverageOf(Coverage{FromYear: 2020, ToYear: 2021}, map[int]int{2020: 10, 2021: 20, 2022: 30}, base)
	if whole.Listed != 30 || whole.Base != 200 || len(whole.Sources) != 2 {
		t.Errorf("coverage %+v", whole)
	}
	if part := coverageOf(Coverage{FromYear: 2020, ToYear: 2022}, nil, base); part.Base != 0 || !part.AsOf.IsZero() {
		t.Errorf("a year without population makes no base: %+v", part)
	}
}
