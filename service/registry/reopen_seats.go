package registry

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// ReopenSeats ends a closure: from today on its seats are vacant.
func (s *Service) ReopenSeats(ctx context.Context, actor access.Actor, id register.ID[preschool.SeatClosure]) error {
	return s.reopen(ctx, actor, access.ReopenSeats, id)
}

// ReopenOwnSeats ends a closure of the kindergarten's own. What an authority closed, or a capacity event, it cannot open.
func (s *Service) ReopenOwnSeats(ctx context.Context, actor access.Actor, id register.ID[preschool.SeatClosure]) error {
	return s.reopen(ctx, actor, access.ReopenOwnSeats, id)
}

func (s *Service) reopen(ctx context.Context, actor access.Actor, action access.Action, id register.ID[preschool.SeatClosure]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		c, err := tx.SeatClosure(id)
		if err != nil {
			return err
		}
		g, err := tx.Group(c.Group)
		if err != nil {
			return err
		}
		if err := actor.Require(action, g); err != nil {
			return err
		}
		if action == access.ReopenOwnSeats && !slices.Contains(ownReasons, c.Reason) {
			return register.Refuse(register.Denied, "closure.reason_not_theirs")
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if c, err = c.End(day.Today); err != nil {
			return err
		}
		live, err := tx.SeatClosuresOf(g.ID)
		if err != nil {
			return err
		}
		live = slices.DeleteFunc(live, func(other preschool.SeatClosure) bool { return other.ID == c.ID })
		changed, g := preschool.CloseOn(g, live, day.Today)
		return tx.SaveClosedSeats(actor, g, append(changed, c), c, store.Cause{Event: "group.seats_opened", Ground: string(c.Reason)})
	})
}
