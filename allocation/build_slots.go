package allocation

import (
	"math"
	"slices"
)

// mostSlots bounds the memory of a problem whose patterns leave most slots empty.
const mostSlots = 1 << 28

// layHolders lists who holds a seat where.
func (b *layouter) layHolders(m *component) {
	if m.held == nil {
		return
	}
	m.holderOff = make([]int32, len(m.groups)+1)
	for _, w := range m.held {
		if w != none {
			m.holderOff[m.group(w)+1]++
		}
	}
	for g := range m.groups {
		m.holderOff[g+1] += m.holderOff[g]
	}
	next := slices.Clone(m.holderOff)
	m.holders = make([]int32, m.holderOff[len(m.groups)])
	for c, w := range m.held {
		if w != none {
			g := m.group(w)
			m.holders[next[g]] = int32(c)
			next[g]++
		}
	}
	if m.own == nil {
		return
	}
	for g := range m.groups {
		slices.SortFunc(m.bound(int32(g)), func(a, b int32) int { return int(m.own[a]) - int(m.own[b]) })
	}
}

// laySeats counts the seats of each group that can matter: no more than who wants them, and where slots differ, a whole
// pattern that nobody takes is never passed.
func (b *layouter) laySeats(m *component) error {
	if b.common {
		return nil
	}
	applicants := make([]int64, len(m.groups))
	for _, wish := range m.wish {
		applicants[m.groupOf[uint32(wish)]]++
	}
	m.seatOff = make([]int32, 1, len(m.groups)+1)
	total, slots := int64(0), b.laid.Load()
	for g, row := range m.groups {
		seats := min(int64(b.src.Seats[row]), applicants[g])
		if m.slotted != nil && m.slotted[g] {
			bound := int64(len(m.bound(int32(g))))
			length := int64(b.patternOff[row+1] - b.patternOff[row])
			seats = min(int64(b.src.Seats[row])-bound, (applicants[g]+1)*length) + bound
			slots = b.laid.Add(seats)
		}
		if total += seats; slots > mostSlots || total > math.MaxInt32 {
			return wrong("the patterns need too many slots", "groups")
		}
		m.seatOff = append(m.seatOff, int32(total))
	}
	if m.slotted == nil {
		return nil
	}
	if err := b.laySlots(m); err != nil {
		return err
	}
	b.layReserves(m)
	return nil
}

// laySlots notes the kind of each slot: the open ones, then the bound ones, which go on with the pattern.
func (b *layouter) laySlots(m *component) error {
	m.slotKind = make([]uint16, m.seatOff[len(m.groups)])
	for g, row := range m.groups {
		if !m.slotted[g] {
			continue
		}
		kinds := m.kinds(int32(g))
		if len(kinds) > math.MaxUint16 {
			return wrong("the pattern names too many slot kinds", "groups")
		}
		pattern, start := b.slots(row)
		local := make([]uint16, len(pattern))
		for i, kind := range pattern {
			at, _ := slices.BinarySearch(kinds, kind)
			local[i] = uint16(at)
		}
		slots := m.slotKind[m.seatOff[g]:m.seatOff[g+1]]
		bound := len(m.bound(int32(g)))
		at := int(start)
		for i := range slots {
			if i == len(slots)-bound {
				at = int((start + int64(m.open(int32(g)))) % int64(len(pattern)))
			}
			slots[i] = local[at]
			if at++; at == len(pattern) {
				at = 0
			}
		}
	}
	return nil
}

// layReserves counts for each line the slots on which its class goes before all others.
func (b *layouter) layReserves(m *component) {
	m.reserve = slices.Repeat([]int32{none}, len(m.groupOf))
	for g := range m.groups {
		shape, line := m.shape(int32(g)), m.lineOff[g]
		if !m.slotted[g] || shape.reserves == nil || int(m.lineOff[g+1]-line) != b.tables.classes {
			continue
		}
		for class := range b.tables.classes {
			first := shape.reserves[class*len(shape.kinds):][:len(shape.kinds)]
			if !slices.Contains(first, true) {
				continue
			}
			m.reserve[line+int32(class)] = 0
			for _, kind := range m.slotKind[m.seatOff[g]:m.seatOff[g+1]] {
				if first[kind] {
					m.reserve[line+int32(class)]++
				}
			}
		}
	}
}
