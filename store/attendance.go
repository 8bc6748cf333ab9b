package store

import (
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

var (
	rollCallColumns = []string{"group_id", "day", "marks", "taken_by"}
	sheetColumns    = []string{"sheet_id", "kindergarten_id", "group_id", "month", "state", "signed_at", "answer_by", "sha256", "line_count"}
	lineColumns     = []string{"line_id", "sheet_id", "placement_id", "child_id", "kindergarten_id", "group_kind", "month", "days", "state",
		"answered_at", "answered_by", "disputed_day", "held", "funded_from", "payable_days", "working_days", "tiyn"}
)

// SaveNewRollCalls keeps the roll calls of one day. A roll call is the paper that the sheet is made from: the sheet's
// event carries its hash, so a roll call has no event of its own.
func (tx *Tx) SaveNewRollCalls(calls []preschool.RollCall) error {
	return tx.bulk("roll_call", rollCallColumns, len(calls), func(i int) []any {
		c := &calls[i]
		return []any{c.Group, c.Day, c.Marks, c.TakenBy}
	})
}

// RollCallsTaken tells how many groups of a kindergarten have a roll call on a day.
func (r *Reader) RollCallsTaken(k register.ID[register.Kindergarten], day civil.Date) (int, error) {
	n, err := r.q.CountRollCalls(r.ctx, sqlcgen.CountRollCallsParams{AuthorityID: r.auth(), Day: day, KindergartenID: string(k)})
	return int(n), err
}

// KindergartensCalled lists the kindergartens that have taken their roll calls on a day.
func (r *Reader) KindergartensCalled(day civil.Date) (map[register.ID[register.Kindergarten]]bool, error) {
	rows, err := r.q.ListRollCallKindergartens(r.ctx, sqlcgen.ListRollCallKindergartensParams{AuthorityID: r.auth(), Day: day})
	called := make(map[register.ID[register.Kindergarten]]bool, len(rows))
	for _, id := range rows {
		called[register.ID[register.Kindergarten](id)] = true
	}
	return called, err
}

// RollCalls lists the roll calls of a group in a month, by day.
func (r *Reader) RollCalls(group register.ID[register.Group], month civil.Month) ([]preschool.RollCall, error) {
	rows, err := r.q.ListRollCallsOfGroup(r.ctx, sqlcgen.ListRollCallsOfGroupParams{AuthorityID: r.auth(), GroupID: string(group), FirstDay: month.First(), LastDay: month.Last()})
	return each(rows, err, func(c sqlcgen.RollCall) preschool.RollCall {
		return preschool.RollCall{Authority: r.Authority, Group: group, Day: c.Day, Marks: c.Marks, TakenAt: c.CreatedAt, TakenBy: c.TakenBy}
	})
}

// SaveNewSheets signs the sheets of a kindergarten for a month, with their lines. The event of each sheet carries the
// hash of its lines.
func (tx *Tx) SaveNewSheets(actor access.Actor, sheets []preschool.Sheet, lines []preschool.Line, why Cause) error {
	err := tx.bulk("sheet", sheetColumns, len(sheets), func(i int) []any {
		s := &sheets[i]
		return []any{s.ID, s.Kindergarten, s.Group, s.Month.String(), string(s.State), s.SignedAt, s.AnswerBy, s.SHA256, int64(s.Lines)}
	})
	if err == nil {
		err = tx.bulk("line", lineColumns, len(lines), func(i int) []any { return lineValues(&lines[i]) })
	}
	for i := 0; i < len(sheets) && err == nil; i++ {
		s := &sheets[i]
		err = tx.record(actor, why.Event, string(s.ID), why.Ground, Fact{Name: "group", Value: string(s.Group)}, Fact{Name: "month", Value: s.Month.String()},
			Fact{Name: "lines", Value: fmt.Sprint(s.Lines)}, Fact{Name: "sha256", Value: s.SHA256}, Fact{Name: "answer_by", Value: s.AnswerBy.String()})
	}
	return err
}

func lineValues(l *preschool.Line) []any {
	return []any{l.ID, l.Sheet, l.Placement, l.Child, l.Kindergarten, string(l.GroupKind), l.Month.String(), l.Days, string(l.State), l.AnsweredAt,
		l.AnsweredBy, l.DisputedDay, l.Held, l.FundedFrom, int64(l.PayableDays), int64(l.WorkingDays), l.Tiyn}
}

// SheetsOf counts the sheets that a kindergarten has signed for a month.
func (r *Reader) SheetsOf(k register.ID[register.Kindergarten], month civil.Month) (int, error) {
	n, err := r.q.CountSheetsOf(r.ctx, sqlcgen.CountSheetsOfParams{AuthorityID: r.auth(), KindergartenID: string(k), Month: month.String()})
	return int(n), err
}

// Sheets lists the sheets of a month.
func (r *Reader) Sheets(month civil.Month) ([]preschool.Sheet, error) {
	rows, err := r.q.ListSheets(r.ctx, sqlcgen.ListSheetsParams{AuthorityID: r.auth(), Month: month.String()})
	return each(rows, err, func(s sqlcgen.Sheet) preschool.Sheet {
		return preschool.Sheet{
			Authority: r.Authority, ID: register.ID[preschool.Sheet](s.SheetID), Kindergarten: register.ID[register.Kindergarten](s.KindergartenID),
			Group: register.ID[register.Group](s.GroupID), Month: month, State: preschool.SheetState(s.State), SignedAt: s.SignedAt, AnswerBy: s.AnswerBy,
			SHA256: s.Sha256, Lines: int(s.LineCount),
		}
	})
}

// SaveClosedSheets closes the signed sheets of a month whose cycle is closed; the cycle's event names the month.
func (tx *Tx) SaveClosedSheets(month civil.Month) error {
	return tx.q.CloseSheets(tx.ctx, sqlcgen.CloseSheetsParams{AuthorityID: tx.auth(), Month: month.String()})
}

// SaveLine keeps an answered or corrected line with its event.
func (tx *Tx) SaveLine(actor access.Actor, l preschool.Line, why Cause) error {
	if err := tx.updateLine(l); err != nil {
		return err
	}
	facts := []Fact{{Name: "state", Value: string(l.State)}}
	if !l.DisputedDay.IsZero() {
		facts = append(facts, Fact{Name: "disputed_day", Value: l.DisputedDay.String()})
	}
	if l.State == preschool.LineCorrected {
		facts = append(facts, Fact{Name: "days", Value: l.Days})
	}
	return tx.record(actor, why.Event, string(l.ID), why.Ground, facts...)
}

// SaveCalculated keeps what the calculation says of lines: silence, what holds them, days and tiyn. The claim's event
// stands for its lines.
func (tx *Tx) SaveCalculated(lines []preschool.Line) error {
	for i := range lines {
		if err := tx.updateLine(lines[i]); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) updateLine(l preschool.Line) error {
	err := tx.q.UpdateLine(tx.ctx, sqlcgen.UpdateLineParams{
		AuthorityID: tx.auth(), LineID: string(l.ID), Days: l.Days, State: string(l.State), AnsweredAt: l.AnsweredAt, AnsweredBy: l.AnsweredBy,
		DisputedDay: l.DisputedDay, Held: l.Held, FundedFrom: l.FundedFrom, PayableDays: int64(l.PayableDays), WorkingDays: int64(l.WorkingDays), Tiyn: int64(l.Tiyn),
	})
	if err != nil {
		return fmt.Errorf("save line %s: %w", l.ID, err)
	}
	return nil
}

func lineOf(r sqlcgen.Line) preschool.Line {
	month, _ := civil.ParseMonth(r.Month) // written by this package from a Month
	return preschool.Line{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Line](r.LineID), Sheet: register.ID[preschool.Sheet](r.SheetID),
		Placement: register.ID[preschool.Placement](r.PlacementID), Child: register.ID[register.Child](r.ChildID),
		Kindergarten: register.ID[register.Kindergarten](r.KindergartenID), GroupKind: register.GroupKind(r.GroupKind), Month: month, Days: r.Days,
		State: preschool.LineState(r.State), AnsweredAt: r.AnsweredAt, AnsweredBy: r.AnsweredBy, DisputedDay: r.DisputedDay, Held: r.Held, FundedFrom: r.FundedFrom,
		PayableDays: int(r.PayableDays), WorkingDays: int(r.WorkingDays), Tiyn: money.Tiyn(r.Tiyn),
	}
}

// Line reads one line; in an Update its row is locked.
func (r *Reader) Line(id register.ID[preschool.Line]) (preschool.Line, error) {
	row, err := r.q.GetLine(r.ctx, sqlcgen.GetLineParams{AuthorityID: r.auth(), LineID: string(id)})
	row, err = one(row, err, "line.unknown")
	return lineOf(row), err
}

// FamilyLine is a line with the guardian who answers it.
type FamilyLine struct {
	preschool.Line
	Guardian register.ID[register.Guardian]
}

// OfGuardian returns the guardian.
func (l FamilyLine) OfGuardian() register.ID[register.Guardian] { return l.Guardian }

// LinesOf lists the lines of a kindergarten for a month with their guardians.
func (r *Reader) LinesOf(k register.ID[register.Kindergarten], month civil.Month) ([]FamilyLine, error) {
	rows, err := r.q.ListLinesOfKindergarten(r.ctx, sqlcgen.ListLinesOfKindergartenParams{AuthorityID: r.auth(), KindergartenID: string(k), Month: month.String()})
	return each(rows, err, func(l sqlcgen.ListLinesOfKindergartenRow) FamilyLine { return familyLine(sqlcgen.GetFamilyLineRow(l)) })
}

func familyLine(l sqlcgen.GetFamilyLineRow) FamilyLine {
	return FamilyLine{lineOf(sqlcgen.Line{
		AuthorityID: l.AuthorityID, LineID: l.LineID, SheetID: l.SheetID, PlacementID: l.PlacementID, ChildID: l.ChildID, KindergartenID: l.KindergartenID,
		GroupKind: l.GroupKind, Month: l.Month, Days: l.Days, State: l.State, AnsweredAt: l.AnsweredAt, AnsweredBy: l.AnsweredBy, DisputedDay: l.DisputedDay,
		Held: l.Held, FundedFrom: l.FundedFrom, PayableDays: l.PayableDays, WorkingDays: l.WorkingDays, Tiyn: l.Tiyn,
	}), register.ID[register.Guardian](l.GuardianID)}
}

// FamilyLine reads one line with its guardian; in an Update the line is locked.
func (r *Reader) FamilyLine(id register.ID[preschool.Line]) (FamilyLine, error) {
	row, err := r.q.GetFamilyLine(r.ctx, sqlcgen.GetFamilyLineParams{AuthorityID: r.auth(), LineID: string(id)})
	row, err = one(row, err, "line.unknown")
	return familyLine(row), err
}

// LinesIn lists the lines of a month by kindergarten.
func (r *Reader) LinesIn(month civil.Month) ([]preschool.Line, error) {
	rows, err := r.q.ListLinesOfMonth(r.ctx, sqlcgen.ListLinesOfMonthParams{AuthorityID: r.auth(), Month: month.String()})
	return each(rows, err, lineOf)
}

// SlotsOn gives the slots that children hold in each group of a kindergarten on a day.
func (r *Reader) SlotsOn(k register.ID[register.Kindergarten], day civil.Date) (map[register.ID[register.Group]][]int, error) {
	rows, err := r.q.ListSlotsOn(r.ctx, sqlcgen.ListSlotsOnParams{AuthorityID: r.auth(), KindergartenID: string(k), Day: day})
	slots := map[register.ID[register.Group]][]int{}
	for _, s := range rows {
		id := register.ID[register.Group](s.GroupID)
		slots[id] = append(slots[id], int(s.Slot))
	}
	return slots, err
}
