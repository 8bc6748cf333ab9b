package checker_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/internal/mutant"
)

// Right outcomes of random problems and changes of them.
func TestRandomProblemsAndMutants(t *testing.T) {
	t.Parallel()
	problems, mutants := 2500, 12
	if testing.Short() {
		problems = 250
	}
	var trials []trial
	for seed := range uint64(problems) {
		r := rand.New(rand.NewPCG(seed, 11))
		p := randomProblem(seed)
		right := solve(t, p)
		one := trial{name: "random problem", Problem: canonical(t, p), Outcomes: [][]byte{canonical(t, right)}}
		if r.IntN(2) == 0 {
			one.Problem = plainText(t, r, p)
		}
		for range mutants {
			one.Outcomes = append(one.Outcomes, outcomeText(t, r, mutate(t, r, p, right)))
		}
		trials = append(trials, one)
	}
	c := compare(t, trials, true)
	t.Log(c)
	if c.outcomes != problems*(mutants+1) || c.right < problems || c.faultyProblems+c.faultyOutcomes > 0 || c.outcomes-c.right < 8*problems {
		t.Errorf("compared %v", c)
	}
	if codes := slices.Sorted(maps.Keys(c.codes)); !testing.Short() && len(codes) != 20 {
		t.Errorf("the mutants show only %v", codes)
	}
}

// The mutants by which package check is tried, at every kind of place that an outcome has.
func TestMutantsOfEveryKind(t *testing.T) {
	t.Parallel()
	problems := uint64(1200)
	if testing.Short() {
		problems = 120
	}
	var trials []trial
	mutants := 0
	for seed := range problems {
		p := mutant.Problem(seed)
		right := solve(t, p)
		one := trial{name: fmt.Sprintf("seed %d", seed), Problem: canonical(t, p), Outcomes: [][]byte{canonical(t, right)}}
		for n := range uint64(len(mutant.Kinds())) {
			if c, ok := mutant.Of(p, right, seed, n); ok {
				one.Outcomes = append(one.Outcomes, plainOutcome(t, c.Mutant))
				mutants++
			}
		}
		trials = append(trials, one)
	}
	c := compare(t, trials, true)
	t.Log(c)
	if c.right != len(trials) || !testing.Short() && mutants < 20_000 {
		t.Errorf("of %d mutants: %v", mutants, c)
	}
}

// Three siblings with lists so long that not all their joint wishes are considered: the 4,096th is the last.
func TestMoreTuplesThanAreConsidered(t *testing.T) {
	t.Parallel()
	var trials []trial
	for _, last := range []int{15, 16} { // 14 × 17² + 2 × 17 + 15 tuples stand before the only one with seats, or one more
		p := allocation.Problem{Families: []allocation.Family{{ID: "f", Rule: allocation.TogetherOrNone}}}
		for i, free := range []int{14, 2, last} {
			c := allocation.Child{ID: fmt.Sprint("k", i)}
			for j := range 17 {
				g := allocation.Group{ID: fmt.Sprintf("D%d.%d", i, j)}
				if j == free {
					g.Seats = 1
				}
				c.Prefers = append(c.Prefers, g.ID)
				p.Groups = append(p.Groups, g)
			}
			p.Children = append(p.Children, c)
			p.Families[0].Children = append(p.Families[0].Children, c.ID)
		}
		right := solve(t, p)
		if seated := right.Assignments[0].Group != ""; seated != (last == 15) {
			t.Errorf("tuple %d: seated %t", 14*17*17+2*17+last+1, seated)
		}
		trials = append(trials, trial{"siblings", canonical(t, p), [][]byte{canonical(t, right)}})
	}
	if c := compare(t, trials, true); c.right != len(trials) {
		t.Errorf("compared %v", c)
	}
}
