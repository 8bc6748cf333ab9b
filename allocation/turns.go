package allocation

import (
	"cmp"
	"slices"
)

// takeTurns is serial dictatorship: in the common order each child takes the best group with a seat left. It equals deferred
// acceptance, costs one look at every wish, and any deviation from it is visible to two families (Grigoryan & Möller). A family
// has one turn, at its first member's number.
func (e *engine) takeTurns(p *placement) error {
	e.left = e.left[:0]
	for g := range p.groups {
		e.left = append(e.left, p.seats(int32(g)))
	}
	order := p.commonOrder()
	for from := 0; from < len(p.children); from += stride {
		to := min(from+stride, len(p.children))
		if err := e.tick(to - from); err != nil {
			return err
		}
		switch {
		case len(p.families) > 0:
			p.turnsOfFamilies(int32(from), int32(to), e.left)
		case order != nil:
			for _, c := range order[min(from, len(order)):min(to, len(order))] {
				p.turns(c, c+1, e.left)
			}
		default:
			p.turns(int32(from), int32(to), e.left)
		}
	}
	return nil
}

// turns lets the children from one to another take the best seat left.
func (p *placement) turns(from, to int32, left []int32) {
	if from == to {
		return
	}
	line, got := p.line, p.got[from:to]
	off := p.wishOff[from : to+1]
	w := off[0]
	for c := range got {
		end := off[c+1]
		at := none
		for _, g := range line[w:end] {
			if left[g] > 0 {
				left[g]--
				at = w
				break
			}
			w++
		}
		got[c] = at
		w = end
	}
}

// commonOrder returns the children who can take a seat, in the order of tier and number; nil is everybody as they stand. Nobody
// else gets a seat.
func (p *placement) commonOrder() []int32 {
	kind := p.commonKind()
	tier := func(c int32) int32 { return p.tier(kind, c) }
	rising := true
	for c := range p.class {
		if tier(int32(c)) == none || c > 0 && tier(int32(c-1)) > tier(int32(c)) {
			rising = false
			break
		}
	}
	if rising {
		return nil
	}
	order := make([]int32, 0, len(p.children))
	for c := range p.got {
		p.got[c] = none
		if tier(int32(c)) != none {
			order = append(order, int32(c))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(tier(a), tier(b)), cmp.Compare(a, b)) })
	return order
}

// turnsOfFamilies is turns where some children have a turn together.
func (p *placement) turnsOfFamilies(from, to int32, left []int32) {
	for c := from; c < to; c++ {
		f := p.inFamily[c]
		if f == none {
			continue
		}
		p.turns(from, c, left)
		from = c + 1
		if p.families[f].members[0] == c {
			p.whole[f] = p.takeTogether(f, left) || p.families[f].rule.binds()
		}
		if !p.whole[f] {
			p.turns(c, c+1, left)
		}
	}
	p.turns(from, to, left)
}

// takeTogether gives the family the first tuple for which seats are left.
func (p *placement) takeTogether(f int32, left []int32) bool {
	taken := false
	for _, c := range p.families[f].members {
		p.got[c] = none
	}
	p.tuples(f, func(tuple []int32) bool {
		for _, w := range tuple {
			if w != none {
				left[p.line[w]]--
			}
		}
		taken = !slices.ContainsFunc(tuple, func(w int32) bool { return w != none && left[p.line[w]] < 0 })
		for i, w := range tuple {
			switch {
			case taken:
				p.got[p.families[f].members[i]] = w
			case w != none:
				left[p.line[w]]++
			}
		}
		return !taken
	})
	return taken
}
