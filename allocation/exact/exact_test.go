package exact_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/exact"
)

// enough steps for every problem here to be searched to its end.
const enough = 1 << 40

func minimize(t interface{ Fatal(...any) }, p allocation.PseudoBoolean, steps int64) []bool {
	model, err := exact.Search{}.Minimize(context.Background(), p, steps)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

func sum(terms []allocation.Term, model []bool) int64 {
	sum := int64(0)
	for _, t := range terms {
		if t.Literal > 0 == model[max(t.Literal, -t.Literal)-1] {
			sum += t.Weight
		}
	}
	return sum
}

func meets(p allocation.PseudoBoolean, model []bool) bool {
	return !slices.ContainsFunc(p.Constraints, func(c allocation.Constraint) bool { return sum(c.Terms, model) < c.AtLeast })
}

// least tries every assignment.
func least(p allocation.PseudoBoolean) (cost int64, found bool) {
	cost = math.MaxInt64
	model := make([]bool, p.Variables)
	for bits := range 1 << p.Variables {
		for v := range model {
			model[v] = bits>>v&1 == 1
		}
		if meets(p, model) {
			cost, found = min(cost, sum(p.Cost, model)), true
		}
	}
	return cost, found
}

// randomTerms draws terms over so many variables; now and then one stands there twice, or with its negation.
func randomTerms(r *rand.Rand, variables, most int, heaviest int64) (terms []allocation.Term) {
	for range r.IntN(most + 1) {
		t := allocation.Term{Literal: int32(1 + r.IntN(variables)), Weight: 1 + r.Int64N(heaviest)}
		if r.IntN(2) == 0 {
			t.Literal = -t.Literal
		}
		terms = append(terms, t)
	}
	return terms
}

func randomProblem(r *rand.Rand) allocation.PseudoBoolean {
	p := allocation.PseudoBoolean{Variables: 1 + r.IntN(11)}
	heaviest := []int64{1, 1, 4, 50, 1 << 40}[r.IntN(5)]
	for range r.IntN(4 * p.Variables) {
		c := allocation.Constraint{Terms: randomTerms(r, p.Variables, 5, heaviest)}
		all := int64(0)
		for _, t := range c.Terms {
			all += t.Weight
		}
		c.AtLeast = r.Int64N(all+3) / (1 + r.Int64N(3))
		if r.IntN(40) > 0 {
			c.AtLeast = min(c.AtLeast, all*3/4)
		}
		p.Constraints = append(p.Constraints, c)
	}
	p.Cost = randomTerms(r, p.Variables, 2*p.Variables, heaviest)
	if r.IntN(3) == 0 { // a few terms weigh more than all others
		for range 1 + r.IntN(4) {
			p.Cost = append(p.Cost, allocation.Term{Literal: int32(1 + r.IntN(p.Variables)), Weight: heaviest * 30 * int64(1+r.IntN(2))})
		}
	}
	return p
}

func TestTheOptimumOfBruteForce(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	none := 0
	for i := range 8000 {
		p := randomProblem(r)
		model := minimize(t, p, enough)
		cost, found := least(p)
		switch {
		case found != (model != nil):
			t.Fatalf("problem %d: found %v, there is one: %v\n%+v", i, model, found, p)
		case !found:
			none++
		case len(model) != p.Variables || !meets(p, model):
			t.Fatalf("problem %d: %v is no answer\n%+v", i, model, p)
		case sum(p.Cost, model) != cost:
			t.Fatalf("problem %d: cost %d instead of %d\n%+v", i, sum(p.Cost, model), cost, p)
		}
	}
	if none < 500 || none > 5000 {
		t.Errorf("%d of 8000 have no answer: the test proves little", none)
	}
}

// Whatever the cap, what comes back is an answer; the same one every time; no worse for a larger cap.
func TestCaps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := randomProblem(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3)))
		before := int64(math.MaxInt64)
		for _, steps := range []int64{-1, 0, 1, 5, 10, 11, 12, 20, 40, 80, 200, enough} {
			model := minimize(t, p, steps)
			if again := minimize(t, p, steps); !slices.Equal(model, again) {
				t.Fatalf("%d steps: %v and then %v", steps, model, again)
			}
			switch {
			case model == nil && before < math.MaxInt64:
				t.Fatalf("%d steps find nothing, fewer did", steps)
			case model == nil:
				continue
			case steps < int64(p.Variables):
				t.Fatalf("%d variables set in %d steps", p.Variables, steps)
			case !meets(p, model) || sum(p.Cost, model) > before:
				t.Fatalf("%d steps: %v after a cost of %d", steps, model, before)
			}
			before = sum(p.Cost, model)
		}
	})
}

// pigeons are to sit in one hole less than there are of them.
func pigeons(n int) allocation.PseudoBoolean {
	p := allocation.PseudoBoolean{Variables: n * (n - 1)}
	for i := range n {
		var some []allocation.Term
		for h := range n - 1 {
			some = append(some, allocation.Term{Literal: int32(i*(n-1) + h + 1), Weight: 1})
		}
		p.Constraints = append(p.Constraints, allocation.Constraint{Terms: some, AtLeast: 1})
	}
	for h := range n - 1 {
		for i := range n {
			for j := range i {
				terms := []allocation.Term{{Literal: -int32(i*(n-1) + h + 1), Weight: 1}, {Literal: -int32(j*(n-1) + h + 1), Weight: 1}}
				p.Constraints = append(p.Constraints, allocation.Constraint{Terms: terms, AtLeast: 1})
			}
		}
	}
	return p
}

