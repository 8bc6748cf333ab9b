package round_test

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

// compareSlowly is the comparison of two entries written a second time, from the raw facts.
func compareSlowly(o round.Ordering, a, b round.Entry) int {
	fact := func(e round.Entry, name string) string {
		for _, f := range e.Facts {
			if n, value, _ := strings.Cut(f, "="); n == name {
				return value
			}
		}
		return ""
	}
	flag := func(e round.Entry, name string) int {
		if v := fact(e, name); v == "" || v == "no" {
			return 1
		}
		return 0
	}
	number := func(e round.Entry, name string, sign int) int {
		n, err := strconv.Atoi(fact(e, name))
		if err != nil {
			return 1 << 40
		}
		return sign * n
	}
	hours := func(e round.Entry) int {
		sum := 0
		for _, g := range []string{"guardian1.hours", "guardian2.hours"} {
			switch fact(e, g) {
			case "20":
				sum += 2
			case "40":
				sum += 5
			}
		}
		if fact(e, "sibling") == "yes" {
			sum += 3
		}
		return sum
	}
	born := func(e round.Entry) civil.Date { return cmp.Or(e.BirthDate, civil.MustParseDate("9999-01-01")) }
	promised := func(e round.Entry) civil.Date {
		if fact(e, "urgent") == "yes" {
			return e.RegisteredAt.Date(time.UTC).AddDays(14)
		}
		return e.RegisteredAt.Date(time.UTC).AddMonths(4)
	}
	tier := func(e round.Entry) int {
		return cmp.Or(map[string]int{"city": 1, "region": 2}[fact(e, "residence")], 3)
	}
	classes := []class{register.Extraordinary, register.FirstPriority, register.General}
	for _, c := range o.Criteria {
		d := 0
		switch c {
		case round.ByRegistration:
			d = a.RegisteredAt.Compare(b.RegisteredAt)
		case round.BySibling, round.ByTerritory:
			d = cmp.Compare(flag(a, string(c)), flag(b, string(c)))
		case round.ByResidence:
			d = cmp.Compare(tier(a), tier(b))
		case round.ByCategory:
			d = cmp.Or(cmp.Compare(born(a).Year(), born(b).Year()), cmp.Compare(slices.Index(classes, a.Counts()), slices.Index(classes, b.Counts())))
			if a.BirthDate.IsZero() && b.BirthDate.IsZero() {
				d = 0
			}
		case round.ByGuarantee:
			d = promised(a).Compare(promised(b))
		case round.ByBirthDate:
			d = born(a).Compare(born(b))
		case "points:1":
			d = cmp.Compare(hours(b), hours(a))
		case "points:2":
			d = cmp.Compare(strings.Count(fact(a, "residence"), "abroad"), strings.Count(fact(b, "residence"), "abroad"))
		case "fact:tax":
			d = cmp.Compare(number(a, "tax", 1), number(b, "tax", 1))
		case "fact:-tax":
			d = cmp.Compare(number(a, "tax", -1), number(b, "tax", -1))
		}
		if d != 0 {
			return d
		}
	}
	return round.Compare(a, b)
}

// Inside a queue the criteria decide, one after the other, and the date at the end.
func TestInsideAQueueTheCriteriaDecide(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, o := anyQueue(t), anyOrdering(t)
		o.Criteria = slices.DeleteFunc(o.Criteria, func(c round.Criterion) bool { return c == round.ByLottery })
		of := map[application]round.Entry{}
		for _, e := range queue {
			of[e.Application] = e
		}
		last := map[class]round.Entry{}
		for _, s := range o.Order(queue, anyCarry(t)) {
			e := of[s.Application]
			if before, ok := last[e.Counts()]; ok && compareSlowly(o, before, e) > 0 {
				t.Fatalf("%v: %+v stands before %+v", o.Criteria, before, e)
			}
			last[e.Counts()] = e
		}
	})
}

