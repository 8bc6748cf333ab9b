package allocation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrUnknownChild is returned for a child that the problem or the outcome does not know.
var ErrUnknownChild = errors.New("unknown child")

// Verdict says in a word what became of one wish.
type Verdict string

// The verdicts.
const (
	VerdictSeated        Verdict = "seated"         // the child got a seat here
	VerdictKept          Verdict = "kept"           // the child keeps the seat that it holds here
	VerdictOutranked     Verdict = "outranked"      // every seat that the child can take went to children who go before it
	VerdictNoSeats       Verdict = "no_seats"       // no seat that the child can take was there to give
	VerdictNotAcceptable Verdict = "not_acceptable" // the group's own order leaves the child out
	VerdictWrongClass    Verdict = "wrong_class"    // no slot kind of the group takes the child's class
	VerdictFamily        Verdict = "family"         // alone the child would have got in; its family did not fit
	VerdictNotNeeded     Verdict = "not_needed"     // the child got something that it prefers
	VerdictIgnored       Verdict = "ignored"        // listed behind the seat that the child holds
)

// Explanation is why a child got what it got, as data; the words are the caller's.
type Explanation struct {
	Child   string
	Group   string // "" = none
	Slot    string // "" = none, or a group without a pattern
	Reason  Reason // "" where there is a group
	Number  int64  // the number that the child stands with: in a placed or refused block, its family's
	Choices []Choice
}

// Choice explains one listed group; the choices stand in the order of the child's list.
type Choice struct {
	Group     string
	Rank      int // place in the child's list, 1 = first choice
	Verdict   Verdict
	Place     int        // the child's place in the group's own order; 0 = the group has none or leaves the child out
	Standings []Standing // one per slot kind of the group, by name; empty where the list is ignored
}

// Standing compares the child with the last one who got a seat of this kind.
type Standing struct {
	Slot   string  // "" where the group has no pattern
	Tier   int     // the child's tier, −1 = its class cannot take such a seat
	Seats  int64   // seats of this kind, those that holders kept included
	Cutoff *Cutoff // the outcome's; nil = some seat of the kind stayed empty, or none was there to give
	Before bool    // the child goes before the last one admitted, so its family's rule keeps it out, or it got this seat or a better
}

// Explain tells for each group that the child lists where the line was drawn, where the child stands and what followed. The
// outcome must be one that check.Check accepts for the problem; the explanation of any other is as wrong as that is. Whoever
// has the Solution asks it instead: that reads one closed market, not the whole problem.
func Explain(p Problem, o Outcome, child string) (Explanation, error) {
	m, err := NewMarket(p)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain outcome: %w", err)
	}
	s, err := m.recall(&o)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain outcome: %w", err)
	}
	x, err := s.Explain(child)
	x.Group, x.Slot, x.Reason = "", "", ""
	if at := slices.IndexFunc(o.Assignments, func(a Assignment) bool { return a.Child == child }); at >= 0 {
		x.Group, x.Slot, x.Reason = o.Assignments[at].Group, o.Assignments[at].Slot, o.Assignments[at].Reason
	}
	return x, err
}

// recall reads an outcome back into a solution.
func (m *Market) recall(o *Outcome) (*Solution, error) {
	s := newSolution(m)
	for i := range s.parts {
		for c := range s.parts[i].got {
			s.parts[i].got[c] = none
		}
	}
	for _, a := range o.Assignments {
		p, c, err := s.find(a.Child)
		if err != nil {
			return nil, err
		}
		if a.Group == "" {
			continue
		}
		g, known := m.groupByID(a.Group)
		if known {
			p.got[c] = p.wishFor(c, m.groupAt[g])
		}
		if !known || m.split.ofGroup[g] != m.childAt[p.children[c]].component || p.got[c] == none {
			return nil, fmt.Errorf("assignment to a group that the child does not list: %s", a.Group)
		}
	}
	alone := map[string]bool{}
	for _, b := range o.BlockingFamilies {
		alone[b.Family] = b.Alone
	}
	for i := range s.parts {
		s.parts[i].recallBlocks(alone)
	}
	return s, nil
}

