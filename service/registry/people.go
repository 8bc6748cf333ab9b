package registry

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// NewChild is a child as a guardian declares it.
type NewChild struct {
	IIN       string
	BirthDate civil.Date
	Language  register.Language
	District  string
	Lat, Lon  int64
	Generated bool
}

// Registered says under which ids a family stands in the register.
type Registered struct {
	Guardian register.ID[register.Guardian]
	Children []register.ID[register.Child]
	Warnings []string // codes for a person to look at, e.g. iin.birth_date
}

// RegisterFamily enters a guardian and children; who is there already keeps their id. An IIN that disagrees with the
// birth date is a warning, not an error (Ministry of Justice, 5 April 2019). A child has one row, however many guardians
// declare it: the second one's declaration is kept for an officer who sees the legal act, and nothing is told of the first.
func (s *Service) RegisterFamily(ctx context.Context, actor access.Actor, guardian register.Guardian, children []NewChild) (Registered, error) {
	var done Registered
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.RegisterPerson, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		done, err = s.enterFamily(tx, actor, guardian, children)
		return err
	})
	return done, err
}

func (s *Service) enterFamily(tx *store.Tx, actor access.Actor, guardian register.Guardian, children []NewChild) (Registered, error) {
	var done Registered
	if err := register.CheckIIN(guardian.IIN); err != nil {
		return done, fmt.Errorf("register guardian: %w", err)
	}
	id, err := tx.GuardianByIIN(guardian.IIN)
	if register.KindOf(err) == register.NotFound {
		guardian.ID = store.NewID[register.Guardian](tx, "guardian")
		id, err = guardian.ID, tx.SaveNewGuardians(actor, []register.Guardian{guardian}, store.Cause{Event: "guardian.registered"})
	}
	if err != nil {
		return done, err
	}
	done.Guardian = id
	for i, c := range children {
		child, err := s.enterChild(tx, actor, id, c)
		if err != nil {
			return done, fmt.Errorf("register child %d: %w", i+1, err)
		}
		if register.BirthWarning(c.IIN, c.BirthDate) {
			done.Warnings = append(done.Warnings, "iin.birth_date")
		}
		done.Children = append(done.Children, child)
	}
	return done, nil
}

func (s *Service) enterChild(tx *store.Tx, actor access.Actor, guardian register.ID[register.Guardian], c NewChild) (register.ID[register.Child], error) {
	if err := register.CheckIIN(c.IIN); err != nil {
		return "", err
	}
	known, err := tx.ChildByIIN(c.IIN)
	if err == nil {
		if known.Guardian != guardian {
			err = s.declare(tx, actor, known.ID, guardian)
		}
		return known.ID, err
	}
	if register.KindOf(err) != register.NotFound {
		return "", err
	}
	child := register.Child{
		Authority: tx.Authority, ID: store.NewID[register.Child](tx, "child"), IIN: c.IIN, BirthDate: c.BirthDate, Guardian: guardian,
		Language: c.Language, District: c.District, Lat: c.Lat, Lon: c.Lon, Generated: c.Generated,
	}
	return child.ID, tx.SaveNewChildren(actor, []register.Child{child}, store.Cause{Event: "child.registered"})
}

// declare keeps that another guardian declares to act for a child.
func (s *Service) declare(tx *store.Tx, actor access.Actor, child register.ID[register.Child], guardian register.ID[register.Guardian]) error {
	before, err := tx.GuardianshipsOf(child)
	if err != nil {
		return err
	}
	for _, g := range before {
		if g.Guardian == guardian && g.State == preschool.GuardianshipClaimed {
			return nil
		}
	}
	day, err := s.Day(tx.Reader, tx.Now)
	if err != nil {
		return err
	}
	g := preschool.Guardianship{
		Authority: tx.Authority, ID: store.NewID[preschool.Guardianship](tx, "guardianship"), Child: child, Guardian: guardian,
		State: preschool.GuardianshipClaimed, During: civil.DateRange{From: day.Today}, EnteredBy: actor.ID,
	}
	return tx.SaveNewGuardianship(actor, g, store.Cause{Event: "guardian.claimed"})
}

// ReadChildren shows children's data to an officer for a purpose; each reading is an entry that the family sees.
func (s *Service) ReadChildren(ctx context.Context, actor access.Actor, purpose string, ids []register.ID[register.Child]) ([]register.Child, error) {
	if err := actor.Require(access.RegisterPerson, access.Place(actor.Authority)); err != nil {
		return nil, err
	}
	return s.DB.ReadPerson(ctx, actor, purpose, ids)
}

// FamilyOf tells a guardian, or an officer at the counter, under which ids a registered child and its guardian stand.
func (s *Service) FamilyOf(ctx context.Context, actor access.Actor, iin string) (child register.ID[register.Child], guardian register.ID[register.Guardian], err error) {
	err = s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.RegisterPerson, access.Place(actor.Authority)); err != nil {
			return err
		}
		link, err := r.ChildByIIN(iin)
		if err == nil && actor.Role == access.Family && link.Guardian != actor.Guardian {
			err = register.Refuse(register.NotFound, "child.unknown") // nobody learns of another family
		}
		if err == nil {
			child, guardian = link.ID, link.Guardian
		}
		return err
	})
	return child, guardian, err
}
