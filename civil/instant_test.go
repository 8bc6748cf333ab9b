package civil_test

import (
	"cmp"
	"encoding/json"
	"testing"
	"time"

	"github.com/balajol/balajol/civil"
	"pgregory.net/rapid"
)

func anyTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(-62135596799, 253402300799).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).UTC()
	})
}

func TestInstantAgreesWithPackageTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyTime().Draw(t, "a").Truncate(time.Microsecond), anyTime().Draw(t, "b").Truncate(time.Microsecond)
		x, y := civil.InstantOf(a), civil.InstantOf(b)
		if !x.Time().Equal(a) || x.String() != a.Format(civil.InstantLayout) || len(x.String()) != 27 {
			t.Fatalf("%s became %s", a.Format(time.RFC3339Nano), x)
		}
		if x.Compare(y) != a.Compare(b) || x.Compare(y) != cmp.Compare(x.String(), y.String()) || x.Before(y) != a.Before(b) || x.After(y) != a.After(b) {
			t.Fatalf("order of %s and %s is wrong", x, y)
		}
		if x.Sub(y) != a.Sub(b) {
			t.Fatalf("%s - %s = %s, want %s", x, y, x.Sub(y), a.Sub(b))
		}
		step := time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "step")) * time.Microsecond
		if sum := a.Add(step); sum.Year() > 1 && sum.Year() < 9999 && !x.Add(step).Time().Equal(sum) {
			t.Fatalf("%s + %s = %s", x, step, x.Add(step))
		}
		if x.Date(time.UTC) != civil.NewDate(a.Date()) {
			t.Fatalf("%s is on %s", x, x.Date(time.UTC))
		}
	})
}

func TestParseInstant(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-03-01T09:30:00Z":              "2026-03-01T09:30:00.000000Z",
		"2026-03-01T09:30:00+05:00":         "2026-03-01T04:30:00.000000Z",
		"2026-03-01T00:30:00.1234567+05:00": "2026-02-28T19:30:00.123456Z",
		"1969-12-31T23:59:59.999999Z":       "1969-12-31T23:59:59.999999Z",
	} {
		if got, err := civil.ParseInstant(text); err != nil || got.String() != want {
			t.Errorf("ParseInstant(%q) = %s, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "2026-03-01", "2026-03-01 09:30:00", "2026-03-01T09:30:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00"} {
		if got, err := civil.ParseInstant(text); err == nil {
			t.Errorf("ParseInstant(%q) = %s, want an error", text, got)
		}
	}
}

func TestNoTime(t *testing.T) {
	t.Parallel()
	var none civil.Instant
	if !none.Add(time.Hour).IsZero() || none.String() != "" || !none.Time().IsZero() || !none.Date(time.UTC).IsZero() || !civil.InstantOf(time.Time{}).IsZero() {
		t.Error("no time has parts")
	}
	last := civil.MustParseInstant("9999-12-31T23:59:59.999999Z")
	if !last.Add(time.Microsecond).IsZero() || !civil.InstantOf(last.Time().Add(time.Second)).IsZero() {
		t.Error("there is a time past the year 9999")
	}
}

func TestInstantSurvivesStorage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := civil.InstantOf(rapid.OneOf(anyTime(), rapid.Just(time.Time{})).Draw(t, "time"))
		stored, err := want.Value()
		if err != nil {
			t.Fatal(err)
		}
		var got civil.Instant
		if err := got.Scan(stored); err != nil || got != want {
			t.Fatalf("stored %v, read %s, %v", stored, got, err)
		}
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got = civil.MustParseInstant("2026-03-01T09:30:00Z")
		if err := json.Unmarshal(text, &got); err != nil || got != want {
			t.Fatalf("wrote %s, read %s, %v", text, got, err)
		}
		if err := got.Scan(want.Time().In(time.FixedZone("", 5*60*60))); err != nil || got != want {
			t.Fatalf("a driver's time was read as %s, %v, want %s", got, err, want)
		}
	})
	var got civil.Instant
	if err := got.Scan([]byte("2026-03-01T09:30:00Z")); err != nil || got.String() != "2026-03-01T09:30:00.000000Z" {
		t.Errorf("bytes read as %s, %v", got, err)
	}
	for _, src := range []any{int64(1), "", "yesterday"} {
		if err := got.Scan(src); err == nil {
			t.Errorf("Scan(%#v) succeeded", src)
		}
	}
}

func TestZone(t *testing.T) {
	t.Parallel()
	almaty, err := civil.Zone("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	// Midnight in the country is the evening before in UTC: +6 until the end of February 2024, +5 after.
	for text, want := range map[string]string{
		"2024-02-28T18:00:00Z": "2024-02-29", "2024-03-01T18:30:00Z": "2024-03-01", "2024-03-01T19:00:00Z": "2024-03-02",
	} {
		if got := civil.MustParseInstant(text).Date(almaty); got.String() != want {
			t.Errorf("at %s the day is %s, want %s", text, got, want)
		}
	}
	at := civil.InstantOf(civil.MustParseDate("2026-09-01").At(9, 30, 0, almaty))
	if at.String() != "2026-09-01T04:30:00.000000Z" {
		t.Errorf("half past nine is %s", at)
	}
	for _, name := range []string{"", "Local", "Asia/Nowhere", "../etc/passwd"} {
		if loc, err := civil.Zone(name); err == nil {
			t.Errorf("Zone(%q) = %s, want an error", name, loc)
		}
	}
}
