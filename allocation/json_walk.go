package allocation

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// fields goes through the fields of an object:
//
//	for f := r.object(names); f.next(); {
//		switch f.field { … }
//	}
type fields struct {
	r     *reader
	names []string // nil = every key is a field
	open  bool
	seen  uint64
	field int    // index of the name
	key   string // with names nil
}

// object begins to read an object whose fields are listed.
func (r *reader) object(names []string) fields { return fields{r: r, names: names, field: -1} }

// next goes to the next field and leaves the reader at its value; false at the end of the object, or after an error.
func (f *fields) next() bool {
	for r := f.r; r.err == nil; {
		if !f.advance() {
			return false
		}
		key := r.text()
		if f.field = f.find(key); f.names == nil {
			f.key = string(key)
		}
		r.path = append(r.path, step{name: f.shown(key)})
		if (f.names == nil || f.field < 0) && !utf8.Valid(key) {
			r.fail("a key is not UTF-8")
		}
		if r.err == nil && !r.take(':') {
			r.path = r.path[:len(r.path)-1]
			r.broken("a colon")
		}
		switch {
		case f.field < 0 && r.lenient:
			r.skip()
			continue
		case f.field < 0:
			r.fail("unknown field")
		case f.seen&(1<<f.field) != 0 && !r.lenient:
			r.fail("field repeated")
		}
		if f.names != nil && f.field >= 0 {
			f.seen |= 1 << f.field
		}
		return r.err == nil
	}
	return false
}

// advance goes to the next key.
func (f *fields) advance() bool {
	r := f.r
	if !f.open {
		if f.open = true; !r.take('{') {
			r.broken("an object")
			return false
		}
		return !r.take('}')
	}
	r.path = r.path[:len(r.path)-1]
	switch {
	case r.take(','):
		return true
	case !r.take('}'):
		r.broken("a comma or }")
	}
	return false
}

// find returns the index of the key, the likeliest first: fields mostly come in their order.
func (f *fields) find(key []byte) int {
	if next := f.field + 1; next < len(f.names) && f.names[next] == string(key) {
		return next
	}
	if f.names == nil {
		return 0
	}
	return slices.IndexFunc(f.names, func(name string) bool { return name == string(key) })
}

// shown keeps an empty or odd key readable in a path, and spares a copy of one that is known.
func (f *fields) shown(key []byte) string {
	if f.names != nil && f.field >= 0 {
		return f.names[f.field]
	}
	return shown(string(key))
}

func shown(key string) string {
	if key == "" || strings.ContainsFunc(key, func(r rune) bool { return strings.ContainsRune(".[] \"\n\ufffd", r) || r < ' ' }) {
		return strconv.Quote(key)
	}
	return key
}

// elements goes through the elements of a list:
//
//	for e := r.list(); e.next(); { … }
type elements struct {
	r     *reader
	index int
}

// list begins to read a list.
func (r *reader) list() elements { return elements{r: r, index: -1} }

// next goes to the next element; false at the end of the list, or after an error.
func (e *elements) next() bool {
	r := e.r
	if r.err != nil {
		return false
	}
	if e.index++; e.index == 0 {
		if !r.take('[') {
			r.broken("a list")
			return false
		}
		if r.take(']') {
			return false
		}
		r.path = append(r.path, step{})
		return true
	}
	if r.take(',') {
		r.path[len(r.path)-1].index = e.index
		return true
	}
	r.path = r.path[:len(r.path)-1]
	if !r.take(']') {
		r.broken("a comma or ]")
	}
	return false
}

// isNumber tells what JSON calls a number (RFC 8259, 6).
func isNumber(text []byte) bool {
	digits := func() (count int) {
		for count < len(text) && text[count] >= '0' && text[count] <= '9' {
			count++
		}
		return count
	}
	sign := func(signs string) {
		if len(text) > 0 && strings.IndexByte(signs, text[0]) >= 0 {
			text = text[1:]
		}
	}
	sign("-")
	whole := digits()
	if whole == 0 || whole > 1 && text[0] == '0' {
		return false
	}
	if text = text[whole:]; len(text) > 0 && text[0] == '.' {
		text = text[1:]
		part := digits()
		if text = text[part:]; part == 0 {
			return false
		}
	}
	if len(text) == 0 || text[0] != 'e' && text[0] != 'E' {
		return len(text) == 0
	}
	text = text[1:]
	sign("+-")
	power := digits()
	return power > 0 && power == len(text)
}

// skip passes over a value of any kind.
func (r *reader) skip() {
	if r.depth++; r.depth > maxDepth {
		r.fail("nested too deeply")
		return
	}
	switch b := r.peek(); {
	case b == '{':
		for f := r.object(nil); f.next(); {
			r.skip()
		}
	case b == '[':
		for e := r.list(); e.next(); {
			r.skip()
		}
	case b == '"':
		r.word()
	case b == '-' || b >= '0' && b <= '9':
		if !isNumber(r.number()) {
			r.fail("must be a number")
		}
	case r.literal("true"), r.literal("false"), r.literal("null"):
	default:
		r.broken("a value")
	}
	r.depth--
}
