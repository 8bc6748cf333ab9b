package civil_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/balajol/balajol/civil"
	"pgregory.net/rapid"
)

func TestMonth(t *testing.T) {
	t.Parallel()
	m := civil.MustParseMonth("2024-02")
	for name, pair := range map[string][2]string{
		"First": {m.First().String(), "2024-02-01"}, "Last": {m.Last().String(), "2024-02-29"}, "Next": {m.Next().String(), "2024-03"},
		"Prev": {m.Prev().String(), "2024-01"}, "Add": {m.Add(-14).String(), "2022-12"}, "Range": {m.Range().String(), "2024-02-01/2024-02-29"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s = %s, want %s", name, pair[0], pair[1])
		}
	}
	if m.Year() != 2024 || m.MonthOfYear() != time.February || m.Days() != 29 || m.MonthsSince(civil.MustParseMonth("2022-12")) != 14 {
		t.Errorf("parts of %s are wrong", m)
	}
	if !m.Before(m.Next()) || !m.Next().After(m) || m.Compare(m) != 0 {
		t.Errorf("order around %s is wrong", m)
	}
}

func TestMonthHoldsItsDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, o := anyDate().Draw(t, "d"), anyDate().Draw(t, "o")
		m := d.Month()
		if !m.Contains(d) || m.Contains(m.First().AddDays(-1)) || m.Contains(m.Last().AddDays(1)) {
			t.Fatalf("%s is wrong about %s or its own ends", m, d)
		}
		if m.Contains(o) != (o.Month() == m) || m.Range().Contains(o) != m.Contains(o) || m.Last().DaysSince(m.First())+1 != m.Days() {
			t.Fatalf("%s and %s disagree", m, o)
		}
		if m.Compare(o.Month()) != m.First().Compare(o.Month().First()) {
			t.Fatalf("%s.Compare(%s) = %d", m, o.Month(), m.Compare(o.Month()))
		}
	})
}

func TestNoMonth(t *testing.T) {
	t.Parallel()
	var none civil.Month
	if !none.Next().IsZero() || !none.First().IsZero() || !none.Last().IsZero() || none.Days() != 0 || none.String() != "" || none.Contains(civil.Date{}) {
		t.Error("no month has parts")
	}
	last := civil.MustParseMonth("9999-12")
	if !last.Next().IsZero() || last.Last().String() != "9999-12-31" || !civil.MustParseMonth("0001-01").Prev().IsZero() || !last.Add(1<<60).IsZero() {
		t.Error("the calendar has a month beyond its ends")
	}
	for _, text := range []string{"", "2026-3", "2026-13", "2026-00", "0000-01", "2026/03", "2026-03-01", "20a6-03"} {
		if got, err := civil.ParseMonth(text); err == nil {
			t.Errorf("ParseMonth(%q) = %s, want an error", text, got)
		}
	}
}

func TestMonthSurvivesStorage(t *testing.T) {
	t.Parallel()
	for _, want := range []civil.Month{{}, civil.MustParseMonth("2026-03")} {
		stored, err := want.Value()
		if err != nil {
			t.Fatal(err)
		}
		got := civil.MustParseMonth("2000-01")
		if err := got.Scan(stored); err != nil || got != want {
			t.Errorf("stored %v, read %s, %v", stored, got, err)
		}
		text, err := json.Marshal(map[civil.Month]civil.Month{want: want})
		if err != nil {
			t.Fatal(err)
		}
		var back map[civil.Month]civil.Month
		if err := json.Unmarshal(text, &back); err != nil || back[want] != want || len(back) != 1 {
			t.Errorf("wrote %s, read %v, %v", text, back, err)
		}
	}
	var got civil.Month
	if err := got.Scan([]byte("2026-03")); err != nil || got.String() != "2026-03" {
		t.Errorf("bytes read as %s, %v", got, err)
	}
	if err := got.Scan(int64(3)); err == nil {
		t.Error("a number was read as a month")
	}
}
