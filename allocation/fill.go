package allocation

import (
	"cmp"
	"slices"
)

// candidate is a child who wants into a group, and the seat that filler gives it.
type candidate struct {
	child int32
	wish  int32
	class int32
	place uint32 // among those of its class: by the group's own order or the queue
	slot  int64  // index of the slot, −1 = none
	kept  bool   // keeps the seat that it holds
}

// filler chooses among the candidates of a group exactly as the model says: slot by slot, the best remaining child each.
type filler struct {
	*placement
	queue [][]int32 // class → its candidates not yet seated, best first; always nil between two fills
	tiers [][]int32 // kind → classes that can take it, best tier first
	stays []int32   // child → its index among the candidates from 1 on if it keeps its seat; always 0 between two fills
}

func newFiller(p *placement) *filler {
	f := &filler{placement: p, queue: make([][]int32, p.classes), tiers: make([][]int32, len(p.kindNames))}
	if p.held != nil {
		f.stays = make([]int32, len(p.children))
	}
	for kind := range f.tiers {
		row := f.row(int32(kind))
		for class := range row {
			if row[class] != none {
				f.tiers[kind] = append(f.tiers[kind], int32(class))
			}
		}
		slices.SortFunc(f.tiers[kind], func(a, b int32) int { return cmp.Or(cmp.Compare(row[a], row[b]), cmp.Compare(a, b)) })
	}
	return f
}

// row returns the tier of each class in a kind.
func (f *filler) row(kind int32) []int32 {
	return f.placement.tiers[int(kind)*f.classes:][:f.classes]
}

// candidate describes a wish to fill; ok = false: the group may not take the child.
func (f *filler) candidate(c, w int32) (x candidate, ok bool) {
	x = candidate{child: c, wish: w, class: f.class[c], slot: -1, kept: f.heldWish(c) == w, place: f.place(c, w)}
	return x, x.kept || x.place != cannot
}

// fill sorts the candidates of a group and gives them their slots; two of them never stand alike.
func (f *filler) fill(g int32, all []candidate) {
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.place, b.place)) })
	waiting := 0
	for i := range all {
		if all[i].kept {
			f.stays[all[i].child] = int32(i + 1)
			continue
		}
		f.queue[all[i].class] = append(f.queue[all[i].class], int32(i))
		waiting++
	}
	open := int64(f.open(g))
	pattern, at := f.slots(f.groups[g])
	for slot, idle := int64(0), 0; slot < open && waiting > 0 && idle < len(pattern); slot++ {
		if f.seat(pattern[(at+slot)%int64(len(pattern))], slot, all) {
			waiting, idle = waiting-1, 0
		} else {
			idle++
		}
	}
	for i, holder := range f.bound(g) {
		slot := open + int64(i)
		if at := f.stays[holder]; at > 0 {
			all[at-1].slot = slot
		} else if waiting > 0 && f.seat(f.kindOfSlot(g, slot), slot, all) {
			waiting--
		}
	}
	for i := range all {
		f.queue[all[i].class] = f.queue[all[i].class][:0]
		if all[i].kept {
			f.stays[all[i].child] = 0
		}
	}
}

// seat gives a slot of a kind to the best candidate who can take it.
func (f *filler) seat(kind int32, slot int64, all []candidate) bool {
	row := f.row(kind)
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
