package payout

import (
	"errors"
	"fmt"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// Answer is what a guardian said about a child's month.
type Answer string

// The answers. Silence is not consent.
const (
	Yes     Answer = "yes"
	Dispute Answer = "dispute"
	Silent  Answer = "silent"
)

// Answers is the closed list of answers.
var Answers = []Answer{Yes, Dispute, Silent}

// SheetLine is one child's month on one group's sheet. Organisation is the kindergarten; Days has one register.DayCode per
// day of the month.
type SheetLine struct {
	Child        register.ID[register.Child]
	Organisation register.ID[register.Kindergarten]
	GroupKind    register.GroupKind
	Month        civil.Month
	Days         string
	Confirmed    Answer
	Row          int // line of the file it came from; 0 = its place in the list counts, from 1
}

// Posted is money that was claimed before for a child, an organisation and a month. It may be negative, and several rows
// of one key are summed.
type Posted struct {
	Child        register.ID[register.Child]
	Organisation register.ID[register.Kindergarten]
	Month        civil.Month
	Tiyn         money.Tiyn
	Row          int // line of the file it came from; 0 = its place in the list counts, from 1
}

// Result is what one line of a sheet comes to. PayableDays, WorkingDays and Unpaid describe the sheet whatever the answer;
// Tiyn is 0 unless the answer is yes and nothing holds the line. A line that is gone has no days.
type Result struct {
	Child        register.ID[register.Child]        `json:"child"`
	Organisation register.ID[register.Kindergarten] `json:"organisation"`
	Month        civil.Month                        `json:"month"`
	PayableDays  int                                `json:"payable_days"`
	WorkingDays  int                                `json:"working_days"`
	Tiyn         money.Tiyn                         `json:"tiyn"`
	Adjustment   money.Tiyn                         `json:"adjustment_tiyn"` // Tiyn less what was posted
	Held         Hold                               `json:"held,omitempty"`
	Unpaid       []UnpaidDay                        `json:"unpaid"`
}

// Report is the results of Settle: one for each line of the sheet in its order, then one for each key of posted that no
// line has, in the order of posted. If several lines share a key, the posted money is set against the first of them.
type Report struct {
	Lines           []Result   `json:"lines"`
	Total           money.Tiyn `json:"total_tiyn"`            // Σ Tiyn
	TotalAdjustment money.Tiyn `json:"total_adjustment_tiyn"` // Σ Adjustment = Total − Σ posted
}

// Settle prices the lines by the tariffs in force on the first day of each line's month, stops what must not be paid, and
// sets the result against what was posted. An error joins the wrong rows (RowError), and nothing is settled.
func Settle(rules Rules, tariffs []Tariff, lines []SheetLine, posted []Posted) (Report, error) {
	if rules.rounding.String() == "" {
		return Report{}, errors.New("settle: the payment rules are empty: make them with NewRules")
	}
	table, err := newTariffTable(tariffs)
	if err != nil {
		return Report{}, fmt.Errorf("read tariffs: %w", err)
	}
	ledger, err := newLedger(posted)
	if err != nil {
		return Report{}, fmt.Errorf("read posted: %w", err)
	}
	held := holds(lines)
	report := Report{Lines: make([]Result, 0, len(lines))}
	var errs []error
	for i, line := range lines {
		result, problem := price(rules, table, line, held[i])
		if problem != nil {
			errs = append(errs, problem.at(line.Row, i))
			continue
		}
		if result.Adjustment, err = result.Tiyn.Sub(ledger.take(line.key())); err != nil {
			return Report{}, fmt.Errorf("adjust the line of row %d: %w", rowOf(line.Row, i), err)
		}
		report.Lines = append(report.Lines, result)
	}
	if len(errs) > 0 {
		return Report{}, fmt.Errorf("read sheet: %w", joinFirst(errs))
	}
	if err := ledger.reverse(&report); err != nil {
		return Report{}, err
	}
	return report, report.sum()
}

func price(rules Rules, table tariffTable, line SheetLine, held Hold) (Result, *RowError) {
	if problem := line.problem(); problem != nil {
		return Result{}, problem
	}
	rate, found := table.rate(line.GroupKind, line.Month)
	if !found {
		return Result{}, &RowError{
			Column:  "group_kind",
			Problem: "no tariff of this group kind is in force on " + line.Month.First().String(),
			Remedy:  "give a tariff from that day or before, or correct the group kind",
		}
	}
	payable, working, sum, err := Line(rules, rate, line.Days)
	if err != nil {
		return Result{}, &RowError{Problem: err.Error(), Remedy: "correct the tariff of its group kind"}
	}
	if line.Confirmed != Yes || held != "" {
		sum = 0
	}
	return Result{
		Child: line.Child, Organisation: line.Organisation, Month: line.Month, PayableDays: payable, WorkingDays: working,
		Tiyn: sum, Held: held, Unpaid: unpaid(rules, line.Month, line.Days),
	}, nil
}

func (r *Report) sum() (err error) {
	sums, adjustments := make([]money.Tiyn, len(r.Lines)), make([]money.Tiyn, len(r.Lines))
	for i, line := range r.Lines {
		sums[i], adjustments[i] = line.Tiyn, line.Adjustment
	}
	if r.Total, err = money.Sum(sums...); err != nil {
		return fmt.Errorf("sum the lines: %w", err)
	}
	if r.TotalAdjustment, err = money.Sum(adjustments...); err != nil {
		return fmt.Errorf("sum the adjustments: %w", err)
	}
	return nil
}
