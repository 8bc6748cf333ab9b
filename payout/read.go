package payout

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// The columns of the files of `balajol settle`, in the order in which they are written.
var (
	tariffColumns = []string{"group_kind", "from", "tenge_per_child_month"}
	sheetColumns  = []string{"child", "organisation", "group_kind", "month", "days", "confirmed"}
	postedColumns = []string{"child", "organisation", "month", "tiyn"}
)

// ReadTariffs reads group_kind,from,tenge_per_child_month: a day as 2026-01-01, and tenge with at most two decimals.
func ReadTariffs(r io.Reader) ([]Tariff, error) {
	var tariffs []Tariff
	err := readTable(r, tariffColumns, func(line int, fields []string) *RowError {
		t := Tariff{GroupKind: register.GroupKind(fields[0]), Row: line}
		var err error
		if t.From, err = civil.ParseDate(fields[1]); err != nil {
			return &RowError{Column: "from", Problem: "it is no day", Remedy: "write the day as in 2026-01-01"}
		}
		if t.Rate, err = money.ParseTenge(fields[2]); err != nil {
			return &RowError{
				Column: "tenge_per_child_month", Problem: "it is no sum of money", Remedy: "write tenge with at most two decimals, as in 38028.50",
			}
		}
		tariffs = append(tariffs, t)
		return t.problem()
	})
	if err != nil {
		return nil, fmt.Errorf("read tariffs: %w", err)
	}
	return tariffs, nil
}

// ReadSheet reads child,organisation,group_kind,month,days,confirmed: a month as 2026-03, days with one code per day
// (rules-kz.md, 5a), confirmed = yes, dispute or silent.
func ReadSheet(r io.Reader) ([]SheetLine, error) {
	var lines []SheetLine
	err := readTable(r, sheetColumns, func(line int, fields []string) *RowError {
		month, problem := readMonth(fields[3])
		if problem != nil {
			return problem
		}
		l := SheetLine{
			Child: register.ID[register.Child](fields[0]), Organisation: register.ID[register.Kindergarten](fields[1]),
			GroupKind: register.GroupKind(fields[2]), Month: month, Days: fields[4], Confirmed: Answer(fields[5]), Row: line,
		}
		lines = append(lines, l)
		return l.problem()
	})
	if err != nil {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	return lines, nil
}

// ReadPosted reads child,organisation,month,tiyn: whole tiyn, which may be negative.
func ReadPosted(r io.Reader) ([]Posted, error) {
	var posted []Posted
	err := readTable(r, postedColumns, func(line int, fields []string) *RowError {
		month, problem := readMonth(fields[2])
		if problem != nil {
			return problem
		}
		tiyn, err := strconv.ParseInt(fields[3], 10, 64)
		if err != nil {
			return &RowError{Column: "tiyn", Problem: "it is no whole number of tiyn", Remedy: "write digits only, with a minus before a negative sum"}
		}
		p := Posted{
			Child: register.ID[register.Child](fields[0]), Organisation: register.ID[register.Kindergarten](fields[1]),
			Month: month, Tiyn: money.Tiyn(tiyn), Row: line,
		}
		posted = append(posted, p)
		return keyProblem(lineKey{p.Child, p.Organisation, p.Month})
	})
	if err != nil {
		return nil, fmt.Errorf("read posted: %w", err)
	}
	return posted, nil
}

func readMonth(text string) (civil.Month, *RowError) {
	month, err := civil.ParseMonth(text)
	if err != nil {
		return civil.Month{}, &RowError{Column: "month", Problem: "it is no month", Remedy: "write year and month as in 2026-03"}
	}
	return month, nil
}

// Write writes the report as JSON, indented, with a line end. The same report gives the same bytes.
func (r Report) Write(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if r.Lines == nil {
		r.Lines = []Result{}
	}
	return encoder.Encode(r)
}
