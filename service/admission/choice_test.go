package admission_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// holders is a town in which some families have vouchers since Monday, 2 March 2026: as many as there are seats, of which
// one is in Sun and the rest in Moon. A child holds a seat in Sun's group.
func holders(t *testing.T, n int) (*town.Town, []register.ID[preschool.Application]) {
	t.Helper()
	c := town.New(t, "kz-voucher-2026")
	c.Hold(town.Sun, 1)
	c.Seats(seats{town.Sun: {2023: 1}, town.Moon: {2023: n - 1}})
	ids := c.Queue(n, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	round(t, c)
	for _, id := range ids {
		c.Accept(id)
	}
	return c, ids
}

// Whoever consents first during the day has nothing of it: the evening serves in the order of the queue.
func TestTheHourOfTheChoiceMakesNoDifference(t *testing.T) {
	t.Parallel()
	var first string
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
		c, ids := holders(t, 3)
		for _, i := range order {
			c.Choose(ids[i], town.Sun, town.Moon)
		}
		c.Evening()
		var got string
		for _, id := range ids {
			got += fmt.Sprint(c.Last(id).Group, " ", c.Last(id).State, "; ")
		}
		if first == "" {
			first = got
		}
		if got != first || first != "sun-g01 accepted; moon-g01 accepted; moon-g01 accepted; " {
			t.Errorf("choices in the order %v: %s", order, got)
		}
	}
}

func TestWhoIsNotServedEntersTheWaitingLists(t *testing.T) {
	t.Parallel()
	c, ids := holders(t, 3)
	for _, id := range ids {
		c.Choose(id, town.Sun)
	}
	c.Evening()
	want := map[register.ID[preschool.Application]][]register.ID[register.Kindergarten]{ids[1]: {town.Sun}, ids[2]: {town.Sun}}
	if diff := cmp.Diff(want, waitlists(c)); diff != "" {
		t.Fatalf("lists (-want +got)\n%s", diff)
	}
	c.At("2026-03-03 09:00")
	c.Choose(ids[2], town.Moon) // another choice leaves the lists of the one before
	c.Evening()
	delete(want, ids[2])
	if diff := cmp.Diff(want, waitlists(c)); diff != "" {
		t.Errorf("lists after the second choice (-want +got)\n%s", diff)
	}
	c.Refused("choice.seat_offered", c.Admission.ChooseKindergartens(c.Ctx(), guardian(c, ids[2]), ids[2], []register.ID[register.Kindergarten]{town.Sun}))
}

func waitlists(c *town.Town) map[register.ID[preschool.Application]][]register.ID[register.Kindergarten] {
	var lists map[register.ID[preschool.Application]][]register.ID[register.Kindergarten]
	c.Read(func(r *store.Reader) (err error) {
		lists, err = r.Waitlists()
		return err
	})
	return lists
}

// A seat that becomes free goes to the waiting list, for one calendar day; who does not answer leaves that list, and the next
// family is told (Astana, 2026).
func TestAWaitlistSeatHasOneDay(t *testing.T) {
	t.Parallel()
	c, ids := holders(t, 3)
	for _, id := range ids {
		c.Choose(id, town.Sun)
	}
	c.Evening()
	c.At("2026-03-03 12:00")
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	c.Do(c.Admission.EndPlacement(c.Ctx(), town.Guardian(live[0].Guardian), live[0].ID, "moved_away"))
	c.At("2026-03-03 20:30")
	c.Evening()
	o := c.Last(ids[1])
	if o.Source != preschool.FromWaitlist || o.State != preschool.OfferOpen || o.AnswerBy.String() != "2026-03-04" {
		t.Fatalf("got an offer from %s, %s, to answer by %s", o.Source, o.State, o.AnswerBy)
	}
	c.At("2026-03-05 05:00")
	c.Night()
	c.At("2026-03-05 20:30")
	c.Evening()
	if next := c.Last(ids[2]); next.Group != "sun-g01" || c.Last(ids[1]).State != preschool.OfferExpired {
		t.Errorf("the next family has %s of %s, the first one's is %s", next.State, next.Group, c.Last(ids[1]).State)
	}
	if lists := waitlists(c); len(lists[ids[1]]) != 0 {
		t.Errorf("the first family still stands on %v", lists[ids[1]])
	}
	wantState(t, c, ids[1], preschool.ApplicationOffered) // it keeps its voucher
	c.Accept(ids[2])
	c.Do(c.Enrol(ids[2]))
	if p := c.Placement(c.Application(ids[2]).Child); p.Source != preschool.PlacedByWaitlist || len(waitlists(c)[ids[2]]) != 0 {
		t.Errorf("placed by %s, lists %v", p.Source, waitlists(c))
	}
}

// Under a rule that keeps who declines on the list, the same seat is offered again the next evening.
func TestAWaitlistThatOneStaysOn(t *testing.T) {
	t.Parallel()
	p, err := policy.Load("kz-voucher-2026")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range []policy.WaitlistConsequence{policy.WaitlistStay, policy.WaitlistClose} {
		changed, err := p.With("waitlist.declined", rule)
		if err != nil {
			t.Fatal(err)
		}
		c := town.Under(t, changed)
		c.Open(town.Moon, 2023, 1)
		id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
		c.At("2026-03-02 09:00")
		round(t, c)
		c.Accept(id)
		c.Choose(id, town.Sun)
		c.Evening()
		c.Open(town.Sun, 2023, 1)
		c.At("2026-03-03 20:30")
		c.Evening()
		c.Do(c.Admission.DeclineOffer(c.Ctx(), guardian(c, id), c.Last(id).ID))
		if stays := slices.Contains(waitlists(c)[id], town.Sun); stays != (rule == policy.WaitlistStay) {
			t.Errorf("%s: stays on the list is %v", rule, stays)
		}
		if closed := c.Application(id).State == preschool.ApplicationClosed; closed != (rule == policy.WaitlistClose) {
			t.Errorf("%s: the application is %s", rule, c.Application(id).State)
		}
	}
}

func TestAVoucherThatNamesNoKindergartenReturns(t *testing.T) {
	t.Parallel()
	c, ids := holders(t, 2)
	c.Choose(ids[1], town.Moon)
	c.At("2026-03-11 00:30")
	c.Refused("voucher.lapsed", c.Admission.ChooseKindergartens(c.Ctx(), guardian(c, ids[0]), ids[0], []register.ID[register.Kindergarten]{town.Sun}))
	c.Night()
	wantState(t, c, ids[0], preschool.ApplicationClosed)
	wantState(t, c, ids[1], preschool.ApplicationOffered)
	c.Refused("voucher.none", c.Admission.ChooseKindergartens(c.Ctx(), guardian(c, ids[0]), ids[0], []register.ID[register.Kindergarten]{town.Sun}))
	c.Refused("application.choices", c.Admission.ChooseKindergartens(c.Ctx(), guardian(c, ids[1]), ids[1], nil))
	c.Refused("kindergarten.unknown", c.Admission.ChooseKindergartens(c.Ctx(), guardian(c, ids[1]), ids[1], []register.ID[register.Kindergarten]{"star"}))
}
