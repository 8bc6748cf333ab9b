package allocation

import (
	"context"
	"fmt"
	"slices"
)

// Options tunes a run; no option changes the outcome.
type Options struct {
	// Progress, if given, is called now and then with the children considered so far and their total. It must be quick.
	Progress func(done, total int)
}

// stride is how many children pass between two looks at the context.
const stride = 1 << 12

// Solve finds the outcome of the problem: the child-optimal stable one, or, with families, the one that the package
// documentation describes. It returns an InputError for a malformed problem and the context's error when that ends first. The
// problem is not changed. Equal problems have equal outcomes, whatever the order of groups, families and numbered children.
func Solve(ctx context.Context, p Problem, options Options) (Outcome, error) {
	m, err := newMarket(&p)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("solve problem: %w", err)
	}
	s := newSolution(m)
	r := run{ctx: ctx, progress: options.Progress, total: len(m.input)}
	switch s.path {
	case PathCommonOrder:
		err = s.takeTurns(&r)
	case PathHeuristic:
		err = s.placeBlocks(&r)
	default:
		err = s.deferAcceptance(&r)
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("solve problem: %w", err)
	}
	return s.outcome(), nil
}

// run carries what a long loop owes to its caller.
type run struct {
	ctx      context.Context
	progress func(done, total int)
	done     int
	total    int
}

// tick counts a child; it returns the context's error when that has ended.
func (r *run) tick() error {
	r.done++
	if r.done%stride != 0 {
		return nil
	}
	if r.progress != nil {
		r.progress(min(r.done, r.total), r.total)
	}
	return r.ctx.Err()
}

// solution is an outcome in the making.
type solution struct {
	m     *market
	path  Path
	got   []int32 // child → wish that it got, none
	whole []bool  // family → stands as a block (placed, or refused as a whole), not each member alone
	own   []int32 // child → position in the queue by its own number
	block []int32 // child → position when it stands with its family, next to the first member
}

func newSolution(m *market) *solution {
	s := &solution{m: m, path: m.path(), got: slices.Repeat([]int32{none}, len(m.input)), whole: make([]bool, len(m.families))}
	s.own = make([]int32, len(m.input))
	s.block = s.own
	if len(m.families) == 0 {
		for c := range s.own {
			s.own[c] = int32(c)
		}
		return s
	}
	s.block = make([]int32, len(m.input))
	next := int32(0)
	for c := range s.own {
		if f := m.familyOf(int32(c)); f != none && m.families[f].members[0] == int32(c) {
			for _, member := range m.families[f].members {
				s.block[member] = next
				next++
			}
		}
		s.own[c] = next
		next++
	}
	return s
}

// position returns where the child stands in the queue.
func (s *solution) position(c int32) int32 {
	if f := s.m.familyOf(c); f != none && s.whole[f] {
		return s.block[c]
	}
	return s.own[c]
}

// number returns the number that the child stands with: in a block, the first member's.
func (s *solution) number(c int32) int64 {
	if f := s.m.familyOf(c); f != none && s.whole[f] {
		return s.m.number[s.m.families[f].members[0]]
	}
	return s.m.number[c]
}

// key orders the children who want one kind of seats in one group, best first; the highest key means cannot take it.
func (s *solution) key(kind, w int32) uint64 {
	c := s.m.wishOf[w]
	tier := s.m.tier(kind, c)
	if tier == none {
		return cannot
	}
	place := int32(0)
	if s.m.place != nil {
		place = s.m.place[w]
	}
	switch place {
	case none:
		return cannot
	case 0:
		place = s.position(c)
	}
	return uint64(tier)<<32 | uint64(place)
}

const cannot = ^uint64(0)

// path tells which way leads to the outcome.
func (m *market) path() Path {
	switch {
	case m.hasCommonOrder():
		return PathCommonOrder
	case len(m.families) > 0:
		return PathHeuristic
	case len(m.holders) > 0 || len(m.kindNames) > 1 && slices.ContainsFunc(m.groups, func(g *Group) bool { return len(g.Pattern) > 0 }):
		return PathSlots
	}
	return PathOwnOrders
}

// hasCommonOrder reports whether all groups rank all children alike, so that turns in that order are enough. With families
// the order must be that of the numbers alone: a block has one place, its members may have several tiers.
func (m *market) hasCommonOrder() bool {
	if m.place != nil || len(m.holders) > 0 {
		return false
	}
	used := make([]bool, len(m.classes))
	for _, class := range m.class {
		used[class] = true
	}
	if len(m.families) > 0 && !m.sameTiers(0, m.commonKind(), used) {
		return false
	}
	for _, kinds := range m.distinct {
		for _, kind := range kinds {
			if !m.sameTiers(kind, m.commonKind(), used) {
				return false
			}
		}
	}
	return true
}

// commonKind returns the kind that speaks for all where the order is common.
func (m *market) commonKind() int32 {
	if len(m.pattern) == 0 {
		return 0
	}
	return m.pattern[0]
}

// sameTiers reports whether two kinds rank alike all classes that some child has.
func (m *market) sameTiers(a, b int32, used []bool) bool {
	n := len(m.classes)
	for class, isUsed := range used {
		if isUsed && m.tiers[int(a)*n+class] != m.tiers[int(b)*n+class] {
			return false
		}
	}
	return true
}
