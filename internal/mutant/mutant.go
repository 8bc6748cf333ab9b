// Package mutant draws allocation problems, solves them, and spoils the outcomes, so that a test of a judge can see that it refuses
// each of them, and says so with the right word. The same seed gives the same case on every machine, so a judge in another language
// can be tried on the very same ones.
package mutant

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// Kind names what was done to an outcome.
type Kind string

// Case is a spoilt outcome with the right one.
type Case struct {
	Problem allocation.Problem
	Right   allocation.Outcome // that of allocation.Solve
	Mutant  allocation.Outcome // differs from it
	Kind    Kind
	// Codes are what the judge may call it: at least one of them is among the codes of its violations. Empty = any will do.
	Codes []string
}

// Draw returns the n-th mutant of the problem with this seed. ok = false: this kind does not fit the problem; another n may do. It
// panics if the engine refuses the problem, which it never should.
func Draw(seed, n uint64) (c Case, ok bool) {
	p := Problem(seed)
	right, err := allocation.Solve(context.Background(), p, allocation.Options{})
	if err != nil {
		panic(fmt.Sprintf("mutant: problem %d: %v", seed, err))
	}
	return Of(p, right, seed, n)
}

// Of is Draw for an outcome that is known already.
func Of(p allocation.Problem, right allocation.Outcome, seed, n uint64) (c Case, ok bool) {
	way := ways[n%uint64(len(ways))]
	s := spoil{Rand: rand.New(rand.NewPCG(seed, n)), p: p, right: right, o: clone(right)}
	if !way.spoil(&s) {
		return Case{}, false
	}
	codes := way.codes
	if s.codes != nil {
		codes = s.codes
	}
	return Case{Problem: p, Right: right, Mutant: s.o, Kind: way.kind, Codes: codes}, true
}

// Kinds returns every kind in the order in which Draw goes through them: n and n + len(Kinds()) are of one kind.
func Kinds() []Kind {
	all := make([]Kind, len(ways))
	for i, way := range ways {
		all[i] = way.kind
	}
	return all
}

func clone(o allocation.Outcome) allocation.Outcome {
	o.Assignments, o.Cutoffs = slices.Clone(o.Assignments), slices.Clone(o.Cutoffs)
	o.Starts, o.BlockingFamilies = slices.Clone(o.Starts), slices.Clone(o.BlockingFamilies)
	return o
}

// spoil is an outcome about to be spoilt.
type spoil struct {
	*rand.Rand
	p     allocation.Problem
	right allocation.Outcome
	o     allocation.Outcome
	codes []string // what this very mutant may be called, nil = what its kind says
}

// decided reports whether there is no other outcome that a judge may accept: with families on the heuristic path there may be.
func (s *spoil) decided() bool {
	return len(s.p.Families) == 0 || s.o.Path == allocation.PathCommonOrder
}

// pick returns a random element that fits, nil if none does.
func pick[T any](s *spoil, all []T, fits func(*T) bool) *T {
	for _, at := range s.Perm(len(all)) {
		if fits(&all[at]) {
			return &all[at]
		}
	}
	return nil
}

// one returns a random element, nil of none.
func one[T any](s *spoil, all []T) *T { return pick(s, all, func(*T) bool { return true }) }

// line returns a random assignment that fits, nil if none does.
func (s *spoil) line(fits func(a *allocation.Assignment, c *allocation.Child) bool) *allocation.Assignment {
	return pick(s, s.o.Assignments, func(a *allocation.Assignment) bool { return fits(a, s.child(a.Child)) })
}

func (s *spoil) child(id string) *allocation.Child {
	return &s.p.Children[slices.IndexFunc(s.p.Children, func(c allocation.Child) bool { return c.ID == id })]
}

func (s *spoil) group(id string) *allocation.Group {
	return &s.p.Groups[slices.IndexFunc(s.p.Groups, func(g allocation.Group) bool { return g.ID == id })]
}

// inFamily reports whether some family has the child as a member.
func (s *spoil) inFamily(id string) bool {
	return slices.ContainsFunc(s.p.Families, func(f allocation.Family) bool { return slices.Contains(f.Children, id) })
}

// may reports whether the group may take the child at all.
func (s *spoil) may(g *allocation.Group, c *allocation.Child) bool {
	if c.Holds == g.ID {
		return true
	}
	if g.Order != nil && !slices.Contains(g.Order, c.ID) {
		return false
	}
	return len(g.Pattern) == 0 || slices.ContainsFunc(g.Pattern, func(name string) bool {
		kind := s.p.SlotKinds[slices.IndexFunc(s.p.SlotKinds, func(k allocation.SlotKind) bool { return k.Name == name })]
		return slices.ContainsFunc(kind.Tiers, func(tier []string) bool { return slices.Contains(tier, c.Class) })
	})
}

// seated counts who sits in the group.
func (s *spoil) seated(g string) (count int) {
	for _, a := range s.o.Assignments {
		if a.Group == g {
			count++
		}
	}
	return count
}

// number returns the child's place in the law's order, 0 where a lottery draws it.
func (s *spoil) number(id string) int64 {
	if s.p.Lottery != nil {
		return 0
	}
	return cmp.Or(s.child(id).Number, int64(1+slices.IndexFunc(s.p.Children, func(c allocation.Child) bool { return c.ID == id })))
}
