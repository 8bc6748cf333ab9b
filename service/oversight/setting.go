package oversight

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Setting is what every page says of itself: whose it is, the day, and whether the city is a generated one.
type Setting struct {
	Authority  register.Authority
	Today      civil.Date
	Simulation *store.Simulation // nil in a real database
}

// Setting reads it.
func (s *Service) Setting(ctx context.Context, actor access.Actor) (Setting, error) {
	var setting Setting
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		setting.Today = day.Today
		if setting.Authority, err = r.AuthorityByID(); err != nil {
			return err
		}
		simulation, err := r.Simulation()
		if register.KindOf(err) == register.NotFound {
			return nil
		}
		setting.Simulation = &simulation
		return err
	})
	if err != nil {
		return Setting{}, fmt.Errorf("read setting: %w", err)
	}
	return setting, nil
}
