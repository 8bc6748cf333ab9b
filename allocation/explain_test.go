package allocation_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/internal/mutant"
)

func TestExplainInFull(t *testing.T) {
	t.Parallel()
	p := allocation.Problem{
		SlotKinds: []allocation.SlotKind{{Name: "general", Tiers: [][]string{{"P", ""}}}, {Name: "reserve", Tiers: [][]string{{"P"}, {""}}}},
		Groups: []allocation.Group{
			{ID: "sun", Seats: 2, Pattern: []string{"reserve", "general"}},
			{ID: "moon", Seats: 1, Order: []string{"bolat"}},
			{ID: "star", Seats: 1},
		},
		Children: []allocation.Child{
			{ID: "aida", Prefers: []string{"sun"}},
			{ID: "bolat", Prefers: []string{"sun"}},
			{ID: "dana", Prefers: []string{"sun", "moon", "star", "moon2"}[:3], Holds: "star"},
			{ID: "erlan", Prefers: []string{"star", "sun"}, Holds: "star"},
		},
	}
	p.Groups[2].Seats = 2
	x, err := allocation.Explain(p, solve(t, p), "dana")
	if err != nil {
		t.Fatal(err)
	}
	want := allocation.Explanation{
		Child: "dana", Group: "star", Number: 3,
		Choices: []allocation.Choice{
			{Group: "sun", Rank: 1, Verdict: allocation.VerdictOutranked, Standings: []allocation.Standing{
				{Slot: "general", Seats: 1, Cutoff: &allocation.Cutoff{Group: "sun", Slot: "general", Number: 2}},
				{Slot: "reserve", Tier: 1, Seats: 1, Cutoff: &allocation.Cutoff{Group: "sun", Slot: "reserve", Tier: 1, Number: 1}},
			}},
			{Group: "moon", Rank: 2, Verdict: allocation.VerdictNotAcceptable, Standings: []allocation.Standing{{Seats: 1}}},
			{Group: "star", Rank: 3, Verdict: allocation.VerdictKept, Standings: []allocation.Standing{{Seats: 2}}},
		},
	}
	if diff := cmp.Diff(want, x); diff != "" {
		t.Error(diff)
	}
	ignored, err := allocation.Explain(p, solve(t, p), "erlan")
	if err != nil {
		t.Fatal(err)
	}
	if last := ignored.Choices[1]; last.Group != "sun" || last.Verdict != allocation.VerdictIgnored || last.Rank != 2 {
		t.Errorf("got %+v, want sun ignored", last)
	}
}

// Whatever happens, the verdicts tell the outcome: nobody was refused who goes before the last one admitted, unless for its
// family's sake.
func TestExplanationsFollowTheOutcome(t *testing.T) {
	t.Parallel()
	seen := map[allocation.Verdict]int{}
	for i, mix := range mixes {
		mix.families = i%2 == 1
		for seed := range uint64(150) {
			p := randomProblem(seed*10+uint64(i), mix)
			o := solve(t, p)
			for _, a := range o.Assignments {
				x, err := allocation.Explain(p, o, a.Child)
				if err != nil {
					t.Fatal(err)
				}
				if problem := inconsistent(p, a, x, seen); problem != "" {
					t.Fatalf("mix %d seed %d child %s: %s\n%+v\n%+v\n%+v", i, seed, a.Child, problem, p, o, x)
				}
			}
		}
	}
	for _, v := range []allocation.Verdict{allocation.VerdictSeated, allocation.VerdictKept, allocation.VerdictOutranked, allocation.VerdictNoSeats,
		allocation.VerdictNotAcceptable, allocation.VerdictWrongClass, allocation.VerdictFamily, allocation.VerdictNotNeeded, allocation.VerdictIgnored} {
		if seen[v] == 0 {
			t.Errorf("verdict %s was never given", v)
		}
	}
}

func inconsistent(p allocation.Problem, a allocation.Assignment, x allocation.Explanation, seen map[allocation.Verdict]int) string {
	if x.Child != a.Child || x.Group != a.Group || x.Slot != a.Slot || x.Reason != a.Reason {
		return "the explanation is of another assignment"
	}
	got := false
	family := false
	for i, c := range x.Choices {
		seen[c.Verdict]++
		isGot := c.Verdict == allocation.VerdictSeated || c.Verdict == allocation.VerdictKept
		isAfter := c.Verdict == allocation.VerdictNotNeeded || c.Verdict == allocation.VerdictIgnored
		switch {
		case c.Rank != i+1:
			return "the choices are out of order"
		case isGot != (c.Group == a.Group):
			return "the seat is not where the assignment says"
		case isAfter != got && !isGot:
			return "what comes behind the seat is not told so"
		}
		got = got || isGot
		family = family || c.Verdict == allocation.VerdictFamily
		for _, s := range c.Standings {
			if s.Before && c.Verdict == allocation.VerdictOutranked {
				return "outranked by somebody behind"
			}
		}
	}
	if family && len(p.Families) == 0 || a.Group == "" && family != (a.Reason == allocation.FamilyReason) {
		return "the family is wrongly blamed"
	}
	return ""
}

