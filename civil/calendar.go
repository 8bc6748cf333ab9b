package civil

import (
	"fmt"
	"slices"
	"time"
)

// WorkYear is the working calendar of one year as a jurisdiction publishes it.
type WorkYear struct {
	Year    int
	Source  string         // the decree or law that the days below follow
	Weekend []time.Weekday // days of the week that are off; none named means Saturday and Sunday
	Off     []Date         // further days off of this year: holidays and the days they moved to
	Working []Date         // days of a weekend that a decree made working days
}

// WorkCalendar tells working days from days off for the years that it was given, and says so when it is asked about another:
// a term must not be counted on a calendar that nobody has published. The zero value knows no year.
type WorkCalendar struct {
	source string
	years  []markedYear // by first day
}

// markedYear holds a bit for each day of a year: set means off.
type markedYear struct {
	first, last Date
	off         [6]uint64
}

// UnknownYearError says that a calendar has no data for a year.
type UnknownYearError struct {
	Source string // the calendar
	Year   int    // 0 if the question held no date
}

// Error names the calendar and the year.
func (e *UnknownYearError) Error() string {
	return fmt.Sprintf("work calendar %s: no data for the year %d", e.Source, e.Year)
}

// NewWorkCalendar builds a calendar from the years that are published; source names it in errors.
func NewWorkCalendar(source string, years ...WorkYear) (WorkCalendar, error) {
	c := WorkCalendar{source: source}
	for _, y := range years {
		marked, err := markYear(y)
		if err != nil {
			return WorkCalendar{}, fmt.Errorf("build work calendar %s: %w", source, err)
		}
		c.years = append(c.years, marked)
	}
	slices.SortFunc(c.years, func(a, b markedYear) int { return a.first.Compare(b.first) })
	for i := range c.years[min(1, len(c.years)):] {
		if c.years[i].first == c.years[i+1].first {
			return WorkCalendar{}, fmt.Errorf("build work calendar %s: year %d given twice", source, c.years[i].first.Year())
		}
	}
	return c, nil
}

func markYear(y WorkYear) (markedYear, error) {
	m := markedYear{first: NewDate(y.Year, time.January, 1), last: NewDate(y.Year, time.December, 31)}
	if m.first.IsZero() {
		return m, fmt.Errorf("year %d is outside 1 to 9999", y.Year)
	}
	weekend := weekendOr(y.Weekend)
	for d := m.first; !d.IsZero() && !d.After(m.last); d = d.AddDays(1) {
		m.mark(d, slices.Contains(weekend, d.Weekday()))
	}
	for _, d := range y.Off {
		if d.Year() != y.Year {
			return m, fmt.Errorf("day off %s is not of the year %d", d, y.Year)
		}
		m.mark(d, true)
	}
	for _, d := range y.Working {
		if d.Year() != y.Year || !slices.Contains(weekend, d.Weekday()) || slices.Contains(y.Off, d) {
			return m, fmt.Errorf("working day %s is not a free weekend day of the year %d", d, y.Year)
		}
		m.mark(d, false)
	}
	return m, nil
}

func weekendOr(weekend []time.Weekday) []time.Weekday {
	if len(weekend) == 0 {
		return []time.Weekday{time.Saturday, time.Sunday}
	}
	return weekend
}

func (m *markedYear) mark(d Date, off bool) {
	at := d.DaysSince(m.first)
	if off {
		m.off[at/64] |= 1 << (at % 64)
	} else {
		m.off[at/64] &^= 1 << (at % 64)
	}
}

func (m *markedYear) isOff(d Date) bool {
	at := d.DaysSince(m.first)
	return m.off[at/64]>>(at%64)&1 == 1
}

// Source names the calendar.
func (c WorkCalendar) Source() string { return c.source }

// Covers reports whether the calendar knows the year of d.
func (c WorkCalendar) Covers(d Date) bool { return c.year(d) != nil }

func (c WorkCalendar) year(d Date) *markedYear {
	for i := range c.years {
		if y := &c.years[i]; !d.Before(y.first) && !d.After(y.last) {
			return y
		}
	}
	return nil
}

// IsWorking reports whether d is a working day; the error is an *UnknownYearError.
func (c WorkCalendar) IsWorking(d Date) (bool, error) {
	y := c.year(d)
	if y == nil {
		return false, &UnknownYearError{Source: c.source, Year: d.Year()}
	}
	return !y.isOff(d), nil
}

// AddWorkingDays is the last day of a term of n working days that was opened on the day from: the term starts on the next day
// and ends on its n-th working day (administrative procedural code, art. 76). A term of 0 days ends on the day from itself.
func (c WorkCalendar) AddWorkingDays(from Date, n int) (Date, error) {
	if n < 0 {
		return Date{}, fmt.Errorf("count term from %s: %d working days is less than none", from, n)
	}
	d := from
	for range n {
		next, err := c.NextWorking(d)
		if err != nil {
			return Date{}, err
		}
		d = next
	}
	return d, nil
}

// RollForward is d itself if it is a working day, else the next one: a calendar term that ends on a day off ends on the next
// working day (administrative procedural code, art. 76).
func (c WorkCalendar) RollForward(d Date) (Date, error) { return c.seek(d, 1) }

// NextWorking is the first working day after d.
func (c WorkCalendar) NextWorking(d Date) (Date, error) { return c.seek(d.AddDays(1), 1) }

// PrevWorking is the last working day before d.
func (c WorkCalendar) PrevWorking(d Date) (Date, error) { return c.seek(d.AddDays(-1), -1) }

func (c WorkCalendar) seek(d Date, step int) (Date, error) {
	for {
		working, err := c.IsWorking(d)
		if err != nil || working {
			return d, err
		}
		d = d.AddDays(step)
	}
}

// WorkingDays is the number of working days of a month.
func (c WorkCalendar) WorkingDays(m Month) (int, error) {
	y := c.year(m.First())
	if y == nil {
		return 0, &UnknownYearError{Source: c.source, Year: m.Year()}
	}
	n := 0
	for d := m.First(); m.Contains(d); d = d.AddDays(1) {
		if !y.isOff(d) {
			n++
		}
	}
	return n, nil
}
