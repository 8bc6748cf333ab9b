package registry

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Founding is an authority with its place in the tree and the profile that it follows from its first day.
type Founding struct {
	Authority register.Authority
	Parent    register.ID[register.Authority] // none for the nation
	Profile   string
}

// FoundAuthority enters an authority into the tree. Doing it twice changes nothing.
func (s *Service) FoundAuthority(ctx context.Context, actor access.Actor, f Founding) error {
	return s.DB.Update(ctx, f.Authority.ID, func(tx *store.Tx) error {
		if err := actor.Require(access.FoundAuthority, access.Place(f.Authority.ID)); err != nil {
			return err
		}
		if _, err := tx.AuthorityByID(); register.KindOf(err) != register.NotFound {
			return err
		}
		if err := tx.SaveAuthority(actor, f.Authority, store.Cause{Event: "authority.founded"}); err != nil {
			return err
		}
		if f.Parent != "" {
			p := register.AuthorityParent{Authority: f.Authority.ID, Parent: f.Parent, During: civil.DateRange{From: f.Authority.Joined}}
			if err := tx.SaveAuthorityParent(actor, p, store.Cause{Event: "authority.moved"}); err != nil {
				return err
			}
		}
		return s.adopt(tx, actor, f.Profile, f.Authority.Joined)
	})
}

// MoveAuthority puts an authority under another parent from a day on, as when a department is handed over.
func (s *Service) MoveAuthority(ctx context.Context, actor access.Actor, parent register.ID[register.Authority], from civil.Date) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.AdoptProfile, access.Place(actor.Authority)); err != nil {
			return err
		}
		p := register.AuthorityParent{Authority: actor.Authority, Parent: parent, During: civil.DateRange{From: from}}
		return tx.SaveAuthorityParent(actor, p, store.Cause{Event: "authority.moved"})
	})
}

// adopt enters the profile that a new authority follows. Later it passes to another one by a switch, which two people decide.
func (s *Service) adopt(tx *store.Tx, actor access.Actor, name string, from civil.Date) error {
	p, err := s.Profile(name)
	if err != nil {
		return err
	}
	rules, err := p.On(from)
	if err != nil {
		return fmt.Errorf("adopt profile %s: %w", name, err)
	}
	adopted := register.AuthorityProfile{Authority: tx.Authority, From: from, Profile: name, SHA256: rules.SHA256}
	return tx.SaveAuthorityProfile(actor, adopted, store.Cause{Event: "profile.adopted"})
}
