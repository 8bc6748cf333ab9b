package payout

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// Hold is the reason that stops a line, or empty.
type Hold string

// The reasons of a hold. Both lines are stopped until a person finds out which one is true.
const (
	// TwoOrganisations: two organisations mark the child present on one day (rules-kz.md, 9.2).
	TwoOrganisations Hold = "two_organisations"
	// TwoGroups: two groups of one organisation have the child on their sheets on one day. A child who moves between
	// groups has no such day, and both lines are paid.
	TwoGroups Hold = "two_groups"
)

// holds returns the reason that stops each line. Almost every child has one line a month, so that lines are compared only
// within the few chains that are longer.
func holds(lines []SheetLine) []Hold {
	type childMonth struct {
		child register.ID[register.Child]
		month civil.Month
	}
	held := make([]Hold, len(lines))
	last := make(map[childMonth]int, len(lines)) // line + 1 of the child's latest line so far
	before := make([]int, len(lines))            // line + 1 of the same child's line before this one, 0 = none
	for i, line := range lines {
		key := childMonth{line.Child, line.Month}
		before[i], last[key] = last[key], i+1
		for j := before[i] - 1; j >= 0; j = before[j] - 1 {
			if reason := clash(line, lines[j]); reason != "" {
				held[i], held[j] = stronger(held[i], reason), stronger(held[j], reason)
			}
		}
	}
	return held
}

// stronger keeps the graver of two reasons, so that the order of the lines decides nothing.
func stronger(a, b Hold) Hold {
	if a == TwoOrganisations || b == "" {
		return a
	}
	return b
}

// clash compares two lines of one child and month.
func clash(a, b SheetLine) Hold {
	same := a.Organisation == b.Organisation
	for d := range min(len(a.Days), len(b.Days)) {
		switch x, y := register.DayCode(a.Days[d]), register.DayCode(b.Days[d]); {
		case !same && x == register.Present && y == register.Present:
			return TwoOrganisations
		case same && enrolled(x) && enrolled(y):
			return TwoGroups
		}
	}
	return ""
}

func enrolled(code register.DayCode) bool {
	return code != register.DayOff && code != register.NotEnrolled
}
