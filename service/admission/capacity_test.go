package admission_test

import (
	"errors"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

// record records an event of the kindergarten Sun for 2 March 2026, unless it says otherwise.
func record(c *town.Town, e preschool.CapacityEvent) (register.ID[preschool.CapacityEvent], error) {
	c.TB.Helper()
	e.Kindergarten, e.Act = town.Sun, "resolution 12"
	if e.From.IsZero() {
		e.From = civil.MustParseDate("2026-03-02")
	}
	return c.Registry.RecordCapacityEvent(c.Ctx(), town.Actor(access.Officer), e)
}

// carryOut is the night of capacity events; it tells how many were carried out.
func carryOut(c *town.Town) int {
	c.TB.Helper()
	n, err := c.Admission.CarryOutCapacityEvents(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	return n
}

func groupNow(c *town.Town, id register.ID[register.Group]) (g register.Group) {
	c.TB.Helper()
	c.Read(func(r *store.Reader) (err error) {
		g, err = r.Group(id)
		return err
	})
	return g
}

func siteNow(c *town.Town, id register.ID[register.Kindergarten]) (k register.Kindergarten) {
	c.TB.Helper()
	c.Read(func(r *store.Reader) (err error) {
		k, err = r.KindergartenOf(id)
		return err
	})
	return k
}

func TestSeatsChangeByEventsOnTheirDay(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]struct {
		event preschool.CapacityEvent
		look  func(*testing.T, *town.Town)
	}{
		"opening": {
			preschool.CapacityEvent{Kind: register.CapacityOpening, Seats: 7, BirthYear: 2023, Language: register.Kazakh, NewKind: "sanatorium"},
			func(t *testing.T, c *town.Town) {
				g, k := groupNow(c, "sun-g06"), siteNow(c, town.Sun)
				if g.Vacant() != 7 || g.Kind != register.SanatoriumGroup || g.Language != register.Kazakh || g.Age != 3 || k.Groups != 6 || k.Places != 32 {
					t.Errorf("%+v of %d groups and %d places", g, k.Groups, k.Places)
				}
			},
		},
		"expansion": {
			preschool.CapacityEvent{Kind: register.CapacityExpansion, Group: "sun-g01", Seats: 3},
			func(t *testing.T, c *town.Town) {
				if g, k := groupNow(c, "sun-g01"), siteNow(c, town.Sun); g.Seats != 8 || k.Places != 28 {
					t.Errorf("%d seats, %d places", g.Seats, k.Places)
				}
			},
		},
		"reduction": {
			preschool.CapacityEvent{Kind: register.CapacityReduction, Group: "sun-g01", Seats: 4},
			func(t *testing.T, c *town.Town) {
				if g, k := groupNow(c, "sun-g01"), siteNow(c, town.Sun); g.Seats != 1 || k.Places != 21 {
					t.Errorf("%d seats, %d places", g.Seats, k.Places)
				}
			},
		},
		"renovation": {
			preschool.CapacityEvent{Kind: register.CapacityRenovation, Group: "sun-g01", To: civil.MustParseDate("2026-03-20")},
			func(t *testing.T, c *town.Town) {
				if g := groupNow(c, "sun-g01"); g.Closed != 5 || g.CloseReason != register.ClosedRenovation {
					t.Errorf("%d closed for %s", g.Closed, g.CloseReason)
				}
				c.At("2026-03-21 00:10")
				c.Do(c.Registry.CarryOutClosures(c.Ctx(), town.Actor(access.System)))
				if g := groupNow(c, "sun-g01"); g.Closed != 0 {
					t.Errorf("%d stay closed", g.Closed)
				}
			},
		},
		"renaming": {
			preschool.CapacityEvent{Kind: register.CapacityRenaming, NewName: "Шуақ"},
			func(t *testing.T, c *town.Town) {
				l, err := c.Registry.SearchKindergartens(c.Ctx(), town.Actor(access.Public), registry.Search{Words: "Күн"})
				c.Do(err)
				if len(l.Found) != 1 || l.Found[0].Name != "Шуақ" || len(l.Found[0].FormerNames) != 1 {
					t.Errorf("by its former name: %+v", l.Found)
				}
			},
		},
		"another type": {
			preschool.CapacityEvent{Kind: register.CapacityChangeType, NewKind: "mini_centre"},
			func(t *testing.T, c *town.Town) {
				if k := siteNow(c, town.Sun); k.Kind != register.MiniCentre {
					t.Errorf("it is a %s", k.Kind)
				}
			},
		},
		"another kind of group": {
			preschool.CapacityEvent{Kind: register.CapacityChangeType, Group: "sun-g01", NewKind: "inclusive"},
			func(t *testing.T, c *town.Town) {
				if g := groupNow(c, "sun-g01"); g.Kind != register.InclusiveGroup {
					t.Errorf("it is %s", g.Kind)
				}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := town.New(t, "kz-classic-2025")
			id, err := record(c, s.event)
			c.Do(err)
			c.At("2026-03-01 00:10")
			before := groupNow(c, "sun-g01")
			if n := carryOut(c); n != 0 || groupNow(c, "sun-g01") != before {
				t.Errorf("%d events before the day", n)
			}
			c.At("2026-03-03 00:10") // the program slept on the day itself
			if n := carryOut(c); n != 1 {
				t.Fatalf("%d events on the day", n)
			}
			s.look(t, c)
			if n := carryOut(c); n != 0 {
				t.Errorf("%d events the second time", n)
			}
			list, err := c.Registry.CapacityEvents(c.Ctx(), town.Actor(access.Public), 10)
			if err != nil || len(list) != 1 || list[0].State != preschool.CapacityCarriedOut || list[0].Act != "resolution 12" {
				t.Errorf("in public: %+v, %v", list, err)
			}
			c.Refused("capacity_event.not_cancel", c.Registry.CancelCapacityEvent(c.Ctx(), town.Actor(access.Officer), id, "resolution 13"))
		})
	}
}

func TestWhatChildrenHoldIsNotTakenAway(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Hold(town.Sun, 1, 1)
	reduce := preschool.CapacityEvent{Kind: register.CapacityReduction, Group: "sun-g01", Seats: 4}
	_, err := record(c, reduce)
	c.Refused("capacity_event.taken", err)
	if refusal, _ := errors.AsType[*register.Error](err); refusal.Args["vacant"] != "3" {
		t.Errorf("it says %v are vacant", refusal.Args)
	}
	_, err = record(c, preschool.CapacityEvent{Kind: register.CapacityChangeType, Group: "sun-g01", NewKind: "special"})
	c.Refused("capacity_event.group_in_use", err)
	_, err = record(c, preschool.CapacityEvent{Kind: register.CapacityExpansion, Group: "moon-g01", Seats: 1})
	c.Refused("group.unknown", err)
	_, err = record(c, preschool.CapacityEvent{Kind: register.CapacityRenaming, NewName: "Шуақ", From: civil.MustParseDate("2026-01-04")})
	c.Refused("capacity_event.past", err)

	// Seats that are taken between the decision and its day wait for the night on which they are free.
	reduce.Seats = 3
	id, err := record(c, reduce)
	c.Do(err)
	taker := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.At("2026-02-27 09:00")
	c.Morning()
	wantState(t, c, taker, preschool.ApplicationOffered)
	c.At("2026-03-02 00:10")
	if n := carryOut(c); n != 0 || groupNow(c, "sun-g01").Seats != 5 {
		t.Errorf("%d events, %d seats", n, groupNow(c, "sun-g01").Seats)
	}
	c.Refused("capacity_event.late", c.Registry.CancelCapacityEvent(c.Ctx(), town.Actor(access.Officer), id, "resolution 13"))
	c.Do(c.Admission.DeclineOffer(c.Ctx(), guardian(c, taker), c.Last(taker).ID))
	c.At("2026-03-03 00:10")
	if n := carryOut(c); n != 1 || groupNow(c, "sun-g01").Seats != 2 {
		t.Errorf("%d events, %d seats", n, groupNow(c, "sun-g01").Seats)
	}
}

func TestAnEventIsCancelledBeforeItsDay(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	id, err := record(c, preschool.CapacityEvent{Kind: register.CapacityClosure})
	c.Do(err)
	c.Refused("capacity_event.incomplete", c.Registry.CancelCapacityEvent(c.Ctx(), town.Actor(access.Officer), id, ""))
	c.Do(c.Registry.CancelCapacityEvent(c.Ctx(), town.Actor(access.Officer), id, "resolution 13"))
	c.At("2026-03-02 00:10")
	if n := carryOut(c); n != 0 || !siteNow(c, town.Sun).ClosedOn.IsZero() {
		t.Error("a cancelled closure was carried out")
	}
}

// A kindergarten closes in the middle of an offer: nobody pays for it with a place in the queue, a voucher or a seat.
func TestAClosingKindergartenCostsNoFamilyAnything(t *testing.T) {
	t.Parallel()
	for _, kind := range []register.CapacityEventKind{register.CapacityClosure, register.CapacityMerger} {
		c := town.New(t, "kz-classic-2025")
		c.Hold(town.Sun, 1)
		c.Open(town.Sun, 2023, 2)
		ids := c.Queue(3, "2023-05-06", "", town.Sun, town.Moon)
		event := preschool.CapacityEvent{Kind: kind, From: civil.MustParseDate("2026-03-03")}
		if kind == register.CapacityMerger {
			event.Into = town.Moon
		}
		_, err := record(c, event)
		c.Do(err)
		c.At("2026-03-02 09:00")
		c.Morning()
		c.Accept(ids[0])
		wantState(t, c, ids[1], preschool.ApplicationOffered)
		c.At("2026-03-03 00:10")
		if n := carryOut(c); n != 1 {
			t.Fatalf("%d events", n)
		}
		inOrder(t, c, ids...)
		for _, id := range ids[:2] {
			if o := c.Last(id); o.State != preschool.OfferAnnulled || o.AnnulledWhy != "kindergarten_closed" {
				t.Errorf("%s: the offer is %s (%s)", kind, o.State, o.AnnulledWhy)
			}
		}
		if k := siteNow(c, town.Sun); k.ClosedOn.String() != "2026-03-03" {
			t.Errorf("closed on %s", k.ClosedOn)
		}
		for _, g := range c.Groups() {
			if g.Kindergarten == town.Sun && g.Vacant() != 0 {
				t.Errorf("%s: %d seats of %s are vacant", kind, g.Vacant(), g.ID)
			}
		}
		held := c.Groups()
		placed := 0
		for _, g := range held {
			placed += g.Placed
		}
		c.Read(func(r *store.Reader) error {
			list, err := r.TransfersIn(preschool.TransferRequested)
			if len(list) != 1 || placed != 1 || list[0].Cause != preschool.ByClosure || (len(list[0].Choices) == 1) != (kind == register.CapacityMerger) {
				t.Errorf("%s: %d children placed, transfers %+v", kind, placed, list)
			}
			return err
		})
		// No round gives out a seat of it, no family can name it, and a seat that its child leaves is closed.
		c.At("2026-03-03 09:00")
		c.Morning()
		inOrder(t, c, ids...)
		late := c.Family("2023-05-08")[0]
		_, err = c.Admission.SubmitApplication(c.Ctx(), late.Actor(), town.Submission(late.Child, "", town.Sun))
		c.Refused("kindergarten.closed", err)
		live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
		c.Do(err)
		c.Do(c.Admission.EndPlacement(c.Ctx(), town.Guardian(live[0].Guardian), live[0].ID, "moved_away"))
		c.At("2026-03-04 00:10")
		carryOut(c)
		if g := groupNow(c, "sun-g01"); g.Vacant() != 0 || g.Placed != 0 {
			t.Errorf("%d vacant, %d placed", g.Vacant(), g.Placed)
		}
	}
}

// A voucher does not close with a kindergarten: its family chooses anew, in a new term.
func TestAVoucherOutlivesAKindergarten(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Sun: {2023: 1}, town.Moon: {2023: 1}})
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	_, err := record(c, preschool.CapacityEvent{Kind: register.CapacityClosure, From: civil.MustParseDate("2026-03-04")})
	c.Do(err)
	c.At("2026-03-02 09:00")
	c.Morning()
	c.Accept(id)
	c.Choose(id, town.Sun)
	c.Evening()
	c.At("2026-03-04 00:10")
	carryOut(c)
	c.Read(func(r *store.Reader) error {
		v, found, err := r.LiveVoucher(c.Application(id).Child)
		if !found || v.State != preschool.VoucherIssued || !v.ChosenOn.IsZero() || v.ChooseBy.String() != "2026-03-12" { // the 9th is a day off
			t.Errorf("the voucher: %+v", v)
		}
		return err
	})
	c.Choose(id, town.Moon)
	c.Evening()
	if o := c.Last(id); o.State != preschool.OfferAccepted || o.Group != "moon-g01" {
		t.Errorf("the seat: %s of %s", o.State, o.Group)
	}
}
