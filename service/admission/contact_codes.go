package admission

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// ContactJob sends a code to a contact; payload: contact id. The code itself is drawn when it is sent and stands nowhere.
const ContactJob = "contact_code"

// AskContacts promises codes to the contacts of waiting families whose last confirmation is older than the rules allow. One
// that was asked and did not answer is asked again after the same term. Done twice on a day it asks once. It returns how many
// it asked.
func (s *Service) AskContacts(ctx context.Context, actor access.Actor) (int, error) {
	asked := 0
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		asked = 0
		if err := actor.Require(access.AskContact, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		waiting, err := waitingGuardians(tx)
		if err != nil {
			return err
		}
		all, err := tx.Contacts()
		if err != nil {
			return err
		}
		for _, c := range all {
			due, err := askDue(day, c)
			if err != nil {
				return err
			}
			if !due || !waiting[c.Guardian] {
				continue
			}
			c.AskedOn = day.Today
			if err := tx.SaveContact(actor, c, store.Cause{Event: "contact.asked", Ground: "contact.check_every"}); err != nil {
				return err
			}
			tx.Promise(ContactJob, string(c.ID), tx.Now)
			asked++
		}
		return nil
	})
	return asked, err
}

func waitingGuardians(tx *store.Tx) (map[register.ID[register.Guardian]]bool, error) {
	guardians, err := tx.GuardiansWaiting()
	waiting := make(map[register.ID[register.Guardian]]bool, len(guardians))
	for _, g := range guardians {
		waiting[g] = true
	}
	return waiting, err
}

// askDue tells whether a contact is to be asked by schedule: neither confirmed nor asked within the term.
func askDue(day service.Day, c preschool.Contact) (bool, error) {
	since := c.ConfirmedOn
	if c.AskedOn.After(since) {
		since = c.AskedOn
	}
	last, err := day.Rules.Contact.CheckEvery.Due(since, day.Rules.Calendar)
	return !last.IsZero() && day.Today.After(last), err
}

// SendContactCodes sends up to n promised codes. What cannot be delivered is noted at the contact, for the worklist, and tried
// again. It returns how many jobs it took.
func (s *Service) SendContactCodes(ctx context.Context, actor access.Actor, worker string, n int) (int, error) {
	jobs, notices, err := s.drawCodes(ctx, actor, worker, n)
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	sent := make([]error, len(jobs))
	for i := range jobs {
		sent[i] = s.Notices.Send(ctx, notices[i])
	}
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		for i, j := range jobs {
			if sent[i] == nil {
				err = tx.FinishJob(j.ID)
			} else {
				err = s.codeFailed(tx, actor, day, j, worker)
			}
			if err != nil {
				return fmt.Errorf("send code of %s: %w", j.ID, err)
			}
		}
		return nil
	})
	return len(jobs), err
}

func (s *Service) codeFailed(tx *store.Tx, actor access.Actor, day service.Day, j store.Job, worker string) error {
	c, err := tx.Contact(register.ID[preschool.Contact](j.Payload))
	if err != nil {
		return err
	}
	if c.FailedOn != day.Today {
		if err := tx.SaveContact(actor, c.Failed(day.Today), store.Cause{Event: "contact.failed"}); err != nil {
			return err
		}
	}
	return tx.RetryJob(j, worker, "not sent")
}

// drawCodes takes jobs and draws their codes: of each only the hash is kept.
func (s *Service) drawCodes(ctx context.Context, actor access.Actor, worker string, n int) (jobs []store.Job, notices []gateway.Notice, err error) {
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		jobs, notices = nil, nil
		if err := actor.Require(access.DeliverNotice, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if jobs, err = tx.ClaimJobs(ContactJob, worker, lease, n); err != nil {
			return err
		}
		for _, j := range jobs {
			c, err := tx.Contact(register.ID[preschool.Contact](j.Payload))
			if err != nil {
				return err
			}
			drawn := tx.Draw("contact code")
			code := fmt.Sprintf("%06d", binary.BigEndian.Uint64(drawn[:8])%1_000_000)
			if err := tx.SaveContact(actor, c.Ask(code, day.Today), store.Cause{Event: "contact.code_drawn"}); err != nil {
				return err
			}
			notices = append(notices, gateway.Notice{
				Key: fmt.Sprintf("%s/%d", j.ID, j.Attempt), Channel: channelOf(c.Way), Address: string(c.ID), Template: "contact.confirm",
				Args: map[string]string{"code": code},
			})
		}
		return nil
	})
	return jobs, notices, err
}

func channelOf(way register.NoticeWay) gateway.Channel {
	if way == register.ByEmail {
		return gateway.Email
	}
	return gateway.SMS // the guardian's telephone, or that of the second contact
}
