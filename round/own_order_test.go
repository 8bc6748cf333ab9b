package round_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

func TestOwnOrders(t *testing.T) {
	t.Parallel()
	problem := allocation.Problem{
		Groups: []allocation.Group{{ID: "g1", Kindergarten: "k1", Seats: 1}, {ID: "g2", Kindergarten: "k2", Seats: 1}, {ID: "g3", Kindergarten: "k2", Seats: 1, Order: []string{"c", "a"}}},
		Children: []allocation.Child{
			{ID: "a", Number: 1, Prefers: []string{"g1", "g2", "g3"}}, {ID: "b", Number: 2, Prefers: []string{"g1", "g2"}}, {ID: "c", Number: 3, Prefers: []string{"g2"}},
		},
	}
	ordering := round.Ordering{Criteria: []round.Criterion{round.BySibling, round.ByTerritory}}
	entries := waiting("a", "b sibling=k1 territory=east", "c territory=west")
	got := round.OwnOrders(problem, ordering, entries, round.Carry{}, map[register.ID[register.Kindergarten]]string{"k1": "west", "k2": "west"})
	for i, want := range [][]string{{"b", "a"}, {"c", "a", "b"}, {"c", "a"}} {
		if !slices.Equal(got.Groups[i].Order, want) {
			t.Errorf("%s: %v, want %v", got.Groups[i].ID, got.Groups[i].Order, want)
		}
	}
	if problem.Groups[0].Order != nil {
		t.Error("the problem that was given is changed")
	}
}

// An own order holds exactly those who list the group, so that nobody is left out or let in by it; where no criterion looks at
// a kindergarten, it is the common order.
func TestOwnOrdersHoldWhoAsks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, o := anyQueue(t), anyOrdering(t)
		common := o.Order(queue, round.Carry{})
		var problem allocation.Problem
		for _, id := range []string{"krg-1", "krg-2", "krg-3"} {
			problem.Groups = append(problem.Groups, allocation.Group{ID: id, Kindergarten: id, Seats: 1})
		}
		asks := map[string]int{}
		for i, s := range common {
			c := allocation.Child{ID: s.Application.String(), Number: int64(i + 1)}
			c.Prefers = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"krg-1", "krg-2", "krg-3"}), 0, 3, rapid.ID).Draw(t, "prefers")
			for _, g := range c.Prefers {
				asks[g]++
			}
			problem.Children = append(problem.Children, c)
		}
		byPlace := slices.Contains(o.Criteria, round.BySibling) || slices.Contains(o.Criteria, round.ByTerritory)
		for _, g := range round.OwnOrders(problem, o, queue, round.Carry{}, nil).Groups {
			if len(g.Order) != asks[g.ID] {
				t.Fatalf("%s: %d in its order, %d ask", g.ID, len(g.Order), asks[g.ID])
			}
			single := len(o.Pattern.Head) == 0 && len(o.Pattern.Turns) == 0
			for i := 1; single && !byPlace && i < len(g.Order); i++ {
				if position(common, application(g.Order[i-1])) > position(common, application(g.Order[i])) {
					t.Fatalf("%s: %v is not the common order", g.ID, g.Order)
				}
			}
		}
	})
}
