package admission_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// For any groups, wishes and queue: the judge finds nothing; who moves gets a group of its list; no group has more children
// afterwards than seats; the queue keeps its free seats unless dates decide; and each move into a full group is linked to one
// child who leaves it, each to another one.
func TestTransfersHarmNobody(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		groups, wishes := someTown(t)
		var waiting []register.ID[register.Group]
		for _, g := range groups {
			for range rapid.IntRange(0, g.Vacant()).Draw(t, "waiting") {
				waiting = append(waiting, g.ID)
			}
		}
		order := rapid.SampledFrom([]policy.TransferOrder{policy.TransferAfterQueue, policy.TransferByDate}).Draw(t, "order")
		moves, judged, err := admission.Settle(t.Context(), groups, wishes, waiting, order)
		if err != nil || judged != 0 {
			t.Fatalf("the judge found %d, %v", judged, err)
		}
		soundMoves(t, groups, wishes, moves)
		closing := slices.ContainsFunc(wishes, func(w admission.Wish) bool { return w.Cause == preschool.ByClosure })
		if order == policy.TransferByDate || closing {
			return
		}
		for _, g := range groups { // what is free and waited for stays free
			wanted, came := 0, 0
			for _, id := range waiting {
				if id == g.ID {
					wanted++
				}
			}
			for _, m := range moves {
				if m.Group == g.ID && m.After.IsZero() {
					came++
				}
			}
			if came > g.Vacant()-wanted {
				t.Errorf("%s: %d came to %d free seats, %d of which the queue wants", g.ID, came, g.Vacant(), wanted)
			}
		}
	})
}

// someTown draws up to five groups with some children who want to move.
func someTown(t *rapid.T) ([]register.Group, []admission.Wish) {
	var groups []register.Group
	for i := range rapid.IntRange(2, 5).Draw(t, "groups") {
		seats := rapid.IntRange(1, 4).Draw(t, "seats")
		groups = append(groups, register.Group{ID: register.ID[register.Group](fmt.Sprint("g", i)), Seats: seats, Placed: rapid.IntRange(0, seats).Draw(t, "placed")})
	}
	var wishes []admission.Wish
	for i, g := range groups {
		for range rapid.IntRange(0, g.Placed).Draw(t, "movers") {
			w := admission.Wish{ID: register.ID[preschool.Transfer](fmt.Sprint("t", len(wishes))), From: g, Cause: preschool.ByWish}
			if rapid.IntRange(0, 4).Draw(t, "closure") == 0 {
				w.Cause = preschool.ByClosure
			}
			for _, j := range rapid.Permutation([]int{0, 1, 2, 3, 4}).Draw(t, "wants") {
				if j < len(groups) && j != i && rapid.Bool().Draw(t, "want") {
					w.Wants = append(w.Wants, groups[j].ID)
				}
			}
			wishes = append(wishes, w)
		}
	}
	slices.SortStableFunc(wishes, func(a, b admission.Wish) int { // as they are gathered: closures first
		return boolInt(a.Cause != preschool.ByClosure) - boolInt(b.Cause != preschool.ByClosure)
	})
	return groups, wishes
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func soundMoves(t *rapid.T, groups []register.Group, wishes []admission.Wish, moves []admission.Moved) {
	from := map[register.ID[preschool.Transfer]]admission.Wish{}
	for _, w := range wishes {
		from[w.ID] = w
	}
	change, leaves, used := map[register.ID[register.Group]]int{}, map[register.ID[preschool.Transfer]]bool{}, map[register.ID[preschool.Transfer]]bool{}
	for _, m := range moves {
		if !slices.Contains(from[m.ID].Wants, m.Group) {
			t.Errorf("%s moves to %s, which it does not want", m.ID, m.Group)
		}
		change[m.Group]++
		change[from[m.ID].From.ID]--
		leaves[m.ID] = true
	}
	for _, m := range moves {
		if m.After.IsZero() {
			continue
		}
		if !leaves[m.After] || used[m.After] || from[m.After].From.ID != m.Group || m.After == m.ID {
			t.Errorf("%s comes after %s, who does not leave a seat of %s for it", m.ID, m.After, m.Group)
		}
		used[m.After] = true
	}
	for _, g := range groups {
		if now := g.Placed + change[g.ID]; now > g.Seats {
			t.Errorf("%s: %d children on %d seats", g.ID, now, g.Seats)
		}
	}
}
