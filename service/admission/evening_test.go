package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// holder is a town in which a family holds a voucher since Monday, 2 March, and one other seat is free in Sun.
func holder(t *testing.T) (*town.Town, register.ID[preschool.Application]) {
	t.Helper()
	c := town.New(t, "kz-voucher-2026")
	c.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Sun: {2023: 1}})
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.At("2026-03-02 09:00")
	c.Morning()
	c.Accept(id)
	return c, id
}

func TestAChoiceAfterTheEveningIsServedTheNextOne(t *testing.T) {
	t.Parallel()
	c, id := holder(t)
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error { // an evening that has run
		return tx.SaveNewRound(town.Actor(access.System), preschool.Round{ID: "evening", Number: 90, Kind: preschool.ChoiceRound, On: civil.MustParseDate("2026-03-02")}, store.Cause{Event: "round.published"})
	}))
	c.At("2026-03-02 21:00")
	c.Choose(id, town.Sun)
	c.At("2026-03-03 20:30")
	c.Evening()
	if o := c.Last(id); o.Of != preschool.OfSeat || o.State != preschool.OfferAccepted {
		t.Errorf("the choice of the night before: %s, %s", o.Of, o.State)
	}
}

// The program slept over an evening: the choices of that day are served in the next one.
func TestAMissedEveningIsMadeUp(t *testing.T) {
	t.Parallel()
	c, id := holder(t)
	c.Choose(id, town.Sun)
	c.At("2026-03-04 20:30")
	c.Evening()
	if o := c.Last(id); o.Of != preschool.OfSeat || o.State != preschool.OfferAccepted {
		t.Errorf("the choice of two days before: %s, %s", o.Of, o.State)
	}
}

// A family that leaves every waiting list has a term to choose anew; a voucher that nobody uses goes back.
func TestAVoucherThatWaitsForNothingGoesBack(t *testing.T) {
	t.Parallel()
	c, id := holder(t)
	c.Choose(id, town.Moon) // full
	c.At("2026-03-02 20:30")
	c.Evening()
	c.At("2026-03-03 09:00")
	c.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Moon: {2023: 1}})
	c.Evening()
	c.Do(c.Admission.DeclineOffer(c.Ctx(), guardian(c, id), c.Last(id).ID))
	voucher := func() (v preschool.Voucher) {
		c.Read(func(r *store.Reader) (err error) {
			v, _, err = r.LiveVoucher(c.Application(id).Child)
			return err
		})
		return v
	}
	for range 2 {
		c.At("2026-03-04 05:00")
		c.Night()
		if v := voucher(); !v.ChosenOn.IsZero() || v.ChooseBy.String() != "2026-03-12" {
			t.Fatalf("the voucher: chosen on %s, choose by %s", v.ChosenOn, v.ChooseBy)
		}
	}
	c.At("2026-03-13 05:00")
	c.Night()
	if v := voucher(); v.State != "" {
		t.Errorf("the voucher is %s", v.State)
	}
	wantState(t, c, id, preschool.ApplicationClosed)
}

// A group leaves for school while a seat of it is offered: the offer ends with the season and costs the family nothing.
func TestOffersOfTheOldSeasonEnd(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2020, 1)
	id := c.Queue(1, "2020-05-06", "", town.Sun)[0]
	c.At("2026-07-31 09:00")
	c.Morning()
	wantState(t, c, id, preschool.ApplicationOffered)
	c.At("2026-08-01 00:05")
	c.Night()
	wantState(t, c, id, preschool.ApplicationQueued)
	if o := c.Last(id); o.State != preschool.OfferAnnulled || o.AnnulledWhy != "season_formed" {
		t.Errorf("the offer is %s (%s)", o.State, o.AnnulledWhy)
	}
	c.Do(c.Registry.FormGroups(c.Ctx(), town.Actor(access.Officer), town.Sun))
}
