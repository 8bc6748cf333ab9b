package indicator_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/register"
)

var levels = []indicator.Level{indicator.LevelPlace, indicator.LevelKindergarten}

// placings are what a side may give, with ranks up to 4.
func placings() *rapid.Generator[indicator.Placing] {
	return rapid.Custom(func(t *rapid.T) indicator.Placing {
		rank := rapid.IntRange(0, 4).Draw(t, "rank")
		return indicator.Placing{Placed: rank > 0, Rank: rank}
	})
}

// cases are children; most stay as they are, so that small gains and losses come up.
func cases(longest int) *rapid.Generator[[]indicator.Case] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) indicator.Case {
		c := indicator.Case{
			Class:    rapid.SampledFrom(register.PriorityClasses).Draw(t, "class"),
			Language: rapid.SampledFrom(register.Languages).Draw(t, "language"),
			District: rapid.SampledFrom([]string{"", "north", "south"}).Draw(t, "district"),
			Age:      rapid.IntRange(1, 3).Draw(t, "age"), Waited: rapid.IntRange(0, 400).Draw(t, "waited"),
			Base: placings().Draw(t, "base"),
		}
		if c.Try = c.Base; rapid.IntRange(0, 3).Draw(t, "moved") == 0 {
			c.Try = placings().Draw(t, "try")
		}
		return c
	}), 0, longest)
}

// With nothing to hide the rows of every table add up to the total, and the figures of a row to each other.
func TestTotalsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, level := cases(60).Draw(t, "cases"), rapid.SampledFrom(levels).Draw(t, "level")
		c := indicator.Compare(level, all, 0)
		if c.Dropped || len(c.Tables) != 4 {
			t.Fatalf("%+v", c)
		}
		addsUp(t, level, c.Total)
		if c.Total.Counts[indicator.Children].N != len(all) {
			t.Fatalf("%d children of %d", c.Total.Counts[indicator.Children].N, len(all))
		}
		for _, table := range c.Tables {
			sum := indicator.Row{}
			for _, row := range table.Rows {
				addsUp(t, level, row)
				for f := range row.Counts {
					sum.Counts[f].N += row.Counts[f].N
				}
				for a := range row.Means {
					sum.Means[a].N += row.Means[a].N
					sum.Means[a].Sum += row.Means[a].Sum
				}
			}
			if diff := cmp.Diff(c.Total, sum); diff != "" {
				t.Fatalf("rows by %s (-total +sum):\n%s", table.By, diff)
			}
		}
	})
}

func addsUp(t *rapid.T, level indicator.Level, row indicator.Row) {
	t.Helper()
	n := func(f indicator.Figure) int { return row.Counts[f].N }
	for name, equal := range map[string]bool{
		"base":      n(indicator.Children) == n(indicator.BasePlaced)+n(indicator.BaseUnplaced),
		"try":       n(indicator.Children) == n(indicator.TryPlaced)+n(indicator.TryUnplaced),
		"outcomes":  n(indicator.Children) == n(indicator.Gain)+n(indicator.Lose)+n(indicator.Unchanged),
		"averages":  row.Means[indicator.BaseWaitedPlaced].N == n(indicator.BasePlaced) && row.Means[indicator.TryWaitedUnplaced].N == n(indicator.TryUnplaced),
		"net":       n(indicator.TryPlaced)-n(indicator.BasePlaced) <= n(indicator.Gain),
		"no choice": level == indicator.LevelKindergarten || n(indicator.BaseFirst)+n(indicator.BaseOther)+n(indicator.TryFirst)+row.Means[indicator.BaseRank].N == 0,
		"choices": level == indicator.LevelPlace || n(indicator.TryPlaced) == n(indicator.TryFirst)+n(indicator.TryOther) &&
			n(indicator.BasePlaced) == n(indicator.BaseFirst)+n(indicator.BaseOther) && row.Means[indicator.TryRank].N == n(indicator.TryPlaced),
	} {
		if !equal {
			t.Fatalf("%s do not add up: %+v", name, row)
		}
	}
}

