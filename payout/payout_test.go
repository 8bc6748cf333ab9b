package payout_test

import (
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/payout"
	"github.com/balajol/balajol/register"
)

const february = ".PPPPP..PPPPP..PPPPP..PPPPP."

func TestLine(t *testing.T) {
	t.Parallel()
	rules := voucherRules(t)
	for _, c := range []struct {
		name             string
		days             string
		payable, working int
		want             money.Tiyn
	}{
		{"every day", february, 20, 20, 3802800},
		{"no day of the month", "", 0, 0, 0},
		{"three requests of four", "AAAA", 3, 4, 2852100},
		{"each payable reason", "PSCQWVA", 7, 7, 3802800},
		{"none of the others", "-U.", 0, 2, 0},
	} {
		payable, working, got, err := payout.Line(rules, 3802800, c.days)
		if err != nil || payable != c.payable || working != c.working || got != c.want {
			t.Errorf("%s: %d of %d days, %d tiyn, %v, want %d of %d, %d", c.name, payable, working, got, err, c.payable, c.working, c.want)
		}
	}
}

func TestLineRefuses(t *testing.T) {
	t.Parallel()
	rules := voucherRules(t)
	for name, c := range map[string]struct {
		rules payout.Rules
		days  string
	}{
		"an unknown code": {rules, "PX"}, "a small letter": {rules, "p"}, "a byte beyond ASCII": {rules, "Р"},
		"a month of 32 days": {rules, strings.Repeat("P", 32)}, "empty rules": {payout.Rules{}, "P"},
	} {
		if _, _, sum, err := payout.Line(c.rules, 100, c.days); err == nil {
			t.Errorf("%s: %d tiyn, want an error", name, sum)
		}
	}
}

