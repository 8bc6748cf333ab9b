package admission

import (
	"context"
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

// ClaimGround claims a ground of priority for an application that waits, also after an earlier claim was refused or ran out.
// issued is the day of the certificate, if the ground has one; a certificate whose day nobody gives counts from today. The
// class counts for nothing before the evidence is verified.
func (s *Service) ClaimGround(ctx context.Context, actor access.Actor, id register.ID[preschool.Application], ground register.PriorityGroup, issued civil.Date) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, day, err := s.theirApplication(tx, actor, access.ClaimProof, id)
		if err != nil {
			return err
		}
		if a.State != preschool.ApplicationSubmitted && !a.Waiting() {
			return register.Refuse(register.Conflict, "application.not_change").With("state", string(a.State))
		}
		if _, known := day.Rules.Grounds[ground]; !known {
			return invalid("ground", "application.ground")
		}
		if err := checkCertificate(day, ground, issued); err != nil {
			return err
		}
		if a, err = claim(day, a, ground, issued); err != nil {
			return err
		}
		if err := tx.SaveApplication(actor, a, store.Cause{Event: "proof.claimed", Ground: string(a.Class)}); err != nil {
			return err
		}
		return s.reposition(tx, day, a, round.ProofExpired)
	})
}

// claim puts a ground into an application. A ground that is worth nothing here is kept and needs no proof. Whoever claims the
// special needs of a child agrees to the use of the commission's advice (law on the support of children with limited
// abilities, art. 10 p.2).
func claim(day service.Day, a preschool.Application, ground register.PriorityGroup, issued civil.Date) (preschool.Application, error) {
	class := day.Rules.Grounds[ground].Class
	if class == register.General {
		if a.Proof == preschool.ProofClaimed || a.Proof == preschool.ProofVerified {
			return a, register.Refuse(register.Conflict, "proof.not_claim").With("state", string(a.Proof))
		}
		a.Ground, a.Class, a.Proof = ground, class, preschool.ProofNone
		return a, nil
	}
	due, err := day.Rules.Proof.VerifyTerm.Due(day.Today, day.Rules.Calendar)
	if err != nil {
		return a, err
	}
	if ground == register.SpecialNeeds && a.ConsentOn.IsZero() {
		a.ConsentOn = day.Today
	}
	return a.ClaimProof(preschool.ProofClaim{Ground: ground, Class: class, Issued: dayOf(day, ground, issued), Due: due})
}

// dayOf is the day from which a certificate counts: that on its face, or that on which it was handed in. Other grounds have none.
func dayOf(day service.Day, ground register.PriorityGroup, issued civil.Date) civil.Date {
	if issued.IsZero() && slices.Contains(day.Rules.Proof.Certified, ground) {
		return day.Today
	}
	return issued
}

// checkCertificate refuses a certificate of tomorrow, and one that has run out.
func checkCertificate(day service.Day, ground register.PriorityGroup, issued civil.Date) error {
	if issued.After(day.Today) {
		return invalid("issued", "proof.issued_later")
	}
	if issued.IsZero() || !slices.Contains(day.Rules.Proof.Certified, ground) {
		return nil
	}
	last, err := lastDay(day, ground, issued)
	if end := plainEnd(day.Rules.Proof.Validity, issued); err != nil && end.Before(day.Today) {
		last, err = end, nil // in a year before the calendars: whatever a family types is answered
	}
	if err == nil && last.Before(day.Today) {
		err = invalid("issued", "proof.out_of_date").With("last", last.String())
	}
	return err
}

// plainEnd is the end of a term where no calendar tells the days off, rather too late than too early.
func plainEnd(term policy.Term, from civil.Date) civil.Date {
	switch term.Unit {
	case policy.Months:
		return from.AddMonths(term.N)
	case policy.WorkingDays:
		return from.AddDays(2*term.N + 14)
	}
	return from.AddDays(term.N)
}

// lastDay is the last day on which a certificate counts; none for a ground without certificates.
func lastDay(day service.Day, ground register.PriorityGroup, issued civil.Date) (civil.Date, error) {
	if !slices.Contains(day.Rules.Proof.Certified, ground) {
		return civil.Date{}, nil
	}
	return day.Rules.Proof.Validity.Due(issued, day.Rules.Calendar)
}

// RenewProof hands in a newer certificate of the same ground. While the old one counts, so does the class; after that it is
// claimed again.
func (s *Service) RenewProof(ctx context.Context, actor access.Actor, id register.ID[preschool.Application], issued civil.Date) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, day, err := s.theirApplication(tx, actor, access.ClaimProof, id)
		if err != nil {
			return err
		}
		if !slices.Contains(day.Rules.Proof.Certified, a.Ground) {
			return register.Refuse(register.Conflict, "proof.no_certificate")
		}
		if err := checkCertificate(day, a.Ground, issued); err != nil {
			return err
		}
		due, err := day.Rules.Proof.VerifyTerm.Due(day.Today, day.Rules.Calendar)
		if err != nil {
			return err
		}
		if a, err = a.RenewProof(dayOf(day, a.Ground, issued), due); err != nil {
			return err
		}
		return tx.SaveApplication(actor, a, store.Cause{Event: "proof.renewed", Ground: string(a.Class)})
	})
}
