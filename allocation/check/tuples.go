package check

import (
	"slices"

	"github.com/balajol/balajol/allocation"
)

// eachTuple yields the joint wishes of a family, best first, until yield returns false: one wish per member in queue order, none =
// no new seat. The tuple is good until yield returns.
func (b *book) eachTuple(x *clan, yield func(tuple []int32) bool) {
	if x.joint == nil {
		b.derivedTuples(x, yield)
		return
	}
	for _, groups := range x.joint {
		tuple := make([]int32, len(groups))
		possible := true
		for k, g := range groups {
			c := x.members[x.seat[k]]
			w := b.heldWish(c)
			if g != none {
				w = b.find(c, g)
				possible = possible && b.acceptable(c, w)
			}
			tuple[x.seat[k]] = w
		}
		if possible && !yield(tuple) {
			return
		}
	}
}

// derivedTuples follows the members' lists in queue order, keeping the members as near to the first as all lists allow.
func (b *book) derivedTuples(x *clan, yield func(tuple []int32) bool) {
	lists := make([][]int32, len(x.members))
	for i, c := range x.members {
		for w := b.off[c]; w < b.off[c+1]; w++ {
			if b.acceptable(c, w) {
				lists[i] = append(lists[i], w)
			}
		}
	}
	near := []func(v, w int32) bool{
		func(v, w int32) bool { return b.list[v] == b.list[w] },
		func(v, w int32) bool { return b.site[b.list[v]] == b.site[b.list[w]] },
		func(int32, int32) bool { return true },
	}
	if x.rule == allocation.SameKindergartenIfPossible {
		near = near[1:]
	}
	if x.rule != allocation.TogetherOrNone {
		near = near[:len(near)-1]
	}
	for _, isNear := range near {
		if product(lists, isNear, yield) > 0 {
			return
		}
	}
}

// product yields what the lists allow near each wish of the first, in lexicographic order, and returns how many there were.
func product(lists [][]int32, isNear func(v, w int32) bool, yield func([]int32) bool) (count int) {
	if len(lists) == 0 {
		return 0
	}
	options, tuple, at := make([][]int32, len(lists)), make([]int32, len(lists)), make([]int, len(lists))
	for _, leader := range lists[0] {
		options[0] = append(options[0][:0], leader)
		for i, list := range lists[1:] {
			options[i+1] = options[i+1][:0]
			for _, w := range list {
				if isNear(leader, w) {
					options[i+1] = append(options[i+1], w)
				}
			}
		}
		if slices.ContainsFunc(options, func(o []int32) bool { return len(o) == 0 }) {
			continue
		}
		clear(at)
		for more := true; more; more = advance(at, options) {
			for i := range options {
				tuple[i] = options[i][at[i]]
			}
			if count++; !yield(tuple) || count == allocation.MaxTuples {
				return count
			}
		}
	}
	return count
}

// advance turns the last wheel that still turns.
func advance(at []int, options [][]int32) bool {
	for i := len(at) - 1; i >= 0; i-- {
		if at[i]++; at[i] < len(options[i]) {
			return true
		}
		at[i] = 0
	}
	return false
}
