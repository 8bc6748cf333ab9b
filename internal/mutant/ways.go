package mutant

import (
	"slices"

	"github.com/balajol/balajol/allocation"
)

// way spoils an outcome; false = there is nothing of the kind to spoil.
type way struct {
	kind  Kind
	codes []string
	spoil func(s *spoil) bool
}

// unstable are the codes of a wrong matching, whatever is wrong with it.
var unstable = []string{
	"not_individually_rational", "infeasible", "over_capacity", "seat_lost", "wasted_seat", "justified_envy", "wrong_slot", "not_optimal",
	"family_apart", "wrong_exception",
}

var ways = slices.Concat(headWays, seatWays, lineWays, familyWays, otherWays)

// headWays spoil what the outcome says of itself.
var headWays = []way{
	{"another problem's hash", []string{"wrong_hash"}, func(s *spoil) bool {
		digits := []byte(s.o.ProblemSHA256)
		at := s.IntN(len(digits))
		digits[at] = map[bool]byte{true: 'a', false: 'b'}[digits[at] != 'a']
		s.o.ProblemSHA256 = string(digits)
		return true
	}},
	{"no hash", []string{"wrong_hash"}, func(s *spoil) bool { s.o.ProblemSHA256 = ""; return true }},
	{"another mechanism", []string{"wrong_mechanism"}, func(s *spoil) bool { s.o.Mechanism = "boston"; return true }},
	{"another path", []string{"wrong_path"}, func(s *spoil) bool {
		paths := []allocation.Path{"", allocation.PathCommonOrder, allocation.PathOwnOrders, allocation.PathSlots, allocation.PathHeuristic}
		s.o.Path = *pick(s, paths, func(path *allocation.Path) bool { return *path != s.o.Path })
		return true
	}},
}

// seatWays spoil who sits where.
var seatWays = []way{
	{"child forgotten", []string{"missing_child"}, func(s *spoil) bool {
		if len(s.o.Assignments) == 0 {
			return false
		}
		at := s.IntN(len(s.o.Assignments))
		s.o.Assignments = slices.Delete(s.o.Assignments, at, at+1)
		return true
	}},
	{"child repeated", []string{"repeated_child"}, func(s *spoil) bool {
		a := one(s, s.o.Assignments)
		if a != nil {
			s.o.Assignments = append(s.o.Assignments, *a)
		}
		return a != nil
	}},
	{"child invented", []string{"unknown_child"}, func(s *spoil) bool {
		s.o.Assignments = append(s.o.Assignments, allocation.Assignment{Child: "nobody", Reason: allocation.NoWishes})
		return true
	}},
	{"group invented", []string{"unknown_group"}, func(s *spoil) bool {
		a := one(s, s.o.Assignments)
		if a != nil {
			a.Group = "nowhere"
		}
		return a != nil
	}},
	{"group not wished", []string{"not_individually_rational"}, func(s *spoil) bool {
		g := one(s, s.p.Groups)
		if g == nil {
			return false
		}
		a := s.line(func(_ *allocation.Assignment, c *allocation.Child) bool { return !slices.Contains(wishesOf(*c), g.ID) })
		if a != nil {
			a.Group = g.ID
		}
		return a != nil
	}},
	{"not acceptable", []string{"infeasible"}, func(s *spoil) bool {
		g := one(s, s.p.Groups)
		if g == nil {
			return false
		}
		a := s.line(func(_ *allocation.Assignment, c *allocation.Child) bool {
			return slices.Contains(wishesOf(*c), g.ID) && !s.may(g, c)
		})
		if a != nil {
			a.Group = g.ID
		}
		return a != nil
	}},
	{"overfull", []string{"over_capacity"}, func(s *spoil) bool {
		g := pick(s, s.p.Groups, func(g *allocation.Group) bool { return s.seated(g.ID) == g.Seats })
		if g == nil {
			return false
		}
		a := s.line(func(a *allocation.Assignment, c *allocation.Child) bool {
			return a.Group != g.ID && slices.Contains(wishesOf(*c), g.ID)
		})
		if a != nil {
			a.Group, a.Reason = g.ID, ""
		}
		return a != nil
	}},
	{"seat lost", []string{"seat_lost"}, func(s *spoil) bool {
		a := s.line(func(_ *allocation.Assignment, c *allocation.Child) bool { return c.Holds != "" })
		if a != nil {
			*a = allocation.Assignment{Child: a.Child, Reason: allocation.NoSeat}
		}
		return a != nil
	}},
	{"seat wasted", []string{"wasted_seat"}, func(s *spoil) bool {
		a := s.line(func(a *allocation.Assignment, c *allocation.Child) bool {
			return a.Group != "" && c.Holds == "" && !s.inFamily(c.ID)
		})
		if a != nil {
			*a = allocation.Assignment{Child: a.Child, Reason: allocation.NoSeat}
		}
		return a != nil
	}},
	{"seat for the next in the queue", []string{"justified_envy"}, passOver},
	{"two change places", unstable, swap},
}

// passOver takes the seat of a child without a family and gives it to one behind it, where there is one kind of seats and the queue decides.
func passOver(s *spoil) bool {
	loser := s.line(func(a *allocation.Assignment, c *allocation.Child) bool {
		return a.Group != "" && c.Holds == "" && !s.inFamily(c.ID) && len(s.group(a.Group).Pattern) == 0 && s.group(a.Group).Order == nil
	})
	if loser == nil || s.number(loser.Child) == 0 {
		return false
	}
	winner := s.line(func(a *allocation.Assignment, c *allocation.Child) bool {
		return a.Group == "" && slices.Contains(c.Prefers, loser.Group) && !s.inFamily(c.ID) && s.number(c.ID) > s.number(loser.Child)
	})
	if winner == nil {
		return false
	}
	winner.Group, winner.Reason = loser.Group, ""
	*loser = allocation.Assignment{Child: loser.Child, Reason: allocation.NoSeat}
	return true
}

// swap lets two children change places, one of which may be none.
func swap(s *spoil) bool {
	a := s.line(func(a *allocation.Assignment, _ *allocation.Child) bool { return a.Group != "" && s.decided() })
	if a == nil {
		return false
	}
	b := s.line(func(b *allocation.Assignment, c *allocation.Child) bool {
		return b.Group != a.Group && slices.Contains(wishesOf(*c), a.Group) && (b.Group == "" || slices.Contains(wishesOf(*s.child(a.Child)), b.Group))
	})
	if b == nil {
		return false
	}
	a.Child, b.Child = b.Child, a.Child
	return true
}
