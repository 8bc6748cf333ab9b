package round_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/round"
)

// anyCarry draws a carry with and without owed turns.
func anyCarry(t *rapid.T) round.Carry {
	c := round.Carry{Next: rapid.IntRange(0, 12).Draw(t, "next")}
	for turn := 0; turn < c.Next; turn++ {
		last := min(turn+rapid.IntRange(-1, 3).Draw(t, "owed"), c.Next-1)
		if last >= turn {
			c.Owed = append(c.Owed, round.TurnRange{First: turn, Last: last})
			turn = last + 1
		}
	}
	return c
}

func TestServed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule, queue, carry, taken, want string
	}{
		{"nobody", "E P G G G", "8 owed 4", "", "8 owed 4"},
		{"the head block is no turn", "E P G G G", "8", "E1", "8"},
		{"each of the first is one", "E P G G G", "8", "E1 P2 G3", "10"},
		{"who was passed over keeps its turn", "P G G G P", "0", "G2", "2 owed 0"},
		{"and who was passed over twice", "P G G G P", "0", "P5", "5 owed 0-3"},
		{"with others between them", "P G G G P", "0", "G2 G4", "4 owed 0,2"},
		{"an owed turn that is used up", "P G G G P", "5 owed 0-3", "P1", "5 owed 1-3"},
		{"the last owed turns", "P G", "9 owed 0,3", "P1 G2", "9"},
		{"an owed turn and one behind the next", "P G G", "9 owed 0,3", "P1 G3", "10 owed 3"},
		{"an owed turn passes to the next of its lane", "P G G", "9 owed 4", "G2", "10 owed 4"},
		{"owed turns for more than wait", "P G", "9 owed 0-7", "P1", "9 owed 1"},
		{"an empty lane's turn is used up by the next lane", "G G G", "8", "G1", "9"},
		{"who does not stand here does not count", "P G", "8", "X9", "8"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			before, err := round.ParseCarry(c.carry)
			if err != nil {
				t.Fatal(err)
			}
			taken := map[application]bool{"G3": false}
			for _, id := range strings.Fields(c.taken) {
				taken[application(id)] = true
			}
			standings := round.Ordering{Pattern: oneToThree}.Order(entries(c.queue), before)
			if got := round.Served(before, standings, taken); got.String() != c.want {
				t.Errorf("carry %s, want %s", got, c.want)
			}
		})
	}
}

// A lottery that is not drawn yet has no turns: its round leaves those of the queue alone.
func TestServedBeforeTheDraw(t *testing.T) {
	t.Parallel()
	o := round.Ordering{Pattern: oneToThree, Criteria: []round.Criterion{round.ByLottery}}
	carry := round.Carry{Next: 3, Owed: round.Owed{{First: 0, Last: 1}}}
	if got := round.Served(carry, o.Order(entries("P G"), carry), map[application]bool{"P1": true}); got.String() != carry.String() {
		t.Errorf("carry %s, want %s", got, carry)
	}
}

// After a round, whoever it took, each of the others has the turn that it had, and they stand in the order in which they stood.
func TestTheOthersKeepTheirTurns(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, ordering, carry := anyQueue(t), anyOrdering(t), anyCarry(t)
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			before := ordering.Order(queue, carry)
			taken := map[application]bool{}
			for _, s := range before {
				taken[s.Application] = rapid.Bool().Draw(t, "taken")
			}
			carry = round.Served(carry, before, taken)
			queue = slices.DeleteFunc(queue, func(e round.Entry) bool { return taken[e.Application] })
			left := slices.DeleteFunc(before, func(s round.Standing) bool { return taken[s.Application] })
			after := ordering.Order(queue, carry)
			if len(after) != len(left) {
				t.Fatalf("%d stand, want %d", len(after), len(left))
			}
			for i, s := range left {
				if after[i].Application != s.Application || after[i].Turn != s.Turn || after[i].Position > s.Position {
					t.Fatalf("%+v became %+v under %s", s, after[i], carry)
				}
			}
		}
	})
}

// A round that takes the first of the order owes nothing that was not owed before.
func TestTheFirstOfTheOrderLeaveNothingOwed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		queue, ordering := anyQueue(t), anyOrdering(t)
		carry := round.Carry{Next: rapid.IntRange(0, 9).Draw(t, "next")}
		order := ordering.Order(queue, carry)
		taken, want := map[application]bool{}, carry.Next
		for _, s := range order[:rapid.IntRange(0, len(order)).Draw(t, "offers")] {
			if taken[s.Application] = true; s.Turn >= 0 {
				want++
			}
		}
		if got := round.Served(carry, order, taken); got.Next != want || len(got.Owed) > 0 {
			t.Fatalf("carry %s, want %d", got, want)
		}
	})
}

// One to three holds for those who can be served, one seat at a time, however many of both kinds are passed over each time.
func TestOneToThreeBehindThosePassedOver(t *testing.T) {
	t.Parallel()
	for first := range 4 {
		for general := range 4 {
			letters := strings.Repeat("P ", first) + strings.Repeat("G ", general)
			stuck := first + general
			queue := entries(letters + strings.Repeat("P ", 10) + strings.Repeat("G ", 30))
			passed := map[application]bool{}
			for _, e := range queue[:stuck] {
				passed[e.Application] = true
			}
			ordering, carry, served := round.Ordering{Pattern: oneToThree}, round.Carry{}, ""
			for range 40 {
				order := ordering.Order(queue, carry)
				next := order[slices.IndexFunc(order, func(s round.Standing) bool { return !passed[s.Application] })].Application
				carry = round.Served(carry, order, map[application]bool{next: true})
				queue = slices.DeleteFunc(queue, func(e round.Entry) bool { return e.Application == next })
				served += next.String()[:1]
			}
			for i := 12 - stuck; i < 28; i++ { // those passed over stand on turns below 12
				if four := served[i : i+4]; strings.Count(four, "P") != 1 {
					t.Errorf("%d of first priority and %d general are passed over: seats %d to %d go to %s", first, general, i+1, i+4, four)
				}
			}
			if len(queue) != stuck {
				t.Errorf("%d are left, want %d", len(queue), stuck)
			}
		}
	}
}

func TestCarryIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := anyCarry(t)
		got, err := round.ParseCarry(c.String())
		if diff := cmp.Diff(c, got); err != nil || diff != "" {
			t.Fatalf("%s: %v\n%s", c, err, diff)
		}
		text := rapid.StringMatching(`[0-9]{1,2}( owed ([0-9]{1,2}(-[0-9]{1,2})?,?){0,3})?`).Draw(t, "text")
		if c, err := round.ParseCarry(text); err == nil && c.String() != text {
			t.Fatalf("%q is read as %s", text, c)
		}
	})
}

func TestParseCarryRefuses(t *testing.T) {
	t.Parallel()
	most := fmt.Sprint(int(^uint(0) >> 1))
	for _, text := range []string{
		"", " ", "x", "-1", "+1", "07", "1.5", "9 ", "9 owed", "9 owed ", "9 owed 9", "9 owed 0-9", "9 owed 2,1", "9 owed 1,2", "9 owed 0-2,3",
		"9 owed 2-1", "9 owed 1-1", "9 owed -1", "9 owed 1-", "9 owed 1,", "9 owed ,1", "9 owed 01", "9  owed 1", "9 owed 1 owed 2", "1" + most,
		"9 owed 0-" + most + ",3",
	} {
		if c, err := round.ParseCarry(text); err == nil {
			t.Errorf("%q is read as %+v", text, c)
		}
	}
}
