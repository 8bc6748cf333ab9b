package registry

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// CarryOutClosures begins the closures of seats whose first day has come and ends those whose last day is over. Seats that
// children hold on that day stay theirs: the closure is narrowed to what is vacant. Done twice on a day it changes nothing.
func (s *Service) CarryOutClosures(ctx context.Context, actor access.Actor) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.LapseByRule, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		live, err := tx.SeatClosures()
		if err != nil || len(live) == 0 {
			return err
		}
		groups, err := tx.Groups()
		if err != nil {
			return err
		}
		of := map[register.ID[register.Group]][]preschool.SeatClosure{}
		for _, c := range live {
			of[c.Group] = append(of[c.Group], c)
		}
		for _, g := range groups {
			if len(of[g.ID]) == 0 {
				continue
			}
			changed, after := preschool.CloseOn(g, of[g.ID], day.Today)
			if len(changed) == 0 && after == g {
				continue
			}
			event := "group.seats_closed"
			if after.Closed < g.Closed {
				event = "group.seats_opened"
			}
			if err := tx.SaveClosedSeats(actor, after, changed, preschool.SeatClosure{}, store.Cause{Event: event, Ground: "term"}); err != nil {
				return fmt.Errorf("carry out closures of group %s: %w", g.ID, err)
			}
		}
		return nil
	})
}
