package check

import "slices"

// choices lets every group choose among its claims and compares with who is there. A plain group is described by one limit, so
// that a look at each wish is enough; the others, and the plain ones where something is wrong, fill their slots one by one.
func (j *judge) choices() {
	j.limits()
	looked, byQueue := make([]bool, j.groups()), false
	for g := range looked {
		looked[g] = j.solo[g] == none || j.bad[g]
		byQueue = byQueue || looked[g] && !j.hasOrder[g]
	}
	j.gather(looked, byQueue)
	for g := range j.groups() {
		if !looked[g] {
			continue
		}
		j.choose(g, j.claimsOn(g))
		j.compareChoice(g)
		if j.solo[g] == none {
			j.endSlots(g)
			j.point(g)
		}
	}
}

// limits holds the first who would rather be in a plain group against the last who sits there.
func (j *judge) limits() {
	j.ends, j.bad = make([]ending, len(j.takes)), make([]bool, j.groups())
	for i := range j.ends {
		j.ends[i].last = none
	}
	for _, g := range j.misnamed {
		j.bad[g] = true
	}
	for g := range j.groups() {
		e, s := &j.ends[j.takesOff[g]], &j.seated[g]
		if j.solo[g] == none {
			continue
		}
		e.given, e.there = s.given, j.seats[g]-s.kept
		last := s.last.key()
		e.last, e.worst = s.last.child(), uint64(last/j.stride)<<32|uint64(last%j.stride)
		switch {
		case e.open():
			j.bad[g] = j.bad[g] || j.best[g] < nobody
		case e.there > 0:
			j.bad[g] = j.bad[g] || j.best[g].key() < last
		}
	}
}

// gather lists the claims on the groups that are looked at one by one: best first where the queue alone decides, if that is asked for.
func (j *judge) gather(looked []bool, byQueue bool) {
	j.claimOff = make([]int32, j.groups()+1)
	if !slices.Contains(looked, true) {
		return
	}
	for c := range j.children() {
		for w, to := j.claimed(c); w < to; w++ {
			if g := j.list[w]; looked[g] {
				j.claimOff[g+1]++
			}
		}
	}
	for g := range j.groups() {
		j.claimOff[g+1] += j.claimOff[g]
	}
	at := slices.Clone(j.claimOff)
	j.claims = make([]suitor, at[j.groups()])
	for i := range j.children() {
		c := i
		if byQueue {
			c = j.queue[i]
		}
		for w, to := j.claimed(c); w < to; w++ {
			if g := j.list[w]; looked[g] {
				j.claims[at[g]] = suitor{c, w, j.key(c, w)}
				at[g]++
			}
		}
	}
}

// claimed returns the range of the wishes that the child likes no less than what it got.
func (j *judge) claimed(c int32) (from, to int32) {
	from, to = j.above(c)
	if j.got[c] != none {
		to++
	}
	return from, to
}

// claimsOn describes the claims on a group that may come true; the list is good until the next call.
func (j *judge) claimsOn(g int32) []claim {
	j.room = j.room[:0]
	for _, s := range j.claims[j.claimOff[g]:j.claimOff[g+1]] {
		if keeps := j.heldWish(s.child) == s.wish; keeps || s.key != cannot {
			j.room = append(j.room, claim{child: s.child, wish: s.wish, key: s.key, class: j.class[s.child], slot: none, kind: none, keeps: keeps})
		}
	}
	return j.room
}

// compareChoice names what differs between the choice and the outcome.
func (j *judge) compareChoice(g int32) {
	intruder := none // the last of those who sit here without being chosen
	for i := range j.claiming {
		if x := &j.claiming[i]; x.slot == none && j.got[x.child] == x.wish {
			intruder = x.child
		}
	}
	missing := false
	for i := range j.claiming {
		x := &j.claiming[i]
		if x.slot == none {
			continue
		}
		switch {
		case j.got[x.child] == x.wish:
			if j.slot[x.child] != x.kind {
				j.violate(WrongSlot, x.child, g, "want "+j.seatOf(x.kind))
			}
			continue
		case x.keeps:
			j.violate(SeatLost, x.child, g, "the child held this seat and has something that it likes less")
		case intruder != none:
			j.violate(JustifiedEnvy, x.child, g, j.seatOf(x.kind)+"; it outranks "+j.childIDs.at(intruder))
		default:
			j.violate(WastedSeat, x.child, g, j.seatOf(x.kind)+" is empty")
		}
		missing = true
	}
	if intruder != none && !missing {
		j.violate(OverCapacity, intruder, g, "no seat is left that this child can take")
	}
}

func (j *judge) seatOf(k int32) string {
	if k == 0 {
		return "a seat"
	}
	return "a seat of " + j.kinds[k].name
}
