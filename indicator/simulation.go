package indicator

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/balajol/balajol/register"
)

// Level is how far the two sides of a simulation can be compared: as far as both of them decide.
type Level string

// The levels.
const (
	LevelPlace        Level = "place"        // a place in the child's market, a voucher or a seat; no side is asked which
	LevelKindergarten Level = "kindergarten" // a seat in a kindergarten, by its rank among the child's wishes
)

// Placing is what one side of a simulation gave a child.
type Placing struct {
	Placed bool
	Rank   int // of the kindergarten among the child's wishes, 1 = first; read at LevelKindergarten only, where it is set if Placed is
}

// Case is a child of a simulation: what it is counted by, and what the profile in force (base) and the other one (try) gave
// it. It names nobody, yet it is one child's, so that only a Comparison leaves the house.
type Case struct {
	Class     register.PriorityClass // by which base orders it
	Language  register.Language
	District  string // of the home; "" = unknown
	Age       int    // years by calendar year
	Waited    int    // days since the registration
	Base, Try Placing
}

// Figure names a count of children in a row.
type Figure uint8

// The figures, in the order of Row.Counts. First and other choices are empty at LevelPlace.
const (
	Children Figure = iota
	BasePlaced
	BaseFirst // choice
	BaseOther // choice: placed, and not by the first
	BaseUnplaced
	TryPlaced
	TryFirst
	TryOther
	TryUnplaced
	Gain      // placed only by try, or by try at a better rank
	Lose      // the reverse
	Unchanged // everybody else
	Figures   // how many there are
)

// Average names a mean over some children of a row.
type Average uint8

// The averages, in the order of Row.Means.
const (
	BaseRank           Average = iota // of the placed, at LevelKindergarten
	BaseWaitedPlaced                  // days since registration, of the placed
	BaseWaitedUnplaced                // of those who still wait
	TryRank
	TryWaitedPlaced
	TryWaitedUnplaced
	Averages // how many there are
)

// averaged are the children whom each average is taken over.
var averaged = [Averages]Figure{BasePlaced, BasePlaced, BaseUnplaced, TryPlaced, TryPlaced, TryUnplaced}

// Mark says whether a figure is printed.
type Mark uint8

// The marks.
const (
	Shown  Mark = iota
	Small       // from 1 to below the limit
	Hidden      // not small, but a small figure would follow from it
)

// Cell is a count of children; N is 0 unless it is shown.
type Cell struct {
	N    int
	Mark Mark
}

// Mean is Sum ÷ N over N children; both are 0 unless it is shown.
type Mean struct {
	Sum, N int
	Mark   Mark
}

// Row is the children of one key, such as a language.
type Row struct {
	Key    string
	Counts [Figures]Cell
	Means  [Averages]Mean
}

// Table splits all children by one property. A table that cannot be protected is dropped and has no rows.
type Table struct {
	By      string // class, language, district, age
	Rows    []Row  // classes and languages in the order of the register's lists, districts by bytes, ages from the youngest
	Dropped bool
}

// Comparison is a simulation as it may be published. No count from 1 to below Limit is printed or follows from what is
// printed: for each of them there is another set of children with the same page and another value there (protect).
type Comparison struct {
	Level   Level
	Limit   int
	Dropped bool // too few children for any figure: there is no row at all
	Total   Row
	Tables  []Table
}

// Compare counts the cases and hides what is small. The order of the cases does not matter.
func Compare(level Level, cases []Case, limit int) Comparison {
	v := newVeil(level, limit, cases)
	v.protect()
	c := Comparison{Level: level, Limit: limit, Dropped: v.lost}
	if c.Dropped {
		return c
	}
	for d, split := range splits {
		t := Table{By: split.by, Dropped: v.dropped[d]}
		for _, key := range v.keys[d] {
			if !t.Dropped {
				t.Rows = append(t.Rows, Row{Key: key})
			}
		}
		c.Tables = append(c.Tables, t)
	}
	for i, x := range cases {
		k := v.kinds[v.who[i].kind]
		c.Total.add(k, level, x)
		for d := range c.Tables {
			if !c.Tables[d].Dropped {
				c.Tables[d].Rows[v.who[i].rows[d]].add(k, level, x)
			}
		}
	}
	v.total.cover(&c.Total, limit)
	for d, t := range c.Tables {
		for i := range t.Rows {
			v.tables[d][i].cover(&t.Rows[i], limit)
		}
	}
	return c
}

// splits are the tables: how a case is counted, and how keys are ordered.
var splits = [...]struct {
	by    string
	key   func(Case) string
	order func(a, b string) int
}{
	{"class", func(c Case) string { return string(c.Class) }, listed(register.PriorityClasses)},
	{"language", func(c Case) string { return string(c.Language) }, listed(register.Languages)},
	{"district", func(c Case) string { return c.District }, cmp.Compare[string]},
	{"age", func(c Case) string { return strconv.Itoa(c.Age) }, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }},
}

func listed[W ~string](list []W) func(a, b string) int {
	return func(a, b string) int {
		return cmp.Or(cmp.Compare(slices.Index(list, W(a)), slices.Index(list, W(b))), cmp.Compare(a, b))
	}
}

// add counts a case of a kind.
func (r *Row) add(k kind, level Level, c Case) {
	for f := range Figures {
		r.Counts[f].N += int(k >> f & 1)
	}
	for a, value := range [Averages]int{c.Base.Rank, c.Waited, c.Waited, c.Try.Rank, c.Waited, c.Waited} {
		if k.has(averaged[a]) && (level == LevelKindergarten || a%3 != 0) {
			r.Means[a].Sum += value
			r.Means[a].N++
		}
	}
}

// kind is the set of figures that count a child, one bit each. Children of one kind are alike to a reader of counts.
type kind uint32

func (k kind) has(f Figure) bool { return k>>f&1 == 1 }

func bits(figures ...Figure) (k kind) {
	for _, f := range figures {
		k |= 1 << f
	}
	return k
}

func kindOf(level Level, base, try Placing) kind {
	k := bits(Children) | side(level, base)<<BasePlaced | side(level, try)<<TryPlaced
	switch better := compare(level, base, try); {
	case better > 0:
		return k | bits(Gain)
	case better < 0:
		return k | bits(Lose)
	}
	return k | bits(Unchanged)
}

// side is placed, first, other, unplaced, from the lowest bit.
func side(level Level, p Placing) kind {
	switch {
	case !p.Placed:
		return 1 << (BaseUnplaced - BasePlaced)
	case level == LevelPlace:
		return 1
	case p.Rank == 1:
		return 1 | 1<<(BaseFirst-BasePlaced)
	}
	return 1 | 1<<(BaseOther-BasePlaced)
}

// compare is above zero if try is better for the child than base.
func compare(level Level, base, try Placing) int {
	switch {
	case try.Placed != base.Placed:
		if try.Placed {
			return 1
		}
		return -1
	case !base.Placed || level == LevelPlace:
		return 0
	}
	return cmp.Compare(base.Rank, try.Rank)
}
