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
// and so on in queue order; at most MaxTuples are considered. A tuple holds one wish per member, none for no new seat; it is
// only lent.
func (m *component) tuples(f int32, yield func(tuple []int32) bool) {
	family := &m.families[f]
	if family.joint != nil {
		for _, tuple := range family.joint {
			if m.mayAll(family, tuple) && !yield(tuple) {
				return
			}
		}
		return
	}
	d := deriving{component: m, yield: yield}
	d.open(family)
	d.near = d.nearest(family.rule)
	if d.near != allSeated || family.rule == TogetherOrNone {
		d.extend(0)
	}
}

func (m *component) mayAll(family *family, tuple []int32) bool {
	for i, w := range tuple {
		if w != none && !m.may(family.members[i], w) {
			return false
		}
	}
	return true
}

// deriving walks the members' lists in lexicographic order.
type deriving struct {
	*component
	members []int32
	wishes  []int32 // wishes that may come true, by member
	off     []int32 // member → its first wish in wishes
	tuple   []int32
	near    nearness
	count   int
	yield   func([]int32) bool
	room    [64]int32
}

// open gathers the wishes of the members that may come true.
func (d *deriving) open(family *family) {
	size := len(family.members)
	d.members = family.members
	room := d.room[:0]
	if 2*size+1 > len(d.room)/2 {
		room = make([]int32, 0, 4*size)
	}
	d.tuple, d.off = room[:size:size], room[size:size+1:2*size+1]
	d.wishes = room[2*size+1 : 2*size+1]
	d.off[0] = 0
	for _, c := range family.members {
		for w, end := d.component.wishes(c); w < end; w++ {
			if d.may(c, w) {
				d.wishes = append(d.wishes, w)
			}
		}
		d.off = append(d.off, int32(len(d.wishes)))
	}
}

func (d *deriving) list(i int) []int32 { return d.wishes[d.off[i]:d.off[i+1]] }

// nearest returns what "together" can mean for these lists: one group; where no group stands in all lists, one kindergarten;
// where that fails too (siblings of different ages in voucher markets), that all are seated.
func (d *deriving) nearest(rule Rule) nearness {
	from := oneGroup
	if rule == SameKindergartenIfPossible {
		from = oneKindergarten
	}
	for near := from; near < allSeated; near++ {
		for _, w := range d.list(0) {
			if d.reachable(w, near) {
				return near
			}
		}
	}
	return allSeated
}

// reachable reports whether every member lists something as near as that to the first member's wish.
func (d *deriving) reachable(w int32, near nearness) bool {
	g := d.group(w)
	for i := range d.members {
		if !slices.ContainsFunc(d.list(i), func(other int32) bool { return d.fits(g, other, near) }) {
			return false
		}
	}
	return true
}

func (d *deriving) fits(g, other int32, near nearness) bool {
	h := d.group(other)
	switch near {
	case oneGroup:
		return g == h
	case oneKindergarten:
		return d.src.Site[d.groups[g]] == d.src.Site[d.groups[h]]
	}
	return true
}

// extend chooses for the i-th member and those after it; false = stop.
func (d *deriving) extend(i int) bool {
	if i == len(d.members) {
		d.count++
		return d.yield(d.tuple) && d.count < MaxTuples
	}
	for _, w := range d.list(i) {
		if i == 0 && !d.reachable(w, d.near) || i > 0 && !d.fits(d.group(d.tuple[0]), w, d.near) {
			continue
		}
		d.tuple[i] = w
		if !d.extend(i + 1) {
			return false
		}
	}
	return true
}
