package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// theirApplication loads an application for its own guardian.
func (s *Service) theirApplication(tx *store.Tx, actor access.Actor, action access.Action, id register.ID[preschool.Application]) (preschool.Application, service.Day, error) {
	a, err := tx.Application(id)
	if err != nil {
		return a, service.Day{}, err
	}
	if err := actor.Require(action, access.Theirs{Authority: a.Authority, Guardian: a.Guardian}); err != nil {
		return a, service.Day{}, err
	}
	day, err := s.Day(tx.Reader, tx.Now)
	return a, day, err
}

// WithdrawApplication ends an application at the family's wish. What was offered to it is annulled.
func (s *Service) WithdrawApplication(ctx context.Context, actor access.Actor, id register.ID[preschool.Application]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, day, err := s.theirApplication(tx, actor, access.WithdrawApp, id)
		if err != nil {
			return err
		}
		if a, err = a.Withdraw("by_family"); err != nil {
			return err
		}
		if err := s.dropOffers(tx, actor, day, a, "withdrawn"); err != nil {
			return err
		}
		if err := tx.SaveLeaveQueue(id, string(round.Withdrawn)); err != nil {
			return err
		}
		return tx.SaveApplication(actor, a, store.Cause{Event: "application.withdrawn"})
	})
}

// dropOffers annuls the live offers of an application and gives its voucher back.
func (s *Service) dropOffers(tx *store.Tx, actor access.Actor, day service.Day, a preschool.Application, why string) error {
	offers, err := tx.OffersOf(a.ID)
	if err != nil {
		return err
	}
	for _, before := range offers {
		if before.State != preschool.OfferOpen && before.State != preschool.OfferAccepted {
			continue
		}
		o, err := before.Annul(why)
		if err != nil {
			return err
		}
		if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.annulled", Ground: why}); err != nil {
			return err
		}
	}
	if err := tx.SaveLeaveWaitlists(a.ID, day.Today, why); err != nil {
		return err
	}
	return s.returnVoucher(tx, actor, day, a, why)
}

// returnVoucher gives an unused voucher back to the pool, if there is one.
func (s *Service) returnVoucher(tx *store.Tx, actor access.Actor, day service.Day, a preschool.Application, why string) error {
	v, found, err := tx.LiveVoucher(a.Child)
	if err != nil || !found {
		return err
	}
	if v, err = v.Return(day.Today); err != nil {
		return err
	}
	return tx.SaveVoucher(actor, v, store.Cause{Event: "voucher.returned", Ground: why})
}

// RestoreApplication brings a suspended application back at its own date, as often and as long as the rules grant it.
func (s *Service) RestoreApplication(ctx context.Context, actor access.Actor, id register.ID[preschool.Application]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, day, err := s.theirApplication(tx, actor, access.RestoreApp, id)
		if err != nil {
			return err
		}
		if day, err = s.underLast(tx.Reader, day, a.ID); err != nil {
			return err
		}
		if day.Rules.Suspension.Restore != policy.RestoreOnRequest {
			return register.Refuse(register.Conflict, "application.restored_by_itself")
		}
		if a, err = a.Restore(day.Today, day.Rules.Suspension.RestoreLimit); err != nil {
			return err
		}
		if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.restored", Ground: "on_request"}); err != nil {
			return err
		}
		return s.enterQueue(tx, day, a, round.Restored)
	})
}