// recallBlocks finds which families stand as a block: those whose rule is all or none, and those that sit by one of their tuples,
// unless the outcome says that their members stand alone.
func (p *placement) recallBlocks(alone map[string]bool) {
	for f := range p.families {
		family := &p.families[f]
		p.whole[f] = family.rule.binds()
		p.tuples(int32(f), func(tuple []int32) bool {
			p.whole[f] = p.whole[f] || p.has(family, tuple) && !alone[p.src.Families[family.row].ID]
			return !p.whole[f]
		})
	}
}

// Explain tells what the function Explain does, from one closed market. ErrUnknownChild is its only error.
func (s *Solution) Explain(child string) (Explanation, error) {
	p, c, err := s.find(child)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain outcome: %w", err)
	}
	return newTallyFor(p, c).explain(c, s.market.Compact().wishes(p.children[c])), nil
}

// find returns the closed market of a child and its index there.
func (s *Solution) find(child string) (*placement, int32, error) {
	row, known := s.market.childByID(child)
	if !known {
		return nil, none, ErrUnknownChild
	}
	at := s.market.childAt[row]
	return &s.parts[at.component], at.index, nil
}

func (m *Market) childByID(id string) (row int32, known bool) {
	return search(m.Compact().ChildIDs, m.Compact().ChildrenByID, id)
}

func (m *Market) groupByID(id string) (row int32, known bool) {
	return search(m.Compact().GroupIDs, m.Compact().GroupsByID, id)
}

func search(names Names, byID []int32, id string) (row int32, known bool) {
	at, known := slices.BinarySearchFunc(byID, id, func(row int32, id string) int { return strings.Compare(names.At(row), id) })
	if !known {
		return none, false
	}
	return byID[at], true
}

// explain tells what became of each wish; listed is the whole list, with what stands behind a held seat.
func (t *tally) explain(c int32, listed []int32) Explanation {
	a := t.assignment(c)
	x := Explanation{Child: a.Child, Group: a.Group, Slot: a.Slot, Reason: a.Reason, Number: t.standsWith(c), Choices: []Choice{}}
	from, to := t.wishes(c)
	for w := from; w < to; w++ {
		x.Choices = append(x.Choices, t.choice(c, w, int(w-from)+1))
	}
	for i := int(to - from); i < len(listed); i++ {
		x.Choices = append(x.Choices, Choice{Group: t.src.GroupIDs.At(listed[i]), Rank: i + 1, Verdict: VerdictIgnored, Standings: []Standing{}})
	}
	return x
}

func (t *tally) choice(c, w int32, rank int) Choice {
	g := t.group(w)
	choice := Choice{Group: t.groupID(g), Rank: rank, Standings: []Standing{}}
	ordered := t.src.HasOrder[t.groups[g]]
	if ordered {
		choice.Place = t.placeInOrder(g, c)
	}
	for i := range t.kinds(g) {
		choice.Standings = append(choice.Standings, t.compare(i, c, w))
	}
	got := t.got[c]
	switch {
	case got == w && t.heldWish(c) == w:
		choice.Verdict = VerdictKept
	case got == w:
		choice.Verdict = VerdictSeated
	case got != none && got < w:
		choice.Verdict = VerdictNotNeeded
	case ordered && choice.Place == 0:
		choice.Verdict = VerdictNotAcceptable
	case !t.may(c, w):
		choice.Verdict = VerdictWrongClass
	default:
		choice.Verdict = t.refusal(c, w)
	}
	return choice
}

// refusal tells why an acceptable child did not get in.
func (t *tally) refusal(c, w int32) Verdict {
	if t.wouldTake(c, w) {
		return VerdictFamily
	}
	g := t.group(w)
	endings := t.endings(g)
	for i, kind := range t.kinds(g) {
		if l := endings[i]; l.given && t.standing(kind, c, w) != nowhere {
			return VerdictOutranked
		}
	}
	return VerdictNoSeats
}

// compare compares the child with the line of the i-th kind of its wish's group.
func (t *tally) compare(i int, c, w int32) Standing {
	g := t.group(w)
	kind, l := t.kinds(g)[i], t.endings(g)[i]
	s := Standing{Slot: t.kindNames[kind], Tier: int(t.tier(kind, c)), Seats: t.slotsOf(g, kind)}
	if l.given && l.full {
		cutoff := t.cutoff(kind, l)
		s.Cutoff = &cutoff
		s.Before = t.standing(kind, c, w) < l.worst
	}
	return s
}
