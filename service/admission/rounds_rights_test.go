package admission_test

import (
	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

func init() {
	moreRights = append(moreRights, func(c *town.Town, id register.ID[preschool.Application]) map[string]town.Use {
		ctx, s, offer := c.Ctx(), c.Admission, c.Last(id).ID
		return map[string]town.Use{
			"PreviewRound": {Action: access.PreviewRound, Do: func(a access.Actor) error {
				_, err := s.PreviewRound(ctx, a)
				return err
			}},
			"PublishRound": {Action: access.PublishRound, Thing: true, Do: func(a access.Actor) error {
				_, err := s.PublishRound(ctx, a, "plan")
				return err
			}},
			"CancelRoundPlan": {Action: access.CancelRoundPlan, Thing: true, Do: func(a access.Actor) error { return s.CancelRoundPlan(ctx, a, "plan", "why") }},
			"PublishSeed": {Action: access.PublishSeed, Do: func(a access.Actor) error {
				_, err := s.PublishSeed(ctx, a, town.SeedOf("rights"), "beacon")
				return err
			}},
			"RoundPlans": {Action: access.ReadRoundPlans, Do: func(a access.Actor) error {
				_, err := s.RoundPlans(ctx, a, 10)
				return err
			}},
			"PreviewRefresh": {Action: access.PreviewRefresh, Do: func(a access.Actor) error {
				_, err := s.PreviewRefresh(ctx, a)
				return err
			}},
			"RefreshOf": {Action: access.ReadPosition, Thing: true, Do: func(a access.Actor) error {
				_, _, err := s.RefreshOf(ctx, a, id)
				return err
			}},
			"ConfirmHandedOver": {Action: access.HandOverNotice, Thing: true, Do: func(a access.Actor) error { return s.ConfirmHandedOver(ctx, a, offer) }},
			"NoticesToHandOver": {Action: access.HandOverNotice, Do: func(a access.Actor) error {
				_, err := s.NoticesToHandOver(ctx, a)
				return err
			}},
			"PublicNotices": {Action: access.ReadOpen, Do: func(a access.Actor) error {
				_, err := s.PublicNotices(ctx, a)
				return err
			}},
			"CarryOutCapacityEvents": {Action: access.LapseByRule, Do: func(a access.Actor) error {
				_, err := s.CarryOutCapacityEvents(ctx, a)
				return err
			}},
		}
	})
}
