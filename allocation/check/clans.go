package check

import (
	"cmp"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// clan is a family with its members in queue order.
type clan struct {
	given   *allocation.Family
	members []int
	seat    []int // place in given.Children → index in members
	joint   bool  // the family ranks its own tuples
	binds   bool  // all or none
	whole   bool  // stands as a block in the outcome: placed by a tuple, or refused as a whole
}

// indexClans reads the families.
func (j *judge) indexClans() string {
	j.inClan = slices.Repeat([]int{none}, len(j.problem.Children))
	if _, ok := numbered(j.problem.Families, func(f *allocation.Family) string { return f.ID }); !ok {
		return "family ids are not unique"
	}
	for f := range j.problem.Families {
		if reason := j.indexClan(f, &j.problem.Families[f]); reason != "" {
			return reason
		}
	}
	for c := range j.problem.Children {
		if id := j.problem.Children[c].Family; id != "" && (j.inClan[c] == none || j.clans[j.inClan[c]].given.ID != id) {
			return "a child names a family that does not list it"
		}
	}
	return ""
}

func (j *judge) indexClan(f int, given *allocation.Family) string {
	rule := cmp.Or(given.Rule, allocation.Joint)
	x := clan{given: given, joint: given.Joint != nil, binds: rule == allocation.Joint || rule == allocation.TogetherOrNone}
	if !x.binds && rule != allocation.TogetherIfPossible && rule != allocation.SameKindergartenIfPossible || rule == allocation.Joint && !x.joint {
		return "family " + given.ID + " has no rule that is known"
	}
	for _, id := range given.Children {
		c, known := j.childAt[id]
		if !known || j.inClan[c] != none {
			return "family " + given.ID + " names an unknown child, or one that is in a family already"
		}
		j.inClan[c] = f
		x.members = append(x.members, c)
	}
	slices.SortFunc(x.members, func(a, b int) int { return cmp.Compare(j.number[a], j.number[b]) })
	at := map[int]int{}
	for i, c := range x.members {
		at[c] = i
	}
	for _, id := range given.Children {
		x.seat = append(x.seat, at[j.childAt[id]])
	}
	for _, tuple := range given.Joint {
		if len(tuple) != len(x.members) {
			return "family " + given.ID + " has a tuple of another length"
		}
		for k, id := range tuple {
			if id != "" && j.find(x.members[x.seat[k]], j.groupIndex(id)) == none {
				return "family " + given.ID + " has a tuple with a group that its child does not list"
			}
		}
	}
	j.clans = append(j.clans, x)
	return ""
}

// groupIndex returns none for an unknown group.
func (j *judge) groupIndex(id string) int {
	if g, known := j.groupAt[id]; known {
		return g
	}
	return none
}
