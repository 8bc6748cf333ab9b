package allocation

import "slices"

// addGroup demands that a group has no more children than seats, and that whoever would rather be there finds all seats taken by
// children who go before it.
func (x *exactMarket) addGroup(g int32) {
	seats := int64(x.seats(g))
	var away []Term
	for _, s := range x.sitting[g] {
		if s.variable == 0 {
			seats--
		} else {
			away = append(away, Term{-s.variable, 1})
		}
	}
	x.demand(int64(len(away))-seats, away...)
	for _, c := range x.byGroup[g] {
		x.noEnvy(g, c)
	}
}

// noEnvy is the constraint of one child and one of its wishes (after Baïou & Balinski 2000).
func (x *exactMarket) noEnvy(g int32, c claimant) {
	seats := int64(x.seats(g))
	terms, before := x.before(g, x.key(c.wish), nil)
	need := seats - before
	if !x.free[c.child] {
		if got := x.got[c.child]; got == none || got > c.wish {
			x.demand(need, terms...)
		}
		return
	}
	from, _ := x.component.wishes(c.child)
	for w := from; w <= c.wish; w++ {
		if v := x.wishes[w]; v != 0 {
			terms = append(terms, Term{v, seats})
		}
	}
	if f := x.inFamily[c.child]; f != none {
		for _, v := range x.clans[f].takes {
			terms = append(terms, Term{v, seats})
		}
	}
	x.demand(need, terms...)
}

// before sums those who sit in a group and go before a key: variables, and how many do so for good. The members of one family
// are left out.
func (x *exactMarket) before(g int32, key uint32, but []int32) (terms []Term, always int64) {
	for _, s := range x.sitting[g] {
		switch {
		case s.key >= key || slices.Contains(but, s.child):
		case s.variable == 0:
			always++
		default:
			terms = append(terms, Term{s.variable, 1})
		}
	}
	return terms, always
}

// addClaims demands for each tuple of a family that it has this one or a better one, or that some group would not take its
// members, or that it is left with a claim.
func (x *exactMarket) addClaims(f int32) {
	clan := &x.clans[f]
	members := x.families[f].members
	for t, tuple := range clan.tuples {
		terms := []Term{{clan.claims, 1}}
		for _, v := range clan.takes[:t+1] {
			terms = append(terms, Term{v, 1})
		}
		asked := map[int32]bool{}
		for _, w := range tuple {
			if w == none || asked[x.group(w)] {
				continue
			}
			asked[x.group(w)] = true
			if v := x.refusal(members, tuple, x.group(w)); v != 0 {
				terms = append(terms, Term{v, 1})
			}
		}
		x.demand(1, terms...)
	}
}

// refusal makes a variable that can be true only if the group would not take all members of the tuple who want into it: too many
// others who claim a seat there go before the last of them.
func (x *exactMarket) refusal(members, tuple []int32, g int32) int32 {
	last, count := heldKey, int64(0)
	for i, w := range tuple {
		if w != none && x.group(w) == g {
			count++
			last = max(last, x.blockKey(members[i], w))
		}
	}
	need := int64(x.seats(g)) - count + 1
	terms, always := x.claiming(g, last, members)
	need -= always
	v := x.variable()
	if need <= 0 {
		return v
	}
	x.demand(need, append(terms, Term{-v, need})...)
	return v
}

// claiming sums those who would rather sit in a group, or do, and go before a key. A block claims what it has.
func (x *exactMarket) claiming(g int32, key uint32, but []int32) (terms []Term, always int64) {
	for _, c := range x.byGroup[g] {
		if x.key(c.wish) >= key || slices.Contains(but, c.child) {
			continue
		}
		if !x.free[c.child] {
			if got := x.got[c.child]; got == none || got >= c.wish {
				always++
			}
			continue
		}
		always++ // unless it has something better, or its family a tuple
		from, _ := x.component.wishes(c.child)
		for w := from; w < c.wish; w++ {
			if v := x.wishes[w]; v != 0 {
				terms, always = append(terms, Term{-v, 1}), always-1
			}
		}
		if f := x.inFamily[c.child]; f != none {
			for _, v := range x.clans[f].takes {
				terms, always = append(terms, Term{-v, 1}), always-1
			}
		}
	}
	for _, s := range x.sitting[g] {
		if f := x.inFamily[s.child]; f == none || s.key >= key || slices.Contains(but, s.child) || s.variable != 0 && !x.isBlock(f, s.variable) {
			continue
		} else if s.variable != 0 {
			terms = append(terms, Term{s.variable, 1})
		} else if x.whole[f] {
			always++
		}
	}
	return terms, always
}

// isBlock reports whether the variable seats the family as a whole.
func (x *exactMarket) isBlock(f, variable int32) bool {
	clan := &x.clans[f]
	return slices.Contains(clan.takes, variable) || variable == clan.apart
}
