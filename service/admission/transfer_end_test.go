package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Silence ends a wish; the child stays, and the seat is free for others.
func TestAnUnansweredTransferLapses(t *testing.T) {
	t.Parallel()
	c, sun, _ := sitters(t, "kz-classic-2025", 1, 0, 0, 1)
	id := ask(c, sun[0], town.Moon)
	runTransfers(c)
	by := transferOf(c, id).AnswerBy
	for range 2 {
		c.At(by.String() + " 23:00")
		c.Night()
		if got := transferOf(c, id).State; got != preschool.TransferOffered {
			t.Fatalf("on its last day it is %s", got)
		}
	}
	for range 2 { // done twice it changes nothing
		c.At(by.AddDays(1).String() + " 00:30")
		c.Night()
	}
	if got := transferOf(c, id); got.State != preschool.TransferClosed || got.Reason != "expired" {
		t.Errorf("%s, %s", got.State, got.Reason)
	}
	c.Refused("transfer.not_accept", c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(sun[0].Guardian), id))
	sound(c)
}

// A child who leaves takes its wishes along.
func TestLeavingEndsTheTransferAndWhatHungOnIt(t *testing.T) {
	t.Parallel()
	c, sun, moon := sitters(t, "kz-classic-2025", 2, 2, 0, 0)
	a, b := ask(c, sun[0], town.Moon), ask(c, moon[0], town.Sun)
	runTransfers(c)
	c.Do(c.Admission.EndPlacement(c.Ctx(), town.Guardian(sun[0].Guardian), sun[0].ID, "moved_away"))
	if x, y := transferOf(c, a), transferOf(c, b); x.State != preschool.TransferClosed || y.State != preschool.TransferRequested {
		t.Errorf("%s and %s", x.State, y.State)
	}
	sound(c)
}

// closeSite marks every child of a kindergarten as one who has to move, as the closure of the kindergarten does.
func closeSite(c *town.Town, k register.ID[register.Kindergarten]) (ids []register.ID[preschool.Transfer]) {
	c.TB.Helper()
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
		for _, p := range live {
			if p.Kindergarten != k {
				continue
			}
			sequence, err := tx.NextSequence()
			if err != nil {
				return err
			}
			t := preschool.NewTransfer(store.NewID[preschool.Transfer](tx, "transfer"), p.Placement, p.Guardian, tx.Now, sequence, nil, preschool.ByClosure)
			if err := tx.SaveNewTransfer(town.Actor(access.Officer), t, store.Cause{Event: "transfer.requested", Ground: "closure"}); err != nil {
				return err
			}
			ids = append(ids, t.ID)
		}
		return nil
	}))
	return ids
}

// The children of a kindergarten that closes come before the queue and before every wish; they are offered seats without
// asking, and never fall back to the queue. Who declines decides by its own list from then on.
func TestChildrenOfAClosedKindergartenComeFirst(t *testing.T) {
	t.Parallel()
	c, sun, moon := sitters(t, "kz-classic-2025", 2, 1, 0, 1)
	wish := ask(c, moon[0], town.Sun)
	c.Queue(3, "2023-05-06", "", town.Moon)
	ids := closeSite(c, town.Sun)
	runTransfers(c)
	first, second := transferOf(c, ids[0]), transferOf(c, ids[1])
	if first.Group != "moon-g01" || second.State != preschool.TransferRequested {
		t.Fatalf("the first is offered %q, the second is %s", first.Group, second.State)
	}
	if got := transferOf(c, wish); got.State != preschool.TransferRequested {
		t.Errorf("the wish for a kindergarten that closes is %s", got.State)
	}
	c.Do(c.Admission.DeclineTransfer(c.Ctx(), town.Guardian(sun[0].Guardian), ids[0]))
	if got := transferOf(c, ids[0]); got.State != preschool.TransferRequested {
		t.Errorf("after its no it is %s", got.State)
	}
	c.At("2026-03-03 20:30")
	runTransfers(c)
	if got := transferOf(c, ids[1]); got.State != preschool.TransferOffered {
		t.Errorf("the seat did not go to the next: %s", got.State)
	}
	by := transferOf(c, ids[1]).AnswerBy
	c.At(by.AddDays(1).String() + " 00:30")
	c.Night()
	if got := transferOf(c, ids[1]); got.State != preschool.TransferRequested {
		t.Errorf("silence left it %s", got.State)
	}
	c.Do(c.Admission.RankTransfer(c.Ctx(), town.Guardian(sun[0].Guardian), ids[0], []register.ID[register.Kindergarten]{town.Moon}))
	c.At(by.AddDays(1).String() + " 20:30")
	runTransfers(c)
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(sun[0].Guardian), ids[0]))
	if p := c.Placement(sun[0].Child); p.Kindergarten != town.Moon || p.Source != preschool.PlacedByClosure {
		t.Errorf("in %s by %s", p.Kindergarten, p.Source)
	}
	sound(c)
}
