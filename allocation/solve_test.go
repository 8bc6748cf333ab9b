package allocation_test

import (
	"fmt"
	"testing"

	"github.com/balajol/balajol/allocation"
)

// everything but families, in the proportions that find the most
var mixes = []ingredients{
	{children: 10, groups: 4},
	{children: 10, groups: 5, orders: true},
	{children: 10, groups: 4, slots: true},
	{children: 9, groups: 4, holds: true},
	{children: 9, groups: 4, slots: true, orders: true, holds: true},
	{children: 12, groups: 5, slots: true, holds: true},
}

func TestSolveEqualsTheReference(t *testing.T) {
	t.Parallel()
	for i, mix := range mixes {
		t.Run(fmt.Sprintf("%+v", mix), func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(1500) {
				p := randomProblem(seed*10+uint64(i), mix)
				o := solve(t, p)
				want := reference(p)
				for _, a := range o.Assignments {
					if a.Group != want[a.Child] {
						t.Errorf("seed %d, child %s: got %q, want %q", seed, a.Child, a.Group, want[a.Child])
					}
				}
				if t.Failed() {
					t.Fatalf("seed %d: %+v\n%+v", seed, p, o)
				}
			}
		})
	}
}

func TestFamiliesSatisfyTheJudge(t *testing.T) {
	t.Parallel()
	paths := map[allocation.Path]int{}
	listed, alone := 0, 0
	for i, mix := range mixes {
		mix.families = true
		for seed := range uint64(1500) {
			p := randomProblem(seed*10+uint64(i), mix)
			o := solve(t, p)
			if t.Failed() {
				t.Fatalf("mix %d seed %d: %+v\n%+v", i, seed, p, o)
			}
			paths[o.Path]++
			for _, b := range o.BlockingFamilies {
				listed++
				if b.Alone {
					alone++
				}
			}
		}
	}
	if paths[allocation.PathHeuristic] < 1000 || listed == 0 || alone == 0 {
		t.Errorf("paths %v, %d listed, %d of them alone: the test proves little", paths, listed, alone)
	}
}

// On the common-order path a family takes its turn as a block; a reference written turn by turn says what that gives.
func TestTurnsOfFamilies(t *testing.T) {
	t.Parallel()
	blocks := 0
	for seed := range uint64(3000) {
		p := randomProblem(seed, ingredients{children: 9, groups: 4, families: true})
		o := solve(t, p)
		if o.Path != allocation.PathCommonOrder {
			t.Fatalf("seed %d: path %s", seed, o.Path)
		}
		want := referenceTurns(p)
		for _, a := range o.Assignments {
			if a.Group != want[a.Child] {
				t.Fatalf("seed %d, child %s: got %q, want %q\n%+v", seed, a.Child, a.Group, want[a.Child], p)
			}
			if a.Reason == allocation.FamilyReason {
				blocks++
			}
		}
	}
	if blocks == 0 {
		t.Error("no family was refused")
	}
}

// Crowds of families in a few groups that rank differently: the judge accepts what the heuristic finds and what it owns up to.
func TestCrowdedFamilies(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		mix := mixes[seed%uint64(len(mixes))]
		mix.children, mix.groups = 60, 8
		p := randomProblem(seed, mix)
		for f := 0; f+1 < len(p.Children); f += 2 + int(seed%3) {
			p.Families = append(p.Families, allocation.Family{
				ID: fmt.Sprint("f", f), Rule: []allocation.Rule{allocation.TogetherOrNone, allocation.TogetherIfPossible, allocation.SameKindergartenIfPossible}[f%3],
				Children: []string{p.Children[f].ID, p.Children[f+1].ID},
			})
		}
		solve(t, p)
	}
}
