package registry

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// ClosuresDuring lists for everybody the closures of seats that counted on some day of a period, by group: those that have
// ended since as well, so that a seat that was closed for a week stays in the protocol of its month.
func (s *Service) ClosuresDuring(ctx context.Context, actor access.Actor, days civil.DateRange) ([]PublicClosure, error) {
	var list []PublicClosure
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		closures, err := r.SeatClosuresDuring(days)
		if err != nil {
			return err
		}
		groups, err := r.Groups()
		at := make(map[register.ID[register.Group]]register.Group, len(groups))
		for _, g := range groups {
			at[g.ID] = g
		}
		for _, c := range closures {
			list = append(list, PublicClosure{c, at[c.Group].Kindergarten, at[c.Group].Number})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list closures of %s to %s: %w", days.From, days.To, err)
	}
	return list, nil
}
