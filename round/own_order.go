package round

import (
	"slices"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/register"
)

// OwnOrders gives every group of a problem of seats the order of its own kindergarten, for rules under which a brother or
// sister, or the territory, counts in that kindergarten alone. entries are the applicants, carry that of their queue; territory
// names that of each kindergarten. The common order stays: it still decides nothing but the numbers. A group that has an
// order already keeps it.
func OwnOrders(
	problem allocation.Problem, ordering Ordering, entries []Entry, carry Carry, territory map[register.ID[register.Kindergarten]]string,
) allocation.Problem {
	of := make(map[string]Entry, len(entries))
	for _, e := range entries {
		of[e.Application.String()] = e
	}
	asks := map[string][]Entry{} // by group
	for _, c := range problem.Children {
		for _, group := range c.Prefers {
			if e, known := of[c.ID]; known {
				asks[group] = append(asks[group], e)
			}
		}
	}
	problem.Groups = slices.Clone(problem.Groups)
	for i, g := range problem.Groups {
		if g.Order != nil {
			continue
		}
		own := ordering.For(g.Kindergarten, territory[register.ID[register.Kindergarten](g.Kindergarten)])
		order := make([]string, 0, len(asks[g.ID]))
		for _, s := range own.Order(asks[g.ID], carry) {
			order = append(order, s.Application.String())
		}
		problem.Groups[i].Order = order
	}
	return problem
}
