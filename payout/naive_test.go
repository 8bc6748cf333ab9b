package payout_test

import (
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/payout"
	"github.com/balajol/balajol/register"
	"pgregory.net/rapid"
)

var (
	children      = rapid.SampledFrom([]register.ID[register.Child]{"c1", "c2", "c3", "c4", "c5"})
	organisations = rapid.SampledFrom([]register.ID[register.Kindergarten]{"sun", "moon", "star"})
	months        = rapid.SampledFrom([]civil.Month{civil.MustParseMonth("2024-02"), civil.MustParseMonth("2026-02"), civil.MustParseMonth("2026-03")})
	kinds         = rapid.SampledFrom([]register.GroupKind{register.GeneralGroup, register.SpecialGroup})
	// Present is drawn more often than the rest, so that sheets clash, and days off, so that months differ.
	codes = rapid.SampledFrom([]byte("..--PPPPSCQWVAAAU"))
)

func drawLine(t *rapid.T) payout.SheetLine {
	line := payout.SheetLine{
		Child: children.Draw(t, "child"), Organisation: organisations.Draw(t, "organisation"), GroupKind: kinds.Draw(t, "kind"),
		Month: months.Draw(t, "month"), Confirmed: rapid.SampledFrom(append(payout.Answers, payout.Yes, payout.Yes)).Draw(t, "answer"),
	}
	days := make([]byte, line.Month.Days())
	for i := range days {
		days[i] = codes.Draw(t, "code")
	}
	if rapid.Bool().Draw(t, "short stay") { // most days outside the contract, so that some pairs do not clash
		for i := range days {
			if i != len(days)/2 && days[i] != '.' {
				days[i] = '-'
			}
		}
	}
	line.Days = string(days)
	return line
}

func drawTariff(t *rapid.T) payout.Tariff {
	return payout.Tariff{
		GroupKind: kinds.Draw(t, "kind"), Rate: money.Tiyn(rapid.Int64Range(0, 9_999_999_999).Draw(t, "rate")),
		From: civil.MustParseDate("2024-02-01").AddDays(rapid.IntRange(0, 800).Draw(t, "from")),
	}
}

func drawPosted(t *rapid.T) payout.Posted {
	return payout.Posted{
		Child: children.Draw(t, "child"), Organisation: organisations.Draw(t, "organisation"), Month: months.Draw(t, "month"),
		Tiyn: money.Tiyn(rapid.Int64Range(-9_999_999, 9_999_999).Draw(t, "posted")),
	}
}

// TestSettleAgreesWithNaive recomputes every line, day and sum in another way: rationals, and all pairs of lines.
func TestSettleAgreesWithNaive(t *testing.T) {
	t.Parallel()
	rules := voucherRules(t)
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.Custom(drawLine), 0, 12).Draw(t, "lines")
		posted := rapid.SliceOfN(rapid.Custom(drawPosted), 0, 12).Draw(t, "posted")
		tariffs := []payout.Tariff{ // the first two make sure that a tariff is in force
			{GroupKind: register.GeneralGroup, From: civil.MustParseDate("2024-02-01"), Rate: 3802800},
			{GroupKind: register.SpecialGroup, From: civil.MustParseDate("2024-01-31"), Rate: 8407500},
		}
		tariffs = append(tariffs, rapid.SliceOfN(rapid.Custom(drawTariff), 0, 6).Draw(t, "tariffs")...)
		report, err := payout.Settle(rules, tariffs, lines, posted)
		if err != nil {
			t.Fatal(err)
		}
		compareWithNaive(t, report, tariffs, lines, posted)
	})
}

func compareWithNaive(t *rapid.T, report payout.Report, tariffs []payout.Tariff, lines []payout.SheetLine, posted []payout.Posted) {
	if len(report.Lines) < len(lines) {
		t.Fatalf("%d results for %d lines", len(report.Lines), len(lines))
	}
	targets, adjustments := map[string]int64{}, map[string]int64{}
	for i, got := range report.Lines {
		want := int64(0)
		if i < len(lines) {
			want = naiveLine(tariffs, lines, i)
			if paid, working := naiveDays(lines[i].Days); got.WorkingDays != working || got.PayableDays != paid || len(got.Unpaid) != working-paid {
				t.Errorf("line %d: %d of %d days and %d unpaid, want %d of %d", i, got.PayableDays, got.WorkingDays, len(got.Unpaid), paid, working)
			}
		}
		if int64(got.Tiyn) != want {
			t.Errorf("line %d: %d tiyn, want %d", i, got.Tiyn, want)
		}
		key := string(got.Child) + "|" + string(got.Organisation) + "|" + got.Month.String()
		targets[key] += want
		adjustments[key] += int64(got.Adjustment)
	}
	total, adjusted := int64(0), int64(0)
	for _, p := range posted {
		key := string(p.Child) + "|" + string(p.Organisation) + "|" + p.Month.String()
		if _, there := targets[key]; !there {
			t.Errorf("%s was posted and has no result", key)
		}
		adjustments[key] += int64(p.Tiyn)
		adjusted -= int64(p.Tiyn)
	}
	for key, target := range targets {
		total += target
		if adjustments[key] != target {
			t.Errorf("%s: posted and adjusted come to %d, want the target %d", key, adjustments[key], target)
		}
	}
	if int64(report.Total) != total || int64(report.TotalAdjustment) != total+adjusted {
		t.Errorf("totals %d and %d, want %d and %d", report.Total, report.TotalAdjustment, total, total+adjusted)
	}
}

