package check_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

// market holds one of everything: a pattern, an own order, a holder, and two families when asked for.
func market(families bool) allocation.Problem {
	p := allocation.Problem{
		SlotKinds: []allocation.SlotKind{{Name: "reserve", Tiers: [][]string{{"P"}, {"G"}}}, {Name: "general", Tiers: [][]string{{"P", "G"}}}},
		Groups: []allocation.Group{
			{ID: "moon", Seats: 2, Order: []string{"dana", "bolat", "aida"}},
			{ID: "star", Seats: 3},
			{ID: "sun", Seats: 2, Pattern: []string{"reserve", "general"}},
		},
		Children: []allocation.Child{
			{ID: "aida", Number: 1, Class: "G", Prefers: []string{"sun", "moon"}},
			{ID: "bolat", Number: 2, Class: "G", Prefers: []string{"sun", "moon"}},
			{ID: "dana", Number: 3, Class: "G", Prefers: []string{"sun", "moon"}, Holds: "star"},
			{ID: "erlan", Number: 4, Class: "P", Prefers: []string{"sun"}},
			{ID: "farida", Number: 5, Class: "G", Prefers: []string{}},
			{ID: "gani", Number: 6, Class: "G", Prefers: []string{"moon"}},
		},
	}
	if families {
		p.Families = []allocation.Family{{ID: "twins", Children: []string{"bolat", "aida"}, Rule: allocation.TogetherOrNone}}
	}
	return p
}

func solved(t *testing.T, p allocation.Problem) allocation.Outcome {
	t.Helper()
	o, err := allocation.Solve(context.Background(), p, allocation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// line returns the assignment of a child for a change.
func line(o *allocation.Outcome, child string) *allocation.Assignment {
	return &o.Assignments[slices.IndexFunc(o.Assignments, func(a allocation.Assignment) bool { return a.Child == child })]
}

// The right outcome: erlan has the reserve and aida the other seat of sun; bolat and dana are in moon.
func TestEveryViolationIsNamed(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		change func(o *allocation.Outcome)
		want   check.Violation
	}{
		{"hash", func(o *allocation.Outcome) { o.ProblemSHA256 = "" }, check.Violation{Code: check.WrongHash}},
		{"mechanism", func(o *allocation.Outcome) { o.Mechanism = "" }, check.Violation{Code: check.WrongMechanism}},
		{"path", func(o *allocation.Outcome) { o.Path = allocation.PathCommonOrder }, check.Violation{Code: check.WrongPath}},
		{"unknown child", func(o *allocation.Outcome) {
			o.Assignments = append(o.Assignments, allocation.Assignment{Child: "x", Group: "sun"})
		}, check.Violation{Code: check.UnknownChild, Child: "x", Group: "sun"}},
		{"repeated child", func(o *allocation.Outcome) { o.Assignments = append(o.Assignments, o.Assignments[0]) },
			check.Violation{Code: check.RepeatedChild, Child: "aida"}},
		{"missing child", func(o *allocation.Outcome) { o.Assignments = o.Assignments[1:] }, check.Violation{Code: check.MissingChild, Child: "aida"}},
		{"unknown group", func(o *allocation.Outcome) { line(o, "aida").Group = "x" }, check.Violation{Code: check.UnknownGroup, Child: "aida", Group: "x"}},
		{"not wanted", func(o *allocation.Outcome) { line(o, "aida").Group = "star" }, check.Violation{Code: check.NotRational, Child: "aida", Group: "star"}},
		{"not acceptable", func(o *allocation.Outcome) { *line(o, "gani") = allocation.Assignment{Child: "gani", Group: "moon"} },
			check.Violation{Code: check.Infeasible, Child: "gani", Group: "moon"}},
		{"overfull", func(o *allocation.Outcome) {
			*line(o, "bolat") = allocation.Assignment{Child: "bolat", Group: "sun", Slot: "general"}
		},
			check.Violation{Code: check.OverCapacity, Group: "sun"}},
		{"seat lost", func(o *allocation.Outcome) {
			*line(o, "dana") = allocation.Assignment{Child: "dana", Reason: allocation.NoSeat}
		},
			check.Violation{Code: check.SeatLost, Child: "dana", Group: "star"}},
		{"empty seat", func(o *allocation.Outcome) {
			*line(o, "bolat") = allocation.Assignment{Child: "bolat", Reason: allocation.NoSeat}
		},
			check.Violation{Code: check.WastedSeat, Child: "bolat", Group: "moon"}},
		{"envy", func(o *allocation.Outcome) {
			*line(o, "aida") = allocation.Assignment{Child: "aida", Group: "moon"}
			*line(o, "bolat") = allocation.Assignment{Child: "bolat", Group: "sun", Slot: "general"}
		}, check.Violation{Code: check.JustifiedEnvy, Child: "aida", Group: "sun"}},
		{"slot", func(o *allocation.Outcome) { line(o, "aida").Slot = "reserve" }, check.Violation{Code: check.WrongSlot, Child: "aida", Group: "sun"}},
		{"slot of nobody", func(o *allocation.Outcome) { line(o, "gani").Slot = "general" }, check.Violation{Code: check.WrongSlot, Child: "gani"}},
		{"reason", func(o *allocation.Outcome) { line(o, "gani").Reason = allocation.NoSeat }, check.Violation{Code: check.WrongReason, Child: "gani"}},
		{"reason missing", func(o *allocation.Outcome) { line(o, "farida").Reason = "" }, check.Violation{Code: check.WrongReason, Child: "farida"}},
		{"cutoff", func(o *allocation.Outcome) { o.Cutoffs[0].Place++ }, check.Violation{Code: check.WrongCutoff, Group: "moon"}},
		{"cutoff repeated", func(o *allocation.Outcome) { o.Cutoffs = append(o.Cutoffs, o.Cutoffs[0]) }, check.Violation{Code: check.WrongCutoff, Group: "moon"}},
		{"cutoff invented", func(o *allocation.Outcome) { o.Cutoffs = append(o.Cutoffs, allocation.Cutoff{Group: "star"}) },
			check.Violation{Code: check.WrongCutoff, Group: "star"}},
		{"counter", func(o *allocation.Outcome) { o.Starts = nil }, check.Violation{Code: check.WrongStart, Group: "sun"}},
		{"counter repeated", func(o *allocation.Outcome) { o.Starts = append(o.Starts, o.Starts[0]) }, check.Violation{Code: check.WrongStart, Group: "sun"}},
		{"counter invented", func(o *allocation.Outcome) { o.Starts = append(o.Starts, allocation.Start{Group: "moon"}) },
			check.Violation{Code: check.WrongStart, Group: "moon"}},
		{"exception invented", func(o *allocation.Outcome) { o.BlockingFamilies = []allocation.BlockingFamily{{Family: "x"}} },
			check.Violation{Code: check.WrongException}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := market(false)
			o := solved(t, p)
			if violations := check.Check(p, o); violations != nil {
				t.Fatalf("the right outcome is refused: %v", violations)
			}
			row.change(&o)
			violations := check.Check(p, o)
			named := slices.ContainsFunc(violations, func(v check.Violation) bool {
				v.Detail = ""
				return v == row.want
			})
			if !named {
				t.Errorf("got %+v, want %+v", violations, row.want)
			}
		})
	}
}

