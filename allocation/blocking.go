package allocation

import "slices"

// exceptions lists the families that the outcome leaves with a claim, and those given up as blocks that sit together anyway.
func (t *tally) exceptions() []BlockingFamily {
	var found []BlockingFamily
	e := examiner{tally: t}
	for f := range t.families {
		if b, is := e.examine(int32(f)); is {
			found = append(found, b)
		}
	}
	return found
}

// examiner looks for tuples that a family would rather have and could.
type examiner struct {
	*tally
	byGroup []claimant // who lists a group, by group, in queue order
	off     []int32
	all     []candidate
}

type claimant struct{ child, wish int32 }

// examine goes down the family's tuples to the one that it has, or to the end.
func (e *examiner) examine(f int32) (b BlockingFamily, is bool) {
	family := &e.families[f]
	alone := !e.whole[f]
	b.Family = e.src.Families[family.row].ID
	e.whole[f] = true // a tuple is judged by the block's place in the queue
	e.tuples(f, func(tuple []int32) bool {
		if e.has(family, tuple) {
			b.Alone = alone
			return false
		}
		if b.Tuple == nil && e.wouldTakeAll(family, tuple) {
			b.Tuple = e.names(family, tuple)
		}
		return true
	})
	e.whole[f] = !alone
	return b, b.Alone || b.Tuple != nil
}

// has reports whether the tuple is what the family got.
func (p *placement) has(family *family, tuple []int32) bool {
	for i, c := range family.members {
		if p.got[c] != tuple[i] {
			return false
		}
	}
	return true
}

// names writes a tuple in the order of Family.Children.
func (e *examiner) names(family *family, tuple []int32) []string {
	names := make([]string, len(tuple))
	for k, i := range family.seat {
		if w := tuple[i]; w != none {
			names[k] = e.groupID(e.group(w))
		}
	}
	return names
}

// wouldTakeAll reports whether every group of the tuple would take its members, all others being free to claim what the family
// leaves behind.
func (e *examiner) wouldTakeAll(family *family, tuple []int32) bool {
	for i, w := range tuple {
		c := family.members[i]
		if w == none || e.got[c] == w && !e.moves(family, tuple, e.group(w)) {
			continue
		}
		if !e.isThere(family, e.group(w)) && !e.wouldTake(c, w) && e.heldWish(c) != w {
			return false
		}
	}
	for i, w := range tuple {
		if w == none || e.got[family.members[i]] == w && !e.moves(family, tuple, e.group(w)) {
			continue
		}
		if !e.chosen(family, tuple, e.group(w)) {
			return false
		}
	}
	return true
}

// isThere reports whether some member has a seat in the group now.
func (e *examiner) isThere(family *family, g int32) bool {
	return slices.ContainsFunc(family.members, func(c int32) bool { return e.got[c] != none && e.group(e.got[c]) == g })
}

// moves reports whether the tuple brings a member into the group or takes one out.
func (e *examiner) moves(family *family, tuple []int32, g int32) bool {
	for i, c := range family.members {
		in := tuple[i] != none && e.group(tuple[i]) == g
		was := e.got[c] != none && e.group(e.got[c]) == g
		if in != was {
			return true
		}
	}
	return false
}

// chosen fills the group with those who would rather be there than where they are, the family by the tuple.
func (e *examiner) chosen(family *family, tuple []int32, g int32) bool {
	e.sortByGroup()
	e.all = e.all[:0]
	for _, x := range e.byGroup[e.off[g]:e.off[g+1]] {
		if !slices.Contains(tuple, x.wish) && (slices.Contains(family.members, x.child) || !e.claims(x.child, x.wish)) {
			continue
		}
		if c, ok := e.filler.candidate(x.child, x.wish); ok {
			e.all = append(e.all, c)
		}
	}
	e.filler.fill(g, e.all)
	return !slices.ContainsFunc(e.all, func(c candidate) bool { return c.slot < 0 && slices.Contains(tuple, c.wish) })
}

// claims reports whether the child wants the seat of this wish no less than what it has. A block claims nothing but what it
// has: what it wants is asked tuple by tuple.
func (t *tally) claims(c, w int32) bool {
	if f := t.familyOf(c); f != none && t.whole[f] {
		return t.got[c] == w
	}
	return t.got[c] == none || w <= t.got[c]
}

func (e *examiner) sortByGroup() {
	if e.off != nil {
		return
	}
	e.off = make([]int32, len(e.groups)+1)
	for c := range int32(len(e.children)) {
		for w, end := e.wishes(c); w < end; w++ {
			e.off[e.group(w)+1]++
		}
	}
	for g := range e.groups {
		e.off[g+1] += e.off[g]
	}
	at := slices.Clone(e.off)
	e.byGroup = make([]claimant, e.off[len(e.groups)])
	for c := range int32(len(e.children)) {
		for w, end := e.wishes(c); w < end; w++ {
			g := e.group(w)
			e.byGroup[at[g]] = claimant{c, w}
			at[g]++
		}
	}
}
