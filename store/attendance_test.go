package store_test

import (
	"strings"
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func rollCall(g register.ID[register.Group], on string) preschool.RollCall {
	return preschool.RollCall{Authority: city, Group: g, Day: day(on), Marks: "PS", TakenBy: "key-7"}
}

func TestRollCalls(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		before := town.rows()
		var taken civil.Instant
		calls := []preschool.RollCall{rollCall("g1", "2026-02-28"), rollCall("g1", "2026-03-31"), rollCall("g2", "2026-03-31"), rollCall("g3", "2026-03-30")}
		town.update(func(tx *store.Tx) error {
			taken = tx.Now
			return tx.SaveNewRollCalls(calls)
		})
		calls[1].TakenAt = taken
		same(t, "a group's month", calls[1:2], read(town, func(r *store.Reader) ([]preschool.RollCall, error) { return r.RollCalls("g1", month("2026-03")) }))
		same(t, "taken", 2, read(town, func(r *store.Reader) (int, error) { return r.RollCallsTaken("k1", day("2026-03-31")) }))
		called := read(town, func(r *store.Reader) (map[register.ID[register.Kindergarten]]bool, error) {
			return r.KindergartensCalled(day("2026-03-31"))
		})
		same(t, "called", map[register.ID[register.Kindergarten]]bool{"k1": true}, called)
		if after := town.rows(); after != before {
			t.Errorf("a roll call is no event: %v, before %v", after, before)
		}
		town.fails("a second roll call of a day", func(tx *store.Tx) error { return tx.SaveNewRollCalls(calls[:1]) })
	})
}

func sheet(g register.ID[register.Group], k register.ID[register.Kindergarten], lines int) preschool.Sheet {
	return preschool.Sheet{
		Authority: city, ID: register.ID[preschool.Sheet]("s" + g), Kindergarten: k, Group: g, Month: month("2026-03"), State: preschool.SheetSigned,
		SignedAt: at("2026-04-01T08:00:00.000001Z"), AnswerBy: day("2026-04-05"), SHA256: "ab", Lines: lines,
	}
}

func line(i int) preschool.Line {
	p := placement(i)
	return preschool.Line{
		Authority: city, ID: register.ID[preschool.Line]("l" + p.Child[1:]), Sheet: "sg1", Placement: p.ID, Child: p.Child, Kindergarten: p.Kindergarten,
		GroupKind: register.GeneralGroup, Month: month("2026-03"), Days: strings.Repeat("P", 31), State: preschool.LineOpen,
	}
}

// signed places two children in g1 and signs their sheet.
func (town *town) signed() {
	town.t.Helper()
	town.place(placement(1), placement(2))
	town.update(func(tx *store.Tx) error {
		return tx.SaveNewSheets(officer, []preschool.Sheet{sheet("g1", "k1", 2), sheet("g3", "k2", 0)}, []preschool.Line{line(1), line(2)}, why)
	})
}

func (town *town) line(id register.ID[preschool.Line]) preschool.Line {
	town.t.Helper()
	return read(town, func(r *store.Reader) (preschool.Line, error) { return r.Line(id) })
}

func TestSheets(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.signed()
		sheets := func(m string) []preschool.Sheet {
			return read(town, func(r *store.Reader) ([]preschool.Sheet, error) { return r.Sheets(month(m)) })
		}
		same(t, "sheets", []preschool.Sheet{sheet("g1", "k1", 2), sheet("g3", "k2", 0)}, sheets("2026-03"))
		same(t, "no sheets", []preschool.Sheet{}, sheets("2026-04"))
		same(t, "of a kindergarten", 1, read(town, func(r *store.Reader) (int, error) { return r.SheetsOf("k1", month("2026-03")) }))
		town.fails("a second sheet of a group and month", func(tx *store.Tx) error {
			second := sheet("g1", "k1", 0)
			second.ID = "s9"
			return tx.SaveNewSheets(officer, []preschool.Sheet{second}, nil, why)
		})
		town.update(func(tx *store.Tx) error { return tx.SaveClosedSheets(month("2026-03")) })
		if got := sheets("2026-03")[0].State; got != preschool.SheetClosed {
			t.Errorf("the sheet is %s", got)
		}
	})
}

func TestLines(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.signed()
		same(t, "line", line(1), town.line("l1"))
		if code := refusal(town, func(r *store.Reader) (preschool.Line, error) { return r.Line("l9") }); code != "line.unknown" {
			t.Errorf("unknown line: %q", code)
		}
		l := line(1)
		l.State, l.AnsweredAt, l.AnsweredBy, l.DisputedDay = preschool.LineDisputed, at("2026-04-02T08:00:00Z"), "key-9", day("2026-03-04")
		town.update(func(tx *store.Tx) error { return tx.SaveLine(officer, l, why) })
		same(t, "disputed", l, town.line("l1"))
		l.State, l.Days = preschool.LineCorrected, "S"+l.Days[1:]
		town.update(func(tx *store.Tx) error { return tx.SaveLine(officer, l, why) })

		second := line(2)
		second.State, second.Held, second.PayableDays, second.WorkingDays, second.Tiyn = preschool.LineConfirmed, "two_groups", 20, 21, -7
		events := town.count("event")
		town.update(func(tx *store.Tx) error { return tx.SaveCalculated([]preschool.Line{second}) })
		if n := town.count("event"); n != events {
			t.Errorf("%d events of calculated lines: the claim's event stands for them", n-events)
		}
		march := month("2026-03")
		same(t, "of the month", []preschool.Line{l, second}, read(town, func(r *store.Reader) ([]preschool.Line, error) { return r.LinesIn(march) }))
		same(t, "all", []preschool.Line{l, second}, read(town, (*store.Reader).Lines))
		families := read(town, func(r *store.Reader) ([]store.FamilyLine, error) { return r.LinesOf("k1", march) })
		same(t, "with guardians", []store.FamilyLine{{Line: l, Guardian: "w1"}, {Line: second, Guardian: "w1"}}, families)
		if families[0].OfGuardian() != "w1" {
			t.Errorf("the line is of guardian %s", families[0].OfGuardian())
		}
		same(t, "counts", map[preschool.LineState]int{"corrected": 1, "confirmed": 1}, read(town, (*store.Reader).LineCounts))
		same(t, "events", []string{"test.done", "test.done"}, town.events("l1"))
		town.fails("a second line of one placement", func(tx *store.Tx) error {
			twice := line(1)
			twice.ID = "l9"
			return tx.SaveNewSheets(officer, nil, []preschool.Line{twice}, why)
		})
	})
}
