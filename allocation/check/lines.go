package check

import (
	"fmt"
	"slices"
	"strconv"
)

// endSlots finds where each kind of seats ends in the group that has just chosen.
func (j *judge) endSlots(g int32) {
	ends := j.ends[j.takesOff[g]:j.takesOff[g+1]]
	at := func(k int32) *ending {
		i, _ := slices.BinarySearch(j.kindsOf(g), k)
		return &ends[i]
	}
	for i, k := range j.patternOf(g) {
		at(k).there += j.slotsAt(g, i)
	}
	for i := range j.claiming {
		x := &j.claiming[i]
		if x.slot == none {
			continue
		}
		end := at(x.kind)
		if x.keeps {
			end.there--
			continue
		}
		if rank := uint64(uint32(j.tier(x.kind, x.class)))<<32 | uint64(x.key); end.last == none || rank > end.worst {
			end.worst, end.last = rank, x.child
		}
		end.given++
	}
}

// slotsAt counts the slots of a group that fall on one place of its pattern.
func (j *judge) slotsAt(g int32, at int) int32 {
	seats, length := int64(j.seats[g]), int64(len(j.patternOf(g)))
	count := seats / length
	if after := (int64(at) - j.start[g]%length + length) % length; after < seats%length {
		count++
	}
	return int32(count)
}

// lines judges cutoffs and counters.
func (j *judge) lines() {
	j.found = append(j.found, j.strange...)
	for g := range j.groups() {
		for i, k := range j.kindsOf(g) {
			at := int(j.takesOff[g]) + i
			j.judgeCutoff(g, k, &j.ends[at], j.cutoff[at])
		}
		j.judgeStart(g)
	}
}

// judgeCutoff compares a line of the outcome, 0 = there is none, with where the seats end.
func (j *judge) judgeCutoff(g, k int32, end *ending, line int32) {
	if end.open() || end.there == 0 {
		if line != 0 {
			j.found = append(j.found, noCutoff(j.groupIDs.at(g), j.kinds[k].name))
		}
		return
	}
	tier, number, place := int(end.worst>>32), int64(0), int(uint32(end.worst))
	if !j.hasOrder[g] {
		number, place = j.standing(end.last), 0
	}
	if line != 0 {
		if got := &j.outcome.Cutoffs[line-1]; got.Tier == tier && got.Number == number && got.Place == place {
			return
		}
	}
	j.violate(WrongCutoff, none, g, fmt.Sprintf("%q: want tier %d, number %d, place %d", j.kinds[k].name, tier, number, place))
}

func (j *judge) judgeStart(g int32) {
	if j.patternOff[g] == j.patternOff[g+1] {
		return
	}
	want := j.start[g] + j.lastGiven(g) + 1
	if line := j.next[g]; line == 0 || j.outcome.Starts[line-1].Next != want {
		j.violate(WrongStart, none, g, fmt.Sprintf("want %d", want))
	}
}

// lastGiven returns the index of the last slot that was given out, −1 = none was. In a plain group nobody sits behind an empty
// slot: first the open ones are given out, then those that no holder keeps.
func (j *judge) lastGiven(g int32) int64 {
	if j.solo[g] == none {
		return j.lastSlot[g]
	}
	given := int64(j.ends[j.takesOff[g]].given)
	bound := j.holders(g)
	open := int64(j.seats[g]) - int64(len(bound))
	if given <= open {
		return given - 1
	}
	left := given - open
	for i, holder := range bound {
		if j.got[holder] != j.held[holder] {
			if left--; left == 0 {
				return open + int64(i)
			}
		}
	}
	return -1
}

// reasons judges why the children without a seat have none, and that nobody else is given a reason.
func (j *judge) reasons() {
	for c, w := range j.got {
		c := int32(c)
		want := uint8(0)
		if w == none {
			want = j.whyNone(c)
			if j.slot[c] != 0 {
				j.violate(WrongSlot, c, none, "a child without a seat has no slot")
			}
		}
		if j.reason[c] != want {
			j.violate(WrongReason, c, none, "want "+strconv.Quote(string(reasons[want])))
		}
	}
}

// isPlainlyWhy reports whether the child's reason is right, as far as its own line and wishes tell: while they are at hand, since to
// fetch them again is what takes the time.
func (j *judge) isPlainlyWhy(c int32) bool {
	if j.got[c] != none {
		return j.reason[c] == 0
	}
	f := j.clanOf(c)
	return (f == none || !j.whole[f]) && j.slot[c] == 0 && j.reason[c] == j.whyNone(c)
}

// whyNone returns the reason, by number, for which the child has no seat.
func (j *judge) whyNone(c int32) uint8 {
	const noWishes, notAcceptable, noSeat, family = 1, 2, 3, 4
	if j.off[c] == j.off[c+1] {
		return noWishes
	}
	f := j.clanOf(c)
	inBlock := f != none && j.whole[f]
	why := uint8(notAcceptable)
	for w := j.off[c]; w < j.off[c+1]; w++ {
		if !j.acceptable(c, w) {
			continue
		}
		why = noSeat
		if !inBlock {
			break
		}
		if j.wouldEnter(c, w) {
			return family
		}
	}
	return why
}

// wouldEnter reports whether the group, as it is, would take the child alone.
func (j *judge) wouldEnter(c, w int32) bool {
	g := j.list[w]
	for i, k := range j.kindsOf(g) {
		end := &j.ends[int(j.takesOff[g])+i]
		if rank, can := j.tierAndKey(k, c, w); can && end.there > 0 && (end.open() || rank < end.worst) {
			return true
		}
	}
	return false
}
