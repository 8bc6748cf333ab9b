package allocation

import "slices"

// placeBlocks places families into deferred acceptance (after Roth & Peranson 1999): first all children without a family, then
// the families one by one in the order of their first members. A family goes down its tuples; a tuple is taken if every group
// holds its members and the chain of those sent away leaves them where they are. If that chain reaches the member of a block
// placed before, the run goes back to where that block came in and places the newcomer first; should the same newcomer reach
// the same block again, that block is given up: its members go alone where the rule allows it and stay out where it does not.
func (e *engine) placeBlocks(p *placement) error {
	if len(p.families) == 0 {
		return e.deferAcceptance(p)
	}
	d := &e.state
	d.open(p)
	for c := range p.got {
		if c%stride == 0 {
			if err := e.tick(min(stride, len(p.got)-c)); err != nil {
				return err
			}
		}
		p.got[c] = none
		if p.inFamily[c] == none {
			d.propose(int32(c), d.wishOff[c])
		}
	}
	d.recording = true
	b := blocks{state: d, givenUp: make([]bool, len(p.families)), met: map[[2]int32]bool{}, meetings: make([]int, len(p.families))}
	for f := range p.families {
		b.order = append(b.order, int32(f))
	}
	b.mark = make([]int, len(b.order))
	for i, steps := 0, 0; i < len(b.order); steps++ {
		if steps%blockStride == 0 {
			if err := e.ctx.Err(); err != nil {
				return err
			}
		}
		b.mark[i] = len(d.journal)
		if evicted := b.insert(b.order[i]); evicted == none {
			i++
		} else {
			i = b.settle(i, evicted)
		}
	}
	if e.options.Exact != nil {
		return e.improve(p)
	}
	return nil
}

// blockStride is how many families pass between two looks at the context.
const blockStride = 64

// blocks is the state of the families' insertion.
type blocks struct {
	*state
	order    []int32 // families in the order of insertion
	mark     []int   // length of the journal before each of them
	givenUp  []bool  // family → no longer tried as a block
	met      map[[2]int32]bool
	meetings []int // family → how often it had to make way
	sent     []int32
}

// mostMeetings is how often a block makes way before it is given up.
const mostMeetings = 16

// settle goes back to where the evicted block came in and returns the place in the order to go on from.
func (b *blocks) settle(i int, evicted int32) int {
	newcomer := b.order[i]
	j := slices.Index(b.order[:i], evicted)
	b.undo(b.mark[j])
	meeting := [2]int32{newcomer, evicted}
	if b.met[meeting] || b.meetings[evicted] == mostMeetings {
		b.givenUp[evicted] = true
		return j
	}
	b.met[meeting] = true
	b.meetings[evicted]++
	copy(b.order[j+1:i+1], b.order[j:i])
	b.order[j] = newcomer
	return j
}

// insert places a family, as a block or else as its rule says. If that would evict a member of another block it leaves
// everything as it was and returns that block's family.
func (b *blocks) insert(f int32) (evicted int32) {
	family := &b.families[f]
	before := len(b.journal)
	evicted = none
	placed := false
	b.whole[f] = true
	if !b.givenUp[f] {
		b.tuples(f, func(tuple []int32) bool {
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
		from := b.wishOff[c]
		if b.whole[f] {
			if from = b.heldWish(c); from == none {
				continue
			}
		}
		if evicted = b.propose(c, from); evicted != none {
			b.undo(before)
			return evicted
		}
	}
	return none
}

// try seats the family by one tuple and lets those whom it sends away go on. placed = false: the tuple does not hold; then
// evicted is the family of another block that stands in the way, none if the members themselves were refused.
func (b *blocks) try(f int32, tuple []int32) (placed bool, evicted int32) {
	members := b.families[f].members
	for i, w := range tuple {
		if w != none && b.keyOf(members[i], w) >= b.cutoff[b.lineOf(w)] {
			return false, none
		}
	}
	b.sent = b.sent[:0]
	for i, w := range tuple {
		if w == none {
			continue
		}
		put(b.state, inGot, b.got, members[i], w)
		if refused := b.hold(members[i], w); refused != none {
			b.sent = append(b.sent, refused)
		}
	}
	if slices.ContainsFunc(b.sent, func(c int32) bool { return b.inFamily[c] == f }) {
		return false, none
	}
	for _, c := range b.sent {
		if other := b.inFamily[c]; other != none && b.whole[other] {
			return false, other
		}
	}
	for _, c := range b.sent {
		if evicted = b.propose(c, b.got[c]+1); evicted == f {
			return false, none
		} else if evicted != none {
			return false, evicted
		}
	}
	return true, none
}
