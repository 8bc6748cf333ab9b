package check

import (
	"slices"

	"github.com/balajol/balajol/allocation"
)

// judge is a case at work.
type judge struct {
	*Case
	found []Violation
	whole []bool // family → stands as a block in the outcome: placed by a tuple, or refused as a whole

	seated   []seated // group → who sits there; of those that are not plain only the counts are used
	ends     []ending // [takesOff + i] → where the kind of seats ends
	best     []comer  // plain group → the first of those who want a seat here and have something that they like less, nobody
	bad      []bool   // plain group → what it would choose differs from what it has
	claimOff []int32  // group → its first claim in claims
	claims   []suitor // of the groups that are looked at one by one, best first where the queue decides
	doubt    bool     // some reason is wrong, or cannot be judged before the cutoffs are known
	lastSlot []int64  // group → index of the last slot given out, −1 = none
	better   []int32  // child on a seat of several kinds → who would rather have its slot, none
	hall
}

// seated tells of a group who sits there.
type seated struct {
	last  comer // of those who did not hold their seat before; 0 = there are none
	given int32 // how many they are
	kept  int32 // holders on their seats
}

// ending is where one kind of seats in one group ends.
type ending struct {
	worst uint64 // tier and key of the last of those who got one
	last  int32  // that child, none
	given int32  // seats of the kind that went to children who did not hold them
	there int32  // seats of the kind that no holder keeps
}

// open reports whether a seat of the kind stayed empty.
func (e *ending) open() bool { return e.given < e.there }

// suitor is a child who wants a group no less than what it got.
type suitor struct {
	child, wish int32
	key         uint32
}

// Verdict judges the case: linear in the wishes, slots and lines. It does not change the Case.
func (s *Case) Verdict() Verdict {
	j := &judge{Case: s}
	if s.malformed != "" {
		j.violate(MalformedProblem, none, none, s.malformed)
		return Verdict{Violations: j.found}
	}
	j.whole = make([]bool, len(s.clans))
	v := Verdict{Optimality: len(s.clans) == 0 || s.commonOrder()}
	if len(s.clans) > 0 {
		v.Stability = "blocking_tuples_free_claims"
	}
	j.header()
	before := len(j.found)
	j.found = append(j.found, s.unread...)
	apart := j.readFamilies()
	j.seating()
	if len(j.found) == before {
		j.found = append(j.found, apart...)
	}
	if len(j.found) == before {
		j.choices()
	}
	if len(j.found) == before {
		j.lines()
		if j.doubt {
			j.reasons()
		}
		j.families()
		if len(s.clans) == 0 {
			j.optimal()
		}
	}
	v.Violations = j.found
	return v
}

func (j *judge) violate(code Code, child, group int32, detail string) {
	j.found = append(j.found, j.violation(code, child, group, detail))
}

func (b *book) violation(code Code, child, group int32, detail string) Violation {
	v := Violation{Code: code, Detail: detail}
	if child != none {
		v.Child = b.childIDs.at(child)
	}
	if group != none {
		v.Group = b.groupIDs.at(group)
	}
	return v
}

// header judges what the outcome says about itself.
func (j *judge) header() {
	if j.outcome.ProblemSHA256 != j.hash {
		j.violate(WrongHash, none, none, "the problem's hash is "+j.hash)
	}
	if j.outcome.Mechanism != allocation.Mechanism {
		j.violate(WrongMechanism, none, none, "want "+allocation.Mechanism)
	}
	want := allocation.PathOwnOrders
	switch {
	case j.commonOrder():
		want = allocation.PathCommonOrder
	case len(j.clans) > 0 && j.outcome.Path == allocation.PathExact:
		want = allocation.PathExact
	case len(j.clans) > 0:
		want = allocation.PathHeuristic
	case len(j.pattern) > 0 || j.held != nil:
		want = allocation.PathSlots
	}
	if j.outcome.Path != want {
		j.violate(WrongPath, none, none, "want "+string(want))
	}
}

// commonOrder reports whether all groups rank all children alike; with families, by number alone.
func (b *book) commonOrder() bool {
	if b.held != nil || slices.Contains(b.hasOrder, true) {
		return false
	}
	reference := int32(0)
	if len(b.clans) == 0 && len(b.places) > 0 {
		reference = b.places[0]
	}
	used := make([]bool, len(b.classNames))
	for _, class := range b.class {
		used[class] = true
	}
	alike := make([]bool, len(b.kinds))
	for k := range b.kinds {
		alike[k] = true
		for class := range used {
			alike[k] = alike[k] && (!used[class] || b.tier(int32(k), int32(class)) == b.tier(reference, int32(class)))
		}
	}
	return !slices.ContainsFunc(b.takes, func(k int32) bool { return !alike[k] })
}

// position is the child's place in the queue, from 1 on: in a block next to the family's first member.
func (j *judge) position(c int32) uint32 {
	switch f := j.clanOf(c); {
	case j.own == nil:
		return uint32(j.rank[c]) + 1
	case f != none && j.whole[f]:
		return uint32(j.block[c]) + 1
	}
	return uint32(j.own[c]) + 1
}

// standing is the number that the child stands with: in a block that of the first member.
func (j *judge) standing(c int32) int64 {
	if f := j.clanOf(c); f != none && j.whole[f] {
		return j.numberOf(j.clans[f].members[0])
	}
	return j.numberOf(c)
}

// key ranks the child of a wish in its group, tiers aside; cannot = it is left out of the group's order.
func (j *judge) key(c, w int32) uint32 {
	if j.place != nil && j.place[w] != 0 {
		return uint32(j.place[w]) // none is cannot
	}
	return j.position(c)
}

// tierAndKey ranks the child of a wish for one kind of seats; ok = false: it cannot take one.
func (j *judge) tierAndKey(k, c, w int32) (rank uint64, ok bool) {
	tier, key := j.tier(k, j.class[c]), j.key(c, w)
	return uint64(uint32(tier))<<32 | uint64(key), tier != none && key != cannot
}
