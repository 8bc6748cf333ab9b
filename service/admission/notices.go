package admission

import (
	"context"
	"fmt"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// lease is how long a worker keeps a job before another may take it.
const lease = time.Minute

// The templates of notices.
const (
	offerTemplate    = "offer.made"
	reminderTemplate = "offer.reminder"
	refreshTemplate  = "queue.refresh"
)

// letter is a notice on its way.
type letter struct {
	job    store.Job
	offer  register.ID[preschool.Offer] // none: of a refresh
	way    register.NoticeWay
	notice gateway.Notice
	failed error
}

// DeliverNotices sends up to n due notices: of offers, of their last day, of the next refresh. The term to answer an offer
// starts when its notice was delivered; one that cannot be delivered is tried again, and then goes the next way of the rules.
// It returns how many jobs it took.
func (s *Service) DeliverNotices(ctx context.Context, actor access.Actor, worker string, n int) (int, error) {
	var letters []letter
	taken := 0
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		letters, taken = nil, 0
		if err := actor.Require(access.DeliverNotice, access.Place(actor.Authority)); err != nil {
			return err
		}
		for _, kind := range []string{NoticeJob, ReminderJob, RefreshJob} {
			if taken >= n {
				break
			}
			jobs, err := tx.ClaimJobs(kind, worker, lease, n-taken)
			if err != nil {
				return err
			}
			taken += len(jobs)
			written, err := s.write(tx, jobs)
			if err != nil {
				return err
			}
			letters = append(letters, written...)
		}
		return nil
	})
	if err != nil || len(letters) == 0 {
		return taken, err
	}
	for i := range letters {
		letters[i].failed = s.Notices.Send(ctx, letters[i].notice)
	}
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		for _, l := range letters {
			if err := s.sent(tx, actor, day, worker, l); err != nil {
				return fmt.Errorf("deliver notice %s: %w", l.job.ID, err)
			}
		}
		return nil
	})
	return taken, err
}

// write makes the letters of jobs. A job whose offer is answered or goes another way has nothing to send and ends.
func (s *Service) write(tx *store.Tx, jobs []store.Job) ([]letter, error) {
	letters := make([]letter, 0, len(jobs))
	for _, j := range jobs {
		l := letter{job: j, notice: gateway.Notice{Template: refreshTemplate}}
		guardian, via := register.ID[register.Guardian](""), register.NoticeWay("")
		id := register.ID[preschool.Application](j.Payload)
		if j.Kind != RefreshJob {
			o, err := tx.Offer(register.ID[preschool.Offer](j.Payload))
			if err != nil {
				return nil, err
			}
			if o.State != preschool.OfferOpen || j.Kind == NoticeJob && (!o.DeliveredAt.IsZero() || o.NoticeVia == register.ByCounter) {
				if err := tx.FinishJob(j.ID); err != nil {
					return nil, err
				}
				continue
			}
			l.offer, id, via = o.ID, o.Application, o.NoticeVia
			l.notice.Template = map[string]string{NoticeJob: offerTemplate, ReminderJob: reminderTemplate}[j.Kind]
		}
		a, err := tx.Application(id)
		if err != nil {
			return nil, err
		}
		guardian = a.Guardian
		to, err := addressOf(tx.Reader, guardian, via)
		if err != nil {
			return nil, err
		}
		l.way, l.notice.Channel, l.notice.Address = to.way, to.channel(), to.key
		l.notice.Key = l.notice.Template + "/" + j.Payload + "/" + string(l.way)
		l.notice.Args = map[string]string{"of": j.Payload}
		letters = append(letters, l)
	}
	return letters, nil
}

// sent does what follows from a letter that arrived or did not.
func (s *Service) sent(tx *store.Tx, actor access.Actor, day service.Day, worker string, l letter) error {
	switch {
	case l.job.Kind == NoticeJob:
		before, err := tx.Offer(l.offer)
		if err != nil {
			return err
		}
		if before.WaitsForNotice() {
			if l.failed != nil {
				err = s.notArrived(tx, actor, day, before, l.way)
			} else {
				err = s.arrived(tx, actor, day, before, l.way, store.Cause{Event: "notice.delivered"})
			}
		}
		if err != nil {
			return err
		}
	case l.failed != nil:
		return tx.RetryJob(l.job, worker, "not sent")
	case l.job.Kind == ReminderJob:
		if err := tx.SaveReminder(store.Notice{Offer: l.offer, Way: l.way, Template: reminderTemplate, Delivered: true, On: day.Today}); err != nil {
			return err
		}
	}
	return tx.FinishJob(l.job.ID)
}

// arrived starts the term to answer: the family knows of the offer, by the way.
func (s *Service) arrived(tx *store.Tx, actor access.Actor, day service.Day, before preschool.Offer, way register.NoticeWay, cause store.Cause) error {
	own, err := s.under(tx.Reader, day, before)
	if err != nil {
		return err
	}
	term := own.Rules.Offer.AnswerTerm
	if before.Source == preschool.FromWaitlist {
		term = own.Rules.Waitlist.AnswerTerm
	}
	if way == register.ByPublic && !own.Rules.Notice.PublicTerm.IsZero() {
		term = own.Rules.Notice.PublicTerm
	}
	by, err := term.Due(day.Today, day.Rules.Calendar)
	if err != nil {
		return err
	}
	o, err := before.TryNotice(way, day.Today)
	if err != nil {
		return err
	}
	if o, err = o.Deliver(tx.Now, by); err != nil {
		return err
	}
	return tx.SaveNotice(actor, before, o, store.Notice{Offer: o.ID, Way: way, Template: offerTemplate, Delivered: true, On: day.Today}, cause)
}
