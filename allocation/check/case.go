package check

import (
	"slices"
	"strconv"

	"github.com/balajol/balajol/allocation"
)

// Case is an outcome in the numbers of its problem. It does not change, so that it may be judged more than once.
type Case struct {
	*book
	malformed string // why there is no problem
	outcome   *allocation.Outcome
	unread    []Violation // lines of children that lead nowhere
	strange   []Violation // cutoffs and counters that lead nowhere

	got      []int32 // child → wish, none
	slot     []int32 // child → kind of its seat as the outcome names it, unknown
	reason   []uint8 // child → index into reasons, otherReason
	cutoff   []int32 // [takesOff + i] → line in the outcome's cutoffs from 1 on, 0 = none
	misnamed []int32 // plain groups with a seat whose kind has another name in the outcome
	next     []int32 // group → line in the outcome's starts from 1 on, 0 = none
}

const (
	unknown     = int32(-2)
	otherReason = 254
	unseen      = 255
)

// reasons by number.
var reasons = [...]allocation.Reason{"", allocation.NoWishes, allocation.NotAcceptable, allocation.NoSeat, allocation.FamilyReason}

// Read numbers an outcome: linear in its lines. The outcome is not copied and must not change while the Case is in use.
func (x *Checker) Read(o allocation.Outcome) *Case {
	s := &Case{book: x.book, malformed: x.malformed, outcome: &o}
	if s.malformed != "" {
		return s
	}
	s.got = slices.Repeat([]int32{none}, int(s.children()))
	s.slot = make([]int32, s.children())
	s.reason = slices.Repeat([]uint8{unseen}, int(s.children()))
	r := reading{Case: s, kindAt: map[string]int32{"": 0}, groupAt: newTable(s.groupIDs)}
	for k := range s.kinds {
		r.kindAt[s.kinds[k].name] = int32(k)
	}
	r.assignments()
	r.cutoffs()
	r.starts()
	return s
}

// reading holds what looks names up.
type reading struct {
	*Case
	groupAt  *table
	childAt  *table // made when the lines do not stand in the order of ids
	kindAt   map[string]int32
	lastName string
	lastKind int32
}

func (r *reading) assignments() {
	for i := range r.outcome.Assignments {
		a := &r.outcome.Assignments[i]
		c := r.child(i, a.Child)
		switch {
		case c == none:
			r.unread = append(r.unread, Violation{Code: UnknownChild, Child: a.Child, Group: a.Group, Detail: "assignment " + strconv.Itoa(i)})
			continue
		case r.reason[c] != unseen:
			r.unread = append(r.unread, Violation{Code: RepeatedChild, Child: a.Child, Detail: "assignment " + strconv.Itoa(i)})
			continue
		}
		r.reason[c], r.slot[c] = reasonNumber(a.Reason), r.kind(a.Slot)
		if a.Group == "" {
			continue
		}
		g := r.groupAt.find(a.Group)
		if g == none {
			r.unread = append(r.unread, Violation{Code: UnknownGroup, Child: a.Child, Group: a.Group})
			continue
		}
		if r.solo[g] != none && r.slot[c] != r.solo[g] {
			r.misnamed = append(r.misnamed, g)
		}
		if r.got[c] = r.find(c, g); r.got[c] == none {
			r.unread = append(r.unread, Violation{
				Code: NotRational, Child: a.Child, Group: a.Group, Detail: "the child does not list this group, or lists it behind the seat that it holds",
			})
		}
	}
	for c, reason := range r.reason {
		if reason == unseen {
			r.unread = append(r.unread, Violation{Code: MissingChild, Child: r.childIDs.at(int32(c))})
		}
	}
}

// child finds the child of line i: in an outcome in canonical form the i-th by id.
func (r *reading) child(i int, id string) int32 {
	if i < len(r.childrenByID) {
		if c := r.childrenByID[i]; r.childIDs.at(c) == id {
			return c
		}
	}
	if r.childAt == nil {
		r.childAt = newTable(r.childIDs)
	}
	return r.childAt.find(id)
}

func (r *reading) kind(name string) int32 {
	if name == r.lastName {
		return r.lastKind
	}
	k, known := r.kindAt[name]
	if !known {
		k = unknown
	}
	r.lastName, r.lastKind = name, k
	return k
}

func reasonNumber(reason allocation.Reason) uint8 {
	if at := slices.Index(reasons[:], reason); at >= 0 {
		return uint8(at)
	}
	return otherReason
}

func (r *reading) cutoffs() {
	r.cutoff = make([]int32, len(r.takes))
	for i := range r.outcome.Cutoffs {
		c := &r.outcome.Cutoffs[i]
		g := r.groupAt.find(c.Group)
		at, there := 0, false
		if g != none {
			at, there = slices.BinarySearch(r.kindsOf(g), r.kind(c.Slot))
		}
		if !there {
			r.strange = append(r.strange, noCutoff(c.Group, c.Slot))
			continue
		}
		line := &r.cutoff[int(r.takesOff[g])+at]
		if *line != 0 {
			r.strange = append(r.strange, Violation{Code: WrongCutoff, Group: c.Group, Detail: "repeated for " + strconv.Quote(c.Slot)})
		}
		*line = int32(i + 1)
	}
}

func noCutoff(group, slot string) Violation {
	return Violation{Code: WrongCutoff, Group: group, Detail: "there is no cutoff for " + strconv.Quote(slot)}
}

func (r *reading) starts() {
	r.next = make([]int32, r.groups())
	for i := range r.outcome.Starts {
		s := &r.outcome.Starts[i]
		g := r.groupAt.find(s.Group)
		if g == none || r.patternOff[g] == r.patternOff[g+1] {
			r.strange = append(r.strange, Violation{Code: WrongStart, Group: s.Group, Detail: "there is no counter here"})
			continue
		}
		if r.next[g] != 0 {
			r.strange = append(r.strange, Violation{Code: WrongStart, Group: s.Group, Detail: "repeated"})
		}
		r.next[g] = int32(i + 1)
	}
}
