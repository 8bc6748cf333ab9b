package allocation_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

// The ingredients that a bit of the fuzzer's second argument adds.
const (
	fuzzSlots = 1 << iota
	fuzzOrders
	fuzzHolds
	fuzzFamilies
	fuzzLottery
	fuzzDensity
	allBits = 1<<iota - 1
)

// FuzzSolve draws small problems and compares: without families the engine with the reference, and always the engine with the
// judge. Then it breaks the problem, which engine and judge both refuse. Each input stands for many problems, since the
// fuzzer's own work for an input takes longer than a small problem.
func FuzzSolve(f *testing.F) {
	for bits := range uint8(allBits + 1) {
		f.Add(uint64(bits), bits)
	}
	f.Fuzz(func(t *testing.T, seed uint64, bits uint8) {
		mix := ingredients{
			children: 8, groups: 4, slots: bits&fuzzSlots != 0, orders: bits&fuzzOrders != 0, holds: bits&fuzzHolds != 0,
			families: bits&fuzzFamilies != 0, lottery: bits&fuzzLottery != 0, dense: bits&fuzzDensity != 0,
		}
		for i := range uint64(100) {
			compareOne(t, seed*100+i, mix)
		}
	})
}

func compareOne(t *testing.T, seed uint64, mix ingredients) {
	t.Helper()
	p := randomProblem(seed, mix)
	o, err := allocation.Solve(context.Background(), p, allocation.Options{Threads: 1 + int(seed%3)})
	if err != nil {
		t.Fatalf("seed %d, %+v: %v", seed, mix, err)
	}
	if violations := check.Check(p, o); violations != nil {
		t.Fatalf("seed %d, %+v: the judge says %+v\n%+v\n%+v", seed, mix, violations, p, o)
	}
	if !mix.families && !mix.lottery {
		want := reference(p)
		for _, a := range o.Assignments {
			if a.Group != want[a.Child] {
				t.Fatalf("seed %d, %+v, child %s: got %q, want %q\n%+v", seed, mix, a.Child, a.Group, want[a.Child], p)
			}
		}
	}
	if !spoil(rand.New(rand.NewPCG(seed, 2)), &p) {
		return
	}
	_, err = allocation.Solve(context.Background(), p, allocation.Options{})
	if input, ok := allocation.AsInputError(err); !ok || input.Reason == "" {
		t.Fatalf("seed %d, %+v: a malformed problem gives %v\n%+v", seed, mix, err, p)
	}
	if violations := check.Check(p, o); len(violations) != 1 || violations[0].Code != check.MalformedProblem {
		t.Fatalf("seed %d, %+v: the judge says of a malformed problem %+v\n%+v", seed, mix, violations, p)
	}
}

// spoil breaks a problem in one place; false = it has no place to break.
func spoil(r *rand.Rand, p *allocation.Problem) bool {
	if len(p.Children) == 0 || len(p.Groups) == 0 {
		return false
	}
	c, g := &p.Children[r.IntN(len(p.Children))], &p.Groups[r.IntN(len(p.Groups))]
	switch r.IntN(8) {
	case 0:
		g.Seats = -1 - r.IntN(3)
	case 1:
		c.Prefers = append(c.Prefers, "nowhere")
	case 2:
		c.Prefers = append(c.Prefers, g.ID, g.ID)
	case 3:
		p.Children = append(p.Children, *c)
	case 4:
		p.Groups = append(p.Groups, *g)
	case 5:
		g.Pattern = append(g.Pattern, "no kind")
	case 6:
		g.Order = append(g.Order, "nobody")
	case 7:
		c.Number = -1
	}
	return true
}
