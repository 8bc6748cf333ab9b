package allocation

import "slices"

// exactMarket is the market around some families as a pseudo-boolean problem. A single child has a variable for each wish that
// may come true and one for none of them; a family has one for each tuple, and one for what its rule leaves when no tuple is
// taken: the seats that its members hold, or each member for itself, which then has variables like a single child. One more
// says that the family is left with a claim; the number of these is what to minimize, and then the places of the wishes.
type exactMarket struct {
	*placement
	problem PseudoBoolean
	free    []bool     // child → it may move
	touched []bool     // group → a free child lists it
	wishes  []int32    // wish → variable, 0 = none
	nothing []int32    // child → variable
	clans   []clanVars // by family
	sitting [][]sitting
	byGroup [][]claimant // who lists a group and may sit there
}

// clanVars are the variables of a free family.
type clanVars struct {
	tuples [][]int32
	takes  []int32 // tuple → variable
	apart  int32   // no tuple is taken
	claims int32   // the family is left with a claim; 0 = the family is not free
}

// sitting is one who may sit in a group, or does so for good.
type sitting struct {
	child    int32
	key      uint32
	variable int32 // 0 = for good
}

// newExactMarket finds who may move; nil where they are too many.
func newExactMarket(p *placement, left []BlockingFamily) *exactMarket {
	x := &exactMarket{placement: p, free: make([]bool, len(p.children)), touched: make([]bool, len(p.groups))}
	around := make([]bool, len(p.groups))
	for f := range p.families {
		id := p.src.Families[p.families[f].row].ID
		if !slices.ContainsFunc(left, func(b BlockingFamily) bool { return b.Family == id }) {
			continue
		}
		for _, c := range p.families[f].members {
			x.free[c] = true
			x.mark(around, c)
		}
	}
	count := 0
	for c := range x.free {
		for w, end := p.component.wishes(int32(c)); w < end; w++ {
			x.free[c] = x.free[c] || around[p.group(w)]
		}
	}
	for f := range p.families {
		if members := p.families[f].members; slices.ContainsFunc(members, func(c int32) bool { return x.free[c] }) {
			for _, c := range members {
				x.free[c] = true
			}
		}
	}
	for c, free := range x.free {
		if free {
			count++
			x.mark(x.touched, int32(c))
		}
	}
	if count > mostExact {
		return nil
	}
	return x
}

func (x *exactMarket) mark(groups []bool, c int32) {
	for w, end := x.component.wishes(c); w < end; w++ {
		groups[x.group(w)] = true
	}
}

func (x *exactMarket) variable() int32 {
	x.problem.Variables++
	return int32(x.problem.Variables)
}

func (x *exactMarket) demand(atLeast int64, terms ...Term) {
	if atLeast > 0 {
		x.problem.Constraints = append(x.problem.Constraints, Constraint{Terms: terms, AtLeast: atLeast})
	}
}

// exactlyOne demands that one of some variables is true and the others are not.
func (x *exactMarket) exactlyOne(variables ...int32) {
	var some, others []Term
	for _, v := range variables {
		some, others = append(some, Term{v, 1}), append(others, Term{-v, 1})
	}
	x.demand(1, some...)
	x.demand(int64(len(variables)-1), others...)
}

// build writes the problem.
func (x *exactMarket) build() {
	x.wishes, x.nothing = make([]int32, len(x.wish)), make([]int32, len(x.children))
	x.clans = make([]clanVars, len(x.families))
	x.sitting, x.byGroup = make([][]sitting, len(x.groups)), make([][]claimant, len(x.groups))
	for f := range x.families {
		x.addFamily(int32(f))
	}
	for c := range int32(len(x.children)) {
		switch f := x.inFamily[c]; {
		case !x.free[c]:
			x.keep(c)
		case f == none:
			x.exactlyOne(x.addChild(c)...)
		}
	}
	for g := range x.groups {
		if x.touched[g] {
			x.addGroup(int32(g))
		}
	}
	for f := range x.clans {
		if x.clans[f].claims != 0 {
			x.addClaims(int32(f))
		}
	}
	weight := int64(1)
	for _, term := range x.problem.Cost {
		weight += term.Weight
	}
	for f := range x.clans {
		if v := x.clans[f].claims; v != 0 {
			x.problem.Cost = append(x.problem.Cost, Term{v, weight})
		}
	}
}

