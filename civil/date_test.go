package civil_test

import (
	"cmp"
	"encoding/json"
	"testing"
	"time"

	"github.com/balajol/balajol/civil"
	"pgregory.net/rapid"
)

// anyDate draws a day of the supported range, with month ends and leap years well represented.
func anyDate() *rapid.Generator[civil.Date] {
	return rapid.Custom(func(t *rapid.T) civil.Date {
		return civil.NewDate(1, time.January, 1).AddDays(rapid.IntRange(0, 3652058).Draw(t, "day"))
	})
}

// The reference for every reckoning is package time at UTC.
func reference(d civil.Date) time.Time { return d.At(0, 0, 0, time.UTC) }

func TestEveryDayAgreesWithPackageTime(t *testing.T) {
	t.Parallel()
	want := time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)
	d := civil.NewDate(1, time.January, 1)
	for range 3652059 {
		y, m, day := want.Date()
		if d.Year() != y || d.MonthOfYear() != m || d.Day() != day || d.Weekday() != want.Weekday() || civil.NewDate(y, m, day) != d {
			t.Fatalf("day %s, want %s", d, want.Format(time.DateOnly))
		}
		d, want = d.AddDays(1), want.AddDate(0, 0, 1)
	}
	if !d.IsZero() {
		t.Errorf("the day after 9999-12-31 is %s, want none", d)
	}
}

func TestReckoning(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, o := anyDate().Draw(t, "d"), anyDate().Draw(t, "o")
		if got := o.AddDays(d.DaysSince(o)); got != d {
			t.Fatalf("%s + days to %s = %s", o, d, got)
		}
		if got, want := d.Compare(o), reference(d).Compare(reference(o)); got != want || got != cmp.Compare(d.String(), o.String()) {
			t.Fatalf("%s.Compare(%s) = %d, want %d as of times and of texts", d, o, got, want)
		}
		if d.Before(o) != (d.Compare(o) < 0) || d.After(o) != (d.Compare(o) > 0) {
			t.Fatalf("Before or After disagrees with Compare for %s and %s", d, o)
		}
		if got := civil.DateOf(reference(d), time.UTC); got != d && !reference(d).IsZero() {
			t.Fatalf("DateOf gives %s, want %s", got, d)
		}
		n := rapid.IntRange(-60, 60).Draw(t, "months")
		moved := d.AddMonths(n)
		if moved.IsZero() {
			return // past the ends of the calendar
		}
		if moved.Month() != d.Month().Add(n) || moved.Day() != min(d.Day(), moved.Month().Days()) {
			t.Fatalf("%s + %d months = %s", d, n, moved)
		}
	})
}

func TestAddMonthsStopsAtMonthEnd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2025-01-31", 1, "2025-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2025-03-31", -1, "2025-02-28"},
		{"2025-05-31", 1, "2025-06-30"}, {"2025-12-15", 1, "2026-01-15"}, {"2025-01-15", -1, "2024-12-15"}, {"2025-01-31", 0, "2025-01-31"},
	} {
		if got := civil.MustParseDate(c.from).AddMonths(c.months); got.String() != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
	if got := civil.MustParseDate("2024-02-29").AddYears(6); got.String() != "2030-02-28" {
		t.Errorf("29 February + 6 years = %s", got)
	}
}

func TestNoDateStaysNoDate(t *testing.T) {
	t.Parallel()
	var none civil.Date
	edge := civil.MustParseDate("9999-12-31")
	for name, got := range map[string]civil.Date{
		"AddDays": none.AddDays(5), "AddMonths": none.AddMonths(1), "AddYears": none.AddYears(1), "past the end": edge.AddDays(1),
		"months past the end": edge.AddMonths(1), "years past the end": edge.AddYears(1 << 60), "days past the end": edge.AddDays(1 << 62),
		"before the start": civil.NewDate(0, time.December, 31), "DateOf": civil.DateOf(time.Time{}, time.UTC),
	} {
		if !got.IsZero() {
			t.Errorf("%s = %s, want none", name, got)
		}
	}
	if none.Year() != 0 || none.MonthOfYear() != 0 || none.Day() != 0 || !none.Month().IsZero() || none.String() != "" || !none.At(9, 0, 0, time.UTC).IsZero() {
		t.Error("no date has parts")
	}
	if !none.Before(civil.NewDate(1, time.January, 1)) {
		t.Error("no date does not sort before the first day")
	}
}

func TestNewDateRollsOver(t *testing.T) {
	t.Parallel()
	if got := civil.NewDate(2025, time.February, 30); got.String() != "2025-03-02" {
		t.Errorf("30 February 2025 = %s", got)
	}
	if got := civil.NewDate(2025, 13, 1); got.String() != "2026-01-01" {
		t.Errorf("month 13 of 2025 = %s", got)
	}
}

func TestParseDateRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "2026-3-1", "2026-03-01 ", "2026/03/01", "01.03.2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
		"0000-01-01", "+026-01-01", "2026-0a-01", "2026-03-01T00:00:00Z",
	} {
		if got, err := civil.ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %s, want an error", text, got)
		}
	}
}

func TestDateSurvivesStorage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.OneOf(anyDate(), rapid.Just(civil.Date{})).Draw(t, "date")
		stored, err := want.Value()
		if err != nil {
			t.Fatal(err)
		}
		got := civil.MustParseDate("2000-01-01")
		if err := got.Scan(stored); err != nil || got != want {
			t.Fatalf("stored %v, read %s, %v", stored, got, err)
		}
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got = civil.MustParseDate("2000-01-01")
		if err := json.Unmarshal(text, &got); err != nil || got != want {
			t.Fatalf("wrote %s, read %s, %v", text, got, err)
		}
	})
}

func TestScanDate(t *testing.T) {
	t.Parallel()
	want := civil.MustParseDate("2026-03-01")
	for _, src := range []any{"2026-03-01", []byte("2026-03-01"), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)} {
		var got civil.Date
		if err := got.Scan(src); err != nil || got != want {
			t.Errorf("Scan(%T) = %s, %v", src, got, err)
		}
	}
	for _, src := range []any{int64(1), "", "2026-03-01 00:00:00", []byte("x")} {
		got := want
		if err := got.Scan(src); err == nil || got != want {
			t.Errorf("Scan(%#v) = %s, %v, want an error and the old date", src, got, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-03-01")
	f.Add("0001-02-29")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := civil.ParseDate(text)
		want, wantErr := time.Parse(time.DateOnly, text)
		known := wantErr == nil && want.Year() > 0
		if (err == nil) != known || known && got != civil.NewDate(want.Date()) {
			t.Errorf("ParseDate(%q) = %s, %v; package time: %s, %v", text, got, err, want, wantErr)
		}
	})
}

func BenchmarkDateString(b *testing.B) {
	d := civil.MustParseDate("2026-03-01")
	for b.Loop() {
		_ = d.String()
	}
}
