package nation_test

import (
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/internal/nation"
)

func TestTextbookAgreesWithTheEngine(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		p := nation.Problem(2000, seed, nation.OwnOrders)
		o, err := allocation.Solve(t.Context(), p, allocation.Options{})
		if err != nil {
			t.Fatal(err)
		}
		lists := nation.ListsOf(p)
		want := map[string]string{}
		for c, g := range lists.Textbook(lists.Ranks()) {
			want[p.Children[c].ID] = ""
			if g >= 0 {
				want[p.Children[c].ID] = p.Groups[g].ID
			}
		}
		for _, a := range o.Assignments {
			if a.Group != want[a.Child] {
				t.Errorf("seed %d: child %s gets %q, by the textbook %q", seed, a.Child, a.Group, want[a.Child])
			}
		}
	}
}

func TestTextbookKnowsRefusals(t *testing.T) {
	t.Parallel()
	// Child 0 is not acceptable to group 0; child 1 loses it to child 2; group 1 has no seat.
	l := nation.Lists{Wishes: [][]int{{0}, {0, 1}, {1, 0}}, Orders: [][]int{{2, 1}, {0, 1, 2}}, Seats: []int{1, 0}}
	got := l.Textbook(l.Ranks())
	for c, want := range []int{-1, -1, 0} {
		if got[c] != want {
			t.Errorf("child %d gets %d, want %d", c, got[c], want)
		}
	}
}
