package allocation_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
)

// What-if tells what the full run would have.
func TestWhatIfEqualsTheRerun(t *testing.T) {
	t.Parallel()
	asked, others := 0, 0
	for i, mix := range mixes {
		for seed := range uint64(500) {
			mix.families = seed%2 == 1
			p := districts(seed*10+uint64(i), mix)
			if len(p.Children) == 0 {
				continue
			}
			s := found(t, p, allocation.Options{})
			before := s.Outcome()
			r := rand.New(rand.NewPCG(seed, 9))
			at := r.IntN(len(p.Children))
			change := allocation.Change{}
			if r.IntN(3) > 0 {
				change.Prefers = newList(r, p)
				p.Children[at].Prefers = change.Prefers
			}
			if p.Children[0].Number != 0 && r.IntN(2) == 0 {
				change.Number = int64(10*r.IntN(len(p.Children)+1) + 1)
				p.Children[at].Number = change.Number
			}
			id := p.Children[at].ID
			got, err := s.WhatIf(id, change)
			m, wrong := allocation.NewMarket(p)
			if (err != nil) != (wrong != nil) {
				t.Fatalf("mix %d seed %d: what if %v, rerun %v: %+v", i, seed, err, wrong, change)
			}
			if err != nil {
				continue
			}
			again, err := m.Solve(context.Background(), allocation.Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := allocation.WhatIf{}
			want.Explanation, err = again.Explain(id)
			if err != nil {
				t.Fatal(err)
			}
			after := again.Outcome()
			for k, a := range after.Assignments {
				switch {
				case a.Child == id:
					want.Before, want.After = before.Assignments[k], a
				case a.Group != before.Assignments[k].Group:
					want.Others++
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("mix %d seed %d child %s: %+v\n%s\n%+v", i, seed, id, change, diff, p)
			}
			if after := text(t, s.Outcome()); after != text(t, before) {
				t.Fatal("the solution changed")
			}
			asked++
			others += want.Others
		}
	}
	if asked < 2000 || others < 200 {
		t.Errorf("%d asked, %d others moved: the test proves little", asked, others)
	}
}
