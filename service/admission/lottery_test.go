package admission_test

import (
	"strings"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// byLot is a town in which lots decide, with other figures by key.
func byLot(t *testing.T, figures ...any) *town.Town {
	t.Helper()
	p, err := policy.Load("kz-classic-2025")
	for i, pairs := 0, append([]any{"queue.order", []string{"lottery"}}, figures...); err == nil && i < len(pairs); i += 2 {
		p, err = p.With(pairs[i].(string), pairs[i+1])
	}
	if err != nil {
		t.Fatal(err)
	}
	return town.Under(t, p)
}

// Where lots decide nobody has a number before the draw: not on the family's page, and not in the public queue, which would
// tell by whose place stands before another's who applied first.
func TestNoNumberBeforeTheDraw(t *testing.T) {
	t.Parallel()
	l := byLot(t)
	ids := l.Queue(12, "2023-02-03", "", town.Sun)
	for _, id := range ids {
		p, err := l.Admission.Position(l.Ctx(), town.Actor(access.Public), id)
		l.Do(err)
		if p.Number != 0 || p.Of != len(ids) || p.Reason != "undrawn" || len(p.Moves) > 0 || len(p.Course) > 0 {
			t.Errorf("number %d of %d for %q, moves %+v", p.Number, p.Of, p.Reason, p.Moves)
		}
	}
	queues, err := l.Admission.Queues(l.Ctx(), town.Actor(access.Public))
	l.Do(err)
	if len(queues) != 1 || queues[0].Waiting != len(ids) {
		t.Fatalf("queues %+v", queues)
	}
	queue, err := l.Admission.Queue(l.Ctx(), town.Actor(access.Public), queues[0].Key)
	l.Do(err)
	if !queue.Undrawn || len(queue.Places) != len(ids) {
		t.Errorf("undrawn %t, %d places", queue.Undrawn, len(queue.Places))
	}
	for _, place := range queue.Places {
		if place.Number != 0 || place.Tier != register.PriorityClass("") || !place.Registered.IsZero() {
			t.Errorf("the public queue tells %+v", place)
		}
	}
}

// After the draw the public queue numbers those who were drawn and tells nothing of those who came later, and the next round
// passes them over: seats stay empty rather than go to somebody who could know the lot.
func TestLateApplicationsWaitForTheNextDraw(t *testing.T) {
	t.Parallel()
	l := byLot(t)
	l.Open(town.Sun, 2023, 5)
	drawn := l.Queue(3, "2023-02-03", "", town.Sun)
	l.At("2026-03-02 09:00")
	l.PublishSeed(town.SeedOf("first"))
	late := l.Queue(8, "2023-02-03", "", town.Sun) // the first of them at the very instant of the seed
	queue, err := l.Admission.Queue(l.Ctx(), town.Actor(access.Public), "krg/3/ru")
	l.Do(err)
	for i, place := range queue.Places {
		if numbered := i < len(drawn); (place.Number == i+1) != numbered || (place.Tier != "") != numbered || place.Registered.IsZero() == numbered {
			t.Errorf("place %d is %+v", i+1, place)
		}
	}
	l.Wait(time.Hour)
	r := round(t, l)
	if r.Offers != len(drawn) || r.Seats != 5 {
		t.Errorf("%d offers of %d seats, want %d of 5", r.Offers, r.Seats, len(drawn))
	}
	for _, id := range late {
		if a := l.Application(id); a.State != preschool.ApplicationQueued {
			t.Errorf("%s is %s", id, a.State)
		}
	}
	l.At("2026-03-03 09:00")
	l.PublishSeed(town.SeedOf("second"))
	l.Wait(time.Hour)
	if r := round(t, l); r.Offers != 2 {
		t.Errorf("%d offers in the next draw, want 2", r.Offers)
	}
}

// The second person cannot see or publish a round whose seed is missing, and what was seen is drawn from the seed again.
func TestPlannedRoundOfLots(t *testing.T) {
	t.Parallel()
	l := byLot(t, "round.approval", "second_person")
	l.Open(town.Sun, 2023, 1)
	l.Queue(3, "2023-02-03", "", town.Sun)
	l.At("2026-03-02 08:00")
	l.Morning() // the queues get their names of the year
	_, err := l.Admission.PreviewRound(l.Ctx(), town.Actor(access.Officer))
	l.Refused("round.seed_missing", err)
	l.PublishSeed(town.SeedOf("first"))
	l.Wait(time.Minute)
	preview, err := l.Admission.PreviewRound(l.Ctx(), town.Actor(access.Officer))
	l.Do(err)
	r, err := l.Admission.PublishRound(l.Ctx(), town.Actor(access.Approver), preview.Plan.ID)
	l.Do(err)
	if r.Offers != 1 || r.OutcomeSHA256 != preview.Plan.OutcomeSHA256 {
		t.Errorf("round %+v of plan %+v", r, preview.Plan)
	}
}

func TestPublishSeedRefuses(t *testing.T) {
	t.Parallel()
	l := byLot(t)
	l.At("2026-03-02 09:00")
	publish := func(seed, source string) error {
		_, err := l.Admission.PublishSeed(l.Ctx(), town.Actor(access.Approver), seed, source)
		return err
	}
	good := town.SeedOf("good")
	for _, seed := range []string{"", "5eed", good[:63], good + "00", strings.Repeat("g", 64)} {
		l.Refused("seed.form", publish(seed, "beacon"))
	}
	for _, source := range []string{"", "  ", strings.Repeat("я", 201), "two\nlines", "\xff"} {
		l.Refused("seed.source", publish(good, source))
	}
	l.Do(publish(" "+strings.ToUpper(good)+"\n", strings.Repeat("я", 200)))
	l.Read(func(r *store.Reader) error {
		s, err := r.LastLotterySeed()
		if s.Seed != good || s.On.String() != "2026-03-02" || s.PublishedBy != "key-approver" || s.PublishedAt != l.Clock.Now() {
			t.Errorf("published %+v", s)
		}
		return err
	})
	l.Refused("seed.open", publish(town.SeedOf("another"), "beacon"))
	l.Wait(time.Minute)
	l.Morning() // its draw, with nobody in it
	l.Wait(time.Minute)
	l.Refused("seed.one_a_day", publish(town.SeedOf("another"), "beacon"))
	l.At("2026-03-03 07:00")
	l.Do(publish(town.SeedOf("another"), "beacon"))

	byDate := town.New(t, "kz-classic-2025")
	_, err := byDate.Admission.PublishSeed(byDate.Ctx(), town.Actor(access.Approver), good, "beacon")
	byDate.Refused("seed.no_lottery", err)
}
