package admission

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// layouts are the forms in which old systems write a day, with its time or without.
var dayLayouts = []string{"02.01.2006", "2.1.2006", "2006-01-02", "02/01/2006", "02-01-2006", "2006.01.02"}

var clockLayouts = []string{"15:04:05.999999", "15:04:05", "15:04", "15.04"}

// parseTime reads a day in a zone; timed tells whether its time of day is there too. A bare number is a day as workbooks
// count them.
func parseTime(text string, zone *time.Location) (at time.Time, timed, ok bool) {
	text = strings.TrimSpace(text)
	if serial, err := strconv.ParseFloat(text, 64); err == nil {
		return serialTime(serial, zone)
	}
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return at.In(zone), true, true
	}
	day, clock, both := strings.Cut(strings.Replace(text, "T", " ", 1), " ")
	for _, layout := range dayLayouts {
		at, err := time.ParseInLocation(layout, strings.TrimRight(day, ","), zone)
		if err != nil {
			continue
		}
		if !both {
			return at, false, true
		}
		since, known := parseClock(strings.TrimSpace(clock))
		return at.Add(since), known, known
	}
	return time.Time{}, false, false
}

// parseClock reads a time of day.
func parseClock(text string) (time.Duration, bool) {
	if part, err := strconv.ParseFloat(text, 64); err == nil && part >= 0 && part < 1 {
		return time.Duration(math.Round(part*24*3600)) * time.Second, true
	}
	for _, layout := range clockLayouts {
		if at, err := time.Parse(layout, text); err == nil {
			return at.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)), true
		}
	}
	return 0, false
}

// serialTime is a day as workbooks count them: days since 30 December 1899, the time of day as their part. Only the years
// from 1955 to 2064 are taken for days.
func serialTime(serial float64, zone *time.Location) (at time.Time, timed, ok bool) {
	if serial < 20_000 || serial > 60_000 {
		return time.Time{}, false, false
	}
	days, part := math.Modf(serial)
	at = time.Date(1899, 12, 30+int(days), 0, 0, 0, 0, zone)
	return at.Add(time.Duration(math.Round(part*24*3600)) * time.Second), part != 0, true
}
