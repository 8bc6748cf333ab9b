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

// whySuperseded is why a plan is cancelled that nobody decided on before the next one was drafted.
const whySuperseded = "superseded"

// RoundPreview is what a round would give out, without naming a child.
type RoundPreview struct {
	Plan   preschool.RoundPlan
	Queues []PreviewQueue // that would be served or have somebody who takes part, by key
}

// PreviewQueue is what one queue would get.
type PreviewQueue struct {
	QueueName
	TakePart int // children who take part in the round
	Offers   int
}

// PreviewRound computes the round that is due over the present state and drafts a plan of it, which another person may
// publish. Nothing else changes. Drafting the same round again gives the same plan; another outcome takes the place of the
// plan before it. Where no round is due it refuses.
func (s *Service) PreviewRound(ctx context.Context, actor access.Actor) (RoundPreview, error) {
	var p RoundPreview
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.PreviewRound, access.Place(actor.Authority)); err != nil {
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
		refreshed, err := isRefreshed(tx.Reader, day)
		if err != nil {
			return err
		}
		if !due || !refreshed {
			return register.Refuse(register.Conflict, "round.not_due")
		}
		b, err := s.layRound(ctx, tx.Reader, day)
		if err != nil {
			return err
		}
		b.tx = tx
		if p.Plan, err = b.draft(actor); err != nil {
			return err
		}
		p.Queues, err = b.preview()
		return err
	})
	if err != nil {
		return RoundPreview{}, fmt.Errorf("preview round: %w", err)
	}
	return p, nil
}

// draft keeps a plan of what is on the table.
func (b *bench) draft(actor access.Actor) (preschool.RoundPlan, error) {
	if err := b.sum(len(round.Offers(b.problem, b.outcome))); err != nil {
		return preschool.RoundPlan{}, err
	}
	drafted, err := b.DraftedRoundPlans()
	if err != nil {
		return preschool.RoundPlan{}, err
	}
	for _, old := range drafted {
		if old.On == b.day.Today && sameOutcome(old, b.round) {
			return old, nil
		}
		old, err := old.Cancel(actor.ID, whySuperseded)
		if err != nil {
			return old, err
		}
		if err := b.tx.SaveRoundPlan(actor, old, store.Cause{Event: "round_plan.cancelled", Ground: whySuperseded}); err != nil {
			return old, err
		}
	}
	p := preschool.RoundPlan{
		Authority: b.Authority, ID: store.NewID[preschool.RoundPlan](b.tx, "round_plan"), Kind: b.round.Kind, On: b.day.Today, State: preschool.PlanDrafted,
		ProfileSHA256: b.round.ProfileSHA256, ProblemSHA256: b.round.ProblemSHA256, OutcomeSHA256: b.round.OutcomeSHA256,
		Children: b.round.Children, Seats: b.round.Seats, Offers: b.round.Offers, DraftedBy: actor.ID,
	}
	return p, b.tx.SaveNewRoundPlan(actor, p, store.Cause{Event: "round_plan.drafted", Ground: b.day.Rules.Profile})
}

// sameOutcome tells whether a round is the one that a plan shows.
func sameOutcome(p preschool.RoundPlan, r preschool.Round) bool {
	return p.Kind == r.Kind && p.ProfileSHA256 == r.ProfileSHA256 && p.ProblemSHA256 == r.ProblemSHA256 && p.OutcomeSHA256 == r.OutcomeSHA256
}

// preview counts what each queue would get.
func (b *bench) preview() ([]PreviewQueue, error) {
	offers := map[string]int{}
	for _, o := range round.Offers(b.problem, b.outcome) {
		offers[b.queueOf[o.Application]]++
	}
	list := make([]PreviewQueue, 0, len(b.queues))
	for _, q := range b.present() {
		name, err := nameQueue(q.Market)
		if err != nil {
			return nil, err
		}
		list = append(list, PreviewQueue{name, len(q.Standings), offers[q.Market]})
	}
	return list, nil
}

// RoundPlans lists the newest plans first, drafted ones and those that were decided on.
func (s *Service) RoundPlans(ctx context.Context, actor access.Actor, limit int) ([]preschool.RoundPlan, error) {
	var list []preschool.RoundPlan
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadRoundPlans, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		list, err = r.RoundPlans(limit)
		return err
	})
	return list, err
}
