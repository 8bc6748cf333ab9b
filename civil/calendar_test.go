package civil_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func dates(texts ...string) []civil.Date {
	out := make([]civil.Date, len(texts))
	for i, text := range texts {
		out[i] = civil.MustParseDate(text)
	}
	return out
}

// year2026 has the national holidays of 2026 by the general rule; the day of Kurban Ait is an example.
func year2026() []civil.Holiday {
	holidays := []civil.Holiday{{Date: civil.MustParseDate("2026-01-07")}, {Date: civil.MustParseDate("2026-05-27")}}
	for _, d := range dates("2026-01-01", "2026-01-02", "2026-03-08", "2026-03-21", "2026-03-22", "2026-03-23", "2026-05-01", "2026-05-07",
		"2026-05-09", "2026-07-06", "2026-08-30", "2026-10-25", "2026-12-16") {
		holidays = append(holidays, civil.Holiday{Date: d, Moves: true})
	}
	return holidays
}

func calendar2026(t *testing.T) civil.WorkCalendar {
	t.Helper()
	c, err := civil.NewWorkCalendar("test", civil.WorkYear{Year: 2026, Off: civil.DaysOff(year2026())})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDaysOff(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		holidays []civil.Holiday
		weekend  []time.Weekday
		want     []civil.Date
	}{
		{name: "a weekday stays", holidays: []civil.Holiday{{civil.MustParseDate("2026-12-16"), true}}, want: dates("2026-12-16")},
		{name: "a Sunday moves to Monday", holidays: []civil.Holiday{{civil.MustParseDate("2026-03-08"), true}}, want: dates("2026-03-08", "2026-03-09")},
		{name: "a Saturday moves to Monday", holidays: []civil.Holiday{{civil.MustParseDate("2026-05-09"), true}}, want: dates("2026-05-09", "2026-05-11")},
		{name: "a fixed day on Sunday is lost", holidays: []civil.Holiday{{civil.MustParseDate("2029-01-07"), false}}, want: dates("2029-01-07")},
		{
			name:     "Nauryz on Saturday, Sunday and Monday moves past itself",
			holidays: []civil.Holiday{{civil.MustParseDate("2026-03-23"), true}, {civil.MustParseDate("2026-03-21"), true}, {civil.MustParseDate("2026-03-22"), true}},
			want:     dates("2026-03-21", "2026-03-22", "2026-03-23", "2026-03-24", "2026-03-25"),
		},
		{
			name:     "a holiday on a fixed day off moves",
			holidays: []civil.Holiday{{civil.MustParseDate("2026-05-07"), true}, {civil.MustParseDate("2026-05-07"), false}},
			want:     dates("2026-05-07", "2026-05-08"),
		},
		{
			name: "another weekend", holidays: []civil.Holiday{{civil.MustParseDate("2026-05-01"), true}}, weekend: []time.Weekday{time.Friday},
			want: dates("2026-05-01", "2026-05-02"),
		},
		{name: "nothing"},
	} {
		got := civil.DaysOff(c.holidays, c.weekend...)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestWorkingDaysOf2026(t *testing.T) {
	t.Parallel()
	c := calendar2026(t)
	var got []int
	for m := civil.MustParseMonth("2026-01"); m.Year() == 2026; m = m.Next() {
		n, err := c.WorkingDays(m)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, n)
	}
	if diff := cmp.Diff([]int{19, 20, 18, 22, 17, 22, 22, 20, 22, 21, 21, 22}, got); diff != "" {
		t.Errorf("working days by month (-want +got):\n%s", diff)
	}
}

func TestTerms(t *testing.T) {
	t.Parallel()
	c := calendar2026(t)
	for _, term := range []struct {
		name string
		from string
		days int
		want string
	}{
		{"starts on the next day", "2026-02-02", 1, "2026-02-03"},
		{"over a weekend", "2026-02-05", 2, "2026-02-09"},
		{"opened on a Saturday", "2026-02-07", 1, "2026-02-09"},
		{"over Nauryz and its moved days", "2026-03-20", 1, "2026-03-26"},
		{"fifteen days", "2026-04-29", 15, "2026-05-25"},
		{"no day", "2026-03-21", 0, "2026-03-21"},
	} {
		got, err := c.AddWorkingDays(civil.MustParseDate(term.from), term.days)
		if err != nil || got.String() != term.want {
			t.Errorf("%s: %s + %d = %s, %v, want %s", term.name, term.from, term.days, got, err, term.want)
		}
	}
	if got, err := c.AddWorkingDays(civil.MustParseDate("2026-02-02"), -1); err == nil {
		t.Errorf("a term of -1 days ends on %s", got)
	}
}

func TestNeighbours(t *testing.T) {
	t.Parallel()
	c := calendar2026(t)
	rapid.Check(t, func(t *rapid.T) {
		d := civil.MustParseDate("2026-01-10").AddDays(rapid.IntRange(0, 330).Draw(t, "day"))
		working := must(c.IsWorking(d))
		next, prev, rolled := must(c.NextWorking(d)), must(c.PrevWorking(d)), must(c.RollForward(d))
		if !next.After(d) || !prev.Before(d) || !must(c.IsWorking(next)) || !must(c.IsWorking(prev)) {
			t.Fatalf("%s lies between %s and %s", d, prev, next)
		}
		if want := map[bool]civil.Date{true: d, false: next}[working]; rolled != want {
			t.Fatalf("%s rolls to %s, want %s", d, rolled, want)
		}
		for day := d.AddDays(1); day != next; day = day.AddDays(1) {
			if must(c.IsWorking(day)) {
				t.Fatalf("%s was passed over between %s and %s", day, d, next)
			}
		}
		n := rapid.IntRange(1, 8).Draw(t, "n")
		if one, all := must(c.AddWorkingDays(must(c.AddWorkingDays(d, 1)), n-1)), must(c.AddWorkingDays(d, n)); one != all {
			t.Fatalf("%s + 1 + %d = %s, in one go %s", d, n-1, one, all)
		}
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestUnknownYearIsAnError(t *testing.T) {
	t.Parallel()
	c := calendar2026(t)
	if !c.Covers(civil.MustParseDate("2026-12-31")) || c.Covers(civil.MustParseDate("2027-01-01")) || c.Covers(civil.Date{}) || c.Source() != "test" {
		t.Error("Covers is wrong about its own year")
	}
	outside, eve := civil.MustParseDate("2027-01-01"), civil.MustParseDate("2026-12-31")
	var zero civil.WorkCalendar
	for name, err := range map[string]error{
		"IsWorking":          fault(c.IsWorking(outside)),
		"no date":            fault(c.IsWorking(civil.Date{})),
		"a term into 2027":   fault(c.AddWorkingDays(eve, 1)),
		"a roll into 2027":   fault(c.RollForward(outside)),
		"next":               fault(c.NextWorking(eve)),
		"previous":           fault(c.PrevWorking(civil.MustParseDate("2026-01-01"))),
		"a month":            fault(c.WorkingDays(civil.MustParseMonth("2025-12"))),
		"no month":           fault(c.WorkingDays(civil.Month{})),
		"the empty calendar": fault(zero.IsWorking(eve)),
	} {
		var unknown *civil.UnknownYearError
		if !errors.As(err, &unknown) {
			t.Errorf("%s: error %v, want UnknownYearError", name, err)
		}
	}
}

func fault[T any](_ T, err error) error { return err }

func TestDecreeMovesWorkingDays(t *testing.T) {
	t.Parallel()
	c, err := civil.NewWorkCalendar("decree",
		civil.WorkYear{Year: 2027, Off: dates("2027-01-01")},
		civil.WorkYear{Year: 2026, Off: dates("2026-01-05"), Working: dates("2026-01-10")},
	)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"2026-01-05": false, "2026-01-10": true, "2026-01-11": false, "2027-01-01": false, "2027-01-04": true} {
		if got := must(c.IsWorking(civil.MustParseDate(text))); got != want {
			t.Errorf("IsWorking(%s) = %t", text, got)
		}
	}
	if got := must(c.AddWorkingDays(civil.MustParseDate("2026-12-31"), 1)); got.String() != "2027-01-04" {
		t.Errorf("a term over the new year ends on %s", got)
	}
}

func TestWrongCalendarsAreRefused(t *testing.T) {
	t.Parallel()
	for name, years := range map[string][]civil.WorkYear{
		"a year twice":                       {{Year: 2026}, {Year: 2026}},
		"year 0":                             {{Year: 0}},
		"a day off of another year":          {{Year: 2026, Off: dates("2027-01-01")}},
		"a working day of another year":      {{Year: 2026, Working: dates("2027-01-02")}},
		"a working weekday":                  {{Year: 2026, Working: dates("2026-01-05")}},
		"a weekend day both working and off": {{Year: 2026, Working: dates("2026-01-10"), Off: dates("2026-01-10")}},
	} {
		if _, err := civil.NewWorkCalendar("test", years...); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
