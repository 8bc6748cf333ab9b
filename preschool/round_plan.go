package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// RoundPlanState is where the preview of a round stands.
type RoundPlanState string

// The states of a round plan.
const (
	PlanDrafted   RoundPlanState = "drafted"
	PlanPublished RoundPlanState = "published"
	PlanCancelled RoundPlanState = "cancelled"
)

// RoundPlanTable is the life of a preview: somebody publishes what was seen, or nobody does.
var RoundPlanTable = Table{
	Noun: "round_plan", Start: "drafted",
	States: []string{"drafted", "published", "cancelled"},
	Steps:  []Step{{"drafted", "publish", "published"}, {"drafted", "cancel", "cancelled"}},
}

// RoundPlan is what a round would give out, seen before it is published. It names nobody: the hashes say whether the round
// that is published is the one that was seen.
type RoundPlan struct {
	Authority     register.ID[register.Authority]
	ID            register.ID[RoundPlan]
	Kind          RoundKind
	On            civil.Date // the day of the round
	State         RoundPlanState
	ProfileSHA256 string
	ProblemSHA256 string
	OutcomeSHA256 string
	Children      int
	Seats         int
	Offers        int
	DraftedBy     string // key of the person, or of the program
	DecidedBy     string // key of who published or cancelled it
	Reason        string // why it was cancelled
}

// Scope returns the authority.
func (p RoundPlan) Scope() register.ID[register.Authority] { return p.Authority }

// Publish lets the round go out. Whoever drafted it cannot.
func (p RoundPlan) Publish(by string) (RoundPlan, error) {
	to, err := next(RoundPlanTable, p.State, "publish")
	if err != nil {
		return p, err
	}
	if by == p.DraftedBy {
		return p, register.Refuse(register.Denied, "round_plan.same_person")
	}
	p.State, p.DecidedBy = to, by
	return p, nil
}

// Cancel drops the plan with a reason: everything stays as it was.
func (p RoundPlan) Cancel(by, reason string) (RoundPlan, error) {
	to, err := next(RoundPlanTable, p.State, "cancel")
	if err != nil {
		return p, err
	}
	if reason == "" {
		return p, &register.Error{Kind: register.Invalid, Code: "round_plan.no_reason", Field: "reason"}
	}
	p.State, p.DecidedBy, p.Reason = to, by, reason
	return p, nil
}
