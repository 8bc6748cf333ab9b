package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// transferLetter is a notice of a seat for a transfer on its way.
type transferLetter struct {
	job    store.Job
	way    register.NoticeWay
	notice gateway.Notice
	failed error
}

// DeliverTransferNotices sends up to n due notices of seats for transfers to the guardians' addresses. The term to answer
// starts when the notice was delivered; one that cannot be delivered is tried again, then goes the family's next way. It
// returns how many jobs it took.
func (s *Service) DeliverTransferNotices(ctx context.Context, actor access.Actor, worker string, n int) (int, error) {
	var letters []transferLetter
	taken := 0
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.DeliverNotice, access.Place(actor.Authority)); err != nil {
			return err
		}
		jobs, err := tx.ClaimJobs(TransferJob, worker, lease, n)
		if err != nil {
			return err
		}
		taken = len(jobs)
		letters, err = transferLetters(tx, jobs)
		return err
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
			if err := transferSent(tx, actor, day, l); err != nil {
				return fmt.Errorf("deliver notice %s: %w", l.job.ID, err)
			}
		}
		return nil
	})
	return taken, err
}

// transferLetters makes the letters of jobs. A job whose seat is answered, taken back or already told has nothing to send.
func transferLetters(tx *store.Tx, jobs []store.Job) ([]transferLetter, error) {
	var letters []transferLetter
	for _, j := range jobs {
		t, err := tx.Transfer(register.ID[preschool.Transfer](j.Payload))
		if err != nil {
			return nil, err
		}
		if !t.WaitsForNotice() {
			if err := tx.FinishJob(j.ID); err != nil {
				return nil, err
			}
			continue
		}
		child, err := tx.Child(t.Child)
		if err != nil {
			return nil, err
		}
		to, err := addressOf(tx.Reader, child.Guardian, t.NoticeVia)
		if err != nil {
			return nil, err
		}
		letters = append(letters, transferLetter{job: j, way: to.way, notice: gateway.Notice{
			Key: string(j.ID), Channel: to.channel(), Address: to.key, Template: "transfer.offered", Args: map[string]string{"transfer": j.Payload},
		}})
	}
	return letters, nil
}

// transferSent does what follows from a letter that arrived or did not.
func transferSent(tx *store.Tx, actor access.Actor, day service.Day, l transferLetter) error {
	before, err := tx.Transfer(register.ID[preschool.Transfer](l.job.Payload))
	if err != nil {
		return err
	}
	if before.WaitsForNotice() {
		if l.failed != nil {
			err = transferNotArrived(tx, actor, day, before, l.way)
		} else {
			err = transferTold(tx, actor, day, before, store.Cause{Event: "notice.delivered", Ground: string(l.way)})
		}
	}
	if err != nil {
		return err
	}
	return tx.FinishJob(l.job.ID)
}

// transferTold starts the term to answer.
func transferTold(tx *store.Tx, actor access.Actor, day service.Day, before preschool.Transfer, cause store.Cause) error {
	by, err := (&bench{day: day}).answerBy()
	if err != nil {
		return err
	}
	t, err := before.Deliver(tx.Now, by)
	if err != nil {
		return err
	}
	return tx.SaveTransfer(actor, before, t, cause)
}

// transferNotArrived counts a failed attempt. The same way is tried again after an hour; when the rules' attempts are used up
// the next one begins. The last way is tried for as long as its term runs.
func transferNotArrived(tx *store.Tx, actor access.Actor, day service.Day, before preschool.Transfer, way register.NoticeWay) error {
	t, err := before.GoOn(way, day.Today)
	if err != nil {
		return err
	}
	t.NoticeTries++
	if err := tx.SaveTransfer(actor, before, t, store.Cause{Event: "notice.failed", Ground: string(way)}); err != nil {
		return err
	}
	if t.NoticeTries == day.Rules.Notice.Attempts {
		next, found, err := nextTransferWay(tx, actor, day, t)
		if err != nil {
			return err
		}
		if found {
			if err := beginTransferWay(tx, actor, day, t, next); err != nil {
				return err
			}
			tx.Promise(TransferJob, string(t.ID), tx.Now)
			return nil
		}
	}
	tx.Promise(TransferJob, string(t.ID), tx.Now.Add(tryAgain))
	return nil
}

// beginTransferWay begins a way; an untold family always has one job that waits, which then goes this way.
func beginTransferWay(tx *store.Tx, actor access.Actor, day service.Day, before preschool.Transfer, way register.NoticeWay) error {
	t, err := before.GoOn(way, day.Today)
	if err != nil {
		return err
	}
	return tx.SaveTransfer(actor, before, t, store.Cause{Event: "notice.passed_on", Ground: string(way)})
}

// nextTransferWay is the way after the present one, whose address it marks as failed; found is false after the last. Only ways
// by which something is sent count: the clerk's list and the public notice are of offers from the queue.
func nextTransferWay(tx *store.Tx, actor access.Actor, day service.Day, t preschool.Transfer) (next register.NoticeWay, found bool, err error) {
	child, err := tx.Child(t.Child)
	if err != nil {
		return "", false, err
	}
	ways, err := waysTo(tx.Reader, day, child.Guardian)
	if err != nil {
		return "", false, err
	}
	passed := t.NoticeVia == ""
	for _, way := range ways {
		if passed && way.way != register.ByCounter && way.way != register.ByPublic {
			return way.way, true, nil
		}
		if way.way != t.NoticeVia {
			continue
		}
		passed = true
		if way.contact.ID != "" {
			if err := tx.SaveContact(actor, way.contact.Failed(day.Today), store.Cause{Event: "contact.failed"}); err != nil {
				return "", false, err
			}
		}
	}
	return "", false, nil
}

// passTransferNoticeOn lets the notice whose way had its term go the next way. After the last one the family is held to be
// told, and the ordinary term to answer begins: no seat waits for ever, and no family loses one before that.
func passTransferNoticeOn(tx *store.Tx, actor access.Actor, day service.Day, t preschool.Transfer) error {
	if !t.NoticedOn.IsZero() {
		last, err := day.Rules.Notice.FallbackTerm.Due(t.NoticedOn, day.Rules.Calendar)
		if err != nil || !day.Today.After(last) {
			return err
		}
	}
	next, found, err := nextTransferWay(tx, actor, day, t)
	if err != nil {
		return err
	}
	if found {
		return beginTransferWay(tx, actor, day, t, next)
	}
	return transferTold(tx, actor, day, t, store.Cause{Event: "notice.held_delivered", Ground: string(t.NoticeVia)})
}
