package round_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

// waiting is "a sibling=yes tax=5" and so on, in the order of registration: a day apart, born as given by "born=2022-03-01".
func waiting(lines ...string) []round.Entry {
	var all []round.Entry
	for i, line := range lines {
		words := strings.Fields(line)
		e := round.Entry{Application: application(words[0]), RegisteredAt: start.Add(time.Duration(i) * 24 * time.Hour), Sequence: int64(i), Class: register.General}
		for _, fact := range words[1:] {
			if day, is := strings.CutPrefix(fact, "born="); is {
				e.BirthDate = civil.MustParseDate(day)
			} else {
				e.Facts = append(e.Facts, strings.ReplaceAll(fact, "_", " "))
			}
		}
		all = append(all, e)
	}
	return all
}

func at(n int64) *int64 { return &n }

func TestCriteria(t *testing.T) {
	t.Parallel()
	hours := []round.PointRow{
		{Stage: "1", Fact: "hours", Guardian: true, AtLeast: at(20), Points: 10}, {Stage: "1", Fact: "hours", Guardian: true, AtLeast: at(40), Points: 50},
		{Stage: "1", Fact: "grandparent", Equals: "near", Points: -7}, {Stage: "2", Fact: "sibling", Equals: "yes", Points: 3},
	}
	for _, c := range []struct {
		rule     string
		ordering round.Ordering
		queue    []round.Entry
		want     string // ids and reasons
	}{
		{"a brother or sister first, else by date", round.Ordering{Criteria: []round.Criterion{round.BySibling}},
			waiting("a", "b sibling=no", "c sibling=krg-1", "d sibling=yes"),
			"c:registered_at d:registered_at a:sibling b:registered_at"},
		{"at a kindergarten only who has one there", round.Ordering{Criteria: []round.Criterion{round.BySibling}}.For("krg-1", ""),
			waiting("a sibling=yes", "b sibling=krg-2", "c sibling=krg-3_krg-1"), "c:sibling a:sibling b:registered_at"},
		{"the kindergarten's territory", round.Ordering{Criteria: []round.Criterion{round.ByTerritory}}.For("krg-1", "west"),
			waiting("a territory=east", "b territory=west"), "b:territory a:territory"},
		{"the nearest tier of residence first, without one last", round.Ordering{Criteria: []round.Criterion{round.ByResidence}, Residence: []string{"city", "region"}},
			waiting("a", "b residence=region", "c residence=city"), "c:residence b:residence a:residence"},
		{"the older child first, without a birth date last", round.Ordering{Criteria: []round.Criterion{round.ByBirthDate}},
			waiting("a", "b born=2023-02-01", "c born=2022-12-31"), "c:birth_date b:birth_date a:birth_date"},
		{"the earlier promise first", round.Ordering{
			Criteria:  []round.Criterion{round.ByGuarantee},
			Guarantee: round.Guarantee{Term: round.Span{Months: 4}, Urgent: round.Span{Days: 14}},
		}, waiting("a", "b urgent=no", "c urgent=yes"), "c:guarantee a:guarantee b:guarantee"},
		{"points of both guardians, the highest row of each; a negative row", round.Ordering{Criteria: []round.Criterion{"points:1"}, Points: hours},
			waiting("a guardian1.hours=20", "b guardian1.hours=45 guardian2.hours=20", "c guardian1.hours=40", "d guardian1.hours=20 grandparent=near", "e guardian1.hours=19"),
			"b:points:1 c:points:1 a:points:1 d:points:1 e:points:1"},
		{"one stage after the other", round.Ordering{Criteria: []round.Criterion{"points:2", "points:1"}, Points: hours},
			waiting("a guardian1.hours=40", "b sibling=yes", "c sibling=yes guardian1.hours=20"), "c:points:1 b:points:1 a:points:2"},
		{"a number, less first; who lacks it last", round.Ordering{Criteria: []round.Criterion{"fact:tax"}},
			waiting("a", "b tax=100", "c tax=-3", "d tax=much"), "c:fact:tax b:fact:tax a:fact:tax d:registered_at"},
		{"a number, more first; who lacks it last", round.Ordering{Criteria: []round.Criterion{"fact:-years"}},
			waiting("a", "b years=1", "c years=12", "d years=1"), "c:fact:-years b:fact:-years d:registered_at a:fact:-years"},
		{"one alone", round.Ordering{Criteria: []round.Criterion{"fact:-years"}}, waiting("a"), "a:fact:-years"},
		{"by date and nothing else gives the turn", round.Ordering{Criteria: []round.Criterion{round.ByRegistration}}, waiting("a", "b"), "a:general_turn b:general_turn"},
		{"before the draw nobody has a position", round.Ordering{Criteria: []round.Criterion{round.BySibling, round.ByLottery}},
			waiting("b sibling=yes", "a"), "a:undrawn b:undrawn"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, s := range c.ordering.Order(c.queue, round.Carry{}) {
				got = append(got, fmt.Sprintf("%s:%s", s.Application, s.Reason))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, " "), c.want)
			}
		})
	}
}

