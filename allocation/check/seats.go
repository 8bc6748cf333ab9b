package check

import (
	"slices"
	"strconv"
)

// count goes through the seats once: it judges capacity, acceptability and what holders may not lose, and finds the last who sits
// in each plain group.
func (j *judge) count() {
	j.seated, j.kept = make([]seated, j.groups()), make([]int32, j.groups())
	j.last = slices.Repeat([]int32{none}, int(j.groups()))
	for c, w := range j.got {
		c := int32(c)
		if w == none {
			if held := j.heldWish(c); held != none {
				j.violate(SeatLost, c, j.list[held], "the child held a seat here and has none now")
			}
			continue
		}
		g := j.list[w]
		s := &j.seated[g]
		if j.heldWish(c) == w {
			j.kept[g]++
			continue
		}
		s.given++
		key := j.key(c, w)
		if !j.flat {
			key = j.withTier(j.solo[g], c, key)
		}
		if key == cannot || !j.flat && !j.acceptable(c, w) {
			j.violate(Infeasible, c, g, "the group may not take this child")
		} else if key > s.worst {
			s.worst, j.last[g] = key, c
		}
	}
	for g := range j.seated {
		if count, seats := int(j.seated[g].given+j.kept[g]), int(j.seats[g]); count > seats {
			j.violate(OverCapacity, none, int32(g), strconv.Itoa(count)+" children in "+strconv.Itoa(seats)+" seats")
		}
	}
}

// withTier adds what the tier of the child counts for in a plain group; cannot stays cannot.
func (j *judge) withTier(k, c int32, key uint32) uint32 {
	if key == cannot || k == none {
		return key
	}
	tier := j.tierKey[int(k)*len(j.classNames)+int(j.class[c])]
	if tier == cannot {
		return cannot
	}
	return tier + key
}
