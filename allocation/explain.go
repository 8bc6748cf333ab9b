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
	Cutoff *Cutoff // the outcome's; nil = some seat of the kind stayed empty, or none was there to give
	Before bool    // the child goes before the last one admitted, so its family's rule keeps it out, or it got this seat or a better
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
	*tally
	given []Assignment // by child
}

// newExplainer reads the outcome back into a solution.
func newExplainer(m *market, o *Outcome) (*explainer, error) {
	s := newSolution(m)
	given := make([]Assignment, len(m.input))
	for _, a := range o.Assignments {
		c, known := m.at(a.Child)
		if !known {
			return nil, ErrUnknownChild
		}
		given[c] = a
		if a.Group == "" {
			continue
		}
		w, reason := m.wishFor(c, a.Group)
		if reason != "" {
			return nil, fmt.Errorf("assignment to a group that the child does not list: %s", a.Group)
		}
		s.got[c] = w
	}
	alone := map[string]bool{}
	for _, b := range o.BlockingFamilies {
		alone[b.Family] = b.Alone
	}
	for f := range m.families {
		family := &m.families[f]
		s.whole[f] = family.rule.binds()
		m.tuples(int32(f), func(tuple []int32) bool {
			s.whole[f] = s.whole[f] || s.has(family, tuple) && !alone[family.given.ID]
			return !s.whole[f]
		})
	}
	return &explainer{tally: newTally(s), given: given}, nil
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
	for i := range e.m.distinct[g] {
		choice.Standings = append(choice.Standings, e.standing(i, w))
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
		choice.Verdict = e.refusal(w)
	}
	return choice
}

// refusal tells why an acceptable child did not get in.
func (e *explainer) refusal(w int32) Verdict {
	if e.wouldTake(w) {
		return VerdictFamily
	}
	g := e.m.wish[w]
	for i, kind := range e.m.distinct[g] {
		if l := e.lines[e.lineOff[g]+int32(i)]; l.given && e.key(kind, w) != cannot {
			return VerdictOutranked
		}
	}
	return VerdictNoSeats
}

// standing compares the child with the line of the i-th kind of its wish's group.
func (e *explainer) standing(i int, w int32) Standing {
	g := e.m.wish[w]
	kind, l := e.m.distinct[g][i], e.lines[e.lineOff[g]+int32(i)]
	s := Standing{Slot: e.m.kindNames[kind], Tier: int(e.m.tier(kind, e.m.wishOf[w])), Seats: e.m.slotsOf(g, kind)}
	if l.given && l.full {
		cutoff := e.cutoff(kind, l)
		s.Cutoff = &cutoff
		s.Before = e.key(kind, w) < l.worst
	}
	return s
}
