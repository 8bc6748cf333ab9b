package mutant

import (
	"slices"

	"github.com/balajol/balajol/allocation"
)

// lineWays spoil what follows from the seats.
var lineWays = []way{
	{"slot", []string{"wrong_slot"}, func(s *spoil) bool {
		a := s.line(func(a *allocation.Assignment, _ *allocation.Child) bool { return a.Group != "" })
		if a == nil {
			return false
		}
		names := []string{"", "other"}
		for _, kind := range s.p.SlotKinds {
			names = append(names, kind.Name)
		}
		a.Slot = *pick(s, names, func(name *string) bool { return *name != a.Slot })
		return true
	}},
	{"slot without a seat", []string{"wrong_slot"}, func(s *spoil) bool {
		a := s.line(func(a *allocation.Assignment, _ *allocation.Child) bool { return a.Group == "" })
		if a != nil {
			a.Slot = "general"
		}
		return a != nil
	}},
	{"reason", []string{"wrong_reason"}, func(s *spoil) bool {
		a := one(s, s.o.Assignments)
		if a == nil {
			return false
		}
		reasons := []allocation.Reason{"", allocation.NoWishes, allocation.NotAcceptable, allocation.NoSeat, allocation.FamilyReason, "luck"}
		a.Reason = *pick(s, reasons, func(reason *allocation.Reason) bool { return *reason != a.Reason })
		return true
	}},
	{"cutoff's tier", []string{"wrong_cutoff"}, cutoff(func(s *spoil, c *allocation.Cutoff) { c.Tier += 1 - 2*s.IntN(2) })},
	{"cutoff's number", []string{"wrong_cutoff"}, cutoff(func(s *spoil, c *allocation.Cutoff) { c.Number += 1 - 2*s.Int64N(2) })},
	{"cutoff's place", []string{"wrong_cutoff"}, cutoff(func(s *spoil, c *allocation.Cutoff) { c.Place += 1 - 2*s.IntN(2) })},
	{"cutoff's slot", []string{"wrong_cutoff"}, cutoff(func(_ *spoil, c *allocation.Cutoff) { c.Slot += "x" })},
	{"cutoff's group", []string{"wrong_cutoff"}, cutoff(func(_ *spoil, c *allocation.Cutoff) { c.Group += "x" })},
	{"cutoff forgotten", []string{"wrong_cutoff"}, func(s *spoil) bool {
		if len(s.o.Cutoffs) == 0 {
			return false
		}
		at := s.IntN(len(s.o.Cutoffs))
		s.o.Cutoffs = slices.Delete(s.o.Cutoffs, at, at+1)
		return true
	}},
	{"cutoff repeated", []string{"wrong_cutoff"}, func(s *spoil) bool {
		c := one(s, s.o.Cutoffs)
		if c != nil {
			s.o.Cutoffs = append(s.o.Cutoffs, *c)
		}
		return c != nil
	}},
	{"cutoff invented", []string{"wrong_cutoff"}, inventCutoff},
	{"counter", []string{"wrong_start"}, func(s *spoil) bool {
		start := one(s, s.o.Starts)
		if start != nil {
			start.Next += 1 - 2*s.Int64N(2)
		}
		return start != nil
	}},
	{"counter forgotten", []string{"wrong_start"}, func(s *spoil) bool {
		if len(s.o.Starts) == 0 {
			return false
		}
		at := s.IntN(len(s.o.Starts))
		s.o.Starts = slices.Delete(s.o.Starts, at, at+1)
		return true
	}},
	{"counter repeated", []string{"wrong_start"}, func(s *spoil) bool {
		start := one(s, s.o.Starts)
		if start != nil {
			s.o.Starts = append(s.o.Starts, *start)
		}
		return start != nil
	}},
	{"counter invented", []string{"wrong_start"}, func(s *spoil) bool {
		g := pick(s, s.p.Groups, func(g *allocation.Group) bool { return len(g.Pattern) == 0 })
		if g != nil {
			s.o.Starts = append(s.o.Starts, allocation.Start{Group: g.ID, Next: g.Start})
		}
		return g != nil
	}},
}

func cutoff(change func(s *spoil, c *allocation.Cutoff)) func(s *spoil) bool {
	return func(s *spoil) bool {
		c := one(s, s.o.Cutoffs)
		if c != nil {
			change(s, c)
		}
		return c != nil
	}
}

// inventCutoff adds a line for a kind of seats that has none.
func inventCutoff(s *spoil) bool {
	g := one(s, s.p.Groups)
	if g == nil {
		return false
	}
	slots := append(slices.Clone(g.Pattern), "")
	if len(g.Pattern) > 0 {
		slots = g.Pattern
	}
	slot := pick(s, slots, func(slot *string) bool {
		return !slices.ContainsFunc(s.o.Cutoffs, func(c allocation.Cutoff) bool { return c.Group == g.ID && c.Slot == *slot })
	})
	if slot != nil {
		s.o.Cutoffs = append(s.o.Cutoffs, allocation.Cutoff{Group: g.ID, Slot: *slot, Number: 1})
	}
	return slot != nil
}
