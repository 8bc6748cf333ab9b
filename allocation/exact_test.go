package allocation_test

import (
	"context"
	"slices"
	"testing"

	"github.com/balajol/balajol/allocation"
)

// backtracking is an exact search as simple as can be: it tries all assignments, variable by variable, and turns back where a
// constraint can no longer be met or the cost is no lower than the best so far. A step is a variable tried.
type backtracking struct {
	allocation.PseudoBoolean
	value []int8 // 1 true, −1 false, 0 open
	best  []bool
	least int64
	steps int64
}

func (b *backtracking) Minimize(_ context.Context, p allocation.PseudoBoolean, steps int64) ([]bool, error) {
	b = &backtracking{PseudoBoolean: p, value: make([]int8, p.Variables), least: 1 << 60, steps: steps}
	b.try(0)
	return b.best, nil
}

func (b *backtracking) try(v int) {
	if b.steps--; b.steps < 0 || !b.possible() {
		return
	}
	for v < len(b.value) && b.value[v] != 0 {
		v++
	}
	if v == len(b.value) {
		b.least, b.best = b.cost(), nil
		for _, value := range b.value {
			b.best = append(b.best, value > 0)
		}
		return
	}
	for _, value := range []int8{1, -1} {
		saved := slices.Clone(b.value)
		b.value[v] = value
		b.try(v + 1)
		copy(b.value, saved)
	}
}

// cost is what the variables that are true already add up to.
func (b *backtracking) cost() int64 {
	sum := int64(0)
	for _, term := range b.Cost {
		if b.value[term.Literal-1] > 0 {
			sum += term.Weight
		}
	}
	return sum
}

func (b *backtracking) of(literal int32) int8 {
	if literal < 0 {
		return -b.value[-literal-1]
	}
	return b.value[literal-1]
}

// possible sets what follows from what is set, and reports whether everything can still be met.
func (b *backtracking) possible() bool {
	for changed := true; changed; {
		changed = false
		for _, c := range b.Constraints {
			most := int64(0)
			for _, term := range c.Terms {
				if b.of(term.Literal) >= 0 {
					most += term.Weight
				}
			}
			if most < c.AtLeast {
				return false
			}
			for _, term := range c.Terms {
				if b.of(term.Literal) == 0 && most-term.Weight < c.AtLeast {
					changed = true
					if term.Literal < 0 {
						b.value[-term.Literal-1] = -1
					} else {
						b.value[term.Literal-1] = 1
					}
				}
			}
		}
	}
	return b.cost() < b.least
}

// An exact search leaves no more exceptions than the heuristic, the judge accepts what it finds, and sometimes it is better.
func TestExactSearchImproves(t *testing.T) {
	t.Parallel()
	better, same := 0, 0
	for i, mix := range []ingredients{
		{children: 10, groups: 4, orders: true, families: true},
		{children: 12, groups: 4, orders: true, holds: true, families: true},
		{children: 9, groups: 4, orders: true, dense: true, families: true},
	} {
		for seed := range uint64(1500) {
			p := randomProblem(seed*3+uint64(i), mix)
			plain := found(t, p, allocation.Options{}).Outcome()
			if len(plain.BlockingFamilies) == 0 {
				continue
			}
			s := found(t, p, allocation.Options{Exact: &backtracking{}, Steps: 50_000})
			o := s.Outcome()
			judge(t, p, o)
			if t.Failed() {
				t.Fatalf("mix %d seed %d: %+v\n%+v", i, seed, p, o)
			}
			switch left := len(o.BlockingFamilies); {
			case left > len(plain.BlockingFamilies):
				t.Fatalf("mix %d seed %d: %d exceptions instead of %d", i, seed, left, len(plain.BlockingFamilies))
			case left < len(plain.BlockingFamilies) && o.Path == allocation.PathExact:
				better++
			case o.Path != allocation.PathHeuristic || text(t, o) != text(t, plain):
				t.Fatalf("mix %d seed %d: path %s for nothing", i, seed, o.Path)
			default:
				same++
			}
		}
	}
	if better < 20 || same == 0 {
		t.Errorf("%d better, %d the same: the test proves little", better, same)
	}
}

// liar answers with what meets nothing.
type liar struct{}

func (liar) Minimize(_ context.Context, p allocation.PseudoBoolean, _ int64) ([]bool, error) {
	return make([]bool, p.Variables), nil
}

func TestExactSearchMayNotLie(t *testing.T) {
	t.Parallel()
	for seed := range uint64(600) {
		p := randomProblem(seed, ingredients{children: 10, groups: 4, orders: true, families: true})
		plain, other := found(t, p, allocation.Options{}).Outcome(), found(t, p, allocation.Options{Exact: liar{}}).Outcome()
		if text(t, plain) != text(t, other) {
			t.Fatalf("seed %d: a wrong answer was taken", seed)
		}
	}
}
