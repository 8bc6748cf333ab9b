package allocation

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// word reads a string.
func (r *reader) word() (string, error) {
	raw, plain, err := r.raw()
	if err != nil {
		return "", err
	}
	if !plain {
		return r.unescape(raw)
	}
	return string(raw), nil
}

// name reads a string that is likely to come again.
func (r *reader) name() (string, error) {
	raw, plain, err := r.raw()
	if err != nil {
		return "", err
	}
	if !plain {
		return r.unescape(raw)
	}
	if kept, ok := r.names[string(raw)]; ok {
		return kept, nil
	}
	fresh := string(raw)
	r.names[fresh] = fresh
	return fresh, nil
}

// raw finds the bytes between the quotes; plain = without escapes.
func (r *reader) raw() (text []byte, plain bool, err error) {
	if !r.take('"') {
		return nil, false, r.broken("a string")
	}
	start := r.at
	plain = true
	for ; r.at < len(r.data); r.at++ {
		switch b := r.data[r.at]; {
		case b == '"':
			r.at++
			return r.data[start : r.at-1], plain, nil
		case b == '\\':
			plain = false
			r.at++
		case b < 0x20:
			return nil, false, r.broken("no control character in a string")
		}
	}
	r.at = len(r.data)
	return nil, false, r.broken("a closing quote")
}

func (r *reader) unescape(raw []byte) (string, error) {
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			continue
		}
		i++
		if at := strings.IndexByte(`"\/bfnrt`, raw[i]); at >= 0 {
			out = append(out, "\"\\/\b\f\n\r\t"[at])
			continue
		}
		char, length := codePoint(raw[i:])
		if length == 0 {
			return "", r.fail("a string holds a broken escape")
		}
		out = utf8.AppendRune(out, char)
		i += length - 1
	}
	return string(out), nil
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
