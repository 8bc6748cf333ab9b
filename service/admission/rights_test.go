package admission_test

import (
	"maps"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// moreRights are the rows of use cases that stand beside their own tests: in a town with a queued application that has an offer.
var moreRights []func(c *town.Town, id register.ID[preschool.Application]) map[string]town.Use

func TestEveryUseCaseAsksForRights(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Found(town.Other, "kz-voucher-2026")
	c.Hold(town.Moon, 1, 1)
	ids := c.Queue(1, "2023-05-06", "", town.Sun)
	round(t, c)
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	ctx, s, id, offer, placement := c.Ctx(), c.Admission, ids[0], c.Last(ids[0]).ID, live[0].ID
	child := c.Family("2023-05-06")[0].Child
	queue := c.Last(id).Market
	uses := map[string]town.Use{
		"SubmitApplication": {Action: access.SubmitApplication, Theirs: true, Thing: true, Do: func(a access.Actor) error {
			_, err := s.SubmitApplication(ctx, a, town.Submission(child, "", town.Sun))
			return err
		}},
		"ApplicationsOfChild": {Action: access.ReadOwn, Theirs: true, Thing: true, Do: func(a access.Actor) error {
			_, err := s.ApplicationsOfChild(ctx, a, child)
			return err
		}},
		"WithdrawApplication": {Action: access.WithdrawApp, Theirs: true, Thing: true, Do: func(a access.Actor) error { return s.WithdrawApplication(ctx, a, id) }},
		"RestoreApplication":  {Action: access.RestoreApp, Theirs: true, Thing: true, Do: func(a access.Actor) error { return s.RestoreApplication(ctx, a, id) }},
		"VerifyProof":         {Action: access.VerifyProof, Thing: true, Do: func(a access.Actor) error { return s.VerifyProof(ctx, a, town.Proof(id), true) }},
		"AcceptOffer":         {Action: access.AnswerOffer, Theirs: true, Thing: true, Do: func(a access.Actor) error { return s.AcceptOffer(ctx, a, offer) }},
		"DeclineOffer":        {Action: access.AnswerOffer, Theirs: true, Thing: true, Do: func(a access.Actor) error { return s.DeclineOffer(ctx, a, offer) }},
		"ExtendContract":      {Action: access.SignContract, Theirs: true, Thing: true, Do: func(a access.Actor) error { return s.ExtendContract(ctx, a, offer) }},
		"SignContract": {Action: access.SignContract, Theirs: true, Thing: true, Do: func(a access.Actor) error {
			_, err := s.SignContract(ctx, a, offer)
			return err
		}},
		"ChooseKindergartens": {Action: access.ChooseSeat, Theirs: true, Thing: true, Do: func(a access.Actor) error {
			return s.ChooseKindergartens(ctx, a, id, []register.ID[register.Kindergarten]{town.Sun})
		}},
		"EndPlacement": {Action: access.EndPlacement, Theirs: true, Thing: true, Do: func(a access.Actor) error { return s.EndPlacement(ctx, a, placement, "moved_away") }},
		"ReleaseLeavers": {Action: access.EndPlacement, Do: func(a access.Actor) error {
			_, err := s.ReleaseLeavers(ctx, a, town.Sun)
			return err
		}},
		"ImportOpening":   {Action: access.ImportOpening, Do: func(a access.Actor) error { return s.ImportOpening(ctx, a, town.Sun, nil) }},
		"StartPlacements": {Action: access.LapseByRule, Do: func(a access.Actor) error { return s.StartPlacements(ctx, a) }},
		"LapseDeadlines":  {Action: access.LapseByRule, Do: func(a access.Actor) error { return s.LapseDeadlines(ctx, a) }},
		"RunRound": {Action: access.RunRound, Do: func(a access.Actor) error {
			_, _, err := s.RunRound(ctx, a)
			return err
		}},
		"SimulatePolicies": {Action: access.ComparePolicies, Do: func(a access.Actor) error {
			_, err := s.SimulatePolicies(ctx, a, admission.Simulation{})
			return err
		}},
		"RunChoice": {Action: access.RunRound, Do: func(a access.Actor) error {
			_, _, err := s.RunChoice(ctx, a)
			return err
		}},
		"DeliverNotices": {Action: access.DeliverNotice, Do: func(a access.Actor) error {
			_, err := s.DeliverNotices(ctx, a, "worker", 1)
			return err
		}},
		"Worklist": {Action: access.ReadWaiting, Do: func(a access.Actor) error {
			_, err := s.Worklist(ctx, a)
			return err
		}},
		"LivePlacements": {Action: access.ReadWorklist, Do: func(a access.Actor) error {
			_, err := s.LivePlacements(ctx, a)
			return err
		}},
		"Queues": {Action: access.ReadOpen, Do: func(a access.Actor) error {
			_, err := s.Queues(ctx, a)
			return err
		}},
		"Queue": {Action: access.ReadOpen, Thing: true, Do: func(a access.Actor) error {
			_, err := s.Queue(ctx, a, queue)
			return err
		}},
		"Position": {Action: access.ReadPosition, Thing: true, Do: func(a access.Actor) error {
			_, err := s.Position(ctx, a, id)
			return err
		}},
	}
	for _, more := range moreRights {
		maps.Copy(uses, more(c, id))
	}
	c.Rights(s, uses)
	noContact(t, s, uses)
	_, err = s.ReleaseLeavers(ctx, town.Staff(town.Moon), town.Sun)
	c.Refused("access.not_theirs", err)
}
