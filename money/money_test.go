package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"github.com/balajol/balajol/money"
	"pgregory.net/rapid"
)

func TestParseTenge(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]money.Tiyn{
		"0": 0, "38028": 3802800, "38028.5": 3802850, "38028.50": 3802850, "-0.07": -7, "007": 700, "0.01": 1,
		"92233720368547758.07": math.MaxInt64, "-92233720368547758.08": math.MinInt64,
	} {
		got, err := money.ParseTenge(text)
		if err != nil || got != want {
			t.Errorf("ParseTenge(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "-", ".", "1.", ".5", "1.234", "1,5", "+1", "1 000", "--1", "1e3", "1.2.3", "1.-2", "٣", "NaN", "92233720368547758.08",
	} {
		if got, err := money.ParseTenge(text); err == nil {
			t.Errorf("ParseTenge(%q) = %s, want an error", text, got)
		}
	}
}

func TestStringReadsBack(t *testing.T) {
	t.Parallel()
	for sum, want := range map[money.Tiyn]string{
		0: "0.00", -7: "-0.07", 3802850: "38028.50", money.FromTenge(-12): "-12.00",
		math.MaxInt64: "92233720368547758.07", math.MinInt64: "-92233720368547758.08",
	} {
		if got := sum.String(); got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		sum := money.Tiyn(rapid.Int64().Draw(t, "sum"))
		if got, err := money.ParseTenge(sum.String()); err != nil || got != sum {
			t.Fatalf("ParseTenge(%q) = %d, %v, want %d", sum, got, err, sum)
		}
	})
}

func TestFromTengeRefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("FromTenge(MaxInt64) returned")
		}
	}()
	money.FromTenge(math.MaxInt64)
}

func TestSumsAreExactOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOf(rapid.Map(rapid.Int64(), func(n int64) money.Tiyn { return money.Tiyn(n) })).Draw(t, "terms")
		want := new(big.Int)
		for _, term := range terms {
			want.Add(want, big.NewInt(int64(term)))
		}
		got, err := money.Sum(terms...)
		compare(t, got, err, want)
		if len(terms) < 2 {
			return
		}
		x, y := big.NewInt(int64(terms[0])), big.NewInt(int64(terms[1]))
		got, err = terms[0].Add(terms[1])
		compare(t, got, err, new(big.Int).Add(x, y))
		got, err = terms[0].Sub(terms[1])
		compare(t, got, err, new(big.Int).Sub(x, y))
		got, err = terms[0].Neg()
		compare(t, got, err, x.Neg(x))
	})
}

func TestEdgesOfSums(t *testing.T) {
	t.Parallel()
	const most, least = money.Tiyn(math.MaxInt64), money.Tiyn(math.MinInt64)
	if got, err := money.Sum(most, most, -most, -most, 5); err != nil || got != 5 {
		t.Errorf("a sum that fits in the end = %d, %v, want 5", got, err)
	}
	for name, err := range map[string]error{
		"most + 1": second(most.Add(1)), "least - 1": second(least.Sub(1)), "-least": second(least.Neg()),
		"sum": second(money.Sum(most, 1)), "negative sum": second(money.Sum(least, -1)),
	} {
		if !errors.Is(err, money.ErrOverflow) {
			t.Errorf("%s: error %v, want ErrOverflow", name, err)
		}
	}
}

func second(_ money.Tiyn, err error) error { return err }

// compare wants got to be the exact number want, or ErrOverflow if want does not fit.
func compare(t *rapid.T, got money.Tiyn, err error, want *big.Int) {
	t.Helper()
	if !want.IsInt64() {
		if !errors.Is(err, money.ErrOverflow) {
			t.Fatalf("got %d, %v, want ErrOverflow for %s", got, err, want)
		}
		return
	}
	if err != nil || int64(got) != want.Int64() {
		t.Fatalf("got %d, %v, want %s", got, err, want)
	}
}

func TestJSONIsAnInteger(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(map[string]money.Tiyn{"sum_tiyn": 3802850})
	if err != nil || string(text) != `{"sum_tiyn":3802850}` {
		t.Errorf("got %s, %v", text, err)
	}
	var back struct {
		Sum money.Tiyn `json:"sum_tiyn"`
	}
	if err := json.Unmarshal(text, &back); err != nil || back.Sum != 3802850 {
		t.Errorf("read back %d, %v", back.Sum, err)
	}
	for _, wrong := range []string{`{"sum_tiyn":1.5}`, `{"sum_tiyn":"1"}`} {
		if err := json.Unmarshal([]byte(wrong), &back); err == nil {
			t.Errorf("%s was read as %d", wrong, back.Sum)
		}
	}
}

func TestScan(t *testing.T) {
	t.Parallel()
	for _, src := range []any{int64(-250), "-250", []byte("-250")} {
		var got money.Tiyn
		if err := got.Scan(src); err != nil || got != -250 {
			t.Errorf("Scan(%T) = %d, %v, want -250", src, got, err)
		}
	}
	for _, src := range []any{nil, 2.5, "2.5", "", true} {
		got := money.Tiyn(7)
		if err := got.Scan(src); err == nil || got != 7 {
			t.Errorf("Scan(%#v) = %d, %v, want an error and the old sum", src, got, err)
		}
	}
	if v, err := money.Tiyn(-250).Value(); err != nil || v != int64(-250) {
		t.Errorf("Value() = %v, %v", v, err)
	}
}