// A proof that needs thousands of conflicts, restarts, and clauses to be thrown away.
func TestPigeons(t *testing.T) {
	t.Parallel()
	if model := minimize(t, pigeons(8), enough); model != nil {
		t.Errorf("eight pigeons sit in seven holes: %v", model)
	}
	if model := minimize(t, pigeons(30), 100_000); model != nil {
		t.Errorf("thirty pigeons sit in 29 holes: %v", model)
	}
}

func TestTrivialProblems(t *testing.T) {
	t.Parallel()
	term := func(literal int32, weight int64) []allocation.Term {
		return []allocation.Term{{Literal: literal, Weight: weight}}
	}
	both := append(term(1, 3), term(-1, 5)...)
	demand := func(terms []allocation.Term, atLeast int64) []allocation.Constraint {
		return []allocation.Constraint{{Terms: terms, AtLeast: atLeast}}
	}
	for name, c := range map[string]struct {
		p    allocation.PseudoBoolean
		want []bool
	}{
		"nothing":             {allocation.PseudoBoolean{}, []bool{}},
		"nothing to meet":     {allocation.PseudoBoolean{Variables: 2}, []bool{false, false}},
		"a cost alone":        {allocation.PseudoBoolean{Variables: 2, Cost: term(-2, 7)}, []bool{false, true}},
		"met by nothing":      {allocation.PseudoBoolean{Constraints: demand(nil, 0)}, []bool{}},
		"met by less":         {allocation.PseudoBoolean{Variables: 1, Constraints: demand(term(1, 1), math.MinInt64)}, []bool{false}},
		"nothing can meet":    {allocation.PseudoBoolean{Constraints: demand(nil, 1)}, nil},
		"more than all":       {allocation.PseudoBoolean{Variables: 1, Constraints: demand(term(1, 2), 3)}, nil},
		"more than can be":    {allocation.PseudoBoolean{Variables: 1, Constraints: demand(term(1, 2), math.MaxInt64)}, nil},
		"twice":               {allocation.PseudoBoolean{Variables: 1, Constraints: demand(append(term(1, 2), term(1, 2)...), 4)}, []bool{true}},
		"either":              {allocation.PseudoBoolean{Variables: 1, Constraints: demand(both, 3)}, []bool{false}},
		"the heavier":         {allocation.PseudoBoolean{Variables: 1, Constraints: demand(both, 4)}, []bool{false}},
		"not both":            {allocation.PseudoBoolean{Variables: 1, Constraints: demand(both, 6)}, nil},
		"costs either way":    {allocation.PseudoBoolean{Variables: 1, Cost: both}, []bool{true}},
		"as heavy as allowed": {allocation.PseudoBoolean{Variables: 1, Constraints: demand(term(1, 1<<62), 1<<62), Cost: term(1, 1<<62)}, []bool{true}},
		"one and its opposite": {allocation.PseudoBoolean{Variables: 1, Constraints: append(demand(term(1, 1), 1),
			demand(term(-1, 1), 1)...)}, nil},
	} {
		if got := minimize(t, c.p, enough); !slices.Equal(got, c.want) || (got == nil) != (c.want == nil) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestMalformedProblems(t *testing.T) {
	t.Parallel()
	for name, terms := range map[string][]allocation.Term{
		"no literal":    {{Literal: 0, Weight: 1}},
		"beyond":        {{Literal: 3, Weight: 1}},
		"beyond below":  {{Literal: -3, Weight: 1}},
		"least literal": {{Literal: math.MinInt32, Weight: 1}},
		"no weight":     {{Literal: 1}},
		"below zero":    {{Literal: 1, Weight: math.MinInt64}},
		"too heavy":     {{Literal: 1, Weight: math.MaxInt64}},
		"too much":      {{Literal: 1, Weight: 1 << 61}, {Literal: 2, Weight: 1 << 61}, {Literal: -2, Weight: 1}},
	} {
		for _, p := range []allocation.PseudoBoolean{
			{Variables: 2, Cost: terms},
			{Variables: 2, Constraints: []allocation.Constraint{{AtLeast: 9}, {Terms: terms}}},
		} {
			if model, err := (exact.Search{}).Minimize(t.Context(), p, enough); err == nil || model != nil {
				t.Errorf("%s: got %v, %v", name, model, err)
			}
		}
	}
	for _, variables := range []int{-1, exact.MostVariables + 1, math.MaxInt} {
		if _, err := (exact.Search{}).Minimize(t.Context(), allocation.PseudoBoolean{Variables: variables}, enough); err == nil {
			t.Errorf("%d variables are taken", variables)
		}
	}
}

func TestContextEndsTheSearch(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if model, err := (exact.Search{}).Minimize(ctx, pigeons(30), enough); !errors.Is(err, context.Canceled) || model != nil {
		t.Errorf("got %v, %v", model, err)
	}
}
