package admission_test

import (
	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

func init() { moreRights = append(moreRights, applyRights, placeRights) }

// applyRights are the use cases on the application of one family.
func applyRights(c *town.Town, id register.ID[preschool.Application]) map[string]town.Use {
	ctx, s, app := c.Ctx(), c.Admission, c.Application(id)
	g, child := app.Guardian, c.Family("2023-05-06")[0].Child
	doc, err := s.AddDocument(ctx, town.Guardian(g), id, paper(preschool.OtherDocument, "2026-01-05"))
	c.Do(err)
	theirs := func(action access.Action, do func(access.Actor) error) town.Use {
		return town.Use{Action: action, Theirs: true, Thing: true, Do: do}
	}
	return map[string]town.Use{
		"SaveDraft": theirs(access.SubmitApplication, func(a access.Actor) error {
			_, err := s.SaveDraft(ctx, a, town.Submission(child, "", town.Sun))
			return err
		}),
		"SubmitDraft": theirs(access.SubmitApplication, func(a access.Actor) error {
			_, err := s.SubmitDraft(ctx, a, id)
			return err
		}),
		"RefuseDraft":  {Action: access.RefuseApplication, Thing: true, Do: func(a access.Actor) error { return s.RefuseDraft(ctx, a, id, register.RefusedIncomplete) }},
		"ChangeWishes": theirs(access.ChangeApplication, func(a access.Actor) error { return s.ChangeWishes(ctx, a, id, app.Wishes(), false) }),
		"ClaimGround":  theirs(access.ClaimProof, func(a access.Actor) error { return s.ClaimGround(ctx, a, id, register.Orphan, civil.Date{}) }),
		"RenewProof":   theirs(access.ClaimProof, func(a access.Actor) error { return s.RenewProof(ctx, a, id, civil.Date{}) }),
		"AddDocument": theirs(access.AddDocument, func(a access.Actor) error {
			_, err := s.AddDocument(ctx, a, id, paper(preschool.OtherDocument, "2026-01-04"))
			return err
		}),
		"Documents": theirs(access.ReadDocument, func(a access.Actor) error {
			_, err := s.Documents(ctx, a, id)
			return err
		}),
		"ReadScan": theirs(access.ReadDocument, func(a access.Actor) error {
			_, err := s.ReadScan(ctx, a, "proof", doc)
			return err
		}),
		"CheckDocument": {Action: access.VerifyProof, Thing: true, Do: func(a access.Actor) error { return s.CheckDocument(ctx, a, doc, true) }},
		"KeepContact":   {Action: access.KeepContact, Theirs: true, Do: func(a access.Actor) error { return s.KeepContact(ctx, a, g, register.BySMS, "+77010000001") }},
		"ConfirmContact": {Action: access.KeepContact, Theirs: true, Do: func(a access.Actor) error {
			return s.ConfirmContact(ctx, a, g, register.BySMS, "1")
		}},
		"Contacts": {Action: access.KeepContact, Theirs: true, Do: func(a access.Actor) error {
			_, err := s.Contacts(ctx, a, g)
			return err
		}},
		"MyApplications": {Action: access.ReadOwn, Do: func(a access.Actor) error {
			_, err := s.MyApplications(ctx, a)
			return err
		}},
	}
}

// placeRights are the use cases on the authority as a whole.
func placeRights(c *town.Town, _ register.ID[preschool.Application]) map[string]town.Use {
	ctx, s := c.Ctx(), c.Admission
	child := c.Family("2023-05-06")[0]
	counted := func(action access.Action, do func(access.Actor) (int, error)) town.Use {
		return town.Use{Action: action, Do: func(a access.Actor) error {
			_, err := do(a)
			return err
		}}
	}
	waiting, err := s.ReplaceGuardian(ctx, town.Actor(access.Officer), admission.Replacement{
		Child: child.Child, Guardian: c.Family("2023-05-06")[0].Guardian, Ground: preschool.ByProtection, Act: "1",
	})
	c.Do(err)
	return map[string]town.Use{
		"AskRegisters":    counted(access.AskRegister, func(a access.Actor) (int, error) { return s.AskRegisters(ctx, a) }),
		"AskContacts":     counted(access.AskContact, func(a access.Actor) (int, error) { return s.AskContacts(ctx, a) }),
		"EraseScans":      counted(access.LapseByRule, func(a access.Actor) (int, error) { return s.EraseScans(ctx, a) }),
		"EndApplications": counted(access.LapseByRule, func(a access.Actor) (int, error) { return s.EndApplications(ctx, a) }),
		"SendContactCodes": counted(access.DeliverNotice, func(a access.Actor) (int, error) {
			return s.SendContactCodes(ctx, a, "worker", 1)
		}),
		"UnconfirmedContacts": {Action: access.ReadWorklist, Do: func(a access.Actor) error {
			_, err := s.UnconfirmedContacts(ctx, a)
			return err
		}},
		"ProofTasks": {Action: access.ReadProofs, Do: func(a access.Actor) error {
			_, err := s.ProofTasks(ctx, a)
			return err
		}},
		"ProofsRunningOut": {Action: access.ReadProofs, Do: func(a access.Actor) error {
			_, err := s.ProofsRunningOut(ctx, a, 7)
			return err
		}},
		"ReplaceGuardian": {Action: access.ReplaceGuardian, Thing: true, Do: func(a access.Actor) error {
			_, err := s.ReplaceGuardian(ctx, a, admission.Replacement{Child: child.Child, Guardian: "g", Ground: preschool.ByCourt, Act: "1"})
			return err
		}},
		"ApproveGuardian": {Action: access.ApproveGuardian, Thing: true, Do: func(a access.Actor) error { return s.ApproveGuardian(ctx, a, waiting, true) }},
		"GuardianClaims": {Action: access.ReadWorklist, Do: func(a access.Actor) error {
			_, err := s.GuardianClaims(ctx, a)
			return err
		}},
	}
}
