package allocation

import (
	"cmp"
	"slices"
)

// Outcome writes the solution down, on as many goroutines as found it. It costs a few times as much as finding it, and the hash
// of the problem on top, when nobody has asked for that before.
func (s *Solution) Outcome() Outcome {
	m, threads := s.market, s.options.Threads
	hash := make(chan string, 1)
	if threads > 1 {
		go func() { hash <- m.Hash() }()
	} else {
		hash <- m.Hash()
	}
	w := outcomeWriter{
		src: m.Compact(), families: m.path == PathHeuristic, rank: make([]int32, m.Children()),
		assignments: make([]Assignment, m.Children()), ends: make([][]Cutoff, m.Groups()), next: make([]int64, m.Groups()),
		blocking: make([][]BlockingFamily, len(s.parts)),
	}
	for i, child := range w.src.ChildrenByID {
		w.rank[child] = int32(i)
	}
	_ = share(len(s.parts), threads, func() func(int) error {
		return func(i int) error { w.part(s, i); return nil }
	})
	o := Outcome{
		Mechanism: Mechanism, Path: s.path, Assignments: w.assignments, Cutoffs: []Cutoff{}, Starts: []Start{},
		BlockingFamilies: append([]BlockingFamily{}, slices.Concat(w.blocking...)...),
	}
	for _, g := range w.src.GroupsByID {
		o.Cutoffs = append(o.Cutoffs, w.ends[g]...)
		if len(w.src.pattern(g)) > 0 {
			o.Starts = append(o.Starts, Start{Group: w.src.GroupIDs.At(g), Next: w.next[g]})
		}
	}
	slices.SortFunc(o.BlockingFamilies, func(a, b BlockingFamily) int { return cmp.Compare(a.Family, b.Family) })
	o.ProblemSHA256 = <-hash
	return o
}

// outcomeWriter puts what the closed markets found into the order of ids.
type outcomeWriter struct {
	src         *Compact
	families    bool
	rank        []int32 // child → place in the order of ids
	assignments []Assignment
	ends        [][]Cutoff         // group → its cutoffs
	next        []int64            // group → the counter for the next round
	blocking    [][]BlockingFamily // by closed market
}

// part writes one closed market.
func (w *outcomeWriter) part(s *Solution, i int) {
	p := s.parts[i]
	p.whole = slices.Clone(p.whole) // looking for exceptions tries other ones
	t := newTally(&p, nil)
	for c, row := range t.children {
		w.assignments[w.rank[row]] = t.assignment(int32(c))
	}
	all := make([]Cutoff, 0, len(t.lines))
	for g, row := range t.groups {
		from := len(all)
		endings := t.endings(int32(g))
		for k, kind := range t.kinds(int32(g)) {
			if l := endings[k]; l.given && l.full {
				all = append(all, t.cutoff(kind, l))
			}
		}
		w.ends[row], w.next[row] = all[from:], t.nextStart(int32(g))
	}
	if w.families {
		w.blocking[i] = t.exceptions()
	}
}

func (t *tally) assignment(c int32) Assignment {
	a := Assignment{Child: t.childID(c)}
	if w := t.got[c]; w != none {
		a.Group, a.Slot = t.groupID(t.group(w)), t.kindNames[t.kindOf(c)]
	} else {
		a.Reason = t.reason(c)
	}
	return a
}

func (t *tally) cutoff(kind int32, l line) Cutoff {
	g := t.group(l.last)
	cutoff := Cutoff{Group: t.groupID(g), Slot: t.kindNames[kind], Tier: int(t.tier(kind, l.child))}
	if t.src.HasOrder[t.groups[g]] {
		cutoff.Place = int(uint32(l.worst))
	} else {
		cutoff.Number = t.standsWith(l.child)
	}
	return cutoff
}

// standsWith returns the number that the child stands with: in a block, the first member's.
func (p *placement) standsWith(c int32) int64 {
	if f := p.familyOf(c); f != none && p.whole[f] {
		return p.number[p.families[f].members[0]]
	}
	return p.number[c]
}

// reason says why a child without a seat has none.
func (t *tally) reason(c int32) Reason {
	from, to := t.wishes(c)
	if from == to {
		return NoWishes
	}
	reason := NotAcceptable
	f := t.familyOf(c)
	inBlock := f != none && t.whole[f]
	for w := from; w < to; w++ {
		if !t.may(c, w) {
			continue
		}
		reason = NoSeat
		if inBlock && t.wouldTake(c, w) {
			return FamilyReason
		}
	}
	return reason
}
