package main

import (
	"bytes"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/payout"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
)

type settleCmd struct {
	Profile string     `help:"Policy profile." required:""`
	Tariffs string     `help:"Tariffs: group_kind,from,tenge_per_child_month." required:"" placeholder:"FILE"`
	Sheet   string     `help:"Sheet: child,organisation,group_kind,month,days,confirmed." required:"" placeholder:"FILE"`
	Posted  string     `help:"What was posted before: child,organisation,month,tiyn." placeholder:"FILE"`
	JSON    string     `help:"Write the result to a file; - is the standard output." default:"-" placeholder:"FILE"`
	On      civil.Date `help:"Day whose rules count; by default the first of the sheet's last month." placeholder:"DATE"`
}

// Run prices a sheet and sets it against what was posted.
func (c *settleCmd) Run() error {
	profile, err := loadProfile(c.Profile)
	if err != nil {
		return err
	}
	tariffs, err := readAs(c.Tariffs, payout.ReadTariffs)
	if err != nil {
		return err
	}
	sheet, err := readAs(c.Sheet, payout.ReadSheet)
	if err != nil {
		return err
	}
	var posted []payout.Posted
	if c.Posted != "" {
		if posted, err = readAs(c.Posted, payout.ReadPosted); err != nil {
			return err
		}
	}
	rules, err := payRules(profile, c.day(profile, sheet))
	if err != nil {
		return err
	}
	report, err := payout.Settle(rules, tariffs, sheet, posted)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := report.Write(&text); err != nil {
		return err
	}
	return writeFile(c.JSON, text.Bytes())
}

// day is the day whose rules count; an empty sheet only reverses what was posted, by any rules.
func (c *settleCmd) day(profile *policy.Profile, sheet []payout.SheetLine) civil.Date {
	if !c.On.IsZero() {
		return c.On
	}
	if len(sheet) == 0 {
		return profile.From
	}
	last := sheet[0].Month
	for _, line := range sheet {
		if last.Before(line.Month) {
			last = line.Month
		}
	}
	return last.First()
}

// payRules takes the rules of attendance of a day in the words of payout.
func payRules(profile *policy.Profile, day civil.Date) (payout.Rules, error) {
	rules, err := profile.On(day)
	if err != nil {
		return payout.Rules{}, err
	}
	caps := map[register.DayCode]int{}
	for code, limit := range rules.Attendance.Payable {
		if n := limit.Of(payout.NoCap); n > 0 {
			caps[code] = n
		}
	}
	return payout.NewRules(caps, rules.Payment.Rounding)
}
