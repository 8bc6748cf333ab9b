package admission

import (
	"context"
	"fmt"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// LapseDeadlines does what the day's end of terms brings by rule: unanswered offers expire, unsigned contracts lapse,
// unused vouchers return, suspensions end, unproven classes fall to the general queue, in January children grow into the
// next queue. Nobody decides anything here.
// Done twice on a day it changes nothing.
func (s *Service) LapseDeadlines(ctx context.Context, actor access.Actor) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.LapseByRule, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		steps := []struct {
			name string
			do   func(*store.Tx, access.Actor, service.Day) error
		}{
			{"expire offers", s.expireOffers}, {"lapse contracts", s.lapseContracts}, {"return vouchers", s.lapseVouchers},
			{"end suspensions", s.endSuspensions}, {"expire proofs", s.expireProofs}, {"refresh queues", s.refreshQueues},
		}
		for _, step := range steps {
			if err := step.do(tx, actor, day); err != nil {
				return fmt.Errorf("%s: %w", step.name, err)
			}
		}
		return nil
	})
}

func (s *Service) expireOffers(tx *store.Tx, actor access.Actor, day service.Day) error {
	open, err := tx.OffersIn(preschool.OfferOpen)
	if err != nil {
		return err
	}
	for _, before := range open {
		if !day.Today.After(before.AnswerBy) || before.DeliveredAt.IsZero() {
			continue // the term starts with the delivered notice
		}
		o, err := before.Expire(tx.Now, day.Today)
		if err != nil {
			return err
		}
		if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.expired"}); err != nil {
			return err
		}
		a, err := tx.Application(o.Application)
		if err != nil {
			return err
		}
		if err := s.afterMissed(tx, actor, day, o, a, day.Rules.Offer.Expired, "expired"); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) lapseContracts(tx *store.Tx, actor access.Actor, day service.Day) error {
	accepted, err := tx.OffersIn(preschool.OfferAccepted)
	if err != nil {
		return err
	}
	for _, before := range accepted {
		if !day.Today.After(before.ContractBy) {
			continue
		}
		o, err := before.Annul("contract_lapsed")
		if err != nil {
			return err
		}
		if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.annulled", Ground: "contract_lapsed"}); err != nil {
			return err
		}
		if err := s.lapseApplication(tx, actor, day, o.Application, "contract_lapsed"); err != nil {
			return err
		}
	}
	return nil
}

// lapseApplication gives the unused voucher back and does to the application what the rules say of a lapsed contract.
func (s *Service) lapseApplication(tx *store.Tx, actor access.Actor, day service.Day, id register.ID[preschool.Application], why string) error {
	a, err := tx.Application(id)
	if err != nil {
		return err
	}
	if err := s.returnVoucher(tx, actor, day, a, why); err != nil {
		return err
	}
	if err := tx.SaveLeaveWaitlists(a.ID, day.Today, why); err != nil {
		return err
	}
	return s.applyConsequence(tx, actor, day, a, day.Rules.Contract.Lapsed, why)
}

// lapseVouchers returns the vouchers whose families named no kindergarten in the term of the contract.
func (s *Service) lapseVouchers(tx *store.Tx, actor access.Actor, day service.Day) error {
	issued, err := tx.VouchersIn(preschool.VoucherIssued)
	if err != nil {
		return err
	}
	for _, v := range issued {
		if v.ChosenOn.IsZero() && day.Today.After(v.ChooseBy) && !v.ChooseBy.IsZero() {
			if err := s.lapseApplication(tx, actor, day, v.Application, "not_chosen"); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) endSuspensions(tx *store.Tx, actor access.Actor, day service.Day) error {
	suspended, err := tx.ApplicationsIn(preschool.ApplicationSuspended)
	if err != nil {
		return err
	}
	for _, a := range suspended {
		if !day.Today.After(a.SuspendedUntil) {
			continue
		}
		if day.Rules.Suspension.After == policy.AfterClosed {
			if a, err = a.Close("not_restored"); err == nil {
				err = tx.SaveApplication(actor, a, store.Cause{Event: "application.closed", Ground: "not_restored"})
			}
		} else if a, err = a.Queue(); err == nil {
			if err = tx.SaveApplication(actor, a, store.Cause{Event: "application.restored", Ground: "term_over"}); err == nil {
				err = s.enterQueue(tx, day, a, round.Restored)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) expireProofs(tx *store.Tx, actor access.Actor, day service.Day) error {
	claimed, err := tx.ClaimedProofs()
	if err != nil {
		return err
	}
	for _, a := range claimed {
		if !day.Today.After(a.ProofDue) {
			continue
		}
		if a, err = a.ExpireProof(); err != nil {
			return err
		}
		if err := tx.SaveApplication(actor, a, store.Cause{Event: "proof.expired", Ground: string(a.Class)}); err != nil {
			return err
		}
		if day.Rules.Queue.Unverified == policy.UnverifiedClaimed && a.State == preschool.ApplicationQueued {
			if err := s.requeue(tx, day, a, round.ProofExpired, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// refreshQueues moves those who wait into the queue of their age, which counts by calendar year: in January, on the first
// night that this runs. They keep their own date.
func (s *Service) refreshQueues(tx *store.Tx, _ access.Actor, day service.Day) error {
	if day.Today.MonthOfYear() != time.January {
		return nil
	}
	stays, err := tx.QueuesNow()
	if err != nil {
		return err
	}
	queueOf := make(map[register.ID[preschool.Application]]string, len(stays))
	for _, stay := range stays {
		queueOf[stay.Application] = stay.Queue
	}
	queued, err := tx.ApplicationsIn(preschool.ApplicationQueued)
	if err != nil {
		return err
	}
	for _, a := range queued {
		queue, err := s.marketOf(tx.Reader, day, a)
		if err != nil {
			return err
		}
		if queue == queueOf[a.ID] {
			continue
		}
		if err := tx.SaveLeaveQueue(a.ID, string(round.Refreshed)); err != nil {
			return err
		}
		if err := s.enterQueue(tx, day, a, round.Refreshed); err != nil {
			return err
		}
	}
	return nil
}
