package allocation

import "slices"

// component is a closed market as numbers: no wish and no family leads out of it. Groups stand in the byte order of their ids,
// children in queue order or, where groups rank them otherwise, roughly the strongest first, so that few are sent away again:
// a loop over children reads everything that it needs in the order in which it lies. Lists of lists are one array and its
// offsets.
type component struct {
	*tables
	groups   []int32 // group → its row in the Compact
	children []int32 // child → its row
	number   []int64 // child → queue number
	class    []int32 // child → column of tiers
	own      []int32 // child → position in the queue by its own number; nil = the child itself

	// Wishes, without what stands behind a held seat. A line is where a group ends for children who are alike: one for each
	// group that ranks all seats alike, one for each column of tiers in the others. Where the order is common, lines are all
	// there is to a wish; elsewhere a key stands above the line: the place in the group's own order or in the queue, from 1
	// on, or heldKey, or cannot.
	wishOff []int32  // child → its first wish; one more entry at the end
	wish    []uint64 // wish → key and line; nil where the order is common
	line    []int32  // wish → line; nil where it is not
	lineOff []int32  // group → its first line
	groupOf []int32  // line → group

	slotted  []bool   // group → its slots differ, so that it matters who sits on which; nil if there is none
	seatOff  []int32  // group → its first seat among those that can matter
	slotKind []uint16 // seat → its kind, as an index into the kinds of the group, where slotted
	reserve  []int32  // line → slots on which its class goes before all others; none = it has no reserve, or slots decide

	held      []int32 // child → wish of the seat it holds, none; nil if nobody holds one
	holderOff []int32 // group → its first holder in holders
	holders   []int32 // children who hold a seat, by group, in queue order

	families []family
	inFamily []int32 // child → family, none; nil without families
	block    []int32 // child → position when it stands with its family, next to the first member
}

const (
	heldKey = uint32(0)  // key of the wish for the seat that the child holds: before everybody else
	cannot  = ^uint32(0) // key of a wish for a group that may not take the child: behind everybody else
)

// wishes returns the range of the child's wishes.
func (m *component) wishes(c int32) (from, to int32) { return m.wishOff[c], m.wishOff[c+1] }

// lineOf returns the line of a wish.
func (m *component) lineOf(w int32) int32 {
	if m.wish == nil {
		return m.line[w]
	}
	return int32(uint32(m.wish[w]))
}

// key returns the key of a wish, where the order is not common.
func (m *component) key(w int32) uint32 { return uint32(m.wish[w] >> 32) }

// group returns the group of a wish.
func (m *component) group(w int32) int32 { return m.groupOf[m.lineOf(w)] }

func (m *component) shape(g int32) *shape { return &m.shapes[m.shapeOf[m.groups[g]]] }

// kinds returns the slot kinds of the group, each once, by name.
func (m *component) kinds(g int32) []int32 { return m.shape(g).kinds }

func (m *component) seats(g int32) int32 { return m.src.Seats[m.groups[g]] }

func (m *component) hasPattern(g int32) bool {
	row := m.groups[g]
	return m.src.PatternOff[row+1] > m.src.PatternOff[row]
}

func (m *component) groupID(g int32) string { return m.src.GroupIDs.At(m.groups[g]) }

func (m *component) childID(c int32) string { return m.src.ChildIDs.At(m.children[c]) }

func (m *component) familyOf(c int32) int32 {
	if m.inFamily == nil {
		return none
	}
	return m.inFamily[c]
}

// heldWish returns the wish for the seat that the child holds.
func (m *component) heldWish(c int32) int32 {
	if m.held == nil {
		return none
	}
	return m.held[c]
}

// tier returns where the child stands for a slot kind, none = cannot take.
func (m *component) tier(kind, c int32) int32 { return m.tiers[int(kind)*m.classes+int(m.class[c])] }

// may reports whether the group of the child's wish may take it at all.
func (m *component) may(c, w int32) bool {
	if m.wish == nil {
		return m.takes(m.kinds(m.group(w)), m.class[c])
	}
	return m.key(w) != cannot
}

// kindOfSlot returns the kind of the slot with this index in the group.
func (m *component) kindOfSlot(g int32, index int64) int32 {
	pattern, start := m.slots(m.groups[g])
	return pattern[(start+index)%int64(len(pattern))]
}

// bound returns the children who hold a seat in the group, in queue order: the first has the first bound slot.
func (m *component) bound(g int32) []int32 {
	if m.held == nil {
		return nil
	}
	return m.holders[m.holderOff[g]:m.holderOff[g+1]]
}

// open returns how many slots come before the bound ones.
func (m *component) open(g int32) int32 { return m.seats(g) - int32(len(m.bound(g))) }

// position returns where the child stands in the queue by its own number.
func (m *component) position(c int32) int32 {
	if m.own == nil {
		return c
	}
	return m.own[c]
}

// placeInOrder returns the child's place in the group's own order from 1 on, 0 = left out.
func (m *component) placeInOrder(g, c int32) int {
	row := m.groups[g]
	return slices.Index(m.src.Order[m.src.OrderOff[row]:m.src.OrderOff[row+1]], m.children[c]) + 1
}

// wishFor returns the child's wish for the group, none if it has none.
func (m *component) wishFor(c, g int32) int32 {
	for w, end := m.wishes(c); w < end; w++ {
		if m.group(w) == g {
			return w
		}
	}
	return none
}
