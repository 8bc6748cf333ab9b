package exact

import (
	"cmp"
	"slices"
)

// resolve learns a clause from a conflict and goes back to where the clause sets a literal.
func (s *solver) resolve(conflict reason) {
	s.conflicts++
	top := int32(0)
	for _, l := range s.explain(conflict, none) {
		top = max(top, s.level[l.variable()])
	}
	if top == 0 {
		s.never = true
		return
	}
	literals := s.learn(conflict, top)
	c := &clause{literals: literals, levels: s.levels(literals)}
	for _, l := range literals {
		s.seen[l.variable()] = false
	}
	s.order.decay()
	if len(literals) == 1 {
		s.undo(0)
		s.follow(literals[0], noReason)
		return
	}
	s.undo(int(s.level[literals[1].variable()]))
	s.learned = append(s.learned, c)
	s.watch(c)
	s.set(literals[0], reason{clause: c, row: none})
}

// learn turns what cannot be met, all of it set at the top level or before, into a clause with one literal of that level, which
// comes first; a literal of the next lower level is second. All are marked as seen.
func (s *solver) learn(conflict reason, top int32) []literal {
	learned := []literal{0}
	why, implied, open := conflict, literal(none), 0
	for at := len(s.trail) - 1; ; at-- {
		for _, l := range s.explain(why, implied) {
			v := l.variable()
			if s.seen[v] || s.level[v] == 0 {
				continue
			}
			s.seen[v] = true
			s.order.bump(v)
			if s.level[v] == top {
				open++
			} else {
				learned = append(learned, l)
			}
		}
		for !s.seen[s.trail[at].variable()] || s.level[s.trail[at].variable()] != top {
			at--
		}
		implied = s.trail[at]
		why = s.reason[implied.variable()]
		if open--; open == 0 {
			break
		}
		s.seen[implied.variable()] = false
	}
	learned[0] = implied.not()
	return s.shorten(learned)
}

// shorten leaves out what follows from the rest of the clause.
func (s *solver) shorten(learned []literal) []literal {
	kept := learned[:1]
	var dropped []int
	for _, l := range learned[1:] {
		if v := l.variable(); s.reason[v].given() && s.enough(s.reason[v], l.not()) {
			dropped = append(dropped, v)
		} else {
			kept = append(kept, l)
		}
	}
	for _, v := range dropped {
		s.seen[v] = false
	}
	for i := 2; i < len(kept); i++ {
		if s.level[kept[i].variable()] > s.level[kept[1].variable()] {
			kept[1], kept[i] = kept[i], kept[1]
		}
	}
	return kept
}

// known reports whether a false literal costs an explanation nothing.
func (s *solver) known(l literal) bool { return s.seen[l.variable()] || s.level[l.variable()] == 0 }

// enough reports whether a literal follows from what is known alone.
func (s *solver) enough(why reason, implied literal) bool {
	return !slices.ContainsFunc(s.explain(why, implied), func(l literal) bool { return !s.known(l) })
}

// explain returns false literals from which it follows by a clause or row that a literal is true, or, with none, that the row cannot
// be met. Of a row it takes as few as it can beyond those that are known. The answer is good until the next call.
func (s *solver) explain(why reason, implied literal) []literal {
	s.found = s.found[:0]
	if why.clause != nil {
		for _, l := range why.clause.literals {
			if l != implied {
				s.found = append(s.found, l)
			}
		}
		return s.found
	}
	r := &s.rows[why.row]
	need, before := r.spare+1, int32(len(s.trail))
	if implied != none {
		before = s.place[implied.variable()]
		need -= r.terms[slices.IndexFunc(r.terms, func(t term) bool { return t.literal == implied })].weight
	}
	for _, known := range []bool{true, false} {
		for _, t := range r.terms {
			if need <= 0 {
				return s.found
			}
			if s.value[t.literal] < 0 && s.place[t.literal.variable()] < before && s.known(t.literal) == known {
				need -= t.weight
				s.found = append(s.found, t.literal)
			}
		}
	}
	return s.found
}

// levels counts the levels in a clause: the fewer, the more it is worth (Audemard & Simon 2009).
func (s *solver) levels(literals []literal) (count int32) {
	for _, l := range literals {
		if level := s.level[l.variable()]; s.stamp[level] != s.conflicts {
			s.stamp[level] = s.conflicts
			count++
		}
	}
	return count
}

// How many learned clauses are kept, how many more each time, and from how few levels on a clause stays for good.
const (
	firstKeep = 4000
	moreKeep  = 500
	precious  = 2
)

// forget throws the worse half of the learned clauses away when they are many. Nothing may be decided.
func (s *solver) forget() {
	if len(s.learned) < s.keep {
		return
	}
	s.keep += moreKeep
	slices.SortStableFunc(s.learned, func(a, b *clause) int {
		return cmp.Or(cmp.Compare(a.levels, b.levels), cmp.Compare(len(a.literals), len(b.literals)))
	})
	gone := map[*clause]bool{}
	for i, c := range s.learned {
		if i >= len(s.learned)/2 && c.levels > precious {
			gone[c] = true
		}
	}
	dead := func(c *clause) bool { return gone[c] }
	s.learned = slices.DeleteFunc(s.learned, dead)
	for l := range s.watches {
		s.watches[l] = slices.DeleteFunc(s.watches[l], dead)
	}
}