// addChild makes the variables of a child that stands for itself.
func (x *exactMarket) addChild(c int32) (variables []int32) {
	from, to := x.component.wishes(c)
	for w := from; w < to; w++ {
		if !x.may(c, w) {
			continue
		}
		v := x.variable()
		x.wishes[w] = v
		variables = append(variables, v)
		x.problem.Cost = append(x.problem.Cost, Term{v, int64(w-from) + 1})
		x.seat(c, w, x.key(w), v)
		x.byGroup[x.group(w)] = append(x.byGroup[x.group(w)], claimant{c, w})
	}
	x.nothing[c] = x.variable()
	x.problem.Cost = append(x.problem.Cost, Term{x.nothing[c], int64(to-from) + 1})
	return append(variables, x.nothing[c])
}

// keep leaves a child where it is.
func (x *exactMarket) keep(c int32) {
	f := x.inFamily[c]
	for w, end := x.component.wishes(c); w < end; w++ {
		key := x.key(w)
		if x.got[c] == w {
			if f != none && x.whole[f] && key != heldKey {
				key = x.place(c, w)
			}
			x.seat(c, w, key, 0)
		}
		if x.may(c, w) && (f == none || !x.whole[f]) {
			x.byGroup[x.group(w)] = append(x.byGroup[x.group(w)], claimant{c, w})
		}
	}
}

func (x *exactMarket) seat(c, w int32, key uint32, variable int32) {
	g := x.group(w)
	x.sitting[g] = append(x.sitting[g], sitting{c, key, variable})
}

// blockKey is the key of a family's member for a wish when the family stands as a block.
func (x *exactMarket) blockKey(c, w int32) uint32 {
	if key := x.key(w); key == heldKey || x.src.HasOrder[x.groups[x.group(w)]] {
		return key
	}
	return uint32(x.block[c]) + 1
}

// addFamily makes the variables of a family.
func (x *exactMarket) addFamily(f int32) {
	members := x.families[f].members
	if !x.free[members[0]] {
		return
	}
	clan := &x.clans[f]
	x.tuples(f, func(tuple []int32) bool {
		clan.tuples = append(clan.tuples, slices.Clone(tuple))
		v := x.variable()
		clan.takes = append(clan.takes, v)
		x.problem.Cost = append(x.problem.Cost, Term{v, int64(len(clan.takes))})
		for i, w := range tuple {
			if w != none {
				x.seat(members[i], w, x.blockKey(members[i], w), v)
			}
		}
		return true
	})
	clan.apart, clan.claims = x.variable(), x.variable()
	x.problem.Cost = append(x.problem.Cost, Term{clan.apart, int64(len(clan.takes)) + 1})
	x.exactlyOne(append(slices.Clone(clan.takes), clan.apart)...)
	for _, c := range members {
		if x.families[f].rule.binds() {
			if w := x.heldWish(c); w != none {
				x.seat(c, w, heldKey, clan.apart)
			}
			continue
		}
		alone := x.addChild(c)
		// exactly one of them when the members go alone, else none
		x.exactlyOne(append(slices.Clone(clan.takes), alone...)...)
	}
}

// read turns an answer into a placement.
func (x *exactMarket) read(model []bool) *placement {
	p := &placement{component: x.component, got: slices.Clone(x.got), whole: slices.Clone(x.whole)}
	is := func(v int32) bool { return v != 0 && model[v-1] }
	for c := range int32(len(x.children)) {
		if !x.free[c] {
			continue
		}
		p.got[c] = none
		for w, end := x.component.wishes(c); w < end; w++ {
			if is(x.wishes[w]) {
				p.got[c] = w
			}
		}
	}
	for f := range x.clans {
		clan := &x.clans[f]
		if clan.claims == 0 {
			continue
		}
		family := &x.families[f]
		p.whole[f] = !is(clan.apart) || family.rule.binds()
		for i, c := range family.members {
			if is(clan.apart) && family.rule.binds() {
				p.got[c] = x.heldWish(c)
			}
			for t, v := range clan.takes {
				if is(v) {
					p.got[c] = clan.tuples[t][i]
				}
			}
		}
	}
	return p
}
