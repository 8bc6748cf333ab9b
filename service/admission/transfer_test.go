package admission_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// sitters is a town in which so many children of 2023 sit in each kindergarten since the first day, with so many seats free
// beside them, on the morning of Monday, 2 March 2026.
func sitters(t *testing.T, profile string, inSun, inMoon, freeInSun, freeInMoon int) (c *town.Town, sun, moon []store.LivePlacement) {
	t.Helper()
	c = town.New(t, profile)
	c.Hold(town.Sun, slices.Repeat([]int{1}, inSun)...)
	c.Hold(town.Moon, slices.Repeat([]int{1}, inMoon)...)
	c.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Sun: {2023: freeInSun}, town.Moon: {2023: freeInMoon}})
	c.At("2026-03-02 09:00")
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	for _, p := range live {
		if p.Kindergarten == town.Sun {
			sun = append(sun, p)
		} else {
			moon = append(moon, p)
		}
	}
	return c, sun, moon
}

// ask asks for other kindergartens for a placed child.
func ask(c *town.Town, p store.LivePlacement, choices ...register.ID[register.Kindergarten]) register.ID[preschool.Transfer] {
	c.TB.Helper()
	id, err := c.Admission.RequestTransfer(c.Ctx(), town.Guardian(p.Guardian), p.Child, choices)
	c.Do(err)
	return id
}

func transferOf(c *town.Town, id register.ID[preschool.Transfer]) (t preschool.Transfer) {
	c.TB.Helper()
	c.Read(func(r *store.Reader) (err error) {
		t, err = r.Transfer(id)
		return err
	})
	return t
}

func runTransfers(c *town.Town) (ran bool) {
	c.TB.Helper()
	_, ran, err := c.Admission.RunTransfers(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	_, err = c.Admission.DeliverTransferNotices(c.Ctx(), town.Actor(access.System), "town", 100)
	c.Do(err)
	return ran
}

// sound ends the test unless the auditor finds nothing.
func sound(c *town.Town) {
	c.TB.Helper()
	checks, err := c.Oversight.AuditYear(c.Ctx(), town.Actor(access.Auditor))
	c.Do(err)
	for _, check := range checks {
		if !check.OK {
			c.TB.Errorf("the auditor: %s: %s", check.Name, check.Detail)
		}
	}
}

// history is every placement of a child, the first one first.
func history(c *town.Town, child register.ID[register.Child]) string {
	c.TB.Helper()
	var lines []string
	c.Read(func(r *store.Reader) error {
		all, err := r.Placements()
		for _, p := range all {
			if p.Child == child {
				lines = append(lines, string(p.Group)+" "+p.During.From.String()+".."+p.During.To.String()+" "+string(p.State)+" "+string(p.Source)+" "+p.EndReason)
			}
		}
		return err
	})
	return strings.Join(lines, "\n")
}

// A family asks for the other kindergarten, is offered the free seat there in the evening, accepts it, and its child moves
// on the next working day: no day without a seat and none with two, and the voucher goes along.
func TestAPlacedChildMovesToAFreeSeat(t *testing.T) {
	t.Parallel()
	c, sun, _ := sitters(t, "kz-voucher-2026", 1, 0, 0, 1)
	child, who := sun[0].Child, town.Guardian(sun[0].Guardian)
	id := ask(c, sun[0], town.Moon)
	_, err := c.Admission.RequestTransfer(c.Ctx(), who, child, []register.ID[register.Kindergarten]{town.Moon})
	c.Refused("transfer.live", err)
	c.At("2026-03-06 20:30") // a Friday before a long weekend
	if !runTransfers(c) || runTransfers(c) {
		t.Error("transfers run once a day")
	}
	offer := transferOf(c, id)
	if offer.State != preschool.TransferOffered || offer.Group != "moon-g01" || offer.AnswerBy.String() != "2026-03-10" {
		t.Fatalf("%s of %s until %s", offer.State, offer.Group, offer.AnswerBy)
	}
	sound(c)
	c.At("2026-03-07 10:00")
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), who, id))
	want := "sun-g01 2026-01-05..2026-03-09 ended opening transferred\nmoon-g01 2026-03-10.. planned transfer "
	if diff := cmp.Diff(want, history(c, child)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.Read(func(r *store.Reader) error {
		v, found, err := r.LiveVoucher(child)
		if !found || v.State != preschool.VoucherActivated || !v.EndedOn.IsZero() {
			t.Errorf("the voucher is %s, ended on %s", v.State, v.EndedOn)
		}
		return err
	})
	sound(c)
	c.At("2026-03-10 05:00")
	c.Night()
	if p := c.Placement(child); p.Kindergarten != town.Moon || p.State != preschool.PlacementStarted {
		t.Errorf("on its first day the child is in %s, %s", p.Kindergarten, p.State)
	}
	sound(c)
	c.Refused("transfer.not_accept", c.Admission.AcceptTransfer(c.Ctx(), who, id))
}

