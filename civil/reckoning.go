package civil

import "time"

const (
	daysOf400Years = 146097
	daysOf100Years = 36524
	daysOf4Years   = 1461
	daysOfYear     = 365

	// Years are counted from March, so that the leap day is the last of its year: the reckoning begins on 0000-03-01,
	// which is 305 days before day 1.
	marchOffset = 305
)

// split is the inverse of dayNumber.
func (d Date) split() (int, time.Month, int) {
	if d.day == 0 {
		return 0, 0, 0
	}
	n := int(d.day) + marchOffset
	era, n := n/daysOf400Years, n%daysOf400Years
	// The last day of 400 years and of 4 years would open a year too many; min keeps it in the year that it ends.
	century := min(n/daysOf100Years, 3)
	n -= century * daysOf100Years
	olympiad := n / daysOf4Years
	n -= olympiad * daysOf4Years
	year := min(n/daysOfYear, 3)
	n -= year * daysOfYear
	y := 400*era + 100*century + 4*olympiad + year
	march := (5*n + 2) / 153 // months of 31, 30, 31, 30, 31 days from March: 153 days in five
	day := n - (153*march+2)/5 + 1
	if march < 10 {
		return y, time.Month(march + 3), day
	}
	return y + 1, time.Month(march - 9), day
}

// dayNumber counts days from 0001-01-01 = 1 for a day that exists.
func dayNumber(y int, m time.Month, d int) int {
	march := int(m) - 3
	if march < 0 {
		y, march = y-1, march+12
	}
	era, rest := y/400, y%400
	return era*daysOf400Years + rest*daysOfYear + rest/4 - rest/100 + (153*march+2)/5 + d - 1 - marchOffset
}

func daysIn(y int, m time.Month) int {
	switch m {
	case time.February:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

func digits(text string) (int, bool) {
	n := 0
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

func appendDay(b []byte, y, m, d int) []byte {
	b = appendDigits(b, y, 4)
	b = appendDigits(append(b, '-'), m, 2)
	return appendDigits(append(b, '-'), d, 2)
}

func appendDigits(b []byte, n, width int) []byte {
	b = append(b, "000000"[:width]...)
	for at := len(b) - 1; n > 0; at-- {
		b[at] = byte('0' + n%10)
		n /= 10
	}
	return b
}
