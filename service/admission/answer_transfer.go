package admission

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// AcceptTransfer takes the offered seat. As soon as nobody sits on it any more the child moves: the old placement ends on
// the day before the new one begins, on the next working day, and a voucher goes along.
func (s *Service) AcceptTransfer(ctx context.Context, actor access.Actor, id register.ID[preschool.Transfer]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, day, err := s.theirTransfer(tx, actor, access.AnswerTransfer, id)
		if err != nil {
			return err
		}
		t, err := before.Accept(day.Today)
		if err != nil {
			return err
		}
		if err := tx.SaveTransfer(actor, before, t, store.Cause{Event: "transfer.accepted"}); err != nil {
			return err
		}
		return s.carryOutTransfers(tx, actor, day)
	})
}

// DeclineTransfer refuses the offered seat: the child stays, and a wish ends. A child whose kindergarten closes still needs
// a seat: from now on it is offered only what its family ranks.
func (s *Service) DeclineTransfer(ctx context.Context, actor access.Actor, id register.ID[preschool.Transfer]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, _, err := s.theirTransfer(tx, actor, access.AnswerTransfer, id)
		if err != nil {
			return err
		}
		if before.State == preschool.TransferRequested {
			return register.Refuse(register.Conflict, "transfer.not_decline").With("state", string(before.State))
		}
		g, err := tx.Group(before.Group)
		if err != nil {
			return err
		}
		t, err := before.Withdraw(declinedByFamily)
		if before.Cause == preschool.ByClosure {
			if t, err = before.Return(declinedByFamily); err == nil {
				t = t.ForClosure(g.Kindergarten)
			}
		}
		if err != nil {
			return err
		}
		if err := tx.SaveTransfer(actor, before, t, store.Cause{Event: "transfer.declined"}); err != nil {
			return err
		}
		return dropAfter(tx, actor, t.ID)
	})
}

// declinedByFamily is the reason of a transfer whose family refused the seat.
const declinedByFamily = "declined"

// carryOutTransfers moves every child whose family has accepted and whose seat is free, or is left at the same time by
// children who move as well: a chain from its end, a circle all at once.
func (s *Service) carryOutTransfers(tx *store.Tx, actor access.Actor, day service.Day) error {
	ready, err := readyTransfers(tx.Reader)
	if err != nil || len(ready) == 0 {
		return err
	}
	from, err := day.Rules.Calendar.NextWorking(day.Today)
	if err != nil {
		return err
	}
	for _, t := range ready { // all seats first: in a circle each is another's
		p, err := tx.Placement(t.Placement)
		if err != nil {
			return err
		}
		if err := s.leaveFor(tx, actor, p, from, "transferred"); err != nil {
			return err
		}
	}
	for _, before := range ready {
		if err := s.moveTo(tx, actor, before, from); err != nil {
			return err
		}
	}
	return keepFreed(tx, actor, ready)
}

// readyTransfers are the accepted transfers that wait for nobody outside them.
func readyTransfers(r *store.Reader) ([]preschool.Transfer, error) {
	ready, err := r.TransfersIn(preschool.TransferAccepted)
	for n := -1; n != len(ready); {
		n = len(ready)
		among := idsOf(ready)
		ready = slices.DeleteFunc(ready, func(t preschool.Transfer) bool { return !t.After.IsZero() && !among[t.After] })
	}
	return ready, err
}

func idsOf(list []preschool.Transfer) map[register.ID[preschool.Transfer]]bool {
	ids := make(map[register.ID[preschool.Transfer]]bool, len(list))
	for _, t := range list {
		ids[t.ID] = true
	}
	return ids
}

// keepFreed holds the seats that movers have left for those behind them in the chain who have not moved yet.
func keepFreed(tx *store.Tx, actor access.Actor, moved []preschool.Transfer) error {
	left := idsOf(moved)
	waiting, err := promised(tx.Reader)
	if err != nil {
		return err
	}
	for _, before := range waiting {
		if left[before.After] {
			if err := tx.SaveTransfer(actor, before, before.SeatFreed(), store.Cause{Event: "transfer.seat_freed"}); err != nil {
				return err
			}
		}
	}
	return nil
}

// leaveFor ends a placement the day before another begins; the voucher stays in use.
func (s *Service) leaveFor(tx *store.Tx, actor access.Actor, before preschool.Placement, from civil.Date, reason string) error {
	p, err := before.End(from.AddDays(-1), reason)
	if err != nil {
		return err
	}
	return tx.SavePlacement(actor, before, p, store.Cause{Event: "placement.ended", Ground: reason})
}

func (s *Service) moveTo(tx *store.Tx, actor access.Actor, before preschool.Transfer, from civil.Date) error {
	source := preschool.PlacedByTransfer
	if before.Cause == preschool.ByClosure {
		source = preschool.PlacedByClosure
	}
	p := preschool.Placement{
		Authority: tx.Authority, ID: store.NewID[preschool.Placement](tx, "placement"), Child: before.Child, Group: before.Group,
		During: civil.DateRange{From: from}, State: preschool.PlacementPlanned, Source: source, SignedAt: tx.Now,
	}
	t, err := before.Move(p.ID)
	if err != nil {
		return err
	}
	if err := tx.SaveTransfer(actor, before, t, store.Cause{Event: "transfer.moved", Ground: string(t.Cause)}); err != nil {
		return err
	}
	if err := cancelExchanges(tx, actor, before.Placement, "transferred"); err != nil {
		return err
	}
	return s.sit(tx, actor, p, store.Cause{Event: "placement.transferred", Ground: string(t.ID)})
}

// sit puts a new placement on the first free row of its group.
func (s *Service) sit(tx *store.Tx, actor access.Actor, p preschool.Placement, why store.Cause) error {
	g, err := tx.Group(p.Group)
	if err != nil {
		return err
	}
	if p.Slot, err = tx.FreeSlot(g.ID); err != nil {
		return err
	}
	p.Kindergarten = g.Kindergarten
	return tx.SaveNewPlacements(actor, []preschool.Placement{p}, why)
}
