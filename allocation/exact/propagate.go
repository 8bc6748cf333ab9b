package exact

// set makes a literal true.
func (s *solver) set(l literal, why reason) {
	v := l.variable()
	s.value[l], s.value[l.not()] = 1, -1
	s.level[v], s.place[v], s.reason[v] = int32(len(s.marks)), int32(len(s.trail)), why
	s.trail = append(s.trail, l)
	s.steps--
}

// follow makes a literal true that holds whatever is decided.
func (s *solver) follow(l literal, why reason) {
	switch s.value[l] {
	case 0:
		s.set(l, why)
	case -1:
		s.never = true
	}
}

// propagate sets whatever follows from what is set. It returns what cannot be met any more, if there is something.
func (s *solver) propagate() reason {
	if s.examine(0); s.rows[0].slack < 0 { // the bound moves
		return reason{row: 0}
	}
	for s.read < len(s.trail) {
		lost := s.trail[s.read].not()
		if c := s.visit(lost); c != nil {
			return reason{clause: c, row: none}
		}
		s.read++
		if row := s.count(lost); row != none {
			return reason{row: row}
		}
	}
	return noReason
}

// count takes a literal that became false out of its rows, of all of them even after one that can no longer be met.
func (s *solver) count(lost literal) (broken int32) {
	broken = none
	uses := s.uses[lost]
	for _, u := range uses {
		r := &s.rows[u.row]
		if r.slack -= u.weight; r.slack < 0 {
			broken = u.row
		}
	}
	if broken != none {
		return broken
	}
	for _, u := range uses {
		s.examine(u.row)
	}
	return none
}

// examine sets the literals without which a row falls short.
func (s *solver) examine(row int32) {
	r := &s.rows[row]
	if r.slack >= r.most || r.slack < 0 {
		return
	}
	for _, t := range r.terms {
		if t.weight <= r.slack {
			return
		}
		if s.value[t.literal] == 0 {
			s.set(t.literal, reason{row: row})
		}
	}
}

// visit finds other literals to watch for the clauses that watch one that became false.
func (s *solver) visit(lost literal) (broken *clause) {
	watches := s.watches[lost]
	kept := watches[:0]
	for i, c := range watches {
		if s.moved(c, lost) {
			continue
		}
		kept = append(kept, c)
		switch first := c.literals[0]; s.value[first] {
		case 0:
			s.set(first, reason{clause: c, row: none})
		case -1:
			kept = append(kept, watches[i+1:]...)
			s.watches[lost] = kept
			return c
		}
	}
	clear(watches[len(kept):])
	s.watches[lost] = kept
	return nil
}

// moved watches another literal of the clause, unless it is met already or has none that is not false.
func (s *solver) moved(c *clause, lost literal) bool {
	l := c.literals
	if l[0] == lost {
		l[0], l[1] = l[1], l[0]
	}
	if s.value[l[0]] > 0 {
		return false
	}
	for i := 2; i < len(l); i++ {
		if s.value[l[i]] >= 0 {
			l[1], l[i] = l[i], l[1]
			s.watches[l[1]] = append(s.watches[l[1]], c)
			return true
		}
	}
	return false
}

// undo opens all variables that were set above a level.
func (s *solver) undo(level int) {
	if level >= len(s.marks) {
		return
	}
	end := s.marks[level]
	for i := len(s.trail) - 1; i >= end; i-- {
		l := s.trail[i]
		if i < s.read {
			for _, u := range s.uses[l.not()] {
				s.rows[u.row].slack += u.weight
			}
		}
		v := l.variable()
		s.phase[v] = s.value[2*v]
		s.value[l], s.value[l.not()] = 0, 0
		s.order.push(v)
	}
	s.trail, s.marks = s.trail[:end], s.marks[:level]
	s.read = min(s.read, end)
}
