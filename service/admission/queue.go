package admission

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// counted is the class and proof by which an application is ordered: a ground is worth what today's rules say, whatever it was
// when it was claimed; one whose privilege holds only where the family lives does not count elsewhere, and the rules may count
// a claim before it is proven.
func counted(tx *store.Reader, rules *policy.Rules, a preschool.Application) (register.PriorityClass, preschool.ProofState) {
	if rules.PrivilegeScope == policy.InResidence && a.Settlement != string(tx.Authority) {
		return register.General, preschool.ProofNone
	}
	class := a.Class
	if a.Ground != "" {
		class = cmp.Or(rules.Grounds[a.Ground].Class, register.General)
	}
	if rules.Queue.Unverified == policy.UnverifiedClaimed && a.Proof == preschool.ProofClaimed {
		return class, preschool.ProofVerified
	}
	return class, a.Proof
}

// enterQueue begins the application's stay in its queue. The application's own event is saved by the caller.
func (s *Service) enterQueue(tx *store.Tx, day service.Day, a preschool.Application, why round.Ground) error {
	queue, err := s.marketOf(tx.Reader, day, a)
	if err != nil {
		return err
	}
	class, proof := counted(tx.Reader, &day.Rules, a)
	return tx.SaveEnterQueue(store.QueueEntry{Application: a.ID, Queue: queue, Class: class, Proof: proof, EnterReason: string(why)})
}

// applyConsequence does to an application what the rules attach to a missed or declined offer.
func (s *Service) applyConsequence(tx *store.Tx, actor access.Actor, day service.Day, a preschool.Application, c policy.Consequence, reason string) error {
	var err error
	switch c {
	case policy.ToQueue:
		if a, err = a.Queue(); err != nil {
			return err
		}
		if err := s.enterQueue(tx, day, a, round.Returned); err != nil {
			return err
		}
		return tx.SaveApplication(actor, a, store.Cause{Event: "application.queued", Ground: reason})
	case policy.ToSuspend:
		until, err := day.Rules.Suspension.Term.Due(day.Today, day.Rules.Calendar)
		if err != nil {
			return err
		}
		if a, err = a.Suspend(until, reason); err != nil {
			return err
		}
		return tx.SaveApplication(actor, a, store.Cause{Event: "application.suspended", Ground: reason})
	case policy.ToClose:
		if a, err = a.Close(reason); err != nil {
			return err
		}
		return tx.SaveApplication(actor, a, store.Cause{Event: "application.closed", Ground: reason})
	}
	return fmt.Errorf("apply consequence %q: unknown", c)
}

// promiseNotice writes the job that tells the family of an offer; the term starts when it was delivered.
func promiseNotice(tx *store.Tx, o preschool.Offer) {
	tx.Promise(NoticeJob, string(o.ID), tx.Now)
}

// promiseReceipt writes the job that gives the family a receipt of the event just recorded.
func promiseReceipt(tx *store.Tx, a register.ID[preschool.Application]) {
	e := tx.LastEvent()
	tx.Promise(ReceiptJob, strings.Join([]string{e.At.String(), fmt.Sprint(e.Sequence), string(a)}, "|"), tx.Now)
}

// The kinds of job that admission promises.
const (
	NoticeJob   = "notice"   // payload: offer id
	ReminderJob = "reminder" // payload: offer id
	RefreshJob  = "refresh"  // payload: application id
	ReceiptJob  = "receipt"  // payload: instant|number|application id
)
