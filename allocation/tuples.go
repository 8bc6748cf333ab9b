package allocation

import "slices"

// nearness says how near to each other the seats of a tuple are.
type nearness int

const (
	oneGroup nearness = iota
	oneKindergarten
	allSeated
)

// tuples yields the family's joint wishes, best first, until yield returns false: its own tuples where it gave some, else
// those that its rule derives from the members' lists. Derived tuples rank by the first member's list, then by the second's,
// and so on in queue order; at most MaxTuples are considered. A tuple holds one wish per member, none for no new seat.
func (m *market) tuples(f int32, yield func(tuple []int32) bool) {
	family := &m.families[f]
	if family.joint != nil {
		for _, tuple := range family.joint {
			if m.mayAll(tuple) && !yield(tuple) {
				return
			}
		}
		return
	}
	if len(family.members) == 0 {
		return
	}
	d := deriving{m: m, yield: yield, tuple: make([]int32, len(family.members))}
	for _, c := range family.members {
		var wishes []int32
		for w, end := m.wishes(c); w < end; w++ {
			if m.may(w) {
				wishes = append(wishes, w)
			}
		}
		d.lists = append(d.lists, wishes)
	}
	d.near = d.nearest(family.rule)
	if d.near != allSeated || family.rule == TogetherOrNone {
		d.extend(0)
	}
}

func (m *market) mayAll(tuple []int32) bool {
	return !slices.ContainsFunc(tuple, func(w int32) bool { return w != none && !m.may(w) })
}

// deriving walks the members' lists in lexicographic order.
type deriving struct {
	m     *market
	lists [][]int32 // wishes that may come true, by member
	near  nearness
	tuple []int32
	count int
	yield func([]int32) bool
}

// nearest returns what "together" can mean for these lists: one group; where no group stands in all lists, one kindergarten;
// where that fails too (siblings of different ages in voucher markets), that all are seated.
func (d *deriving) nearest(rule Rule) nearness {
	from := oneGroup
	if rule == SameKindergartenIfPossible {
		from = oneKindergarten
	}
	for near := from; near < allSeated; near++ {
		if slices.ContainsFunc(d.lists[0], func(w int32) bool { return d.reachable(w, near) }) {
			return near
		}
	}
	return allSeated
}

// reachable reports whether every member lists something as near as that to the first member's wish.
func (d *deriving) reachable(w int32, near nearness) bool {
	return !slices.ContainsFunc(d.lists, func(list []int32) bool {
		return !slices.ContainsFunc(list, func(other int32) bool { return d.fits(w, other, near) })
	})
}

func (d *deriving) fits(w, other int32, near nearness) bool {
	g, h := d.m.wish[w], d.m.wish[other]
	switch near {
	case oneGroup:
		return g == h
	case oneKindergarten:
		return d.m.site[g] == d.m.site[h]
	}
	return true
}

// extend chooses for the i-th member and those after it; false = stop.
func (d *deriving) extend(i int) bool {
	if i == len(d.lists) {
		d.count++
		return d.yield(d.tuple) && d.count < MaxTuples
	}
	for _, w := range d.lists[i] {
		if i == 0 && !d.reachable(w, d.near) || i > 0 && !d.fits(d.tuple[0], w, d.near) {
			continue
		}
		d.tuple[i] = w
		if !d.extend(i + 1) {
			return false
		}
	}
	return true
}
