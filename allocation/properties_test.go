package allocation_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/allocation"
)

// draw gives a random problem whose seed rapid makes smaller when it fails.
func draw(t *rapid.T, mix ingredients) allocation.Problem {
	return randomProblem(rapid.Uint64().Draw(t, "seed"), mix)
}

// placed is what each child got.
func placed(t *rapid.T, p allocation.Problem) map[string]string {
	got := map[string]string{}
	for _, a := range solved(t, p).Assignments {
		got[a.Child] = a.Group
	}
	return got
}

func solved(t *rapid.T, p allocation.Problem) allocation.Outcome {
	o, err := allocation.Solve(t.Context(), p, allocation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// rank is the place of a group in a list, the list's end for none.
func rank(list []string, group string) int {
	if at := slices.Index(list, group); at >= 0 {
		return at
	}
	return len(list)
}

// Numbered problems have one outcome in whatever order they are told, families and held seats included.
func TestOrderMeansNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t, ingredients{children: 9, groups: 4, slots: true, orders: true, holds: true, families: true})
		if len(p.Children) > 0 && p.Children[0].Number == 0 {
			return
		}
		want, err := solved(t, p).Canonical()
		if err != nil {
			t.Fatal(err)
		}
		dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 1))
		dice.Shuffle(len(p.Children), func(i, j int) { p.Children[i], p.Children[j] = p.Children[j], p.Children[i] })
		dice.Shuffle(len(p.Groups), func(i, j int) { p.Groups[i], p.Groups[j] = p.Groups[j], p.Groups[i] })
		dice.Shuffle(len(p.Families), func(i, j int) { p.Families[i], p.Families[j] = p.Families[j], p.Families[i] })
		if got, err := solved(t, p).Canonical(); err != nil || string(got) != string(want) {
			t.Fatalf("%v\n%s\n%s", err, got, want)
		}
	})
}

// No child gains by any list but its own: every ordered choice of groups is tried (Dubins & Freedman 1981; with slots
// Kominers & Sönmez 2016).
func TestNobodyGainsByAnotherList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t, ingredients{children: 5, groups: 3, slots: true, orders: true, holds: true, dense: rapid.Bool().Draw(t, "dense")})
		if len(p.Children) == 0 {
			return
		}
		at := rapid.IntRange(0, len(p.Children)-1).Draw(t, "child")
		child := &p.Children[at]
		truth := referenceList(*child)
		best := rank(truth, placed(t, p)[child.ID])
		for _, lie := range everyList(p.Groups) {
			child.Prefers = lie
			if got := placed(t, p)[child.ID]; rank(truth, got) < best {
				t.Fatalf("child %s wants %v and gets %q by telling %v: %+v", child.ID, truth, got, lie, p)
			}
		}
	})
}

// everyList gives all ordered choices of groups.
func everyList(groups []allocation.Group) [][]string {
	lists := [][]string{{}}
	for from := 0; from < len(lists); from++ {
		for _, g := range groups {
			if !slices.Contains(lists[from], g.ID) {
				lists = append(lists, append(slices.Clone(lists[from]), g.ID))
			}
		}
	}
	return lists
}

// A child that moves up in the queue and in every order gets nothing worse (respect of improvements, Balinski & Sönmez 1999;
// with slots Kominers & Sönmez 2016).
func TestMovingUpDoesNoHarm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t, ingredients{children: 8, groups: 4, slots: true, orders: true, dense: rapid.Bool().Draw(t, "dense")})
		if len(p.Children) < 2 || p.Children[0].Number == 0 {
			return
		}
		at := rapid.IntRange(0, len(p.Children)-1).Draw(t, "child")
		ahead := rapid.IntRange(0, len(p.Children)-1).Draw(t, "ahead of")
		child := p.Children[at]
		before := rank(child.Prefers, placed(t, p)[child.ID])
		if to := p.Children[ahead].Number; to < child.Number {
			for i := range p.Children { // numbers are 1, 4, 7, …: there is room before each
				p.Children[i].Number *= 2
			}
			p.Children[at].Number = 2*to - 1
		}
		for i := range p.Groups {
			if from := slices.Index(p.Groups[i].Order, child.ID); from > 0 {
				order := slices.Delete(slices.Clone(p.Groups[i].Order), from, from+1)
				p.Groups[i].Order = slices.Insert(order, rapid.IntRange(0, from).Draw(t, "place"), child.ID)
			}
		}
		if after := rank(child.Prefers, placed(t, p)[child.ID]); after > before {
			t.Fatalf("child %s fell from choice %d to %d: %+v", child.ID, before+1, after+1, p)
		}
	})
}

// The same children are placed and the same seats filled in every stable outcome (rural hospitals, Roth 1986): the one that
// the groups like best, found by groups that propose, is the far end of them.
func TestCountsAreThoseOfEveryStableOutcome(t *testing.T) {
	t.Parallel()
	others := 0
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t, ingredients{children: 7, groups: 4, orders: true, dense: rapid.Bool().Draw(t, "dense")})
		ours, theirs := placed(t, p), groupsPropose(p)
		count := map[string]int{}
		for _, c := range p.Children {
			if (ours[c.ID] == "") != (theirs[c.ID] == "") {
				t.Fatalf("child %s: %q and %q: %+v", c.ID, ours[c.ID], theirs[c.ID], p)
			}
			if ours[c.ID] != theirs[c.ID] {
				others++
			}
			if rank(c.Prefers, ours[c.ID]) > rank(c.Prefers, theirs[c.ID]) {
				t.Fatalf("child %s: %q is worse than %q: %+v", c.ID, ours[c.ID], theirs[c.ID], p)
			}
			count[ours[c.ID]]++
			count[theirs[c.ID]]--
		}
		for group, n := range count {
			if n != 0 {
				t.Fatalf("group %q has %d more: %+v", group, n, p)
			}
		}
	})
	if others == 0 && !testing.Short() { // under -short rapid draws few problems
		t.Error("no problem had two stable outcomes: the test proves little")
	}
}

