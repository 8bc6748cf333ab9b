package admission_test

import (
	"math/rand/v2"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/internal/racing"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

const (
	offersRaced  = 6
	clientsRaced = 12
)

// Families answer, sign and withdraw, by two clients each, while others count the seats: some order of it is that of a
// register of seats. On the day after the last day to answer the night runs again and again in between.
func TestTheSeatsAreLinearizable(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]bool{"in time": false, "late": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
				for seed := range uint64(rounds()) {
					seatsRace(t, engine, seed, late)
				}
			})
		})
	}
}

func seatsRace(t *testing.T, engine kit.Engine, seed uint64, late bool) {
	t.Helper()
	c := arena(t, engine, "kz-classic-2025")
	c.Open(town.Sun, 2023, offersRaced)
	people := residents(c, offersRaced, "2023-05-06")
	ids := applied(c, people, town.Sun)
	c.At("2026-03-02 09:00")
	iteration(c)
	offers := lastOffers(c, ids)
	if late {
		c.At("2026-03-05 09:00")
	}
	h := &racing.History{}
	storm(clientsRaced, func(client int) {
		r := rand.New(rand.NewPCG(seed, uint64(client)))
		for range 8 {
			ask := racing.Ask{What: raced(r, late)}
			if ask.What != racing.Count && ask.What != racing.Lapse {
				ask.Thing = client / 2
			}
			i := ask.Thing
			err := h.Do(client, ask, func() (racing.Answer, error) { return askSeats(c, people[i].Actor(), ids[i], offers[i], ask) })
			if err != nil {
				t.Error(err)
			}
		}
	})
	judge(t, h, racing.Seats(offersRaced, late))
	inTruth(t, c)
}

// raced draws what a client does next; the night comes only when it has something to end.
func raced(r *rand.Rand, late bool) string {
	asks := []string{
		racing.Accept, racing.Accept, racing.Accept, racing.HandIn, racing.HandIn, racing.Take, racing.Take, racing.Sign, racing.Sign, racing.Sign,
		racing.Decline, racing.Withdraw, racing.Count,
	}
	if late {
		asks = []string{racing.Accept, racing.Decline, racing.Withdraw, racing.Withdraw, racing.Count, racing.Lapse}
	}
	return asks[r.IntN(len(asks))]
}

func askSeats(c *town.Town, who access.Actor, id register.ID[preschool.Application], offer register.ID[preschool.Offer], ask racing.Ask) (racing.Answer, error) {
	switch ask.What {
	case racing.Accept:
		return refused(c.Admission.AcceptOffer(c.Ctx(), who, offer))
	case racing.Decline:
		return refused(c.Admission.DeclineOffer(c.Ctx(), who, offer))
	case racing.HandIn:
		return refused(c.Admission.SubmitPapers(c.Ctx(), who, offer, nil))
	case racing.Take:
		return refused(c.Admission.AcceptPapers(c.Ctx(), town.Staff(town.Sun), offer))
	case racing.Sign:
		_, err := c.Admission.SignContract(c.Ctx(), who, offer)
		return refused(err)
	case racing.Withdraw:
		return refused(c.Admission.WithdrawApplication(c.Ctx(), who, id))
	case racing.Lapse:
		return refused(c.Admission.LapseDeadlines(c.Ctx(), town.Actor(access.System)))
	}
	g, err := groupOf(c, "sun-g01")
	return racing.Answer{N: g.Offered, Of: g.Placed}, err
}

// The round runs while families withdraw: each either has an offer annulled or never had one, and nobody who left is offered
// a seat.
func TestARoundAndThoseWhoLeave(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		c := arena(t, engine, "kz-classic-2025")
		const families = 60
		c.Open(town.Sun, 2023, families/2)
		people := residents(c, families, "2023-05-06")
		ids := applied(c, people, town.Sun)
		c.At("2026-03-02 09:00")
		told := &verdicts{t: t}
		storm(families/2+2, func(n int) {
			if n >= families/2 {
				_, _, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
				told.add("round", err)
				return
			}
			told.add("withdraw", c.Admission.WithdrawApplication(c.Ctx(), people[2*n].Actor(), ids[2*n]))
		})
		told.only("round", "withdraw")
		offered := 0
		for i, id := range ids {
			a, offers := c.Application(id), c.Offers(id)
			switch {
			case i%2 == 0 && (a.State != preschool.ApplicationWithdrawn || len(offers) > 0 && offers[0].State != preschool.OfferAnnulled):
				t.Errorf("family %d withdrew: %s, %d offers", i, a.State, len(offers))
			case i%2 == 1 && len(offers) > 0:
				offered++
				stands(t, c, id, preschool.ApplicationOffered)
			}
		}
		if g, err := groupOf(c, "sun-g01"); err != nil || g.Offered != offered || g.Placed != 0 {
			t.Errorf("%d seats are held for %d offers, %v", g.Offered, offered, err)
		}
		inTruth(t, c)
	})
}
