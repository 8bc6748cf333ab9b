package admission

import (
	"context"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// Submission is what a family hands in for one child.
type Submission struct {
	Child      register.ID[register.Child]
	Ground     register.PriorityGroup // claimed ground, or none
	Choices    []register.ID[register.Kindergarten]
	Settlement string // where the family lives; the authority's id for its own
	Source     string // online, counter, import, birth_registration
}

// SubmitApplication hands in an application: from this instant its order is fixed, and it stands in the queue. One live
// application per child; a sibling born within the rules' window is registered as one batch with it.
func (s *Service) SubmitApplication(ctx context.Context, actor access.Actor, sub Submission) (register.ID[preschool.Application], error) {
	var id register.ID[preschool.Application]
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		child, err := tx.Child(sub.Child)
		if err != nil {
			return err
		}
		if err := actor.Require(access.SubmitApplication, access.Theirs{Authority: actor.Authority, Guardian: child.Guardian}); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if err := s.admissible(tx, day, child, sub); err != nil {
			return err
		}
		a, err := draft(tx, day, child, sub)
		if err != nil {
			return err
		}
		if err := s.linkTwin(tx, actor, day, &a); err != nil {
			return err
		}
		if err := tx.SaveNewApplication(actor, a, store.Cause{Event: "application.submitted", Ground: string(sub.Source)}); err != nil {
			return err
		}
		promiseReceipt(tx, a.ID)
		id = a.ID
		return s.enterQueue(tx, day, a, round.Registered)
	})
	return id, err
}

// admissible refuses what the rules do not let into the queue, with the reason that the family reads.
func (s *Service) admissible(tx *store.Tx, day service.Day, child store.ChildLink, sub Submission) error {
	if age := day.Rules.Age(child.BirthDate, day.Today); child.BirthDate.After(day.Today) || age > day.Rules.Issue.MaxAge {
		return register.Refuse(register.Invalid, "application.age").With("max", fmt.Sprint(day.Rules.Issue.MaxAge))
	}
	if len(sub.Choices) == 0 || len(sub.Choices) > day.Rules.ChoiceMax {
		return &register.Error{Kind: register.Invalid, Code: "application.choices", Field: "choices", Args: map[string]string{"max": fmt.Sprint(day.Rules.ChoiceMax)}}
	}
	if err := choosable(tx, sub.Choices); err != nil {
		return err
	}
	earlier, err := tx.ApplicationsOf(child.ID)
	if err != nil {
		return err
	}
	for _, a := range earlier {
		if !slices.Contains([]preschool.ApplicationState{preschool.ApplicationPlaced, preschool.ApplicationWithdrawn, preschool.ApplicationClosed}, a.State) {
			return register.Refuse(register.Conflict, "application.live")
		}
	}
	if _, placed, err := tx.LivePlacement(child.ID); err != nil || placed {
		if err == nil {
			err = register.Refuse(register.Conflict, "child.placed")
		}
		return err
	}
	return nil
}

// choosable refuses a wish that is named twice, and one for a kindergarten that the authority does not have.
func choosable(tx *store.Tx, choices []register.ID[register.Kindergarten]) error {
	for i, k := range choices {
		if _, err := tx.KindergartenByCode(string(k)); err != nil { // its id is its code
			return err
		}
		if slices.Contains(choices[:i], k) {
			return &register.Error{Kind: register.Invalid, Code: "application.choice_twice", Field: "choices", Args: map[string]string{"kindergarten": string(k)}}
		}
	}
	return nil
}

func draft(tx *store.Tx, day service.Day, child store.ChildLink, sub Submission) (preschool.Application, error) {
	a := preschool.Application{
		Authority: tx.Authority, ID: store.NewID[preschool.Application](tx, "application"), Child: child.ID, Guardian: child.Guardian,
		State: preschool.ApplicationDrafted, Class: register.General, BirthDate: child.BirthDate, Settlement: sub.Settlement, Language: child.Language,
		Choices: sub.Choices, Source: sub.Source,
	}
	if sub.Ground != "" {
		ground, known := day.Rules.Grounds[sub.Ground]
		if !known {
			return a, &register.Error{Kind: register.Invalid, Code: "application.ground", Field: "ground"}
		}
		a.Ground = sub.Ground
		if ground.Class != register.General {
			due, err := day.Rules.Proof.VerifyTerm.Due(day.Today, day.Rules.Calendar)
			if err != nil {
				return a, err
			}
			a.Class, a.Proof, a.ProofDue = ground.Class, preschool.ProofClaimed, due
		}
	}
	sequence, err := tx.NextSequence()
	if err != nil {
		return a, err
	}
	if a, err = a.Submit(tx.Now, sequence); err != nil {
		return a, err
	}
	return a.Queue()
}

// linkTwin registers siblings whose birth dates lie within the window as one batch.
func (s *Service) linkTwin(tx *store.Tx, actor access.Actor, day service.Day, a *preschool.Application) error {
	others, err := tx.LiveApplicationsOf(a.Guardian)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.State != preschool.ApplicationQueued || o.Language != a.Language || apart(o.BirthDate, a.BirthDate) > day.Rules.Twins.WindowDays {
			continue
		}
		if o.Family == "" {
			o.Family = store.NewID[preschool.Family](tx, "family")
			if err := tx.SaveApplication(actor, o, store.Cause{Event: "application.joined", Ground: "twins"}); err != nil {
				return err
			}
		}
		a.Family = o.Family
		return nil
	}
	return nil
}

func apart(a, b civil.Date) int {
	if n := a.DaysSince(b); n >= 0 {
		return n
	}
	return b.DaysSince(a)
}