// A quota that is full refuses the class even where seats are empty.
func TestFullQuota(t *testing.T) {
	t.Parallel()
	p := allocation.Problem{
		SlotKinds: []allocation.SlotKind{{Name: "p", Tiers: [][]string{{"P"}}}, {Name: "g", Tiers: [][]string{{"G"}}}},
		Groups:    []allocation.Group{{ID: "sun", Seats: 2, Pattern: []string{"p", "g"}}},
		Children:  []allocation.Child{{ID: "a", Class: "G", Prefers: []string{"sun"}}, {ID: "b", Class: "G", Prefers: []string{"sun"}}},
	}
	o := solved(t, p)
	*line(&o, "b") = allocation.Assignment{Child: "b", Group: "sun", Slot: "g"}
	want := []check.Violation{{Code: check.OverCapacity, Child: "b", Group: "sun", Detail: "no seat is left that this child can take"}}
	if diff := cmp.Diff(want, check.Check(p, o)); diff != "" {
		t.Error(diff)
	}
}

// Gale and Shapley's first example has three stable outcomes; only the children's best is accepted.
func TestWorseStableOutcome(t *testing.T) {
	t.Parallel()
	p := allocation.Problem{
		Groups: []allocation.Group{
			{ID: "A", Seats: 1, Order: []string{"beta", "gamma", "alpha"}},
			{ID: "B", Seats: 1, Order: []string{"gamma", "alpha", "beta"}},
			{ID: "C", Seats: 1, Order: []string{"alpha", "beta", "gamma"}},
		},
		Children: []allocation.Child{
			{ID: "alpha", Prefers: []string{"A", "B", "C"}}, {ID: "beta", Prefers: []string{"B", "C", "A"}}, {ID: "gamma", Prefers: []string{"C", "A", "B"}},
		},
	}
	o := solved(t, p)
	for child, group := range map[string]string{"alpha": "B", "beta": "C", "gamma": "A"} {
		line(&o, child).Group = group
	}
	for i := range o.Cutoffs {
		o.Cutoffs[i].Place = 2
	}
	violations := check.Check(p, o)
	if len(violations) != 1 || violations[0].Code != check.NotOptimal {
		t.Errorf("got %+v, want one violation of optimality", violations)
	}
}

