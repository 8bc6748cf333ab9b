// Package job does the work of a real city that nobody asks for by hand: it integrates, signs and publishes the log,
// issues receipts, delivers notices, and at their hours ends terms and runs the day's rounds. Each piece calls one use
// case, which does nothing when it was done before; so a piece is simply tried again after an error, a missed hour is made
// up for on the same day, and two programs on one database do not harm each other.
package job

import (
	"context"
	"log/slog"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
)

// Runner runs the due work of one authority. It reads no clock and starts no timer of its own: both are given.
type Runner struct {
	Actor     access.Actor // of role system
	Admission *admission.Service
	Registry  *registry.Service
	Oversight *oversight.Service
	Folder    service.Folder // the log is published below log, receipts below receipts
	Zone      *time.Location // in which the hours of the day are counted

	Now    func() time.Time
	After  func(time.Duration) <-chan time.Time // as time.After
	Log    *slog.Logger
	Worker string // names this process among the workers of a kind of job
	Notify bool   // whether notices can be sent; without it they go the ways of the rules that need no sender

	published bool // nothing was integrated since the log was published
}

const (
	pulse    = time.Second // between two looks at what is due
	longest  = time.Minute // the longest wait after errors
	atOnce   = 200         // notices or receipts in one piece
	midnight = 5 * time.Minute
	morning  = 6 * time.Hour
	evening  = 20*time.Hour + 30*time.Minute
)

// piece is a piece of work: at each pulse, or once a day from an hour on.
type piece struct {
	name  string
	daily bool
	hour  time.Duration // since midnight, of a daily piece
	do    func(context.Context) error

	done   civil.Date // last day of a daily piece
	failed int        // errors in a row
	again  time.Time  // not before this instant, after an error
}

// pieces are all, in the order in which they are done when several are due: what the day's rounds need goes before them,
// and the record closes the list.
func (r *Runner) pieces() []*piece {
	nightly := func(name string, do func(context.Context, access.Actor) error) *piece {
		return &piece{name: name, daily: true, hour: midnight, do: func(ctx context.Context) error { return do(ctx, r.Actor) }}
	}
	return []*piece{
		// A territory passes to other rules before anything is done by them; seats are counted before anybody gets one.
		nightly("carry out switch", told(r.Admission.CarryOutSwitch)),
		nightly("carry out capacity events", told(r.Admission.CarryOutCapacityEvents)),
		nightly("carry out closures", r.Registry.CarryOutClosures),
		nightly("carry out exchanges", r.Admission.CarryOutExchanges),
		nightly("start placements", r.Admission.StartPlacements),
		nightly("lapse deadlines", r.Admission.LapseDeadlines),
		nightly("lapse transfers", r.Admission.LapseTransfers),
		nightly("end appeal terms", r.Admission.EndAppealTerms),
		nightly("end applications", told(r.Admission.EndApplications)),
		nightly("ask registers", told(r.Admission.AskRegisters)),
		nightly("ask contacts", told(r.Admission.AskContacts)),
		nightly("erase scans", told(r.Admission.EraseScans)),
		nightly("refresh statistics", r.Oversight.RefreshStatistics),
		// Children whose kindergarten closes come before the queue, and other transfers take what nobody in the queue waits for.
		{name: "run transfers", daily: true, hour: morning, do: r.runTransfers},
		{name: "run round", daily: true, hour: morning, do: r.runRound},
		{name: "run choice", daily: true, hour: evening, do: r.runChoice},
		{name: "deliver notices", do: r.deliver},
		{name: "integrate log", do: r.integrate},
		{name: "publish log", do: r.publish},
		{name: "issue receipts", do: r.issue},
	}
}

// told is a use case that also tells how much it did.
func told[T any](do func(context.Context, access.Actor) (T, error)) func(context.Context, access.Actor) error {
	return func(ctx context.Context, actor access.Actor) error {
		_, err := do(ctx, actor)
		return err
	}
}

// Run does what is due each second until ctx ends. It returns between two pieces, never within one.
func (r *Runner) Run(ctx context.Context) {
	pieces := r.pieces()
	for ctx.Err() == nil {
		for _, p := range pieces {
			if ctx.Err() == nil {
				r.step(ctx, p)
			}
		}
		select {
		case <-ctx.Done():
		case <-r.After(pulse):
		}
	}
}

// step does a piece that is due. After an error it waits a second, two, four … up to a minute.
func (r *Runner) step(ctx context.Context, p *piece) {
	now := r.Now()
	today := civil.DateOf(now, r.Zone)
	if now.Before(p.again) || p.daily && (p.done == today || now.Before(today.At(0, 0, 0, r.Zone).Add(p.hour))) {
		return
	}
	if err := p.do(context.WithoutCancel(ctx)); err != nil {
		wait := min(pulse<<min(p.failed, 10), longest)
		p.failed, p.again = p.failed+1, now.Add(wait)
		r.Log.Error("due work failed", "job", p.name, "error", err.Error(), "again_in_seconds", int(wait.Seconds()))
		return
	}
	if p.failed > 0 {
		r.Log.Info("due work goes on", "job", p.name, "after_errors", p.failed)
	}
	p.failed, p.again, p.done = 0, time.Time{}, today
}