func TestExplainRefuses(t *testing.T) {
	t.Parallel()
	p := decode(t, sample)
	o := solve(t, p)
	if _, err := allocation.Explain(p, o, "k99"); !errors.Is(err, allocation.ErrUnknownChild) {
		t.Errorf("got %v for an unknown child", err)
	}
	other := o
	other.Assignments = slices.Clone(o.Assignments)
	other.Assignments[0].Child = "k99"
	if _, err := allocation.Explain(p, other, "k01"); !errors.Is(err, allocation.ErrUnknownChild) {
		t.Errorf("got %v for an outcome with another child", err)
	}
	other.Assignments = slices.Clone(o.Assignments)
	other.Assignments[0].Group = "D9"
	if _, err := allocation.Explain(p, other, "k01"); err == nil {
		t.Error("an outcome with an unknown group is explained")
	}
	p.Groups[0].Seats = -1
	if _, err := allocation.Explain(p, o, "k01"); err == nil {
		t.Error("a malformed problem is explained")
	}
}

// Whatever it says of a wrong outcome, it does not panic.
func TestExplainBearsWrongOutcomes(t *testing.T) {
	t.Parallel()
	tried := 0
	for seed := range uint64(60) {
		for n := range uint64(len(mutant.Kinds())) {
			c, ok := mutant.Draw(seed, n)
			if !ok {
				continue
			}
			tried++
			for _, child := range c.Problem.Children {
				_, _ = allocation.Explain(c.Problem, c.Mutant, child.ID)
			}
		}
	}
	if tried < 500 {
		t.Errorf("only %d wrong outcomes", tried)
	}
}

// Who waits for a kind of seats, and where its line is, follows from the outcome: everybody who would rather sit in the group and
// may is on the list, behind the line, in the order of the queue within the tiers.
func TestGroupsAreExplained(t *testing.T) {
	t.Parallel()
	waiting := 0
	for i, mix := range mixes {
		for seed := range uint64(100) {
			p := randomProblem(seed*10+uint64(i), mix)
			s := found(t, p, allocation.Options{})
			o := s.Outcome()
			got := map[string]string{}
			for _, a := range o.Assignments {
				got[a.Child] = a.Group
			}
			for _, g := range p.Groups {
				x, err := s.ExplainGroup(g.ID)
				if err != nil {
					t.Fatal(err)
				}
				seats, taken := int64(0), int64(0)
				for _, k := range x.Kinds {
					seats, taken, waiting = seats+k.Seats, taken+k.Taken, waiting+len(k.Waiting)
					for _, id := range k.Waiting {
						list := referenceList(p.Children[slices.IndexFunc(p.Children, func(c allocation.Child) bool { return c.ID == id })])
						if at := slices.Index(list, g.ID); at < 0 || at >= rank(list, got[id]) {
							t.Errorf("%s waits for %s and has %q of %v", id, g.ID, got[id], list)
						}
					}
					if k.Taken < k.Seats && len(k.Waiting) > 0 {
						t.Errorf("group %s, kind %q: a seat is empty and %v wait", g.ID, k.Slot, k.Waiting)
					}
					if at := slices.IndexFunc(o.Cutoffs, func(c allocation.Cutoff) bool { return c.Group == g.ID && c.Slot == k.Slot }); (at >= 0) != (k.Cutoff != nil) || at >= 0 && o.Cutoffs[at] != *k.Cutoff {
						t.Errorf("group %s, kind %q: cutoff %+v is not the outcome's", g.ID, k.Slot, k.Cutoff)
					}
				}
				if seats != int64(g.Seats) || taken != int64(len(x.Children)) {
					t.Errorf("group %s: %d of %d seats, %d of %d children", g.ID, seats, g.Seats, taken, len(x.Children))
				}
			}
			if t.Failed() {
				t.Fatalf("mix %d seed %d: %+v\n%+v", i, seed, p, o)
			}
		}
	}
	if waiting == 0 {
		t.Error("nobody waits anywhere")
	}
	if _, err := found(t, allocation.Problem{}, allocation.Options{}).ExplainGroup("D9"); !errors.Is(err, allocation.ErrUnknownGroup) {
		t.Errorf("got %v for an unknown group", err)
	}
}
