package policy

import (
	"fmt"

	"github.com/balajol/balajol/civil"
)

// Unit says what a figure's value counts or is.
type Unit string

// The units. The first three are those of a Term.
const (
	WorkingDays  Unit = "working_days"
	CalendarDays Unit = "calendar_days"
	Months       Unit = "months"

	Years        Unit = "years"
	Times        Unit = "times"
	Children     Unit = "children"
	Wishes       Unit = "kindergartens"
	Permille     Unit = "permille"
	TiynUnit     Unit = "tiyn"
	DaysPerMonth Unit = "days_per_month"
	DayOfYear    Unit = "month_day" // "06-30"
	DateUnit     Unit = "date"
	ClassUnit    Unit = "class"   // a priority class
	Classes      Unit = "classes" // a list of them
	Kinds        Unit = "group_kinds"
	Turns        Unit = "turns" // a list of {"class", "take"}
	Word         Unit = "word"  // a word of a closed list
	YesNo        Unit = "yes_no"
	Text         Unit = "text"
	Texts        Unit = "texts"      // a list of names of the jurisdiction's own
	DaysOfYear   Unit = "month_days" // a list of them
	Criteria     Unit = "criteria"   // a list of them
	PointsUnit   Unit = "points"     // a table of them
	Minutes      Unit = "minutes"
	Bytes        Unit = "bytes"
	Ways         Unit = "ways"      // a number of ways to reach a family
	WayList      Unit = "way_list"  // which ways
	Channels     Unit = "channels"  // doors by which an application comes in
	GroundsUnit  Unit = "grounds"   // legal grounds of a class
	Refusals     Unit = "refusals"  // reasons not to register an application
	Papers       Unit = "papers"    // reasons to refuse papers
	Traits       Unit = "traits"    // what two children have in common
	Relations    Unit = "relations" // to somebody of the staff
	ZoneUnit     Unit = "zone"      // a name of the IANA database
)

// termUnits are the units in which a term may be given.
var termUnits = []Unit{WorkingDays, CalendarDays, Months}

// Term is a period that the law gives for an act. The zero Term is none.
type Term struct {
	N    int
	Unit Unit // WorkingDays, CalendarDays or Months
}

// IsZero reports whether there is no term.
func (t Term) IsZero() bool { return t == Term{} }

// Due is the last day of a term that was opened on the day start. It begins on the next day, and if it would end on a day
// off it ends on the next working day (administrative procedural code, art. 76 p.2 and p.5). No term and no start give no
// date. The error says that the calendar does not know a year.
func (t Term) Due(start civil.Date, calendar civil.WorkCalendar) (civil.Date, error) {
	if t.IsZero() || start.IsZero() {
		return civil.Date{}, nil
	}
	switch t.Unit {
	case WorkingDays:
		return calendar.AddWorkingDays(start, t.N)
	case CalendarDays:
		return calendar.RollForward(start.AddDays(t.N))
	case Months:
		return calendar.RollForward(start.AddMonths(t.N))
	}
	return civil.Date{}, fmt.Errorf("count term from %s: %q is no unit of a term", start, t.Unit)
}

// Before is the day that lies a term before another: so long ahead of it something is announced or begins. No term gives the
// day itself, and no day none. The error says that the calendar does not know a year.
func (t Term) Before(day civil.Date, calendar civil.WorkCalendar) (civil.Date, error) {
	if t.IsZero() || day.IsZero() {
		return day, nil
	}
	switch t.Unit {
	case WorkingDays:
		var err error
		for range t.N {
			if day, err = calendar.PrevWorking(day); err != nil {
				return civil.Date{}, err
			}
		}
		return day, nil
	case CalendarDays:
		return day.AddDays(-t.N), nil
	case Months:
		return day.AddMonths(-t.N), nil
	}
	return civil.Date{}, fmt.Errorf("count term before %s: %q is no unit of a term", day, t.Unit)
}

// String is "5 working_days", or "none".
func (t Term) String() string {
	if t.IsZero() {
		return "none"
	}
	return fmt.Sprintf("%d %s", t.N, t.Unit)
}
