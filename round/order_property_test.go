package round_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

// anyQueue draws a queue with equal instants, equal counters, every class and proof, and facts that some orderings look at.
func anyQueue(t *rapid.T) []round.Entry {
	all := make([]round.Entry, rapid.IntRange(0, 25).Draw(t, "length"))
	for i := range all {
		all[i] = round.Entry{
			Application:  application(fmt.Sprintf("a%02d", i)),
			RegisteredAt: start.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "second")) * time.Second),
			Sequence:     int64(rapid.IntRange(0, 3).Draw(t, "sequence")),
			Class:        rapid.SampledFrom(register.PriorityClasses).Draw(t, "class"),
			Proof:        rapid.SampledFrom([]preschool.ProofState{"", "claimed", "verified", "verified", "refused", "expired"}).Draw(t, "proof"),
			Facts:        anyFacts(t),
		}
		if year := rapid.IntRange(2020, 2023).Draw(t, "born"); year > 2020 {
			all[i].BirthDate = civil.NewDate(year, time.Month(rapid.IntRange(1, 2).Draw(t, "month")), 1)
		}
	}
	return all
}

func anyFacts(t *rapid.T) []string {
	var facts []string
	for _, name := range slices.Sorted(maps.Keys(factWords)) {
		if value := rapid.SampledFrom(factWords[name]).Draw(t, name); value != "" {
			facts = append(facts, name+"="+value)
		}
	}
	return facts
}

var factWords = map[string][]string{
	"sibling": {"", "no", "yes", "krg-1", "krg-1 krg-2"}, "territory": {"", "west", "east"}, "residence": {"", "city", "region", "abroad"},
	"urgent": {"", "yes", "no"}, "tax": {"", "0", "100", "2500", "much"}, "guardian1.hours": {"", "0", "20", "40"}, "guardian2.hours": {"", "20", "40"},
}

// anyPattern draws a pattern, also such as Check refuses: Order is total.
func anyPattern(t *rapid.T) round.Pattern {
	class := rapid.SampledFrom(append(slices.Clone(register.PriorityClasses), "other"))
	turn := rapid.Custom(func(t *rapid.T) round.Turn {
		return round.Turn{Classes: rapid.SliceOfN(class, 0, 3).Draw(t, "classes"), Take: rapid.IntRange(-1, 3).Draw(t, "take")}
	})
	wild := rapid.Custom(func(t *rapid.T) round.Pattern {
		return round.Pattern{Head: rapid.SliceOfN(class, 0, 3).Draw(t, "head"), Turns: rapid.SliceOfN(turn, 0, 4).Draw(t, "turns")}
	})
	return rapid.OneOf(rapid.SampledFrom([]round.Pattern{oneToThree, byDate, threeQueues}), wild).Draw(t, "pattern")
}

// anyOrdering draws a pattern and criteria.
func anyOrdering(t *rapid.T) round.Ordering {
	twenty, forty := int64(20), int64(40)
	return round.Ordering{
		Pattern: anyPattern(t), Criteria: rapid.SliceOfNDistinct(rapid.SampledFrom(someCriteria), 0, 4, rapid.ID).Draw(t, "criteria"),
		Points: []round.PointRow{
			{Stage: "1", Fact: "sibling", Equals: "yes", Points: 3}, {Stage: "1", Fact: "hours", Guardian: true, AtLeast: &twenty, Points: 2},
			{Stage: "1", Fact: "hours", Guardian: true, AtLeast: &forty, Points: 5}, {Stage: "2", Fact: "residence", Equals: "abroad", Points: -4},
		},
		Residence: []string{"city", "region"}, Seed: "c0ffee",
		Guarantee: round.Guarantee{Term: round.Span{Months: 4}, Urgent: round.Span{Days: 14}},
	}
}

var someCriteria = append(slices.Clone(round.Criteria), "points:1", "points:2", "fact:tax", "fact:-tax")

// Order is a permutation with positions 1, 2, …, the same for every order of its argument, which it leaves alone.
func TestOrderIsAPermutation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, ordering, carry := anyQueue(t), anyOrdering(t), anyCarry(t)
		got := ordering.Order(queue, carry)
		shuffled := rapid.Permutation(queue).Draw(t, "shuffled")
		before := slices.Clone(shuffled)
		if diff := cmp.Diff(got, ordering.Order(shuffled, carry)); diff != "" {
			t.Fatalf("the order of the argument counts:\n%s", diff)
		}
		if diff := cmp.Diff(before, shuffled, sameEntry); diff != "" {
			t.Fatalf("Order changed its argument:\n%s", diff)
		}
		left := map[application]bool{}
		for _, e := range queue {
			left[e.Application] = true
		}
		for i, s := range got {
			if !left[s.Application] || s.Position != i+1 {
				t.Fatalf("standing %d is %+v", i, s)
			}
			delete(left, s.Application)
		}
		if len(left) > 0 {
			t.Fatalf("%d are left out", len(left))
		}
	})
}

var sameEntry = cmp.Comparer(func(a, b round.Entry) bool { return fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b) })

// The law, written a second time and slowly: on each turn the first of the queue that is on.
func TestOneToThreeSlowly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, carry := anyQueue(t), rapid.IntRange(0, 9).Draw(t, "carry")
		slices.SortFunc(queue, round.Compare)
		take := func(class class) (e round.Entry, ok bool) {
			i := slices.IndexFunc(queue, func(e round.Entry) bool { return e.Counts() == class })
			if i < 0 {
				return e, false
			}
			e = queue[i]
			queue = slices.Delete(queue, i, i+1)
			return e, true
		}
		got := orderBy(oneToThree, slices.Clone(queue), carry)
		for _, s := range got {
			e, head := take(register.Extraordinary)
			reason, turn := round.ReasonExtraordinary, -1
			if !head {
				turn = carry
				on, off := register.General, register.FirstPriority
				reasons := [2]round.Reason{round.ReasonGeneralTurn, round.ReasonPriorityInGeneralTurn}
				if carry%4 == 0 {
					on, off = off, on
					reasons = [2]round.Reason{round.ReasonPriorityTurn, round.ReasonGeneralInPriorityTurn}
				}
				var ok bool
				reason = reasons[0]
				if e, ok = take(on); !ok {
					e, _ = take(off)
					reason = reasons[1]
				}
				if e.Class != e.Counts() {
					reason = round.ReasonGeneralUnverified
				}
				carry++
			}
			if s.Application != e.Application || s.Reason != reason || s.Turn != turn {
				t.Fatalf("got %+v, want %s %s %d", s, e.Application, reason, turn)
			}
		}
	})
}
