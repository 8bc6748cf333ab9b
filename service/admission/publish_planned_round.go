package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/store"
)

// PublishRound lets a planned round go out: another person than the one who drafted it, on the plan's own day. The round is
// computed again in the transaction; if its outcome is not the one that was seen, nothing is published.
func (s *Service) PublishRound(ctx context.Context, actor access.Actor, id register.ID[preschool.RoundPlan]) (preschool.Round, error) {
	var published preschool.Round
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.PublishRound, access.Place(actor.Authority)); err != nil {
			return err
		}
		p, err := tx.RoundPlan(id)
		if err != nil {
			return err
		}
		if p, err = p.Publish(actor.ID); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		due, err := roundDue(tx.Reader, day)
		if err != nil {
			return err
		}
		if !due || p.On != day.Today {
			return register.Refuse(register.Conflict, "round.not_due")
		}
		b, err := s.layRound(ctx, tx.Reader, day)
		if err != nil {
			return err
		}
		if err := b.sum(len(round.Offers(b.problem, b.outcome))); err != nil {
			return err
		}
		if !sameOutcome(p, b.round) {
			return register.Refuse(register.Conflict, "round.changed")
		}
		if err := tx.SaveRoundPlan(actor, p, store.Cause{Event: "round_plan.published", Ground: day.Rules.Profile}); err != nil {
			return err
		}
		b.tx, b.round.Plan = tx, string(p.ID)
		err = b.publish(actor)
		published = b.round
		return err
	})
	if err != nil {
		return preschool.Round{}, fmt.Errorf("publish round: %w", err)
	}
	return published, nil
}
