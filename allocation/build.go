package allocation

import (
	"slices"
	"sync/atomic"
)

// mostLines is how many columns of tiers get a line of their own in a group; where there are more, the slots themselves
// refuse.
const mostLines = 16

// layouter lays out components. It may build any number of them, one after the other.
type layouter struct {
	*tables
	common   bool
	rank     []int32 // child → place in the queue where nobody has a number, else nil
	groupAt  []int32 // group → its index in the component where it stands; what is there before means nothing
	childAt  []address
	id       int32         // the component in childAt
	override *override     // nil = the children are as the Compact has them
	arenas   arenas        // for the next component
	laid     *atomic.Int64 // slots laid out so far, in all components
}

// address is where a child stands.
type address struct{ component, index int32 }

// arenas is room for the lists of components; what has no room gets its own.
type arenas struct {
	lines, offsets, classes, positions []int32
	wishes                             []uint64
	numbers                            []int64
}

func cut[T any](arena *[]T, n int) []T {
	if n > len(*arena) {
		return make([]T, n)
	}
	part := (*arena)[:n:n]
	*arena = (*arena)[n:]
	return part
}

// stands returns the child's index in the component, none if it is not there.
func (b *layouter) stands(child int32) int32 {
	if at := &b.childAt[child]; at.component == b.id {
		return at.index
	}
	return none
}

func (b *layouter) list(child int32) (wishes []int32, last int32) {
	if b.override != nil && b.override.child == child {
		return b.override.wishes, none
	}
	return b.src.list(child)
}

// component lays out the market of these children, in queue order, and groups, in the byte order of ids.
func (b *layouter) component(groups, queue []int32) (*component, error) {
	m := &component{tables: b.tables, groups: groups, children: queue}
	for g, row := range groups {
		b.groupAt[row] = int32(g)
	}
	for c, row := range queue {
		b.childAt[row].index = int32(c)
	}
	b.strongestFirst(m, queue)
	b.layLines(m)
	b.layChildren(m)
	b.layWishes(m)
	if err := b.layFamilies(m, queue); err != nil {
		return nil, err
	}
	if !b.common {
		b.layKeys(m)
	}
	b.layHolders(m)
	return m, b.laySeats(m)
}

// layLines numbers the lines of each group.
func (b *layouter) layLines(m *component) {
	m.lineOff = make([]int32, 1, len(m.groups)+1)
	m.groupOf = make([]int32, 0, len(m.groups))
	for g, row := range m.groups {
		lines := 1
		if !b.common && !b.shapes[b.shapeOf[row]].alike {
			if m.slotted == nil {
				m.slotted = make([]bool, len(m.groups))
			}
			m.slotted[g] = true
			if b.tables.classes <= mostLines {
				lines = b.tables.classes
			}
		}
		for range lines {
			m.groupOf = append(m.groupOf, int32(g))
		}
		m.lineOff = append(m.lineOff, int32(len(m.groupOf)))
	}
}

func (b *layouter) layChildren(m *component) {
	m.number, m.class = cut(&b.arenas.numbers, len(m.children)), cut(&b.arenas.classes, len(m.children))
	for c, row := range m.children {
		m.class[c] = b.column[b.src.Class[row]]
		switch {
		case b.override != nil && b.override.child == row:
			m.number[c] = b.override.number
		case b.src.Number != nil:
			m.number[c] = b.src.Number[row]
		case b.rank != nil:
			m.number[c] = int64(b.rank[row]) + 1
		default:
			m.number[c] = int64(row) + 1
		}
	}
}

// layWishes lays the lists one after the other.
func (b *layouter) layWishes(m *component) {
	m.wishOff = cut(&b.arenas.offsets, len(m.children)+1)
	total := int32(0)
	for c, row := range m.children {
		m.wishOff[c] = total
		list, last := b.list(row)
		total += int32(len(list))
		if last != none {
			total++
		}
	}
	m.wishOff[len(m.children)] = total
	if b.common {
		m.line = cut(&b.arenas.lines, int(total))
	} else {
		m.wish = cut(&b.arenas.wishes, int(total))
	}
	for c, row := range m.children {
		list, last := b.list(row)
		w := m.wishOff[c]
		for _, g := range list {
			b.layWish(m, int32(c), w, g)
			w++
		}
		if last != none {
			b.layWish(m, int32(c), w, last)
		}
		if b.src.Holds[row] != none {
			if m.held == nil {
				m.held = slices.Repeat([]int32{none}, len(m.children))
			}
			m.held[c] = m.wishOff[c+1] - 1
		}
	}
}

// layWish notes the line of a wish for a group's row, and cannot for its key.
func (b *layouter) layWish(m *component, c, w, row int32) {
	g := b.groupAt[row]
	line := m.lineOff[g]
	if m.lineOff[g+1] > line+1 {
		line += m.class[c]
	}
	if b.common {
		m.line[w] = line
	} else {
		m.wish[w] = uint64(cannot)<<32 | uint64(line)
	}
}

// layKeys notes where each child stands for each of its wishes.
func (b *layouter) layKeys(m *component) {
	for c := range int32(len(m.children)) {
		position := uint32(m.position(c)) + 1
		for w, end := m.wishes(c); w < end; w++ {
			if row := m.groups[m.group(w)]; !b.src.HasOrder[row] && b.mayTake(row, m.class[c]) {
				m.setKey(w, position)
			}
		}
	}
	for g, row := range m.groups {
		if b.src.HasOrder[row] {
			b.layOrder(m, int32(g))
		}
	}
	for _, w := range m.held {
		if w != none {
			m.setKey(w, heldKey)
		}
	}
}

func (m *component) setKey(w int32, key uint32) { m.wish[w] = uint64(key)<<32 | m.wish[w]&(1<<32-1) }

func (b *layouter) mayTake(group, class int32) bool {
	s := &b.shapes[b.shapeOf[group]]
	return s.everybody || b.takes(s.kinds, class)
}

// layKey notes where a child stands for one wish.
func (b *layouter) layKey(m *component, c, w int32) {
	g := m.group(w)
	row := m.groups[g]
	place := int(m.position(c)) + 1
	if b.src.HasOrder[row] {
		place = m.placeInOrder(g, c)
	}
	if place > 0 && b.mayTake(row, m.class[c]) {
		m.setKey(w, uint32(place))
	}
}

// layOrder notes the places of a group's own order.
func (b *layouter) layOrder(m *component, g int32) {
	row := m.groups[g]
	from, to := m.lineOff[g], m.lineOff[g+1]
	for place, child := range b.src.order(row) {
		c := b.stands(child)
		if c == none || !b.mayTake(row, m.class[c]) {
			continue
		}
		for w, end := m.wishes(c); w < end; w++ {
			if line := int32(uint32(m.wish[w])); line >= from && line < to {
				m.setKey(w, uint32(place)+1)
				break
			}
		}
	}
}
