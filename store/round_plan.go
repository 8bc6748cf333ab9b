package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveNewRoundPlan keeps the preview of a round.
func (tx *Tx) SaveNewRoundPlan(actor access.Actor, p preschool.RoundPlan, why Cause) error {
	err := tx.q.InsertRoundPlan(tx.ctx, sqlcgen.InsertRoundPlanParams{
		AuthorityID: tx.auth(), PlanID: string(p.ID), Kind: string(p.Kind), OnDay: p.On, State: string(p.State), ProfileSha256: p.ProfileSHA256,
		ProblemSha256: p.ProblemSHA256, OutcomeSha256: p.OutcomeSHA256, Children: int64(p.Children), Seats: int64(p.Seats), Offers: int64(p.Offers),
		DraftedBy: p.DraftedBy, DecidedBy: p.DecidedBy, Reason: p.Reason, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save round plan %s: %w", p.ID, err)
	}
	return tx.record(actor, why.Event, string(p.ID), why.Ground, planFacts(p)...)
}

// SaveRoundPlan keeps a published or cancelled plan.
func (tx *Tx) SaveRoundPlan(actor access.Actor, p preschool.RoundPlan, why Cause) error {
	err := tx.q.UpdateRoundPlan(tx.ctx, sqlcgen.UpdateRoundPlanParams{
		AuthorityID: tx.auth(), PlanID: string(p.ID), State: string(p.State), DecidedBy: p.DecidedBy, Reason: p.Reason,
	})
	if err != nil {
		return fmt.Errorf("save round plan %s: %w", p.ID, err)
	}
	return tx.record(actor, why.Event, string(p.ID), why.Ground, planFacts(p)...)
}

func planFacts(p preschool.RoundPlan) []Fact {
	return []Fact{{Name: "kind", Value: string(p.Kind)}, {Name: "on", Value: p.On.String()}, {Name: "state", Value: string(p.State)},
		{Name: "profile_sha256", Value: p.ProfileSHA256}, {Name: "problem_sha256", Value: p.ProblemSHA256}, {Name: "outcome_sha256", Value: p.OutcomeSHA256},
		{Name: "children", Value: fmt.Sprint(p.Children)}, {Name: "seats", Value: fmt.Sprint(p.Seats)}, {Name: "offers", Value: fmt.Sprint(p.Offers)},
		{Name: "drafted_by", Value: p.DraftedBy}, {Name: "decided_by", Value: p.DecidedBy}, {Name: "reason", Value: p.Reason}}
}

func roundPlanOf(r sqlcgen.RoundPlan) preschool.RoundPlan {
	return preschool.RoundPlan{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.RoundPlan](r.PlanID), Kind: preschool.RoundKind(r.Kind), On: r.OnDay,
		State: preschool.RoundPlanState(r.State), ProfileSHA256: r.ProfileSha256, ProblemSHA256: r.ProblemSha256, OutcomeSHA256: r.OutcomeSha256,
		Children: int(r.Children), Seats: int(r.Seats), Offers: int(r.Offers), DraftedBy: r.DraftedBy, DecidedBy: r.DecidedBy, Reason: r.Reason,
	}
}

// RoundPlan reads one plan; in an Update its row is locked.
func (r *Reader) RoundPlan(id register.ID[preschool.RoundPlan]) (preschool.RoundPlan, error) {
	row, err := r.q.GetRoundPlan(r.ctx, sqlcgen.GetRoundPlanParams{AuthorityID: r.auth(), PlanID: string(id)})
	row, err = one(row, err, "round_plan.unknown")
	return roundPlanOf(row), err
}

// DraftedRoundPlans lists the plans that nobody has decided on, the oldest day first.
func (r *Reader) DraftedRoundPlans() ([]preschool.RoundPlan, error) {
	rows, err := r.q.ListRoundPlansDrafted(r.ctx, r.auth())
	slices.SortFunc(rows, func(a, b sqlcgen.RoundPlan) int {
		if c := a.OnDay.Compare(b.OnDay); c != 0 {
			return c
		}
		return strings.Compare(a.PlanID, b.PlanID)
	})
	return each(rows, err, roundPlanOf)
}

// RoundPlans lists the newest plans first.
func (r *Reader) RoundPlans(limit int) ([]preschool.RoundPlan, error) {
	rows, err := r.q.ListRoundPlans(r.ctx, sqlcgen.ListRoundPlansParams{AuthorityID: r.auth(), Lim: int32(limit)})
	return each(rows, err, roundPlanOf)
}

// LastRound is the newest round of a kind; the zero round where there was none.
func (r *Reader) LastRound(kind preschool.RoundKind) (preschool.Round, error) {
	row, err := r.q.FindLastRound(r.ctx, sqlcgen.FindLastRoundParams{AuthorityID: r.auth(), Kind: string(kind)})
	if errors.Is(err, sql.ErrNoRows) {
		return preschool.Round{}, nil
	}
	return roundOf(row), err
}

// RoundSince finds the first round of a kind on or after a day; found is false when there was none.
func (r *Reader) RoundSince(kind preschool.RoundKind, since civil.Date) (round preschool.Round, found bool, err error) {
	row, err := r.q.FindRoundSince(r.ctx, sqlcgen.FindRoundSinceParams{AuthorityID: r.auth(), Kind: string(kind), Since: since})
	if errors.Is(err, sql.ErrNoRows) {
		return preschool.Round{}, false, nil
	}
	return roundOf(row), err == nil, err
}
