package money

import (
	"fmt"
	"math"
	"math/bits"
)

// Rounding says what becomes of the part of a tiyn that a division leaves. It is symmetrical about zero, so a reversal is the
// exact opposite of what it reverses. The zero value is no rounding at all and is refused: a rule of payment names its own.
type Rounding uint8

const (
	// HalfUp takes the nearest tiyn, and a half away from zero.
	HalfUp Rounding = iota + 1
	// HalfEven takes the nearest tiyn, and a half to the even one.
	HalfEven
	// Down cuts the part off, towards zero.
	Down
)

var roundingNames = [...]string{HalfUp: "half_up", HalfEven: "half_even", Down: "down"}

// ParseRounding reads "half_up", "half_even" or "down".
func ParseRounding(name string) (Rounding, error) {
	for r := HalfUp; r <= Down; r++ {
		if roundingNames[r] == name {
			return r, nil
		}
	}
	return 0, fmt.Errorf("parse rounding %q: want half_up, half_even or down", name)
}

// String is the name that ParseRounding reads, or "" for no rounding.
func (r Rounding) String() string {
	if int(r) >= len(roundingNames) {
		return ""
	}
	return roundingNames[r]
}

// MarshalText gives the name; an unnamed rounding is an error.
func (r Rounding) MarshalText() ([]byte, error) {
	if r.String() == "" {
		return nil, fmt.Errorf("write rounding %d: no such rounding", uint8(r))
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads the name.
func (r *Rounding) UnmarshalText(text []byte) error {
	parsed, err := ParseRounding(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// Share is rate × num ÷ den rounded once, at the end; the product is held in 128 bits. A month's norm for 17 of 21 working
// days is Share(norm, 17, 21, HalfUp). den is positive; the result must fit into 64 bits.
func Share(rate Tiyn, num, den int64, r Rounding) (Tiyn, error) {
	if den <= 0 || r.String() == "" {
		return 0, fmt.Errorf("share %s by %d/%d, rounding %q: want a positive divisor and a named rounding", rate, num, den, r)
	}
	high, low := bits.Mul64(magnitude(int64(rate)), magnitude(num))
	if high<<1|low>>63 >= uint64(den) { // the quotient would be 2^63 or more
		return 0, fmt.Errorf("share %s by %d/%d: %w", rate, num, den, ErrOverflow)
	}
	quotient, rest := bits.Div64(high, low, uint64(den))
	if roundsAway(quotient, rest, uint64(den), r) {
		quotient++
	}
	if quotient > math.MaxInt64 {
		return 0, fmt.Errorf("share %s by %d/%d: %w", rate, num, den, ErrOverflow)
	}
	if (rate < 0) != (num < 0) {
		return -Tiyn(quotient), nil
	}
	return Tiyn(quotient), nil
}

func roundsAway(quotient, rest, den uint64, r Rounding) bool {
	twice := 2 * rest // rest < den < 2^63, so this fits
	switch {
	case r == Down || twice < den:
		return false
	case r == HalfEven && twice == den:
		return quotient%2 == 1
	}
	return true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
