package check

import (
	"slices"
	"strconv"
)

const mayNot = "the group may not take this child"

// seating goes once through the wishes down to what each child got. It judges capacity, acceptability and what holders may not lose,
// and finds of each plain group the last who sits there and the first who would rather be there.
func (j *judge) seating() {
	j.seated, j.best = make([]seated, j.groups()), slices.Repeat([]comer{nobody}, int(j.groups()))
	if j.flat && j.held == nil && len(j.clans) == 0 {
		j.seatSimple()
	} else {
		for c := range j.children() {
			j.seat(c)
		}
	}
	for g := range j.seated {
		if count, seats := int(j.seated[g].given+j.seated[g].kept), int(j.seats[g]); count > seats {
			j.violate(OverCapacity, none, int32(g), strconv.Itoa(count)+" children in "+strconv.Itoa(seats)+" seats")
		}
	}
}

// seatSimple is seat for all children of a problem without priorities, holders and families. What it needs is at hand in variables:
// to find it anew for every child would take half as long again.
func (j *judge) seatSimple() {
	off, rank, list, place, reason, seated := j.off, j.rank, j.list, j.place, j.reason, j.seated
	for c, w := range j.got {
		c := int32(c)
		key, to := uint32(rank[c])+1, w
		if w == none {
			to = off[c+1]
		}
		if from := off[c]; from < to {
			j.longForSimple(c, key, from, to)
		}
		if w == none {
			j.doubt = j.doubt || !j.isPlainlyWhy(c)
			continue
		}
		j.doubt = j.doubt || reason[c] != 0
		if place != nil && place[w] != 0 {
			key = uint32(place[w])
		}
		s := &seated[list[w]]
		s.given++
		if key == cannot {
			j.violate(Infeasible, c, list[w], mayNot)
		} else {
			s.last = max(s.last, comerOf(key, c))
		}
	}
}

// longForSimple is longFor where no class counts.
func (j *judge) longForSimple(c int32, position uint32, from, to int32) {
	list, best := j.list[from:to], j.best
	if j.place == nil {
		for _, g := range list {
			best[g] = min(best[g], comerOf(position, c))
		}
		return
	}
	place := j.place[from:to]
	for i, g := range list[:len(place)] {
		key := uint32(place[i])
		if key == 0 {
			key = position
		}
		best[g] = min(best[g], comerOf(key, c))
	}
}

// seat judges what the child got, and why, and holds its wishes above against those of others.
func (j *judge) seat(c int32) {
	if from, to := j.above(c); from < to {
		j.longFor(c, from, to)
	}
	j.doubt = j.doubt || !j.isPlainlyWhy(c)
	switch w, held := j.got[c], j.heldWish(c); {
	case w == none && held != none:
		j.violate(SeatLost, c, j.list[held], "the child held a seat here and has none now")
	case w == none:
	case w == held:
		j.seated[j.list[w]].kept++
	default:
		j.sitDown(c, w)
	}
}

// above returns the range of the wishes that the child would rather have than what it got. What a block wants is judged tuple by
// tuple: it claims what it has.
func (j *judge) above(c int32) (from, to int32) {
	from, to = j.off[c], j.got[c]
	if to == none {
		to = j.off[c+1]
	}
	if f := j.clanOf(c); f != none && j.whole[f] {
		from = to
	}
	return from, to
}

// longFor holds what the child would rather have against the others who want it.
func (j *judge) longFor(c, from, to int32) {
	position := j.position(c)
	for w, g := range j.list[from:to] {
		key := position
		if j.place != nil {
			if place := j.place[int(from)+w]; place != 0 {
				key = uint32(place)
			}
		}
		if !j.flat {
			if j.solo[g] == none {
				continue // it will choose among its claims one by one
			}
			key = j.withTier(j.solo[g], c, key)
		}
		j.best[g] = min(j.best[g], comerOf(key, c))
	}
}

// sitDown counts a child who did not hold its seat before.
func (j *judge) sitDown(c, w int32) {
	g := j.list[w]
	s := &j.seated[g]
	s.given++
	key := j.key(c, w)
	if !j.flat {
		key = j.withTier(j.solo[g], c, key)
	}
	if key == cannot || j.solo[g] == none && !j.acceptable(c, w) {
		j.violate(Infeasible, c, g, mayNot)
	} else {
		s.last = max(s.last, comerOf(key, c))
	}
}

// comer is a child and, above it, the key with its tier that ranks it in a plain group. One number, so that to keep the lower of
// two needs no branch: which it is, nobody could predict.
type comer uint64

// nobody stands behind every child whom a group may take, and before all others.
const nobody = comer(cannot << 32)

func comerOf(key uint32, c int32) comer { return comer(key)<<32 | comer(uint32(c)) }

func (x comer) key() uint32 { return uint32(x >> 32) }

func (x comer) child() int32 { return int32(uint32(x)) }

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
