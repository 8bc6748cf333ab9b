package allocation

// grades is how many grades of strength there are.
const grades = 1 << 8

// strongestFirst puts the strongest children first where groups have orders of their own: strong is who stands, in the order
// of its first choice, well before the seats there end. The outcome does not depend on who proposes first (Gale & Shapley 1962), the
// work does: who is likely to stay should be there before those whom it would push out. Elsewhere children stay in queue order.
func (b *layouter) strongestFirst(m *component, queue []int32) {
	if b.common || !b.ordered(m) {
		return
	}
	grade := b.grade(m, queue)
	var ends [grades + 1]int32
	for _, g := range grade {
		ends[int(g)+1]++
	}
	for g := range grades {
		ends[g+1] += ends[g]
	}
	m.children = make([]int32, len(queue))
	m.own = cut(&b.arenas.positions, len(queue))
	for position, row := range queue {
		at := &ends[grade[position]]
		m.children[*at], m.own[*at] = row, int32(position)
		b.childAt[row].index = *at
		*at++
	}
}

// ordered reports whether a group of the component has an order of its own.
func (b *layouter) ordered(m *component) bool {
	for _, row := range m.groups {
		if b.src.HasOrder[row] {
			return true
		}
	}
	return false
}

// grade returns the strength of each child, 0 = the strongest; a child's index is its place in the queue still.
func (b *layouter) grade(m *component, queue []int32) []uint8 {
	const perSeat = 32 // grades for a group's number of seats
	grade := make([]uint8, len(queue))
	first := make([]int32, len(queue)) // place in the queue → row of the first choice, none if that has an order
	for position, row := range queue {
		list, last := b.list(row)
		if len(list) > 0 {
			last = list[0]
		}
		first[position] = last
		grade[position] = grades - 1
		if last != none && !b.src.HasOrder[last] {
			grade[position] = uint8(position * grades / len(queue))
		}
	}
	for _, row := range m.groups {
		seats := max(1, int(b.src.Seats[row]))
		for place, child := range b.src.order(row) {
			if at := b.stands(child); at != none && first[at] == row {
				grade[at] = uint8(min(place*perSeat/seats, grades-1))
			}
		}
	}
	return grade
}
