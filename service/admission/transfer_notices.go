package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// DeliverTransferNotices sends up to n due notices of seats for transfers. The term to answer starts when the notice was
// delivered; one that cannot be sent is tried again later. It returns how many jobs it took.
func (s *Service) DeliverTransferNotices(ctx context.Context, actor access.Actor, worker string, n int) (int, error) {
	var jobs []store.Job
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.DeliverNotice, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		jobs, err = tx.ClaimJobs(TransferJob, worker, lease, n)
		return err
	})
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	sent := make([]error, len(jobs))
	for i, j := range jobs {
		sent[i] = s.Notices.Send(ctx, gateway.Notice{
			Key: string(j.ID), Channel: gateway.SMS, Address: j.Payload, Template: "transfer.offered", Args: map[string]string{"transfer": j.Payload},
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
			if err := s.transferDelivered(tx, actor, j); err != nil {
				return fmt.Errorf("deliver notice %s: %w", j.ID, err)
			}
		}
		return nil
	})
	return len(jobs), err
}

func (s *Service) transferDelivered(tx *store.Tx, actor access.Actor, j store.Job) error {
	before, err := tx.Transfer(register.ID[preschool.Transfer](j.Payload))
	if err != nil {
		return err
	}
	if before.State == preschool.TransferOffered {
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		t := before
		if t.AnswerBy, err = (&bench{day: day}).answerBy(); err != nil {
			return err
		}
		if err := tx.SaveTransfer(actor, before, t, store.Cause{Event: "notice.delivered"}); err != nil {
			return err
		}
	}
	return tx.FinishJob(j.ID)
}
