package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// EndApplications closes by rule the waiting applications of children who have grown out of the ages of the queue, and, where
// the rules limit it, those whose validity has run out: the family may apply anew. Each family gets a receipt of it. It returns
// how many it closed, and done twice on a day it closes none.
func (s *Service) EndApplications(ctx context.Context, actor access.Actor) (int, error) {
	closed := 0
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		closed = 0
		if err := actor.Require(access.LapseByRule, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		for _, state := range []preschool.ApplicationState{preschool.ApplicationQueued, preschool.ApplicationSuspended} {
			waiting, err := tx.ApplicationsIn(state)
			if err != nil {
				return err
			}
			for _, a := range waiting {
				why, err := over(day, a)
				if err != nil {
					return err
				}
				if why == "" {
					continue
				}
				if err := s.endApplication(tx, actor, a, why); err != nil {
					return err
				}
				closed++
			}
		}
		return nil
	})
	return closed, err
}

// outgrown is why an application ends whose child is too old for the queue.
const outgrown = "age"

// over is the rule that ends a waiting application today, or none.
func over(day service.Day, a preschool.Application) (string, error) {
	if tooOld(day, a) {
		return outgrown, nil
	}
	last, err := day.Rules.Application.Validity.Due(a.RegisteredAt.Date(day.Rules.Zone), day.Rules.Calendar)
	if err != nil || last.IsZero() || !day.Today.After(last) {
		return "", err
	}
	return "validity", nil
}

func (s *Service) endApplication(tx *store.Tx, actor access.Actor, a preschool.Application, why string) error {
	a, err := a.Close(why)
	if err != nil {
		return err
	}
	if err := tx.SaveLeaveQueue(a.ID, string(round.Closed)); err != nil {
		return err
	}
	if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.closed", Ground: why}); err != nil {
		return err
	}
	promiseReceipt(tx, a.ID)
	return nil
}