// groupsPropose is deferred acceptance from the other side: each group asks the best children who have not refused it, and a
// child keeps the best group that asked.
func groupsPropose(p allocation.Problem) map[string]string {
	refused, holds := map[[2]string]bool{}, map[string]string{}
	for {
		asked := false
		for _, g := range p.Groups {
			seats := g.Seats
			for _, id := range groupOrder(p, g) {
				if seats == 0 {
					break
				}
				child := p.Children[slices.IndexFunc(p.Children, func(c allocation.Child) bool { return c.ID == id })]
				switch at := rank(child.Prefers, g.ID); {
				case holds[id] == g.ID:
					seats--
				case refused[[2]string{g.ID, id}]:
				case at < len(child.Prefers) && at < rank(child.Prefers, holds[id]):
					if holds[id] != "" {
						refused[[2]string{holds[id], id}] = true
					}
					holds[id], asked = g.ID, true
					seats--
				default:
					refused[[2]string{g.ID, id}] = true
				}
			}
		}
		if !asked {
			return holds
		}
	}
}

// groupOrder is the group's own order, or the queue.
func groupOrder(p allocation.Problem, g allocation.Group) []string {
	if g.Order != nil {
		return g.Order
	}
	queue := slices.Clone(p.Children)
	slices.SortStableFunc(queue, func(a, b allocation.Child) int { return int(a.Number - b.Number) })
	ids := make([]string, len(queue))
	for i, c := range queue {
		ids[i] = c.ID
	}
	return ids
}

// One seat more lets no line fall and no child down; one child more lifts no line (Gale & Sotomayor 1985, Crawford 1991).
func TestCutoffsAreMonotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t, ingredients{children: 9, groups: 4, orders: true, dense: rapid.Bool().Draw(t, "dense")})
		if len(p.Groups) == 0 || len(p.Children) == 0 || p.Children[0].Number == 0 {
			return
		}
		before, got := lastAdmitted(solved(t, p), p), placed(t, p)
		p.Groups[rapid.IntRange(0, len(p.Groups)-1).Draw(t, "group")].Seats++
		wider, better := lastAdmitted(solved(t, p), p), placed(t, p)
		for _, c := range p.Children {
			if rank(c.Prefers, better[c.ID]) > rank(c.Prefers, got[c.ID]) {
				t.Fatalf("a seat more, and child %s gets %q instead of %q: %+v", c.ID, better[c.ID], got[c.ID], p)
			}
		}
		for _, g := range p.Groups {
			if wider[g.ID] < before[g.ID] {
				t.Fatalf("a seat more, and the line of %s falls from %d to %d: %+v", g.ID, before[g.ID], wider[g.ID], p)
			}
		}
		gone, out := p, rapid.IntRange(0, len(p.Children)-1).Draw(t, "withdrawn")
		gone.Children, gone.Groups = slices.Delete(slices.Clone(p.Children), out, out+1), slices.Clone(p.Groups)
		takeOut(&gone, p.Children[out].ID)
		for id, line := range lastAdmittedID(solved(t, gone), gone) {
			if with := lastAdmittedID(solved(t, p), p)[id]; with != "" && line != "" && ahead(p, id, line, with) {
				t.Fatalf("a child less, and the line of %s moves up from %s to %s: %+v", id, with, line, p)
			}
		}
	})
}

// takeOut takes a child out of every order.
func takeOut(p *allocation.Problem, child string) {
	for i := range p.Groups {
		p.Groups[i].Order = slices.DeleteFunc(slices.Clone(p.Groups[i].Order), func(id string) bool { return id == child })
	}
}

// lastAdmitted is each group's line as a place or number; a group with an empty seat has none, which is below all, and one
// without seats admits nobody.
func lastAdmitted(o allocation.Outcome, p allocation.Problem) map[string]int64 {
	const open = 1 << 40
	lines := map[string]int64{}
	for _, g := range p.Groups {
		if g.Seats > 0 {
			lines[g.ID] = open
		}
	}
	for _, c := range o.Cutoffs {
		lines[c.Group] = max(c.Number, int64(c.Place))
	}
	return lines
}

// lastAdmittedID is the child at each group's line.
func lastAdmittedID(o allocation.Outcome, p allocation.Problem) map[string]string {
	last := map[string]string{}
	for _, c := range o.Cutoffs {
		g := p.Groups[slices.IndexFunc(p.Groups, func(g allocation.Group) bool { return g.ID == c.Group })]
		if c.Place > 0 {
			last[c.Group] = g.Order[c.Place-1]
		} else {
			last[c.Group] = p.Children[slices.IndexFunc(p.Children, func(child allocation.Child) bool { return child.Number == c.Number })].ID
		}
	}
	return last
}

// ahead tells whether a group would rather have a than b.
func ahead(p allocation.Problem, group, a, b string) bool {
	g := p.Groups[slices.IndexFunc(p.Groups, func(g allocation.Group) bool { return g.ID == group })]
	order := groupOrder(p, g)
	return slices.Index(order, a) < slices.Index(order, b)
}
