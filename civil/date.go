package civil

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar, from 0001-01-01 to 9999-12-31. The zero Date means "no date"; it sorts before
// every day. Dates are comparable with == and may be map keys.
type Date struct {
	day int32 // 0001-01-01 is day 1
}

var (
	errDateForm  = errors.New("parse date: want year-month-day as in 2026-03-01")
	errNoSuchDay = errors.New("parse date: no such day")
)

const maxDay = 3652059 // 9999-12-31

// NewDate is the day y-m-d. Values beyond a month's end roll over as in time.Date: 30 February is 1 or 2 March. A day outside
// the years 1 to 9999 is no date.
func NewDate(y int, m time.Month, d int) Date {
	if y < 1 || y > 9999 || m < time.January || m > time.December || d < 1 || d > 28 {
		t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		if t.Year() < 1 || t.Year() > 9999 {
			return Date{}
		}
		y, m, d = t.Date()
	}
	return Date{int32(dayNumber(y, m, d))}
}

// ParseDate reads "2026-03-01". Every other form, and a day that does not exist, is an error. The error does not repeat the
// text: it may be a birth date.
func ParseDate(text string) (Date, error) {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return Date{}, errDateForm
	}
	y, okY := digits(text[0:4])
	m, okM := digits(text[5:7])
	d, okD := digits(text[8:10])
	if !okY || !okM || !okD || y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, time.Month(m)) {
		return Date{}, errNoSuchDay
	}
	return Date{int32(dayNumber(y, time.Month(m), d))}, nil
}

// MustParseDate is ParseDate for constants and tests; it panics on a text that is no date.
func MustParseDate(text string) Date {
	d, err := ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf is the day that people at loc have at the instant t. The zero time gives no date.
func DateOf(t time.Time, loc *time.Location) Date {
	if t.IsZero() {
		return Date{}
	}
	return NewDate(t.In(loc).Date())
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.day == 0 }

// Year is 1 to 9999, or 0 for no date.
func (d Date) Year() int {
	y, _, _ := d.split()
	return y
}

// MonthOfYear is January to December, or 0 for no date.
func (d Date) MonthOfYear() time.Month {
	_, m, _ := d.split()
	return m
}

// Day is the day of the month, 1 to 31, or 0 for no date.
func (d Date) Day() int {
	_, _, day := d.split()
	return day
}

// Month is the calendar month that holds d; no date gives no month.
func (d Date) Month() Month {
	y, m, _ := d.split()
	return NewMonth(y, m)
}

// Weekday is the day of the week; it means nothing for no date.
func (d Date) Weekday() time.Weekday { return time.Weekday(d.day % 7) }

// Compare is -1, 0 or +1 as d is before, the same as or after o.
func (d Date) Compare(o Date) int {
	switch {
	case d.day < o.day:
		return -1
	case d.day > o.day:
		return 1
	}
	return 0
}

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.day < o.day }

// After reports whether d is a later day than o.
func (d Date) After(o Date) bool { return d.day > o.day }

// AddDays is the day n days later, or earlier for negative n. No date stays no date, and a day past the year 9999 or before
// the year 1 is no date.
func (d Date) AddDays(n int) Date {
	sum := int64(d.day) + int64(n)
	if d.IsZero() || sum < 1 || sum > maxDay {
		return Date{}
	}
	return Date{int32(sum)}
}

// AddMonths is the same day n months later, held to the month's end: 31 January + 1 month = 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return Date{}
	}
	y, m, day := d.split()
	target := NewMonth(y, m).Add(n)
	if target.IsZero() {
		return Date{}
	}
	return target.First().AddDays(min(day, target.Days()) - 1)
}

// AddYears is the same day n years later; 29 February becomes 28 February in a common year.
func (d Date) AddYears(n int) Date {
	if n < -9999 || n > 9999 {
		return Date{}
	}
	return d.AddMonths(12 * n)
}

// DaysSince is the number of days from o to d: 1 if d is the day after o, negative if d is before o.
func (d Date) DaysSince(o Date) int { return int(d.day) - int(o.day) }

// At is the instant at which clocks at loc show hour:min:sec on this day, in time.Date's manner where a clock change skips or
// repeats it. No date gives the zero time.
func (d Date) At(hour, minute, sec int, loc *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	y, m, day := d.split()
	return time.Date(y, m, day, hour, minute, sec, 0, loc)
}

// String is "2026-03-01", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return string(d.append(make([]byte, 0, 10)))
}

// MarshalText gives String, so that no date is empty text in JSON.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return []byte{}, nil
	}
	return d.append(make([]byte, 0, 10)), nil
}

// UnmarshalText reads what MarshalText wrote; empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value stores the text "2026-03-01", which both engines compare in order of time; no date is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads NULL, the stored text, or the midnight that a driver makes of a date column.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		return d.scanText(v)
	case []byte:
		return d.scanText(string(v))
	case time.Time:
		*d = NewDate(v.Date())
		return nil
	}
	return fmt.Errorf("scan date: cannot read %T", src)
}

func (d *Date) scanText(text string) error {
	parsed, err := ParseDate(text)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

func (d Date) append(b []byte) []byte {
	y, m, day := d.split()
	return appendDay(b, y, int(m), day)
}
