package check

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/internal/mutant"
)

// A plain group is judged by one limit. Filling its slots one by one, as for groups with several kinds of seats, finds the same; and so
// does a problem that a reader has numbered.
func TestAllWaysToJudgeAgree(t *testing.T) {
	t.Parallel()
	problems := uint64(150)
	if testing.Short() {
		problems = 30
	}
	for seed := range problems {
		p := mutant.Problem(seed)
		right, err := allocation.Solve(context.Background(), p, allocation.Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		numbered, err := allocation.NewCompact(p)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		plain, slotted, compact := New(p), New(p), Compact(numbered)
		for g := range slotted.book.solo {
			slotted.book.solo[g], slotted.book.flat = none, false
		}
		for n := range uint64(len(mutant.Kinds())) {
			c, ok := mutant.Of(p, right, seed, n)
			if !ok {
				continue
			}
			want := plain.Judge(c.Mutant)
			if diff := cmp.Diff(want, compact.Judge(c.Mutant)); diff != "" {
				t.Fatalf("seed %d, mutant %d: numbered by a reader:\n%s", seed, n, diff)
			}
			if diff := cmp.Diff(want, slotted.Judge(c.Mutant)); diff != "" {
				t.Fatalf("seed %d, mutant %d: slot by slot:\n%s", seed, n, diff)
			}
		}
	}
}
