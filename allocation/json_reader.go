package allocation

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// reader walks a JSON text once, knowing at every moment where it is. encoding/json would lose repeated keys, the path of an
// error and the difference between null and nothing.
type reader struct {
	data    []byte
	at      int
	path    []step
	lenient bool              // skip unknown fields, let a repeated field replace the earlier one
	names   map[string]string // strings that come again and again, kept once
}

// step is one element of the path: a field, or an index when name is empty.
type step struct {
	name  string
	index int
}

const maxDepth = 100

func newReader(data []byte, lenient bool) *reader {
	return &reader{data: data, lenient: lenient, names: map[string]string{}}
}

func (r *reader) fail(reason string) error {
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
	return &InputError{Path: b.String(), Reason: reason}
}

// broken reports JSON that is none, with the line for those who look it up in an editor.
func (r *reader) broken(expected string) error {
	if r.at >= len(r.data) {
		return r.fail("the text ends where " + expected + " should stand")
	}
	line := 1 + bytes.Count(r.data[:r.at], []byte("\n"))
	return r.fail("line " + strconv.Itoa(line) + ": expected " + expected)
}

// peek returns the next byte that is no space, 0 at the end.
func (r *reader) peek() byte {
	for r.at < len(r.data) {
		switch b := r.data[r.at]; b {
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			return b
		}
	}
	return 0
}

func (r *reader) take(b byte) bool {
	if r.peek() != b || r.at >= len(r.data) {
		return false
	}
	r.at++
	return true
}

func (r *reader) literal(word string) bool {
	r.peek()
	if !bytes.HasPrefix(r.data[r.at:], []byte(word)) {
		return false
	}
	r.at += len(word)
	return true
}

// end refuses anything behind the value.
func (r *reader) end() error {
	if r.peek(); r.at < len(r.data) {
		return r.broken("the end")
	}
	return nil
}

// object reads an object whose fields are listed; field is called with the index of the name. The path is kept.
func (r *reader) object(names []string, field func(i int) error) error {
	var seen uint64
	return r.members(func(key string) error {
		for i, name := range names {
			if name != key {
				continue
			}
			if seen&(1<<i) != 0 && !r.lenient {
				return r.fail("field repeated")
			}
			seen |= 1 << i
			return field(i)
		}
		if r.lenient {
			return r.skip(0)
		}
		return r.fail("unknown field")
	})
}

// members reads an object with free keys.
func (r *reader) members(member func(key string) error) error {
	if !r.take('{') {
		return r.broken("an object")
	}
	if r.take('}') {
		return nil
	}
	for {
		key, err := r.word()
		if err != nil {
			return err
		}
		if !r.take(':') {
			return r.broken("a colon")
		}
		r.path = append(r.path, step{name: shown(key)})
		if err := member(key); err != nil {
			return err
		}
		r.path = r.path[:len(r.path)-1]
		if r.take('}') {
			return nil
		}
		if !r.take(',') {
			return r.broken("a comma or }")
		}
	}
}

// shown keeps an empty or odd key readable in a path.
func shown(key string) string {
	if key == "" || strings.ContainsAny(key, ".[] \"\n") {
		return strconv.Quote(key)
	}
	return key
}

// array reads a list.
func (r *reader) array(element func(i int) error) error {
	if !r.take('[') {
		return r.broken("a list")
	}
	if r.take(']') {
		return nil
	}
	for i := 0; ; i++ {
		r.path = append(r.path, step{index: i})
		if err := element(i); err != nil {
			return err
		}
		r.path = r.path[:len(r.path)-1]
		if r.take(']') {
			return nil
		}
		if !r.take(',') {
			return r.broken("a comma or ]")
		}
	}
}

func (r *reader) null() bool { return r.peek() == 'n' && r.literal("null") }

// integer reads a whole number in 64 bits.
func (r *reader) integer() (int64, error) {
	r.peek()
	start := r.at
	for r.at < len(r.data) && strings.IndexByte("+-.0123456789eE", r.data[r.at]) >= 0 {
		r.at++
	}
	text := string(r.data[start:r.at])
	if text == "" {
		return 0, r.broken("a whole number")
	}
	n, err := strconv.ParseInt(text, 10, 64)
	digits := strings.TrimPrefix(text, "-")
	if err != nil || text[0] == '+' || len(digits) > 1 && digits[0] == '0' || n == math.MinInt64 {
		return 0, r.fail("must be a whole number that fits into 64 bits")
	}
	return n, nil
}

// skip passes over a value of any kind.
func (r *reader) skip(depth int) error {
	if depth > maxDepth {
		return r.fail("nested too deeply")
	}
	switch b := r.peek(); {
	case b == '{':
		return r.members(func(string) error { return r.skip(depth + 1) })
	case b == '[':
		return r.array(func(int) error { return r.skip(depth + 1) })
	case b == '"':
		_, _, err := r.raw()
		return err
	case b == '-' || b >= '0' && b <= '9':
		for r.at < len(r.data) && strings.IndexByte("+-.0123456789eE", r.data[r.at]) >= 0 {
			r.at++
		}
		return nil
	case r.literal("true"), r.literal("false"), r.literal("null"):
		return nil
	}
	return r.broken("a value")
}