func TestLineDoesNotAllocate(t *testing.T) {
	rules := voucherRules(t)
	if n := testing.AllocsPerRun(100, func() {
		if _, _, _, err := payout.Line(rules, 3802800, february); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a line, want none", n)
	}
}

// Each figure of the rules decides something: take a code away, or cap it at one day, and the line is worth less.
func TestEachRuleDecides(t *testing.T) {
	t.Parallel()
	for code := range voucherCaps {
		for _, limit := range []int{0, 1} {
			caps := map[register.DayCode]int{}
			for other, n := range voucherCaps {
				caps[other] = n
			}
			if caps[code] = limit; limit == 0 {
				delete(caps, code)
			}
			rules, err := payout.NewRules(caps, money.HalfUp)
			if err != nil {
				t.Fatal(err)
			}
			days := "P." + strings.Repeat(string(rune(code)), 3)
			if code == register.Present {
				days = "S." + days[2:]
			}
			if payable, working, _, err := payout.Line(rules, 100, days); err != nil || payable != 1+limit || working != 4 {
				t.Errorf("%q capped at %d: %d of %d days, %v, want %d of 4", code, limit, payable, working, err, 1+limit)
			}
		}
	}
	down, err := payout.NewRules(voucherCaps, money.Down)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, sum, err := payout.Line(down, 5, "PU"); err != nil || sum != 2 {
		t.Errorf("rounded down: %d tiyn, %v, want 2", sum, err)
	}
}

func TestNewRulesRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		caps     map[register.DayCode]int
		rounding money.Rounding
	}{
		"no rounding": {voucherCaps, 0}, "a payable day off": {map[register.DayCode]int{'.': 1}, money.HalfUp},
		"a payable day outside the contract": {map[register.DayCode]int{'-': 1}, money.HalfUp},
		"a cap of none":                      {map[register.DayCode]int{'P': 0}, money.HalfUp},
		"a cap above a month":                {map[register.DayCode]int{'P': 32}, money.HalfUp},
		"an unknown code":                    {map[register.DayCode]int{'X': 1}, money.HalfUp},
	} {
		if _, err := payout.NewRules(c.caps, c.rounding); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

func TestSettleRefuses(t *testing.T) {
	t.Parallel()
	rules := voucherRules(t)
	month := civil.MustParseMonth("2026-02")
	tariffs := []payout.Tariff{{GroupKind: "general", From: month.First(), Rate: 100}}
	line := payout.SheetLine{Child: "c1", Organisation: "sun", GroupKind: "general", Month: month, Days: february, Confirmed: payout.Yes}
	spoil := func(change func(*payout.SheetLine)) []payout.SheetLine {
		spoilt := line
		change(&spoilt)
		return []payout.SheetLine{line, spoilt}
	}
	posted := payout.Posted{Child: "c1", Organisation: "sun", Month: month, Tiyn: math.MinInt64}
	for name, c := range map[string]struct {
		rules   payout.Rules
		tariffs []payout.Tariff
		lines   []payout.SheetLine
		posted  []payout.Posted
		want    string
	}{
		"empty rules":       {payout.Rules{}, tariffs, nil, nil, "rules are empty"},
		"negative tariff":   {rules, []payout.Tariff{{GroupKind: "general", From: month.First(), Rate: -1}}, nil, nil, "line 1, column tenge_per_child_month"},
		"tariff for ever":   {rules, []payout.Tariff{{GroupKind: "general"}}, nil, nil, "line 1, column from"},
		"tariff for nobody": {rules, []payout.Tariff{{From: month.First(), Row: 7}}, nil, nil, "line 7, column group_kind"},
		"no child":          {rules, tariffs, spoil(func(l *payout.SheetLine) { l.Child = "" }), nil, "line 2, column child"},
		"no organisation":   {rules, tariffs, spoil(func(l *payout.SheetLine) { l.Organisation = "" }), nil, "line 2, column organisation"},
		"no month":          {rules, tariffs, spoil(func(l *payout.SheetLine) { l.Month = civil.Month{} }), nil, "line 2, column month"},
		"a short month":     {rules, tariffs, spoil(func(l *payout.SheetLine) { l.Days = "P" }), nil, "line 2, column days"},
		"unknown code":      {rules, tariffs, spoil(func(l *payout.SheetLine) { l.Days = "X" + february[1:] }), nil, "line 2, column days"},
		"unknown answer":    {rules, tariffs, spoil(func(l *payout.SheetLine) { l.Confirmed = "" }), nil, "line 2, column confirmed"},
		"no tariff":         {rules, tariffs, spoil(func(l *payout.SheetLine) { l.GroupKind, l.Row = "special", 9 }), nil, "line 9, column group_kind"},
		"posted to nobody":  {rules, tariffs, nil, []payout.Posted{{Organisation: "sun", Month: month}}, "line 1, column child"},
		"posted too much":   {rules, tariffs, nil, []payout.Posted{posted, posted}, "line 2, column tiyn"},
		"posted no reverse": {rules, tariffs, nil, []payout.Posted{posted}, "64 bits"},
		"no adjustment":     {rules, tariffs, []payout.SheetLine{line}, []payout.Posted{posted}, "row 1"},
	} {
		report, err := payout.Settle(c.rules, c.tariffs, c.lines, c.posted)
		if err == nil || !strings.Contains(err.Error(), c.want) || len(report.Lines) != 0 {
			t.Errorf("%s: %d lines, error %v, want one with %q", name, len(report.Lines), err, c.want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	const tariffHeader, postedHeader = "group_kind,from,tenge_per_child_month\n", "child,organisation,month,tiyn\n"
	const sheetHeader = "child,organisation,group_kind,month,days,confirmed\n"
	tariffs := func(r io.Reader) error { _, err := payout.ReadTariffs(r); return err }
	sheet := func(r io.Reader) error { _, err := payout.ReadSheet(r); return err }
	posted := func(r io.Reader) error { _, err := payout.ReadPosted(r); return err }
	for _, c := range []struct {
		name string
		read func(io.Reader) error
		text string
		want string
	}{
		{"empty file", tariffs, "", "line 1: the file is empty: the first line must be group_kind,from,tenge_per_child_month"},
		{"unknown column", tariffs, "group_kind,from,tenge_per_child_month,act\n", "line 1, column 4: its name is unknown"},
		{"missing column", tariffs, "group_kind,from\n", "line 1, column tenge_per_child_month: it is missing"},
		{"double column", tariffs, "from,group_kind,from,tenge_per_child_month\n", "line 1, column from: it stands there twice"},
		{"no day", tariffs, tariffHeader + "general,1.1.2026,5\n", "line 2, column from: it is no day"},
		{"no kind", tariffs, tariffHeader + ",2026-01-01,5\n", "line 2, column group_kind: it is empty"},
		{"three decimals", tariffs, tariffHeader + "general,2026-01-01,5.001\n", "line 2, column tenge_per_child_month: it is no sum"},
		{"negative", tariffs, tariffHeader + "general,2026-01-01,5\n\ngeneral,2026-01-01,-5\n", "line 4, column tenge_per_child_month: it is negative"},
		{"broken quotes", tariffs, tariffHeader + "general,\"2026-01-01,5\n", "line 2: extraneous or missing"},
		{"a space", sheet, sheetHeader + "c1 ,sun,general,2026-02," + february + ",yes\n", "line 2, column child: a space"},
		{"another encoding", sheet, sheetHeader + "c1,\xf1,general,2026-02," + february + ",yes\n", "line 2, column organisation: it is not UTF-8"},
		{"no month", sheet, sheetHeader + "c1,sun,general,2026-2," + february + ",yes\n", "line 2, column month: it is no month"},
		{"too many fields", sheet, sheetHeader + "c1,sun,general,2026-02," + february + ",yes,\n", "line 2: 7 fields"},
		{"half a tiyn", posted, postedHeader + "c1,sun,2026-02,5.5\n", "line 2, column tiyn: it is no whole number"},
		{"beyond 64 bits", posted, postedHeader + "c1,sun,2026-02,9223372036854775808\n", "line 2, column tiyn"},
		{"posted to no month", posted, postedHeader + "c1,sun,,5\n", "line 2, column month"},
		{"posted to nobody", posted, postedHeader + ",sun,2026-02,5\n", "line 2, column child"},
		{"many wrong rows", posted, postedHeader + strings.Repeat("c1,sun,2026-02,x\n", 25), "line 21, column tiyn: it is no whole number of tiyn: write digits only, with a minus before a negative sum\n5 more wrong rows"},
	} {
		if err := c.read(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	broken := errors.New("disk on fire")
	if err := sheet(io.MultiReader(strings.NewReader(sheetHeader), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("a broken reader: %v", err)
	}
}

// A spreadsheet may put a byte order mark first, end lines with CR LF and move columns.
func TestReadTakesWhatSpreadsheetsWrite(t *testing.T) {
	t.Parallel()
	lines, err := payout.ReadSheet(strings.NewReader("\ufeffconfirmed,days,month,group_kind,organisation,child\r\nyes," + february + ",2026-02,general,sun,c1\r\n"))
	want := payout.SheetLine{
		Child: "c1", Organisation: "sun", GroupKind: "general", Month: civil.MustParseMonth("2026-02"), Days: february, Confirmed: payout.Yes, Row: 2,
	}
	if err != nil || len(lines) != 1 || lines[0] != want {
		t.Errorf("got %v, %v, want %v", lines, err, want)
	}
}

// A row may name a child: no error repeats what stands in it, wherever a column was mixed up.
func TestErrorsQuoteNobody(t *testing.T) {
	t.Parallel()
	const iin = "150101500009"
	for _, text := range []string{
		iin + ",sun,2026-02,5\n", "child,organisation,month,tiyn\nsun,c1," + iin + ",5\n", "child,organisation,month,tiyn\nsun,c1,2026-02," + iin + "x\n",
	} {
		if _, err := payout.ReadPosted(strings.NewReader(text)); err == nil || strings.Contains(err.Error(), iin) {
			t.Errorf("error %v", err)
		}
	}
}

func FuzzReadSheet(f *testing.F) {
	f.Add("child,organisation,group_kind,month,days,confirmed\nc1,sun,general,2026-02," + february + ",yes\n")
	f.Add("confirmed,days\n\"")
	rules := voucherRules(f)
	tariffs := []payout.Tariff{{GroupKind: "general", From: civil.MustParseDate("0001-01-01"), Rate: 3802800}}
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := payout.ReadSheet(strings.NewReader(text))
		if err != nil {
			return
		}
		report, err := payout.Settle(rules, tariffs, lines, nil)
		if err != nil {
			if _, named := errors.AsType[*payout.RowError](err); !named {
				t.Errorf("a sheet that was read is refused without a row: %v", err)
			}
			return
		}
		for _, line := range report.Lines {
			if line.Tiyn < 0 || line.Tiyn > 3802800 {
				t.Errorf("a line of %d tiyn", line.Tiyn)
			}
		}
	})
}
