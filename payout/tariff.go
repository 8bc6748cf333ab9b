package payout

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// Tariff is the norm of a group kind from a day on: tiyn for one child and a whole month. The table of tariffs is the list
// of group kinds that may be paid. A resolution of July may bring one that counts from January.
type Tariff struct {
	GroupKind register.GroupKind
	From      civil.Date
	Rate      money.Tiyn
	Row       int // line of the file it came from; 0 = its place in the list counts, from 1
}

// tariffTable is the tariffs by kind, each kind's list in order of From, and later rows behind earlier ones.
type tariffTable map[register.GroupKind][]Tariff

func newTariffTable(tariffs []Tariff) (tariffTable, error) {
	table := tariffTable{}
	var errs []error
	for i, t := range tariffs {
		if problem := t.problem(); problem != nil {
			errs = append(errs, problem.at(t.Row, i))
		}
		table[t.GroupKind] = append(table[t.GroupKind], t)
	}
	for _, list := range table {
		slices.SortStableFunc(list, func(a, b Tariff) int { return a.From.Compare(b.From) })
	}
	return table, joinFirst(errs)
}

func (t Tariff) problem() *RowError {
	switch {
	case t.GroupKind == "":
		return &RowError{Column: "group_kind", Problem: "it is empty", Remedy: "name the group kind"}
	case t.From.IsZero():
		return &RowError{Column: "from", Problem: "it is empty", Remedy: "give the first day on which the tariff counts"}
	case t.Rate < 0:
		return &RowError{Column: "tenge_per_child_month", Problem: "it is negative", Remedy: "give a norm of 0 or more"}
	}
	return nil
}

// rate is the norm in force on the first day of a month: the latest From not after it, and of equal ones the later row.
func (t tariffTable) rate(kind register.GroupKind, month civil.Month) (money.Tiyn, bool) {
	list := t[kind]
	i, _ := slices.BinarySearchFunc(list, month.First(), func(t Tariff, first civil.Date) int {
		return cmp.Or(t.From.Compare(first), -1) // a tariff of that very day counts as before: the search ends behind it
	})
	if i == 0 {
		return 0, false
	}
	return list[i-1].Rate, true
}

// RowError says what is wrong with one row, where, and how to mend it. It never quotes what the row holds: a row may name
// a child.
type RowError struct {
	Line    int    // line of the file, or place in the list if the rows came from no file
	Column  string // name of the column; empty = the whole line
	Problem string
	Remedy  string
}

// Error prints line, column, problem and remedy.
func (e *RowError) Error() string {
	if e.Column == "" {
		return "line " + strconv.Itoa(e.Line) + ": " + e.Problem + ": " + e.Remedy
	}
	return "line " + strconv.Itoa(e.Line) + ", column " + e.Column + ": " + e.Problem + ": " + e.Remedy
}

// at sets the line: the row that the record came from, or else its place in the list.
func (e *RowError) at(row, index int) *RowError {
	e.Line = cmp.Or(row, index+1)
	return e
}

// maxErrors is how many wrong rows one error lists: enough to see the pattern, not a million.
const maxErrors = 20

// joinFirst joins the errors, or the first of them and the number of the rest.
func joinFirst(errs []error) error {
	if len(errs) > maxErrors {
		errs = append(errs[:maxErrors:maxErrors], errors.New(strconv.Itoa(len(errs)-maxErrors)+" more wrong rows"))
	}
	return errors.Join(errs...)
}
