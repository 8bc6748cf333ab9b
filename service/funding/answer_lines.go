package funding

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// Answer is what a guardian says of a line: yes, or the day that is wrong.
type Answer struct {
	By         access.Actor // the guardian: nobody answers for them
	Line       register.ID[preschool.Line]
	DisputeDay civil.Date // none = confirmed
}

// FamilyLine is a line with the guardian who answers it.
type FamilyLine = store.FamilyLine

// HeldAnsweredLate stops a line that was confirmed after the month's calculation, until the next cycle adjusts it.
const HeldAnsweredLate = "answered_late"

// AnswerLines takes the answers of guardians to the lines of a kindergarten's month, as they come in from a channel: one
// from a phone, or many from the state portal at once. Each is checked against its own guardian. All are kept or none.
func (s *Service) AnswerLines(ctx context.Context, actor access.Actor, k register.ID[register.Kindergarten], month civil.Month, answers []Answer) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.ReceiveAnswers, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		late, err := s.lateness(tx, day, month)
		if err != nil {
			return err
		}
		for _, a := range answers {
			l, err := tx.FamilyLine(a.Line)
			if err != nil {
				return err
			}
			if l.Kindergarten != k || l.Month != month {
				return register.Refuse(register.NotFound, "line.unknown")
			}
			if err := a.By.Require(access.AnswerLine, l); err != nil {
				return err
			}
			if err := answer(tx, l.Line, a, late); err != nil {
				return fmt.Errorf("answer line %s: %w", a.Line, err)
			}
		}
		return nil
	})
}

func answer(tx *store.Tx, l preschool.Line, a Answer, late bool) error {
	var err error
	event := "line.confirmed"
	if a.DisputeDay.IsZero() {
		l, err = l.Confirm(tx.Now, a.By.ID)
		if late {
			l.Held = HeldAnsweredLate
		}
	} else {
		event = "line.disputed"
		l, err = l.Dispute(tx.Now, a.By.ID, a.DisputeDay)
	}
	if err != nil {
		return err
	}
	return tx.SaveLine(a.By, l, store.Cause{Event: event})
}

// lateness tells whether the month was calculated already. A late answer counts in the next cycle if the rules let it; once
// that has run, the month is over.
func (s *Service) lateness(tx *store.Tx, day service.Day, month civil.Month) (bool, error) {
	own, found, err := tx.Cycle(month)
	if err != nil || !found || !calculated(own) {
		return false, err
	}
	next, found, err := tx.Cycle(month.Next())
	if err != nil {
		return false, err
	}
	if day.Rules.Answer.Late == policy.LateIsVoid || found && calculated(next) {
		return false, register.Refuse(register.Conflict, "line.answer_too_late").With("month", month.String())
	}
	return true, nil
}

func calculated(c preschool.Cycle) bool {
	return c.State != preschool.CycleOpened && c.State != preschool.CycleSheetsSigned && c.State != preschool.CycleAnswered
}

// CorrectLine is the kindergarten's agreement with a dispute: the disputed day gets another code, and the guardian answers
// again.
func (s *Service) CorrectLine(ctx context.Context, actor access.Actor, id register.ID[preschool.Line], code register.DayCode) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		l, err := tx.Line(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.CorrectLine, access.Theirs{Authority: l.Authority, Kindergarten: l.Kindergarten}); err != nil {
			return err
		}
		if l, err = l.Correct(l.DisputedDay, code); err != nil {
			return err
		}
		return tx.SaveLine(actor, l, store.Cause{Event: "line.corrected", Ground: "dispute"})
	})
}

// LinesToAnswer lists the lines of a kindergarten's month with their guardians, for the channels that ask them.
func (s *Service) LinesToAnswer(ctx context.Context, actor access.Actor, k register.ID[register.Kindergarten], month civil.Month) ([]FamilyLine, error) {
	var lines []FamilyLine
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReceiveAnswers, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		lines, err = r.LinesOf(k, month)
		return err
	})
	return lines, err
}
