package allocation

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// ErrUnknownGroup is returned for a group that the problem does not know.
var ErrUnknownGroup = errors.New("unknown group")

// GroupExplanation is how a group's seats were given out, as data.
type GroupExplanation struct {
	Group    string
	Children []string    // who sits here, by id
	Kinds    []KindSeats // one per slot kind of the group, by name; one without a name where the group has no pattern
}

// KindSeats are the seats of one slot kind in a group.
type KindSeats struct {
	Slot    string
	Seats   int64    // all of the kind, those that holders kept included
	Taken   int64    // those with a child
	Cutoff  *Cutoff  // as in the outcome; nil = some seat of the kind stayed empty, or none was there to give
	Waiting []string // who would rather sit here than where they do and may take such a seat, in the order in which it would go to them
}

// ExplainGroup tells how a group's seats were given out and who waits for one. A child of a family stands in the list by itself:
// the family's rule may keep it out all the same. It reads one closed market; ErrUnknownGroup is its only error.
func (s *Solution) ExplainGroup(group string) (GroupExplanation, error) {
	row, known := s.market.groupByID(group)
	if !known {
		return GroupExplanation{}, fmt.Errorf("explain group: %w", ErrUnknownGroup)
	}
	at := s.market.groupAt[row]
	p := &s.parts[s.market.split.ofGroup[row]]
	wanted := make([]bool, len(p.groups))
	wanted[at] = true
	return newTally(p, wanted).explainGroup(at), nil
}

func (t *tally) explainGroup(g int32) GroupExplanation {
	x := GroupExplanation{Group: t.groupID(g), Children: []string{}}
	endings := t.endings(g)
	seated := t.seated[t.off[g]:t.off[g+1]]
	for _, c := range seated {
		x.Children = append(x.Children, t.childID(c))
	}
	slices.Sort(x.Children)
	for i, kind := range t.kinds(g) {
		k := KindSeats{Slot: t.kindNames[kind], Seats: t.slotsOf(g, kind), Waiting: t.waiting(g, kind)}
		for _, c := range seated {
			if t.kind == nil || t.kind[c] == kind {
				k.Taken++
			}
		}
		if l := endings[i]; l.given && l.full {
			cutoff := t.cutoff(kind, l)
			k.Cutoff = &cutoff
		}
		x.Kinds = append(x.Kinds, k)
	}
	return x
}

// waiting lists who wants a seat of the kind, best first.
func (t *tally) waiting(g, kind int32) []string {
	type waiter struct {
		standing uint64
		child    int32
	}
	var all []waiter
	for c := range int32(len(t.children)) {
		w := t.wishFor(c, g)
		if w == none || t.got[c] != none && t.got[c] <= w {
			continue
		}
		if standing := t.standing(kind, c, w); standing != nowhere {
			all = append(all, waiter{standing, c})
		}
	}
	slices.SortFunc(all, func(a, b waiter) int { return cmp.Compare(a.standing, b.standing) })
	ids := make([]string, len(all))
	for i, w := range all {
		ids[i] = t.childID(w.child)
	}
	return ids
}
