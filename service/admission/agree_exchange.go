package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// AgreeExchange is the other family's signature: the seats change on the next working day.
func (s *Service) AgreeExchange(ctx context.Context, actor access.Actor, id register.ID[preschool.Exchange]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		e, err := tx.Exchange(id)
		if err != nil {
			return err
		}
		a, b, guardians, err := families(tx, e)
		if err != nil {
			return err
		}
		if err := signs(actor, e, guardians[1]); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if e, err = e.Agree(tx.Now); err != nil {
			return err
		}
		if err := mayExchange(tx, day, a, b); err != nil {
			return err
		}
		return tx.SaveExchange(actor, e, store.Cause{Event: "exchange.agreed"})
	})
}

// DeclineExchange is the other family's no.
func (s *Service) DeclineExchange(ctx context.Context, actor access.Actor, id register.ID[preschool.Exchange]) error {
	return s.endExchange(ctx, actor, id, true, preschool.Exchange.Decline, "exchange.declined")
}

// CancelExchange ends an exchange that is not carried out yet, by either family.
func (s *Service) CancelExchange(ctx context.Context, actor access.Actor, id register.ID[preschool.Exchange]) error {
	return s.endExchange(ctx, actor, id, false, func(e preschool.Exchange) (preschool.Exchange, error) { return e.Cancel("by_family") }, "exchange.cancelled")
}

func (s *Service) endExchange(ctx context.Context, actor access.Actor, id register.ID[preschool.Exchange], onlyOther bool, step func(preschool.Exchange) (preschool.Exchange, error), event string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		e, err := tx.Exchange(id)
		if err != nil {
			return err
		}
		_, _, guardians, err := families(tx, e)
		if err != nil {
			return err
		}
		if onlyOther {
			guardians = guardians[1:]
		}
		if err := signs(actor, e, guardians...); err != nil {
			return err
		}
		if e, err = step(e); err != nil {
			return err
		}
		return tx.SaveExchange(actor, e, store.Cause{Event: event, Ground: e.Reason})
	})
}

// CarryOutExchanges changes the seats of families who both signed on an earlier day: today is the first day of the new
// placements, yesterday the last of the old ones. It runs on working days. An exchange that the rules of today do not let
// pass is cancelled. Done twice on a day it changes nothing.
func (s *Service) CarryOutExchanges(ctx context.Context, actor access.Actor) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.LapseByRule, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if working, err := day.Rules.Calendar.IsWorking(day.Today); err != nil || !working {
			return err
		}
		agreed, err := tx.ExchangesIn(preschool.ExchangeAgreed)
		if err != nil {
			return err
		}
		for _, e := range agreed {
			if e.AgreedAt.Date(day.Rules.Zone).Before(day.Today) {
				if err := s.carryOut(tx, actor, day, e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (s *Service) carryOut(tx *store.Tx, actor access.Actor, day service.Day, e preschool.Exchange) error {
	a, b, _, err := families(tx, e)
	if err != nil {
		return err
	}
	if code := register.CodeOf(mayExchange(tx, day, a, b)); code != "" {
		if e, err = e.Cancel(code); err != nil {
			return err
		}
		return tx.SaveExchange(actor, e, store.Cause{Event: "exchange.cancelled", Ground: code})
	}
	if e, err = e.CarryOut(day.Today); err != nil {
		return err
	}
	if err := tx.SaveExchange(actor, e, store.Cause{Event: "exchange.carried_out"}); err != nil {
		return err
	}
	for _, p := range []preschool.Placement{a, b} { // both seats first: each is the other's
		if err := s.leaveFor(tx, actor, p, day.Today, "exchanged"); err != nil {
			return err
		}
		if err := closeTransfer(tx, actor, p.Child, "exchanged"); err != nil {
			return err
		}
	}
	if err := s.sitExchanged(tx, actor, e, a.Child, b.Group, day.Today); err != nil {
		return err
	}
	return s.sitExchanged(tx, actor, e, b.Child, a.Group, day.Today)
}

func (s *Service) sitExchanged(tx *store.Tx, actor access.Actor, e preschool.Exchange, child register.ID[register.Child], group register.ID[register.Group], from civil.Date) error {
	return s.sit(tx, actor, preschool.Placement{
		Authority: tx.Authority, ID: store.NewID[preschool.Placement](tx, "placement"), Child: child, Group: group,
		During: civil.DateRange{From: from}, State: preschool.PlacementPlanned, Source: preschool.PlacedByExchange, SignedAt: e.AgreedAt,
	}, store.Cause{Event: "placement.exchanged", Ground: string(e.ID)})
}

// cancelExchanges ends the live exchanges of a placement that is over.
func cancelExchanges(tx *store.Tx, actor access.Actor, p register.ID[preschool.Placement], why string) error {
	live, err := tx.LiveExchangesOf(p)
	if err != nil {
		return err
	}
	for _, e := range live {
		if e, err = e.Cancel(why); err != nil {
			return err
		}
		if err := tx.SaveExchange(actor, e, store.Cause{Event: "exchange.cancelled", Ground: why}); err != nil {
			return err
		}
	}
	return nil
}

// closeTransfer ends the live transfer of a child who leaves its seat otherwise.
func closeTransfer(tx *store.Tx, actor access.Actor, child register.ID[register.Child], why string) error {
	before, found, err := tx.LiveTransfer(child)
	if err != nil || !found {
		return err
	}
	t, err := before.Close(why)
	if err != nil {
		return err
	}
	if err := tx.SaveTransfer(actor, before, t, store.Cause{Event: "transfer.closed", Ground: why}); err != nil {
		return err
	}
	return dropAfter(tx, actor, t.ID)
}
