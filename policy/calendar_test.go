package policy_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
)

// Working days of each month, counted by hand on a paper calendar; January 2026 (19), June 2025 (20) and November 2025 (20)
// agree with what the press printed from the production calendars.
var workingDays = map[int][12]int{
	2025: {20, 20, 17, 22, 19, 20, 22, 21, 21, 22, 20, 22},
	2026: {19, 20, 18, 22, 17, 22, 22, 20, 22, 21, 21, 22},
	2027: {18, 20, 19, 22, 18, 22, 21, 21, 22, 20, 22, 22},
}

func TestWorkingDaysOfEachMonth(t *testing.T) {
	t.Parallel()
	calendar := rulesOn(t, "kz-voucher-2026", "2026-01-05").Calendar
	for year, want := range workingDays {
		var got [12]int
		for i := range got {
			n, err := calendar.WorkingDays(civil.NewMonth(year, time.Month(i+1)))
			if err != nil {
				t.Fatal(err)
			}
			got[i] = n
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d (-want +got)\n%s", year, diff)
		}
	}
}

func TestDaysOff(t *testing.T) {
	t.Parallel()
	calendar := rulesOn(t, "kz-classic-2025", "2026-01-05").Calendar
	for on, want := range map[string]bool{
		"2025-01-02": false, "2025-01-03": false, "2025-01-05": true, "2025-01-06": true, "2025-01-07": false, // a moved day off
		"2026-03-09": false, "2026-03-20": true, "2026-03-23": false, "2026-03-24": false, "2026-03-25": false, "2026-03-26": true, // Nauryz moved
		"2026-05-11": false, "2026-05-27": false, "2026-05-28": true, // Victory Day moved, Kurban Ait
		"2026-08-31": false, "2026-10-26": false, "2026-12-16": false,
		"2027-01-04": false, "2027-05-17": true, // Kurban Ait on a Sunday does not move
	} {
		if got, err := calendar.IsWorking(day(on)); err != nil || got != want {
			t.Errorf("%s is a working day: got %t, %v; want %t", on, got, err, want)
		}
	}
}

func TestTermDue(t *testing.T) {
	t.Parallel()
	calendar := rulesOn(t, "kz-voucher-2026", "2026-01-05").Calendar
	for _, c := range []struct {
		name, start string
		term        policy.Term
		want        string
	}{
		{"two working days over a weekend", "2026-02-06", wd(2), "2026-02-10"},
		{"two working days on the Friday before Nauryz", "2026-03-20", wd(2), "2026-03-27"},
		{"five working days on the Friday before Nauryz", "2026-03-20", wd(5), "2026-04-01"},
		{"two working days opened on a day off", "2026-03-22", wd(2), "2026-03-27"},
		{"two calendar days into Nauryz", "2026-03-19", cd(2), "2026-03-26"},
		{"two calendar days inside a week", "2026-02-03", cd(2), "2026-02-05"},
		{"one calendar day before Victory Day", "2026-05-08", cd(1), "2026-05-12"},
		{"three working days before Unity Day", "2026-04-30", wd(3), "2026-05-06"},
		{"28 calendar days to a working day", "2026-06-01", cd(28), "2026-06-29"},
		{"28 calendar days to Capital Day", "2026-06-08", cd(28), "2026-07-07"},
		{"ten calendar days over New Year", "2026-12-22", cd(10), "2027-01-05"},
		{"a working day over New Year", "2026-12-31", wd(1), "2027-01-05"},
		{"a Sunday that a decree made a working day", "2025-01-02", wd(1), "2025-01-05"},
		{"a month to a Saturday at a month's end", "2026-01-31", policy.Term{N: 1, Unit: policy.Months}, "2026-03-02"},
		{"a month to a working day", "2026-02-10", policy.Term{N: 1, Unit: policy.Months}, "2026-03-10"},
		{"no term", "2026-02-10", policy.Term{}, ""},
		{"no start", "", wd(2), ""},
	} {
		start, err := civil.ParseDate(c.start)
		if err != nil && c.start != "" {
			t.Fatal(err)
		}
		if got, err := c.term.Due(start, calendar); err != nil || got.String() != c.want {
			t.Errorf("%s: %s from %s: got %s, %v; want %s", c.name, c.term, c.start, got, err, c.want)
		}
	}
}

func TestTermDueRefuses(t *testing.T) {
	t.Parallel()
	calendar := rulesOn(t, "kz-voucher-2026", "2026-01-05").Calendar
	for _, term := range []policy.Term{wd(1), cd(1), {N: 1, Unit: policy.Months}} {
		_, err := term.Due(day("2027-12-31"), calendar)
		unknown, ok := errors.AsType[*civil.UnknownYearError](err)
		if !ok || unknown.Year != 2028 {
			t.Errorf("%s into 2028: got %v", term, err)
		}
	}
	if _, err := (policy.Term{N: 1, Unit: policy.Years}).Due(day("2026-02-10"), calendar); err == nil {
		t.Error("a term in years is counted")
	}
}

// A term never ends on a day off, never before it began, and a longer one never ends earlier.
func TestTermDueProperties(t *testing.T) {
	t.Parallel()
	calendar := rulesOn(t, "kz-voucher-2026", "2026-01-05").Calendar
	rapid.Check(t, func(t *rapid.T) {
		start := day("2025-01-01").AddDays(rapid.IntRange(0, 600).Draw(t, "start"))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		for _, term := range []policy.Term{wd(n), cd(n), {N: n%12 + 1, Unit: policy.Months}} {
			due, err := term.Due(start, calendar)
			if err != nil {
				t.Fatal(err)
			}
			longer, err := policy.Term{N: term.N + 1, Unit: term.Unit}.Due(start, calendar)
			if err != nil {
				t.Fatal(err)
			}
			working, err := calendar.IsWorking(due)
			if err != nil || !working || !due.After(start) || longer.Before(due) {
				t.Fatalf("%s from %s: due %s (working %t, %v), one longer %s", term, start, due, working, err, longer)
			}
		}
	})
}

func TestMonthDay(t *testing.T) {
	t.Parallel()
	june, err := policy.ParseMonthDay("06-30")
	if err != nil || june.In(2026) != day("2026-06-30") || june.String() != "06-30" {
		t.Errorf("got %v, %v", june, err)
	}
	for _, text := range []string{"", "6-30", "06-31", "02-29", "00-10", "13-01", "2026-06-30"} {
		if m, err := policy.ParseMonthDay(text); err == nil {
			t.Errorf("ParseMonthDay(%q) = %v", text, m)
		}
	}
	if none := (policy.MonthDay{}); !none.In(2026).IsZero() || none.String() != "" {
		t.Errorf("no day of the year is %q, in 2026 %s", none, none.In(2026))
	}
}
