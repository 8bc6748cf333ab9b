package check

import (
	"fmt"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// ending is where one kind of seats in one group ends.
type ending struct {
	kind  int
	given int64 // seats of the kind that went to children who did not hold them
	there int64 // seats of the kind that no holder keeps
	last  claim // the last of those who got one
}

// open reports whether a seat of the kind stayed empty.
func (e *ending) open() bool { return e.given < e.there }

// lines judges cutoffs and counters.
func (j *judge) lines() {
	cutoffs := map[[2]string]allocation.Cutoff{}
	for _, c := range j.outcome.Cutoffs {
		key := [2]string{c.Group, c.Slot}
		if _, again := cutoffs[key]; again {
			j.found = append(j.found, Violation{Code: WrongCutoff, Group: c.Group, Detail: "repeated for " + quote(c.Slot)})
		}
		cutoffs[key] = c
	}
	starts := map[string]int64{}
	for _, s := range j.outcome.Starts {
		if _, again := starts[s.Group]; again {
			j.found = append(j.found, Violation{Code: WrongStart, Group: s.Group, Detail: "repeated"})
		}
		starts[s.Group] = s.Next
	}
	j.ends = make([][]ending, len(j.problem.Groups))
	for g := range j.problem.Groups {
		j.ends[g] = j.endings(g)
		for i := range j.ends[g] {
			j.judgeCutoff(g, &j.ends[g][i], cutoffs)
		}
		j.judgeStart(g, starts)
	}
	for key := range cutoffs {
		j.found = append(j.found, Violation{Code: WrongCutoff, Group: key[0], Detail: "there is no cutoff for " + quote(key[1])})
	}
	for group := range starts {
		j.found = append(j.found, Violation{Code: WrongStart, Group: group, Detail: "there is no counter here"})
	}
	slices.SortStableFunc(j.found, func(a, b Violation) int { return slices.Compare(key(a), key(b)) })
}

func key(v Violation) []string { return []string{string(v.Code), v.Group, v.Child, v.Detail} }

// endings finds where each kind of seats in the group ends.
func (j *judge) endings(g int) []ending {
	ends := []ending{}
	at := map[int]int{}
	for i, k := range j.pattern[g] {
		if _, known := at[k]; !known {
			at[k] = len(ends)
			ends = append(ends, ending{kind: k})
		}
		ends[at[k]].there += j.slotsAt(g, i)
	}
	for i := range j.choice[g] {
		x := j.choice[g][i]
		if x.slot == none {
			continue
		}
		end := &ends[at[x.kind]]
		if x.keeps {
			end.there--
			continue
		}
		if end.given == 0 || j.compare(x.kind, &end.last, &x) < 0 {
			end.last = x
		}
		end.given++
	}
	return ends
}

// slotsAt counts the slots of a group that fall on one place of its pattern.
func (j *judge) slotsAt(g, at int) int64 {
	seats, length := int64(j.problem.Groups[g].Seats), int64(len(j.pattern[g]))
	count := seats / length
	if after := (int64(at) - j.problem.Groups[g].Start%length + length) % length; after < seats%length {
		count++
	}
	return count
}

// judgeCutoff compares and crosses off the line of the outcome.
func (j *judge) judgeCutoff(g int, end *ending, cutoffs map[[2]string]allocation.Cutoff) {
	if end.open() || end.there == 0 {
		return
	}
	group := &j.problem.Groups[g]
	want := allocation.Cutoff{Group: group.ID, Slot: j.kinds[end.kind].name, Tier: j.kinds[end.kind].tier[j.class[end.last.child]]}
	if group.Order != nil {
		want.Place = j.place[end.last.wish]
	} else {
		want.Number = j.standing(end.last.child)
	}
	key := [2]string{want.Group, want.Slot}
	if got, is := cutoffs[key]; !is || got != want {
		j.violate(WrongCutoff, none, g, fmt.Sprintf("%s: want tier %d, number %d, place %d", quote(want.Slot), want.Tier, want.Number, want.Place))
	}
	delete(cutoffs, key)
}

func (j *judge) judgeStart(g int, starts map[string]int64) {
	group := &j.problem.Groups[g]
	if len(group.Pattern) == 0 {
		return
	}
	want := group.Start
	for i := range j.choice[g] {
		if x := &j.choice[g][i]; x.slot != none && !x.keeps {
			want = max(want, group.Start+x.slot+1)
		}
	}
	if got, is := starts[group.ID]; !is || got != want {
		j.violate(WrongStart, none, g, fmt.Sprintf("want %d", want))
	}
	delete(starts, group.ID)
}

// reasons judges why the children without a seat have none, and that nobody else is given a reason.
func (j *judge) reasons() {
	for c, line := range j.line {
		want := allocation.Reason("")
		if j.got[c] == none {
			want = j.reason(c)
			if slot := j.outcome.Assignments[line].Slot; slot != "" {
				j.violate(WrongSlot, c, none, "a child without a seat has no slot")
			}
		}
		if got := j.outcome.Assignments[line].Reason; got != want {
			j.violate(WrongReason, c, none, "want "+quote(string(want)))
		}
	}
}

func (j *judge) reason(c int) allocation.Reason {
	reason := allocation.NotAcceptable
	if j.off[c] == j.off[c+1] {
		return allocation.NoWishes
	}
	for w := j.off[c]; w < j.off[c+1]; w++ {
		if !j.acceptable(c, w) {
			continue
		}
		reason = allocation.NoSeat
		if f := j.inClan[c]; f != none && j.clans[f].whole && j.wouldEnter(c, w) {
			return allocation.FamilyReason
		}
	}
	return reason
}

// wouldEnter reports whether the group, as it is, would take the child alone.
func (j *judge) wouldEnter(c, w int) bool {
	x := j.claimOf(c, w)
	if j.place[w] == none {
		return false
	}
	return slices.ContainsFunc(j.ends[j.wish[w]], func(e ending) bool {
		if j.kinds[e.kind].tier[j.class[c]] == none || e.there == 0 {
			return false
		}
		return e.open() || j.compare(e.kind, &x, &e.last) < 0
	})
}
