package payout

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// lineKey is what posted money is booked under.
type lineKey struct {
	child        register.ID[register.Child]
	organisation register.ID[register.Kindergarten]
	month        civil.Month
}

func (l SheetLine) key() lineKey { return lineKey{l.Child, l.Organisation, l.Month} }

// problem is what is wrong with a line by itself, or nil.
func (l SheetLine) problem() *RowError {
	if problem := keyProblem(l.key()); problem != nil {
		return problem
	}
	if len(l.Days) != l.Month.Days() {
		return &RowError{
			Column:  "days",
			Problem: fmt.Sprintf("%d codes for the %d days of %s", len(l.Days), l.Month.Days(), l.Month),
			Remedy:  "give one code per day of the month",
		}
	}
	for i := range len(l.Days) {
		if !knownCode[l.Days[i]] {
			return &RowError{
				Column:  "days",
				Problem: fmt.Sprintf("the code of day %d is unknown", i+1),
				Remedy:  "give one of " + codeList(),
			}
		}
	}
	if !slices.Contains(Answers, l.Confirmed) {
		return &RowError{Column: "confirmed", Problem: "the answer is unknown", Remedy: "give yes, dispute or silent"}
	}
	return nil
}

func keyProblem(k lineKey) *RowError {
	switch {
	case k.child == "":
		return &RowError{Column: "child", Problem: "it is empty", Remedy: "give the child's code"}
	case k.organisation == "":
		return &RowError{Column: "organisation", Problem: "it is empty", Remedy: "give the organisation's code"}
	case k.month.IsZero():
		return &RowError{Column: "month", Problem: "it is empty", Remedy: "give year and month as in 2026-03"}
	}
	return nil
}

func codeList() string {
	codes := make([]byte, 0, 2*len(register.DayCodes))
	for _, code := range register.DayCodes {
		codes = append(codes, byte(code), ' ')
	}
	return string(codes[:len(codes)-1])
}

func rowOf(row, index int) int { return cmp.Or(row, index+1) }

// ledger is the posted money by key, and the keys in the order in which they first stood there.
type ledger struct {
	posted map[lineKey]money.Tiyn
	order  []lineKey
}

func newLedger(posted []Posted) (ledger, error) {
	l := ledger{posted: make(map[lineKey]money.Tiyn, len(posted))}
	var errs []error
	for i, p := range posted {
		key := lineKey{p.Child, p.Organisation, p.Month}
		if problem := keyProblem(key); problem != nil {
			errs = append(errs, problem.at(p.Row, i))
			continue
		}
		before, known := l.posted[key]
		if !known {
			l.order = append(l.order, key)
		}
		sum, err := before.Add(p.Tiyn)
		if err != nil {
			problem := &RowError{Column: "tiyn", Problem: "the sum of this key does not fit into 64 bits", Remedy: "correct the sum"}
			errs = append(errs, problem.at(p.Row, i))
		}
		l.posted[key] = sum
	}
	return l, joinFirst(errs)
}

// take gives the money posted under a key, once: what is taken is no longer there for a second line or for reverse.
func (l ledger) take(key lineKey) money.Tiyn {
	sum := l.posted[key]
	delete(l.posted, key)
	return sum
}

// reverse adds the lines that are gone: posted once, on no sheet now. Their target is 0.
func (l ledger) reverse(report *Report) error {
	for _, key := range l.order {
		sum, left := l.posted[key]
		if !left {
			continue
		}
		back, err := sum.Neg()
		if err != nil {
			return fmt.Errorf("reverse a posted sum of %s: %w", key.month, err)
		}
		report.Lines = append(report.Lines, Result{
			Child: key.child, Organisation: key.organisation, Month: key.month, Adjustment: back, Unpaid: []UnpaidDay{},
		})
	}
	return nil
}
