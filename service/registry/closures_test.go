package registry_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

func day(s string) civil.Date { return civil.MustParseDate(s) }

func groupOf(c *town.Town, id register.ID[register.Group]) register.Group {
	c.TB.Helper()
	for _, g := range c.Groups() {
		if g.ID == id {
			return g
		}
	}
	c.TB.Fatalf("there is no group %s", id)
	return register.Group{}
}

func TestSeatsThatAreTakenAreNotClosed(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Hold(town.Sun, 1)
	closing := func(actor access.Actor, more registry.Closing) error {
		do := c.Registry.CloseSeats
		if actor.Role == access.Kindergarten {
			do = c.Registry.CloseOwnSeats
		}
		more.Group, more.Act = "sun-g01", "order 5"
		if more.Reason == "" {
			more.Reason = register.ClosedStaff
		}
		return do(c.Ctx(), actor, []registry.Closing{more})
	}
	c.Refused("group.seats_taken", closing(officer, registry.Closing{Seats: 5}))
	c.Refused("closure.seats", closing(officer, registry.Closing{Seats: 0}))
	c.Refused("closure.past", closing(officer, registry.Closing{Seats: 1, From: day("2026-01-04")}))
	c.Refused("closure.days", closing(officer, registry.Closing{Seats: 1, To: day("2026-01-04")}))
	c.Refused("closure.reason_not_theirs", closing(officer, registry.Closing{Seats: 1, Reason: register.ClosedByEvent}))
	c.Refused("closure.reason_not_theirs", closing(town.Staff(town.Sun), registry.Closing{Seats: 1, Reason: register.ClosedSanitary}))
	c.Refused("access.not_theirs", closing(town.Staff(town.Moon), registry.Closing{Seats: 1}))
	c.Refused("closure.act", c.Registry.CloseSeats(c.Ctx(), officer, []registry.Closing{{Group: "sun-g01", Seats: 1, Reason: register.ClosedStaff}}))

	c.Do(closing(town.Staff(town.Sun), registry.Closing{Seats: 4}))
	recorded(c)
	c.Do(closing(town.Staff(town.Sun), registry.Closing{Seats: 4}))
	if n := recorded(c); n != 0 {
		t.Errorf("closing again recorded %d events", n)
	}
	list, err := c.Registry.SeatClosures(c.Ctx(), town.Actor(access.Public))
	c.Do(err)
	if len(list) != 1 || list[0].Kindergarten != town.Sun || list[0].Number != 1 || list[0].ClosedBy != "key-kindergarten" || list[0].Act != "order 5" || list[0].From != day("2026-01-05") {
		t.Fatalf("in public: %+v", list)
	}
	if g := groupOf(c, "sun-g01"); g.Closed != 4 || g.Vacant() != 0 {
		t.Errorf("%d closed, %d vacant", g.Closed, g.Vacant())
	}
	c.Do(c.Registry.ReopenOwnSeats(c.Ctx(), town.Staff(town.Sun), list[0].ID))
	c.Refused("closure.ended", c.Registry.ReopenOwnSeats(c.Ctx(), town.Staff(town.Sun), list[0].ID))
	if g := groupOf(c, "sun-g01"); g.Closed != 0 || g.CloseReason != "" {
		t.Errorf("%d seats stay closed (%s)", g.Closed, g.CloseReason)
	}
}

func TestOnlyAnOfficerOpensWhatTheAuthorityClosed(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Do(c.Registry.CloseSeats(c.Ctx(), officer, []registry.Closing{{Group: "sun-g01", Seats: 2, Reason: register.ClosedSanitary, Act: "act 9"}}))
	list, err := c.Registry.SeatClosures(c.Ctx(), officer)
	c.Do(err)
	c.Refused("closure.reason_not_theirs", c.Registry.ReopenOwnSeats(c.Ctx(), town.Staff(town.Sun), list[0].ID))
	c.Do(c.Registry.ReopenSeats(c.Ctx(), officer, list[0].ID))
}

