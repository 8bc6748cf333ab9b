package open

import (
	"slices"
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/service/admission"
)

// course is the course of a position as the service gives it: a number from a day on, until the next.
func course(t *testing.T, points ...any) admission.Position {
	t.Helper()
	var p admission.Position
	for pair := range slices.Chunk(points, 2) {
		p.Course = append(p.Course, struct {
			On       civil.Date
			Position int
		}{civil.MustParseDate(pair[0].(string)), pair[1].(int)})
	}
	return p
}

func TestChart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule   string
		points []any
		lines  []string
		x, y   int
	}{
		{"nothing to draw", nil, nil, 0, 0},
		{"one day is no line", []any{"2026-01-05", 3}, nil, 0, 0},
		{"never a number", []any{"2026-01-05", 0, "2026-02-05", 0}, nil, 0, 0},
		{"a number that stays", []any{"2026-01-05", 3, "2026-01-15", 3}, []string{"M44 14H310"}, 310, 14},
		{"it holds until the next day on which it changes", []any{"2026-01-05", 9, "2026-01-10", 3, "2026-01-15", 3}, []string{"M44 122H177V14H310"}, 310, 14},
		{"broken while there was none", []any{"2026-01-05", 2, "2026-01-08", 0, "2026-01-12", 2, "2026-01-15", 4}, []string{"M44 14H123", "M230 14H310V122"}, 310, 122},
		{"out of the queue at the end", []any{"2026-01-05", 2, "2026-01-10", 1, "2026-01-15", 0}, []string{"M44 122H177V14H310"}, 310, 14},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			got := chartOf(course(t, c.points...))
			if got == nil {
				if c.lines != nil {
					t.Error("no chart")
				}
				return
			}
			if !slices.Equal(got.Lines, c.lines) || got.X != c.x || got.Y != c.y {
				t.Errorf("lines %q to %d, %d", got.Lines, got.X, got.Y)
			}
			if rows := len(got.Rows); rows != len(c.points)/2 || got.Rows[0].On != got.Last || got.Rows[rows-1].On != got.First {
				t.Errorf("table %+v", got.Rows)
			}
		})
	}
}

// Every rule that a move names is a figure that the rules' page shows.
func TestMovesNameRules(t *testing.T) {
	t.Parallel()
	printer := room(t).Site.Messages.Printer("en")
	for ground, key := range ruleOf {
		if name := printer.T("rule."+key, nil); name == "" || name[0] == '[' {
			t.Errorf("%s: the rule %s has no name", ground, key)
		}
	}
}
