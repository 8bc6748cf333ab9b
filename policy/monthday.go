package policy

import (
	"fmt"
	"time"

	"github.com/balajol/balajol/civil"
)

// MonthDay is a day that comes every year, such as 30 June. The zero MonthDay is none.
type MonthDay struct {
	Month time.Month
	Day   int
}

// ParseMonthDay reads "06-30". A day that some years lack is an error.
func ParseMonthDay(text string) (MonthDay, error) {
	d, err := civil.ParseDate("2001-" + text) // a common year
	if err != nil {
		return MonthDay{}, fmt.Errorf("parse day of the year %q: want month-day as in 06-30", text)
	}
	return MonthDay{d.MonthOfYear(), d.Day()}, nil
}

// In is that day of a year; none gives no date.
func (m MonthDay) In(year int) civil.Date {
	if m == (MonthDay{}) {
		return civil.Date{}
	}
	return civil.NewDate(year, m.Month, m.Day)
}

// Compare is -1, 0 or +1 as m comes before, with or after o in a year.
func (m MonthDay) Compare(o MonthDay) int { return m.In(2001).Compare(o.In(2001)) }

// String is "06-30", or "" for none.
func (m MonthDay) String() string {
	if m == (MonthDay{}) {
		return ""
	}
	return fmt.Sprintf("%02d-%02d", int(m.Month), m.Day)
}
