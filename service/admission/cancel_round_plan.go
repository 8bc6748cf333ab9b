package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// CancelRoundPlan drops a drafted plan with a reason: nothing was given out, and everything stays as it was.
func (s *Service) CancelRoundPlan(ctx context.Context, actor access.Actor, id register.ID[preschool.RoundPlan], reason string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.CancelRoundPlan, access.Place(actor.Authority)); err != nil {
			return err
		}
		p, err := tx.RoundPlan(id)
		if err != nil {
			return err
		}
		if p, err = p.Cancel(actor.ID, reason); err != nil {
			return err
		}
		return tx.SaveRoundPlan(actor, p, store.Cause{Event: "round_plan.cancelled", Ground: reason})
	})
}
