package allocation

import "slices"

// placeBlocks places families into deferred acceptance (after Roth & Peranson 1999): first all children without a family, then
// the families one by one in the order of their first members. A family goes down its tuples; a tuple is taken if every group
// holds its members and the chain of those sent away leaves them where they are. If that chain reaches the member of a block
// placed before, the run goes back to where that block came in and places the newcomer first; should the same newcomer reach
// the same block again, that block is given up: its members go alone where the rule allows it and stay out where it does not.
func (s *solution) placeBlocks(r *run) error {
	d, err := newDeferred(s)
	if err != nil {
		return err
	}
	for c := range s.got {
		if err := r.tick(); err != nil {
			return err
		}
		if s.m.familyOf(int32(c)) == none {
			d.propose(int32(c))
		}
	}
	d.recording = true
	b := blocks{deferred: d, givenUp: make([]bool, len(s.m.families)), met: map[[2]int32]bool{}}
	for f := range s.m.families {
		b.order = append(b.order, int32(f))
	}
	b.mark = make([]int, len(b.order))
	for i := 0; i < len(b.order); {
		if err := r.tick(); err != nil {
			return err
		}
		b.mark[i] = len(d.journal)
		if evicted := b.insert(b.order[i]); evicted == none {
			i++
		} else {
			i = b.settle(i, evicted)
		}
	}
	d.read()
	return nil
}

// blocks is the state of the families' insertion.
type blocks struct {
	*deferred
	order   []int32 // families in the order of insertion
	mark    []int   // length of the journal before each of them
	givenUp []bool  // family → no longer tried as a block
	met     map[[2]int32]bool
}

// settle goes back to where the evicted block came in and returns the place in the order to go on from.
func (b *blocks) settle(i int, evicted int32) int {
	newcomer := b.order[i]
	j := slices.Index(b.order[:i], evicted)
	b.undo(b.mark[j])
	meeting := [2]int32{newcomer, evicted}
	if b.met[meeting] || len(b.met) > 16*len(b.order)+64 {
		b.givenUp[evicted] = true
		return j
	}
	b.met[meeting] = true
	copy(b.order[j+1:i+1], b.order[j:i])
	b.order[j] = newcomer
	return j
}

// insert places a family, as a block or else as its rule says. If that would evict a member of another block it leaves
// everything as it was and returns that block's family.
func (b *blocks) insert(f int32) (evicted int32) {
	family := &b.m.families[f]
	before := len(b.journal)
	evicted = none
	placed := false
	b.whole[f] = true
	if !b.givenUp[f] {
		b.m.tuples(f, func(tuple []int32) bool {
			placed, evicted = b.try(f, tuple)
			if !placed {
				b.undo(before)
			}
			return !placed && evicted == none
		})
	}
	if placed || evicted != none {
		return evicted
	}
	b.whole[f] = family.rule.binds()
	for _, c := range family.members {
		if b.whole[f] {
			if b.m.held[c] == none {
				continue
			}
			b.set(b.next+c, b.m.held[c])
		}
		if evicted = b.propose(c); evicted != none {
			b.undo(before)
			return evicted
		}
	}
	return none
}

// try seats the family by one tuple and lets those whom it sends away go on. placed = false: the tuple does not hold; then
// evicted is the family of another block that stands in the way, none if the members themselves were refused.
func (b *blocks) try(f int32, tuple []int32) (placed bool, evicted int32) {
	var sent []int32
	for _, w := range tuple {
		if w == none {
			continue
		}
		b.set(b.held+b.m.wishOf[w], w)
		if refused := b.offer(w); refused != none {
			sent = append(sent, b.m.wishOf[refused])
		}
	}
	if slices.ContainsFunc(sent, func(c int32) bool { return b.m.familyOf(c) == f }) {
		return false, none
	}
	for _, c := range sent {
		if other := b.m.familyOf(c); other != none && b.whole[other] {
			return false, other
		}
	}
	for _, c := range sent {
		b.set(b.held+c, none)
		if evicted = b.propose(c); evicted == f {
			return false, none
		} else if evicted != none {
			return false, evicted
		}
	}
	return true, none
}
