package payout

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// readTable reads a CSV file (RFC 4180, UTF-8 with or without a mark, first line = names of the columns in any order) and
// gives each row to take with its fields in the order of columns. Every wrong row is in the error (RowError), up to a limit.
func readTable(r io.Reader, columns []string, take func(line int, fields []string) *RowError) error {
	reader := csv.NewReader(withoutMark(r))
	reader.FieldsPerRecord, reader.ReuseRecord = -1, true
	places, err := readHeader(reader, columns)
	if err != nil {
		return err
	}
	var errs []error
	fields := make([]string, len(columns))
	for {
		record, err := reader.Read()
		if err == io.EOF {
			return joinFirst(errs)
		}
		if err != nil {
			return joinFirst(append(errs, readProblem(err)))
		}
		line, _ := reader.FieldPos(0)
		problem := arrange(fields, record, places, columns)
		if problem == nil {
			problem = take(line, fields)
		}
		if problem != nil {
			problem.Line = line
			errs = append(errs, problem)
		}
	}
}

// readHeader finds the place of each wanted column. A column that nobody asked for is refused as well: it may be a wanted
// one with a slip in its name.
func readHeader(reader *csv.Reader, columns []string) ([]int, error) {
	want := "the first line must be " + strings.Join(columns, ",")
	header, err := reader.Read()
	if err == io.EOF {
		return nil, &RowError{Line: 1, Problem: "the file is empty", Remedy: want}
	}
	if err != nil {
		return nil, readProblem(err)
	}
	places := make([]int, len(columns))
	var errs []error
	for i, name := range header {
		if !slices.Contains(columns, name) {
			errs = append(errs, &RowError{Line: 1, Column: strconv.Itoa(i + 1), Problem: "its name is unknown", Remedy: want})
		}
	}
	for i, name := range columns {
		places[i] = slices.Index(header, name)
		switch {
		case places[i] < 0:
			errs = append(errs, &RowError{Line: 1, Column: name, Problem: "it is missing", Remedy: want})
		case slices.Contains(header[places[i]+1:], name):
			errs = append(errs, &RowError{Line: 1, Column: name, Problem: "it stands there twice", Remedy: want})
		}
	}
	return places, joinFirst(errs)
}

// arrange copies a record into the order of the columns.
func arrange(fields, record []string, places []int, columns []string) *RowError {
	if len(record) != len(columns) {
		return &RowError{
			Problem: fmt.Sprintf("%d fields, the first line has %d", len(record), len(columns)),
			Remedy:  "separate fields by a comma, and put a field that holds one in quotes",
		}
	}
	for i, place := range places {
		fields[i] = record[place]
		switch {
		case !utf8.ValidString(fields[i]):
			return &RowError{Column: columns[i], Problem: "it is not UTF-8", Remedy: "save the file in UTF-8"}
		case strings.TrimSpace(fields[i]) != fields[i]:
			return &RowError{Column: columns[i], Problem: "a space stands before or behind it", Remedy: "take the space away"}
		}
	}
	return nil
}

func readProblem(err error) error {
	if broken, ok := errors.AsType[*csv.ParseError](err); ok {
		return &RowError{Line: broken.Line, Problem: broken.Err.Error(), Remedy: "write the file as CSV with fields in closed quotes"}
	}
	return fmt.Errorf("read: %w", err)
}

// withoutMark drops the byte order mark that spreadsheets put before UTF-8.
func withoutMark(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	mark := []byte("\ufeff")
	if start, _ := buffered.Peek(len(mark)); bytes.Equal(start, mark) {
		// What was peeked at is in the buffer: dropping it cannot fail.
		_, _ = buffered.Discard(len(mark))
	}
	return buffered
}
