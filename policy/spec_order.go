package policy

import (
	"encoding/json"
	"fmt"
	"slices"
)

// criteria is a list of criteria, each once.
func criteria(key string, place func(*Rules) *[]Criterion) spec {
	return spec{key: key, units: []Unit{Criteria}, words: wordsOf(CriterionWords),
		read: func(f Figure, into *Rules) error {
			texts, err := decode[[]string](f)
			if err != nil {
				return err
			}
			list := make([]Criterion, len(texts))
			for i, text := range texts {
				if list[i], err = ParseCriterion(text); err != nil {
					return err
				}
				if slices.Contains(list[:i], list[i]) {
					return fmt.Errorf("%q is named twice", text)
				}
			}
			*place(into) = list
			return nil
		},
		other: func(r *Rules) any {
			if slices.Contains(*place(r), ByLottery) {
				return []Criterion{ByRegistration}
			}
			return []Criterion{ByLottery}
		},
	}
}

// maxPoints is the most that one row may give or take; more is a slip of the pen.
const maxPoints = 100_000

// pointTable is a table of points.
func pointTable(key string, place func(*Rules) *[]PointRow) spec {
	return spec{key: key, units: []Unit{PointsUnit},
		read: func(f Figure, into *Rules) error {
			var raw []json.RawMessage
			if err := json.Unmarshal(f.Value, &raw); err != nil || raw == nil {
				return fmt.Errorf("want a list of rows with stage, fact, of, equals or at_least, and points")
			}
			rows := make([]PointRow, len(raw))
			for i := range raw {
				var err error
				if rows[i], err = readPointRow(raw[i]); err != nil {
					return fmt.Errorf("row %d: %w", i+1, err)
				}
				if slices.ContainsFunc(rows[:i], rows[i].conflicts) {
					return fmt.Errorf("row %d: %s %s is named twice", i+1, rows[i].Of, rows[i].Fact)
				}
			}
			*place(into) = rows
			return nil
		},
		other: func(r *Rules) any { // the first row gives one point more
			rows := slices.Clone(*place(r))
			if len(rows) == 0 {
				return []PointRow{{Stage: "1", Fact: "sibling", Of: OfChild, Equals: "yes", Points: 1}}
			}
			rows[0].Points++
			return rows
		},
	}
}

func readPointRow(raw json.RawMessage) (PointRow, error) {
	var r PointRow
	if err := strictly(raw, &r, []string{"stage", "fact", "of", "equals", "at_least", "points"}); err != nil {
		return r, err
	}
	switch {
	case !isTerm(r.Stage):
		return r, fmt.Errorf("stage %q: want small letters, digits and low lines", r.Stage)
	case !isTerm(r.Fact):
		return r, fmt.Errorf("fact %q: want small letters, digits and low lines", r.Fact)
	case r.Of != OfChild && r.Of != OfGuardian:
		return r, fmt.Errorf("of %q: want %q or %q", r.Of, OfChild, OfGuardian)
	case (r.Equals == "") == (r.AtLeast == nil):
		return r, fmt.Errorf("want equals or at_least, and not both")
	case r.Equals != "" && !isTerm(r.Equals):
		return r, fmt.Errorf("equals %q: want small letters, digits and low lines", r.Equals)
	case r.Points < -maxPoints || r.Points > maxPoints:
		return r, fmt.Errorf("points %d: want at most %d", r.Points, maxPoints)
	}
	return r, nil
}

// conflicts reports whether two rows say the same of the same fact, perhaps with other points.
func (r PointRow) conflicts(o PointRow) bool {
	if r.Stage != o.Stage || r.Fact != o.Fact || r.Of != o.Of || r.Equals != o.Equals || (r.AtLeast == nil) != (o.AtLeast == nil) {
		return false
	}
	return r.AtLeast == nil || *r.AtLeast == *o.AtLeast
}