// A class that is not proven counts for nothing: the queue stands as if its holder were of the general class.
func TestUnprovenCountsForNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, o, carry := anyQueue(t), anyOrdering(t), anyCarry(t)
		general := slices.Clone(queue)
		for i, e := range general {
			if e.Proof != "verified" {
				general[i].Class, general[i].Proof = register.General, ""
			}
		}
		if claimed, plain := ids(o.Order(queue, carry)), ids(o.Order(general, carry)); claimed != plain {
			t.Fatalf("with claims %s\nwithout   %s", claimed, plain)
		}
	})
}

// The pattern starves nobody: in the lanes of the turns the k-th of a class that takes n of each period stands within
// ⌈k/n⌉ periods, whoever else waits.
func TestPatternStarvesNobody(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, carry := anyQueue(t), rapid.IntRange(0, 9).Draw(t, "carry")
		pattern := rapid.SampledFrom([]round.Pattern{oneToThree, threeQueues}).Draw(t, "pattern")
		takes := map[class]int{}
		for _, turn := range pattern.Turns {
			takes[turn.Classes[0]] += turn.Take
		}
		of, seen := map[application]class{}, map[class]int{}
		for _, e := range queue {
			of[e.Application] = e.Counts()
		}
		turn := 0
		for _, s := range (round.Ordering{Pattern: pattern}).Order(queue, round.Carry{Next: carry}) {
			take := takes[of[s.Application]]
			if take == 0 { // head block
				continue
			}
			turn++
			seen[of[s.Application]]++
			if most := (seen[of[s.Application]] + take - 1) / take * pattern.Period(); turn > most {
				t.Fatalf("number %d of %s is served on turn %d, later than %d", seen[of[s.Application]], of[s.Application], turn, most)
			}
		}
	})
}

// More points never hurt: an application that gains a fact worth points does not go back, one that gains a fact that costs
// points does not go forward.
func TestPointsAreMonotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, o := anyQueue(t), anyOrdering(t)
		if len(queue) == 0 {
			return
		}
		o.Criteria = []round.Criterion{"points:1", round.ByBirthDate}
		worth := rapid.IntRange(-9, 9).Draw(t, "worth")
		o.Points = append(o.Points, round.PointRow{Stage: "1", Fact: "gained", Equals: "yes", Points: worth})
		who := rapid.IntRange(0, len(queue)-1).Draw(t, "who")
		changed := slices.Clone(queue)
		changed[who].Proof, queue[who].Proof = "", ""
		changed[who].Facts = append(slices.Clone(queue[who].Facts), "gained=yes")
		id := queue[who].Application
		o.Pattern = round.Pattern{}
		before, after := position(o.Order(queue, round.Carry{}), id), position(o.Order(changed, round.Carry{}), id)
		if worth >= 0 && after > before || worth <= 0 && after < before {
			t.Fatalf("%+d points: from %d to %d", worth, before, after)
		}
	})
}

// The lots are those of allocation: who is first in the queue is first there.
func TestLotsAreThoseOfAllocation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue := anyQueue(t)
		if len(queue) == 0 {
			return
		}
		seed := rapid.StringMatching(`([0-9a-f]{2}){1,40}`).Draw(t, "seed")
		order := round.Ordering{Criteria: []round.Criterion{round.ByLottery}, Seed: seed}.Order(queue, round.Carry{})
		seats := rapid.IntRange(0, len(queue)).Draw(t, "seats")
		p := allocation.Problem{Lottery: &allocation.Lottery{Seed: seed}, Groups: []allocation.Group{{ID: "g", Seats: seats}}}
		for _, e := range queue {
			p.Children = append(p.Children, allocation.Child{ID: e.Application.String(), Prefers: []string{"g"}})
		}
		outcome, err := allocation.Solve(context.Background(), p, allocation.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range outcome.Assignments {
			place := position(order, application(a.Child))
			if (a.Group == "g") != (place <= seats) {
				t.Fatalf("%s is number %d for %d seats and has %q", a.Child, place, seats, a.Group)
			}
		}
	})
}
