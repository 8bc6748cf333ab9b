package racing_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/internal/racing"
)

// at is a question of a story, asked and answered at instants.
func at(from, to int64, what string, thing int, id string, heard racing.Answer) racing.Told {
	return racing.Told{From: from, To: to, Ask: racing.Ask{What: what, Thing: thing, ID: id}, Answer: heard}
}

func refused(code string) racing.Answer { return racing.Answer{Code: code} }

func check(m racing.Model, story ...racing.Told) error {
	var h racing.History
	for client, told := range story {
		told.Client = client
		h.Add(told)
	}
	return h.Check(m, time.Minute)
}

var (
	yes       = racing.Answer{}
	notAccept = refused("offer.not_accept")
)

// Each story is true, and its twin differs by one lie that the judge must find.
func TestTheJudgeOfSeatsKnowsALie(t *testing.T) {
	t.Parallel()
	for name, story := range map[string]struct {
		late  bool
		truth []racing.Told
		lie   []racing.Told
	}{
		"two clients accept one offer": {
			truth: []racing.Told{at(1, 4, racing.Accept, 0, "", yes), at(2, 3, racing.Accept, 0, "", notAccept)},
			lie:   []racing.Told{at(1, 4, racing.Accept, 0, "", yes), at(2, 3, racing.Accept, 0, "", yes)},
		},
		"refused before anybody accepted": {
			truth: []racing.Told{at(1, 4, racing.Accept, 0, "", yes), at(3, 5, racing.Accept, 0, "", notAccept)},
			lie:   []racing.Told{at(4, 5, racing.Accept, 0, "", yes), at(1, 3, racing.Accept, 0, "", notAccept)},
		},
		"signed for before the kindergarten took the papers": {
			truth: []racing.Told{at(1, 2, racing.Accept, 0, "", yes), at(3, 4, racing.HandIn, 0, "", yes), at(5, 8, racing.Take, 0, "", yes), at(6, 7, racing.Sign, 0, "", yes)},
			lie:   []racing.Told{at(1, 2, racing.Accept, 0, "", yes), at(3, 4, racing.HandIn, 0, "", yes), at(7, 8, racing.Take, 0, "", yes), at(5, 6, racing.Sign, 0, "", yes)},
		},
		"a seat is given back and counted": {
			truth: []racing.Told{at(1, 2, racing.Decline, 1, "", yes), at(3, 4, racing.Count, 0, "", racing.Answer{N: 1})},
			lie:   []racing.Told{at(1, 2, racing.Decline, 1, "", yes), at(3, 4, racing.Count, 0, "", racing.Answer{N: 2})},
		},
		"a seat signed for is not withdrawn": {
			truth: []racing.Told{
				at(1, 2, racing.Accept, 0, "", yes), at(1, 2, racing.HandIn, 0, "", yes), at(1, 2, racing.Take, 0, "", yes), at(3, 6, racing.Sign, 0, "", yes), at(4, 5, racing.Withdraw, 0, "", refused("application.not_withdraw")),
				at(7, 8, racing.Count, 0, "", racing.Answer{N: 1, Of: 1}),
			},
			lie: []racing.Told{
				at(1, 2, racing.Accept, 0, "", yes), at(1, 2, racing.HandIn, 0, "", yes), at(1, 2, racing.Take, 0, "", yes), at(3, 6, racing.Sign, 0, "", yes), at(4, 5, racing.Withdraw, 0, "", yes),
				at(7, 8, racing.Count, 0, "", racing.Answer{N: 1, Of: 1}),
			},
		},
		"the night ends what a family had declined": { // the lost update: the seat is given back twice
			late: true,
			truth: []racing.Told{
				at(1, 4, racing.Withdraw, 0, "", yes), at(2, 3, racing.Lapse, 0, "", yes), at(5, 6, racing.Withdraw, 0, "", refused("application.not_withdraw")),
				at(7, 8, racing.Count, 0, "", yes),
			},
			lie: []racing.Told{
				at(1, 4, racing.Withdraw, 0, "", yes), at(2, 3, racing.Lapse, 0, "", yes), at(5, 6, racing.Withdraw, 0, "", yes),
				at(7, 8, racing.Count, 0, "", yes),
			},
		},
		"accepted after the last day": {
			late:  true,
			truth: []racing.Told{at(1, 2, racing.Accept, 0, "", refused("offer.lapsed")), at(3, 4, racing.Lapse, 0, "", yes), at(5, 6, racing.Accept, 0, "", notAccept)},
			lie:   []racing.Told{at(1, 2, racing.Accept, 0, "", yes)},
		},
	} {
		if err := check(racing.Seats(2, story.late), story.truth...); err != nil {
			t.Errorf("%s: the truth: %v", name, err)
		}
		if err := check(racing.Seats(2, story.late), story.lie...); !errors.Is(err, racing.ErrNotLinearizable) {
			t.Errorf("%s: the lie: got %v", name, err)
		}
	}
}

