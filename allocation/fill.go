package allocation

import (
	"cmp"
	"slices"
)

// candidate is a child who wants into a group, and the seat that filler gives it.
type candidate struct {
	wish  int32
	class int32
	place uint32 // among those of its class: by the group's own order or the queue
	slot  int64  // index of the slot, −1 = none
	kept  bool   // keeps the seat that it holds
}

// filler chooses among the candidates of a group exactly as the model says: slot by slot, the best remaining child each.
type filler struct {
	*solution
	queue [][]int32 // class → its candidates not yet seated, best first; always nil between two fills
	tiers [][]int32 // kind → classes that can take it, best tier first
	stays []int32   // child → its index among the candidates from 1 on if it keeps its seat; always 0 between two fills
}

func newFiller(s *solution) *filler {
	m := s.m
	f := &filler{solution: s, queue: make([][]int32, len(m.classes)), tiers: make([][]int32, len(m.kindNames)), stays: make([]int32, len(m.input))}
	for kind := range f.tiers {
		row := m.tiers[kind*len(m.classes):]
		for class := range int32(len(m.classes)) {
			if row[class] != none {
				f.tiers[kind] = append(f.tiers[kind], class)
			}
		}
		slices.SortFunc(f.tiers[kind], func(a, b int32) int { return cmp.Or(cmp.Compare(row[a], row[b]), cmp.Compare(a, b)) })
	}
	return f
}

// candidate describes a wish to fill; ok = false: the group may not take the child.
func (f *filler) candidate(w int32) (c candidate, ok bool) {
	child := f.m.wishOf[w]
	c = candidate{wish: w, class: f.m.class[child], slot: -1, kept: f.m.held[child] == w}
	if f.m.place != nil && f.m.place[w] != 0 {
		c.place = uint32(f.m.place[w])
		return c, c.kept || f.m.place[w] != none
	}
	c.place = uint32(f.position(child))
	return c, true
}

// fill sorts the candidates of a group and gives them their slots; two of them never stand alike.
func (f *filler) fill(g int32, all []candidate) {
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.place, b.place)) })
	waiting := 0
	for i := range all {
		if all[i].kept {
			f.stays[f.m.wishOf[all[i].wish]] = int32(i + 1)
			continue
		}
		f.queue[all[i].class] = append(f.queue[all[i].class], int32(i))
		waiting++
	}
	open := int64(f.m.open(g))
	idle, length := int64(0), int64(f.m.patternOff[g+1]-f.m.patternOff[g])
	for slot := int64(0); slot < open && waiting > 0 && idle < length; slot++ {
		if f.seat(g, slot, all) {
			waiting, idle = waiting-1, 0
		} else {
			idle++
		}
	}
	for i, holder := range f.m.bound(g) {
		slot := open + int64(i)
		if at := f.stays[holder]; at > 0 {
			all[at-1].slot = slot
		} else if waiting > 0 && f.seat(g, slot, all) {
			waiting--
		}
	}
	for i := range all {
		f.queue[all[i].class], f.stays[f.m.wishOf[all[i].wish]] = nil, 0
	}
}

// seat gives a slot to the best candidate who can take it.
func (f *filler) seat(g int32, slot int64, all []candidate) bool {
	kind := f.m.slotKind(g, slot)
	row := f.m.tiers[int(kind)*len(f.m.classes):]
	best, tier := none, none
	for _, class := range f.tiers[kind] {
		if best != none && row[class] != tier {
			break
		}
		if queue := f.queue[class]; len(queue) > 0 && (best == none || all[queue[0]].place < all[f.queue[best][0]].place) {
			best, tier = class, row[class]
		}
	}
	if best == none {
		return false
	}
	all[f.queue[best][0]].slot = slot
	f.queue[best] = f.queue[best][1:]
	return true
}
