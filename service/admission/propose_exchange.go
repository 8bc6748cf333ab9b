package admission

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// ProposeExchange is one family's signature under an exchange of seats: its child's placement for another one, which it
// knows by its code and nothing else. Nobody pays.
func (s *Service) ProposeExchange(ctx context.Context, actor access.Actor, mine, other register.ID[preschool.Placement]) (register.ID[preschool.Exchange], error) {
	var made register.ID[preschool.Exchange]
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, guardianA, err := placementOfFamily(tx, mine)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ExchangeSeats, access.Theirs{Authority: a.Authority, Guardian: guardianA}); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		b, guardianB, err := placementOfFamily(tx, other)
		if err != nil {
			return err
		}
		if err := mayExchange(tx, day, a, b); err != nil {
			return err
		}
		for _, p := range []preschool.Placement{a, b} {
			if live, err := tx.LiveExchangesOf(p.ID); err != nil || len(live) > 0 {
				if err == nil {
					err = register.Refuse(register.Conflict, "exchange.live")
				}
				return err
			}
		}
		e := preschool.Exchange{
			Authority: tx.Authority, ID: store.NewID[preschool.Exchange](tx, "exchange"), A: a.ID, B: b.ID, GuardianA: guardianA, GuardianB: guardianB,
			State: preschool.ExchangeProposed, ProposedAt: tx.Now,
		}
		made = e.ID
		return tx.SaveNewExchange(actor, e, store.Cause{Event: "exchange.proposed"})
	})
	return made, err
}

func placementOfFamily(tx *store.Tx, id register.ID[preschool.Placement]) (preschool.Placement, register.ID[register.Guardian], error) {
	p, err := tx.Placement(id)
	if err != nil {
		return p, "", err
	}
	child, err := tx.Child(p.Child)
	return p, child.Guardian, err
}

// mayExchange tells whether two placements may be exchanged: both live and confirmed, no seat offered to either, and alike
// in what the rules name.
func mayExchange(tx *store.Tx, day service.Day, a, b preschool.Placement) error {
	if !day.Rules.Exchange.Allowed {
		return register.Refuse(register.Conflict, "exchange.not_in_rules")
	}
	if a.ID == b.ID || a.Kindergarten == b.Kindergarten && a.Group == b.Group {
		return register.Refuse(register.Invalid, "exchange.same_seat")
	}
	for _, p := range []preschool.Placement{a, b} {
		if p.State != preschool.PlacementStarted || p.Unconfirmed {
			return register.Refuse(register.Conflict, "exchange.not_placed")
		}
		t, found, err := tx.LiveTransfer(p.Child)
		if err != nil {
			return err
		}
		if found && (t.State != preschool.TransferRequested || t.Cause == preschool.ByClosure) {
			return register.Refuse(register.Conflict, "exchange.transfer")
		}
	}
	g, err := tx.Group(a.Group)
	if err != nil {
		return err
	}
	h, err := tx.Group(b.Group)
	if err != nil {
		return err
	}
	for _, trait := range day.Rules.Exchange.Same {
		if !alike(trait, g, h) {
			return register.Refuse(register.Conflict, "exchange.differ").With("trait", string(trait))
		}
	}
	return nil
}

func alike(trait policy.ExchangeTrait, a, b register.Group) bool {
	switch trait {
	case policy.SameBirthYear:
		return a.BirthYear == b.BirthYear
	case policy.SameKind:
		return a.Kind == b.Kind
	case policy.SameLanguage:
		return a.Language == b.Language
	}
	return false
}

// SeatExchange is what a family sees of an exchange: its own placement, and of the other one only where it is.
type SeatExchange struct {
	Exchange     register.ID[preschool.Exchange]
	Mine         register.ID[preschool.Placement]
	Other        register.ID[preschool.Placement]
	Kindergarten register.ID[register.Kindergarten] // of the other
	Group        register.ID[register.Group]        // of the other
	State        preschool.ExchangeState
	Proposed     bool // by this family
}

// ExchangesOfChild lists the live exchanges of a placed child for its own family.
func (s *Service) ExchangesOfChild(ctx context.Context, actor access.Actor, id register.ID[register.Child]) ([]SeatExchange, error) {
	var list []SeatExchange
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		child, err := r.Child(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ExchangeSeats, access.Theirs{Authority: actor.Authority, Guardian: child.Guardian}); err != nil {
			return err
		}
		p, found, err := r.LivePlacement(id)
		if err != nil || !found {
			return err
		}
		live, err := r.LiveExchangesOf(p.ID)
		if err != nil {
			return err
		}
		for _, e := range live {
			other := e.B
			if other == p.ID {
				other = e.A
			}
			q, err := r.Placement(other)
			if err != nil {
				return err
			}
			list = append(list, SeatExchange{e.ID, p.ID, q.ID, q.Kindergarten, q.Group, e.State, e.A == p.ID})
		}
		return nil
	})
	return list, err
}

// families are the placements of an exchange, and its two guardians as they stand today.
func families(tx *store.Tx, e preschool.Exchange) (a, b preschool.Placement, guardians []register.ID[register.Guardian], err error) {
	a, guardianA, err := placementOfFamily(tx, e.A)
	if err != nil {
		return a, b, nil, err
	}
	b, guardianB, err := placementOfFamily(tx, e.B)
	return a, b, []register.ID[register.Guardian]{guardianA, guardianB}, err
}

// signs asks that the actor be one of the guardians of an exchange.
func signs(actor access.Actor, e preschool.Exchange, guardians ...register.ID[register.Guardian]) error {
	theirs := access.Theirs{Authority: e.Authority, Guardian: guardians[0]}
	if slices.Contains(guardians, actor.Guardian) {
		theirs.Guardian = actor.Guardian
	}
	return actor.Require(access.ExchangeSeats, theirs)
}
