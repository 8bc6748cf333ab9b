// Package funding is the way of the money: attendance, the family's answer, claims, payments. Money follows the child: no
// tenge moves without a day that a guardian confirmed, and a later answer never edits what was claimed: it is adjusted.
package funding

import (
	"github.com/balajol/balajol/payout"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
)

// Service holds the use cases of funding.
type Service struct{ *service.Deps }

// payRules takes the day's rules of attendance in the words of payout.
func payRules(rules *policy.Rules) (payout.Rules, error) {
	caps := map[register.DayCode]int{}
	for code, c := range rules.Attendance.Payable {
		if n := c.Of(payout.NoCap); n > 0 {
			caps[code] = n
		}
	}
	return payout.NewRules(caps, rules.Payment.Rounding)
}
