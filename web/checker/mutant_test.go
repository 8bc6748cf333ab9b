package checker_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/balajol/balajol/allocation"
)

// mutate changes an outcome at one to three places; now and then the change is none.
func mutate(t *testing.T, r *rand.Rand, p allocation.Problem, right allocation.Outcome) allocation.Outcome {
	t.Helper()
	o := right
	switch worst, ok := groupsChoose(t, p, right); {
	case ok && r.IntN(3) == 0:
		return worst
	case r.IntN(4) == 0:
		o = transplant(t, r, p, right)
	}
	o.Assignments, o.Cutoffs, o.Starts = slices.Clone(o.Assignments), slices.Clone(o.Cutoffs), slices.Clone(o.Starts)
	o.BlockingFamilies = slices.Clone(o.BlockingFamilies)
	for range 1 + r.IntN(3) {
		changes[r.IntN(len(changes))](r, p, &o)
	}
	return o
}

// transplant solves another problem about the same children: what is right there is wrong here in a way that only choice, families or
// optimality show.
func transplant(t *testing.T, r *rand.Rand, p allocation.Problem, right allocation.Outcome) allocation.Outcome {
	t.Helper()
	p.Children, p.Groups = slices.Clone(p.Children), slices.Clone(p.Groups)
	switch r.IntN(4) {
	case 0:
		p.Families = nil
	case 1:
		p.Families = nil
		for i := range p.Children {
			c := &p.Children[i]
			if n := len(c.Prefers); n > 1 && r.IntN(2) == 0 && c.Prefers[0] != c.Holds {
				c.Prefers = c.Prefers[1:]
			}
		}
	case 2:
		for i := range p.Groups {
			p.Groups[i].Order = nil
		}
	default:
		for i := range p.Groups {
			p.Groups[i].Start = int64(r.IntN(4))
			p.Groups[i].Order = slices.Clone(p.Groups[i].Order)
			slices.Reverse(p.Groups[i].Order)
		}
	}
	o, err := allocation.Solve(t.Context(), p, allocation.Options{})
	if err != nil {
		return right // a tuple may name a wish that is gone
	}
	o.ProblemSHA256, o.Path = right.ProblemSHA256, right.Path
	if r.IntN(2) == 0 {
		o.BlockingFamilies = right.BlockingFamilies
	}
	return o
}

// groupsChoose finds the stable outcome that is best for groups, by letting them propose: no choice is wrong in it. It does so only in markets
// of single seats that all rank the children themselves.
func groupsChoose(t *testing.T, p allocation.Problem, right allocation.Outcome) (allocation.Outcome, bool) {
	t.Helper()
	if slices.ContainsFunc(p.Children, func(c allocation.Child) bool { return c.Holds != "" }) {
		return right, false
	}
	turned := allocation.Problem{}
	for _, g := range p.Groups {
		if g.Seats != 1 || g.Order == nil || len(g.Pattern)+len(p.Families) > 0 {
			return right, false
		}
		proposes := allocation.Child{ID: g.ID}
		for _, id := range g.Order {
			c := p.Children[slices.IndexFunc(p.Children, func(c allocation.Child) bool { return c.ID == id })]
			if slices.Contains(c.Prefers, g.ID) {
				proposes.Prefers = append(proposes.Prefers, id)
			}
		}
		turned.Children = append(turned.Children, proposes)
	}
	for _, c := range p.Children {
		turned.Groups = append(turned.Groups, allocation.Group{ID: c.ID, Seats: 1, Order: slices.Clone(c.Prefers)})
	}
	o := right
	o.Assignments, o.Cutoffs = slices.Clone(o.Assignments), slices.Clone(o.Cutoffs)
	for _, a := range solve(t, turned).Assignments {
		if a.Group == "" {
			continue
		}
		o.Assignments[slices.IndexFunc(o.Assignments, func(x allocation.Assignment) bool { return x.Child == a.Group })].Group = a.Child
		g := p.Groups[slices.IndexFunc(p.Groups, func(g allocation.Group) bool { return g.ID == a.Child })]
		o.Cutoffs[slices.IndexFunc(o.Cutoffs, func(c allocation.Cutoff) bool { return c.Group == g.ID })].Place = 1 + slices.Index(g.Order, a.Group)
	}
	return o, true
}

// some returns a random element to change, nil of none.
func some[T any](r *rand.Rand, all []T) *T {
	if len(all) == 0 {
		return nil
	}
	return &all[r.IntN(len(all))]
}

// remove drops a random element.
func remove[T any](r *rand.Rand, all []T) []T {
	if len(all) == 0 {
		return all
	}
	at := r.IntN(len(all))
	return slices.Delete(all, at, at+1)
}

