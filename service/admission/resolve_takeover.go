package admission

import (
	"context"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// dropAsked begins the faults of a line that an officer wants to drop: the word, the officer, the reason.
const dropAsked = "drop_asked"

// TakeoverTask is a line that waits for somebody, with the words of what is to do. The code of its application is not here:
// only its family has it.
type TakeoverTask struct {
	Batch       register.ID[preschool.TakeoverBatch]
	Number      int // line of the file
	State       preschool.TakeoverState
	ConfirmBy   civil.Date
	Words       []string // faults; none: its family did not confirm it in time
	Overdue     bool
	AskedBy     string // who wants to drop it, where a second person has to agree
	Reason      string
	CorrectedBy string     // who corrected it, where a second person has to agree
	Registered  civil.Date // of a corrected line of a queue: what it says now, to hold against the file
	Ground      register.PriorityGroup
}

// TakeoverWorklist lists the lines that wait for somebody: faulty and double ones, codes that did not go out, lines that no
// family confirmed in its term, and corrections and drops that wait for the second person.
func (s *Service) TakeoverWorklist(ctx context.Context, actor access.Actor) ([]TakeoverTask, error) {
	var tasks []TakeoverTask
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadTakeover, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		lines, err := r.TakeoverWork(day.Today)
		for i := 0; i < len(lines) && err == nil; i++ {
			var t TakeoverTask
			t, err = takeoverTask(r, day, lines[i])
			tasks = append(tasks, t)
		}
		return err
	})
	return tasks, err
}

func takeoverTask(r *store.Reader, day service.Day, l preschool.TakeoverLine) (TakeoverTask, error) {
	t := TakeoverTask{Batch: l.Batch, Number: l.Number, State: l.State, ConfirmBy: l.ConfirmBy}
	t.Overdue = l.State == preschool.TakeoverLoaded && !l.ConfirmBy.IsZero() && day.Today.After(l.ConfirmBy)
	if who, reason, asked := askedDrop(l); asked {
		t.AskedBy, t.Reason = who, reason
	} else {
		t.Words = strings.FieldsFunc(l.Faults, func(r rune) bool { return r == ',' })
	}
	if l.State != preschool.TakeoverCorrected {
		return t, nil
	}
	t.CorrectedBy = l.CorrectedBy
	if l.Application == "" {
		return t, nil
	}
	a, err := r.Application(l.Application)
	t.Registered, t.Ground = a.RegisteredAt.Date(day.Rules.Zone), a.Ground
	return t, err
}

// Takeovers lists the old lists that were loaded, the oldest first.
func (s *Service) Takeovers(ctx context.Context, actor access.Actor) ([]preschool.TakeoverBatch, error) {
	var all []preschool.TakeoverBatch
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadTakeover, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		all, err = r.Takeovers()
		return err
	})
	return all, err
}

func askedDrop(l preschool.TakeoverLine) (who, reason string, asked bool) {
	parts := strings.SplitN(l.Faults, "|", 3)
	if len(parts) != 3 || parts[0] != dropAsked {
		return "", "", false
	}
	return parts[1], parts[2], true
}

// DropTakeoverLine gives a line up, with a reason. A faulty line holds nothing and is dropped at once; a line that holds a
// place, confirmed by nobody, waits for the second person.
func (s *Service) DropTakeoverLine(ctx context.Context, actor access.Actor, batch register.ID[preschool.TakeoverBatch], number int, reason string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		l, _, err := s.theirLine(tx, actor, access.ResolveTakeover, batch, number)
		if err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return &register.Error{Kind: register.Invalid, Code: "takeover.reason", Field: "reason"}
		}
		if l.Holds() {
			l.Faults = strings.Join([]string{dropAsked, actor.ID, reason}, "|")
			return tx.SaveTakeoverLine(actor, l, store.Cause{Event: "takeover.drop_asked", Ground: reason})
		}
		if l, err = l.Drop(reason, actor.ID, ""); err != nil {
			return err
		}
		return tx.SaveTakeoverLine(actor, l, store.Cause{Event: "takeover.dropped", Ground: reason})
	})
}

// ApproveTakeoverDrop is the second person's word: the application leaves the queue, or the placement ends.
func (s *Service) ApproveTakeoverDrop(ctx context.Context, actor access.Actor, batch register.ID[preschool.TakeoverBatch], number int) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		l, day, err := s.theirLine(tx, actor, access.ApproveTakeover, batch, number)
		if err != nil {
			return err
		}
		who, reason, asked := askedDrop(l)
		if !asked {
			return register.Refuse(register.Conflict, "takeover.drop_not_asked")
		}
		dropped, err := l.Drop(reason, who, actor.ID)
		if err != nil {
			return err
		}
		if err := s.giveUp(tx, actor, day, l); err != nil {
			return err
		}
		return tx.SaveTakeoverLine(actor, dropped, store.Cause{Event: "takeover.dropped", Ground: reason}, store.Fact{Name: "asked_by", Value: who})
	})
}

// giveUp ends what a line held. What ended of itself stays as it is.
func (s *Service) giveUp(tx *store.Tx, actor access.Actor, day service.Day, l preschool.TakeoverLine) error {
	if l.Application != "" {
		a, err := tx.Application(l.Application)
		if err != nil || !a.Waiting() {
			return err
		}
		if a, err = a.Close("takeover_dropped"); err != nil {
			return err
		}
		if err := tx.SaveLeaveQueue(a.ID, "closed"); err != nil {
			return err
		}
		return tx.SaveApplication(actor, a, store.Cause{Event: "application.closed", Ground: "takeover_dropped"})
	}
	p, err := tx.Placement(l.Placement)
	if err != nil || p.State == preschool.PlacementEnded {
		return err
	}
	return s.end(tx, actor, day, p, "takeover_dropped", preschool.Voucher.Return)
}
