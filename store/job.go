package store

import (
	"cmp"
	"slices"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// Job is due work that was promised in the transaction that made it necessary. Handlers are idempotent: a job whose
// worker died is claimed again when its lease runs out.
type Job struct {
	ID        register.ID[Job]
	Kind      string
	Payload   string
	Attempt   int
	CreatedAt civil.Instant
}

type jobRow struct {
	id            register.ID[Job]
	kind, payload string
	runAt         civil.Instant
}

// Promise writes a job into the transaction, due at an instant.
func (tx *Tx) Promise(kind, payload string, due civil.Instant) {
	tx.jobs = append(tx.jobs, jobRow{NewID[Job](tx, "job"), kind, payload, due})
}

// ClaimJobs takes up to n due jobs of a kind under a lease for a worker whose name is unique per start, the oldest first.
func (tx *Tx) ClaimJobs(kind, worker string, lease time.Duration, n int) ([]Job, error) {
	rows, err := tx.q.ClaimJobs(tx.ctx, sqlcgen.ClaimJobsParams{
		AuthorityID: tx.auth(), Kind: kind, Worker: worker, LeaseUntil: tx.Now.Add(lease), Now: tx.Now, Lim: int32(n),
	})
	// An engine returns changed rows in any order.
	slices.SortFunc(rows, func(a, b sqlcgen.ClaimJobsRow) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.JobID, b.JobID))
	})
	return each(rows, err, func(r sqlcgen.ClaimJobsRow) Job {
		return Job{register.ID[Job](r.JobID), r.Kind, r.Payload, int(r.Attempt), r.CreatedAt}
	})
}

// FinishJob removes a job whose work is done, in the transaction that did it.
func (tx *Tx) FinishJob(id register.ID[Job]) error {
	return tx.q.FinishJob(tx.ctx, sqlcgen.FinishJobParams{AuthorityID: tx.auth(), JobID: string(id)})
}

// maxAttempts: after these a job is put aside for a person to look at.
const maxAttempts = 10

// RetryJob gives a failed job back with a growing delay, or puts it aside after too many attempts. cause holds no
// personal data.
func (tx *Tx) RetryJob(j Job, worker, cause string) error {
	state := "ready"
	if j.Attempt >= maxAttempts {
		state = "dead"
	}
	return tx.q.RetryJob(tx.ctx, sqlcgen.RetryJobParams{
		AuthorityID: tx.auth(), JobID: string(j.ID), Worker: worker, State: state,
		RunAt: tx.Now.Add(time.Second << min(j.Attempt, 12)), LastError: cause,
	})
}

// CountJobs counts jobs in a state: ready, running, dead.
func (r *Reader) CountJobs(state string) (int, error) {
	n, err := r.q.CountJobs(r.ctx, sqlcgen.CountJobsParams{AuthorityID: r.auth(), State: state})
	return int(n), err
}

// ReclaimJobs makes due again what a worker of this name had taken when it was stopped.
func (tx *Tx) ReclaimJobs(worker string) error {
	return tx.q.ReclaimJobs(tx.ctx, sqlcgen.ReclaimJobsParams{AuthorityID: tx.auth(), Worker: worker})
}
