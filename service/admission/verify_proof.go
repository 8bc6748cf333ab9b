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

// VerifyProof records what an officer found of the evidence for a claimed ground, of a renewed certificate, or of a class that
// had counted. A genuine ground counts from this instant; a refused one leaves the application in the general queue by its own
// date, and what was offered to it by a false class is annulled. The task is that of the officer's list: see ProofTasks.
func (s *Service) VerifyProof(ctx context.Context, actor access.Actor, task TaskID, genuine bool) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.VerifyProof, access.Place(actor.Authority)); err != nil {
			return err
		}
		a, err := applicationOfProof(tx.Reader, task)
		if err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		return s.recordFinding(tx, actor, day, a, preschool.ViaOfficer, genuine)
	})
}

// recordFinding records a finding about the evidence of an application.
func (s *Service) recordFinding(tx *store.Tx, actor access.Actor, day service.Day, before preschool.Application, via string, genuine bool) error {
	if genuine {
		return s.foundGenuine(tx, actor, day, before, via)
	}
	if before.Renewing() {
		a, err := before.KeepProof(via)
		if err != nil {
			return err
		}
		return tx.SaveApplication(actor, a, store.Cause{Event: "proof.renewal_refused", Ground: string(a.Class)})
	}
	a, err := before.RefuseProof(via)
	if err != nil {
		return err
	}
	why := store.Cause{Event: "proof.refused", Ground: string(a.Class)}
	return s.loseClass(tx, actor, day, before, a, why)
}

func (s *Service) foundGenuine(tx *store.Tx, actor access.Actor, day service.Day, a preschool.Application, via string) error {
	last, err := lastDay(day, a.Ground, a.ProofIssued)
	if err != nil {
		return err
	}
	if !last.IsZero() && last.Before(day.Today) && (a.Proof == preschool.ProofClaimed || a.Renewing()) {
		return register.Refuse(register.Conflict, "proof.out_of_date").With("last", last.String())
	}
	if a, err = a.VerifyProof(via, day.Today, last); err != nil {
		return err
	}
	if err := tx.SaveApplication(actor, a, store.Cause{Event: "proof.verified", Ground: string(a.Class)}); err != nil {
		return err
	}
	return s.reposition(tx, day, a, round.ProofVerified)
}

// loseClass saves an application whose class counts no longer. An offer that it would not have without the class is annulled,
// and it returns to the general queue by its own date (Astana, 2019).
func (s *Service) loseClass(tx *store.Tx, actor access.Actor, day service.Day, before, a preschool.Application, why store.Cause) error {
	_, had := counted(tx.Reader, &day.Rules, before)
	if had != preschool.ProofVerified || a.State != preschool.ApplicationOffered {
		if err := tx.SaveApplication(actor, a, why); err != nil {
			return err
		}
		return s.reposition(tx, day, a, round.ProofExpired)
	}
	if err := tx.SaveApplication(actor, a, why); err != nil {
		return err
	}
	if err := s.dropOffers(tx, actor, day, a, "false_class"); err != nil {
		return err
	}
	a, err := a.Queue()
	if err != nil {
		return err
	}
	if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.queued", Ground: "false_class"}); err != nil {
		return err
	}
	return s.enterQueue(tx, day, a, round.Returned)
}
