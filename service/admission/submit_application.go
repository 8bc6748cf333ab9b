package admission

import (
	"context"
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
	Key          string // the sender's own, at most 64 characters: the same key again is the same application; none = sent once
	Child        register.ID[register.Child]
	Ground       register.PriorityGroup // claimed ground, or none
	Issued       civil.Date             // day of the certificate of the ground, if it has one
	Choices      []register.ID[register.Kindergarten]
	Settlement   string // where the family lives; the authority's id for its own
	Source       register.ApplicationSource
	StartOn      civil.Date         // desired first day; none: as soon as possible
	Language     register.Language  // none: that of the child
	AlsoLanguage register.Language  // another language that the family takes
	GroupKind    register.GroupKind // none: general
	Consent      bool               // the guardian agrees to the use of the advice for a group with special conditions
	Facts        []string           // "name=value", of those that the rules ask for
}

// registration is a submission on its way: what is known of it, and how it ended.
type registration struct {
	sub    Submission
	day    service.Day
	child  store.ChildLink
	acting register.ID[register.Guardian] // who hands it in, or for whom it is typed
	second bool                           // not the guardian of the register: one who only declared to act for the child
	kept   bool                           // as a draft, before

	id      register.ID[preschool.Application]
	refusal error // reasoned refusal: the application is kept as refused
}

// SubmitApplication hands in an application: from this instant its order is fixed, and it stands in the queue. One live
// application per child; a sibling born within the rules' window is registered as one batch with it.
//
// What is wrong in the form is refused and nothing is kept. What the law does not register is kept as a refused application
// whose code is in the refusal ("code"), so that the family can appeal.
func (s *Service) SubmitApplication(ctx context.Context, actor access.Actor, sub Submission) (register.ID[preschool.Application], error) {
	var reg registration
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		var err error
		if reg, err = s.intake(tx, actor, sub); err != nil {
			return err
		}
		known, err := reg.again(tx)
		if err != nil || known {
			return err
		}
		if err := reg.checkForm(tx, 1); err != nil {
			return err
		}
		at, sequence, err := tx.NextTurn()
		if err != nil {
			return err
		}
		// Whoever drew a number before has finished by now: what it did is seen here.
		if known, err := reg.again(tx); err != nil || known {
			return err
		}
		a, err := reg.draft(tx)
		if err != nil {
			return err
		}
		return s.admit(tx, actor, &reg, a, at, sequence)
	})
	if err == nil {
		err = reg.refusal
	}
	return reg.id, err
}

// intake finds out who applies for whom, through which door, and by which rules.
func (s *Service) intake(tx *store.Tx, actor access.Actor, sub Submission) (registration, error) {
	reg := registration{sub: sub}
	var err error
	if reg.child, err = tx.Child(sub.Child); err != nil {
		return reg, err
	}
	reg.acting = reg.child.Guardian
	if actor.Role == access.Family && actor.Guardian != reg.child.Guardian {
		if reg.second, err = declared(tx.Reader, reg.child.ID, actor.Guardian); err != nil {
			return reg, err
		}
		if reg.second {
			reg.acting = actor.Guardian
		}
	}
	if err := actor.Require(access.SubmitApplication, access.Theirs{Authority: actor.Authority, Guardian: reg.acting}); err != nil {
		return reg, err
	}
	if reg.day, err = s.Day(tx.Reader, tx.Now); err != nil {
		return reg, err
	}
	return reg, door(&reg.day.Rules, actor.Role, sub.Source)
}

// declared tells whether a guardian has declared to act for a child and waits for the legal act.
func declared(r *store.Reader, child register.ID[register.Child], guardian register.ID[register.Guardian]) (bool, error) {
	list, err := r.GuardianshipsOf(child)
	for _, g := range list {
		if g.Guardian == guardian && g.State == preschool.GuardianshipClaimed {
			return true, nil
		}
	}
	return false, err
}

// admit puts a draft into the queue, or keeps it as refused with the reason of the law.
func (s *Service) admit(tx *store.Tx, actor access.Actor, reg *registration, a preschool.Application, at civil.Instant, sequence int64) error {
	reg.id = a.ID
	ground, refusal, err := reg.inadmissible(tx)
	if err != nil {
		return err
	}
	if refusal != nil {
		if !slices.Contains(reg.day.Rules.Application.Refusals, ground) {
			return refusal // the jurisdiction keeps no reasoned refusals
		}
		if a, err = a.Refuse(at, sequence, ground); err != nil {
			return err
		}
		reg.refusal = refusal.With("code", string(a.ID))
		return s.keepApplication(tx, actor, a, reg.kept, store.Cause{Event: "application.refused", Ground: string(ground)})
	}
	if a, err = a.Submit(at, sequence); err != nil {
		return err
	}
	if a, err = a.Queue(); err != nil {
		return err
	}
	if err := s.dropDraft(tx, actor, a); err != nil {
		return err
	}
	if err := s.linkTwin(tx, actor, reg.day, &a); err != nil {
		return err
	}
	if err := s.keepApplication(tx, actor, a, reg.kept, store.Cause{Event: "application.submitted", Ground: string(a.Source)}); err != nil {
		return err
	}
	return s.enterQueue(tx, reg.day, a, round.Registered)
}

// keepApplication saves a registered or refused application and promises the family its receipt.
func (s *Service) keepApplication(tx *store.Tx, actor access.Actor, a preschool.Application, kept bool, why store.Cause) error {
	save := tx.SaveNewApplication
	if kept {
		save = tx.SaveApplication
	}
	if err := save(actor, a, why); err != nil {
		return err
	}
	promiseReceipt(tx, a.ID)
	return nil
}

// linkTwin registers siblings whose birth dates lie within the window as one batch.
func (s *Service) linkTwin(tx *store.Tx, actor access.Actor, day service.Day, a *preschool.Application) error {
	others, err := tx.LiveApplicationsOf(a.Guardian)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.ID == a.ID || o.State != preschool.ApplicationQueued || o.Language != a.Language || apart(o.BirthDate, a.BirthDate) > day.Rules.Twins.WindowDays {
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
