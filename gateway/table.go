package gateway

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Table is a table as an office program saved it: a header and rows of text, each with its line in the file.
type Table struct {
	Form   string // csv or xlsx
	Coding string // utf-8, utf-16 or windows-1251
	Header []string
	Rows   []TableRow
}

// TableRow is one row that is not empty.
type TableRow struct {
	Line  int // in the file; the header of a plain file is line 1
	Cells []string
}

// TableError says where a file stops being a table. It never quotes what the file holds.
type TableError struct {
	Line    int
	Problem string // empty, no_table, quote or too_large
}

// Error names the line and the problem.
func (e *TableError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Problem) }

// maxTable is the largest unpacked workbook that is read, in bytes: a hundred times a city's list.
const maxTable = 512 << 20

// ReadTable reads a list as old systems give it out: a workbook (the first sheet), or text in UTF-8 with or without a mark,
// UTF-16 with one, or Windows-1251, with commas, semicolons or tabs between the fields.
func ReadTable(data []byte) (Table, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readWorkbook(data)
	}
	t := Table{Form: "csv"}
	text, err := t.decode(data)
	if err != nil {
		return t, err
	}
	if strings.TrimSpace(text) == "" {
		return t, &TableError{1, "empty"}
	}
	return t, t.readText(text)
}

// decode finds out the coding by marks, and by what can be no UTF-8.
func (t *Table) decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		t.Coding = "utf-16"
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", &TableError{1, "no_table"}
		}
		return string(text), nil
	case utf8.Valid(data):
		t.Coding = "utf-8"
		return strings.TrimPrefix(string(data), "\ufeff"), nil
	}
	t.Coding = "windows-1251"
	text, err := charmap.Windows1251.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, 0) {
		return "", &TableError{1, "no_table"}
	}
	return string(text), nil
}

func (t *Table) readText(text string) error {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = delimiter(text), -1
	for {
		cells, err := r.Read()
		if err == io.EOF {
			break
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			return &TableError{broken.Line, "quote"}
		}
		if err != nil {
			return fmt.Errorf("read table: %w", err)
		}
		line, _ := r.FieldPos(0)
		t.take(line, cells)
	}
	if len(t.Header) == 0 {
		return &TableError{1, "empty"}
	}
	return nil
}

// delimiter is the one of comma, semicolon and tab that the first line holds most often outside of quotes.
func delimiter(text string) rune {
	counts, quoted := map[rune]int{}, false
	for _, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted && len(counts) > 0 {
			break
		}
		if !quoted && (r == ',' || r == ';' || r == '\t') {
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// take keeps a row; the first one that is not empty is the header.
func (t *Table) take(line int, cells []string) {
	cells = append([]string(nil), cells...)
	empty := true
	for i, c := range cells {
		cells[i] = strings.TrimSpace(strings.ReplaceAll(c, "\u00a0", " "))
		empty = empty && cells[i] == ""
	}
	switch {
	case empty:
	case t.Header == nil:
		t.Header = cells
	default:
		t.Rows = append(t.Rows, TableRow{line, cells})
	}
}

// readWorkbook reads the first sheet. Dates come as the numbers that the workbook holds.
func readWorkbook(data []byte) (Table, error) {
	t := Table{Form: "xlsx", Coding: "utf-8"}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxTable, RawCellValue: true})
	if err != nil {
		return t, &TableError{1, "no_table"}
	}
	defer book.Close()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return t, &TableError{1, "empty"}
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return t, &TableError{1, "no_table"}
	}
	defer rows.Close()
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return t, &TableError{line, "no_table"}
		}
		t.take(line, cells)
	}
	if rows.Error() != nil {
		return t, &TableError{len(t.Rows) + 1, "no_table"}
	}
	if len(t.Header) == 0 {
		return t, &TableError{1, "empty"}
	}
	return t, nil
}