func TestSidesSwapped(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, level := cases(40).Draw(t, "cases"), rapid.SampledFrom(levels).Draw(t, "level")
		there := indicator.Compare(level, all, 0)
		for i := range all {
			all[i].Base, all[i].Try = all[i].Try, all[i].Base
		}
		slices.Reverse(all)
		back := indicator.Compare(level, all, 0)
		for f, g := range map[indicator.Figure]indicator.Figure{
			indicator.Gain: indicator.Lose, indicator.Unchanged: indicator.Unchanged, indicator.BaseFirst: indicator.TryFirst, indicator.BaseUnplaced: indicator.TryUnplaced,
		} {
			if there.Total.Counts[f] != back.Total.Counts[g] || there.Total.Counts[g] != back.Total.Counts[f] {
				t.Fatalf("figures %d and %d: %+v, swapped %+v", f, g, there.Total, back.Total)
			}
		}
	})
}

// What is printed is true, nothing small is printed, and nothing hidden is handed out.
func TestNothingSmallIsShown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, level := cases(150).Draw(t, "cases"), rapid.SampledFrom(levels).Draw(t, "level")
		plain, veiled := indicator.Compare(level, all, 0), indicator.Compare(level, all, 10)
		if veiled.Dropped {
			if len(veiled.Tables) > 0 || veiled.Total != (indicator.Row{}) {
				t.Fatalf("dropped, yet %+v", veiled)
			}
			return
		}
		compareRows(t, plain.Total, veiled.Total)
		for d, table := range veiled.Tables {
			if table.Dropped && len(table.Rows) > 0 {
				t.Fatalf("dropped, yet %+v", table)
			}
			for i, row := range table.Rows {
				compareRows(t, plain.Tables[d].Rows[i], row)
			}
		}
	})
}

func compareRows(t *rapid.T, plain, veiled indicator.Row) {
	t.Helper()
	for f, cell := range veiled.Counts {
		n := plain.Counts[f].N
		small := n > 0 && n < 10
		if cell.Mark == indicator.Shown && (cell.N != n || small) || cell.Mark != indicator.Shown && cell.N != 0 || (cell.Mark == indicator.Small) != small {
			t.Fatalf("%s, figure %d: %d is printed as %+v", plain.Key, f, n, cell)
		}
	}
	for a, mean := range veiled.Means {
		n := plain.Means[a].N
		if mean.Mark == indicator.Shown && (mean != plain.Means[a] || n > 0 && n < 10) || mean.Mark != indicator.Shown && mean.N+mean.Sum != 0 {
			t.Fatalf("%s, average %d: %+v is printed as %+v", plain.Key, a, plain.Means[a], mean)
		}
	}
}

func TestTheOrderOfCasesDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, level := cases(120).Draw(t, "cases"), rapid.SampledFrom(levels).Draw(t, "level")
		want := indicator.Compare(level, all, 10)
		shuffled := rapid.Permutation(all).Draw(t, "shuffled")
		if diff := cmp.Diff(want, indicator.Compare(level, shuffled, 10)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A large city keeps nearly everything: few losers in one district hide them, one partner and no more tables.
func TestFewLosersHideLittle(t *testing.T) {
	t.Parallel()
	var all []indicator.Case
	add := func(n int, district string, base, try int) {
		for i := range n {
			all = append(all, indicator.Case{
				Class: register.PriorityClasses[i%3], Language: register.Languages[i%2], District: district, Age: 2 + i%2, Waited: i,
				Base: indicator.Placing{Placed: base > 0, Rank: base}, Try: indicator.Placing{Placed: try > 0, Rank: try},
			})
		}
	}
	for _, district := range []string{"east", "north", "south", "west"} {
		add(400, district, 1, 1)
		add(400, district, 2, 1)
		add(400, district, 0, 0)
		add(90, district, 1, 2)
	}
	add(4, "centre", 1, 2)
	add(300, "centre", 2, 2)
	add(300, "centre", 0, 0)
	c := indicator.Compare(indicator.LevelKindergarten, all, 10)
	hidden := 0
	for _, table := range c.Tables {
		for _, row := range table.Rows {
			for f, cell := range row.Counts {
				if cell.Mark != indicator.Shown {
					hidden++
					if table.By != "district" {
						t.Errorf("%s %s: figure %d is hidden", table.By, row.Key, f)
					}
				}
			}
		}
	}
	if c.Total.Counts[indicator.Lose] != (indicator.Cell{N: 364}) || hidden < 3 || hidden > 8 {
		t.Errorf("%d hidden; losers %+v", hidden, c.Total.Counts[indicator.Lose])
	}
}
