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

// ChangeWishes puts other choices, another start, language, kind of group or place of residence into an application that waits.
// Its instant and its number stay: a family never loses its date by changing its mind. A clerk types what a family signed on
// paper. A verified class is checked again where the family moves to. consent is the guardian's agreement to a group with special
// conditions; none takes back what was given before.
func (s *Service) ChangeWishes(ctx context.Context, actor access.Actor, id register.ID[preschool.Application], w preschool.Wishes, consent bool) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, day, err := s.theirApplication(tx, actor, access.ChangeApplication, id)
		if err != nil {
			return err
		}
		asked := w
		if w.StartOn == before.StartOn {
			asked.StartOn = civil.Date{} // a start that was right when it was named
		}
		if err := checkWishes(tx, day, before.BirthDate, asked, 1); err != nil {
			return err
		}
		a, err := before.Change(w)
		if err != nil {
			return err
		}
		if a, err = s.consent(tx, a, consent, day.Today); err != nil {
			return err
		}
		if a, err = elsewhere(day, before, a); err != nil {
			return err
		}
		if a.Language != before.Language && a.State == preschool.ApplicationQueued {
			a.Family = "" // twins are served together in one language
			if err := s.linkTwin(tx, actor, day, &a); err != nil {
				return err
			}
		}
		if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.changed", Ground: string(actor.Role)}); err != nil {
			return err
		}
		if !slices.Equal(a.Choices, before.Choices) {
			if err := tx.SaveChoices(actor, a, store.Cause{Event: "application.choices_changed"}); err != nil {
				return err
			}
		}
		return s.reposition(tx, day, a, round.FactsChanged)
	})
}

// elsewhere claims a verified class again when the family moves: a privilege that holds where the family lives is proven there.
func elsewhere(day service.Day, before, a preschool.Application) (preschool.Application, error) {
	if a.Settlement == before.Settlement || a.Proof != preschool.ProofVerified || day.Rules.PrivilegeScope != policy.InResidence {
		return a, nil
	}
	due, err := day.Rules.Proof.VerifyTerm.Due(day.Today, day.Rules.Calendar)
	if err != nil {
		return a, err
	}
	if a, err = a.LapseProof(); err == nil {
		a.ProofDue, a.ProofVia = due, ""
	}
	return a, err
}

// consent records that the guardian agrees to a group with special conditions, or takes the agreement back, and looks for the
// verified advice.
func (s *Service) consent(tx *store.Tx, a preschool.Application, given bool, today civil.Date) (preschool.Application, error) {
	if !given && a.Ground != register.SpecialNeeds {
		a.ConsentOn = civil.Date{}
	} else if given && a.ConsentOn.IsZero() {
		a.ConsentOn = today
	}
	if !preschool.NeedsAdvice(a.GroupKind) {
		return a, nil
	}
	documents, err := tx.DocumentsOf(a.ID)
	if a.Ground != register.SpecialNeeds || a.Proof != preschool.ProofVerified {
		a.AdviceOn = civil.Date{}
	}
	for _, d := range documents {
		if d.Advises(a.GroupKind) && d.Checked == preschool.DocumentGenuine {
			a.AdviceOn = d.CheckedOn
		}
	}
	return a, err
}

// reposition ends the stay of a queued application and begins another at the same instant, if its queue, class or proof count
// otherwise than when it entered. Its own date decides its place as before.
func (s *Service) reposition(tx *store.Tx, day service.Day, a preschool.Application, why round.Ground) error {
	if a.State != preschool.ApplicationQueued {
		return nil
	}
	stay, err := tx.LastStay(a.ID)
	if err != nil {
		return err
	}
	queue, err := s.marketOf(tx.Reader, day, a)
	if err != nil {
		return err
	}
	class, proof := counted(tx.Reader, &day.Rules, a)
	if stay.Queue == queue && stay.Class == class && stay.Proof == proof && why != round.FactsChanged {
		return nil
	}
	if stay.Queue == queue && stay.Class == class && stay.Proof == proof && len(askedFacts(&day.Rules)) == 0 {
		return nil // nothing that the order looks at
	}
	if err := tx.SaveLeaveQueue(a.ID, string(why)); err != nil {
		return err
	}
	return s.enterQueue(tx, day, a, why)
}
