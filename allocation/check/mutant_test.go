package check_test

import (
	"context"
	"slices"
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/internal/mutant"
)

// Every change of a right outcome is refused, and called by its name; the right one is accepted.
func TestMutantsAreRefused(t *testing.T) {
	t.Parallel()
	const least = 20_000
	problems := uint64(1200)
	if testing.Short() {
		problems = 120
	}
	tried, refused := map[mutant.Kind]int{}, 0
	for seed := range problems {
		p := mutant.Problem(seed)
		right, err := allocation.Solve(context.Background(), p, allocation.Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		checker := check.New(p)
		if found := checker.Judge(right).Violations; found != nil {
			t.Fatalf("seed %d: the right outcome is refused: %+v", seed, found)
		}
		for n := range uint64(len(mutant.Kinds())) {
			c, ok := mutant.Of(p, right, seed, n)
			if !ok {
				continue
			}
			found := checker.Judge(c.Mutant).Violations
			named := slices.ContainsFunc(found, func(v check.Violation) bool { return slices.Contains(c.Codes, string(v.Code)) })
			if len(found) == 0 || len(c.Codes) > 0 && !named {
				t.Errorf("seed %d, mutant %d, %s: got %+v, want one of %v\n%+v\n%+v\n%+v", seed, n, c.Kind, found, c.Codes, p, right, c.Mutant)
				return
			}
			tried[c.Kind]++
			refused++
		}
	}
	for _, kind := range mutant.Kinds() {
		if !testing.Short() && tried[kind] < 10 {
			t.Errorf("%s: tried only %d times", kind, tried[kind])
		}
	}
	if t.Logf("%d mutants refused: %v", refused, tried); refused < least && !testing.Short() {
		t.Errorf("got %d mutants, want at least %d", refused, least)
	}
}
