package demo

import (
	"context"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/service/admission"
)

// renewBefore is how many days before its certificate ends a family brings a newer one.
const renewBefore = 6

// renewalActions are the families whose certificate runs out and who bring another, and the officer who checks it on a later
// day.
func (y *year) renewalActions(ctx context.Context, day civil.Date, add func(string, func(context.Context) error)) error {
	ending, err := y.Admission.ProofsRunningOut(ctx, officer, renewBefore)
	if err != nil {
		return err
	}
	runsOut := make(map[admission.TaskID]bool, len(ending))
	for _, t := range ending {
		runsOut[t.Task] = true
	}
	for _, w := range y.people.wishes {
		if len(runsOut) > 0 && w.app != "" && runsOut[admission.ProofTaskOf(Karaganda, w.app)] {
			add("renew "+string(w.app), func(ctx context.Context) error { return y.Admission.RenewProof(ctx, family(w.owner), w.app, day) })
		}
	}
	tasks, err := y.Admission.ProofTasks(ctx, officer)
	for _, t := range tasks {
		if t.Renewal && t.Issued.Before(day) {
			add("check "+string(t.Task), func(ctx context.Context) error { return y.Admission.VerifyProof(ctx, officer, t.Task, true) })
		}
	}
	return err
}
