package round_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

type (
	class       = register.PriorityClass
	application = register.ID[preschool.Application]
)

// oneToThree is the order of kz-classic: the head block, then one first-priority and three general.
var oneToThree = round.Pattern{
	Head: []class{register.Extraordinary},
	Turns: []round.Turn{
		{Classes: []class{register.FirstPriority}, Take: 1},
		{Classes: []class{register.General}, Take: 3},
	},
}

// byDate is the order of a city that knows no classes.
var byDate = round.Pattern{Turns: []round.Turn{{Classes: register.PriorityClasses, Take: 1}}}

// threeQueues gives each class its own turn.
var threeQueues = round.Pattern{Turns: []round.Turn{
	{Classes: []class{register.Extraordinary}, Take: 2}, {Classes: []class{register.FirstPriority}, Take: 1},
	{Classes: []class{register.General}, Take: 2}, {Classes: []class{register.FirstPriority}, Take: 1},
}}

// orderBy orders by a pattern and the date.
func orderBy(pattern round.Pattern, queue []round.Entry, carry int) []round.Standing {
	return round.Ordering{Pattern: pattern}.Order(queue, round.Carry{Next: carry})
}

var start = civil.MustParseInstant("2026-01-05T04:00:00Z")

// entries reads "E P g p G" as entries in order of time: capital = verified, e and p = claimed, g and G = general. Ids are
// the letter and its place: E1, P2, …
func entries(letters string) []round.Entry {
	classes := map[string]class{"E": register.Extraordinary, "P": register.FirstPriority, "G": register.General}
	var all []round.Entry
	for i, letter := range strings.Fields(letters) {
		e := round.Entry{
			Application: application(fmt.Sprint(letter, i+1)), RegisteredAt: start, Sequence: int64(i), Class: classes[strings.ToUpper(letter)],
		}
		switch {
		case e.Class == register.General:
		case strings.ToUpper(letter) == letter:
			e.Proof = preschool.ProofVerified
		default:
			e.Proof = preschool.ProofClaimed
		}
		all = append(all, e)
	}
	return all
}

func ids(standings []round.Standing) string {
	var all []string
	for _, s := range standings {
		all = append(all, s.Application.String())
	}
	return strings.Join(all, " ")
}

func TestOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule    string
		pattern round.Pattern
		queue   string
		carry   int
		want    string
	}{
		{"nobody waits", oneToThree, "", 2, ""},
		{"head block first, by date", oneToThree, "G E P E", 0, "E2 E4 P3 G1"},
		{"one to three, again and again", oneToThree, "P P P G G G G G G", 0, "P1 G4 G5 G6 P2 G7 G8 G9 P3"},
		{"the next turn is the third general one", oneToThree, "P P G G G", 3, "G3 P1 G4 G5 P2"},
		{"four turns served are none", oneToThree, "P P G G G", 4, "P1 G3 G4 G5 P2"},
		{"an empty priority queue gives its turn away", oneToThree, "G G G G G P", 1, "G1 G2 G3 P6 G4 G5"},
		{"an empty general queue gives its turns away", oneToThree, "P P P P", 0, "P1 P2 P3 P4"},
		{"a turn given away counts", oneToThree, "P P P G", 0, "P1 G4 P2 P3"},
		{"an unproven class is general", oneToThree, "p G e P G", 0, "P4 p1 G2 e3 G5"},
		{"no classes: by date alone", byDate, "G P E g", 3, "G1 P2 E3 g4"},
		{"an empty pattern is by date alone", round.Pattern{}, "G P E", 0, "G1 P2 E3"},
		{"a head of two classes, each before the next", round.Pattern{
			Head: []class{register.FirstPriority, register.Extraordinary}, Turns: []round.Turn{{Classes: []class{register.General}, Take: 1}},
		}, "G E P E", 0, "P3 E2 E4 G1"},
		{"three queues, one class on two turns", threeQueues, "G G G P P P E E E", 0, "E7 E8 P4 G1 G2 P5 E9 P6 G3"},
		{"an empty turn goes to the next queue of the pattern", threeQueues, "G G P", 0, "P3 G1 G2"},
		{"a carry below nothing counts back", oneToThree, "P G", -1, "G2 P1"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if got := ids(orderBy(c.pattern, entries(c.queue), c.carry)); got != c.want {
				t.Errorf("%s with carry %d:\ngot  %s\nwant %s", c.queue, c.carry, got, c.want)
			}
		})
	}
}

func TestOrderInsideAQueue(t *testing.T) {
	t.Parallel()
	at := civil.MustParseInstant
	want := []round.Entry{
		{Application: "d", RegisteredAt: at("2026-01-05T08:59:59.999+05:00"), Sequence: 9},
		{Application: "c", RegisteredAt: at("2026-01-05T09:00:00+05:00"), Sequence: 1},
		{Application: "b", RegisteredAt: at("2026-01-05T04:00:00Z"), Sequence: 2},
		{Application: "a", RegisteredAt: at("2026-01-05T10:00:00+06:00"), Sequence: 3},
		{Application: "e", RegisteredAt: at("2026-01-05T10:00:00+06:00"), Sequence: 3},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, round.Compare)
	if diff := cmp.Diff(want, got, sameEntry); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPatternCheck(t *testing.T) {
	t.Parallel()
	turn := func(take int, classes ...class) round.Turn { return round.Turn{Classes: classes, Take: take} }
	general := turn(3, register.General)
	for _, c := range []struct {
		rule    string
		pattern round.Pattern
		want    string // part of the error, "" = good
	}{
		{"one to three", oneToThree, ""},
		{"by date", byDate, ""},
		{"a class on two equal turns", threeQueues, ""},
		{"nothing", round.Pattern{}, "no turn serves"},
		{"no turn for the general class", round.Pattern{Turns: []round.Turn{turn(1, register.FirstPriority)}}, "no turn serves"},
		{"the general class in the head", round.Pattern{Head: []class{register.General}}, "no turn serves"},
		{"a turn of none", round.Pattern{Turns: []round.Turn{turn(0, register.General)}}, "turn 1 takes nobody"},
		{"a turn of no class", round.Pattern{Turns: []round.Turn{general, turn(1)}}, "turn 2 takes nobody"},
		{"an unknown class", round.Pattern{Turns: []round.Turn{turn(1, "vip"), general}}, "unknown class"},
		{"an unknown head class", round.Pattern{Head: []class{"vip"}, Turns: []round.Turn{general}}, "head class"},
		{"a head class twice", round.Pattern{Head: []class{register.Extraordinary, register.Extraordinary}, Turns: []round.Turn{general}}, "head class"},
		{"a class in head and turn", round.Pattern{Head: []class{register.FirstPriority}, Turns: []round.Turn{turn(1, register.FirstPriority), general}}, "two places"},
		{"a class in two unlike turns", round.Pattern{Turns: []round.Turn{turn(1, register.FirstPriority, register.General), general}}, "two places"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			err := c.pattern.Check()
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
