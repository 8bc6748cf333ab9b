// Package money counts tenge in whole tiyn. There is no floating point in it: every sum is exact, every division names its
// rounding, and a sum that does not fit is an error.
package money

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Tiyn is a sum of money in hundredths of a tenge. It is stored as bigint and is an integer in JSON.
type Tiyn int64

// perTenge is the number of tiyn in a tenge.
const perTenge = 100

// ErrOverflow says that a sum does not fit into 64 bits.
var ErrOverflow = errors.New("sum does not fit into 64 bits")

// FromTenge is a whole number of tenge. It is meant for figures written in code and tests and panics beyond 92 quadrillion
// tenge; sums from outside go through ParseTenge.
func FromTenge(tenge int64) Tiyn {
	if tenge > math.MaxInt64/perTenge || tenge < math.MinInt64/perTenge {
		panic(fmt.Errorf("take %d tenge: %w", tenge, ErrOverflow))
	}
	return Tiyn(tenge * perTenge)
}

// ParseTenge reads a decimal number of tenge with at most two decimals: "38028", "38028.5", "-0.07". Spaces, a decimal comma,
// a plus sign and an exponent are errors.
func ParseTenge(text string) (Tiyn, error) {
	unsigned, negative := strings.CutPrefix(text, "-")
	whole, decimals, dotted := strings.Cut(unsigned, ".")
	if !isDigits(whole) || dotted && !isDigits(decimals) || len(decimals) > 2 {
		return 0, fmt.Errorf("parse tenge %q: want a number as in 38028.50", text)
	}
	number := whole + decimals + "00"[len(decimals):]
	if negative {
		number = "-" + number
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("parse tenge %q: %w", text, ErrOverflow)
	}
	return Tiyn(n), nil
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// String is the sum in tenge with two decimals and a point: "38028.50".
func (t Tiyn) String() string {
	sign, n := "", uint64(t)
	if t < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/perTenge, n%perTenge)
}

// Add is t + o, or ErrOverflow.
func (t Tiyn) Add(o Tiyn) (Tiyn, error) {
	sum := t + o
	if (sum > t) != (o > 0) && o != 0 {
		return 0, fmt.Errorf("add %s and %s: %w", t, o, ErrOverflow)
	}
	return sum, nil
}

// Sub is t − o, or ErrOverflow.
func (t Tiyn) Sub(o Tiyn) (Tiyn, error) {
	difference := t - o
	if (difference < t) != (o > 0) && o != 0 {
		return 0, fmt.Errorf("take %s from %s: %w", o, t, ErrOverflow)
	}
	return difference, nil
}

// Neg is −t, or ErrOverflow for the one number that has no opposite.
func (t Tiyn) Neg() (Tiyn, error) { return Tiyn(0).Sub(t) }

// Sum adds any number of sums. Only the total must fit: the order of the terms never decides whether it does.
func Sum(terms ...Tiyn) (Tiyn, error) {
	var high, low uint64 // a 128-bit number in two's complement
	for _, t := range terms {
		var carry uint64
		low, carry = bits.Add64(low, uint64(t), 0)
		high += uint64(int64(t)>>63) + carry
	}
	if high != uint64(int64(low)>>63) {
		return 0, fmt.Errorf("sum %d terms: %w", len(terms), ErrOverflow)
	}
	return Tiyn(low), nil
}
