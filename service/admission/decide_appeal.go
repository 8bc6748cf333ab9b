package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// ForwardAppeal hands an appeal to the second reader.
func (s *Service) ForwardAppeal(ctx context.Context, actor access.Actor, id register.ID[preschool.Appeal]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, err := tx.Appeal(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ForwardAppeal, a); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if a, err = a.Forward(actor.ID, day.Today); err != nil {
			return err
		}
		return tx.SaveAppeal(actor, a, store.Cause{Event: "appeal.forwarded"})
	})
}

// DecideAppeal is the second reader's decision with reasons; it quotes the event of the decision and its leaf in the log.
// An upheld appeal acts at once: what was taken from the family is given back as far as it can be.
func (s *Service) DecideAppeal(ctx context.Context, actor access.Actor, id register.ID[preschool.Appeal], uphold bool, reasons string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, err := tx.Appeal(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.DecideAppeal, a); err != nil {
			return err
		}
		if len(reasons) > maxWords {
			return &register.Error{Kind: register.Invalid, Code: "appeal.words_long", Field: "answer"}
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		quoted, err := quote(tx.Reader, a)
		if err != nil {
			return err
		}
		if a, err = a.Decide(uphold, actor.ID, day.Today, reasons, quoted); err != nil {
			return err
		}
		if err := tx.SaveAppeal(actor, a, store.Cause{Event: "appeal." + string(a.State), Ground: quoted}); err != nil || !uphold {
			return err
		}
		return s.giveBack(tx, actor, day, a)
	})
}

// decisions are the events that an appeal of a kind is against.
var decisions = map[register.AppealKind][]string{
	register.AppealRefusal: {"application.refused"}, register.AppealProof: {"proof.refused", "proof.expired"},
	register.AppealOffer: {"offer.expired", "offer.annulled"}, register.AppealPapers: {"papers.refused"},
	register.AppealDispute: {"line.corrected", "line.disputed"},
}

func quote(r *store.Reader, a preschool.Appeal) (string, error) {
	decision, _, err := r.DecisionOn(a.Subject, decisions[a.Kind]...)
	return decision.Quote(), err
}

// upheld is the ground on which an appeal moves something.
const upheld = string(round.AppealUpheld)

// giveBack does what an upheld appeal brings. A dispute brings a duty of the payer, who reads it from its list.
func (s *Service) giveBack(tx *store.Tx, actor access.Actor, day service.Day, appeal preschool.Appeal) error {
	switch appeal.Kind {
	case register.AppealDispute:
		return nil
	case register.AppealPapers:
		done, err := s.upholdPapers(tx, actor, day, register.ID[preschool.Offer](appeal.Subject))
		if err != nil || done {
			return err
		}
	case register.AppealProof:
		return s.upholdProof(tx, actor, day, appeal.Application)
	}
	return s.requeueByAppeal(tx, actor, day, appeal.Application)
}

// upholdPapers accepts refused papers with the contract's term anew; done is false when the seat is gone.
func (s *Service) upholdPapers(tx *store.Tx, actor access.Actor, day service.Day, id register.ID[preschool.Offer]) (done bool, err error) {
	before, err := tx.Offer(id)
	if err != nil || before.State != preschool.OfferAccepted {
		return before.State == preschool.OfferFulfilled, err
	}
	if before.Papers != preschool.PapersRefused {
		return true, nil // handed in again since
	}
	by, err := day.Rules.Contract.Term.Due(day.Today, day.Rules.Calendar)
	if err != nil {
		return false, err
	}
	o, err := before.UpholdPapers(tx.Now, by)
	if err != nil {
		return false, err
	}
	return true, tx.SaveOffer(actor, before, o, store.Cause{Event: "papers.accepted", Ground: upheld})
}