// Where only the counter or the code tells two apart, the reason says so.
func TestLastReasons(t *testing.T) {
	t.Parallel()
	o := round.Ordering{Criteria: []round.Criterion{round.BySibling}}
	queue := []round.Entry{
		{Application: "b", Sequence: 1, Class: register.General}, {Application: "a", Sequence: 1, Class: register.General},
		{Application: "c", Sequence: 2, Class: register.General},
	}
	got := o.Order(queue, round.Carry{})
	if got[1].Reason != "application" || got[2].Reason != "sequence" {
		t.Errorf("%+v", got)
	}
	if c := o.Deciding(queue[0], queue[2]); c != "sequence" {
		t.Errorf("deciding is %s", c)
	}
}

// Where the classes share one queue there is nothing to prove, and the criterion is the reason.
func TestUnprovenInOneQueue(t *testing.T) {
	t.Parallel()
	for _, s := range (round.Ordering{Pattern: byDate, Criteria: []round.Criterion{round.BySibling}}).Order(entries("p e G"), round.Carry{}) {
		if s.Reason != "sequence" { // they came at one instant
			t.Errorf("%s: %s", s.Application, s.Reason)
		}
	}
}

// Classes and criteria together: the turns decide between the queues, the criteria inside them.
func TestCriteriaInsideTurns(t *testing.T) {
	t.Parallel()
	queue := entries("P P G G G G")
	queue[1].Facts, queue[5].Facts = []string{"sibling=yes"}, []string{"sibling=yes"}
	order := round.Ordering{Pattern: oneToThree, Criteria: []round.Criterion{round.BySibling}}.Order(queue, round.Carry{})
	if got, want := ids(order), "P2 G6 G3 G4 P1 G5"; got != want || order[0].Reason != round.ReasonPriorityTurn {
		t.Errorf("got %s with %s, want %s", got, order[0].Reason, want)
	}
}

// The matrix of age and class: the oldest year first, in it the strongest class; the order is that of the numbers.
func TestCategories(t *testing.T) {
	t.Parallel()
	e := entries("E P G p")
	for i, want := range []int{4, 5, 6, 6} {
		e[i].BirthDate = civil.MustParseDate("2022-05-05")
		if got := round.CategoryOf(e[i], 2021); got != want {
			t.Errorf("%s: category %d, want %d", e[i].Application, got, want)
		}
	}
	if round.CategoryOf(entries("G")[0], 2021) != 0 {
		t.Error("a category without a birth date")
	}
	rapid.Check(t, func(t *rapid.T) {
		queue := anyQueue(t)
		numbers := map[application]int{}
		for _, e := range queue {
			numbers[e.Application] = cmp.Or(round.CategoryOf(e, 2021), 99)
		}
		last := 0
		for _, s := range (round.Ordering{Criteria: []round.Criterion{round.ByCategory}}).Order(queue, round.Carry{}) {
			if numbers[s.Application] < last {
				t.Fatalf("category %d after %d", numbers[s.Application], last)
			}
			last = numbers[s.Application]
		}
	})
}

func TestOrderingCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ordering round.Ordering
		want     string
	}{
		{round.Ordering{Pattern: oneToThree, Criteria: someCriteria, Seed: "00ff"}, ""},
		{round.Ordering{}, "no turn serves"},
		{round.Ordering{Pattern: oneToThree, Criteria: []round.Criterion{"bribe"}}, `"bribe" is no criterion`},
		{round.Ordering{Pattern: oneToThree, Criteria: []round.Criterion{"points:"}}, `"points:" is no criterion`},
		{round.Ordering{Pattern: oneToThree, Criteria: []round.Criterion{"fact:-"}}, `"fact:-" is no criterion`},
		{round.Ordering{Pattern: oneToThree, Seed: "5"}, "hexadecimal"},
	} {
		err := c.ordering.Check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

func TestGuaranteedBy(t *testing.T) {
	t.Parallel()
	o := round.Ordering{Guarantee: round.Guarantee{Term: round.Span{Months: 4}, Urgent: round.Span{Days: 14}}, Zone: time.FixedZone("Almaty", 5*3600)}
	e := round.Entry{RegisteredAt: civil.MustParseInstant("2026-01-30T20:00:00Z")} // the 31st in Almaty
	for facts, want := range map[string]string{"urgent=no": "2026-05-31", "urgent=yes": "2026-02-14"} {
		e.Facts = []string{facts}
		if got := o.GuaranteedBy(e).String(); got != want {
			t.Errorf("%s: %s, want %s", facts, got, want)
		}
	}
	o.Guarantee.Urgent = round.Span{Months: 5}
	if by := o.GuaranteedBy(e).String(); by != "2026-05-31" {
		t.Errorf("urgent is later than the term: %s", by)
	}
	if by := (round.Ordering{}).GuaranteedBy(e); !by.IsZero() {
		t.Errorf("promised by %s where nothing is promised", by)
	}
}
