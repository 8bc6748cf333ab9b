package check

import (
	"cmp"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// clan is a family with its members in queue order.
type clan struct {
	given   *allocation.Family
	rule    allocation.Rule
	members []int32
	seat    []int     // place in given.Children → index in members
	joint   [][]int32 // the family's own tuples of groups, in the order of given.Children; nil = derived
	binds   bool      // all or none
}

// indexClans reads the families.
func (b *book) indexClans() string {
	if len(b.given) == 0 {
		return ""
	}
	b.inClan = slices.Repeat([]int32{none}, int(b.children()))
	b.clans = make([]clan, len(b.given))
	for f := range b.given {
		if reason := b.indexClan(int32(f)); reason != "" {
			return reason
		}
	}
	b.positions()
	return ""
}

func (b *book) indexClan(f int32) string {
	given := &b.given[f]
	x := clan{given: given, rule: cmp.Or(given.Rule, allocation.Joint), joint: b.joint[f]}
	x.binds = x.rule == allocation.Joint || x.rule == allocation.TogetherOrNone
	if !x.binds && x.rule != allocation.TogetherIfPossible && x.rule != allocation.SameKindergartenIfPossible || x.rule == allocation.Joint && x.joint == nil {
		return "family " + given.ID + " has no rule that is known"
	}
	members := b.member[b.memberOff[f]:b.memberOff[f+1]]
	for _, c := range members {
		if b.inClan[c] != none {
			return "family " + given.ID + " names a child that is in a family already"
		}
		b.inClan[c] = f
	}
	x.members = slices.Clone(members)
	slices.SortFunc(x.members, func(a, c int32) int { return cmp.Compare(b.rank[a], b.rank[c]) })
	for _, c := range members {
		at, _ := slices.BinarySearchFunc(x.members, b.rank[c], func(member, rank int32) int { return cmp.Compare(b.rank[member], rank) })
		x.seat = append(x.seat, at)
	}
	for _, tuple := range x.joint {
		if len(tuple) != len(members) {
			return "family " + given.ID + " has a tuple of another length"
		}
		for k, g := range tuple {
			if g != none && (g < 0 || g >= b.groups() || b.find(members[k], g) == none) {
				return "family " + given.ID + " has a tuple with a group that its child does not list"
			}
		}
	}
	b.clans[f] = x
	return ""
}

// positions lines the children up with two places for members: with the first of their family, and alone.
func (b *book) positions() {
	b.own, b.block = make([]int32, b.children()), make([]int32, b.children())
	next := int32(0)
	for _, c := range b.queue {
		if f := b.inClan[c]; f != none && b.clans[f].members[0] == c {
			for _, member := range b.clans[f].members {
				b.block[member] = next
				next++
			}
		}
		b.own[c] = next
		next++
	}
}
