package allocation

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string; its bytes are lent until the next one is read, or in a list of ids until flush.
func (r *reader) text() []byte {
	raw, plain := r.raw()
	if !plain {
		return r.unescape(raw)
	}
	return raw
}

// raw finds the bytes between the quotes; plain = without escapes.
func (r *reader) raw() (text []byte, plain bool) {
	plain = true
	if !r.take('"') {
		r.broken("a string")
		return nil, plain
	}
	r.mark = r.at
	for r.err == nil {
		window, at := r.window, r.at
		for at < len(window) && !escaped[window[at]] {
			at++
		}
		r.at = at
		switch {
		case at == len(window):
			if !r.fill() {
				r.broken("a closing quote")
			}
		case window[at] == '"':
			r.at++
			return window[r.mark:at], plain
		case window[at] == '\\':
			plain = false
			if r.at++; r.at == len(r.window) && !r.fill() {
				r.broken("a closing quote")
				return nil, plain
			}
			r.at++
		default:
			r.broken("no control character in a string")
		}
	}
	return nil, plain
}

// unescape returns the string in bytes of its own.
func (r *reader) unescape(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			continue
		}
		if i++; i < len(raw) {
			if at := strings.IndexByte(`"\/bfnrt`, raw[i]); at >= 0 {
				out = append(out, "\"\\/\b\f\n\r\t"[at])
				continue
			}
		}
		char, length := codePoint(raw[i:])
		if length == 0 {
			r.fail("a string holds a broken escape")
			return nil
		}
		out = utf8.AppendRune(out, char)
		i += length - 1
	}
	return out
}

// codePoint reads uXXXX, or two of them where they form a pair (RFC 8259, 7); length 0 = broken.
func codePoint(raw []byte) (char rune, length int) {
	unit := func(raw []byte) rune {
		if len(raw) < 5 || raw[0] != 'u' {
			return -1
		}
		n, err := strconv.ParseUint(string(raw[1:5]), 16, 16)
		if err != nil {
			return -1
		}
		return rune(n)
	}
	first := unit(raw)
	if first < 0 {
		return 0, 0
	}
	if !utf16.IsSurrogate(first) {
		return first, 5
	}
	if len(raw) < 7 || raw[5] != '\\' {
		return 0, 0
	}
	pair := utf16.DecodeRune(first, unit(raw[6:]))
	if pair == utf8.RuneError {
		return 0, 0
	}
	return pair, 11
}

// word reads a string to keep.
func (r *reader) word() string {
	text := r.text()
	if !utf8.Valid(text) {
		r.fail("not UTF-8")
	}
	return string(text)
}

// once reads a string to keep that is not likely to come again. Such strings are kept many in one.
func (r *reader) once() string {
	text := r.text()
	if !utf8.Valid(text) {
		r.fail("not UTF-8")
	}
	if r.kept.Cap()-r.kept.Len() < len(text) {
		r.kept = &strings.Builder{}
		r.kept.Grow(max(1<<12, len(text)))
	}
	from := r.kept.Len()
	r.kept.Write(text)
	return r.kept.String()[from:]
}

// name reads a string to keep that is likely to come again.
func (r *reader) name() string {
	text := r.text()
	if name, known := r.names[string(text)]; known {
		return name
	}
	if !utf8.Valid(text) {
		r.fail("not UTF-8")
	}
	name := string(text)
	r.names[name] = name
	return name
}

// optional reads a name that may be null. One that is given is never empty, except in an outcome.
func (r *reader) optional() string {
	if r.null() {
		return ""
	}
	name := r.name()
	if name == "" && !r.lenient {
		r.fail("empty")
	}
	return name
}

// strings reads a list by one; null is nil, an empty list is not.
func (r *reader) strings(one func() string) []string {
	if r.null() {
		return nil
	}
	list := []string{}
	for e := r.list(); e.next(); {
		list = append(list, one())
	}
	return list
}

// ids reads a list of ids that are looked up together. It reports whether there is a list, which null is not.
func (r *reader) ids(to *batch) (given bool) {
	if r.null() {
		return false
	}
	r.batch, r.taken, r.above = to, 0, len(r.path)
	for e := r.list(); e.next(); {
		if to.add(r.text()) {
			r.flush()
		}
	}
	r.flush()
	r.batch = nil
	return true
}

// flush has the ids looked up that were read since the last time, before their bytes go.
func (r *reader) flush() {
	if r.batch == nil || r.err != nil {
		return
	}
	size := r.batch.size
	if bad, reason := r.batch.flush(); reason != "" {
		r.path = append(r.path[:r.above], step{index: r.taken + bad})
		r.fail(reason)
	}
	r.taken += size
}
