package civil

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Month is a calendar month of a year, such as March 2026: the period of a sheet and of a payment. The zero Month means "no
// month" and sorts before every month.
type Month struct {
	n int32 // 12 × year + month - 1
}

const maxMonth = 12*9999 + 11

// NewMonth is month m of year y; months beyond December roll over. A month outside the years 1 to 9999 is no month.
func NewMonth(y int, m time.Month) Month {
	if y < -9999 || y > 99999 || m < -99999 || m > 99999 {
		return Month{}
	}
	return monthOf(12*int64(y) + int64(m) - 1)
}

func monthOf(n int64) Month {
	if n < 12 || n > maxMonth {
		return Month{}
	}
	return Month{int32(n)}
}

// ParseMonth reads "2026-03". Every other form is an error.
func ParseMonth(text string) (Month, error) {
	if len(text) != 7 || text[4] != '-' {
		return Month{}, fmt.Errorf("parse month %q: want year-month as in 2026-03", text)
	}
	y, okY := digits(text[0:4])
	m, okM := digits(text[5:7])
	if !okY || !okM || y < 1 || m < 1 || m > 12 {
		return Month{}, fmt.Errorf("parse month %q: no such month", text)
	}
	return NewMonth(y, time.Month(m)), nil
}

// MustParseMonth is ParseMonth for constants and tests; it panics on a text that is no month.
func MustParseMonth(text string) Month {
	m, err := ParseMonth(text)
	if err != nil {
		panic(err)
	}
	return m
}

// IsZero reports whether m is no month.
func (m Month) IsZero() bool { return m.n == 0 }

// Year is 1 to 9999, or 0 for no month.
func (m Month) Year() int { return int(m.n / 12) }

// MonthOfYear is January to December, or 0 for no month.
func (m Month) MonthOfYear() time.Month {
	if m.IsZero() {
		return 0
	}
	return time.Month(m.n%12 + 1)
}

// First is the month's first day.
func (m Month) First() Date {
	if m.IsZero() {
		return Date{}
	}
	return NewDate(m.Year(), m.MonthOfYear(), 1)
}

// Last is the month's last day.
func (m Month) Last() Date {
	if m.IsZero() {
		return Date{}
	}
	return m.First().AddDays(m.Days() - 1)
}

// Range is the period from the first to the last day.
func (m Month) Range() DateRange { return DateRange{From: m.First(), To: m.Last()} }

// Days is the number of days, 28 to 31, or 0 for no month.
func (m Month) Days() int {
	if m.IsZero() {
		return 0
	}
	return daysIn(m.Year(), m.MonthOfYear())
}

// Next is the month after m.
func (m Month) Next() Month { return m.Add(1) }

// Prev is the month before m.
func (m Month) Prev() Month { return m.Add(-1) }

// Add is the month n months later, or earlier for negative n. No month stays no month.
func (m Month) Add(n int) Month {
	if m.IsZero() || n < -maxMonth || n > maxMonth {
		return Month{}
	}
	return monthOf(int64(m.n) + int64(n))
}

// MonthsSince is the number of months from o to m.
func (m Month) MonthsSince(o Month) int { return int(m.n) - int(o.n) }

// Compare is -1, 0 or +1 as m is before, the same as or after o.
func (m Month) Compare(o Month) int {
	switch {
	case m.n < o.n:
		return -1
	case m.n > o.n:
		return 1
	}
	return 0
}

// Before reports whether m is an earlier month than o.
func (m Month) Before(o Month) bool { return m.n < o.n }

// After reports whether m is a later month than o.
func (m Month) After(o Month) bool { return m.n > o.n }

// Contains reports whether d is a day of m.
func (m Month) Contains(d Date) bool { return !m.IsZero() && d.Month() == m }

// String is "2026-03", or "" for no month.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	b := appendDigits(make([]byte, 0, 7), m.Year(), 4)
	return string(appendDigits(append(b, '-'), int(m.MonthOfYear()), 2))
}

// MarshalText gives String, so that no month is empty text in JSON.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote; empty text is no month.
func (m *Month) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Month{}
		return nil
	}
	return m.scanText(string(text))
}

// Value stores the text "2026-03"; no month is NULL.
func (m Month) Value() (driver.Value, error) {
	if m.IsZero() {
		return nil, nil
	}
	return m.String(), nil
}

// Scan reads NULL or the stored text.
func (m *Month) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*m = Month{}
		return nil
	case string:
		return m.scanText(v)
	case []byte:
		return m.scanText(string(v))
	}
	return fmt.Errorf("scan month: cannot read %T", src)
}

func (m *Month) scanText(text string) error {
	parsed, err := ParseMonth(text)
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}
