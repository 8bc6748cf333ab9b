package admission

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// SaveDraft keeps what a family has filled in so far for one child, and changes it as often as it likes. A draft has no order
// and no date, holds no place, and nobody looks at it; choices may be missing still.
func (s *Service) SaveDraft(ctx context.Context, actor access.Actor, sub Submission) (register.ID[preschool.Application], error) {
	var id register.ID[preschool.Application]
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		reg, err := s.intake(tx, actor, sub)
		if err != nil {
			return err
		}
		if reg.second {
			return refusalOf(register.RefusedDuplicate, &reg.day.Rules)
		}
		if err := reg.checkForm(tx, 0); err != nil {
			return err
		}
		a, found, err := draftOf(tx, reg.child.ID)
		if err != nil {
			return err
		}
		if !found {
			if _, refusal, err := reg.inadmissible(tx); err != nil || refusal != nil && refusal.Code == "application.live" {
				return cmpErr(err, refusal)
			}
			if a, err = reg.draft(tx); err != nil {
				return err
			}
			a.Key = "" // the key is that of the submission
			id = a.ID
			return tx.SaveNewApplication(actor, a, store.Cause{Event: "application.drafted", Ground: string(a.Source)})
		}
		if a, err = reg.fill(a); err != nil {
			return err
		}
		id = a.ID
		if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.draft_changed"}); err != nil {
			return err
		}
		return tx.SaveChoices(actor, a, store.Cause{Event: "application.choices_changed"})
	})
	return id, err
}

// cmpErr is the first of an error and a refusal that is there.
func cmpErr(err error, refusal *register.Error) error {
	if err == nil && refusal != nil {
		return refusal
	}
	return err
}

// draftOf finds the draft of a child; there is at most one.
func draftOf(tx *store.Tx, child register.ID[register.Child]) (preschool.Application, bool, error) {
	list, err := tx.ApplicationsOf(child)
	i := slices.IndexFunc(list, func(a preschool.Application) bool { return a.State == preschool.ApplicationDrafted })
	if err != nil || i < 0 {
		return preschool.Application{}, false, err
	}
	return list[i], true, nil
}

// SubmitDraft hands a draft in as it stands, through the door by which it was begun: a clerk hands in no family's draft. From
// here on it is like any submission.
func (s *Service) SubmitDraft(ctx context.Context, actor access.Actor, id register.ID[preschool.Application]) (register.ID[preschool.Application], error) {
	var reg registration
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, day, err := s.theirApplication(tx, actor, access.SubmitApplication, id)
		if err != nil {
			return err
		}
		if a.State != preschool.ApplicationDrafted {
			reg, err = submittedBefore(day, a)
			return err
		}
		if err := door(&day.Rules, actor.Role, a.Source); err != nil {
			return err
		}
		reg = registration{sub: submissionOf(a), day: day, acting: a.Guardian, kept: true}
		if reg.child, err = tx.Child(a.Child); err != nil {
			return err
		}
		if err := reg.checkForm(tx, 1); err != nil {
			return err
		}
		at, sequence, err := tx.NextTurn()
		if err != nil {
			return err
		}
		if a, err = reg.fill(a); err != nil { // terms run from the submission
			return err
		}
		return s.admit(tx, actor, &reg, a, at, sequence)
	})
	if err == nil {
		err = reg.refusal
	}
	return reg.id, err
}

// submittedBefore answers a draft that is handed in a second time as it was answered the first time.
func submittedBefore(day service.Day, a preschool.Application) (registration, error) {
	reg := registration{id: a.ID}
	switch a.State {
	case preschool.ApplicationWithdrawn, preschool.ApplicationClosed:
		return reg, register.Refuse(register.Conflict, "application.not_submit").With("state", string(a.State))
	case preschool.ApplicationRefused:
		reg.refusal = refusalOf(register.RefusalGround(a.Reason), &day.Rules).With("code", string(a.ID))
	}
	return reg, nil
}

func submissionOf(a preschool.Application) Submission {
	return Submission{
		Child: a.Child, Ground: a.Ground, Issued: a.ProofIssued, Choices: a.Choices, Settlement: a.Settlement, Source: a.Source, StartOn: a.StartOn,
		Language: a.Language, AlsoLanguage: a.AlsoLanguage, GroupKind: a.GroupKind, Consent: !a.ConsentOn.IsZero(), Facts: factList(a.Facts),
	}
}

// dropDraft ends the draft that the child's registered application takes the place of.
func (s *Service) dropDraft(tx *store.Tx, actor access.Actor, a preschool.Application) error {
	old, found, err := draftOf(tx, a.Child)
	if err != nil || !found || old.ID == a.ID {
		return err
	}
	if old, err = old.Withdraw("submitted_anew"); err != nil {
		return err
	}
	return tx.SaveApplication(actor, old, store.Cause{Event: "application.withdrawn", Ground: "submitted_anew"})
}

// RefuseDraft is a clerk's reasoned refusal to register a paper application: the papers are incomplete or false, or whoever
// signed may not act for the child. It keeps instant and number, by which an upheld appeal registers it.
func (s *Service) RefuseDraft(ctx context.Context, actor access.Actor, id register.ID[preschool.Application], ground register.RefusalGround) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, err := tx.Application(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.RefuseApplication, a); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		byClerk := []register.RefusalGround{register.RefusedIncomplete, register.RefusedRight}
		if !slices.Contains(byClerk, ground) || !slices.Contains(day.Rules.Application.Refusals, ground) || a.Source != register.FromCounter {
			return invalid("ground", "application.refusal_ground")
		}
		at, sequence, err := tx.NextTurn()
		if err != nil {
			return err
		}
		if a, err = a.Refuse(at, sequence, ground); err != nil {
			return err
		}
		return s.keepApplication(tx, actor, a, true, store.Cause{Event: "application.refused", Ground: string(ground)})
	})
}
