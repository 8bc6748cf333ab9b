package indicator_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/register"
)

// TestNobodyCanTell plays the reader who knows how the page is made and goes through every set of children there can be. For
// every small figure that is hidden, two sets at least print this very page and differ in it. The limit is 3 and the sets are
// small, so that all of them can be gone through.
func TestNobodyCanTell(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(1, 2))
	both, one := register.Languages, register.Languages[:1]
	for _, world := range []struct {
		languages  []register.Language
		waits      []int
		size, sets int
	}{{both, []int{5}, 5, 30}, {one, []int{5, 6}, 5, 30}, {one, []int{5}, 8, 60}} {
		people := everybody(world.languages, []int{0, 1}, world.waits)
		all := multisets(len(people), world.size)
		pages := make([]indicator.Comparison, len(all))
		for i, set := range all {
			pages[i] = indicator.Compare(indicator.LevelPlace, pick(people, set), 0)
		}
		hidden := 0
		for range world.sets {
			set := all[chance.IntN(len(all))]
			hidden += attack(t, indicator.Compare(indicator.LevelPlace, pick(people, set), 3), pages)
		}
		t.Logf("%d sets of %d, %d small figures", len(all), world.size, hidden)
		if hidden < world.sets/4 {
			t.Errorf("only %d small figures in %d sets: the attack has nothing to look for", hidden, world.sets)
		}
	}
}

// With ranks there are too many sets to go through all of them: those are tried in which one child is another, or two have
// moved to the other district.
func TestNobodyCanTellRanks(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(3, 4))
	people := everybody(register.Languages[:1], []int{0, 1, 2, 3}, []int{5})
	hidden := 0
	for range 100 {
		set := make([]int, 12)
		for i := range set {
			if set[i] = chance.IntN(len(people)); i > 2 && chance.IntN(4) > 0 { // most are alike
				set[i] = set[i%3]
			}
		}
		var pages []indicator.Comparison
		for _, other := range neighbours(set, len(people)) {
			pages = append(pages, indicator.Compare(indicator.LevelKindergarten, pick(people, other), 0))
		}
		hidden += attack(t, indicator.Compare(indicator.LevelKindergarten, pick(people, set), 3), pages)
	}
	t.Logf("%d small figures", hidden)
	if hidden < 500 {
		t.Errorf("only %d small figures: the attack has nothing to look for", hidden)
	}
}

// attack looks for the value of each small figure of a page among all sets, and tells how many there are.
func attack(t *testing.T, page indicator.Comparison, all []indicator.Comparison) (hidden int) {
	t.Helper()
	if page.Dropped {
		return 0
	}
	values := map[string]map[int]bool{}
	for _, other := range all {
		if !prints(page, other) {
			continue
		}
		each(page, func(place string, row indicator.Row, table, key int) {
			for f, cell := range row.Counts {
				if at := fmt.Sprint(place, " ", f); cell.Mark == indicator.Small {
					if values[at] == nil {
						values[at] = map[int]bool{}
					}
					values[at][rowOf(other, table, row.Key).Counts[f].N] = true
				}
			}
		})
	}
	for at, found := range values {
		if len(found) < 2 {
			t.Fatalf("%s can only be %v on the page\n%+v", at, found, page)
		}
	}
	return len(values)
}

func each(page indicator.Comparison, do func(place string, row indicator.Row, table, key int)) {
	do("total", page.Total, -1, 0)
	for d, table := range page.Tables {
		for i, row := range table.Rows {
			do(table.By+" "+row.Key, row, d, i)
		}
	}
}

// rowOf is a row of a page on which nothing is hidden; nobody has the key in an empty one.
func rowOf(plain indicator.Comparison, table int, key string) indicator.Row {
	if table < 0 {
		return plain.Total
	}
	if i := slices.IndexFunc(plain.Tables[table].Rows, func(r indicator.Row) bool { return r.Key == key }); i >= 0 {
		return plain.Tables[table].Rows[i]
	}
	return indicator.Row{Key: key}
}

// prints tells whether a set of children, whose figures are all known, prints a page: the same rows, figures and marks.
func prints(page, plain indicator.Comparison) bool {
	same := true
	for d, table := range page.Tables {
		same = same && (table.Dropped || len(table.Rows) == len(plain.Tables[d].Rows))
	}
	each(page, func(_ string, row indicator.Row, table, _ int) {
		other := rowOf(plain, table, row.Key)
		for f, cell := range row.Counts {
			n := other.Counts[f].N
			small := n > 0 && n < page.Limit
			same = same && (cell.Mark == indicator.Small) == small && (cell.Mark != indicator.Shown || cell.N == n)
		}
		for a, mean := range row.Means {
			same = same && (mean.Mark != indicator.Shown || mean == other.Means[a])
		}
	})
	return same
}

// everybody lists the children that there can be: of the languages and two districts, one class and age, with any of the ranks
// on both sides.
func everybody(languages []register.Language, ranks, waits []int) (people []indicator.Case) {
	for _, language := range languages {
		for _, district := range []string{"north", "south"} {
			for at := range len(ranks) * len(ranks) * len(waits) {
				base, try := ranks[at%len(ranks)], ranks[at/len(ranks)%len(ranks)]
				people = append(people, indicator.Case{
					Class: register.General, Language: language, District: district, Age: 2, Waited: waits[at/len(ranks)/len(ranks)],
					Base: indicator.Placing{Placed: base > 0, Rank: base}, Try: indicator.Placing{Placed: try > 0, Rank: try},
				})
			}
		}
	}
	return people
}

// neighbours are the set itself and those in which one child is any other, or two have moved. The second half of people lives
// in the other district.
func neighbours(set []int, people int) (all [][]int) {
	all = append(all, set)
	for i := range set {
		for other := range people {
			changed := slices.Clone(set)
			changed[i] = other
			all = append(all, changed)
		}
		for j := range i {
			moved := slices.Clone(set)
			moved[i], moved[j] = (set[i]+people/2)%people, (set[j]+people/2)%people
			all = append(all, moved)
		}
	}
	return all
}

func pick(people []indicator.Case, set []int) []indicator.Case {
	picked := make([]indicator.Case, len(set))
	for i, p := range set {
		picked[i] = people[p]
	}
	return picked
}

// multisets lists the ways to take size out of n with repetition.
func multisets(n, size int) (all [][]int) {
	set := make([]int, size)
	for {
		all = append(all, slices.Clone(set))
		last := size - 1
		for last >= 0 && set[last] == n-1 {
			last--
		}
		if last < 0 {
			return all
		}
		next := set[last] + 1
		for i := last; i < size; i++ {
			set[i] = next
		}
	}
}
