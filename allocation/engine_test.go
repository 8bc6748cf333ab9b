package allocation_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/balajol/balajol/allocation"
)

// reserves draws problems in which classes have slots of their own and fall back to all others: the engine has a way of its own
// for them as long as the reserves last.
func reserves(seed uint64, children, groups, seats int) allocation.Problem {
	r := rand.New(rand.NewPCG(seed, 2))
	p := allocation.Problem{SlotKinds: []allocation.SlotKind{
		{Name: "first", Tiers: [][]string{{"P"}, {"", "S"}}},
		{Name: "second", Tiers: [][]string{{"S"}, {"P", ""}}},
		{Name: "general", Tiers: [][]string{{"P", "S", ""}}},
		{Name: "ranked", Tiers: [][]string{{"P"}, {"S"}, {""}}},
	}}
	kinds := []string{"first", "general", "general", "second", "ranked"}[:3+r.IntN(3)]
	classes := []string{"", "", "P", "S"}[:3+r.IntN(2)]
	for c := range children {
		p.Children = append(p.Children, allocation.Child{ID: fmt.Sprintf("k%03d", c), Class: classes[r.IntN(len(classes))]})
	}
	for g := range groups {
		group := allocation.Group{ID: fmt.Sprintf("D%d", g), Seats: r.IntN(seats + 1), Start: int64(r.IntN(7))}
		for range 1 + r.IntN(4) {
			group.Pattern = append(group.Pattern, kinds[r.IntN(len(kinds))])
		}
		if r.IntN(3) > 0 {
			for _, at := range r.Perm(children) {
				group.Order = append(group.Order, p.Children[at].ID)
			}
		}
		p.Groups = append(p.Groups, group)
	}
	for c := range p.Children {
		for _, at := range r.Perm(groups)[:r.IntN(groups+1)] {
			p.Children[c].Prefers = append(p.Children[c].Prefers, p.Groups[at].ID)
		}
	}
	return p
}

func equalsReference(t *testing.T, seed uint64, p allocation.Problem) {
	t.Helper()
	want := reference(p)
	for _, a := range solve(t, p).Assignments {
		if a.Group != want[a.Child] {
			t.Errorf("seed %d, child %s: got %q, want %q", seed, a.Child, a.Group, want[a.Child])
		}
	}
	if t.Failed() {
		t.Fatalf("seed %d: %+v", seed, p)
	}
}

func TestReservesEqualTheReference(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2500) {
		equalsReference(t, seed, reserves(seed, 14, 3, 6))
	}
}

// Groups with more seats than are looked at one by one: heaps, and slots by the dozen.
func TestLargeGroupsEqualTheReference(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		p := reserves(seed, 150, 2, 95)
		for g := range p.Groups {
			p.Groups[g].Seats += 65
			if seed%3 == 0 {
				p.Groups[g].Pattern = nil
			}
			if seed%3 == 1 && g == 0 {
				p.Children[3].Holds = p.Groups[g].ID
			}
		}
		equalsReference(t, seed, p)
	}
}

// One problem has one outcome, to the byte, on any number of goroutines and in any order of the input.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	for i, mix := range mixes {
		for seed := range uint64(60) {
			mix.families = seed%2 == 1
			p := districts(seed*10+uint64(i), mix)
			want := text(t, found(t, p, allocation.Options{}).Outcome())
			for _, threads := range []int{-1, 2, 8} {
				if got := text(t, found(t, p, allocation.Options{Threads: threads}).Outcome()); got != want {
					t.Fatalf("mix %d seed %d: other bytes on %d goroutines", i, seed, threads)
				}
			}
			if len(p.Children) == 0 || p.Children[0].Number == 0 {
				continue
			}
			r := rand.New(rand.NewPCG(seed, 11))
			r.Shuffle(len(p.Children), func(a, b int) { p.Children[a], p.Children[b] = p.Children[b], p.Children[a] })
			r.Shuffle(len(p.Groups), func(a, b int) { p.Groups[a], p.Groups[b] = p.Groups[b], p.Groups[a] })
			r.Shuffle(len(p.Families), func(a, b int) { p.Families[a], p.Families[b] = p.Families[b], p.Families[a] })
			if got := text(t, found(t, p, allocation.Options{}).Outcome()); got != want {
				t.Fatalf("mix %d seed %d: other bytes in another order", i, seed)
			}
		}
	}
}

