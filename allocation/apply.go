package allocation

import (
	"context"
	"fmt"
)

// Apply returns the solution of the problem with these changes: to the byte what Solve would find for it. Only closed markets
// that a change touches are solved again; what was found for the others stands. A child has one change at most. New children
// stand behind all others in the file, withdrawn ones leave it; a group's own order does not know new ones. ErrUnknownChild and
// InputError tell of a change that makes no valid problem, and nothing is done then.
func (s *Solution) Apply(changes []Change) (*Solution, error) {
	e := newEdit(s.market)
	for i := range changes {
		if err := e.take(&changes[i]); err != nil {
			return nil, fmt.Errorf("apply change %d: %w", i, err)
		}
	}
	c, rows, err := e.compact()
	if err != nil {
		return nil, fmt.Errorf("apply changes: %w", err)
	}
	m, err := c.Market()
	if err != nil {
		return nil, fmt.Errorf("apply changes: %w", err)
	}
	then := newSolution(m)
	again := then.keep(s, e.touched(), rows)
	if err := then.solve(context.Background(), s.options, again); err != nil {
		return nil, fmt.Errorf("apply changes: %w", err)
	}
	return then, nil
}

// keep copies what an earlier solution found for closed markets that nothing touched, and returns the others. Rows tell where
// the children of then are now.
func (s *Solution) keep(then *Solution, touched []bool, rows []int32) (again []int) {
	if s.path != then.market.path && len(s.market.Compact().Families) > 0 {
		for i := range s.parts {
			again = append(again, i)
		}
		return again
	}
	same := make([]bool, len(s.parts))
	for i := range s.parts {
		same[i] = true
		for _, row := range s.parts[i].groups {
			same[i] = same[i] && !touched[row]
		}
		if !same[i] || i == len(s.parts)-1 {
			again = append(again, i)
		}
	}
	for i := range then.parts {
		old := &then.parts[i]
		for c, row := range old.children {
			if rows[row] == none {
				continue
			}
			at := s.market.childAt[rows[row]]
			if p := &s.parts[at.component]; same[at.component] && int(at.component) < len(s.parts)-1 {
				p.exact = old.exact
				p.take(at.index, old, int32(c))
			}
		}
	}
	return again
}

// take copies what a child got before.
func (p *placement) take(c int32, old *placement, was int32) {
	p.got[c] = none
	if w := old.got[was]; w != none {
		p.got[c] = w - old.wishOff[was] + p.wishOff[c]
	}
	if f := p.familyOf(c); f != none {
		p.whole[f] = old.whole[old.familyOf(was)]
	}
}
