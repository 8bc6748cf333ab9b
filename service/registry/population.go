package registry

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/store"
)

// Population is a count of children of one birth year in one territory.
type Population = store.Population

// ImportPopulation keeps counts of children by territory and year of birth: the base of every coverage figure. Another
// count for the same day replaces the figure; the same count changes nothing.
func (s *Service) ImportPopulation(ctx context.Context, actor access.Actor, counts []Population) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.ImportPopulation, access.Place(actor.Authority)); err != nil {
			return err
		}
		known, err := tx.Populations()
		if err != nil {
			return err
		}
		for _, p := range counts {
			if slices.Contains(known, p) {
				continue
			}
			if err := tx.SavePopulation(actor, p, store.Cause{Event: "population.imported", Ground: p.Source}); err != nil {
				return err
			}
		}
		return nil
	})
}
