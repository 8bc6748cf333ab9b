package check_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/internal/nation"
)

// Problems large enough for every shortcut: ids out of order, numbers far apart, names with a long beginning in common.
func TestLargeProblems(t *testing.T) {
	t.Parallel()
	for _, shape := range nation.Shapes {
		t.Run(string(shape), func(t *testing.T) {
			t.Parallel()
			p := nation.Problem(6_000, 3, shape)
			slices.Reverse(p.Children)
			for i := range p.Children {
				p.Children[i].Number = p.Children[i].Number<<33 + 7
			}
			o := solved(t, p)
			if found := check.Check(p, o); found != nil {
				t.Fatalf("the right outcome is refused: %+v", found[0])
			}
			seated := slices.IndexFunc(o.Assignments, func(a allocation.Assignment) bool { return a.Group != "" })
			o.Assignments[seated] = allocation.Assignment{Child: o.Assignments[seated].Child, Reason: allocation.NoSeat}
			if check.Check(p, o) == nil {
				t.Error("an outcome is accepted in which a child lost its seat")
			}
		})
	}
}

// The verdict does not depend on how the ids sort or how many share their first bytes.
func TestHashOfManyNames(t *testing.T) {
	t.Parallel()
	p := allocation.Problem{Groups: []allocation.Group{{ID: "g", Seats: 1}}}
	for i := range 5_000 {
		id := fmt.Sprintf("commonbeginning%05d-%d", (i*7919)%5_000/10, i)
		p.Children = append(p.Children, allocation.Child{ID: id, Prefers: []string{"g"}})
	}
	o := solved(t, p)
	if found := check.Check(p, o); found != nil {
		t.Errorf("the right outcome is refused: %+v", found[0])
	}
	p.Children[4_999].ID = p.Children[17].ID
	if found := check.Check(p, o); len(found) != 1 || found[0].Code != check.MalformedProblem {
		t.Errorf("two children with one id: got %+v", found)
	}
}

// A numbered problem that a careless program wrote is refused, not trusted.
func TestBrokenCompact(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(c *allocation.Compact){
		"wish":         func(c *allocation.Compact) { c.Wish[0] = 99 },
		"wishes":       func(c *allocation.Compact) { c.WishOff[1] = c.WishOff[2] + 1 },
		"order":        func(c *allocation.Compact) { c.Order[0] = -1 },
		"pattern":      func(c *allocation.Compact) { c.Pattern[0] = 7 },
		"class":        func(c *allocation.Compact) { c.Class[0] = 44 },
		"classes":      func(c *allocation.Compact) { c.Classes = nil },
		"holds":        func(c *allocation.Compact) { c.Holds[0] = 3 },
		"seats":        func(c *allocation.Compact) { c.Seats = c.Seats[:1] },
		"no order":     func(c *allocation.Compact) { c.HasOrder[0] = false },
		"member":       func(c *allocation.Compact) { c.Member[0] = 6 },
		"members":      func(c *allocation.Compact) { c.MemberOff = nil },
		"joint":        func(c *allocation.Compact) { c.Joint = nil },
		"site":         func(c *allocation.Compact) { c.Site[0] = 5 },
		"ids":          func(c *allocation.Compact) { c.ChildIDs.End[1] = 3 << 20 },
		"names":        func(c *allocation.Compact) { c.GroupIDs.Text = "" },
		"order of ids": func(c *allocation.Compact) { slices.Reverse(c.ChildrenByID) },
		"number":       func(c *allocation.Compact) { c.Number[0] = c.Number[1] },
		"tuple":        func(c *allocation.Compact) { c.Joint[0] = [][]int32{{0, 99}} },
	} {
		c, err := allocation.NewCompact(market(true))
		if err != nil {
			t.Fatal(err)
		}
		o := solved(t, market(true))
		if found := check.Compact(c).Judge(o).Violations; found != nil {
			t.Fatalf("the right outcome is refused: %+v", found)
		}
		change(c)
		if found := check.Compact(c).Judge(o).Violations; len(found) != 1 || found[0].Code != check.MalformedProblem {
			t.Errorf("%s: got %+v, want a malformed problem", name, found)
		}
	}
}

// One Checker judges many outcomes, at once too.
func TestCheckerIsReused(t *testing.T) {
	t.Parallel()
	p := market(false)
	right := solved(t, p)
	wrong := solved(t, p)
	wrong.Starts = nil
	checker := check.New(p)
	want := checker.Judge(wrong)
	done := make(chan string)
	for range 4 {
		go func() {
			diff := cmp.Diff(want, checker.Judge(wrong))
			if found := checker.Judge(right).Violations; found != nil {
				diff += found[0].Detail
			}
			done <- diff
		}()
	}
	for range 4 {
		if diff := <-done; diff != "" {
			t.Error(diff)
		}
	}
}

// The parts of a check, on the shape of a country: numbering, reading, judging.
func BenchmarkParts(b *testing.B) {
	for _, shape := range []nation.Shape{nation.OwnOrders, nation.CommonOrder, nation.Slots, nation.FamiliesCommon} {
		p := nation.Problem(100_000, 1, shape)
		numbered, err := allocation.NewCompact(p)
		if err != nil {
			b.Fatal(err)
		}
		o, err := allocation.Solve(context.Background(), p, allocation.Options{})
		if err != nil {
			b.Fatal(err)
		}
		checker := check.New(p)
		outcome := checker.Read(o)
		for _, part := range []struct {
			name string
			run  func()
		}{
			{"whole", func() { check.Check(p, o) }},
			{"new", func() { check.New(p) }},
			{"compact", func() { check.Compact(numbered) }},
			{"read", func() { checker.Read(o) }},
			{"verdict", func() { outcome.Verdict() }},
		} {
			b.Run(string(shape)+"/"+part.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					part.run()
				}
			})
		}
	}
}
