package funding

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// SignSheets makes the sheets of a kindergarten's groups for a month that is over, from its roll calls, and freezes them.
// From now on families answer, until the rules' term ends. Signing again is refused.
func (s *Service) SignSheets(ctx context.Context, actor access.Actor, k register.ID[register.Kindergarten], month civil.Month) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.SignSheet, access.Theirs{Authority: actor.Authority, Kindergarten: k}); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if !day.Today.After(month.Last()) {
			return register.Refuse(register.Conflict, "sheet.month_not_over").With("month", month.String())
		}
		if signed, err := tx.SheetsOf(k, month); err != nil || signed > 0 {
			if err == nil {
				err = register.Refuse(register.Conflict, "sheet.not_sign").With("state", string(preschool.SheetSigned))
			}
			return err
		}
		sheets, lines, err := s.drawUp(tx, day, k, month)
		if err != nil {
			return fmt.Errorf("sign sheets of %s for %s: %w", k, month, err)
		}
		return tx.SaveNewSheets(actor, sheets, lines, store.Cause{Event: "sheet.signed"})
	})
}

// drawUp makes sheets and lines from the roll calls.
func (s *Service) drawUp(tx *store.Tx, day service.Day, k register.ID[register.Kindergarten], month civil.Month) ([]preschool.Sheet, []preschool.Line, error) {
	answerBy, err := day.Rules.Answer.Term.Due(day.Today, day.Rules.Calendar)
	if err != nil {
		return nil, nil, err
	}
	off, err := daysOff(day, month)
	if err != nil {
		return nil, nil, err
	}
	groups, err := tx.GroupsOf(k)
	if err != nil {
		return nil, nil, err
	}
	placements, err := tx.PlacementsDuring(k, month.Range())
	if err != nil {
		return nil, nil, err
	}
	byGroup := map[register.ID[register.Group]][]preschool.Placement{}
	for _, p := range placements {
		byGroup[p.Group] = append(byGroup[p.Group], p)
	}
	var sheets []preschool.Sheet
	var lines []preschool.Line
	for _, g := range groups {
		calls, err := tx.RollCalls(g.ID, month)
		if err != nil {
			return nil, nil, err
		}
		sheet := preschool.Sheet{
			Authority: tx.Authority, ID: store.NewID[preschool.Sheet](tx, "sheet"), Kindergarten: k, Group: g.ID, Month: month, State: preschool.SheetOpen,
		}
		own := sheetLines(tx, sheet, g, byGroup[g.ID], calls, off)
		sheet.Lines, sheet.SHA256 = len(own), hashLines(own)
		if sheet, err = sheet.Sign(tx.Now, answerBy); err != nil {
			return nil, nil, err
		}
		sheets, lines = append(sheets, sheet), append(lines, own...)
	}
	return sheets, lines, nil
}

// daysOff is a month's row of codes with '.' on every day off and a space on every working day.
func daysOff(day service.Day, month civil.Month) ([]byte, error) {
	row := make([]byte, month.Days())
	for i := range row {
		working, err := day.Rules.Calendar.IsWorking(month.First().AddDays(i))
		if err != nil {
			return nil, err
		}
		row[i] = byte(register.DayOff)
		if working {
			row[i] = ' '
		}
	}
	return row, nil
}

// sheetLines makes one line per placement that has a working day in the month. A working day on which the child was
// enrolled and nobody marked it is without a good reason: it is not paid.
func sheetLines(tx *store.Tx, sheet preschool.Sheet, g register.Group, placements []preschool.Placement, calls []preschool.RollCall, off []byte) []preschool.Line {
	marks := make([]string, len(off))
	for _, c := range calls {
		marks[c.Day.Day()-1] = c.Marks
	}
	first := sheet.Month.First()
	var lines []preschool.Line
	for _, p := range placements {
		days := append([]byte(nil), off...)
		enrolled := false
		for i := range days {
			switch {
			case days[i] == byte(register.DayOff):
			case !p.During.Contains(first.AddDays(i)):
				days[i] = byte(register.NotEnrolled)
			case p.Slot < len(marks[i]) && marks[i][p.Slot] != byte(register.NotEnrolled):
				days[i], enrolled = marks[i][p.Slot], true
			default:
				days[i], enrolled = byte(register.Unjustified), true
			}
		}
		if !enrolled {
			continue
		}
		lines = append(lines, preschool.Line{
			Authority: sheet.Authority, ID: store.NewID[preschool.Line](tx, "line"), Sheet: sheet.ID, Placement: p.ID, Child: p.Child,
			Kindergarten: sheet.Kindergarten, GroupKind: g.Kind, Month: sheet.Month, Days: string(days), State: preschool.LineOpen,
		})
	}
	return lines
}

// hashLines is what the sheet's event carries: SHA-256 over "line id, space, days, newline" of every line in order.
func hashLines(lines []preschool.Line) string {
	h := sha256.New()
	for _, l := range lines {
		fmt.Fprintf(h, "%s %s\n", l.ID, l.Days)
	}
	return hex.EncodeToString(h.Sum(nil))
}
