package registry

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store"
)

// CapacityEvents lists for everybody what changed the seats of kindergartens and what will, the newest first.
func (s *Service) CapacityEvents(ctx context.Context, actor access.Actor, limit int) ([]preschool.CapacityEvent, error) {
	var list []preschool.CapacityEvent
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		list, err = r.CapacityEvents(limit)
		return err
	})
	return list, err
}
