package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// RollCall is the unit of attendance: one group, one day. Marks has one day code per slot of the group.
type RollCall struct {
	Authority register.ID[register.Authority]
	Group     register.ID[register.Group]
	Day       civil.Date
	Marks     string // Marks[slot] is the code of the child on that row; '-' where nobody is placed
	TakenAt   civil.Instant
	TakenBy   string
}

// Check refuses marks that are no day codes or mark a day off: a roll call is taken on a working day.
func (r RollCall) Check() error {
	for i := range len(r.Marks) {
		if !register.IsDayCode(r.Marks[i]) || r.Marks[i] == byte(register.DayOff) {
			return register.Refuse(register.Invalid, "roll_call.code").With("code", r.Marks[i:i+1])
		}
	}
	return nil
}

// SheetState is where an attendance sheet stands.
type SheetState string

// The states of a sheet.
const (
	SheetOpen   SheetState = "open"
	SheetSigned SheetState = "signed"
	SheetClosed SheetState = "closed"
)

// SheetTable is the life of a sheet.
var SheetTable = Table{
	Noun: "sheet", Start: "open", States: []string{"open", "signed", "closed"},
	Steps: []Step{{"open", "sign", "signed"}, {"signed", "close", "closed"}},
}

// Sheet is one group and month of attendance.
type Sheet struct {
	Authority    register.ID[register.Authority]
	ID           register.ID[Sheet]
	Kindergarten register.ID[register.Kindergarten]
	Group        register.ID[register.Group]
	Month        civil.Month
	State        SheetState
	SignedAt     civil.Instant
	AnswerBy     civil.Date // last day for families to answer before the calculation
	SHA256       string     // of the lines' days, as signed
	Lines        int
}

// Scope returns the authority.
func (s Sheet) Scope() register.ID[register.Authority] { return s.Authority }

// AtKindergarten returns the kindergarten.
func (s Sheet) AtKindergarten() register.ID[register.Kindergarten] { return s.Kindergarten }

// Sign freezes the sheet.
func (s Sheet) Sign(at civil.Instant, answerBy civil.Date) (Sheet, error) {
	to, err := next(SheetTable, s.State, "sign")
	if err == nil {
		s.State, s.SignedAt, s.AnswerBy = to, at, answerBy
	}
	return s, err
}

// Close ends the sheet once its month is settled.
func (s Sheet) Close() (Sheet, error) {
	to, err := next(SheetTable, s.State, "close")
	s.State = to
	return s, err
}

// LineState is where one child's month stands.
type LineState string

// The states of a line.
const (
	LineOpen      LineState = "open"
	LineConfirmed LineState = "confirmed"
	LineDisputed  LineState = "disputed"
	LineSilent    LineState = "silent"
	LineCorrected LineState = "corrected"
)

// LineTable is the life of a line. Silence can be broken later, and a corrected line is answered again: both lead to an
// adjustment, never to an edit of what was claimed.
var LineTable = Table{
	Noun: "line", Start: "open", States: []string{"open", "confirmed", "disputed", "silent", "corrected"},
	Steps: []Step{
		{"open", "confirm", "confirmed"}, {"open", "dispute", "disputed"}, {"open", "lapse", "silent"},
		{"silent", "confirm", "confirmed"}, {"silent", "dispute", "disputed"},
		{"disputed", "confirm", "confirmed"}, {"disputed", "correct", "corrected"},
		{"corrected", "confirm", "confirmed"}, {"corrected", "dispute", "disputed"},
	},
}

// Line is one child's month on a sheet: the days, the guardian's answer and what became of it in money.
type Line struct {
	Authority    register.ID[register.Authority]
	ID           register.ID[Line]
	Sheet        register.ID[Sheet]
	Placement    register.ID[Placement]
	Child        register.ID[register.Child]
	Kindergarten register.ID[register.Kindergarten]
	GroupKind    register.GroupKind
	Month        civil.Month
	Days         string // one day code per day of the month
	State        LineState
	AnsweredAt   civil.Instant
	AnsweredBy   string // actor id of the guardian
	DisputedDay  civil.Date
	Held         string     // reason that stops a confirmed line, or empty
	FundedFrom   civil.Date // first day of the month that public money pays, where it is not the whole line; else none
	PayableDays  int
	WorkingDays  int
	Tiyn         money.Tiyn // posted to claims and adjustments so far
}

// Scope returns the authority.
func (l Line) Scope() register.ID[register.Authority] { return l.Authority }

// AtKindergarten returns the kindergarten.
func (l Line) AtKindergarten() register.ID[register.Kindergarten] { return l.Kindergarten }

// Confirm is the guardian's explicit yes.
func (l Line) Confirm(at civil.Instant, by string) (Line, error) { return l.answer("confirm", at, by) }

// Dispute is the guardian's explicit no, with the day that is wrong. It stops the line, not the sheet.
func (l Line) Dispute(at civil.Instant, by string, day civil.Date) (Line, error) {
	if !l.Month.Contains(day) {
		return l, register.Refuse(register.Invalid, "line.dispute_day").With("month", l.Month.String())
	}
	l, err := l.answer("dispute", at, by)
	if err == nil {
		l.DisputedDay = day
	}
	return l, err
}

// Lapse marks silence after the last day to answer.
func (l Line) Lapse() (Line, error) {
	to, err := next(LineTable, l.State, "lapse")
	l.State = to
	return l, err
}

// Correct replaces a disputed day's code; the guardian answers again.
func (l Line) Correct(day civil.Date, code register.DayCode) (Line, error) {
	to, err := next(LineTable, l.State, "correct")
	if err != nil {
		return l, err
	}
	if !l.Month.Contains(day) || !register.IsDayCode(byte(code)) || len(l.Days) != l.Month.Days() {
		return l, register.Refuse(register.Invalid, "line.dispute_day").With("month", l.Month.String())
	}
	days := []byte(l.Days)
	days[day.Day()-1] = byte(code)
	l.State, l.Days = to, string(days)
	return l, nil
}

func (l Line) answer(event string, at civil.Instant, by string) (Line, error) {
	to, err := next(LineTable, l.State, event)
	if err == nil {
		l.State, l.AnsweredAt, l.AnsweredBy = to, at, by
	}
	return l, err
}
