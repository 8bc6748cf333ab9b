package allocation_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

// Every assignment there is of some small problems: the judge finds the same ones stable as the reference's choice does, and
// finds fault with the optimality of all but the reference's outcome.
func TestJudgeAgreesWithBruteForce(t *testing.T) {
	t.Parallel()
	stable, suboptimal := 0, 0
	for i, mix := range []ingredients{
		{children: 4, groups: 3, orders: true, slots: true, holds: true},
		{children: 4, groups: 4, orders: true, dense: true},
		{children: 4, groups: 3, orders: true, slots: true, holds: true, dense: true},
	} {
		for seed := range uint64(80) {
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
	if stable < 200 || suboptimal < 20 {
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

// Every change of a right outcome is refused.
func TestJudgeRefusesMutants(t *testing.T) {
	t.Parallel()
	tried := map[string]int{}
	for i, mix := range mixes {
		mix.families = i%2 == 1
		mix.children, mix.groups = 14, 5
		for seed := range uint64(200) {
			p := randomProblem(seed*10+uint64(i), mix)
			r := rand.New(rand.NewPCG(seed, 3))
			o := solve(t, p)
			for name, mutate := range mutations {
				mutant := clone(o)
				if !mutate(r, p, &mutant) {
					continue
				}
				tried[name]++
				for _, c := range p.Children {
					_, _ = allocation.Explain(p, mutant, c.ID) // whatever it says of a wrong outcome, it does not panic
				}
				if violations := check.Check(p, mutant); len(violations) == 0 {
					t.Fatalf("%s, mix %d, seed %d: the judge accepts a mutant of\n%+v\n%+v\n%+v", name, i, seed, p, o, mutant)
				}
			}
		}
	}
	for name := range mutations {
		if tried[name] < 30 {
			t.Errorf("mutation %s was tried only %d times", name, tried[name])
		}
	}
}

func clone(o allocation.Outcome) allocation.Outcome {
	o.Assignments, o.Cutoffs = slices.Clone(o.Assignments), slices.Clone(o.Cutoffs)
	o.Starts, o.BlockingFamilies = slices.Clone(o.Starts), slices.Clone(o.BlockingFamilies)
	return o
}

// pick returns the index of a random element that fits, −1 if there is none.
func pick[T any](r *rand.Rand, all []T, fits func(T) bool) int {
	for _, at := range r.Perm(len(all)) {
		if fits(all[at]) {
			return at
		}
	}
	return -1
}

func seated(a allocation.Assignment) bool { return a.Group != "" }

// mutations change an outcome in a way that makes it wrong; false = there was nothing to change.
var mutations = map[string]func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) bool{
	"swap": func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Assignments, seated)
		if a < 0 {
			return false
		}
		b := pick(r, o.Assignments, func(x allocation.Assignment) bool { return x.Group != o.Assignments[a].Group })
		if b < 0 {
			return false
		}
		x, y := &o.Assignments[a], &o.Assignments[b]
		x.Child, y.Child = y.Child, x.Child
		return true
	},
	"drop": func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Assignments, seated)
		if a < 0 {
			return false
		}
		o.Assignments[a] = allocation.Assignment{Child: o.Assignments[a].Child, Reason: allocation.NoSeat}
		return true
	},
	"forget": func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Assignments, func(allocation.Assignment) bool { return true })
		if a < 0 {
			return false
		}
		o.Assignments = slices.Delete(o.Assignments, a, a+1)
		return true
	},
	"repeat": func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Assignments, seated)
		if a < 0 {
			return false
		}
		o.Assignments = append(o.Assignments, o.Assignments[a])
		return true
	},
	"overfill": func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Assignments, func(x allocation.Assignment) bool { return x.Group == "" && x.Reason == allocation.NoSeat })
		if a < 0 {
			return false
		}
		c := p.Children[slices.IndexFunc(p.Children, func(c allocation.Child) bool { return c.ID == o.Assignments[a].Child })]
		o.Assignments[a] = allocation.Assignment{Child: c.ID, Group: c.Prefers[r.IntN(len(c.Prefers))]}
		return true
	},
	"move": func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Assignments, seated)
		b := pick(r, p.Groups, func(g allocation.Group) bool { return a >= 0 && g.ID != o.Assignments[a].Group })
		if b < 0 {
			return false
		}
		o.Assignments[a].Group = p.Groups[b].ID
		return true
	},
	"slot": func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Assignments, seated)
		if a < 0 {
			return false
		}
		o.Assignments[a].Slot += "x"
		return true
	},
	"reason": func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Assignments, func(allocation.Assignment) bool { return true })
		if a < 0 {
			return false
		}
		reasons := []allocation.Reason{"", allocation.NoWishes, allocation.NotAcceptable, allocation.NoSeat, allocation.FamilyReason, "luck"}
		at := pick(r, reasons, func(reason allocation.Reason) bool { return reason != o.Assignments[a].Reason })
		o.Assignments[a].Reason = reasons[at]
		return true
	},
	"cutoff": func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Cutoffs, func(allocation.Cutoff) bool { return true })
		if a < 0 {
			return false
		}
		switch r.IntN(4) {
		case 0:
			o.Cutoffs[a].Number++
		case 1:
			o.Cutoffs[a].Tier++
		case 2:
			o.Cutoffs[a].Place--
		default:
			o.Cutoffs = slices.Delete(o.Cutoffs, a, a+1)
		}
		return true
	},
	"invented cutoff": func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) bool {
		if len(p.Groups) == 0 {
			return false
		}
		o.Cutoffs = append(o.Cutoffs, allocation.Cutoff{Group: p.Groups[r.IntN(len(p.Groups))].ID, Slot: "other", Number: 3})
		return true
	},
	"start": func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, o.Starts, func(allocation.Start) bool { return true })
		if a < 0 {
			return false
		}
		o.Starts[a].Next++
		return true
	},
	"hash": func(_ *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		o.ProblemSHA256 = o.ProblemSHA256[1:] + "0"
		return true
	},
	"path": func(_ *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		o.Path += "x"
		return true
	},
	"mechanism": func(_ *rand.Rand, _ allocation.Problem, o *allocation.Outcome) bool {
		o.Mechanism = "boston"
		return true
	},
	"invented exception": func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) bool {
		a := pick(r, p.Families, func(allocation.Family) bool { return true })
		if a < 0 {
			return false
		}
		o.BlockingFamilies = append(o.BlockingFamilies, allocation.BlockingFamily{Family: p.Families[a].ID, Tuple: p.Families[a].Children})
		return true
	},
}
