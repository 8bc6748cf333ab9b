package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// accepted is a town in which a family has had a seat to sign for since Monday, 2 March 2026, at ten, and another waits.
func accepted(t *testing.T) (*town.Town, []register.ID[preschool.Application]) {
	t.Helper()
	c, ids := offered(t, "kz-classic-2025", 2)
	c.At("2026-03-02 10:00")
	c.Accept(ids[0])
	return c, ids
}

func TestAContractIsSignedWithinFiveWorkingDays(t *testing.T) {
	t.Parallel()
	c, ids := accepted(t)
	if by := c.Last(ids[0]).ContractBy.String(); by != "2026-03-10" { // Monday the 9th is off
		t.Fatalf("five working days after 2 March end on %s", by)
	}
	c.At("2026-03-10 23:00")
	c.Night()
	c.Do(c.Enrol(ids[0]))
	wantState(t, c, ids[0], preschool.ApplicationPlaced)
	p := c.Placement(c.Application(ids[0]).Child)
	if p.During.From.String() != "2026-03-11" || p.State != preschool.PlacementPlanned || p.Source != preschool.PlacedByRound {
		t.Errorf("placed from %s, %s, by %s", p.During.From, p.State, p.Source)
	}
	c.At("2026-03-11 05:00")
	c.Night()
	if p = c.Placement(p.Child); p.State != preschool.PlacementStarted {
		t.Errorf("on its first day the placement is %s", p.State)
	}
	_, err := c.Admission.SignContract(c.Ctx(), guardian(c, ids[0]), c.Last(ids[0]).ID)
	c.Refused("offer.not_fulfil", err)
}

func TestAContractThatNobodySignsLapses(t *testing.T) {
	t.Parallel()
	c, ids := accepted(t)
	c.At("2026-03-11 00:30")
	_, err := c.Admission.SignContract(c.Ctx(), guardian(c, ids[0]), c.Last(ids[0]).ID)
	c.Refused("contract.lapsed", err)
	c.Refused("contract.lapsed", c.Admission.ExtendContract(c.Ctx(), guardian(c, ids[0]), c.Last(ids[0]).ID))
	c.Night()
	wantState(t, c, ids[0], preschool.ApplicationSuspended)
	if o := c.Last(ids[0]); o.State != preschool.OfferAnnulled || o.AnnulledWhy != "contract_lapsed" {
		t.Errorf("the offer is %s (%s)", o.State, o.AnnulledWhy)
	}
	c.At("2026-03-11 09:00")
	round(t, c)
	if len(c.Offers(ids[1])) != 1 {
		t.Error("the seat did not go to the next child")
	}
}

func TestAContractIsExtendedOnce(t *testing.T) {
	t.Parallel()
	c, ids := accepted(t)
	offer := c.Last(ids[0]).ID
	c.At("2026-03-10 12:00")
	c.Do(c.Admission.ExtendContract(c.Ctx(), guardian(c, ids[0]), offer))
	if by := c.Last(ids[0]).ContractBy.String(); by != "2026-04-09" {
		t.Errorf("30 calendar days after 10 March end on %s", by)
	}
	c.Refused("offer.extended_before", c.Admission.ExtendContract(c.Ctx(), guardian(c, ids[0]), offer))
	c.At("2026-04-09 12:00")
	c.Night()
	c.Do(c.Enrol(ids[0]))
}

func TestWithdrawingGivesEverythingBack(t *testing.T) {
	t.Parallel()
	c, ids := accepted(t)
	c.Do(c.Admission.WithdrawApplication(c.Ctx(), guardian(c, ids[0]), ids[0]))
	wantState(t, c, ids[0], preschool.ApplicationWithdrawn)
	if o := c.Last(ids[0]); o.State != preschool.OfferAnnulled {
		t.Errorf("the offer is %s", o.State)
	}
	c.Do(c.Admission.WithdrawApplication(c.Ctx(), guardian(c, ids[1]), ids[1]))
	c.Read(func(r *store.Reader) error {
		g, err := r.Group("sun-g01")
		if g.Vacant() != 1 {
			t.Errorf("%d seats are free, want 1", g.Vacant())
		}
		queue, e := r.QueuesNow()
		if len(queue) != 0 || e != nil {
			t.Errorf("%d still stand in a queue, %v", len(queue), e)
		}
		return err
	})
	c.Refused("application.not_withdraw", c.Admission.WithdrawApplication(c.Ctx(), guardian(c, ids[0]), ids[0]))
}

// Children who have reached six leave for school from 1 June to 1 August (Education Law, art. 30 p.1).
func TestLeaversAreReleasedInTheSeasonOnly(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Hold(town.Sun, 3, 4, 4) // one of 2021, two of 2020
	for _, day := range []string{"2026-05-31 20:00", "2026-08-02 20:00"} {
		c.At(day)
		_, err := c.Admission.ReleaseLeavers(c.Ctx(), town.Staff(town.Sun), town.Sun)
		c.Refused("placement.release_closed", err)
	}
	for i, day := range []string{"2026-06-01 20:00", "2026-08-01 20:00"} {
		c.At(day)
		n, err := c.Admission.ReleaseLeavers(c.Ctx(), town.Staff(town.Sun), town.Sun)
		if err != nil || n != 2*(1-i) {
			t.Errorf("%s: %d were released, %v", day, n, err)
		}
	}
	c.Read(func(r *store.Reader) error {
		vouchers, err := r.VoucherCounts()
		if vouchers[preschool.VoucherExhausted] != 2 || vouchers[preschool.VoucherActivated] != 1 {
			t.Errorf("vouchers: %v", vouchers)
		}
		return err
	})
}

func TestTheOpeningBalanceFitsOrIsRefused(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	seat := func(group int) admission.OpeningSeat {
		return admission.OpeningSeat{
			Guardian: register.Guardian{IIN: c.IIN("1988-02-02")}, Group: group,
			Child: register.Child{IIN: c.IIN("2023-04-04"), BirthDate: civil.MustParseDate("2023-04-04"), Language: register.Russian},
		}
	}
	officer := town.Actor(access.Officer)
	c.Open(town.Sun, 2023, 2)
	c.Refused("group.seats_taken", c.Admission.ImportOpening(c.Ctx(), officer, town.Sun, []admission.OpeningSeat{seat(1), seat(1), seat(1)}))
	c.Refused("opening.group", c.Admission.ImportOpening(c.Ctx(), officer, town.Sun, []admission.OpeningSeat{seat(1), seat(6)}))
	seats := []admission.OpeningSeat{seat(1), seat(1)}
	for range 2 { // done twice it changes nothing
		c.Do(c.Admission.ImportOpening(c.Ctx(), officer, town.Sun, seats))
	}
	live, err := c.Admission.LivePlacements(c.Ctx(), officer)
	if err != nil || len(live) != 2 || live[0].Source != preschool.PlacedByOpening || live[0].State != preschool.PlacementStarted {
		t.Errorf("placements: %+v, %v", live, err)
	}
}
