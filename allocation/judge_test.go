package allocation_test

import (
	"slices"
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

// Every assignment there is of some small problems: the judge finds the same ones stable as the reference's choice does, and
// finds fault with the optimality of all but the reference's outcome.
func TestJudgeAgreesWithBruteForce(t *testing.T) {
	t.Parallel()
	stable, suboptimal, problems := 0, 0, uint64(80)
	if testing.Short() {
		problems = 25
	}
	for i, mix := range []ingredients{
		{children: 4, groups: 3, orders: true, slots: true, holds: true},
		{children: 4, groups: 4, orders: true, dense: true},
		{children: 4, groups: 3, orders: true, slots: true, holds: true, dense: true},
	} {
		for seed := range problems {
			p := randomProblem(seed*3+uint64(i), mix)
			best := reference(p)
			for _, got := range everyAssignment(p) {
				slots, isStable := referenceStable(p, got)
				o := allocation.Outcome{}
				for _, c := range p.Children {
					o.Assignments = append(o.Assignments, allocation.Assignment{Child: c.ID, Group: got[c.ID], Slot: slots[c.ID]})
				}
				codes := map[check.Code]bool{}
				for _, v := range check.Check(p, o) {
					codes[v.Code] = true
				}
				for _, later := range []check.Code{check.WrongHash, check.WrongMechanism, check.WrongPath, check.WrongCutoff, check.WrongStart, check.WrongReason} {
					delete(codes, later)
				}
				isBest := slices.IndexFunc(p.Children, func(c allocation.Child) bool { return got[c.ID] != best[c.ID] }) < 0
				switch {
				case isStable:
					stable++
					if codes[check.NotOptimal] == isBest || len(codes) > 1 || isBest && len(codes) > 0 {
						t.Fatalf("seed %d: stable, best %v, judged %v: %+v %v", seed, isBest, codes, p, got)
					}
					if !isBest {
						suboptimal++
					}
				case len(codes) == 0 || codes[check.NotOptimal]:
					t.Fatalf("seed %d: not stable, judged %v: %+v %v", seed, codes, p, got)
				}
			}
		}
	}
	if stable < 2*int(problems) || suboptimal < int(problems)/8 {
		t.Errorf("only %d stable assignments, %d of them not the best: the test proves little", stable, suboptimal)
	}
}

// everyAssignment lists all ways to give each child a group of its list or none.
func everyAssignment(p allocation.Problem) []map[string]string {
	all := []map[string]string{{}}
	for _, c := range p.Children {
		var next []map[string]string
		for _, got := range all {
			for _, g := range append(slices.Clone(referenceList(c)), "") {
				more := map[string]string{c.ID: g}
				for id, group := range got {
					more[id] = group
				}
				next = append(next, more)
			}
		}
		all = next
	}
	return all
}

// referenceStable reports whether every group, choosing among all who like it no less than what they have, would choose those
// that it has, and names the slot kinds.
func referenceStable(p allocation.Problem, got map[string]string) (slots map[string]string, stable bool) {
	slots, stable = map[string]string{}, true
	for _, c := range p.Children {
		stable = stable && (c.Holds == "" || got[c.ID] != "")
	}
	for _, g := range p.Groups {
		var want, have []string
		for _, c := range p.Children {
			list := referenceList(c)
			at, mine := slices.Index(list, g.ID), slices.Index(list, got[c.ID])
			if at >= 0 && (mine < 0 || at <= mine) {
				want = append(want, c.ID)
			}
			if got[c.ID] == g.ID {
				have = append(have, c.ID)
			}
		}
		chosen := []string{}
		for child, slot := range referenceSlots(p, g, want) {
			chosen = append(chosen, child)
			slots[child] = slot
		}
		slices.Sort(chosen)
		slices.Sort(have)
		stable = stable && slices.Equal(chosen, have)
	}
	for id, group := range got {
		if group == "" {
			delete(slots, id)
		}
	}
	return slots, stable
}