// A market may be solved by many at once, again and again.
func TestMarketIsShared(t *testing.T) {
	t.Parallel()
	p := districts(4, ingredients{children: 12, groups: 5, slots: true, orders: true})
	m, err := allocation.NewMarket(p)
	if err != nil {
		t.Fatal(err)
	}
	want := text(t, found(t, p, allocation.Options{}).Outcome())
	texts := make(chan string)
	for range 8 {
		go func() {
			s, err := m.Solve(context.Background(), allocation.Options{Threads: 2})
			if err != nil {
				texts <- err.Error()
				return
			}
			_, _ = s.WhatIf("k00.0", allocation.Change{Prefers: []string{}})
			texts <- text(t, s.Outcome())
		}()
	}
	for range 8 {
		if got := <-texts; got != want {
			t.Error(got)
		}
	}
}

// Sizes that no arithmetic may trip over.
func TestAbsurdSizes(t *testing.T) {
	t.Parallel()
	children := []allocation.Child{{ID: "a", Class: "P", Prefers: []string{"g", "h"}}, {ID: "b", Class: "G", Prefers: []string{"h", "g"}, Holds: "g"}}
	kinds := []allocation.SlotKind{{Name: "p", Tiers: [][]string{{"P"}, {"G"}}}, {Name: "g", Tiers: [][]string{{"G"}}}}
	long := slices.Repeat([]string{"g", "p", "g"}, 5000)
	for name, p := range map[string]allocation.Problem{
		"seats":   {Groups: []allocation.Group{{ID: "g", Seats: math.MaxInt32}, {ID: "h", Seats: math.MaxInt32}}, Children: children},
		"slots":   {SlotKinds: kinds, Groups: []allocation.Group{{ID: "g", Seats: math.MaxInt32, Pattern: long}, {ID: "h", Seats: math.MaxInt32, Pattern: long}}, Children: children},
		"starts":  {SlotKinds: kinds, Groups: []allocation.Group{{ID: "g", Seats: 3, Pattern: long, Start: 1 << 52}, {ID: "h", Start: 1 << 52, Pattern: long[:3]}}, Children: children},
		"numbers": {Groups: []allocation.Group{{ID: "g", Seats: 1}}, Children: []allocation.Child{{ID: "a", Number: math.MaxInt64, Prefers: []string{"g"}}, {ID: "b", Number: 1, Prefers: []string{"g"}}}},
	} {
		if name == "numbers" {
			equalsReference(t, 0, p)
			continue
		}
		o := solve(t, p)
		for _, a := range o.Assignments {
			if want := map[string]string{"a": "g", "b": "h"}[a.Child]; name != "starts" && a.Group != want {
				t.Errorf("%s: child %s got %q, want %q", name, a.Child, a.Group, want)
			}
		}
	}
}

// The context ends a run inside one closed market, on every path.
func TestSolveStopsInside(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		p := city(20_000, 40)
		variant.change(&p)
		ctx, cancel := context.WithCancel(context.Background())
		last := 0
		_, err := allocation.Solve(ctx, p, allocation.Options{Threads: 2, Progress: func(done, total int) {
			if done < last || total != 20_000 {
				t.Errorf("%s: %d of %d after %d", variant.name, done, total, last)
			}
			last = done
			cancel()
		}})
		if !errors.Is(err, context.Canceled) || last > 10_000 {
			t.Errorf("%s: %v after %d children", variant.name, err, last)
		}
		cancel()
	}
}