func TestClosuresBeginAndEndInTheNight(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	night := func() { c.Do(c.Registry.CarryOutClosures(c.Ctx(), town.Actor(access.System))) }
	closing := registry.Closing{Group: "sun-g01", Seats: 5, Reason: register.ClosedRenovation, From: day("2026-02-02"), To: day("2026-02-06"), Act: "order 3"}
	c.Do(c.Registry.CloseOwnSeats(c.Ctx(), town.Staff(town.Sun), []registry.Closing{closing}))
	c.Hold(town.Sun, 1) // a child comes before the first day: its seat stays its own
	for _, at := range []struct {
		night  string
		closed int
	}{{"2026-02-01", 0}, {"2026-02-02", 4}, {"2026-02-06", 4}, {"2026-02-09", 0}, {"2026-02-10", 0}} {
		c.At(at.night + " 00:10")
		night()
		recorded(c)
		night()
		if n := recorded(c); n != 0 {
			t.Errorf("%s: the second time %d events", at.night, n)
		}
		if g := groupOf(c, "sun-g01"); g.Closed != at.closed {
			t.Errorf("%s: %d closed, want %d", at.night, g.Closed, at.closed)
		}
	}
}

// Whatever is closed, opened, placed and lived through: a vacancy is what the licence, the children and the public closures
// leave, so that no seat can be hidden.
func TestNoSeatIsHidden(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := town.New(t, "kz-voucher-2026")
		today := day("2026-01-05")
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "step") {
			case 0:
				closing := registry.Closing{
					Group: register.ID[register.Group](fmt.Sprintf("sun-g%02d", rapid.IntRange(1, 5).Draw(rt, "group"))), Seats: rapid.IntRange(1, 6).Draw(rt, "seats"),
					Reason: register.ClosedStaff, From: today.AddDays(rapid.IntRange(0, 3).Draw(rt, "from")), Act: "order",
				}
				if rapid.Bool().Draw(rt, "ends") {
					closing.To = closing.From.AddDays(rapid.IntRange(0, 3).Draw(rt, "to"))
				}
				if err := c.Registry.CloseSeats(c.Ctx(), officer, []registry.Closing{closing}); err != nil && register.CodeOf(err) != "group.seats_taken" {
					rt.Fatal(err)
				}
			case 1:
				list, err := c.Registry.SeatClosures(c.Ctx(), officer)
				c.Do(err)
				if len(list) > 0 {
					c.Do(c.Registry.ReopenSeats(c.Ctx(), officer, rapid.SampledFrom(list).Draw(rt, "closure").ID))
				}
			case 2:
				if g := groupOf(c, register.ID[register.Group](fmt.Sprintf("sun-g%02d", 1))); g.Vacant() > 0 {
					c.Hold(town.Sun, 1)
				}
			case 3:
				today = today.AddDays(1)
				c.At(today.String() + " 00:10")
				c.Do(c.Registry.CarryOutClosures(c.Ctx(), town.Actor(access.System)))
			}
			noSeatHidden(rt, c, today)
		}
	})
}

func noSeatHidden(t *rapid.T, c *town.Town, today civil.Date) {
	closed := map[register.ID[register.Group]]int{}
	list, err := c.Registry.SeatClosures(c.Ctx(), town.Actor(access.Public))
	c.Do(err)
	for _, l := range list {
		if l.LiveOn(today) {
			closed[l.Group] += l.Seats
		}
	}
	placed := map[register.ID[register.Group]]int{}
	c.Read(func(r *store.Reader) error {
		live, err := r.LivePlacements()
		for _, p := range live {
			placed[p.Group]++
		}
		return err
	})
	for _, g := range c.Groups() {
		if free := g.Seats - placed[g.ID] - closed[g.ID]; g.Vacant() != free || free < 0 {
			t.Fatalf("%s: %d vacant, but %d licensed − %d placed − %d closed", g.ID, g.Vacant(), g.Seats, placed[g.ID], closed[g.ID])
		}
	}
}
