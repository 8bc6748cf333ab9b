package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/balajol/balajol/civil"
)

const calendarFormat = "balajol/calendar/1"

// DayKind says what a dated row of a calendar does.
type DayKind string

// The kinds of day.
const (
	Holiday     DayKind = "holiday"       // off; one that falls on a day off gives the next working day instead
	RestDay     DayKind = "rest_day"      // off, without moving: 7 January and the first day of Kurban Ait (Labour Code art. 84 p.5)
	MovedOff    DayKind = "moved_off"     // a working day that a decree made a day off
	MovedToWork DayKind = "moved_to_work" // a day of a weekend that a decree made a working day
)

// DayKinds lists the kinds of day.
var DayKinds = []DayKind{Holiday, RestDay, MovedOff, MovedToWork}

// CalendarDay is a dated row of a calendar.
type CalendarDay struct {
	Date civil.Date `json:"date"`
	Kind DayKind    `json:"kind"`
	Name string     `json:"name"`
	Mark Mark       `json:"mark"`
	Note string     `json:"note,omitempty"`
}

// Calendar is the working calendar of one year as it was published.
type Calendar struct {
	Name    string // file name without its ending, such as "kz-2026"
	Year    int
	Source  string
	Weekend []time.Weekday
	Days    []CalendarDay // by date

	canonical []byte
}

// calendarDocument is a calendar as it is written.
type calendarDocument struct {
	Format  string            `json:"format"`
	Name    string            `json:"name"`
	Year    int               `json:"year"`
	Source  string            `json:"source"`
	Weekend []string          `json:"weekend"`
	Days    []json.RawMessage `json:"days"`
}

// weekdays are the names of the days of a week, by time.Weekday.
var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// ParseCalendar reads the calendar of a year. Everything that is unknown, missing, given twice or of another year is an error
// that names the place.
func ParseCalendar(text []byte) (*Calendar, error) {
	var d calendarDocument
	if err := strictly(text, &d, []string{"format", "name", "year", "source", "weekend", "days"}); err != nil {
		return nil, fmt.Errorf("parse calendar: %w", err)
	}
	c := &Calendar{Name: d.Name, Year: d.Year, Source: d.Source}
	if err := c.fill(d); err != nil {
		return nil, fmt.Errorf("parse calendar %s: %w", d.Name, err)
	}
	if _, err := civil.NewWorkCalendar(c.Name, c.WorkYear()); err != nil {
		return nil, fmt.Errorf("parse calendar: %w", err)
	}
	c.canonical = c.write()
	return c, nil
}

func (c *Calendar) fill(d calendarDocument) error {
	switch {
	case d.Format != calendarFormat:
		return fmt.Errorf("format %q: want %q", d.Format, calendarFormat)
	case !isName(d.Name):
		return fmt.Errorf("name %q: want small letters, digits and hyphens", d.Name)
	case strings.TrimSpace(d.Source) == "":
		return fmt.Errorf("source is missing")
	case len(d.Weekend) == 0:
		return fmt.Errorf("weekend is missing")
	}
	for i, name := range d.Weekend {
		at := slices.Index(weekdays, name)
		if at < 0 || slices.Contains(c.Weekend, time.Weekday(at)) {
			return fmt.Errorf("weekend[%d]: %q: want one of %v, each once", i, name, weekdays)
		}
		c.Weekend = append(c.Weekend, time.Weekday(at))
	}
	if len(c.Weekend) == len(weekdays) {
		return fmt.Errorf("weekend: no day is left to work")
	}
	for i, raw := range d.Days {
		day, err := c.readDay(raw)
		if err != nil {
			return fmt.Errorf("days[%d]: %w", i, err)
		}
		c.Days = append(c.Days, day)
	}
	slices.SortFunc(c.Days, func(a, b CalendarDay) int { return a.Date.Compare(b.Date) })
	return nil
}

func (c *Calendar) readDay(raw []byte) (CalendarDay, error) {
	var day CalendarDay
	if err := strictly(raw, &day, []string{"date", "kind", "name", "mark", "note"}); err != nil {
		return day, err
	}
	twice := slices.ContainsFunc(c.Days, func(o CalendarDay) bool { return o.Date == day.Date })
	switch {
	case day.Date.Year() != c.Year:
		return day, fmt.Errorf("date %q is not of the year %d", day.Date, c.Year)
	case twice:
		return day, fmt.Errorf("date %s is given twice", day.Date)
	case !slices.Contains(DayKinds, day.Kind):
		return day, fmt.Errorf("%s: kind %q: want one of %v", day.Date, day.Kind, DayKinds)
	case strings.TrimSpace(day.Name) == "":
		return day, fmt.Errorf("%s: name is missing", day.Date)
	case !slices.Contains(Marks, day.Mark):
		return day, fmt.Errorf("%s: mark %q: want one of %v", day.Date, day.Mark, Marks)
	}
	return day, nil
}

// WorkYear is the calendar's year as civil counts it.
func (c *Calendar) WorkYear() civil.WorkYear {
	year := civil.WorkYear{Year: c.Year, Source: c.Source, Weekend: c.Weekend}
	var holidays []civil.Holiday
	for _, d := range c.Days {
		switch d.Kind {
		case Holiday, RestDay:
			holidays = append(holidays, civil.Holiday{Date: d.Date, Moves: d.Kind == Holiday})
		case MovedOff:
			year.Off = append(year.Off, d.Date)
		case MovedToWork:
			year.Working = append(year.Working, d.Date)
		}
	}
	year.Off = append(year.Off, civil.DaysOff(holidays, c.Weekend...)...)
	return year
}

func (c *Calendar) write() []byte {
	d := calendarDocument{Format: calendarFormat, Name: c.Name, Year: c.Year, Source: c.Source}
	for _, w := range c.Weekend {
		d.Weekend = append(d.Weekend, weekdays[w])
	}
	for _, day := range c.Days {
		d.Days = append(d.Days, marshal(day))
	}
	return marshal(d)
}
