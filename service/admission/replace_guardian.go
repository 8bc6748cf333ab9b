package admission

import (
	"context"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// Replacement is a legal act by which another guardian acts for a child.
type Replacement struct {
	Child    register.ID[register.Child]
	Guardian register.ID[register.Guardian] // who acts from now on
	Ground   preschool.GuardianGround
	Act      string // number and day of the act, as on its face; no name
}

// ReplaceGuardian enters a legal act by which another guardian acts for a child. It works at once: the guardian before loses
// every right on the child's applications, offers, exchanges and seat, and the applications keep their dates. On an exceptional ground it
// waits for a second person.
func (s *Service) ReplaceGuardian(ctx context.Context, actor access.Actor, r Replacement) (register.ID[preschool.Guardianship], error) {
	var id register.ID[preschool.Guardianship]
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.ReplaceGuardian, access.Place(actor.Authority)); err != nil {
			return err
		}
		child, err := tx.Child(r.Child)
		if err != nil {
			return err
		}
		if child.Guardian == r.Guardian {
			return register.Refuse(register.Conflict, "guardianship.same")
		}
		if known, err := tx.HasGuardian(r.Guardian); err != nil || !known {
			return cmpErr(err, register.Refuse(register.NotFound, "guardian.unknown"))
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		g, err := claimed(tx, actor, day, r)
		if err != nil {
			return err
		}
		id = g.ID
		if g, err = g.Found(r.Ground, strings.TrimSpace(r.Act), actor.ID); err != nil {
			return err
		}
		if g.Ground.Exceptional() {
			return tx.SaveGuardianship(actor, g, store.Cause{Event: "guardian.replacement_entered", Ground: string(g.Ground)})
		}
		return s.replace(tx, actor, g, "")
	})
	return id, err
}

// claimed is the declaration of the new guardian, if there was one, or begins it.
func claimed(tx *store.Tx, actor access.Actor, day service.Day, r Replacement) (preschool.Guardianship, error) {
	list, err := tx.GuardianshipsOf(r.Child)
	for _, g := range list {
		if g.Guardian == r.Guardian && g.State == preschool.GuardianshipClaimed {
			return g, nil
		}
	}
	if err != nil {
		return preschool.Guardianship{}, err
	}
	g := preschool.Guardianship{
		Authority: tx.Authority, ID: store.NewID[preschool.Guardianship](tx, "guardianship"), Child: r.Child, Guardian: r.Guardian,
		State: preschool.GuardianshipClaimed, During: civil.DateRange{From: day.Today}, EnteredBy: actor.ID,
	}
	return g, tx.SaveNewGuardianship(actor, g, store.Cause{Event: "guardian.claimed"})
}

// ApproveGuardian is the second person's word on a replacement that waits for it.
func (s *Service) ApproveGuardian(ctx context.Context, actor access.Actor, id register.ID[preschool.Guardianship], approve bool) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		g, err := tx.Guardianship(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ApproveGuardian, g); err != nil {
			return err
		}
		if g.State == preschool.GuardianshipClaimed && g.Ground == "" {
			return register.Refuse(register.Conflict, "guardianship.no_act")
		}
		if approve {
			return s.replace(tx, actor, g, actor.ID)
		}
		if g, err = g.Drop(actor.ID); err != nil {
			return err
		}
		return tx.SaveGuardianship(actor, g, store.Cause{Event: "guardian.replacement_refused", Ground: string(g.Ground)})
	})
}

// replace puts a guardianship in force and hands the child's applications over.
func (s *Service) replace(tx *store.Tx, actor access.Actor, g preschool.Guardianship, second string) error {
	day, err := s.Day(tx.Reader, tx.Now)
	if err != nil {
		return err
	}
	// Whoever registers an application has drawn a number: it finishes first, and is handed over too.
	if _, err := tx.NextSequence(); err != nil {
		return err
	}
	child, err := tx.Child(g.Child)
	if err != nil {
		return err
	}
	if err := s.endGuardianship(tx, actor, day, child); err != nil {
		return err
	}
	if g, err = g.Approve(second, day.Today); err != nil {
		return err
	}
	if err := tx.SaveGuardianship(actor, g, store.Cause{Event: "guardian.replaced", Ground: string(g.Ground)}); err != nil {
		return err
	}
	if err := voidSignatures(tx, actor, child.ID); err != nil {
		return err
	}
	return s.handOver(tx, actor, day, g, child.Guardian)
}

// voidSignatures cancels the exchanges of a child's seat that are not carried out: one signature under them is of somebody who
// acts for the child no longer. The new guardian may sign another.
func voidSignatures(tx *store.Tx, actor access.Actor, child register.ID[register.Child]) error {
	p, found, err := tx.LivePlacement(child)
	if err != nil || !found {
		return err
	}
	return cancelExchanges(tx, actor, p.ID, "guardian_replaced")
}

// handOver gives the new guardian every application that the one before handed in; none loses its date.
func (s *Service) handOver(tx *store.Tx, actor access.Actor, day service.Day, g preschool.Guardianship, from register.ID[register.Guardian]) error {
	list, err := tx.ApplicationsOf(g.Child)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.Guardian != from {
			continue
		}
		a.Guardian, a.Family = g.Guardian, "" // its twin follows when its own guardian changes
		if a.State == preschool.ApplicationQueued {
			if err := s.linkTwin(tx, actor, day, &a); err != nil {
				return err
			}
		}
		if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.handed_over", Ground: string(g.Ground)}); err != nil {
			return err
		}
	}
	return nil
}

// endGuardianship ends the right of the guardian before, who may be the one of the registration.
func (s *Service) endGuardianship(tx *store.Tx, actor access.Actor, day service.Day, child store.ChildLink) error {
	list, err := tx.GuardianshipsOf(child.ID)
	if err != nil {
		return err
	}
	why := store.Cause{Event: "guardian.ended"}
	for _, g := range list {
		if g.State == preschool.GuardianshipInForce {
			if g, err = g.End(day.Today); err != nil {
				return err
			}
			return tx.SaveGuardianship(actor, g, why)
		}
	}
	since, err := tx.ChildSince(child.ID)
	if err != nil {
		return err
	}
	g := preschool.Guardianship{
		Authority: tx.Authority, ID: store.NewID[preschool.Guardianship](tx, "guardianship"), Child: child.ID, Guardian: child.Guardian,
		State: preschool.GuardianshipInForce, Ground: preschool.AtRegistration, During: civil.DateRange{From: since.Date(day.Rules.Zone)},
	}
	if g, err = g.End(day.Today); err != nil {
		return err
	}
	return tx.SaveNewGuardianship(actor, g, why)
}

// GuardianClaims lists who has declared to act for a child of another guardian, and the replacements that wait for a second
// person, the oldest first.
func (s *Service) GuardianClaims(ctx context.Context, actor access.Actor) ([]preschool.Guardianship, error) {
	var list []preschool.Guardianship
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadWorklist, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		list, err = r.GuardianshipsIn(preschool.GuardianshipClaimed)
		return err
	})
	return list, err
}
