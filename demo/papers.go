package demo

import (
	"context"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// papersActions are the papers of accepted seats where the rules ask for them: every family hands them in at eight on the day
// after it has the seat, and the kindergarten accepts them on the next working day, before contracts are signed. A child whose
// ground is being checked is not shown to the kindergarten yet: it looks again on the next working day.
func (y *year) papersActions(day civil.Date, rules *policy.Rules, work admission.Worklist) ([]action, error) {
	working, err := rules.Calendar.IsWorking(day)
	if err != nil || !rules.Enrol.Papers {
		return nil, err
	}
	var actions []action
	for _, o := range work.Accepted {
		asked := o.AnsweredAt.Date(rules.Zone)
		if o.Papers == "" && asked.Before(day) {
			actions = append(actions, y.early(day, 0, "papers "+string(o.ID), func(ctx context.Context) error {
				return y.Admission.SubmitPapers(ctx, family(o.Application.Guardian), o.ID, nil)
			}))
		}
		if working && asked.Before(day) { // whatever they are now: at half past eight they are handed in
			site := register.ID[register.Kindergarten](siteOf(o.Group))
			actions = append(actions, y.early(day, 30*time.Minute, "papers of "+string(o.ID), func(ctx context.Context) error {
				err := y.Admission.AcceptPapers(ctx, staff(site), o.ID)
				if register.CodeOf(err) == "offer.unknown" {
					return nil
				}
				return err
			}))
		}
	}
	return actions, nil
}

// early is an action in the half hour that begins so long after eight.
func (y *year) early(day civil.Date, after time.Duration, key string, do func(context.Context) error) action {
	at := y.at(day, opens+after+time.Duration(y.Seed.Draw("early", key, day.String()).Below(30*60*1e6))*time.Microsecond)
	return action{at, key, do}
}
