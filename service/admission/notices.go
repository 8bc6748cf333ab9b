package admission

import (
	"context"
	"fmt"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// lease is how long a worker keeps a job before another may take it.
const lease = time.Minute

// DeliverNotices sends up to n due notices of offers. The term to answer starts when the notice was delivered. A notice
// that cannot be sent is tried again later; it returns how many jobs it took.
func (s *Service) DeliverNotices(ctx context.Context, actor access.Actor, worker string, n int) (int, error) {
	var jobs []store.Job
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.DeliverNotice, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		jobs, err = tx.ClaimJobs(NoticeJob, worker, lease, n)
		return err
	})
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	sent := make([]error, len(jobs))
	for i, j := range jobs {
		sent[i] = s.Notices.Send(ctx, gateway.Notice{
			Key: string(j.ID), Channel: gateway.SMS, Address: j.Payload, Template: "offer.made", Args: map[string]string{"offer": j.Payload},
		})
	}
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		for i, j := range jobs {
			if sent[i] != nil {
				if err := tx.RetryJob(j, worker, "not sent"); err != nil {
					return err
				}
				continue
			}
			if err := s.delivered(tx, actor, j); err != nil {
				return fmt.Errorf("deliver notice %s: %w", j.ID, err)
			}
		}
		return nil
	})
	return len(jobs), err
}

func (s *Service) delivered(tx *store.Tx, actor access.Actor, j store.Job) error {
	before, err := tx.Offer(register.ID[preschool.Offer](j.Payload))
	if err != nil {
		return err
	}
	if before.State == preschool.OfferOpen && before.DeliveredAt.IsZero() {
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		term := day.Rules.Offer.AnswerTerm
		if before.Source == preschool.FromWaitlist {
			term = day.Rules.Waitlist.AnswerTerm
		}
		by, err := term.Due(day.Today, day.Rules.Calendar)
		if err != nil {
			return err
		}
		o, err := before.Deliver(tx.Now, by)
		if err != nil {
			return err
		}
		if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "notice.delivered"}); err != nil {
			return err
		}
	}
	return tx.FinishJob(j.ID)
}
