package allocation

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

// reader walks a JSON text once, knowing at every moment where it is and holding no more of the text than a window.
// encoding/json would lose repeated keys, the path of an error and the difference between null and nothing. The first error
// stays: after it every object and list has ended and every value is empty.
type reader struct {
	from    io.Reader
	lenient bool // skip unknown fields, let a repeated field replace the earlier one
	err     error

	window []byte
	at     int   // the next byte in window
	mark   int   // the first byte that is still wanted
	lines  int   // line feeds in what has left the window
	passed int64 // bytes that have left it
	size   int64 // bytes in all, 0 = unknown
	ended  bool  // nothing follows the window
	fault  error // why the reader stopped before the end

	path  []step
	depth int
	names map[string]string // strings that come again and again, kept once
	kept  *strings.Builder  // strings that come once

	batch *batch // takes the ids of the list that is being read
	taken int    // how many of them have been looked up
	above int    // steps of the path down to the list
}

// step is one element of the path: a field, or an index when name is empty.
type step struct {
	name  string
	index int
}

const maxDepth = 100

func newReader(from io.Reader, lenient bool) *reader {
	size := sizeOf(from)
	return &reader{from: from, lenient: lenient, size: size, window: newWindow(size), names: map[string]string{}, kept: &strings.Builder{}}
}

// fail notes what is wrong with the value that is being read.
func (r *reader) fail(reason string) {
	if r.flush(); r.err != nil { // what stands before comes first
		return
	}
	var b strings.Builder
	for i, s := range r.path {
		switch {
		case s.name == "":
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case i > 0:
			b.WriteString("." + s.name)
		default:
			b.WriteString(s.name)
		}
	}
	r.err = &InputError{Path: b.String(), Reason: reason}
}

// check fails if there is a reason.
func (r *reader) check(reason string) {
	if reason != "" {
		r.fail(reason)
	}
}

// broken reports JSON that is none, with the line for those who look it up in an editor.
func (r *reader) broken(expected string) {
	switch {
	case r.err != nil:
	case r.at < len(r.window) || r.fill():
		line := 1 + r.lines + bytes.Count(r.window[:r.at], []byte("\n"))
		r.fail("line " + strconv.Itoa(line) + ": expected " + expected)
	case r.fault != nil:
		r.err = r.fault
	default:
		r.fail("the text ends where " + expected + " should stand")
	}
}

// fill reads on; what is wanted moves to the beginning of the window. False at the end of the text.
func (r *reader) fill() bool {
	if r.flush(); r.ended {
		return false
	}
	r.lines += bytes.Count(r.window[:r.mark], []byte("\n"))
	r.passed += int64(r.mark)
	r.window, r.at, r.mark = slide(r.window, r.mark), r.at-r.mark, 0
	more, err := readMore(r.from, &r.window)
	if err != nil {
		r.ended = true
		if !errors.Is(err, io.EOF) {
			r.fault = err
		}
	}
	return more
}

// expect guesses how many more elements a list has after the first n, if all that follows is of their kind.
func (r *reader) expect(n int) int {
	done := r.passed + int64(r.at)
	if r.size <= done {
		return n / 2
	}
	return int(float64(n)*float64(r.size-done)/float64(done)*1.02) + 1
}

// peek returns the next byte that is no space, 0 at the end.
func (r *reader) peek() byte {
	for {
		for ; r.at < len(r.window); r.at++ {
			if b := r.window[r.at]; b != ' ' && b != '\n' && b != '\t' && b != '\r' {
				return b
			}
		}
		if r.mark = r.at; !r.fill() {
			return 0
		}
	}
}

func (r *reader) take(b byte) bool {
	if r.at < len(r.window) && r.window[r.at] == b {
		r.at++
		return true
	}
	if r.peek() != b || r.at >= len(r.window) {
		return false
	}
	r.at++
	return true
}

func (r *reader) literal(word string) bool {
	if r.peek() != word[0] {
		return false
	}
	for r.mark = r.at; len(r.window)-r.at < len(word) && r.fill(); {
	}
	if !bytes.HasPrefix(r.window[r.at:], []byte(word)) {
		return false
	}
	r.at += len(word)
	return true
}

func (r *reader) null() bool { return r.literal("null") }

// end refuses anything behind the value.
func (r *reader) end() {
	if r.peek(); r.at < len(r.window) || r.fault != nil {
		r.broken("the end")
	}
}

// number finds the bytes of a number.
func (r *reader) number() []byte {
	r.peek()
	r.mark = r.at
	for {
		for ; r.at < len(r.window); r.at++ {
			if b := r.window[r.at]; (b < '0' || b > '9') && strings.IndexByte("+-.eE", b) < 0 {
				return r.window[r.mark:r.at]
			}
		}
		if !r.fill() {
			return r.window[r.mark:r.at]
		}
	}
}

// integer reads a whole number in 64 bits.
func (r *reader) integer() int64 {
	text := r.number()
	if len(text) == 0 {
		r.broken("a whole number")
	}
	if r.err != nil {
		return 0
	}
	n, ok := wholeNumber(text)
	digits := bytes.TrimPrefix(text, []byte("-"))
	if !ok || text[0] == '+' || len(digits) > 1 && digits[0] == '0' || n == math.MinInt64 {
		r.fail("must be a whole number that fits into 64 bits")
	}
	return n
}