func TestTheJudgeOfAQueueKnowsALie(t *testing.T) {
	t.Parallel()
	a, b := racing.Answer{ID: "a"}, racing.Answer{ID: "b"}
	for name, story := range map[string]struct{ truth, lie []racing.Told }{
		"two come at once": {
			truth: []racing.Told{at(1, 4, racing.Submit, 0, "", a), at(2, 3, racing.Submit, 1, "", b), at(5, 6, racing.Position, 0, "a", racing.Answer{N: 2, Of: 2})},
			lie:   []racing.Told{at(1, 2, racing.Submit, 0, "", a), at(3, 4, racing.Submit, 1, "", b), at(5, 6, racing.Position, 0, "a", racing.Answer{N: 2, Of: 2})},
		},
		"one gets in front of one who was the first": { // the instant read before the turn
			truth: []racing.Told{
				at(1, 8, racing.Submit, 0, "", a), at(2, 3, racing.Submit, 1, "", b), at(4, 5, racing.Position, 1, "b", racing.Answer{N: 1, Of: 1}),
				at(9, 10, racing.Position, 1, "b", racing.Answer{N: 1, Of: 2}),
			},
			lie: []racing.Told{
				at(1, 8, racing.Submit, 0, "", a), at(2, 3, racing.Submit, 1, "", b), at(4, 5, racing.Position, 1, "b", racing.Answer{N: 1, Of: 1}),
				at(9, 10, racing.Position, 1, "b", racing.Answer{N: 2, Of: 2}),
			},
		},
		"one child twice": {
			truth: []racing.Told{at(1, 4, racing.Submit, 0, "", a), at(2, 3, racing.Submit, 0, "", refused("application.live"))},
			lie:   []racing.Told{at(1, 4, racing.Submit, 0, "", a), at(2, 3, racing.Submit, 0, "", b)},
		},
		"a registration that got lost": {
			truth: []racing.Told{at(1, 2, racing.Submit, 0, "", a), at(3, 6, racing.Withdraw, 0, "a", yes), at(4, 5, racing.Position, 0, "a", yes)},
			lie:   []racing.Told{at(1, 2, racing.Submit, 0, "", a), at(3, 4, racing.Position, 0, "a", yes), at(5, 6, racing.Withdraw, 0, "a", yes)},
		},
	} {
		if err := check(racing.Queue(), story.truth...); err != nil {
			t.Errorf("%s: the truth: %v", name, err)
		}
		if err := check(racing.Queue(), story.lie...); !errors.Is(err, racing.ErrNotLinearizable) {
			t.Errorf("%s: the lie: got %v", name, err)
		}
	}
}

// What was done one after the other is explained, whatever it was; with two neighbours' places exchanged it is not.
func TestOneAfterTheOtherIsExplained(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 9).Draw(t, "children")
		exchanged := rapid.IntRange(0, n-2).Draw(t, "exchanged")
		var truth, lie []racing.Told
		clock := int64(0)
		add := func(what string, child int, heard, untrue racing.Answer) {
			id := string(rune('a' + child))
			if what == racing.Submit {
				heard, untrue, id = racing.Answer{ID: id}, racing.Answer{ID: id}, ""
			}
			clock += 2
			truth, lie = append(truth, at(clock, clock+1, what, child, id, heard)), append(lie, at(clock, clock+1, what, child, id, untrue))
		}
		for child := range n {
			add(racing.Submit, child, yes, yes)
		}
		for child := range n {
			untrue := racing.Answer{N: child + 1, Of: n}
			switch child {
			case exchanged:
				untrue.N++
			case exchanged + 1:
				untrue.N--
			}
			add(racing.Position, child, racing.Answer{N: child + 1, Of: n}, untrue)
		}
		if err := check(racing.Queue(), truth...); err != nil {
			t.Fatal(err)
		}
		if err := check(racing.Queue(), lie...); !errors.Is(err, racing.ErrNotLinearizable) {
			t.Fatalf("exchanged places: got %v", err)
		}
	})
}

// A history counts its own beginnings and ends, and tells how much of it overlapped.
func TestAHistoryKnowsWhatOverlapped(t *testing.T) {
	t.Parallel()
	var h racing.History
	inner := func() (racing.Answer, error) { return notAccept, nil }
	err := h.Do(0, racing.Ask{What: racing.Accept}, func() (racing.Answer, error) {
		return yes, h.Do(1, racing.Ask{What: racing.Accept}, inner)
	})
	if err != nil || h.Len() != 2 || h.Overlaps() != 1 {
		t.Errorf("%d questions, %d overlapped, %v", h.Len(), h.Overlaps(), err)
	}
	if err := h.Check(racing.Seats(1, false), time.Minute); err != nil {
		t.Error(err)
	}
	fault := errors.New("the disk is full")
	if err := h.Do(2, racing.Ask{What: racing.Sign}, func() (racing.Answer, error) { return yes, fault }); !errors.Is(err, fault) || h.Len() != 2 {
		t.Errorf("a fault is no answer: %v, %d questions", err, h.Len())
	}
}
