package money_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"github.com/balajol/balajol/money"
	"pgregory.net/rapid"
)

func TestShare(t *testing.T) {
	t.Parallel()
	norm := money.FromTenge(38028)
	for _, c := range []struct {
		name     string
		rate     money.Tiyn
		num, den int64
		rounding money.Rounding
		want     money.Tiyn
	}{
		{"all days", norm, 21, 21, money.HalfUp, norm},
		{"no day", norm, 0, 21, money.HalfUp, 0},
		{"19 of 21 days", norm, 19, 21, money.HalfUp, 3440629},
		{"19 of 21 days, cut", norm, 19, 21, money.Down, 3440628},
		{"half up", 5, 1, 2, money.HalfUp, 3},
		{"half to even, down", 5, 1, 2, money.HalfEven, 2},
		{"half to even, up", 7, 1, 2, money.HalfEven, 4},
		{"half cut", 5, 1, 2, money.Down, 2},
		{"above half", 2, 1, 3, money.HalfEven, 1},
		{"below half", 4, 1, 3, money.HalfUp, 1},
		{"a reversal mirrors", -5, 1, 2, money.HalfUp, -3},
		{"a negative number of days mirrors", 5, -1, 2, money.HalfUp, -3},
		{"two negatives", -5, -1, 2, money.Down, 2},
		{"the product needs 128 bits", math.MaxInt64, math.MaxInt64, math.MaxInt64, money.HalfEven, math.MaxInt64},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := money.Share(c.rate, c.num, c.den, c.rounding)
			if err != nil || got != c.want {
				t.Errorf("Share(%d, %d, %d, %s) = %d, %v, want %d", c.rate, c.num, c.den, c.rounding, got, err, c.want)
			}
		})
	}
}

func TestShareRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		num, den int64
		rounding money.Rounding
	}{
		"no divisor": {1, 0, money.HalfUp}, "negative divisor": {1, -2, money.HalfUp}, "unnamed rounding": {1, 2, 0}, "unknown rounding": {1, 2, 9},
	} {
		if got, err := money.Share(100, c.num, c.den, c.rounding); err == nil {
			t.Errorf("%s: got %d, want an error", name, got)
		}
	}
	if got, err := money.Share(math.MaxInt64, 2, 1, money.Down); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("a share that does not fit = %d, %v", got, err)
	}
}

// The reference rounds with big.Rat: floor(|x| + ½), or its own rule for a tie.
func TestShareAgreesWithExactFractions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate, num := rapid.Int64().Draw(t, "rate"), rapid.Int64().Draw(t, "num")
		if rapid.Bool().Draw(t, "small") {
			rate, num = rate%1000, num%1000
		}
		den := rapid.Int64Range(1, math.MaxInt64).Draw(t, "den")
		rounding := rapid.SampledFrom([]money.Rounding{money.HalfUp, money.HalfEven, money.Down}).Draw(t, "rounding")
		product := new(big.Int).Mul(big.NewInt(rate), big.NewInt(num))
		sign := product.Sign()
		quotient, rest := new(big.Int).QuoRem(product.Abs(product), big.NewInt(den), new(big.Int))
		tie := new(big.Int).Lsh(rest, 1).Cmp(big.NewInt(den))
		if rounding != money.Down && (tie > 0 || tie == 0 && (rounding == money.HalfUp || quotient.Bit(0) == 1)) {
			quotient.Add(quotient, big.NewInt(1))
		}
		quotient.Mul(quotient, big.NewInt(int64(sign)))
		got, err := money.Share(money.Tiyn(rate), num, den, rounding)
		if quotient.IsInt64() && quotient.Int64() == math.MinInt64 {
			return // the one number without an opposite is refused
		}
		compare(t, got, err, quotient)
	})
}

func TestRoundingNames(t *testing.T) {
	t.Parallel()
	for _, want := range []money.Rounding{money.HalfUp, money.HalfEven, money.Down} {
		text, err := want.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var got money.Rounding
		if err := got.UnmarshalText(text); err != nil || got != want {
			t.Errorf("%s reads back as %s, %v", text, got, err)
		}
	}
	for _, name := range []string{"", "up", "HalfUp"} {
		if got, err := money.ParseRounding(name); err == nil {
			t.Errorf("ParseRounding(%q) = %s, want an error", name, got)
		}
	}
	if text, err := money.Rounding(0).MarshalText(); err == nil {
		t.Errorf("the unnamed rounding is written %q", text)
	}
}