// again puts a random element a second time.
func again[T any](r *rand.Rand, all []T) []T {
	if one := some(r, all); one != nil {
		return append(all, *one)
	}
	return all
}

var changes = []func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome){
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) { // two children change places
		if a, b := some(r, o.Assignments), some(r, o.Assignments); a != nil {
			a.Child, b.Child = b.Child, a.Child
		}
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		if a := some(r, o.Assignments); a != nil {
			*a = allocation.Assignment{Child: a.Child, Reason: allocation.NoSeat}
		}
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		o.Assignments = remove(r, o.Assignments)
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		o.Assignments = again(r, o.Assignments)
	},
	func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) {
		if a, g := some(r, o.Assignments), some(r, p.Groups); g != nil && a != nil {
			a.Group, a.Reason = g.ID, ""
		}
	},
	func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) { // into a group of its list
		if c := some(r, p.Children); c != nil {
			if id := some(r, c.Prefers); id != nil {
				i := slices.IndexFunc(o.Assignments, func(a allocation.Assignment) bool { return a.Child == c.ID })
				if i >= 0 {
					o.Assignments[i].Group, o.Assignments[i].Reason = *id, ""
				}
			}
		}
	},
	func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) {
		if a := some(r, o.Assignments); a != nil {
			a.Slot = []string{"", "x", "all", oddNames[r.IntN(len(oddNames))]}[r.IntN(4)]
		}
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		if a := some(r, o.Assignments); a != nil {
			a.Reason = []allocation.Reason{"", allocation.NoWishes, allocation.NotAcceptable, allocation.NoSeat, allocation.FamilyReason, "luck"}[r.IntN(6)]
		}
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		if a := some(r, o.Assignments); a != nil {
			a.Child, a.Group = []string{a.Child, "stranger", ""}[r.IntN(3)], []string{a.Group, "nowhere", ""}[r.IntN(3)]
		}
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		if c := some(r, o.Cutoffs); c != nil {
			c.Number, c.Tier, c.Place = c.Number-int64(r.IntN(2)), c.Tier+r.IntN(2), c.Place-r.IntN(2)
		}
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) { o.Cutoffs = remove(r, o.Cutoffs) },
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) { o.Cutoffs = again(r, o.Cutoffs) },
	func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) {
		if g := some(r, p.Groups); g != nil {
			o.Cutoffs = append(o.Cutoffs, allocation.Cutoff{Group: g.ID, Slot: []string{"", "other", "all"}[r.IntN(3)], Tier: math.MaxInt32, Number: math.MaxInt64 - int64(r.IntN(2)), Place: r.IntN(2)})
		}
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		if s := some(r, o.Starts); s != nil {
			s.Next += int64(r.IntN(2)) * (1 - 2*int64(r.IntN(2)))
		}
	},
	func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) {
		o.Starts = again(r, remove(r, o.Starts))
		if g := some(r, p.Groups); g != nil && r.IntN(2) == 0 {
			o.Starts = append(o.Starts, allocation.Start{Group: g.ID})
		}
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		o.ProblemSHA256 = []string{"", "0" + o.ProblemSHA256, o.ProblemSHA256}[r.IntN(3)]
		o.Mechanism = []string{"boston", "", o.Mechanism}[r.IntN(3)]
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		o.Path = []allocation.Path{allocation.PathCommonOrder, allocation.PathOwnOrders, allocation.PathSlots, allocation.PathHeuristic, allocation.PathExact, ""}[r.IntN(6)]
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		o.BlockingFamilies = remove(r, o.BlockingFamilies)
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		o.BlockingFamilies = again(r, o.BlockingFamilies)
	},
	func(r *rand.Rand, p allocation.Problem, o *allocation.Outcome) {
		if f := some(r, p.Families); f != nil {
			b := allocation.BlockingFamily{Family: f.ID, Alone: r.IntN(2) == 0}
			if tuple := some(r, f.Joint); tuple != nil {
				b.Tuple = *tuple
			}
			o.BlockingFamilies = append(o.BlockingFamilies, b)
		}
	},
	func(r *rand.Rand, _ allocation.Problem, o *allocation.Outcome) {
		if b := some(r, o.BlockingFamilies); b != nil {
			b.Alone = b.Alone != (r.IntN(2) == 0)
			b.Tuple = slices.Clone(b.Tuple)
			if id := some(r, b.Tuple); id != nil {
				*id = []string{"", "nowhere"}[r.IntN(2)]
			}
		}
	},
}
