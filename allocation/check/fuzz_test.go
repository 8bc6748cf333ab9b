package check_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/internal/mutant"
)

var codes = []check.Code{
	check.MalformedProblem, check.WrongHash, check.WrongMechanism, check.WrongPath, check.UnknownChild, check.RepeatedChild, check.MissingChild,
	check.UnknownGroup, check.Infeasible, check.OverCapacity, check.NotRational, check.SeatLost, check.WastedSeat, check.JustifiedEnvy,
	check.WrongSlot, check.WrongReason, check.WrongCutoff, check.WrongStart, check.FamilyApart, check.WrongException, check.NotOptimal,
}

// FuzzCheck puts any two texts before the judge. Whatever they hold, there is a verdict; what is no problem for the engine is none for the
// judge, and what the judge accepts is what the engine finds.
func FuzzCheck(f *testing.F) {
	for seed := range uint64(40) {
		c, ok := mutant.Draw(seed, seed*7)
		problem, err := c.Problem.Canonical()
		if !ok || err != nil {
			continue
		}
		for _, o := range []allocation.Outcome{c.Right, c.Mutant} {
			outcome, err := o.Canonical()
			if err != nil {
				f.Fatal(err)
			}
			f.Add(problem, outcome)
		}
	}
	f.Add([]byte(`{"Groups":[{"ID":"a","Seats":-1}]}`), []byte(`{"format":"balajol/outcome/1"}`))
	f.Add([]byte(`{"Children":[{"ID":"k","Number":1,"Holds":"x"}],"Lottery":{"Seed":"0"}}`), []byte(`{"format":"balajol/outcome/1","starts":null}`))
	f.Fuzz(func(t *testing.T, problem, outcome []byte) {
		o, err := allocation.DecodeOutcome(bytes.NewReader(outcome))
		if err != nil {
			demandInputError(t, err)
		}
		var loose allocation.Problem // as a caller may build one, with all that a file cannot hold
		_ = json.Unmarshal(problem, &loose)
		judgeAnything(t, loose, o)
		p, err := allocation.Decode(bytes.NewReader(problem))
		if err != nil {
			demandInputError(t, err)
			return
		}
		judgeAnything(t, p, o)
	})
}

func demandInputError(t *testing.T, err error) {
	t.Helper()
	if _, is := allocation.AsInputError(err); !is {
		t.Fatalf("got %v, want an input error", err)
	}
}

func judgeAnything(t *testing.T, p allocation.Problem, o allocation.Outcome) {
	t.Helper()
	_, malformed := p.Hash()
	verdict := check.Judge(p, o)
	if diff := cmp.Diff(verdict, check.New(p).Read(o).Verdict()); diff != "" {
		t.Fatalf("two verdicts on one outcome:\n%s", diff)
	}
	for _, v := range verdict.Violations {
		if !slices.Contains(codes, v.Code) || (v.Code == check.MalformedProblem) != (malformed != nil) {
			t.Fatalf("got %+v, for the engine the problem is: %v", v, malformed)
		}
	}
	if malformed != nil {
		if len(verdict.Violations) == 0 {
			t.Fatalf("a malformed problem is accepted: %v", malformed)
		}
		return
	}
	right, err := allocation.Solve(context.Background(), p, allocation.Options{})
	if err != nil {
		demandInputError(t, err) // the patterns need too many slots
		return
	}
	if found := check.Check(p, right); found != nil {
		t.Fatalf("the right outcome is refused: %+v", found)
	}
	if verdict.Violations != nil || !verdict.Optimality {
		return
	}
	want, err := right.Canonical()
	if got, bad := o.Canonical(); err != nil || bad != nil || !bytes.Equal(got, want) {
		t.Fatalf("accepted\n%s\nwant\n%s (%v, %v)", got, want, err, bad)
	}
}
