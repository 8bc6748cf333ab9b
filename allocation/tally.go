package allocation

import "slices"

// line is where one kind of seats in one group ends.
type line struct {
	given bool   // some seats of the kind were there to give, not kept by holders
	full  bool   // and all of them were given
	worst uint64 // standing of the last one given
	last  int32  // its wish
	child int32
}

// tally counts a finished placement, a group when it is asked for.
type tally struct {
	*placement
	filler  *filler
	off     []int32 // group → its first entry in seated
	seated  []int32 // children with a seat, by group
	kind    []int32 // child → slot kind of its seat; nil where no group has a pattern
	lineOff []int32 // group → its first line; one line per distinct kind
	lines   []line
	next    []int64 // group → the counter for the next round
	counted []bool
	all     []candidate // room to work in
}

// newTally prepares a tally of all groups, or of those that are wanted.
func newTally(p *placement, wanted []bool) *tally {
	groups := len(p.groups)
	t := &tally{placement: p, filler: newFiller(p), next: make([]int64, groups), counted: make([]bool, groups)}
	t.off = make([]int32, groups+1)
	for _, w := range p.got {
		if w != none && (wanted == nil || wanted[p.group(w)]) {
			t.off[p.group(w)+1]++
		}
	}
	t.lineOff = make([]int32, 1, groups+1)
	for g := range groups {
		t.off[g+1] += t.off[g]
		t.lineOff = append(t.lineOff, t.lineOff[g]+int32(len(p.kinds(int32(g)))))
	}
	at := slices.Clone(t.off)
	t.seated = make([]int32, t.off[groups])
	for c, w := range p.got {
		if w != none && (wanted == nil || wanted[p.group(w)]) {
			t.seated[at[p.group(w)]] = int32(c)
			at[p.group(w)]++
		}
	}
	if len(p.src.Pattern) > 0 {
		t.kind = make([]int32, len(p.children))
	}
	t.lines = make([]line, t.lineOff[groups])
	return t
}

// newTallyFor prepares a tally of the groups that a child lists.
func newTallyFor(p *placement, c int32) *tally {
	wanted := make([]bool, len(p.groups))
	for w, end := p.wishes(c); w < end; w++ {
		wanted[p.group(w)] = true
	}
	return newTally(p, wanted)
}

// endings returns where the kinds of seats in the group end, in the order of kinds.
func (t *tally) endings(g int32) []line {
	if !t.counted[g] {
		t.counted[g] = true
		t.count(g)
	}
	return t.lines[t.lineOff[g]:t.lineOff[g+1]]
}

// nextStart returns the counter for the group's next round.
func (t *tally) nextStart(g int32) int64 {
	t.endings(g)
	return t.next[g]
}

// count finds the kinds, lines and counter of a group.
func (t *tally) count(g int32) {
	seated := t.seated[t.off[g]:t.off[g+1]]
	start := t.src.Start[t.groups[g]]
	t.next[g] = start
	if t.hasPattern(g) {
		t.all = t.all[:0]
		for _, c := range seated {
			x, _ := t.filler.candidate(c, t.got[c])
			t.all = append(t.all, x)
		}
		t.filler.fill(g, t.all)
		for _, c := range t.all {
			if c.slot < 0 { // only in an outcome that is not ours
				continue
			}
			t.kind[c.child] = t.kindOfSlot(g, c.slot)
			if !c.kept {
				t.next[g] = max(t.next[g], start+1+c.slot)
			}
		}
	}
	for i, kind := range t.kinds(g) {
		t.lines[t.lineOff[g]+int32(i)] = t.end(g, kind, seated)
	}
}

// end finds where a kind of seats ends.
func (t *tally) end(g, kind int32, seated []int32) line {
	there := t.slotsOf(g, kind)
	l := line{last: none}
	given := int64(0)
	for _, c := range seated {
		w := t.got[c]
		if t.kind != nil && t.kind[c] != kind {
			continue
		}
		if t.heldWish(c) == w {
			there--
			continue
		}
		given++
		if standing := t.standing(kind, c, w); l.last == none || standing > l.worst {
			l.worst, l.last, l.child = standing, w, c
		}
	}
	l.given, l.full = there > 0, given >= there && given > 0
	return l
}

// kindOf returns the slot kind of the seat that the child has.
func (t *tally) kindOf(c int32) int32 {
	if t.kind == nil {
		return 0
	}
	t.endings(t.group(t.got[c]))
	return t.kind[c]
}

// nowhere is the standing of a child that cannot take a seat.
const nowhere = ^uint64(0)

// standing orders the children who want one kind of seats in one group, best first: tier above, place below.
func (p *placement) standing(kind, c, w int32) uint64 {
	tier, place := p.tier(kind, c), p.place(c, w)
	if tier == none || place == cannot {
		return nowhere
	}
	return uint64(tier)<<32 | uint64(place)
}

// place returns where the child stands for a wish: in the group's own order or in the queue, there with its block. Other than
// the key it is that of everybody also for the seat that the child holds.
func (p *placement) place(c, w int32) uint32 {
	g := p.group(w)
	if !p.src.HasOrder[p.groups[g]] {
		if f := p.familyOf(c); f != none && p.whole[f] {
			return uint32(p.block[c]) + 1
		}
		return uint32(p.position(c)) + 1
	}
	if key := p.key(w); key != heldKey {
		return key
	}
	if place := p.placeInOrder(g, c); place > 0 {
		return uint32(place)
	}
	return cannot
}

// slotsOf counts the slots of a kind in the group.
func (m *component) slotsOf(g, kind int32) int64 {
	pattern, start := m.slots(m.groups[g])
	seats, length := int64(m.seats(g)), int64(len(pattern))
	if length == 1 {
		return seats
	}
	count := int64(0)
	for i, k := range pattern {
		if k == kind {
			offset := (int64(i) - start + length) % length
			count += (seats - offset + length - 1) / length
		}
	}
	return count
}

// wouldTake reports whether the group, as it is now, would take the child of this wish on its own.
func (t *tally) wouldTake(c, w int32) bool {
	g := t.group(w)
	endings := t.endings(g)
	for i, kind := range t.kinds(g) {
		l := endings[i]
		if standing := t.standing(kind, c, w); l.given && standing != nowhere && (!l.full || standing < l.worst) {
			return true
		}
	}
	return false
}
