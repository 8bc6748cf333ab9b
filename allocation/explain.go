package allocation

import (
	"errors"
	"fmt"
)

// ErrUnknownChild is returned by Explain for a child that the problem or the outcome does not know.
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
	Cutoff *Cutoff // nil = some seat of the kind stayed empty, or none was there to give
	Before bool    // the child goes before the last one admitted
}

// Explain tells for each group that the child lists where the line was drawn, where the child stands and what followed. The
// outcome must be one that check.Check accepts for the problem; the explanation of any other is as wrong as that is.
func Explain(p Problem, o Outcome, child string) (Explanation, error) {
	m, err := newMarket(&p)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain outcome: %w", err)
	}
	c, known := m.at(child)
	if !known {
		return Explanation{}, fmt.Errorf("explain outcome: %w", ErrUnknownChild)
	}
	e, err := newExplainer(m, &o)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain outcome: %w", err)
	}
	return e.explain(c), nil
}

type explainer struct {
	*solution
	given   []Assignment // by child
	cutoffs map[[2]string]*Cutoff
}

// newExplainer reads the outcome back into a solution.
func newExplainer(m *market, o *Outcome) (*explainer, error) {
	e := &explainer{solution: newSolution(m), given: make([]Assignment, len(m.input)), cutoffs: map[[2]string]*Cutoff{}}
	for _, a := range o.Assignments {
		c, known := m.at(a.Child)
		if !known {
			return nil, ErrUnknownChild
		}
		e.given[c] = a
		if a.Group == "" {
			continue
		}
		w, reason := m.wishFor(c, a.Group)
		if reason != "" {
			return nil, fmt.Errorf("assignment to a group that the child does not list: %s", a.Group)
		}
		e.got[c] = w
	}
	for i := range o.Cutoffs {
		e.cutoffs[[2]string{o.Cutoffs[i].Group, o.Cutoffs[i].Slot}] = &o.Cutoffs[i]
	}
	alone := map[string]bool{}
	for _, b := range o.BlockingFamilies {
		alone[b.Family] = b.Alone
	}
	for f := range m.families {
		family := &m.families[f]
		e.whole[f] = family.rule.binds()
		m.tuples(int32(f), func(tuple []int32) bool {
			e.whole[f] = e.whole[f] || e.has(family, tuple) && !alone[family.given.ID]
			return !e.whole[f]
		})
	}
	return e, nil
}

func (e *explainer) explain(c int32) Explanation {
	given := e.given[c]
	x := Explanation{Child: e.m.child(c).ID, Group: given.Group, Slot: given.Slot, Reason: given.Reason, Number: e.number(c), Choices: []Choice{}}
	from, to := e.m.wishes(c)
	for w := from; w < to; w++ {
		x.Choices = append(x.Choices, e.choice(w, int(w-from)+1))
	}
	behind := false
	for i, id := range e.m.child(c).Prefers {
		if behind {
			x.Choices = append(x.Choices, Choice{Group: id, Rank: i + 1, Verdict: VerdictIgnored, Standings: []Standing{}})
		}
		behind = behind || id == e.m.child(c).Holds
	}
	return x
}

func (e *explainer) choice(w int32, rank int) Choice {
	c, g := e.m.wishOf[w], e.m.wish[w]
	choice := Choice{Group: e.m.groups[g].ID, Rank: rank, Standings: []Standing{}}
	if e.m.place != nil {
		choice.Place = int(max(e.m.place[w], 0))
	}
	for _, kind := range e.m.distinct[g] {
		choice.Standings = append(choice.Standings, e.standing(kind, w))
	}
	got := e.got[c]
	switch {
	case got == w && e.m.held[c] == w:
		choice.Verdict = VerdictKept
	case got == w:
		choice.Verdict = VerdictSeated
	case got != none && got < w:
		choice.Verdict = VerdictNotNeeded
	case e.m.place != nil && e.m.place[w] == none:
		choice.Verdict = VerdictNotAcceptable
	case !e.m.may(w):
		choice.Verdict = VerdictWrongClass
	default:
		choice.Verdict = e.refusal(w, choice.Standings)
	}
	return choice
}

// refusal tells why an acceptable child did not get in.
func (e *explainer) refusal(w int32, standings []Standing) Verdict {
	verdict := VerdictNoSeats
	left := e.seatsLeft(e.m.wish[w])
	for i, s := range standings {
		switch {
		case s.Tier < 0:
		case s.Before || s.Cutoff == nil && left[i] > 0:
			return VerdictFamily
		case s.Cutoff != nil:
			verdict = VerdictOutranked
		}
	}
	return verdict
}

// seatsLeft counts, by distinct kind, the seats of a group that no holder kept.
func (e *explainer) seatsLeft(g int32) []int64 {
	left := make([]int64, len(e.m.distinct[g]))
	for i, kind := range e.m.distinct[g] {
		left[i] = e.m.slotsOf(g, kind)
	}
	for i, c := range e.m.bound(g) {
		if e.got[c] != e.m.held[c] {
			continue
		}
		kind := e.m.slotKind(g, int64(e.m.open(g))+int64(i))
		for at, other := range e.m.distinct[g] {
			if other == kind {
				left[at]--
			}
		}
	}
	return left
}

func (e *explainer) standing(kind, w int32) Standing {
	c, g := e.m.wishOf[w], e.m.wish[w]
	s := Standing{Slot: e.m.kindNames[kind], Tier: int(e.m.tier(kind, c)), Seats: e.m.slotsOf(g, kind)}
	line := e.cutoffs[[2]string{e.m.groups[g].ID, s.Slot}]
	if line == nil {
		return s
	}
	copied := *line
	s.Cutoff = &copied
	if e.key(kind, w) == cannot {
		return s
	}
	mine, last := e.number(c), line.Number
	if e.m.groups[g].Order != nil {
		mine, last = int64(e.m.place[w]), int64(line.Place)
	}
	s.Before = s.Tier < line.Tier || s.Tier == line.Tier && mine < last
	return s
}
