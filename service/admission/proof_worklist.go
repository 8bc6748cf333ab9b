package admission

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// ProofTask is what the officer of proofs sees of an application, and all of it: the ground, the evidence and its days. There
// is no position, no choice, no date of registration and no code here, so that nobody can check a proof with an eye on the queue.
type ProofTask struct {
	Task       TaskID
	Child      register.ID[register.Child] // to look the evidence up; each look is written down
	Ground     register.PriorityGroup
	Class      register.PriorityClass
	Settlement string // where the family says that it lives: checked together with the ground
	State      preschool.ProofState
	Renewal    bool       // a newer certificate of a class that counts
	Issued     civil.Date // of the certificate; none if the ground has none
	Due        civil.Date // last day of the check
	LastDay    civil.Date // on which the present certificate counts; none if it has no end
	RegisterNo bool       // a register was asked and did not know the ground
	Documents  []ProofDocument
}

// ProofDocument is a document as a line of a list.
type ProofDocument struct {
	ID         register.ID[preschool.Document]
	Type       preschool.DocumentType
	IssuedOn   civil.Date
	ValidUntil civil.Date
	Checked    preschool.DocumentCheck
}

// ProofTasks lists the claims and renewals that wait for a check, the most urgent first.
func (s *Service) ProofTasks(ctx context.Context, actor access.Actor) ([]ProofTask, error) {
	return s.proofTasks(ctx, actor, func(day service.Day, r *store.Reader) ([]preschool.Application, error) {
		list, err := r.ProofsEnding(civil.NewDate(9999, time.December, 31))
		return slices.DeleteFunc(list, func(a preschool.Application) bool { return a.Proof != preschool.ProofClaimed && !a.Renewing() }), err
	})
}

// ProofsRunningOut lists the verified certificates that end within so many days and have no successor yet, the next first.
func (s *Service) ProofsRunningOut(ctx context.Context, actor access.Actor, days int) ([]ProofTask, error) {
	return s.proofTasks(ctx, actor, func(day service.Day, r *store.Reader) ([]preschool.Application, error) {
		list, err := r.ProofsEnding(day.Today.AddDays(days))
		return slices.DeleteFunc(list, func(a preschool.Application) bool { return a.Proof != preschool.ProofVerified || a.Renewing() }), err
	})
}

func (s *Service) proofTasks(ctx context.Context, actor access.Actor, pick func(service.Day, *store.Reader) ([]preschool.Application, error)) ([]ProofTask, error) {
	var tasks []ProofTask
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadProofs, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		picked, err := pick(day, r)
		if err != nil {
			return err
		}
		for _, a := range picked {
			if a.State == preschool.ApplicationDrafted {
				continue
			}
			task, err := proofTask(r, a)
			if err != nil {
				return err
			}
			tasks = append(tasks, task)
		}
		return nil
	})
	slices.SortStableFunc(tasks, func(a, b ProofTask) int {
		return cmp.Or(a.urgent().Compare(b.urgent()), cmp.Compare(a.Task, b.Task))
	})
	return tasks, err
}

// urgent is the day by which somebody must act.
func (t ProofTask) urgent() civil.Date {
	if !t.Due.IsZero() {
		return t.Due
	}
	return t.LastDay
}

func proofTask(r *store.Reader, a preschool.Application) (ProofTask, error) {
	t := ProofTask{
		Task: ProofTaskOf(a.Authority, a.ID), Child: a.Child, Ground: a.Ground, Class: a.Class, Settlement: a.Settlement, State: a.Proof, Renewal: a.Renewing(), Issued: a.ProofIssued, Due: a.ProofDue,
		LastDay: a.ProofValid, RegisterNo: a.Proof == preschool.ProofClaimed && a.ProofVia == preschool.ViaRegister,
	}
	documents, err := r.DocumentsOf(a.ID)
	for _, d := range documents {
		t.Documents = append(t.Documents, ProofDocument{d.ID, d.Type, d.IssuedOn, d.ValidUntil, d.Checked})
	}
	return t, err
}
