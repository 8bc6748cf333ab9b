package check

import "slices"

// optimal looks for a stable improvement cycle in the market of children and slots: each slot points at the best child who
// would rather have it, that child at its own slot. If the way through the slots closes, the children on it could all move to
// the slot that points at them and nobody would have a claim, so the outcome is not the best for children. A seat earlier in
// the order of precedence counts as better in the same group (Kominers & Sönmez 2016).
func (j *judge) optimal() {
	next := slices.Repeat([]int{none}, len(j.problem.Children)) // seated child → who would take its slot
	for g := range j.problem.Groups {
		j.point(g, next)
	}
	const fresh, done = 0, -1
	state := make([]int, len(next))
	for from := range next {
		c, walk := from, from+1
		for c != none && j.got[c] != none && state[c] == fresh {
			state[c] = walk
			c = next[c]
		}
		if c != none && j.got[c] != none && state[c] == walk {
			j.violate(NotOptimal, c, j.wish[j.got[c]], "another stable outcome is better for this child and worse for none")
		}
		for c = from; c != none && state[c] == walk; c = next[c] {
			state[c] = done
		}
	}
}

// point lets the slots of a group, from the last to the first, point at their best child.
func (j *judge) point(g int, next []int) {
	best := map[int]*claim{} // slot kind → the best child who wants a seat of it and does not sit before
	offer := func(x *claim) {
		for _, k := range j.takes[g] {
			if j.kinds[k].tier[j.class[x.child]] == none {
				continue
			}
			if b := best[k]; b == nil || j.compare(k, x, b) < 0 {
				best[k] = x
			}
		}
	}
	var sitting []*claim
	for i := range j.choice[g] {
		if x := &j.choice[g][i]; x.slot == none {
			offer(x)
		} else {
			sitting = append(sitting, x)
		}
	}
	slices.SortFunc(sitting, func(a, b *claim) int { return int(b.slot - a.slot) })
	for _, x := range sitting {
		if b := best[x.kind]; b != nil {
			next[x.child] = b.child
		}
		if !x.keeps {
			offer(x)
		}
	}
}
