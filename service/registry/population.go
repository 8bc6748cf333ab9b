package registry

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/store"
)

// ImportPopulation keeps counts of children by territory and year of birth: the base of every coverage figure. The
// same count again changes the figure of that day.
func (s *Service) ImportPopulation(ctx context.Context, actor access.Actor, counts []store.Population) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.ImportPopulation, access.Place(actor.Authority)); err != nil {
			return err
		}
		for _, p := range counts {
			if err := tx.SavePopulation(actor, p, store.Cause{Event: "population.imported", Ground: p.Source}); err != nil {
				return err
			}
		}
		return nil
	})
}
