package allocation_test

import (
	"cmp"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// reference is deferred acceptance as the papers tell it, and as slow: in every round each child without a seat applies to the
// next group of its list, and each group chooses anew among all who ever applied (the cumulative offers of Kominers & Sönmez
// 2016). It knows nothing of the engine but the types, and nothing of families and lotteries.
func reference(p allocation.Problem) map[string]string {
	applied := map[string][]string{} // group → children who ever applied
	next := map[string]int{}
	for {
		got := map[string]string{}
		for _, g := range p.Groups {
			for child := range referenceSlots(p, g, applied[g.ID]) {
				got[child] = g.ID
			}
		}
		moved := false
		for i, c := range p.Children {
			list := referenceList(c)
			if got[c.ID] == "" && next[c.ID] < len(list) {
				g := list[next[c.ID]]
				next[c.ID]++
				applied[g] = append(applied[g], p.Children[i].ID)
				moved = true
			}
		}
		if !moved {
			return got
		}
	}
}

// referenceList cuts a list behind the seat that the child holds.
func referenceList(c allocation.Child) []string {
	if c.Holds == "" {
		return c.Prefers
	}
	if at := slices.Index(c.Prefers, c.Holds); at >= 0 {
		return c.Prefers[:at+1]
	}
	return append(slices.Clone(c.Prefers), c.Holds)
}

// referenceSlots gives the slots of a group one by one to the best of those who applied: child → slot kind.
func referenceSlots(p allocation.Problem, g allocation.Group, applied []string) map[string]string {
	var holders []allocation.Child
	for _, c := range p.Children {
		if c.Holds == g.ID {
			holders = append(holders, c)
		}
	}
	slices.SortFunc(holders, func(a, b allocation.Child) int { return referenceNumber(p, a) - referenceNumber(p, b) })
	chosen := map[string]string{}
	for slot := range g.Seats {
		kind := ""
		if len(g.Pattern) > 0 {
			kind = g.Pattern[(int(g.Start)+slot)%len(g.Pattern)]
		}
		bound := slot - (g.Seats - len(holders))
		if bound >= 0 && slices.Contains(applied, holders[bound].ID) {
			chosen[holders[bound].ID] = kind
			continue
		}
		best, bestRank := "", []int(nil)
		for _, c := range p.Children {
			_, seated := chosen[c.ID]
			if !slices.Contains(applied, c.ID) || seated || c.Holds == g.ID {
				continue
			}
			if rank := referenceRank(p, g, kind, c); rank != nil && (best == "" || slices.Compare(rank, bestRank) < 0) {
				best, bestRank = c.ID, rank
			}
		}
		if best != "" {
			chosen[best] = kind
		}
	}
	return chosen
}

// referenceRank says how a child stands for a slot, nil = it cannot take it.
func referenceRank(p allocation.Problem, g allocation.Group, name string, c allocation.Child) []int {
	rank := []int{0, 0, referenceNumber(p, c)}
	if name != "" {
		kind := p.SlotKinds[slices.IndexFunc(p.SlotKinds, func(k allocation.SlotKind) bool { return k.Name == name })]
		rank[0] = slices.IndexFunc(kind.Tiers, func(tier []string) bool { return slices.Contains(tier, c.Class) })
	}
	if g.Order != nil {
		rank[1] = slices.Index(g.Order, c.ID)
	}
	if rank[0] < 0 || rank[1] < 0 {
		return nil
	}
	return rank
}

func referenceNumber(p allocation.Problem, c allocation.Child) int {
	if c.Number != 0 {
		return int(c.Number)
	}
	return slices.IndexFunc(p.Children, func(other allocation.Child) bool { return other.ID == c.ID })
}

// referenceTurns is serial dictatorship with families, on problems without slot kinds, orders and held seats.
func referenceTurns(p allocation.Problem) map[string]string {
	children := slices.Clone(p.Children)
	slices.SortFunc(children, func(a, b allocation.Child) int { return referenceNumber(p, a) - referenceNumber(p, b) })
	left, site := map[string]int{}, map[string]string{}
	for _, g := range p.Groups {
		left[g.ID], site[g.ID] = g.Seats, cmp.Or(g.Kindergarten, g.ID)
	}
	got, finished := map[string]string{}, map[string]bool{}
	for _, c := range children {
		f := slices.IndexFunc(p.Families, func(f allocation.Family) bool { return slices.Contains(f.Children, c.ID) })
		if f >= 0 && !finished[p.Families[f].ID] {
			family := p.Families[f]
			finished[family.ID] = true
			var members []allocation.Child
			for _, m := range children {
				if slices.Contains(family.Children, m.ID) {
					members = append(members, m)
				}
			}
			fitted := referenceFit(family, members, site, left, got)
			if fitted || family.Rule == allocation.TogetherOrNone || family.Rule == allocation.Joint {
				for _, m := range members {
					finished[m.ID] = true
				}
			}
		}
		if finished[c.ID] {
			continue
		}
		for _, g := range c.Prefers {
			if left[g] > 0 {
				left[g]--
				got[c.ID] = g
				break
			}
		}
	}
	return got
}

// referenceFit seats the members by the best tuple for which there is room.
func referenceFit(family allocation.Family, members []allocation.Child, site map[string]string, left map[string]int, got map[string]string) bool {
	for _, tuple := range referenceTuples(family, members, site) {
		need := map[string]int{}
		for _, g := range tuple {
			need[g]++
		}
		delete(need, "")
		room := true
		for g, n := range need {
			room = room && left[g] >= n
		}
		if !room {
			continue
		}
		for i, g := range tuple {
			if g != "" {
				left[g]--
				got[members[i].ID] = g
			}
		}
		return true
	}
	return false
}

// referenceTuples lists a family's tuples in the order of members.
func referenceTuples(family allocation.Family, members []allocation.Child, site map[string]string) (tuples [][]string) {
	for _, joint := range family.Joint {
		tuple := []string{}
		for _, m := range members {
			tuple = append(tuple, joint[slices.Index(family.Children, m.ID)])
		}
		tuples = append(tuples, tuple)
	}
	if family.Joint != nil {
		return tuples
	}
	all := [][]string{{}}
	for _, m := range members {
		var longer [][]string
		for _, tuple := range all {
			for _, g := range m.Prefers {
				longer = append(longer, append(slices.Clone(tuple), g))
			}
		}
		all = longer
	}
	near := []func(g string) string{func(g string) string { return g }, func(g string) string { return site[g] }, func(string) string { return "" }}
	if family.Rule == allocation.SameKindergartenIfPossible {
		near = near[1:]
	}
	if family.Rule != allocation.TogetherOrNone {
		near = near[:len(near)-1]
	}
	for _, place := range near {
		for _, tuple := range all {
			if !slices.ContainsFunc(tuple, func(g string) bool { return place(g) != place(tuple[0]) }) {
				tuples = append(tuples, tuple)
			}
		}
		if len(tuples) > 0 {
			return tuples
		}
	}
	return nil
}