// upholdProof verifies a proof. A certificate whose time ran out while the family was right counts anew from today.
func (s *Service) upholdProof(tx *store.Tx, actor access.Actor, day service.Day, id register.ID[preschool.Application]) error {
	a, err := tx.Application(id)
	if err != nil || a.Proof != preschool.ProofRefused && a.Proof != preschool.ProofExpired {
		return err // claimed or verified since
	}
	if a, err = a.UpholdProof(); err != nil {
		return err
	}
	if a.ProofValid, err = lastDay(day, a.Ground, a.ProofIssued); err == nil && !a.ProofValid.IsZero() && a.ProofValid.Before(day.Today) {
		a.ProofValid, err = lastDay(day, a.Ground, day.Today)
	}
	if err != nil {
		return err
	}
	if a.Ground == register.SpecialNeeds {
		a.AdviceOn = day.Today
	}
	if err := tx.SaveApplication(actor, a, store.Cause{Event: "proof.verified", Ground: upheld}); err != nil {
		return err
	}
	return s.reposition(tx, day, a, round.AppealUpheld)
}

// requeueByAppeal puts an application into the queue at its own date: the instant and number that it had from the first.
// An application that the family handed in since is withdrawn for it, unless that one has an offer already. Of somebody who only
// declared to act for the child it moves nothing: the answer is in words, until a legal act makes that one the guardian.
func (s *Service) requeueByAppeal(tx *store.Tx, actor access.Actor, day service.Day, id register.ID[preschool.Application]) error {
	a, err := tx.Application(id)
	if err != nil {
		return err
	}
	child, err := tx.Child(a.Child)
	if err != nil || child.Guardian != a.Guardian {
		return err
	}
	if clear, err := s.makeWay(tx, actor, a); err != nil || !clear {
		return err
	}
	switch a.State {
	case preschool.ApplicationRefused:
		if a, err = a.Submit(a.RegisteredAt, a.Sequence); err == nil {
			a, err = a.Queue()
		}
	case preschool.ApplicationSuspended:
		a, err = a.Queue()
	case preschool.ApplicationClosed:
		a, err = a.Reopen()
	default: // waits already, or has more than a place in the queue
		return nil
	}
	if err != nil {
		return err
	}
	if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.queued", Ground: upheld}); err != nil {
		return err
	}
	return s.enterQueue(tx, day, a, round.AppealUpheld)
}

// makeWay withdraws the other waiting application of the child; clear is false when the child has an offer or a seat.
func (s *Service) makeWay(tx *store.Tx, actor access.Actor, a preschool.Application) (clear bool, err error) {
	if _, placed, err := tx.LivePlacement(a.Child); err != nil || placed {
		return false, err
	}
	others, err := tx.ApplicationsOf(a.Child)
	if err != nil {
		return false, err
	}
	for _, other := range others {
		switch {
		case other.ID == a.ID:
		case other.State == preschool.ApplicationOffered:
			return false, nil
		case other.Waiting() || other.State == preschool.ApplicationDrafted || other.State == preschool.ApplicationSubmitted:
			if other.State == preschool.ApplicationQueued {
				if err := tx.SaveLeaveQueue(other.ID, string(round.Withdrawn)); err != nil {
					return false, err
				}
			}
			if other, err = other.Withdraw(upheld); err != nil {
				return false, err
			}
			if err := tx.SaveApplication(actor, other, store.Cause{Event: "application.withdrawn", Ground: upheld}); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// EndAppealTerms marks the appeals that were not answered in their term: silence counts as a refusal that may be appealed
// further (administrative procedural code, art. 91 p.2). The appeal can still be decided. Done twice it changes nothing.
func (s *Service) EndAppealTerms(ctx context.Context, actor access.Actor) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.LapseByRule, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		live, err := liveAppeals(tx.Reader)
		if err != nil {
			return err
		}
		for _, a := range live {
			a, marked := a.Silence(day.Today)
			if !marked {
				continue
			}
			if err := tx.SaveAppeal(actor, a, store.Cause{Event: "appeal.overdue"}); err != nil {
				return err
			}
		}
		return nil
	})
}
