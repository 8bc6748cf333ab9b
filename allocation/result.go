package allocation

// outcome writes the solution down.
func (s *solution) outcome() Outcome {
	m := s.m
	t := newTally(s)
	o := Outcome{
		ProblemSHA256: m.hash(), Mechanism: Mechanism, Path: s.path,
		Assignments: make([]Assignment, 0, len(m.input)), Cutoffs: []Cutoff{}, Starts: []Start{},
		BlockingFamilies: []BlockingFamily{},
	}
	for _, c := range m.byID {
		a := Assignment{Child: m.child(c).ID}
		if w := s.got[c]; w != none {
			a.Group, a.Slot = m.groups[m.wish[w]].ID, m.kindNames[t.kind[c]]
		} else {
			a.Reason = t.reason(c)
		}
		o.Assignments = append(o.Assignments, a)
	}
	for g, group := range m.groups {
		for i, kind := range m.distinct[g] {
			if l := t.lines[t.lineOff[g]+int32(i)]; l.given && l.full {
				o.Cutoffs = append(o.Cutoffs, t.cutoff(kind, l))
			}
		}
		if len(group.Pattern) > 0 {
			o.Starts = append(o.Starts, Start{Group: group.ID, Next: t.next[g]})
		}
	}
	if s.path == PathHeuristic {
		o.BlockingFamilies = t.exceptions()
	}
	return o
}

func (t *tally) cutoff(kind int32, l line) Cutoff {
	c, g := t.m.wishOf[l.last], t.m.wish[l.last]
	cutoff := Cutoff{Group: t.m.groups[g].ID, Slot: t.m.kindNames[kind], Tier: int(t.m.tier(kind, c))}
	if t.m.groups[g].Order != nil {
		cutoff.Place = int(t.m.place[l.last])
	} else {
		cutoff.Number = t.number(c)
	}
	return cutoff
}

// reason says why a child without a seat has none.
func (t *tally) reason(c int32) Reason {
	from, to := t.m.wishes(c)
	if from == to {
		return NoWishes
	}
	reason := NotAcceptable
	f := t.m.familyOf(c)
	inBlock := f != none && t.whole[f]
	for w := from; w < to; w++ {
		if !t.m.may(w) {
			continue
		}
		reason = NoSeat
		if inBlock && t.wouldTake(w) {
			return FamilyReason
		}
	}
	return reason
}
