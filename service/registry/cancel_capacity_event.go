package registry

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// CancelCapacityEvent takes a recorded event back before its day, on another legal act.
func (s *Service) CancelCapacityEvent(ctx context.Context, actor access.Actor, id register.ID[preschool.CapacityEvent], act string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.RecordCapacity, access.Place(actor.Authority)); err != nil {
			return err
		}
		e, err := tx.CapacityEvent(id)
		if err != nil {
			return err
		}
		if act == "" {
			return (&register.Error{Kind: register.Invalid, Code: "capacity_event.incomplete", Field: "act"}).With("field", "act")
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if e, err = e.Cancel(day.Today); err != nil {
			return err
		}
		return tx.SaveCapacityEvent(actor, e, store.Cause{Event: "capacity_event.cancelled", Ground: act})
	})
}
