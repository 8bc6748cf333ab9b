package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// Between two refreshes nobody's queue changes its name; on the night of the refresh a whole cohort grows at once, by its
// own dates, and the seats that it waits for with it.
func TestChildrenGrowIntoTheNextQueue(t *testing.T) {
	t.Parallel()
	for profile, days := range map[string]struct {
		before, after, round string
		ages                 [2]int
	}{
		"kz-voucher-2026": {"2026-06-29 05:00", "2026-06-30 05:00", "2026-07-07 09:00", [2]int{2, 3}},
		"kz-classic-2025": {"2026-12-31 05:00", "2027-01-01 05:00", "2027-01-11 09:00", [2]int{3, 4}},
	} {
		c := town.New(t, profile)
		ids := c.Queue(2, "2023-05-06", "", town.Sun)
		c.Open(town.Sun, 2023, 1)
		for i, at := range []string{days.before, days.after} {
			c.At(at)
			c.Night()
			c.Night()
			p, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), ids[1])
			if err != nil || p.Queue.Age != days.ages[i] || p.Number != 2 || p.Of != 2 {
				t.Fatalf("%s, %s: age %d, number %d of %d, %v", profile, at, p.Queue.Age, p.Number, p.Of, err)
			}
		}
		c.At(days.round)
		c.Morning()
		wantState(t, c, ids[0], preschool.ApplicationOffered)
		wantState(t, c, ids[1], preschool.ApplicationQueued)
	}
}

// A voucher that is offered or issued before the refresh is counted against the seats of its own cohort after it: the city
// never gives out more vouchers than it has seats, and the next cohort's seats stay the next cohort's.
func TestVouchersGrowWithTheirCohort(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Sun: {2023: 2, 2024: 1}})
	older := c.Queue(3, "2023-05-06", "", town.Sun)
	younger := c.Queue(1, "2024-02-03", "", town.Sun)
	c.At("2026-06-29 09:00") // a Monday
	c.Morning()
	c.Accept(older[0])
	c.At("2026-06-30 05:00")
	c.Night()
	if o := c.Last(older[1]); o.State != preschool.OfferOpen || o.Market != "krg/3/ru" {
		t.Errorf("the open offer is %s of %s", o.State, o.Market)
	}
	c.Read(func(r *store.Reader) error {
		v, found, err := r.LiveVoucher(c.Application(older[0]).Child)
		if !found || v.Market != "krg/3/ru" {
			t.Errorf("the issued voucher is of %q", v.Market)
		}
		return err
	})
	c.Accept(older[1])
	c.At("2026-07-07 09:00") // Monday, the 6th, is a day off
	c.Morning()
	wantState(t, c, older[2], preschool.ApplicationQueued)
	if n := len(c.Offers(younger[0])); n != 1 {
		t.Errorf("the younger child has %d offers", n)
	}
}

