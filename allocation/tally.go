package allocation

import "slices"

// line is where one kind of seats in one group ends.
type line struct {
	given bool   // some seats of the kind were there to give, not kept by holders
	full  bool   // and all of them were given
	worst uint64 // key of the last one given
	last  int32  // its wish
}

// tally counts a finished solution group by group.
type tally struct {
	*solution
	filler  *filler
	off     []int32 // group → its first entry in seated
	seated  []int32 // wishes that came true, by group, in queue order
	kind    []int32 // child → slot kind of its seat
	lineOff []int32 // group → its first line; one line per distinct kind
	lines   []line
	next    []int64 // group → the counter for the next round
}

func newTally(s *solution) *tally {
	m := s.m
	t := &tally{solution: s, filler: newFiller(s), kind: make([]int32, len(m.input)), next: make([]int64, len(m.groups))}
	t.off = make([]int32, len(m.groups)+1)
	for _, w := range s.got {
		if w != none {
			t.off[m.wish[w]+1]++
		}
	}
	t.lineOff = make([]int32, 1, len(m.groups)+1)
	for g := range m.groups {
		t.off[g+1] += t.off[g]
		t.lineOff = append(t.lineOff, t.lineOff[g]+int32(len(m.distinct[g])))
	}
	at := slices.Clone(t.off)
	t.seated = make([]int32, t.off[len(m.groups)])
	for _, w := range s.got {
		if w != none {
			t.seated[at[m.wish[w]]] = w
			at[m.wish[w]]++
		}
	}
	t.lines = make([]line, t.lineOff[len(m.groups)])
	var all []candidate
	for g := range m.groups {
		all = t.count(int32(g), all[:0])
	}
	return t
}

// count finds the kinds, lines and counter of a group; all is room to work in.
func (t *tally) count(g int32, all []candidate) []candidate {
	m := t.m
	seated := t.seated[t.off[g]:t.off[g+1]]
	t.next[g] = m.groups[g].Start
	if len(m.groups[g].Pattern) > 0 {
		for _, w := range seated {
			c, _ := t.filler.candidate(w)
			all = append(all, c)
		}
		t.filler.fill(g, all)
		for _, c := range all {
			if c.slot < 0 { // only in an outcome that is not ours
				continue
			}
			t.kind[m.wishOf[c.wish]] = m.slotKind(g, c.slot)
			if !c.kept {
				t.next[g] = max(t.next[g], m.groups[g].Start+1+c.slot)
			}
		}
	}
	for i, kind := range m.distinct[g] {
		t.lines[t.lineOff[g]+int32(i)] = t.end(g, kind, seated)
	}
	return all
}

// end finds where a kind of seats ends.
func (t *tally) end(g, kind int32, seated []int32) line {
	there := t.m.slotsOf(g, kind)
	l := line{last: none}
	given := int64(0)
	for _, w := range seated {
		c := t.m.wishOf[w]
		if t.kind[c] != kind {
			continue
		}
		if t.m.held[c] == w {
			there--
			continue
		}
		given++
		if key := t.key(kind, w); l.last == none || key > l.worst {
			l.worst, l.last = key, w
		}
	}
	l.given, l.full = there > 0, given >= there && given > 0
	return l
}

// slotsOf counts the slots of a kind in the group.
func (m *market) slotsOf(g, kind int32) int64 {
	pattern := m.pattern[m.patternOff[g]:m.patternOff[g+1]]
	seats, length := int64(m.groups[g].Seats), int64(len(pattern))
	if length == 1 {
		return seats
	}
	count := int64(0)
	for i, k := range pattern {
		if k == kind {
			offset := (int64(i) - m.groups[g].Start%length + length) % length
			count += (seats - offset + length - 1) / length
		}
	}
	return count
}

// wouldTake reports whether the group, as it is now, would take the child of this wish on its own.
func (t *tally) wouldTake(w int32) bool {
	g := t.m.wish[w]
	for i, kind := range t.m.distinct[g] {
		l := t.lines[t.lineOff[g]+int32(i)]
		if key := t.key(kind, w); l.given && key != cannot && (!l.full || key < l.worst) {
			return true
		}
	}
	return false
}
