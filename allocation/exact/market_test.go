package exact_test

import (
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/allocation/exact"
	"github.com/balajol/balajol/internal/mutant"
	"github.com/balajol/balajol/internal/nation"
)

// exceptions solves a problem without and with the search and returns how many exceptions are left.
func exceptions(t *testing.T, p allocation.Problem) (before, after int) {
	t.Helper()
	plain, err := allocation.Solve(t.Context(), p, allocation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	better, err := allocation.Solve(t.Context(), p, allocation.Options{Exact: exact.Search{}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	if found := check.Check(p, better); found != nil {
		t.Fatalf("the judge refuses the outcome: %+v", found[0])
	}
	before, after = len(plain.BlockingFamilies), len(better.BlockingFamilies)
	if after > before || (after < before) != (better.Path == allocation.PathExact) {
		t.Fatalf("%d exceptions instead of %d, path %s", after, before, better.Path)
	}
	return before, after
}

func TestFewerExceptionsInSmallMarkets(t *testing.T) {
	t.Parallel()
	problems, before, after := 0, 0, 0
	for seed := range uint64(4000) {
		p := mutant.Problem(seed)
		if len(p.Families) == 0 {
			continue
		}
		b, a := exceptions(t, p)
		problems, before, after = problems+1, before+b, after+a
	}
	t.Logf("%d problems: %d exceptions, %d remain", problems, before, after)
	if after == 0 || after >= before {
		t.Errorf("%d exceptions, %d remain: the test proves little", before, after)
	}
}

func TestFewerExceptionsInLargeMarkets(t *testing.T) {
	t.Parallel()
	families, before, after := 0, 0, 0
	for _, seed := range []uint64{1, 2} {
		p := nation.Problem(20_000, seed, nation.FamiliesOrders)
		b, a := exceptions(t, p)
		families, before, after = families+len(p.Families), before+b, after+a
	}
	t.Logf("%d families: %d exceptions, %d remain", families, before, after)
	if after >= before {
		t.Errorf("%d exceptions, %d remain: the search is of no use", before, after)
	}
}