func TestRefreshIsShownBeforeItComes(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	ids := c.Queue(2, "2023-05-06", "", town.Sun)
	c.Queue(1, "2022-05-06", "", town.Sun)
	before := c.Dump()
	p, err := c.Admission.PreviewRefresh(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	if p.On.String() != "2026-06-30" || len(p.Counts) != 2 || p.Counts[0].Moves+p.Counts[1].Moves != 3 {
		t.Fatalf("%+v", p)
	}
	if n := p.Counts[0].Moves; n != 2 {
		t.Errorf("%d move from %s to %s", n, p.Counts[0].From.Key, p.Counts[0].To.Key)
	}
	for i, id := range ids {
		m, on, err := c.Admission.RefreshOf(c.Ctx(), town.Actor(access.Public), id)
		if err != nil || on != p.On || m.Application != id || m.From.Key != "krg/2/ru" || m.To.Key != "krg/3/ru" || m.Number != i+1 || m.NewNumber != i+1 || m.Of != 2 {
			t.Errorf("family %d sees %+v on %s, %v", i+1, m, on, err)
		}
	}
	if after := c.Dump(); after != before {
		t.Error("looking changed the database")
	}
	// Ten days ahead each family that would move has a notice.
	sent := func() int { return c.Mail.Counts()["queue.refresh"] }
	c.At("2026-06-19 05:00")
	c.Night()
	c.Deliver()
	if sent() != 0 {
		t.Errorf("%d notices eleven days ahead", sent())
	}
	for range 2 {
		c.At("2026-06-20 05:00")
		c.Night()
		c.Deliver()
		if sent() != 3 {
			t.Errorf("%d notices ten days ahead, want 3", sent())
		}
	}
}

// What a family sees of the next refresh is what the refresh then does, in queues that meet and in those that do not.
func TestTheRefreshDoesWhatEachFamilySaw(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	var ids []register.ID[preschool.Application]
	for _, birth := range []string{"2025-05-06", "2024-02-02", "2023-05-06", "2022-05-06", "2020-05-06", "2023-07-08"} {
		ids = append(ids, c.Queue(2, birth, "", town.Sun)...)
	}
	c.At("2026-12-28 09:00")
	seen := map[register.ID[preschool.Application]]admission.RefreshMove{}
	for _, id := range ids {
		if m, on, err := c.Admission.RefreshOf(c.Ctx(), town.Actor(access.Public), id); err != nil || on.String() != "2027-01-01" && !on.IsZero() {
			t.Fatal(on, err)
		} else if !on.IsZero() {
			seen[id] = m
		}
	}
	p, err := c.Admission.PreviewRefresh(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	moves := 0
	for _, n := range p.Counts {
		moves += n.Moves
	}
	if moves != len(seen) || moves < 8 {
		t.Errorf("the officer sees %d moves, the families %d", moves, len(seen))
	}
	c.At("2027-01-01 05:00")
	c.Night()
	for id, m := range seen {
		if m.NewNumber == 0 {
			wantState(t, c, id, preschool.ApplicationClosed)
			continue
		}
		if p, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), id); err != nil || p.Queue.Key != m.To.Key || p.Number != m.NewNumber || p.Of != m.Of {
			t.Errorf("%s: number %d of %d, seen %+v, %v", p.Queue.Key, p.Number, p.Of, m, err)
		}
	}
}

// Twice a year: the second refresh of a year finds nobody to move.
func TestASecondRefreshOfAYearMovesNobody(t *testing.T) {
	t.Parallel()
	p, err := policy.Load("kz-voucher-2026")
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.With("queue.refresh", []string{"01-01", "06-30"}); err != nil {
		t.Fatal(err)
	}
	c := town.Under(t, p)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	for _, at := range []string{"2026-03-02 05:00", "2026-06-30 05:00", "2026-12-31 05:00"} {
		c.At(at)
		c.Night()
		if p, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), id); err != nil || p.Queue.Age != 3 || len(p.Moves) != 1 {
			t.Errorf("%s: age %d, %d moves, %v", at, p.Queue.Age, len(p.Moves), err)
		}
	}
	c.At("2027-01-01 05:00")
	c.Night()
	if p, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), id); err != nil || p.Queue.Age != 4 {
		t.Errorf("age %d, %v", p.Queue.Age, err)
	}
}

// A child that outgrows the queue does not wait for ever: its application ends with the refresh, and its family hears before.
func TestWhoOutgrowsTheQueueLeavesIt(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.At("2026-12-21 09:00")
	old, young := c.Queue(1, "2020-05-06", "", town.Sun)[0], c.Queue(1, "2021-05-06", "", town.Sun)[0]
	move, on, err := c.Admission.RefreshOf(c.Ctx(), town.Actor(access.Public), old)
	if err != nil || on.String() != "2027-01-01" || move.NewNumber != 0 || move.To.Key != "" {
		t.Errorf("the family sees %+v on %s, %v", move, on, err)
	}
	c.At("2026-12-22 05:00")
	c.Night()
	c.Deliver()
	if n := c.Mail.Counts()["queue.refresh"]; n != 2 {
		t.Errorf("%d notices", n)
	}
	c.At("2027-01-01 05:00")
	c.Night()
	wantState(t, c, old, preschool.ApplicationClosed)
	if why := c.Application(old).Reason; why != "age" {
		t.Errorf("closed for %q", why)
	}
	wantState(t, c, young, preschool.ApplicationQueued)
}
