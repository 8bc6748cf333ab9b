package admission

import (
	"context"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// LapseDeadlines does what the day's end of terms brings by rule: unanswered offers expire, unsigned contracts lapse,
// unused vouchers return, suspensions end, unproven classes fall to the general queue, notices that reached nobody go the
// next way, on the days of refresh children grow into the next queue. Nobody decides anything here. It reads what is due, and
// done twice on a day it changes nothing.
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
			{"expire offers", s.expireOffers}, {"accept unanswered papers", s.acceptUnanswered}, {"lapse contracts", s.lapseContracts}, {"return vouchers", s.lapseVouchers},
			{"reopen choices", s.reopenChoices}, {"end suspensions", s.endSuspensions}, {"expire proofs", s.expireProofs}, {"refresh queues", s.refreshQueues},
			{"announce refresh", s.announceRefresh}, {"pass notices on", s.passNoticesOn}, {"remind", s.remind},
			{"end offers of the old season", s.endSeasonOffers},
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
	open, err := tx.OffersPastAnswer(day.Today)
	if err != nil {
		return err
	}
	for _, before := range open {
		if before.WaitsForNotice() {
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
		own, err := s.under(tx.Reader, day, o)
		if err != nil {
			return err
		}
		if err := s.afterMissed(tx, actor, own, o, a, own.Rules.Offer.Expired, "expired"); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) lapseContracts(tx *store.Tx, actor access.Actor, day service.Day) error {
	accepted, err := tx.OffersPastContract(day.Today)
	if err != nil {
		return err
	}
	for _, before := range accepted {
		o, err := before.Annul("contract_lapsed")
		if err != nil {
			return err
		}
		if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.annulled", Ground: "contract_lapsed"}); err != nil {
			return err
		}
		own, err := s.under(tx.Reader, day, o)
		if err != nil {
			return err
		}
		if err := s.lapseApplication(tx, actor, own, o.Application, "contract_lapsed"); err != nil {
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
	unused, err := tx.VouchersPastChoice(day.Today)
	if err != nil {
		return err
	}
	for _, v := range unused {
		if err := s.lapseApplication(tx, actor, day, v.Application, "not_chosen"); err != nil {
			return err
		}
	}
	return nil
}

// reopenChoices begins a new term to choose for the vouchers that wait for no seat any more: their families left every waiting
// list. Who does not choose again in the term gives the voucher back, so that none is held for ever.
func (s *Service) reopenChoices(tx *store.Tx, actor access.Actor, day service.Day) error {
	idle, err := tx.IdleVouchers(day.Today)
	if err != nil || len(idle) == 0 {
		return err
	}
	last, err := tx.LastRound(preschool.ChoiceRound)
	if err != nil {
		return err
	}
	for _, v := range idle {
		if v.ChosenOn.After(last.On) {
			continue // the evening that serves the choice has not run
		}
		v.ChosenOn = civil.Date{}
		if v.ChooseBy, err = day.Rules.Contract.Term.Due(day.Today, day.Rules.Calendar); err != nil {
			return err
		}
		if err := tx.SaveVoucher(actor, v, store.Cause{Event: "voucher.reopened", Ground: "waitlists_left"}); err != nil {
			return err
		}
	}
	return nil
}

// endSeasonOffers ends the live offers of groups that leave for school, when the season is formed: the seat is another one
// afterwards. The families return to the queue at their own date.
func (s *Service) endSeasonOffers(tx *store.Tx, actor access.Actor, day service.Day) error {
	forming, err := formingOn(day)
	if err != nil || !forming.now {
		return err
	}
	groups, err := tx.Groups()
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.Offered == 0 || !forming.leaves(g) {
			continue
		}
		ending := &capacityChange{service: s, tx: tx, actor: actor, day: day}
		if err := ending.endOffers(g, "season_formed"); err != nil {
			return err
		}
	}
	return nil
}

// forming is the time in which groups that go to school are formed anew; its zero value is all the rest of the year.
type forming struct {
	now    bool
	season *policy.Season
	year   int
}

// formingOn tells whether groups are being formed on a day.
func formingOn(day service.Day) (forming, error) {
	season := &day.Rules.Season
	from := season.Formation.In(day.Today.Year())
	if day.Today.Before(from) {
		return forming{}, nil
	}
	last, err := season.FormingTerm.Due(from, day.Rules.Calendar)
	return forming{!day.Today.After(last), season, day.Today.Year()}, err
}

// leaves tells whether a group that goes to school is about to be formed anew: nobody enters it until that is done. One in which
// somebody stays is a group as others afterwards.
func (f forming) leaves(g register.Group) bool {
	return f.now && f.season.GrowsOut(g.BirthYear, f.year) && !slices.Contains(f.season.ReleaseExempt, g.Kind)
}

func (s *Service) endSuspensions(tx *store.Tx, actor access.Actor, day service.Day) error {
	suspended, err := tx.SuspensionsOver(day.Today)
	if err != nil {
		return err
	}
	for _, a := range suspended {
		own, err := s.underLast(tx.Reader, day, a.ID)
		if err != nil {
			return err
		}
		if own.Rules.Suspension.After == policy.AfterClosed {
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
