package allocation

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// table reads one CSV file (RFC 4180, UTF-8) element by element, holding no more of it than a window: a row of a group that
// orders a million children would not fit anywhere else. The first error stays and ends every loop.
type table struct {
	name    string
	columns []string
	from    io.Reader
	size    int64 // bytes in all, 0 = unknown
	err     error

	window []byte
	at     int  // the next byte in window
	mark   int  // the first byte that is still wanted
	ended  bool // nothing follows the window

	token   []byte // the last element read; lent until the next cell, or in a list until flush
	stop    byte   // what ended it: a comma, a line feed, or | inside a list
	quoted  bool   // the cell goes on inside quotes
	scratch []byte

	batch *batch // takes the elements of the list that is being read

	row, column int // of the element read last; row 0 is the header
	element     int // its place in a list, from 1 on
}

func newTable(name string, from io.Reader, columns []string) *table {
	size := sizeOf(from)
	t := &table{name: name, columns: columns, from: from, size: size, window: newWindow(size), stop: '\n', row: -1}
	const mark = "\ufeff" // byte order mark
	for len(t.window) < len(mark) && t.fill() {
	}
	if bytes.HasPrefix(t.window, []byte(mark)) {
		t.at = len(mark)
	}
	t.header()
	return t
}

// expect guesses rows and elements of lists by those in the first window, so that memory is asked for once.
func (t *table) expect() (rows, elements int) {
	part := t.window[t.at:]
	if len(part) == 0 || t.size == 0 {
		return 0, 0
	}
	scale := float64(t.size) / float64(len(part)) * 1.05
	lines, marks := bytes.Count(part, []byte("\n")), bytes.Count(part, []byte("|"))
	return int(scale * float64(lines)), int(scale * float64(lines+marks))
}

// header demands the columns in their order.
func (t *table) header() {
	if !t.next() {
		t.failWhole("the table is empty")
		return
	}
	for _, column := range t.columns {
		if string(t.cell()) != column && t.err == nil {
			t.failWhole("the columns must be " + strings.Join(t.columns, ","))
		}
	}
}

func (t *table) failWhole(reason string) {
	if t.err == nil {
		t.err = &InputError{Path: t.name, Reason: reason}
	}
}

func (t *table) failRow(reason string) {
	if t.flush(); t.err == nil { // what stands before comes first
		t.err = &InputError{Path: t.name + "[" + strconv.Itoa(t.row) + "]", Reason: reason}
	}
}

// fail blames the element read last.
func (t *table) fail(reason string) {
	if t.flush(); t.err != nil {
		return
	}
	path := t.name + "[" + strconv.Itoa(t.row) + "]." + t.columns[t.column]
	if t.element > 0 {
		path += "[" + strconv.Itoa(t.element) + "]"
	}
	t.err = &InputError{Path: path, Reason: reason}
}

// fill reads on; what is wanted moves to the beginning of the window. False at the end of the file.
func (t *table) fill() bool {
	if t.flush(); t.ended || t.err != nil {
		return false
	}
	t.window, t.at, t.mark = slide(t.window, t.mark), t.at-t.mark, 0
	more, err := readMore(t.from, &t.window)
	if errors.Is(err, io.EOF) {
		t.ended = true
	} else if err != nil {
		t.err = err
	}
	return more && t.err == nil
}

// next goes to the next row; rows without a byte do not count.
func (t *table) next() bool {
	if t.stop != '\n' {
		t.failRow("wrong number of fields")
	}
	for t.err == nil {
		if _, more := t.peek(); !more {
			return false
		}
		if t.window[t.at] == '\r' && t.at+1 == len(t.window) {
			t.fill()
		}
		switch rest := t.window[t.at:]; {
		case rest[0] == '\n':
			t.at++
		case len(rest) > 1 && rest[0] == '\r' && rest[1] == '\n':
			t.at += 2
		default:
			t.row, t.column, t.stop = t.row+1, -1, ','
			return t.err == nil
		}
	}
	return false
}

// cell reads the next cell of the row.
func (t *table) cell() []byte {
	if t.at < len(t.window) && t.window[t.at] == ',' && t.stop == ',' && t.err == nil && t.column < len(t.columns)-2 {
		t.at, t.column, t.token = t.at+1, t.column+1, nil // an empty one, as many are
		return nil
	}
	if !t.open() {
		return nil
	}
	t.read(false)
	t.close()
	return t.token
}

// open goes to the next cell.
func (t *table) open() bool {
	t.column, t.element = t.column+1, 0
	if t.err == nil && t.stop != ',' {
		t.failRow("wrong number of fields")
	}
	if t.err != nil {
		t.token = nil
		return false
	}
	first, _ := t.peek()
	if t.quoted = first == '"'; t.quoted {
		t.at++
	}
	return true
}

// close demands that the row ends with its last column.
func (t *table) close() {
	if last := t.column == len(t.columns)-1; last != (t.stop == '\n') {
		t.failRow("wrong number of fields")
	}
}

// list reads the next cell as a list of ids. An empty cell is no list; | alone is one without elements.
func (t *table) list(to *batch) (given bool) {
	if !t.open() {
		return false
	}
	t.read(true)
	if given = len(t.token) > 0 || t.stop == '|'; given {
		t.elements(to)
	}
	if t.element = 0; t.err == nil {
		t.close()
	}
	return given && t.err == nil
}

// elements goes through a list whose first element has been read.
func (t *table) elements(to *batch) {
	if t.element = 1; len(t.token) == 0 {
		if t.read(true); len(t.token) > 0 || t.stop == '|' {
			t.fail("empty")
		}
		return
	}
	t.batch = to
	to.add(t.token)
	for t.stop == '|' && t.err == nil {
		if to.size == batchSize {
			t.flush()
		}
		if t.quoted || !t.run(to) {
			t.read(true)
			to.add(t.token)
		}
	}
	t.flush()
	t.batch = nil
}

// flush has the elements looked up that were read since the last time, before their bytes go.
func (t *table) flush() {
	if t.batch == nil || t.err != nil {
		return
	}
	size := t.batch.size
	if bad, reason := t.batch.flush(); reason != "" {
		t.element += bad
		t.fail(reason)
	}
	t.element += size
}
