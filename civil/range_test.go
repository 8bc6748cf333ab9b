package civil_test

import (
	"encoding/json"
	"testing"

	"github.com/balajol/balajol/civil"
	"pgregory.net/rapid"
)

func period(from, to string) civil.DateRange {
	r := civil.DateRange{From: civil.MustParseDate(from)}
	if to != "" {
		r.To = civil.MustParseDate(to)
	}
	return r
}

func TestIntersect(t *testing.T) {
	t.Parallel()
	march := period("2026-03-01", "2026-03-31")
	for _, c := range []struct {
		name  string
		other civil.DateRange
		want  string // "" for none
	}{
		{"itself", march, "2026-03-01/2026-03-31"},
		{"touches the last day", period("2026-03-31", "2026-04-30"), "2026-03-31/2026-03-31"},
		{"begins the day after", period("2026-04-01", "2026-04-30"), ""},
		{"open from before", period("2025-01-01", ""), "2026-03-01/2026-03-31"},
		{"open from within", period("2026-03-15", ""), "2026-03-15/2026-03-31"},
		{"open from after", period("2026-04-01", ""), ""},
		{"one day within", period("2026-03-10", "2026-03-10"), "2026-03-10/2026-03-10"},
		{"ends before it begins", period("2026-03-20", "2026-03-10"), ""},
		{"nothing", civil.DateRange{}, ""},
	} {
		for _, pair := range [][2]civil.DateRange{{march, c.other}, {c.other, march}} {
			got, ok := pair[0].Intersect(pair[1])
			if ok != (c.want != "") || ok && got.String() != c.want || pair[0].Overlaps(pair[1]) != ok {
				t.Errorf("%s: %s and %s share %s, %t, want %q", c.name, pair[0], pair[1], got, ok, c.want)
			}
		}
	}
	if both, ok := period("2025-01-01", "").Intersect(period("2026-01-01", "")); !ok || both.String() != "2026-01-01/.." {
		t.Errorf("two open periods share %s, %t", both, ok)
	}
}

func TestRangeIsItsDays(t *testing.T) {
	t.Parallel()
	base := civil.MustParseDate("2026-01-01")
	near := rapid.Map(rapid.IntRange(0, 30), base.AddDays)
	ranges := rapid.Custom(func(t *rapid.T) civil.DateRange {
		return civil.DateRange{From: near.Draw(t, "from"), To: rapid.OneOf(near, rapid.Just(civil.Date{})).Draw(t, "to")}
	}).Filter(civil.DateRange.Valid)
	rapid.Check(t, func(t *rapid.T) {
		a, b := ranges.Draw(t, "a"), ranges.Draw(t, "b")
		common, ok := a.Intersect(b)
		count := 0
		for day := base; !day.After(base.AddDays(30)); day = day.AddDays(1) {
			if (a.Contains(day) && b.Contains(day)) != (ok && common.Contains(day)) {
				t.Fatalf("%s and %s disagree with %s on %s", a, b, common, day)
			}
			if a.Contains(day) {
				count++
			}
		}
		if !a.IsOpen() && a.Days() != count {
			t.Fatalf("%s has %d days, want %d", a, a.Days(), count)
		}
	})
}

func TestRangeValidity(t *testing.T) {
	t.Parallel()
	open := period("2026-03-01", "")
	if !open.Valid() || !open.IsOpen() || open.Days() != 0 || open.Contains(civil.Date{}) {
		t.Errorf("%s: an open period is valid, uncounted and holds no zero date", open)
	}
	wrong := period("2026-03-02", "2026-03-01")
	endOnly := civil.DateRange{To: civil.MustParseDate("2026-03-01")}
	if wrong.Valid() || endOnly.Valid() || (civil.DateRange{}).Valid() || wrong.Days() != 0 {
		t.Error("a period without a first day or with its end first is not valid")
	}
	for _, r := range []civil.DateRange{open, period("2026-03-01", "2026-03-05")} {
		text, err := json.Marshal(r)
		var back civil.DateRange
		if err != nil || json.Unmarshal(text, &back) != nil || back != r {
			t.Errorf("%s was written as %s, %v and read as %s", r, text, err, back)
		}
	}
}
