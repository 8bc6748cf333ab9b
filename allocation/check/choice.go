package check

import (
	"cmp"
	"slices"
)

// claim is a child who wants a group no less than what it got, and the slot that the model gives it there.
type claim struct {
	child int
	wish  int
	rank  [2]int64 // by the group's own order, or by the number that the child stands with and its own
	keeps bool     // sits on the seat that it holds
	slot  int64    // none = refused
	kind  int
}

// compare orders two claims on the same kind of seats, the better first.
func (j *judge) compare(k int, a, b *claim) int {
	tier := j.kinds[k].tier
	return cmp.Or(cmp.Compare(tier[j.class[a.child]], tier[j.class[b.child]]), slices.Compare(a.rank[:], b.rank[:]))
}

// claimOf describes a wish as a claim.
func (j *judge) claimOf(c, w int) claim {
	x := claim{child: c, wish: w, keeps: j.holds[c] == w, slot: none, kind: none}
	if place := j.place[w]; place != 0 {
		x.rank = [2]int64{int64(place), 0}
	} else {
		x.rank = [2]int64{j.standing(c), j.number[c]}
	}
	return x
}

// standing is the number that the child stands with: in a block that of the first member.
func (j *judge) standing(c int) int64 {
	if f := j.inClan[c]; f != none && j.clans[f].whole {
		return j.number[j.clans[f].members[0]]
	}
	return j.number[c]
}

// wants reports whether the child claims this wish. A block claims what it has; its other wishes are judged tuple by tuple.
func (j *judge) wants(c, w int) bool {
	if f := j.inClan[c]; f != none && j.clans[f].whole {
		return j.got[c] == w
	}
	return (j.got[c] == none || w <= j.got[c]) && j.acceptable(c, w)
}

// choices lets every group choose among its claims and compares with who is there.
func (j *judge) choices() {
	count := make([]int, len(j.problem.Groups)+1)
	j.eachClaim(func(_, w int) { count[j.wish[w]+1]++ })
	for g := range j.problem.Groups {
		count[g+1] += count[g]
	}
	all := make([]claim, count[len(j.problem.Groups)])
	at := slices.Clone(count)
	j.eachClaim(func(c, w int) {
		g := j.wish[w]
		all[at[g]] = j.claimOf(c, w)
		at[g]++
	})
	j.choice = make([][]claim, len(j.problem.Groups))
	for g := range j.problem.Groups {
		j.choice[g] = all[count[g]:count[g+1]]
		j.choose(g, j.choice[g])
		j.compareChoice(g)
	}
}

func (j *judge) eachClaim(do func(c, w int)) {
	for _, c := range j.queue {
		for w := j.off[c]; w < j.off[c+1]; w++ {
			if j.wants(c, w) {
				do(c, w)
			}
		}
	}
}

// choose fills the slots of a group in the order of precedence: the open ones, then those bound to their holders.
func (j *judge) choose(g int, claims []claim) {
	byRank := func(a, b claim) int { return slices.Compare(a.rank[:], b.rank[:]) }
	if !slices.IsSortedFunc(claims, byRank) {
		slices.SortFunc(claims, byRank)
	}
	lines := map[int][]*claim{} // class → claims not yet served, best first
	back := map[int]*claim{}    // holder → its claim on its own seat
	waiting := 0
	for i := range claims {
		x := &claims[i]
		if x.keeps {
			back[x.child] = x
			continue
		}
		lines[j.class[x.child]] = append(lines[j.class[x.child]], x)
		waiting++
	}
	pattern := j.pattern[g]
	seats, bound := int64(j.problem.Groups[g].Seats), j.holders[g]
	open := seats - int64(len(bound))
	for slot, idle := int64(0), 0; slot < open && waiting > 0 && idle < len(pattern); slot++ {
		if idle++; j.serve(g, slot, lines) {
			waiting, idle = waiting-1, 0
		}
	}
	for i, holder := range bound {
		if x := back[holder]; x != nil {
			x.slot, x.kind = open+int64(i), j.slotKind(g, open+int64(i))
		} else if waiting > 0 && j.serve(g, open+int64(i), lines) {
			waiting--
		}
	}
}

func (j *judge) slotKind(g int, slot int64) int {
	length := int64(len(j.pattern[g]))
	return j.pattern[g][(j.problem.Groups[g].Start+slot)%length]
}

// serve gives a slot to the best claim that can take it.
func (j *judge) serve(g int, slot int64, lines map[int][]*claim) bool {
	k := j.slotKind(g, slot)
	for _, tier := range j.kinds[k].classes {
		var best *claim
		for _, class := range tier {
			if line := lines[class]; len(line) > 0 && (best == nil || slices.Compare(line[0].rank[:], best.rank[:]) < 0) {
				best = line[0]
			}
		}
		if best != nil {
			best.slot, best.kind = slot, k
			class := j.class[best.child]
			lines[class] = lines[class][1:]
			return true
		}
	}
	return false
}

// compareChoice names what differs between the choice and the outcome.
func (j *judge) compareChoice(g int) {
	intruder := none // the last of those who sit here without being chosen
	for i := range j.choice[g] {
		if x := &j.choice[g][i]; x.slot == none && j.got[x.child] == x.wish {
			intruder = x.child
		}
	}
	missing := false
	for i := range j.choice[g] {
		x := &j.choice[g][i]
		if x.slot == none {
			continue
		}
		switch slot := j.outcome.Assignments[j.line[x.child]].Slot; {
		case j.got[x.child] == x.wish:
			if slot != j.kinds[x.kind].name {
				j.violate(WrongSlot, x.child, g, "want "+j.seatOf(x.kind))
			}
			continue
		case x.keeps:
			j.violate(SeatLost, x.child, g, "the child held this seat and has something that it likes less")
		case intruder != none:
			j.violate(JustifiedEnvy, x.child, g, j.seatOf(x.kind)+"; it outranks "+j.problem.Children[intruder].ID)
		default:
			j.violate(WastedSeat, x.child, g, j.seatOf(x.kind)+" is empty")
		}
		missing = true
	}
	if intruder != none && !missing {
		j.violate(OverCapacity, intruder, g, "no seat is left that this child can take")
	}
}

func (j *judge) seatOf(k int) string {
	if k == 0 {
		return "a seat"
	}
	return "a seat of " + j.kinds[k].name
}
