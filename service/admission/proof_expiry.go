package admission

import (
	"context"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// expireProofs ends claims that nobody verified in the term, and certificates whose last day has passed: the application stands
// in the general queue by its own date. A certificate whose successor was handed in time is claimed again until that is checked.
// What was offered while the class counted stays offered.
func (s *Service) expireProofs(tx *store.Tx, actor access.Actor, day service.Day) error {
	ending, err := tx.ProofsEnding(day.Today.AddDays(-1))
	if err != nil {
		return err
	}
	for _, a := range ending {
		over := a.Proof == preschool.ProofVerified && !a.ProofValid.IsZero() && day.Today.After(a.ProofValid)
		switch {
		case a.Proof == preschool.ProofClaimed && day.Today.After(a.ProofDue) || over && !a.Renewing():
			a, err = a.ExpireProof()
		case over:
			a, err = a.LapseProof()
		default:
			continue // only the check of a renewal is overdue: the old certificate still counts
		}
		if err != nil {
			return err
		}
		if err := tx.SaveApplication(actor, a, store.Cause{Event: "proof.expired", Ground: string(a.Class)}); err != nil {
			return err
		}
		if err := s.reposition(tx, day, a, round.ProofExpired); err != nil {
			return err
		}
	}
	return nil
}

// AskRegisters asks the state registers about the claimed grounds that they know, and records what they say. What no register
// can tell, and what one has refused before, is left to an officer. A register that does not answer is asked again the next
// time. It returns how many grounds were found genuine or not.
func (s *Service) AskRegisters(ctx context.Context, actor access.Actor) (int, error) {
	open, err := s.claimsToAsk(ctx, actor)
	if err != nil || s.Evidence == nil {
		return 0, err
	}
	found := 0
	for _, a := range open {
		f, err := s.Evidence.Ask(ctx, gateway.EvidenceQuery{Authority: a.Authority, Ground: a.Ground, Child: a.Child, Guardian: a.Guardian, Settlement: a.Settlement})
		if err != nil || f != gateway.Genuine && f != gateway.NotGenuine {
			continue
		}
		told, err := s.recordAnswer(ctx, actor, a.ID, a.Ground, f == gateway.Genuine)
		if err != nil {
			return found, fmt.Errorf("record the register's word on %s: %w", a.ID, err)
		}
		if told {
			found++
		}
	}
	return found, nil
}

func (s *Service) claimsToAsk(ctx context.Context, actor access.Actor) ([]preschool.Application, error) {
	var open []preschool.Application
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.AskRegister, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		claimed, err := r.ClaimedProofs()
		for _, a := range claimed {
			if askable(day, a) {
				open = append(open, a)
			}
		}
		return err
	})
	return open, err
}

// recordAnswer records a register's word, unless the application has moved on since the question.
func (s *Service) recordAnswer(ctx context.Context, actor access.Actor, id register.ID[preschool.Application], ground register.PriorityGroup, genuine bool) (told bool, err error) {
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		told = false
		a, err := tx.Application(id)
		if err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if a.Ground != ground || !askable(day, a) {
			return nil
		}
		told = true
		return s.recordFinding(tx, actor, day, a, preschool.ViaRegister, genuine)
	})
	return told, err
}

// askable tells whether a register is to be asked about a claim: of nobody's child on the word of an old list alone. A certificate that has run out since is left to its term.
func askable(day service.Day, a preschool.Application) bool {
	if a.Unconfirmed || a.Proof != preschool.ProofClaimed || a.ProofVia == preschool.ViaRegister || !slices.Contains(day.Rules.Proof.ByRegister, a.Ground) {
		return false
	}
	return checkCertificate(day, a.Ground, a.ProofIssued) == nil
}
