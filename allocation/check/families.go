package check

import (
	"slices"

	"github.com/balajol/balajol/allocation"
)

// readFamilies judges the families' rules and finds which stand as a block: those that sit by one of their tuples, unless the
// outcome says that their members stand alone, and those whose rule is all or none. It returns who sits as no rule allows.
func (j *judge) readFamilies() (apart []Violation) {
	if len(j.clans) == 0 {
		return nil
	}
	alone := map[string]bool{}
	for _, b := range j.outcome.BlockingFamilies {
		alone[b.Family] = alone[b.Family] || b.Alone
	}
	for f := range j.clans {
		x := &j.clans[f]
		sits := false
		j.eachTuple(x, func(tuple []int32) bool {
			sits = j.has(x, tuple)
			return !sits
		})
		j.whole[f] = x.binds || sits && !alone[x.given.ID]
		if x.binds && !sits {
			apart = append(apart, j.judgeApart(x)...)
		}
	}
	return apart
}

// has reports whether the tuple is what the family got.
func (j *judge) has(x *clan, tuple []int32) bool {
	for i, c := range x.members {
		if j.got[c] != tuple[i] {
			return false
		}
	}
	return true
}

// judgeApart refuses a family of the kind all or none that sits by none of its tuples: none may have a new seat.
func (j *judge) judgeApart(x *clan) (apart []Violation) {
	for _, c := range x.members {
		if w := j.got[c]; w != none && w != j.heldWish(c) {
			apart = append(apart, j.violation(FamilyApart, c, j.list[w], "family "+x.given.ID+" sits by none of its tuples"))
		}
	}
	return apart
}

// families judges the exceptions.
func (j *judge) families() {
	wrong := func(detail string) { j.found = append(j.found, Violation{Code: WrongException, Detail: detail}) }
	listed := map[string]*allocation.BlockingFamily{}
	for i := range j.outcome.BlockingFamilies {
		b := &j.outcome.BlockingFamilies[i]
		if listed[b.Family] != nil {
			wrong("family " + b.Family + " repeated")
		}
		listed[b.Family] = b
	}
	j.gatherForFamilies()
	for f := range j.clans {
		x := &j.clans[f]
		want, blocks := j.examine(int32(f))
		got := listed[x.given.ID]
		delete(listed, x.given.ID)
		if blocks != (got != nil) || blocks && (got.Alone != want.Alone || !slices.Equal(got.Tuple, want.Tuple)) {
			wrong("family " + x.given.ID)
		} else if blocks && j.outcome.Path == allocation.PathCommonOrder {
			wrong("family " + x.given.ID + " blocks though the order is common")
		}
	}
	for _, b := range j.outcome.BlockingFamilies {
		if listed[b.Family] != nil {
			delete(listed, b.Family)
			wrong("unknown family " + b.Family)
		}
	}
}

// gatherForFamilies lists the claims on all groups that examine will ask.
func (j *judge) gatherForFamilies() {
	if len(j.clans) == 0 {
		return
	}
	looked := make([]bool, j.groups())
	for f := range j.clans {
		j.eachWanted(int32(f), func(tuple []int32) bool {
			for _, w := range tuple {
				if w != none {
					looked[j.list[w]] = true
				}
			}
			return true
		})
	}
	j.gather(looked, false)
}

// examine goes down the family's tuples to the one that it has; the first that all groups would rather take is its claim.
func (j *judge) examine(f int32) (b allocation.BlockingFamily, blocks bool) {
	x := &j.clans[f]
	b.Family = x.given.ID
	whole := j.whole[f]
	sits := j.eachWanted(f, func(tuple []int32) bool {
		if !j.allWouldTake(x, tuple) {
			return true
		}
		b.Tuple = make([]string, len(tuple))
		for k, i := range x.seat {
			if tuple[i] != none {
				b.Tuple[k] = j.groupIDs.at(j.list[tuple[i]])
			}
		}
		return false
	})
	b.Alone = sits && !whole
	return b, b.Alone || b.Tuple != nil
}

// eachWanted yields the tuples that the family prefers to the one that it has, if each newcomer would get in alone, until yield
// returns false; then it reports whether the family has one of its tuples. A tuple is judged by the block's place in the queue.
func (j *judge) eachWanted(f int32, yield func(tuple []int32) bool) (sits bool) {
	x := &j.clans[f]
	whole, more := j.whole[f], true
	j.whole[f] = true
	j.eachTuple(x, func(tuple []int32) bool {
		if sits = j.has(x, tuple); sits {
			return false
		}
		if more && j.mayTake(x, tuple) {
			more = yield(tuple)
		}
		return true
	})
	j.whole[f] = whole
	return sits
}

// mayTake asks what is quick to see: where none of the family is now, each member whom the tuple sends there must get in alone.
func (j *judge) mayTake(x *clan, tuple []int32) bool {
	for i, c := range x.members {
		w := tuple[i]
		if w == none || j.heldWish(c) == w || j.isThere(x, j.list[w]) {
			continue
		}
		if !j.wouldEnter(c, w) {
			return false
		}
	}
	return true
}

// isThere reports whether some member sits in the group.
func (j *judge) isThere(x *clan, g int32) bool {
	return slices.ContainsFunc(x.members, func(c int32) bool { return j.got[c] != none && j.list[j.got[c]] == g })
}

// allWouldTake asks every group of the tuple.
func (j *judge) allWouldTake(x *clan, tuple []int32) bool {
	for i, w := range tuple {
		asked := slices.ContainsFunc(tuple[:i], func(v int32) bool { return v != none && w != none && j.list[v] == j.list[w] })
		if w != none && !asked && !j.wouldTake(x, j.list[w], tuple) {
			return false
		}
	}
	return true
}

// wouldTake asks a group whether it would choose the members whom the tuple sends there among all who claim it, the family's other
// members being away. A group for which the tuple changes nothing need not be asked.
func (j *judge) wouldTake(x *clan, g int32, tuple []int32) bool {
	in := func(w int32) bool { return w != none && j.list[w] == g }
	changes := false
	claims := []claim{}
	for i, c := range x.members {
		w := tuple[i]
		changes = changes || in(w) != in(j.got[c])
		if in(w) {
			claims = append(claims, claim{child: c, wish: w, key: j.key(c, w), class: j.class[c], slot: none, kind: none, keeps: j.heldWish(c) == w})
		}
	}
	if !changes {
		return true
	}
	for _, y := range j.claimsOn(g) {
		if !slices.Contains(x.members, y.child) {
			claims = append(claims, y)
		}
	}
	j.choose(g, claims)
	return !slices.ContainsFunc(j.claiming, func(y claim) bool { return y.slot == none && slices.Contains(x.members, y.child) })
}
