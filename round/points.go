package round

import (
	"strconv"
	"strings"
)

// PointRow is a line of a table of points: whoever has the fact gets the points, which may be fewer than none.
type PointRow struct {
	Stage    string // of the criterion "points:stage"
	Fact     string // "sibling"
	Guardian bool   // asked of each guardian by itself, "guardian1.hours", else once of the application
	Equals   string // the fact is this text; "" = AtLeast counts
	AtLeast  *int64 // the fact is a number not below it
	Points   int
}

// Points is the sum of a stage for one application. Of the rows of one fact with AtLeast only the highest that is reached
// counts, for each guardian by itself; rows with Equals count each.
func Points(table []PointRow, stage string, facts []string) int {
	sum := 0
	for i, row := range table {
		if row.Stage != stage {
			continue
		}
		for _, value := range values(facts, row) {
			if row.holds(value) && !outdone(table, i, value) {
				sum += row.Points
			}
		}
	}
	return sum
}

// holds tells whether a value meets the row's condition.
func (r PointRow) holds(value string) bool {
	if r.AtLeast == nil {
		return value == r.Equals
	}
	n, err := strconv.ParseInt(value, 10, 64)
	return err == nil && n >= *r.AtLeast
}

// outdone tells whether a higher row of the same fact is reached too.
func outdone(table []PointRow, at int, value string) bool {
	row := table[at]
	if row.AtLeast == nil {
		return false
	}
	for _, other := range table {
		same := other.Stage == row.Stage && other.Fact == row.Fact && other.Guardian == row.Guardian
		if same && other.AtLeast != nil && *other.AtLeast > *row.AtLeast && other.holds(value) {
			return true
		}
	}
	return false
}

// values are those of the row's fact: one of the application, or one of each guardian.
func values(facts []string, row PointRow) []string {
	var list []string
	for _, fact := range facts {
		name, value, _ := strings.Cut(fact, "=")
		if row.Guardian {
			guardian, of, is := strings.Cut(name, ".")
			if !is || !strings.HasPrefix(guardian, "guardian") {
				continue
			}
			name = of
		}
		if name == row.Fact {
			list = append(list, value)
		}
	}
	return list
}

// FactOf finds a fact among those of an application, "" if it has none.
func FactOf(facts []string, name string) string {
	for _, fact := range facts {
		if value, is := strings.CutPrefix(fact, name); is && strings.HasPrefix(value, "=") {
			return value[1:]
		}
	}
	return ""
}