// Two full kindergartens and two families who each want the other one: the circle frees its own seats, and turns only when
// both have said yes.
func TestACircleOfWishesFreesItsOwnSeats(t *testing.T) {
	t.Parallel()
	c, sun, moon := sitters(t, "kz-classic-2025", 2, 2, 0, 0)
	a, b := ask(c, sun[0], town.Moon), ask(c, moon[0], town.Sun)
	if !runTransfers(c) {
		t.Fatal("the circle was not found")
	}
	if x, y := transferOf(c, a), transferOf(c, b); x.After != b || y.After != a || x.Holds() || y.Holds() {
		t.Fatalf("linked: %q after %q, %q after %q", a, x.After, b, y.After)
	}
	sound(c)
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(sun[0].Guardian), a))
	if got := transferOf(c, a); got.State != preschool.TransferAccepted {
		t.Errorf("alone it is %s", got.State)
	}
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(moon[0].Guardian), b))
	for id, want := range map[register.ID[preschool.Transfer]]register.ID[register.Kindergarten]{a: town.Moon, b: town.Sun} {
		got := transferOf(c, id)
		if p := c.Placement(got.Child); got.State != preschool.TransferMoved || p.Kindergarten != want || p.During.From.String() != "2026-03-03" {
			t.Errorf("%s, in %s from %s", got.State, p.Kindergarten, p.During.From)
		}
	}
	sound(c)
}

// One says no: the other keeps its seat, its wish and its date.
func TestACircleThatOneDeclinesHarmsNobody(t *testing.T) {
	t.Parallel()
	c, sun, moon := sitters(t, "kz-classic-2025", 2, 2, 0, 0)
	a, b := ask(c, sun[0], town.Moon), ask(c, moon[0], town.Sun)
	before := transferOf(c, a)
	runTransfers(c)
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(sun[0].Guardian), a))
	c.Do(c.Admission.DeclineTransfer(c.Ctx(), town.Guardian(moon[0].Guardian), b))
	after := transferOf(c, a)
	before.Reason = "seat_not_freed"
	if !reflect.DeepEqual(before, after) {
		t.Errorf("%+v, want %+v", after, before)
	}
	if got := transferOf(c, b); got.State != preschool.TransferWithdrawn || c.Placement(got.Child).Kindergarten != town.Moon {
		t.Errorf("%s", got.State)
	}
	sound(c)
}

// A chain: the first takes the free seat at once, and the seat that it leaves is kept for the one behind it, whom the queue
// does not overtake.
func TestAChainIsCarriedOutFromItsEnd(t *testing.T) {
	t.Parallel()
	c, sun, moon := sitters(t, "kz-classic-2025", 2, 1, 0, 1)
	ahead, behind := ask(c, sun[0], town.Moon), ask(c, moon[0], town.Sun)
	waiting := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	runTransfers(c)
	if got := transferOf(c, behind); got.After != ahead {
		t.Fatalf("after %q, want %q", got.After, ahead)
	}
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(sun[0].Guardian), ahead))
	if got := transferOf(c, behind); got.State != preschool.TransferOffered || !got.Holds() {
		t.Errorf("behind: %s, holds %v", got.State, got.Holds())
	}
	sound(c)
	c.At("2026-03-03 09:00")
	c.Morning()
	if n := len(c.Offers(waiting)); n != 0 {
		t.Errorf("the queue was offered the kept seat")
	}
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(moon[0].Guardian), behind))
	if p := c.Placement(moon[0].Child); p.Kindergarten != town.Sun {
		t.Errorf("in %s", p.Kindergarten)
	}
	sound(c)
}

