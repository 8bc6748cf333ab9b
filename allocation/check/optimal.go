package check

import "slices"

// point lets the slots of the group that has just chosen, from the last to the first, point at their best child.
func (j *judge) point(g int32) {
	if j.better == nil {
		j.better = slices.Repeat([]int32{none}, int(j.children()))
		j.lastSlot = slices.Repeat([]int64{-1}, int(j.groups()))
	}
	kinds := j.kindsOf(g)
	j.wanting = j.wanting[:0]
	for range kinds {
		j.wanting = append(j.wanting, none)
	}
	for i := range j.claiming {
		if j.claiming[i].slot == none {
			j.want(kinds, int32(i))
		}
	}
	for _, i := range slices.Backward(j.served) {
		x := &j.claiming[i]
		at, _ := slices.BinarySearch(kinds, x.kind)
		if b := j.wanting[at]; b != none {
			j.better[x.child] = j.claiming[b].child
		}
		if !x.keeps {
			j.want(kinds, i)
			j.lastSlot[g] = max(j.lastSlot[g], int64(x.slot))
		}
	}
}

// want lets a claim stand for the slots before, of each kind that it can take.
func (j *judge) want(kinds []int32, i int32) {
	for at, k := range kinds {
		if j.tier(k, j.claiming[i].class) == none {
			continue
		}
		if b := j.wanting[at]; b == none || j.compare(k, &j.claiming[i], &j.claiming[b]) < 0 {
			j.wanting[at] = i
		}
	}
}

// optimal looks for a stable improvement cycle in the market of children and slots: each slot points at the best child who
// would rather have it, that child at its own slot. If the way through the slots closes, the children on it could all move to
// the slot that points at them and nobody would have a claim, so the outcome is not the best for children. A seat earlier in
// the order of precedence counts as better in the same group (Kominers & Sönmez 2016). The slots of a plain group lead from one
// to the next and from the last to the first child who did not get in, so the whole group is one station of the way.
func (j *judge) optimal() {
	leads := j.stations()
	walk := make([]int32, len(leads)) // station → the walk that came by first, from 1 on
	for from := range int32(len(leads)) {
		at := from
		for at != none && walk[at] == 0 {
			walk[at] = from + 1
			at = leads[at]
		}
		if at != none && walk[at] == from+1 {
			j.nameCycle(leads, at)
		}
	}
}

// stations tells of each station, a plain group or behind them all a child on a seat of several kinds, where the child sits who would
// rather be there; none = there is none, or it has no seat to leave.
func (j *judge) stations() (leads []int32) {
	leads = make([]int32, j.groups(), int(j.groups())+len(j.better))
	for g := range leads {
		leads[g] = none
		if c := j.comer(int32(g)); c != none {
			leads[g] = j.station(c)
		}
	}
	for _, c := range j.better {
		if c != none {
			c = j.station(c)
		}
		leads = append(leads, c)
	}
	return leads
}

// comer returns the child who would rather be at a station, none if nobody would.
func (j *judge) comer(at int32) int32 {
	switch {
	case at >= j.groups():
		return j.better[at-j.groups()]
	case j.solo[at] == none || j.best[at] == nobody:
		return none
	}
	return j.best[at].child()
}

// station returns where the child sits, none if it has no seat.
func (j *judge) station(c int32) int32 {
	if j.got[c] == none {
		return none
	}
	if g := j.list[j.got[c]]; j.solo[g] != none {
		return g
	}
	return j.groups() + c
}

// nameCycle names one of the children who would all get into a group that they like better: the first in the queue.
func (j *judge) nameCycle(leads []int32, start int32) {
	first := none
	for at, around := start, false; !around; around = at == start {
		g := at
		if at >= j.groups() {
			g = j.list[j.got[at-j.groups()]]
		}
		child := j.comer(at)
		at = leads[at]
		if j.list[j.got[child]] != g && (first == none || j.rank[child] < j.rank[first]) {
			first = child
		}
	}
	j.violate(NotOptimal, first, j.list[j.got[first]], "another stable outcome is better for this child and worse for none")
}
