package allocation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// desk is room to solve a closed market in.
type desk struct {
	engine
	groupAt      []int32
	childAt      []address
	round        int32 // marks what in childAt is of this time
	got, offsets []int32
	wishes       []uint64
	whole        []bool
}

// rerun solves what a change of one child concerns.
func (d *desk) rerun(s *Solution, o *override) (*placement, error) {
	part, err := s.market.patched(d, o)
	if part == nil && err == nil {
		part, err = s.market.rebuilt(d, o)
	}
	if err != nil {
		return nil, err
	}
	return d.solve(part, s)
}

// solve finds the outcome of one closed market. It is valid until the desk is used again.
func (d *desk) solve(part *component, s *Solution) (*placement, error) {
	d.got, d.whole = resize(d.got, len(part.children)), resize(d.whole, len(part.families))
	clear(d.whole)
	d.engine.run = &run{ctx: context.Background(), total: len(part.children)}
	d.engine.options = s.options
	p := &placement{component: part, got: d.got, whole: d.whole}
	return p, d.place(p, s.market.path)
}

// patched copies the child's closed market with its new list, where that leads nowhere else and nothing but wishes changes; nil
// where it does.
func (m *Market) patched(d *desk, o *override) (*component, error) {
	at := m.childAt[o.child].component
	old := &m.parts[at]
	joint := slices.ContainsFunc(old.families, func(f family) bool { return f.joint != nil })
	outside := slices.ContainsFunc(o.wishes, func(row int32) bool { return m.split.ofGroup[row] != at })
	if o.moves && old.families != nil || joint || outside || int(at) == m.split.count-1 {
		return nil, nil
	}
	part, c := *old, m.childAt[o.child].index
	if o.moves {
		position := m.positionOf(int(at), o)
		if part.number = slices.Clone(old.number); part.wish == nil {
			c = part.move(c, position)
		} else {
			part.reposition(c, position)
		}
		part.number[c] = o.number
	}
	return &part, m.relist(d, &part, c, o)
}

// relist gives a child of a copied closed market its new list.
func (m *Market) relist(d *desk, part *component, c int32, o *override) error {
	from, to := part.wishes(c)
	shift := int32(len(o.wishes)) - (to - from)
	d.offsets = append(d.offsets[:0], part.wishOff...)
	part.wishOff = d.offsets
	for i := c + 1; i < int32(len(part.wishOff)); i++ {
		part.wishOff[i] += shift
	}
	b := m.layouter(m.groupAt, m.childAt, m.childAt[o.child].component)
	if b.common {
		part.line = splice(nil, part.line, from, to, len(o.wishes))
	} else {
		d.wishes = splice(d.wishes, part.wish, from, to, len(o.wishes))
		part.wish = d.wishes
	}
	for i, row := range o.wishes {
		b.layWish(part, c, from+int32(i), row)
		if !b.common {
			b.layKey(part, c, from+int32(i))
		}
	}
	if part.held != nil {
		part.held = slices.Clone(part.held)
		for i, w := range part.held {
			if w != none && int32(i) >= c {
				part.held[i] += shift
			}
		}
		if w := part.held[c]; w != none {
			part.setKey(w, heldKey)
		}
		b.layHolders(part)
	}
	return b.laySeats(part)
}

// positionOf returns the place in the queue that a number would have.
func (m *Market) positionOf(component int, o *override) int32 {
	byNumber := func(row int32, n int64) int { return cmp.Compare(m.Compact().Number[row], n) }
	at, _ := slices.BinarySearchFunc(m.childrenOf(component), o.number, byNumber)
	if m.numberOf(o.child) < o.number {
		at--
	}
	return int32(at)
}

// reposition gives a child another position in the queue; those between move up or down by one.
func (m *component) reposition(c, to int32) {
	own := make([]int32, len(m.children))
	from := m.position(c)
	for i := range own {
		own[i] = shifted(m.position(int32(i)), from, to)
	}
	m.own, m.wish = own, slices.Clone(m.wish)
	for i := range int32(len(m.children)) {
		for w, end := m.wishes(i); w < end; w++ {
			if key := m.key(w); key != heldKey && key != cannot && !m.src.HasOrder[m.groups[m.group(w)]] {
				m.setKey(w, uint32(own[i])+1)
			}
		}
	}
}

