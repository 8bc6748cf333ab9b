package job

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/service"
)

func (r *Runner) runRound(ctx context.Context) error {
	round, ran, err := r.Admission.RunRound(ctx, r.Actor)
	if err == nil && ran {
		r.Log.Info("round run", "kind", string(round.Kind), "seats", round.Seats)
	}
	return err
}

func (r *Runner) runTransfers(ctx context.Context) error {
	round, ran, err := r.Admission.RunTransfers(ctx, r.Actor)
	if err == nil && ran {
		r.Log.Info("round run", "kind", string(round.Kind), "seats", round.Seats)
	}
	return err
}

func (r *Runner) runChoice(ctx context.Context) error {
	round, ran, err := r.Admission.RunChoice(ctx, r.Actor)
	if err == nil && ran {
		r.Log.Info("round run", "kind", string(round.Kind), "seats", round.Seats)
	}
	return err
}

func (r *Runner) deliver(ctx context.Context) error {
	if !r.Notify {
		return nil
	}
	for _, deliver := range []func(context.Context, access.Actor, string, int) (int, error){
		r.Admission.DeliverNotices, r.Admission.DeliverTransferNotices, r.Admission.SendContactCodes,
	} {
		if _, err := deliver(ctx, r.Actor, r.Worker, atOnce); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) integrate(ctx context.Context) error {
	taken, err := r.Oversight.IntegrateLog(ctx, r.Actor)
	r.published = r.published && taken == 0
	return err
}

// publish writes the log once after the start, in case the last program was stopped before, and whenever it grew.
func (r *Runner) publish(ctx context.Context) error {
	if r.published {
		return nil
	}
	err := r.Oversight.PublishLog(ctx, r.Actor, service.Sub(r.Folder, "log"))
	r.published = err == nil
	return err
}

func (r *Runner) issue(ctx context.Context) error {
	_, err := r.Oversight.IssueReceipts(ctx, r.Actor, service.Sub(r.Folder, "receipts"), atOnce)
	return err
}