// A seat that somebody in the queue waits for is not given to one who has a seat already.
func TestTransfersTakeWhatTheQueueLeaves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		order string
		moves bool
	}{{"after_queue", false}, {"by_date", true}} {
		t.Run(c.order, func(t *testing.T) {
			t.Parallel()
			l := town.Under(t, profile(t, "kz-classic-2025", "transfer.order", c.order))
			l.Hold(town.Sun, 1)
			l.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Moon: {2023: 1}})
			live, err := l.Admission.LivePlacements(l.Ctx(), town.Actor(access.Officer))
			l.Do(err)
			l.At("2026-03-02 09:00")
			id := ask(l, live[0], town.Moon)
			l.Queue(1, "2023-05-06", "", town.Moon)
			if ran := runTransfers(l); ran != c.moves {
				t.Errorf("ran %v; the transfer is %s", ran, transferOf(l, id).State)
			}
		})
	}
}

func TestWhoMayAskForAnotherKindergarten(t *testing.T) {
	t.Parallel()
	c, sun, _ := sitters(t, "kz-classic-2025", 1, 0, 0, 1)
	who := town.Guardian(sun[0].Guardian)
	request := func(choices ...register.ID[register.Kindergarten]) error {
		_, err := c.Admission.RequestTransfer(c.Ctx(), who, sun[0].Child, choices)
		return err
	}
	c.Refused("transfer.choices", request())
	c.Refused("transfer.choices", request(town.Sun))
	c.Refused("transfer.choices", request("a", "b", "c", "d", "e"))
	c.Refused("application.choice_twice", request(town.Moon, town.Moon))
	c.Refused("kindergarten.unknown", request("star"))
	_, err := c.Admission.RequestTransfer(c.Ctx(), c.Family("2023-05-06")[0].Actor(), sun[0].Child, []register.ID[register.Kindergarten]{town.Moon})
	c.Refused("access.not_theirs", err)
	p := c.Family("2023-05-06")[0]
	_, err = c.Admission.RequestTransfer(c.Ctx(), p.Actor(), p.Child, []register.ID[register.Kindergarten]{town.Moon})
	c.Refused("transfer.not_placed", err)

	never := town.Under(t, profile(t, "kz-classic-2025", "transfer.order", "none"))
	never.Hold(town.Sun, 1)
	live, err := never.Admission.LivePlacements(never.Ctx(), town.Actor(access.Officer))
	never.Do(err)
	_, err = never.Admission.RequestTransfer(never.Ctx(), town.Guardian(live[0].Guardian), live[0].Child, []register.ID[register.Kindergarten]{town.Moon})
	never.Refused("transfer.not_in_rules", err)
}

func TestMovesOfAYearAreCounted(t *testing.T) {
	t.Parallel()
	c := town.Under(t, profile(t, "kz-classic-2025", "transfer.year_limit", 1))
	c.Hold(town.Sun, 1)
	c.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Moon: {2023: 1}})
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	c.At("2026-03-02 09:00")
	id := ask(c, live[0], town.Moon)
	runTransfers(c)
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(live[0].Guardian), id))
	c.At("2026-03-03 09:00")
	c.Night()
	_, err = c.Admission.RequestTransfer(c.Ctx(), town.Guardian(live[0].Guardian), live[0].Child, []register.ID[register.Kindergarten]{town.Sun})
	c.Refused("transfer.year_limit", err)
	c.At("2027-01-11 09:00")
	ask(c, live[0], town.Sun)
}
