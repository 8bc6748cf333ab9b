package admission_test

import (
	"context"
	"errors"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// with is a profile with some figures changed.
func with(t *testing.T, name string, figures map[string]any) *policy.Profile {
	t.Helper()
	p, err := policy.Load(name)
	for key, value := range figures {
		if err == nil {
			p, err = p.With(key, value)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// planned is a town under rules that want a second person, on a Monday with one seat for three families.
func planned(t *testing.T) (*town.Town, []register.ID[preschool.Application]) {
	t.Helper()
	c := town.Under(t, with(t, "kz-classic-2025", map[string]any{"round.approval": "second_person"}))
	c.Open(town.Sun, 2023, 1)
	ids := c.Queue(3, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 05:00")
	c.Night()
	c.At("2026-03-02 09:00")
	return c, ids
}

func TestARoundIsPreviewedAndPublishedByTwoPersons(t *testing.T) {
	t.Parallel()
	c, ids := planned(t)
	officer, approver := town.Actor(access.Officer), town.Actor(access.Approver)
	p, err := c.Admission.PreviewRound(c.Ctx(), officer)
	c.Do(err)
	if p.Plan.Offers != 1 || p.Plan.Seats != 1 || p.Plan.Children != 3 || len(p.Queues) != 1 || p.Queues[0].Offers != 1 || p.Queues[0].TakePart != 3 {
		t.Errorf("%+v", p)
	}
	wantState(t, c, ids[0], preschool.ApplicationQueued)
	again, err := c.Admission.PreviewRound(c.Ctx(), officer)
	if err != nil || again.Plan != p.Plan {
		t.Errorf("the same round is another plan: %+v, %v", again.Plan, err)
	}
	_, ran, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
	if err != nil || ran {
		t.Errorf("the program published by itself: %v", err)
	}
	same := approver
	same.ID = officer.ID
	before := c.Dump()
	_, err = c.Admission.PublishRound(c.Ctx(), same, p.Plan.ID)
	c.Refused("round_plan.same_person", err)
	if c.Dump() != before {
		t.Error("a refused publication changed the database")
	}
	r, err := c.Admission.PublishRound(c.Ctx(), approver, p.Plan.ID)
	if err != nil || r.OutcomeSHA256 != p.Plan.OutcomeSHA256 || r.Plan != string(p.Plan.ID) || r.Offers != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	wantState(t, c, ids[0], preschool.ApplicationOffered)
	_, err = c.Admission.PublishRound(c.Ctx(), approver, p.Plan.ID)
	c.Refused("round_plan.not_publish", err)
	_, err = c.Admission.PreviewRound(c.Ctx(), officer)
	c.Refused("round.not_due", err)
	plans, err := c.Admission.RoundPlans(c.Ctx(), town.Actor(access.Auditor), 10)
	if err != nil || len(plans) != 1 || plans[0].State != preschool.PlanPublished || plans[0].DecidedBy != approver.ID {
		t.Errorf("%+v, %v", plans, err)
	}
}

// What changed between the preview and the publication is never published unseen.
func TestAChangedRoundIsNotPublished(t *testing.T) {
	t.Parallel()
	c, _ := planned(t)
	officer, approver := town.Actor(access.Officer), town.Actor(access.Approver)
	old, err := c.Admission.PreviewRound(c.Ctx(), officer)
	c.Do(err)
	c.Open(town.Sun, 2023, 2)
	before := c.Dump()
	_, err = c.Admission.PublishRound(c.Ctx(), approver, old.Plan.ID)
	c.Refused("round.changed", err)
	if c.Dump() != before {
		t.Error("the database changed")
	}
	renewed, err := c.Admission.PreviewRound(c.Ctx(), officer)
	c.Do(err)
	_, err = c.Admission.PublishRound(c.Ctx(), approver, old.Plan.ID)
	c.Refused("round_plan.not_publish", err)
	r, err := c.Admission.PublishRound(c.Ctx(), approver, renewed.Plan.ID)
	if err != nil || r.Offers != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestACancelledPlanLeavesEverythingAsItWas(t *testing.T) {
	t.Parallel()
	c, ids := planned(t)
	officer, approver := town.Actor(access.Officer), town.Actor(access.Approver)
	p, err := c.Admission.PreviewRound(c.Ctx(), officer)
	c.Do(err)
	c.Refused("round_plan.no_reason", c.Admission.CancelRoundPlan(c.Ctx(), approver, p.Plan.ID, ""))
	seen := func() (list []any) {
		c.Read(func(r *store.Reader) error {
			for _, read := range []func() (any, error){
				func() (any, error) { return r.Applications() }, func() (any, error) { return r.Offers() }, func() (any, error) { return r.QueuesNow() },
				func() (any, error) { return r.Groups() }, func() (any, error) { return r.CarriesNow() }, func() (any, error) { return r.Rounds(100) },
			} {
				what, err := read()
				if err != nil {
					return err
				}
				list = append(list, what)
			}
			return nil
		})
		return list
	}
	before := seen()
	c.Do(c.Admission.CancelRoundPlan(c.Ctx(), approver, p.Plan.ID, "a seat is disputed"))
	equalAll(t, before, seen())
	_, err = c.Admission.PublishRound(c.Ctx(), approver, p.Plan.ID)
	c.Refused("round_plan.not_publish", err)
	// A plan of yesterday is nobody's: the next one takes its place.
	_, _, err = c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	c.At("2026-03-03 09:00")
	_, _, err = c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	plans, err := c.Admission.RoundPlans(c.Ctx(), officer, 10)
	c.Do(err)
	if len(plans) != 3 || plans[0].State != preschool.PlanDrafted || plans[1].State != preschool.PlanCancelled || plans[1].Reason != "superseded" {
		t.Fatalf("%+v", plans)
	}
	_, err = c.Admission.PublishRound(c.Ctx(), approver, plans[0].ID)
	c.Do(err)
	wantState(t, c, ids[0], preschool.ApplicationOffered)
}

// A wrong outcome never reaches anybody: the judge stops the round, and not a row changes.
func TestAWrongOutcomeStopsTheRound(t *testing.T) {
	t.Parallel()
	broken := errors.New("the engine broke")
	for name, engine := range map[string]func(context.Context, allocation.Problem, allocation.Options) (allocation.Outcome, error){
		"somebody else's seat": func(ctx context.Context, p allocation.Problem, o allocation.Options) (allocation.Outcome, error) {
			outcome, err := allocation.Solve(ctx, p, o)
			a := outcome.Assignments
			a[0].Group, a[len(a)-1].Group = a[len(a)-1].Group, a[0].Group
			return outcome, err
		},
		"nobody's seat": func(ctx context.Context, p allocation.Problem, o allocation.Options) (allocation.Outcome, error) {
			outcome, err := allocation.Solve(ctx, p, o)
			for i := range outcome.Assignments {
				outcome.Assignments[i].Group = ""
			}
			return outcome, err
		},
		"an error": func(context.Context, allocation.Problem, allocation.Options) (allocation.Outcome, error) {
			return allocation.Outcome{}, broken
		},
	} {
		for _, profile := range []string{"kz-classic-2025", "kz-voucher-2026"} {
			c := town.New(t, profile)
			c.Open(town.Sun, 2023, 1)
			c.Queue(3, "2023-05-06", "", town.Sun)
			c.At("2026-03-02 05:00")
			c.Night()
			c.At("2026-03-02 09:00")
			planted, before := admission.Planted(c.Deps, engine), c.Dump()
			if r, ran, err := planted.RunRound(c.Ctx(), town.Actor(access.System)); err == nil || ran {
				t.Errorf("%s, %s: round %+v ran", profile, name, r)
			}
			if _, err := planted.PreviewRound(c.Ctx(), town.Actor(access.Officer)); err == nil {
				t.Errorf("%s, %s: it was previewed", profile, name)
			}
			if c.Dump() != before {
				t.Errorf("%s, %s: the database changed", profile, name)
			}
			if r := round(t, c); r.Offers != 1 {
				t.Errorf("%s, %s: afterwards the round makes %d offers", profile, name, r.Offers)
			}
		}
	}
}