// naiveLine is the sum of one line: floor(rate × paid ÷ working + ½), or 0.
func naiveLine(tariffs []payout.Tariff, lines []payout.SheetLine, i int) int64 {
	line := lines[i]
	paid, working := naiveDays(line.Days)
	if line.Confirmed != payout.Yes || working == 0 || naiveHeld(lines, i) {
		return 0
	}
	var inForce *payout.Tariff
	for _, t := range tariffs {
		first := line.Month.String() + "-01"
		if t.GroupKind == line.GroupKind && t.From.String() <= first && (inForce == nil || t.From.String() >= inForce.From.String()) {
			inForce = &t
		}
	}
	sum := new(big.Rat).Mul(new(big.Rat).SetInt64(int64(inForce.Rate)), big.NewRat(int64(paid), int64(working)))
	sum.Add(sum, big.NewRat(1, 2))
	return new(big.Int).Quo(sum.Num(), sum.Denom()).Int64()
}

func naiveDays(days string) (paid, working int) {
	requests := 0
	for _, code := range days {
		if code == '.' {
			continue
		}
		working++
		switch code {
		case 'A':
			if requests++; requests <= 3 {
				paid++
			}
		case 'P', 'S', 'C', 'Q', 'W', 'V':
			paid++
		}
	}
	return paid, working
}

// naiveHeld looks at every other line of the child and month.
func naiveHeld(lines []payout.SheetLine, i int) bool {
	return slices.ContainsFunc(lines, func(other payout.SheetLine) bool {
		line := lines[i]
		if other == line && countEqual(lines, line) == 1 || other.Child != line.Child || other.Month != line.Month {
			return false
		}
		for d := range line.Days {
			both := string(line.Days[d]) + string(other.Days[d])
			away := both[0] == '.' || both[0] == '-' || both[1] == '.' || both[1] == '-'
			if other.Organisation != line.Organisation && both == "PP" || other.Organisation == line.Organisation && !away {
				return true
			}
		}
		return false
	})
}

func countEqual(lines []payout.SheetLine, line payout.SheetLine) (n int) {
	for _, other := range lines {
		if other == line {
			n++
		}
	}
	return n
}

// TestOrderOfLinesDecidesNothing turns the sheet round: every line is worth the same.
func TestOrderOfLinesDecidesNothing(t *testing.T) {
	t.Parallel()
	rules := voucherRules(t)
	tariffs := []payout.Tariff{
		{GroupKind: register.GeneralGroup, From: civil.MustParseDate("2024-02-01"), Rate: 3802800},
		{GroupKind: register.SpecialGroup, From: civil.MustParseDate("2024-02-01"), Rate: 8407500},
	}
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.Custom(drawLine), 0, 12).Draw(t, "lines")
		there, err := payout.Settle(rules, tariffs, lines, nil)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(lines)
		back, err := payout.Settle(rules, tariffs, lines, nil)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(back.Lines)
		for i, line := range there.Lines {
			if line.Tiyn != back.Lines[i].Tiyn || line.Held != back.Lines[i].Held {
				t.Errorf("line %d: %d tiyn held %q, in another order %d held %q", i, line.Tiyn, line.Held, back.Lines[i].Tiyn, back.Lines[i].Held)
			}
		}
	})
}

func BenchmarkSettle(b *testing.B) {
	tariffs := []payout.Tariff{{GroupKind: register.GeneralGroup, From: civil.MustParseDate("2024-02-01"), Rate: 3802800}}
	for _, n := range []int{10_000, 100_000} {
		lines := make([]payout.SheetLine, n)
		for i := range lines {
			lines[i] = payout.SheetLine{
				Child: register.ID[register.Child](strconv.Itoa(i)), Organisation: "sun", GroupKind: register.GeneralGroup,
				Month: civil.MustParseMonth("2026-02"), Days: ".PPPPP..PPPPP..PPAAA..APPPU.", Confirmed: payout.Yes,
			}
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			rules := voucherRules(b)
			for b.Loop() {
				if _, err := payout.Settle(rules, tariffs, lines, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
