package registry

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// RecordCapacityEvent records, with its legal act, what will change the seats, the name or the type of a kindergarten from a
// day on. It is carried out in the night of that day. A day in the past is refused, and so is what would take seats from
// children: they move first.
func (s *Service) RecordCapacityEvent(ctx context.Context, actor access.Actor, e preschool.CapacityEvent) (register.ID[preschool.CapacityEvent], error) {
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.RecordCapacity, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		e.Authority, e.ID = tx.Authority, store.NewID[preschool.CapacityEvent](tx, "capacity_event")
		e.State, e.RecordedBy = preschool.CapacityRecorded, actor.ID
		if err := e.Check(day.Today); err != nil {
			return err
		}
		if err := possible(tx, e); err != nil {
			return err
		}
		return tx.SaveNewCapacityEvent(actor, e, store.Cause{Event: "capacity_event.recorded", Ground: string(e.Kind)})
	})
	if err != nil {
		return "", fmt.Errorf("record capacity event: %w", err)
	}
	return e.ID, nil
}

// possible refuses an event of a kindergarten, group or seats that are not there or are held.
func possible(tx *store.Tx, e preschool.CapacityEvent) error {
	for _, id := range []register.ID[register.Kindergarten]{e.Kindergarten, e.Into} {
		if id == "" {
			continue
		}
		k, err := tx.KindergartenOf(id)
		if err != nil {
			return err
		}
		if !k.ClosedOn.IsZero() {
			return register.Refuse(register.Conflict, "kindergarten.closed").With("on", k.ClosedOn.String())
		}
	}
	if e.Group == "" {
		return nil
	}
	g, err := tx.Group(e.Group)
	if err != nil {
		return err
	}
	if g.Kindergarten != e.Kindergarten {
		return register.Refuse(register.NotFound, "group.unknown")
	}
	return e.Fits(g)
}
