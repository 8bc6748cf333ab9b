package payout

import (
	"fmt"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// NoCap is the cap of a code that is paid on every day of a month.
const NoCap = 31

// Rules says which days of a month are paid and how a line is rounded. Make it with NewRules; the zero Rules pays nothing
// and is refused.
type Rules struct {
	caps     [128]uint8 // by day code: paid days a month, 0 = never
	rounding money.Rounding
}

// NewRules takes the payable codes with their caps in days a month (NoCap = every day), as a policy profile gives them,
// and the rounding of a line. A code that is not in payable is never paid; a day off and a day outside the contract cannot be.
func NewRules(payable map[register.DayCode]int, rounding money.Rounding) (Rules, error) {
	rules := Rules{rounding: rounding}
	if rounding.String() == "" {
		return Rules{}, fmt.Errorf("make payment rules: no rounding is named: half_up, half_even or down")
	}
	for _, code := range register.DayCodes {
		limit, listed := payable[code]
		switch {
		case !listed:
		case code == register.DayOff || code == register.NotEnrolled:
			return Rules{}, fmt.Errorf("make payment rules: code %q cannot be payable", code)
		case limit < 1 || limit > NoCap:
			return Rules{}, fmt.Errorf("make payment rules: code %q has cap %d: want 1 to %d days a month", code, limit, NoCap)
		default:
			rules.caps[code] = uint8(limit)
		}
	}
	for code := range payable {
		if !register.IsDayCode(byte(code)) {
			return Rules{}, fmt.Errorf("make payment rules: the table holds a code that no sheet knows")
		}
	}
	return rules, nil
}

// knownCode tells by byte whether a sheet may hold it: register.DayCodes as a table, for the inner loop.
var knownCode = func() (known [256]bool) {
	for _, code := range register.DayCodes {
		known[code] = true
	}
	return known
}()

// Line counts one child's month and prices it: rate is tiyn for the whole month, days one code per day. It returns the
// payable days, the working days and the sum; without a working day the sum is 0. It does not allocate.
func Line(rules Rules, rate money.Tiyn, days string) (payable, working int, sum money.Tiyn, err error) {
	var used [128]uint8
	if len(days) > NoCap {
		return 0, 0, 0, fmt.Errorf("price a line: %d day codes: a month has at most %d", len(days), NoCap)
	}
	for i := range len(days) {
		code := days[i]
		if !knownCode[code] {
			return 0, 0, 0, fmt.Errorf("price a line: day %d has code %q, which no sheet knows", i+1, code)
		}
		if code == byte(register.DayOff) {
			continue
		}
		working++
		if used[code]++; used[code] <= rules.caps[code] {
			payable++
		}
	}
	if working == 0 {
		return 0, 0, 0, nil
	}
	sum, err = money.Share(rate, int64(payable), int64(working), rules.rounding)
	return payable, working, sum, err
}

// Reason says why a working day is not paid.
type Reason string

// The reasons of an unpaid day.
const (
	NotEnrolled Reason = "not_enrolled" // before the contract or after its end
	Unjustified Reason = "unjustified"  // absent without a good reason
	OverCap     Reason = "over_cap"     // the month's paid days of this code are used up
	NotPayable  Reason = "not_payable"  // the profile pays no day of this code
)

// UnpaidDay is a working day of a sheet that is not paid, with the code it carries and the reason.
type UnpaidDay struct {
	Day    civil.Date `json:"day"`
	Code   string     `json:"code"`
	Reason Reason     `json:"reason"`
}

// unpaid lists the working days that the rules do not pay, by date: of a capped code the later ones. It is never nil, so
// that a file says [] and not null.
func unpaid(rules Rules, month civil.Month, days string) []UnpaidDay {
	list := []UnpaidDay{}
	var used [128]uint8
	for i := range len(days) {
		code := days[i]
		if code == byte(register.DayOff) {
			continue
		}
		if used[code]++; used[code] > rules.caps[code] {
			list = append(list, UnpaidDay{month.First().AddDays(i), days[i : i+1], rules.why(register.DayCode(code))})
		}
	}
	return list
}

func (r Rules) why(code register.DayCode) Reason {
	switch {
	case code == register.NotEnrolled:
		return NotEnrolled
	case r.caps[code] > 0:
		return OverCap
	case code == register.Unjustified:
		return Unjustified
	}
	return NotPayable
}
