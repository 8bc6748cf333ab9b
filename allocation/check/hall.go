package check

import (
	"cmp"
	"slices"
)

// claim is a child who wants a group no less than what it got, and the slot that the model gives it there.
type claim struct {
	child int32
	wish  int32
	key   uint32 // by the group's own order or the queue, tiers aside
	class int32
	slot  int32 // none = refused
	kind  int32
	next  int32 // the next claim of the same class, none
	keeps bool  // sits on the seat that it holds
}

// hall is where a group chooses; its rooms are used again for the next group.
type hall struct {
	claiming []claim // the claims of the last choice, best first
	served   []int32 // those who got a slot, in the order of the slots
	room     []claim
	sorted   []claim
	byPlace  []int32 // place in a group's own order → claim; none between two groups
	first    []int32 // class → its best claim not yet served, none
	turning  []int64 // places of the pattern that may still find somebody
	back     []int32 // bound slot → claim of the holder who keeps it, none
	wanting  []int32 // kind in the group → the best claim of those who do not sit before, none
}

// compare orders two claims on the same kind of seats, the better first.
func (j *judge) compare(k int32, a, b *claim) int {
	return cmp.Or(cmp.Compare(j.tier(k, a.class), j.tier(k, b.class)), cmp.Compare(a.key, b.key))
}

// choose fills the slots of a group in the order of precedence: the open ones, then those bound to their holders. It leaves the
// claims, best first, in claiming.
func (j *judge) choose(g int32, claims []claim) {
	j.claiming = j.bestFirst(g, claims)
	if j.first == nil {
		j.first = slices.Repeat([]int32{none}, len(j.classNames))
	}
	bound := j.holders(g)
	j.back, j.served = slices.Grow(j.back[:0], len(bound))[:len(bound)], j.served[:0]
	for i := range j.back {
		j.back[i] = none
	}
	waiting := 0
	for i := len(j.claiming) - 1; i >= 0; i-- {
		x := &j.claiming[i]
		if x.keeps {
			at, _ := slices.BinarySearchFunc(bound, j.rank[x.child], func(holder, rank int32) int { return cmp.Compare(j.rank[holder], rank) })
			j.back[at] = int32(i)
		} else {
			x.next, j.first[x.class] = j.first[x.class], int32(i)
			waiting++
		}
	}
	open := int64(j.seats[g]) - int64(len(bound))
	waiting = j.fillOpen(g, open, waiting)
	for i := range bound {
		slot := open + int64(i)
		if at := j.back[i]; at != none {
			j.sit(at, slot, j.slotKind(g, slot))
		} else if waiting > 0 && j.serve(g, slot) {
			waiting--
		}
	}
	for i := range j.claiming {
		j.first[j.claiming[i].class] = none
	}
}

// fillOpen serves the open slots by the pattern, again and again. A place of the pattern that finds nobody will find nobody
// later either, so it is passed over from then on.
func (j *judge) fillOpen(g int32, open int64, waiting int) (left int) {
	length := int64(len(j.patternOf(g)))
	j.turning = j.turning[:0]
	for i := range min(length, open) {
		j.turning = append(j.turning, i)
	}
	for turn := int64(0); waiting > 0 && len(j.turning) > 0; turn += length {
		again := j.turning[:0]
		for _, i := range j.turning {
			if turn+i < open && waiting > 0 && j.serve(g, turn+i) {
				again = append(again, i)
				waiting--
			}
		}
		j.turning = again
	}
	return waiting
}

// serve gives a slot to the best claim that can take it.
func (j *judge) serve(g int32, slot int64) bool {
	k := j.slotKind(g, slot)
	best, tier := none, none
	for _, class := range j.kinds[k].classes {
		if best != none && j.tier(k, class) != tier {
			break
		}
		if i := j.first[class]; i != none && (best == none || j.claiming[i].key < j.claiming[best].key) {
			best, tier = i, j.tier(k, class)
		}
	}
	if best == none {
		return false
	}
	j.first[j.claiming[best].class] = j.claiming[best].next
	j.sit(best, slot, k)
	return true
}

func (j *judge) sit(i int32, slot int64, k int32) {
	j.claiming[i].slot, j.claiming[i].kind = int32(slot), k
	j.served = append(j.served, i)
}

// bestFirst sorts claims by key. Where a group has its own order, each place of it has room for one claim; who is left out of it
// and keeps its seat stands first.
func (j *judge) bestFirst(g int32, claims []claim) []claim {
	byKey := func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.key+1, b.key+1), cmp.Compare(j.rank[a.child], j.rank[b.child])) // cannot + 1 is 0
	}
	length := int(j.orderOff[g+1] - j.orderOff[g])
	if slices.IsSortedFunc(claims, byKey) {
		return claims
	}
	if !j.hasOrder[g] || length > 16*len(claims) {
		slices.SortFunc(claims, byKey)
		return claims
	}
	for len(j.byPlace) <= length {
		j.byPlace = append(j.byPlace, none)
	}
	j.sorted = j.sorted[:0]
	for i := range claims {
		if claims[i].key == cannot {
			j.sorted = append(j.sorted, claims[i])
		} else {
			j.byPlace[claims[i].key] = int32(i)
		}
	}
	slices.SortFunc(j.sorted, byKey)
	for place, i := range j.byPlace[:length+1] {
		if i != none {
			j.sorted = append(j.sorted, claims[i])
			j.byPlace[place] = none
		}
	}
	return j.sorted
}
