package civil

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Instant is a point of time in UTC to the microsecond, the precision that both engines keep. It is comparable with ==; the
// zero Instant means "no time" and sorts before every other.
type Instant struct {
	micros int64 // since 0001-01-01T00:00:00Z, the zero time of package time
}

const (
	// InstantLayout is the stored form in the notation of package time: fixed width, so that texts sort as times do.
	InstantLayout = "2006-01-02T15:04:05.000000Z"

	microsOfDay    = int64(24 * time.Hour / time.Microsecond)
	secondsToEpoch = 62135596800 // from 0001-01-01 to 1970-01-01
	maxMicros      = maxDay*microsOfDay - 1
)

// InstantOf is the instant of t, cut to the microsecond. The zero time, and a time outside the years 1 to 9999, is no time.
func InstantOf(t time.Time) Instant {
	if y := t.UTC().Year(); y < 1 || y > 9999 {
		return Instant{}
	}
	return instant((t.Unix()+secondsToEpoch)*1e6 + int64(t.Nanosecond()/1e3))
}

func instant(micros int64) Instant {
	if micros < 0 || micros > maxMicros {
		return Instant{}
	}
	return Instant{micros}
}

// ParseInstant reads an RFC 3339 time with any offset and any number of decimals; what is finer than a microsecond is cut.
func ParseInstant(text string) (Instant, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return Instant{}, fmt.Errorf("parse instant %q: want a time as in 2026-03-01T09:30:00Z", text)
	}
	i := InstantOf(t)
	if i.IsZero() {
		return Instant{}, fmt.Errorf("parse instant %q: outside the years 1 to 9999", text)
	}
	return i, nil
}

// MustParseInstant is ParseInstant for constants and tests; it panics on a text that is no time.
func MustParseInstant(text string) Instant {
	i, err := ParseInstant(text)
	if err != nil {
		panic(err)
	}
	return i
}

// IsZero reports whether i is no time.
func (i Instant) IsZero() bool { return i.micros == 0 }

// Time is the instant in UTC; no time gives the zero time.
func (i Instant) Time() time.Time {
	return time.Unix(i.micros/1e6-secondsToEpoch, i.micros%1e6*1e3).UTC()
}

// Date is the day that people at loc have at this instant; no time gives no date.
func (i Instant) Date(loc *time.Location) Date {
	if i.IsZero() {
		return Date{}
	}
	return DateOf(i.Time(), loc)
}

// Compare is -1, 0 or +1 as i is before, the same as or after o.
func (i Instant) Compare(o Instant) int {
	switch {
	case i.micros < o.micros:
		return -1
	case i.micros > o.micros:
		return 1
	}
	return 0
}

// Before reports whether i is earlier than o.
func (i Instant) Before(o Instant) bool { return i.micros < o.micros }

// After reports whether i is later than o.
func (i Instant) After(o Instant) bool { return i.micros > o.micros }

// Add is the instant d later, cut to the microsecond. No time stays no time.
func (i Instant) Add(d time.Duration) Instant {
	if i.IsZero() {
		return Instant{}
	}
	return instant(i.micros + d.Microseconds())
}

// Sub is the time from o to i. Spans longer than 292 years do not fit into a Duration and are held to its limits.
func (i Instant) Sub(o Instant) time.Duration { return i.Time().Sub(o.Time()) }

// String is "2006-01-02T15:04:05.000000Z", always 27 bytes, or "" for no time.
func (i Instant) String() string {
	if i.IsZero() {
		return ""
	}
	return string(i.append(make([]byte, 0, len(InstantLayout))))
}

func (i Instant) append(b []byte) []byte {
	b = Date{int32(i.micros/microsOfDay) + 1}.append(b)
	rest := int(i.micros % microsOfDay)
	second := rest / 1e6
	b = appendDigits(append(b, 'T'), second/3600, 2)
	b = appendDigits(append(b, ':'), second/60%60, 2)
	b = appendDigits(append(b, ':'), second%60, 2)
	b = appendDigits(append(b, '.'), rest%1e6, 6)
	return append(b, 'Z')
}

// MarshalText gives String, so that no time is empty text in JSON.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads an RFC 3339 time; empty text is no time.
func (i *Instant) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = Instant{}
		return nil
	}
	return i.scanText(string(text))
}

// Value stores String; no time is NULL.
func (i Instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.String(), nil
}

// Scan reads NULL, RFC 3339 text, or a driver's time.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = Instant{}
		return nil
	case string:
		return i.scanText(v)
	case []byte:
		return i.scanText(string(v))
	case time.Time:
		*i = InstantOf(v)
		return nil
	}
	return fmt.Errorf("scan instant: cannot read %T", src)
}

func (i *Instant) scanText(text string) error {
	parsed, err := ParseInstant(text)
	if err != nil {
		return err
	}
	*i = parsed
	return nil
}