// shifted returns where an element is after the one at a place has moved to another.
func shifted(at, from, to int32) int32 {
	switch {
	case at == from:
		return to
	case from < at && at <= to:
		return at - 1
	case to <= at && at < from:
		return at + 1
	}
	return at
}

// move puts a child at another place among the children, where the order is common, and returns that place.
func (m *component) move(c, to int32) int32 {
	m.children, m.class = moved(m.children, c, to), moved(m.class, c, to)
	m.number = moved(m.number, c, to)
	off, line := make([]int32, 1, len(m.wishOff)), make([]int32, 0, len(m.line))
	for i := range int32(len(m.children)) {
		was := shifted(i, to, c)
		line = append(line, m.line[m.wishOff[was]:m.wishOff[was+1]]...)
		off = append(off, int32(len(line)))
	}
	m.wishOff, m.line = off, line
	return to
}

// moved copies a list with one element at another place.
func moved[T any](list []T, from, to int32) []T {
	one := list[from]
	return slices.Insert(slices.Delete(slices.Clone(list), int(from), int(from)+1), int(to), one)
}

// splice copies a list with room for n elements between two places.
func splice[T any](room, list []T, from, to int32, n int) []T {
	copied := resize(room, len(list)-int(to-from)+n)
	copy(copied, list[:from])
	copy(copied[int(from)+n:], list[to:])
	return copied
}

// rebuilt lays out anew the closed markets that the child would connect.
func (m *Market) rebuilt(d *desk, o *override) (*component, error) {
	d.groupAt, d.childAt = resize(d.groupAt, m.Groups()), resize(d.childAt, m.Children())
	idle := int32(m.split.count - 1)
	var markets []int32
	groups := []int32{}
	for _, row := range o.wishes {
		if at := m.split.ofGroup[row]; at != idle {
			markets = append(markets, at)
		} else {
			groups = append(groups, row)
		}
	}
	if at := m.childAt[o.child].component; at != idle {
		markets = append(markets, at)
	}
	slices.Sort(markets)
	queue := m.alongWith(o.child)
	idlers := len(queue)
	for _, at := range slices.Compact(markets) {
		groups = append(groups, m.groupsOf(int(at))...)
		for _, child := range m.childrenOf(int(at)) {
			if !slices.Contains(queue[:idlers], child) {
				queue = append(queue, child)
			}
		}
	}
	m.sortQueue(queue, o)
	names := m.Compact().GroupIDs
	slices.SortFunc(groups, func(a, b int32) int { return cmp.Compare(names.At(a), names.At(b)) })
	d.round++
	for _, child := range queue {
		d.childAt[child].component = d.round
	}
	b := m.layouter(d.groupAt, d.childAt, d.round)
	b.override = o
	return b.component(groups, queue)
}

// sortQueue sorts children by their numbers, one of them by the number that it would have.
func (m *Market) sortQueue(queue []int32, o *override) {
	keys := make([]sortKey, len(queue))
	for i, child := range queue {
		keys[i] = sortKey{head: uint64(m.numberOf(child)), name: child}
		if child == o.child {
			keys[i].head = uint64(o.number)
		}
	}
	for i, key := range radixSort(keys) {
		queue[i] = key.name
	}
}

// alongWith returns a child and those of its family who have no wishes.
func (m *Market) alongWith(child int32) []int32 {
	all, c := []int32{child}, m.Compact()
	if c.Family == nil || c.Family[child] == none {
		return all
	}
	for _, member := range c.Member[c.MemberOff[c.Family[child]]:c.MemberOff[c.Family[child]+1]] {
		if member != child && int(m.childAt[member].component) == m.split.count-1 {
			all = append(all, member)
		}
	}
	return all
}

// ComponentOf returns the number of the child's closed market, from 0 on; those of children without wishes share the last one.
func (s *Solution) ComponentOf(child string) (int, error) {
	row, known := s.market.childByID(child)
	if !known {
		return 0, fmt.Errorf("find component: %w", ErrUnknownChild)
	}
	return int(s.market.childAt[row].component), nil
}

// Rerun solves one closed market again and forgets what it finds: the yardstick of WhatIf. Its number is from 0 to
// Market.Components.
func (s *Solution) Rerun(component int) error {
	if component < 0 || component >= len(s.parts) {
		return fmt.Errorf("rerun component %d: there are %d", component, len(s.parts))
	}
	desk := s.market.desks.Get().(*desk)
	defer s.market.desks.Put(desk)
	_, err := desk.solve(&s.market.parts[component], s)
	return err
}
