package mutant

import (
	"context"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// familyWays spoil the list of exceptions.
var familyWays = []way{
	{"exception forgotten", []string{"wrong_exception", "wrong_cutoff", "justified_envy"}, func(s *spoil) bool {
		b := pick(s, s.o.BlockingFamilies, func(b *allocation.BlockingFamily) bool { return b.Tuple != nil })
		if b == nil {
			return false
		}
		id := b.Family
		s.o.BlockingFamilies = slices.DeleteFunc(s.o.BlockingFamilies, func(b allocation.BlockingFamily) bool { return b.Family == id })
		return true
	}},
	{"exception repeated", []string{"wrong_exception"}, func(s *spoil) bool {
		b := one(s, s.o.BlockingFamilies)
		if b != nil {
			s.o.BlockingFamilies = append(s.o.BlockingFamilies, *b)
		}
		return b != nil
	}},
	{"exception's tuple", []string{"wrong_exception"}, func(s *spoil) bool {
		b := pick(s, s.o.BlockingFamilies, func(b *allocation.BlockingFamily) bool { return len(b.Tuple) > 0 })
		if b != nil {
			b.Tuple = slices.Clone(b.Tuple)
			b.Tuple[s.IntN(len(b.Tuple))] += "x"
		}
		return b != nil
	}},
	{"exception invented", []string{"wrong_exception"}, func(s *spoil) bool {
		f := pick(s, s.p.Families, func(f *allocation.Family) bool { return !s.excepted(f.ID) })
		if f != nil {
			s.o.BlockingFamilies = append(s.o.BlockingFamilies, allocation.BlockingFamily{Family: f.ID, Tuple: s.anyTuple(f)})
		}
		return f != nil
	}},
	{"family invented", []string{"wrong_exception"}, func(s *spoil) bool {
		s.o.BlockingFamilies = append(s.o.BlockingFamilies, allocation.BlockingFamily{Family: "nobody's", Alone: s.IntN(2) == 0})
		return true
	}},
	{"family apart", []string{"family_apart", "seat_lost"}, func(s *spoil) bool {
		f := pick(s, s.p.Families, func(f *allocation.Family) bool {
			return f.Rule == allocation.TogetherOrNone && len(f.Children) > 1 && slices.ContainsFunc(f.Children, func(id string) bool { return s.groupOf(id) != "" && s.child(id).Holds == "" })
		})
		if f == nil {
			return false
		}
		a := s.line(func(a *allocation.Assignment, c *allocation.Child) bool {
			return slices.Contains(f.Children, c.ID) && a.Group != "" && c.Holds == ""
		})
		*a = allocation.Assignment{Child: a.Child, Reason: allocation.FamilyReason}
		// The others sit where no tuple of the rule leaves them alone, unless one of the family's own tuples does, or nobody sits on a new seat.
		others := slices.ContainsFunc(f.Children, func(id string) bool { return s.groupOf(id) != "" && s.groupOf(id) != s.child(id).Holds })
		return f.Joint == nil && others
	}},
}

func (s *spoil) excepted(family string) bool {
	return slices.ContainsFunc(s.o.BlockingFamilies, func(b allocation.BlockingFamily) bool { return b.Family == family })
}

// anyTuple is one group for each child of the family.
func (s *spoil) anyTuple(f *allocation.Family) []string {
	tuple := []string{}
	for _, id := range f.Children {
		if list := wishesOf(*s.child(id)); len(list) > 0 {
			tuple = append(tuple, list[s.IntN(len(list))])
		} else {
			tuple = append(tuple, "")
		}
	}
	return tuple
}

func (s *spoil) groupOf(child string) string {
	return s.o.Assignments[slices.IndexFunc(s.o.Assignments, func(a allocation.Assignment) bool { return a.Child == child })].Group
}

// otherWays are right outcomes of something else.
var otherWays = []way{
	{"best for groups", []string{"not_optimal"}, bestForGroups},
	{"lists cut", unstable, another(func(s *spoil, p *allocation.Problem) bool {
		a := s.line(func(a *allocation.Assignment, c *allocation.Child) bool { return a.Group != "" && a.Group != c.Holds })
		if a == nil {
			return false
		}
		at := slices.IndexFunc(p.Children, func(c allocation.Child) bool { return c.ID == a.Child })
		p.Children[at].Prefers = p.Children[at].Prefers[slices.Index(p.Children[at].Prefers, a.Group)+1:]
		return true
	})},
	{"lists turned round", unstable, another(func(_ *spoil, p *allocation.Problem) bool {
		for i := range p.Children {
			p.Children[i].Prefers = slices.Clone(p.Children[i].Prefers)
			slices.Reverse(p.Children[i].Prefers)
		}
		return true
	})},
	{"orders turned round", unstable, another(func(_ *spoil, p *allocation.Problem) bool {
		for i := range p.Groups {
			p.Groups[i].Order = slices.Clone(p.Groups[i].Order)
			slices.Reverse(p.Groups[i].Order)
		}
		return true
	})},
	{"no orders", unstable, another(func(_ *spoil, p *allocation.Problem) bool {
		for i := range p.Groups {
			p.Groups[i].Order = nil
		}
		return true
	})},
	{"queue turned round", unstable, another(func(_ *spoil, p *allocation.Problem) bool {
		most := int64(0)
		for _, c := range p.Children {
			most = max(most, c.Number)
		}
		for i := range p.Children {
			p.Children[i].Number = most + 1 - p.Children[i].Number
		}
		return most > 0
	})},
	{"patterns turned", unstable, another(func(s *spoil, p *allocation.Problem) bool {
		for i := range p.Groups {
			p.Groups[i].Start += int64(1 + s.IntN(3))
		}
		return true
	})},
	{"a seat less", unstable, another(func(s *spoil, p *allocation.Problem) bool {
		g := pick(s, p.Groups, func(g *allocation.Group) bool { return g.Seats > 0 })
		if g != nil {
			g.Seats--
		}
		return g != nil
	})},
	{"families forgotten", nil, another(func(_ *spoil, p *allocation.Problem) bool {
		p.Families = nil
		return true
	})},
}

// another solves another problem about the same children and groups and passes its outcome off as that of this one.
func another(change func(s *spoil, p *allocation.Problem) bool) func(s *spoil) bool {
	return func(s *spoil) bool {
		p := s.p
		p.Children, p.Groups = slices.Clone(p.Children), slices.Clone(p.Groups)
		if !s.decided() || !change(s, &p) {
			return false
		}
		o, err := allocation.Solve(context.Background(), p, allocation.Options{})
		if err != nil {
			return false // a tuple may name a wish that is gone, a seat be held
		}
		s.o.Assignments, s.o.Cutoffs, s.o.Starts, s.o.BlockingFamilies = o.Assignments, o.Cutoffs, o.Starts, o.BlockingFamilies
		if s.sameSeats() {
			s.codes = []string{"wrong_cutoff", "wrong_start", "wrong_reason", "wrong_slot", "wrong_exception"}
		}
		return s.differs()
	}
}

// sameSeats reports whether everybody sits where the right outcome has them.
func (s *spoil) sameSeats() bool {
	return slices.EqualFunc(s.o.Assignments, s.right.Assignments, func(a, b allocation.Assignment) bool { return a.Group == b.Group })
}

func (s *spoil) differs() bool {
	return !slices.Equal(s.o.Assignments, s.right.Assignments) || !slices.Equal(s.o.Cutoffs, s.right.Cutoffs) || !slices.Equal(s.o.Starts, s.right.Starts)
}

// bestForGroups lets the groups propose (Gale & Shapley 1962, with the sides exchanged), where they rank the children themselves and nobody
// holds a seat: the outcome is stable and, unless it is the only one, the worst of them for every child. Its lines are right.
func bestForGroups(s *spoil) bool {
	p := &s.p
	if len(p.Families) > 0 || slices.ContainsFunc(p.Children, func(c allocation.Child) bool { return c.Holds != "" }) ||
		slices.ContainsFunc(p.Groups, func(g allocation.Group) bool { return g.Order == nil || len(g.Pattern) > 0 }) {
		return false
	}
	got := map[string]string{}
	next := make([]int, len(p.Groups))
	for moved := true; moved; {
		moved = false
		for i := range p.Groups {
			g := &p.Groups[i]
			sitting := 0
			for _, at := range got {
				if at == g.ID {
					sitting++
				}
			}
			if sitting == g.Seats || next[i] == len(g.Order) {
				continue
			}
			moved = true
			c := s.child(g.Order[next[i]])
			next[i]++
			if at := slices.Index(c.Prefers, g.ID); at >= 0 && (got[c.ID] == "" || at < slices.Index(c.Prefers, got[c.ID])) {
				got[c.ID] = g.ID
			}
		}
	}
	for i := range s.o.Assignments {
		s.o.Assignments[i].Group = got[s.o.Assignments[i].Child]
	}
	for i := range s.o.Cutoffs {
		g := s.group(s.o.Cutoffs[i].Group)
		for at, id := range g.Order {
			if got[id] == g.ID {
				s.o.Cutoffs[i].Place = at + 1
			}
		}
	}
	return !s.sameSeats()
}
