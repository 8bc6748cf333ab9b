package registry

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// PublicClosure is a closure of seats as everybody may see it: where, how many, why, since when, until when, by whom and by
// which order.
type PublicClosure struct {
	preschool.SeatClosure
	Kindergarten register.ID[register.Kindergarten]
	Number       int // of the group in its kindergarten
}

// SeatClosures lists the closures that have not ended, by group: those that count and those that will begin.
func (s *Service) SeatClosures(ctx context.Context, actor access.Actor) ([]PublicClosure, error) {
	var list []PublicClosure
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		live, err := r.SeatClosures()
		if err != nil {
			return err
		}
		groups, err := r.Groups()
		at := make(map[register.ID[register.Group]]register.Group, len(groups))
		for _, g := range groups {
			at[g.ID] = g
		}
		for _, c := range live {
			list = append(list, PublicClosure{c, at[c.Group].Kindergarten, at[c.Group].Number})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list closures: %w", err)
	}
	return list, nil
}
