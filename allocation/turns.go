package allocation

import (
	"cmp"
	"slices"
)

// takeTurns is serial dictatorship: in the common order each child takes the best group with a seat left. It equals deferred
// acceptance, costs one look at every wish, and any deviation from it is visible to two families (Grigoryan & Möller). A family
// has one turn, at its first member's number.
func (s *solution) takeTurns(r *run) error {
	left := make([]int32, len(s.m.groups))
	for g, group := range s.m.groups {
		left[g] = int32(group.Seats)
	}
	alone := make([]bool, len(s.m.families))
	for _, c := range s.m.commonOrder() {
		if err := r.tick(); err != nil {
			return err
		}
		if f := s.m.familyOf(c); f != none && !alone[f] {
			if s.m.families[f].members[0] == c {
				alone[f] = !s.takeTogether(f, left) && !s.m.families[f].rule.binds()
				s.whole[f] = !alone[f]
			}
			if !alone[f] {
				continue
			}
		}
		for w, end := s.m.wishes(c); w < end; w++ {
			if g := s.m.wish[w]; left[g] > 0 {
				left[g]--
				s.got[c] = w
				break
			}
		}
	}
	return nil
}

// takeTogether gives the family the first tuple for which seats are left.
func (s *solution) takeTogether(f int32, left []int32) bool {
	taken := false
	s.m.tuples(f, func(tuple []int32) bool {
		for _, w := range tuple {
			if w != none {
				left[s.m.wish[w]]--
			}
		}
		taken = !slices.ContainsFunc(tuple, func(w int32) bool { return w != none && left[s.m.wish[w]] < 0 })
		for i, w := range tuple {
			switch {
			case taken:
				s.got[s.m.families[f].members[i]] = w
			case w != none:
				left[s.m.wish[w]]++
			}
		}
		return !taken
	})
	return taken
}

// commonOrder returns the children who can take a seat, in the order of tier and number.
func (m *market) commonOrder() []int32 {
	kind := m.commonKind()
	order := make([]int32, 0, len(m.input))
	for c := range m.input {
		if m.tier(kind, int32(c)) != none {
			order = append(order, int32(c))
		}
	}
	byTier := func(a, b int32) int { return cmp.Or(cmp.Compare(m.tier(kind, a), m.tier(kind, b)), cmp.Compare(a, b)) }
	if !slices.IsSortedFunc(order, byTier) {
		slices.SortFunc(order, byTier)
	}
	return order
}
