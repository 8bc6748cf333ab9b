package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service/registry"
)

// The columns of a queue's table that every profile knows; the second may be missing.
var (
	queueColumnsNeeded = []string{"application", "registered_at", "sequence", "class", "proof"}
	queueColumnsKnown  = append(slices.Clone(queueColumnsNeeded), "birth_date", "settlement")
)

// proofWords are the states of a proof in the table.
var proofWords = []preschool.ProofState{preschool.ProofVerified, preschool.ProofClaimed, preschool.ProofRefused, preschool.ProofExpired}

// mostWrong is how many wrong rows are listed; after that many the file is no queue.
const mostWrong = 100

// queueTable is a table that was taken apart into cells.
type queueTable struct {
	header []string
	lines  []int // of each row, in the file
	rows   [][]string
}

// readQueueTable reads the cells. A mark of byte order is passed over, empty lines are left out.
func readQueueTable(file io.Reader) (queueTable, error) {
	reader := csv.NewReader(withoutMark(file))
	reader.FieldsPerRecord = -1
	var t queueTable
	var wrong registry.FileErrors
	for {
		cells, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF) && t.header == nil:
			return t, register.Refuse(register.Invalid, "file.empty")
		case errors.Is(err, io.EOF):
			return t, orNil(wrong)
		case err != nil:
			if broken, ok := errors.AsType[*csv.ParseError](err); ok {
				wrong = append(wrong, rowError(broken.Line, "", "file.not_csv", ""))
				return t, wrong
			}
			return t, err
		}
		line, _ := reader.FieldPos(0)
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case !utf8.ValidString(strings.Join(cells, "")):
			wrong = append(wrong, rowError(line, "", "file.not_csv", ""))
		case t.header == nil:
			t.header = cells
			continue
		case len(cells) != len(t.header):
			wrong = append(wrong, rowError(line, "", "file.cells", strconv.Itoa(len(cells))))
		default:
			t.lines, t.rows = append(t.lines, line), append(t.rows, cells)
		}
		if len(wrong) >= mostWrong {
			return t, wrong
		}
	}
}

// withoutMark passes over a mark of byte order.
func withoutMark(file io.Reader) io.Reader {
	text := bufio.NewReaderSize(file, 1<<20)
	if mark, err := text.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = text.Discard(3)
	}
	return text
}

func rowError(line int, column, code, value string) registry.RowError {
	return registry.RowError{Line: line, Column: column, Err: register.Refuse(register.Invalid, code).With("value", value)}
}

func orNil(wrong registry.FileErrors) error {
	if len(wrong) == 0 {
		return nil
	}
	return wrong
}

// latest is the latest instant of registration; none where no cell holds one.
func (t queueTable) latest() civil.Instant {
	var latest civil.Instant
	column := slices.Index(t.header, "registered_at")
	for _, cells := range t.rows {
		if column < 0 {
			break
		}
		if at, ok := parseRegistered(cells[column]); ok && at.After(latest) {
			latest = at
		}
	}
	return latest
}

// parseRegistered reads an instant strictly as RFC 3339 has it. What is finer than a microsecond is refused, since it would
// be lost.
func parseRegistered(text string) (civil.Instant, bool) {
	var t time.Time
	if err := t.UnmarshalText([]byte(strings.ToUpper(text))); err != nil || t.Nanosecond()%1000 != 0 {
		return civil.Instant{}, false
	}
	at := civil.InstantOf(t)
	return at, !at.IsZero()
}

// entries reads the rows by the columns that the rules know.
func (t queueTable) entries(rules *policy.Rules) ([]round.Entry, error) {
	facts := factColumns(rules)
	if err := t.checkHeader(facts); err != nil {
		return nil, err
	}
	r := rowReader{facts: facts, columns: map[string]int{}, first: make(map[string]int, len(t.rows)), claimed: rules.Queue.Unverified == policy.UnverifiedClaimed}
	for i, name := range t.header {
		r.columns[name] = i
	}
	entries := make([]round.Entry, len(t.rows))
	for i, cells := range t.rows {
		r.line, r.cells = t.lines[i], cells
		entries[i] = r.entry()
		if len(r.wrong) >= mostWrong {
			break
		}
	}
	return entries, orNil(r.wrong)
}

func (t queueTable) checkHeader(facts []factColumn) error {
	var wrong registry.FileErrors
	for i, name := range t.header {
		if !slices.Contains(queueColumnsKnown, name) && !slices.ContainsFunc(facts, func(f factColumn) bool { return f.name == name }) {
			wrong = append(wrong, rowError(1, name, "file.column_unknown", name))
		} else if slices.Index(t.header, name) < i {
			wrong = append(wrong, rowError(1, name, "file.column_twice", name))
		}
	}
	for _, name := range queueColumnsNeeded {
		if !slices.Contains(t.header, name) {
			wrong = append(wrong, rowError(1, name, "file.column_missing", name))
		}
	}
	return orNil(wrong)
}
