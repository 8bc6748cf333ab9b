package main

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
)

// seatChanges are the rows of a file of seats, with the line of each.
type seatChanges struct {
	list  []admission.SeatChange
	lines []int
}

// seatColumns are the two headers that a file of seats may have, in any order of columns.
var seatColumns = [][]string{{"group", "delta"}, {"kindergarten", "age", "language", "delta"}}

// seatReader reads changes of seats and collects what is wrong with them.
type seatReader struct {
	line   int
	header []string
	cells  []string
	seen   map[admission.SeatChange]int // line of each target
	wrong  registry.FileErrors
}

// readSeats reads a file of seats. Every wrong row is in the error (wrongSeats).
func readSeats(name string) (seatChanges, error) {
	changes, err := readAs(name, readSeatChanges)
	if rows, ok := errors.AsType[registry.FileErrors](err); ok {
		return changes, wrongSeats{name, rows}
	}
	return changes, err
}

// readSeatChanges reads group,delta or kindergarten,age,language,delta.
func readSeatChanges(file io.Reader) (seatChanges, error) {
	reader := csv.NewReader(file)
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return seatChanges{}, register.Refuse(register.Invalid, "file.empty")
	}
	if err != nil {
		return seatChanges{}, register.Refuse(register.Invalid, "file.not_csv")
	}
	for i, name := range header {
		header[i] = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))
	}
	r := &seatReader{line: 1, header: header, seen: map[admission.SeatChange]int{}}
	if !r.known() {
		r.fail("", "simulation.header", strings.Join(header, ","))
		return seatChanges{}, r.wrong
	}
	changes, err := r.rows(reader)
	if err == nil && len(r.wrong) > 0 {
		err = r.wrong
	}
	return changes, err
}

// rows reads to the end of the file, or to where it is no CSV any more.
func (r *seatReader) rows(reader *csv.Reader) (changes seatChanges, err error) {
	for {
		r.cells, err = reader.Read()
		if errors.Is(err, io.EOF) {
			return changes, nil
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			r.line = broken.Line
			r.fail("", "file.not_csv", "")
			return changes, nil
		}
		if err != nil {
			return changes, err
		}
		r.line, _ = reader.FieldPos(0)
		if len(r.cells) != len(r.header) {
			r.fail("", "file.cells", strconv.Itoa(len(r.cells)))
			continue
		}
		changes.list, changes.lines = append(changes.list, r.row()), append(changes.lines, r.line)
	}
}

// known tells whether the header is one of the two.
func (r *seatReader) known() bool {
	sorted := slices.Sorted(slices.Values(r.header))
	return slices.ContainsFunc(seatColumns, func(columns []string) bool {
		return slices.Equal(sorted, slices.Sorted(slices.Values(columns)))
	})
}

func (r *seatReader) fail(column, code, value string) {
	r.wrong = append(r.wrong, registry.RowError{Line: r.line, Column: column, Err: register.Refuse(register.Invalid, code).With("value", value)})
}

func (r *seatReader) row() admission.SeatChange {
	var c admission.SeatChange
	for i, column := range r.header {
		cell := strings.TrimSpace(r.cells[i])
		var err error
		switch column {
		case "group":
			c.Group = register.ID[register.Group](cell)
		case "kindergarten":
			c.Kindergarten = register.ID[register.Kindergarten](cell)
		case "age":
			if c.Age, err = strconv.Atoi(cell); err != nil || c.Age < 0 || c.Age > 7 {
				r.fail(column, "simulation.age", cell)
			}
		case "language":
			if c.Language, err = register.ParseWord(register.Languages, cell); err != nil {
				r.fail(column, "simulation.language", cell)
			}
		case "delta":
			if c.Delta, err = strconv.Atoi(cell); err != nil || c.Delta < -10_000 || c.Delta > 10_000 {
				r.fail(column, "simulation.delta", cell)
			}
		}
	}
	target := c
	target.Delta = 0
	if line, twice := r.seen[target]; twice {
		r.fail("", "simulation.twice", strconv.Itoa(line))
	}
	r.seen[target] = r.line
	return c
}

// wrongSeats are the wrong rows of a file of seats.
type wrongSeats struct {
	file string
	rows registry.FileErrors
}

// Error is one line for each wrong row, in English: what is wrong and what to do.
func (w wrongSeats) Error() string {
	messages, err := i18n.Load()
	if err != nil {
		return w.rows.Error()
	}
	return wordRows(messages.Printer(i18n.English), w.file, w.rows)
}

// lineOfChange puts a change that the use case refused to its line of the file.
func lineOfChange(file string, lines []int, err error) error {
	refused, ok := errors.AsType[*admission.SeatChangeError](err)
	if !ok {
		return err
	}
	return wrongSeats{file, registry.FileErrors{{Line: lines[refused.At], Column: refused.Column, Err: refused.Err}}}
}