func TestFamilies(t *testing.T) {
	t.Parallel()
	p := market(true)
	o := solved(t, p)
	verdict := check.Judge(p, o)
	if len(verdict.Violations) > 0 || verdict.Optimality || verdict.Stability == "" {
		t.Errorf("got %+v, want a verdict without optimality", verdict)
	}
	if line(&o, "aida").Group != line(&o, "bolat").Group {
		t.Fatal("the twins are apart")
	}
	apart := solved(t, p)
	*line(&apart, "aida") = allocation.Assignment{Child: "aida", Group: "moon"}
	*line(&apart, "bolat") = allocation.Assignment{Child: "bolat", Reason: allocation.FamilyReason}
	if violations := check.Check(p, apart); len(violations) != 1 || violations[0].Code != check.FamilyApart || violations[0].Child != "aida" {
		t.Errorf("got %+v, want the family apart", violations)
	}
	repeated := solved(t, p)
	repeated.BlockingFamilies = []allocation.BlockingFamily{{Family: "twins"}, {Family: "twins"}}
	if violations := check.Check(p, repeated); len(violations) == 0 || violations[0].Code != check.WrongException {
		t.Errorf("got %+v, want a wrong exception", violations)
	}
}

// One order for all: with families, too, there is one outcome, so optimality is decided; and nobody may be listed as blocking.
func TestFamiliesInOneOrder(t *testing.T) {
	t.Parallel()
	p := allocation.Problem{
		Groups:   []allocation.Group{{ID: "sun", Seats: 2}},
		Children: []allocation.Child{{ID: "a", Prefers: []string{"sun"}}, {ID: "b", Prefers: []string{"sun"}}, {ID: "c", Prefers: []string{"sun"}}},
		Families: []allocation.Family{{ID: "twins", Children: []string{"a", "b"}, Rule: allocation.TogetherOrNone}},
	}
	o := solved(t, p)
	if verdict := check.Judge(p, o); len(verdict.Violations) > 0 || !verdict.Optimality {
		t.Errorf("got %+v, want a verdict with optimality", verdict)
	}
	for _, child := range []string{"a", "b"} {
		*line(&o, child) = allocation.Assignment{Child: child, Reason: allocation.FamilyReason}
	}
	*line(&o, "c") = allocation.Assignment{Child: "c", Group: "sun"}
	o.Cutoffs = nil
	o.BlockingFamilies = []allocation.BlockingFamily{{Family: "twins", Tuple: []string{"sun", "sun"}}}
	if violations := check.Check(p, o); len(violations) != 1 || violations[0].Code != check.WrongException {
		t.Errorf("got %+v, want a wrong exception", violations)
	}
}

func TestMalformedProblem(t *testing.T) {
	t.Parallel()
	p := market(false)
	p.Groups[0].ID = "sun"
	if verdict := check.Judge(p, allocation.Outcome{}); len(verdict.Violations) != 1 || verdict.Violations[0].Code != check.MalformedProblem {
		t.Errorf("got %+v, want a malformed problem", verdict)
	}
	if violations := check.Check(allocation.Problem{}, solved(t, allocation.Problem{})); violations != nil {
		t.Errorf("got %+v, want nothing wrong with nothing", violations)
	}
}

func ExampleCheck() {
	p := allocation.Problem{
		Groups:   []allocation.Group{{ID: "sun", Seats: 1}},
		Children: []allocation.Child{{ID: "aida", Number: 1, Prefers: []string{"sun"}}, {ID: "bolat", Number: 2, Prefers: []string{"sun"}}},
	}
	o, err := allocation.Solve(context.Background(), p, allocation.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	o.Assignments = []allocation.Assignment{{Child: "aida", Reason: allocation.NoSeat}, {Child: "bolat", Group: "sun"}}
	for _, v := range check.Check(p, o) {
		fmt.Println(v.Code, v.Child, v.Group, v.Detail)
	}
	// Output:
	// justified_envy aida sun a seat; it outranks bolat
}
