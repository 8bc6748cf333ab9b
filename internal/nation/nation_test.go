package nation_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/internal/nation"
)

func TestSameSeedSameProblem(t *testing.T) {
	t.Parallel()
	for _, shape := range nation.Shapes {
		if diff := cmp.Diff(nation.Problem(500, 3, shape), nation.Problem(500, 3, shape)); diff != "" {
			t.Errorf("%s: two draws differ:\n%s", shape, diff)
		}
		if cmp.Equal(nation.Problem(500, 3, shape), nation.Problem(500, 4, shape)) {
			t.Errorf("%s: the seed means nothing", shape)
		}
	}
}

// The problem of a seed is part of what a published figure means.
func TestProblemStaysTheSame(t *testing.T) {
	t.Parallel()
	want := map[nation.Shape]string{
		nation.OwnOrders:      "7d5f9dd31d8f5df0ba9abf35d5eb77f8f3ec9039cf3c3b2a84f3cc552ff5b84e",
		nation.CommonOrder:    "711c3c745b5dbabfe9683f182370909f82c98c70c0dccee99673f246d82d5c17",
		nation.Slots:          "0d5ec04756c0cb6e68fbb3038634d26c35cfcd6144da8c5c0863064cd7738986",
		nation.FamiliesCommon: "8521675747553ce2964296da4eaf72b1f0448609154c5d70d306e661c86c9496",
		nation.FamiliesOrders: "ab7d288a819fe9b8dd988a43b921c74edd393a600f87dca1e5f979e430605e7f",
	}
	for _, shape := range nation.Shapes {
		got, err := nation.Problem(1000, 1, shape).Hash()
		if err != nil || got != want[shape] {
			t.Errorf("%s: %s (%v), want %s", shape, got, err, want[shape])
		}
	}
}

func TestNationalFigures(t *testing.T) {
	t.Parallel()
	const children = 50_000
	p := nation.Problem(children, 1, nation.Slots)
	wishes, seats, first, longest := 0, 0, 0, 0
	for _, g := range p.Groups {
		seats += g.Seats
		if g.Seats < 15 || g.Seats > 30 {
			t.Errorf("a group has %d seats", g.Seats)
		}
	}
	for _, c := range p.Children {
		wishes += len(c.Prefers)
		longest = max(longest, len(c.Prefers))
		if c.Class == "P" {
			first++
		}
		if len(c.Prefers) == 0 {
			t.Error("a child has no wish")
		}
	}
	for _, figure := range []struct {
		name             string
		got, least, most float64
	}{
		{"groups", float64(len(p.Groups)), 2328, 2328},
		{"markets", float64(markets(p)), 8, 8},
		{"wishes of a child", float64(wishes) / children, 5.2, 5.6},
		{"longest list", float64(longest), 20, 20},
		{"seats for a child", float64(seats) / children, 0.84, 0.88},
		{"share of the first priority", float64(first) / children, 0.115, 0.125},
	} {
		if figure.got < figure.least || figure.got > figure.most {
			t.Errorf("%s: %v, want %v to %v", figure.name, figure.got, figure.least, figure.most)
		}
	}
}

// markets counts the sets of groups that lists connect.
func markets(p allocation.Problem) int {
	root := map[string]string{}
	var find func(string) string
	find = func(g string) string {
		if root[g] == "" || root[g] == g {
			return g
		}
		root[g] = find(root[g])
		return root[g]
	}
	for _, c := range p.Children {
		for _, g := range c.Prefers[1:] {
			root[find(g)] = find(c.Prefers[0])
		}
	}
	roots := map[string]bool{}
	for _, g := range p.Groups {
		roots[find(g.ID)] = true
	}
	return len(roots)
}

func TestShapesShareChildren(t *testing.T) {
	t.Parallel()
	plain := nation.Problem(2000, 5, nation.OwnOrders)
	for _, shape := range nation.Shapes {
		p := nation.Problem(2000, 5, shape)
		for i, c := range p.Children {
			want := plain.Children[i]
			if c.ID != want.ID || c.Number != want.Number || !slices.Equal(c.Prefers, want.Prefers) {
				t.Fatalf("%s: child %s differs", shape, c.ID)
			}
		}
		for i, g := range p.Groups {
			if g.ID != plain.Groups[i].ID || g.Seats != plain.Groups[i].Seats {
				t.Fatalf("%s: group %s differs", shape, g.ID)
			}
		}
	}
}

func TestOrdersRankExactlyTheApplicants(t *testing.T) {
	t.Parallel()
	p := nation.Problem(3000, 2, nation.OwnOrders)
	wants := map[string][]string{}
	for _, c := range p.Children {
		for _, g := range c.Prefers {
			wants[g] = append(wants[g], c.ID)
		}
	}
	for _, g := range p.Groups {
		got := slices.Clone(g.Order)
		slices.Sort(got)
		if !slices.Equal(got, wants[g.ID]) {
			t.Errorf("group %s ranks %d children, %d want it", g.ID, len(got), len(wants[g.ID]))
		}
	}
}

func TestFamiliesArePairsOfNeighbours(t *testing.T) {
	t.Parallel()
	p := nation.Problem(2500, 2, nation.FamiliesCommon)
	children := map[string]allocation.Child{}
	for _, c := range p.Children {
		children[c.ID] = c
	}
	if got := 2 * len(p.Families); got != 200 {
		t.Errorf("%d children have a sibling, want 8 %%: 200", got)
	}
	for _, f := range p.Families {
		a, b := children[f.Children[0]], children[f.Children[1]]
		if b.Number-a.Number != 1 || !slices.Equal(a.Prefers, b.Prefers) {
			t.Errorf("family %s: numbers %d and %d", f.ID, a.Number, b.Number)
		}
	}
}

func TestEveryShapeIsSolved(t *testing.T) {
	t.Parallel()
	paths := map[nation.Shape]allocation.Path{
		nation.OwnOrders: allocation.PathOwnOrders, nation.CommonOrder: allocation.PathCommonOrder, nation.Slots: allocation.PathSlots,
		nation.FamiliesCommon: allocation.PathCommonOrder, nation.FamiliesOrders: allocation.PathHeuristic,
	}
	for _, children := range []int{1, 2, 30, 2000} {
		for _, shape := range nation.Shapes {
			p := nation.Problem(children, 1, shape)
			o, err := allocation.Solve(t.Context(), p, allocation.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if violations := check.Check(p, o); violations != nil {
				t.Errorf("%s, %d children: %v", shape, children, violations[0])
			}
			if children == 2000 && o.Path != paths[shape] {
				t.Errorf("%s is solved by %s", shape, o.Path)
			}
			if seated := seated(o); children == 2000 && (seated < 1500 || seated > 1900) {
				t.Errorf("%s: %d of 2,000 have a seat", shape, seated)
			}
		}
	}
}

func seated(o allocation.Outcome) int {
	n := 0
	for _, a := range o.Assignments {
		if a.Group != "" {
			n++
		}
	}
	return n
}
