package allocation_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
)

// found solves a problem that is right.
func found(t testing.TB, p allocation.Problem, o allocation.Options) *allocation.Solution {
	t.Helper()
	m, err := allocation.NewMarket(p)
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.Solve(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// text returns the canonical text of an outcome.
func text(t testing.TB, o allocation.Outcome) string {
	t.Helper()
	data, err := o.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// districts draws a problem of several closed markets, by numbering the groups and children of small ones apart.
func districts(seed uint64, in ingredients) allocation.Problem {
	whole := allocation.Problem{}
	r := rand.New(rand.NewPCG(seed, 5))
	for d := range 3 {
		p := randomProblem(seed*3+uint64(d), in)
		name := func(id string) string { return fmt.Sprintf("%s.%d", id, d) }
		names := func(ids []string) []string {
			if ids == nil {
				return nil
			}
			out := []string{}
			for _, id := range ids {
				out = append(out, name(id))
			}
			return out
		}
		for _, g := range p.Groups {
			g.ID, g.Order = name(g.ID), names(g.Order)
			g.Pattern = nil
			whole.Groups = append(whole.Groups, g)
		}
		for _, c := range p.Children {
			c.ID, c.Prefers, c.Class, c.Number = name(c.ID), names(c.Prefers), "", 0
			if c.Holds != "" {
				c.Holds = name(c.Holds)
			}
			whole.Children = append(whole.Children, c)
		}
		for _, f := range p.Families {
			f.ID, f.Children = name(f.ID), names(f.Children)
			for i, tuple := range f.Joint {
				for k, g := range tuple {
					if g != "" {
						f.Joint[i][k] = name(g)
					}
				}
			}
			whole.Families = append(whole.Families, f)
		}
	}
	if in.slots {
		whole.SlotKinds = []allocation.SlotKind{{Name: "reserve", Tiers: [][]string{{"P"}, {"G", ""}}}, {Name: "general", Tiers: [][]string{{"P", "G", ""}}}}
		for i := range whole.Groups {
			whole.Groups[i].Pattern = []string{"reserve", "general", "general"}[r.IntN(3):]
		}
		for i := range whole.Children {
			whole.Children[i].Class = []string{"P", "G", ""}[r.IntN(3)]
		}
	}
	if r.IntN(4) > 0 {
		for i, at := range r.Perm(len(whole.Children)) {
			whole.Children[i].Number = int64(10*at + 10)
		}
	}
	return whole
}

// newList draws a list of groups, mostly of one district.
func newList(r *rand.Rand, p allocation.Problem) []string {
	list := []string{}
	for _, at := range r.Perm(len(p.Groups)) {
		if r.IntN(3) == 0 {
			list = append(list, p.Groups[at].ID)
		}
	}
	return list
}

// drawChange draws a change and makes it in the problem, which may become an invalid one.
func drawChange(r *rand.Rand, p *allocation.Problem, i int) (change allocation.Change) {
	if len(p.Groups) == 0 || len(p.Children) == 0 {
		c := allocation.Child{ID: fmt.Sprintf("new%d", i), Prefers: []string{}}
		p.Children = append(p.Children, c)
		return allocation.Change{Add: &c}
	}
	at := r.IntN(len(p.Children))
	numbered := p.Children[0].Number != 0
	switch r.IntN(5) {
	case 0:
		c := allocation.Child{ID: fmt.Sprintf("new%d", i), Prefers: newList(r, *p)}
		if numbered {
			c.Number = int64(10*r.IntN(len(p.Children)+1) + 1 + i)
		}
		p.Children = append(p.Children, c)
		return allocation.Change{Add: &c}
	case 1:
		id := p.Children[at].ID
		withdraw(p, id)
		return allocation.Change{Withdraw: id}
	case 2:
		g := &p.Groups[r.IntN(len(p.Groups))]
		g.Seats += r.IntN(3)
		return allocation.Change{Group: g.ID, Seats: g.Seats}
	case 3:
		if numbered {
			p.Children[at].Number = int64(10*r.IntN(len(p.Children)+1) + 1 + i)
			return allocation.Change{Child: p.Children[at].ID, Number: p.Children[at].Number}
		}
		fallthrough
	default:
		p.Children[at].Prefers = newList(r, *p)
		return allocation.Change{Child: p.Children[at].ID, Prefers: p.Children[at].Prefers}
	}
}

func withdraw(p *allocation.Problem, id string) {
	p.Children = slices.DeleteFunc(slices.Clone(p.Children), func(c allocation.Child) bool { return c.ID == id })
	for g := range p.Groups {
		if p.Groups[g].Order != nil {
			p.Groups[g].Order = slices.DeleteFunc(slices.Clone(p.Groups[g].Order), func(other string) bool { return other == id })
		}
	}
	p.Families = slices.Clone(p.Families)
	for f := range p.Families {
		family := &p.Families[f]
		at := slices.Index(family.Children, id)
		if at < 0 {
			continue
		}
		family.Children = slices.Delete(slices.Clone(family.Children), at, at+1)
		family.Joint = slices.Clone(family.Joint)
		for i := range family.Joint {
			family.Joint[i] = slices.Delete(slices.Clone(family.Joint[i]), at, at+1)
		}
	}
}

// Whatever changes, the bytes are those of a full rerun, and an invalid change is refused where the rerun refuses the problem.
func TestApplyEqualsTheRerun(t *testing.T) {
	t.Parallel()
	applied, refused := 0, 0
	for i, mix := range mixes {
		for seed := range uint64(400) {
			mix.families = seed%2 == 1
			p := districts(seed*10+uint64(i), mix)
			s := found(t, p, allocation.Options{})
			r := rand.New(rand.NewPCG(seed, 9))
			for step := range 4 {
				var changes []allocation.Change
				for k := range 1 + r.IntN(3) {
					changes = append(changes, drawChange(r, &p, 10*step+k))
				}
				then, err := s.Apply(changes)
				m, wrong := allocation.NewMarket(p)
				if named := repeatedChild(changes); named {
					break
				}
				if (err != nil) != (wrong != nil) {
					t.Fatalf("mix %d seed %d: applied %v, rerun %v: %+v\n%+v", i, seed, err, wrong, changes, p)
				}
				if err != nil {
					refused++
					break
				}
				again, err := m.Solve(context.Background(), allocation.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(text(t, again.Outcome()), text(t, then.Outcome())); diff != "" {
					t.Fatalf("mix %d seed %d step %d: %+v\n%s\n%+v", i, seed, step, changes, diff, p)
				}
				applied++
				s = then
			}
		}
	}
	if applied < 2000 || refused < 20 {
		t.Errorf("%d applied, %d refused: the test proves little", applied, refused)
	}
}

func repeatedChild(changes []allocation.Change) bool {
	seen := map[string]bool{}
	for _, c := range changes {
		id := c.Child + c.Withdraw
		if c.Add != nil {
			id = c.Add.ID
		}
		if id != "" && seen[id] {
			return true
		}
		seen[id] = true
	}
	return false
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	s := found(t, decode(t, sample), allocation.Options{})
	for name, change := range map[string]allocation.Change{
		"nothing":        {},
		"two at once":    {Withdraw: "k01", Group: "D1"},
		"unknown child":  {Withdraw: "k99"},
		"unknown group":  {Group: "D9", Seats: 1},
		"negative seats": {Group: "D1", Seats: -1},
		"unknown wish":   {Child: "k01", Prefers: []string{"D9"}},
		"repeated wish":  {Child: "k01", Prefers: []string{"D1", "D1"}},
		"equal numbers":  {Child: "k01", Number: 2},
		"no number":      {Add: &allocation.Child{ID: "k77", Class: "G"}},
		"known id":       {Add: &allocation.Child{ID: "k01", Number: 77, Class: "G"}},
		"unknown class":  {Add: &allocation.Child{ID: "k77", Number: 77, Class: "X"}},
		"unknown family": {Add: &allocation.Child{ID: "k77", Number: 77, Class: "G", Family: "f9"}},
		"unknown holds":  {Add: &allocation.Child{ID: "k77", Number: 77, Class: "G", Holds: "D9"}},
		"empty id":       {Add: &allocation.Child{Number: 77, Class: "G"}},
	} {
		_, err := s.Apply([]allocation.Change{change})
		if _, isInput := allocation.AsInputError(err); !isInput && !errors.Is(err, allocation.ErrUnknownChild) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := s.WhatIf("k99", allocation.Change{}); !errors.Is(err, allocation.ErrUnknownChild) {
		t.Errorf("got %v for an unknown child", err)
	}
	if err := s.Rerun(-1); err == nil {
		t.Error("component −1 is solved")
	}
	if _, err := s.ComponentOf("k99"); !errors.Is(err, allocation.ErrUnknownChild) {
		t.Errorf("got %v for the component of an unknown child", err)
	}
}
