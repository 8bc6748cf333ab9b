package translog

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// EntryVersion is the version of the canonical form that this package
	// writes and reads.
	EntryVersion = 1

	// MaxEntry is the greatest length of a canonical entry in bytes. Longer
	// attachments enter as hashes.
	MaxEntry = 1<<16 - 1

	entryHeader = "balajol-entry/1\n"
	entryTime   = "2006-01-02T15:04:05.000000Z"
	fieldPrefix = "field."
	maxWord     = 64
)

// Entry is one event of the record before it is committed. Figures are written
// as decimal integers (money in tiyn, no floats), so that every reader sees the
// same bytes.
type Entry struct {
	Version  int       // EntryVersion
	Type     string    // what happened, a word such as "offer.accepted"
	At       time.Time // when, whole microseconds, written in UTC
	Role     string    // role of the actor, a word
	Key      string    // key or account id of the actor; may be empty
	Subject  string    // opaque id or commitment of what it is about; may be empty
	Previous string    // reference to the subject's state before; empty for the first
	Ground   string    // legal or policy ground; may be empty
	Fields   []Field   // further facts, each name once; written in the order of names
}

// Field is one named fact of an entry. Name is a word; Value is any UTF-8 text.
type Field struct {
	Name, Value string
}

// Canonical returns the only bytes that stand for e: a header line and one line
// per part, fields sorted by name. It refuses an unknown version, a time out of
// range or finer than a microsecond, a malformed word, a repeated field, text
// that is not UTF-8 and more than [MaxEntry] bytes.
func (e Entry) Canonical() ([]byte, error) {
	if e.Version != EntryVersion {
		return nil, fmt.Errorf("encode entry: version %d is not %d", e.Version, EntryVersion)
	}
	at := e.At.UTC()
	if at.Nanosecond()%1000 != 0 || at.Year() < 1 || at.Year() > 9999 {
		return nil, errors.New("encode entry: time is not a whole microsecond of the years 1 to 9999")
	}
	if !isWord(e.Type) || !isWord(e.Role) {
		return nil, errors.New("encode entry: type or role is not a word")
	}
	fields := slices.SortedFunc(slices.Values(e.Fields), func(a, b Field) int { return cmp.Compare(a.Name, b.Name) })
	for i, f := range fields {
		if !isWord(f.Name) {
			return nil, fmt.Errorf("encode entry: name of field %d is not a word", i+1)
		}
		if i > 0 && fields[i-1].Name == f.Name {
			return nil, fmt.Errorf("encode entry: field %s is repeated", f.Name)
		}
	}
	b := make([]byte, 0, 512)
	b = append(b, entryHeader...)
	b = appendLine(b, "type", e.Type)
	b = appendLine(b, "at", at.Format(entryTime))
	b = appendLine(b, "role", e.Role)
	b = appendLine(b, "key", e.Key)
	b = appendLine(b, "subject", e.Subject)
	b = appendLine(b, "previous", e.Previous)
	b = appendLine(b, "ground", e.Ground)
	for _, f := range fields {
		b = appendLine(append(b, fieldPrefix...), f.Name, f.Value)
	}
	if len(b) > MaxEntry {
		return nil, fmt.Errorf("encode entry: %d bytes exceed %d", len(b), MaxEntry)
	}
	if !utf8.Valid(b) {
		return nil, errors.New("encode entry: text is not UTF-8")
	}
	return b, nil
}

// ParseEntry reads the bytes that [Entry.Canonical] writes and refuses any
// other, so equal entries always have equal bytes. The time is in UTC. Errors
// name the line and never repeat its text.
func ParseEntry(canonical []byte) (Entry, error) {
	if len(canonical) > MaxEntry {
		return Entry{}, fmt.Errorf("parse entry: %d bytes exceed %d", len(canonical), MaxEntry)
	}
	rest, ok := strings.CutPrefix(string(canonical), entryHeader)
	if !ok || !strings.HasSuffix(rest, "\n") {
		return Entry{}, errors.New("parse entry: no entry of version 1")
	}
	e := Entry{Version: EntryVersion}
	var at string
	fixed := []struct {
		name  string
		value *string
	}{
		{"type", &e.Type}, {"at", &at}, {"role", &e.Role}, {"key", &e.Key},
		{"subject", &e.Subject}, {"previous", &e.Previous}, {"ground", &e.Ground},
	}
	number := 0
	for line := range strings.Lines(rest) {
		number++
		name, value, err := cutLine(line)
		if err != nil {
			return Entry{}, fmt.Errorf("parse entry: line %d: %w", number+1, err)
		}
		if number > len(fixed) {
			e.Fields = append(e.Fields, Field{strings.TrimPrefix(name, fieldPrefix), value})
			continue
		}
		if part := fixed[number-1]; name == part.name {
			*part.value = value
		} else {
			return Entry{}, fmt.Errorf("parse entry: line %d is not %s", number+1, part.name)
		}
	}
	var err error
	if e.At, err = time.Parse(entryTime, at); err != nil {
		return Entry{}, errors.New("parse entry: line 3 is not a UTC time in microseconds")
	}
	// Whatever was read too generously above shows here.
	again, err := e.Canonical()
	if err != nil || !bytes.Equal(again, canonical) {
		return Entry{}, errors.New("parse entry: not in canonical form")
	}
	return e, nil
}

// Commit returns HMAC-SHA256 of the canonical entry under the nonce: the 32
// bytes that the log holds. The nonce is 32 secret random bytes of this entry
// alone; without it nothing about the entry can be guessed and tried, since
// identifiers are few enough to enumerate.
func Commit(nonce [32]byte, canonical []byte) [32]byte {
	mac := hmac.New(sha256.New, nonce[:])
	mac.Write(canonical)
	return [32]byte(mac.Sum(nil))
}

// appendLine appends name=value with backslash and newline escaped, which
// leaves one way to write each value.
func appendLine(b []byte, name, value string) []byte {
	b = append(b, name...)
	b = append(b, '=')
	for i := range len(value) {
		switch c := value[i]; c {
		case '\\':
			b = append(b, '\\', '\\')
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, c)
		}
	}
	return append(b, '\n')
}

// cutLine splits what appendLine wrote.
func cutLine(line string) (name, value string, err error) {
	name, escaped, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
	if !ok {
		return "", "", errors.New("no equals sign")
	}
	if !strings.Contains(escaped, `\`) {
		return name, escaped, nil
	}
	plain := make([]byte, 0, len(escaped))
	for i := 0; i < len(escaped); i++ {
		if escaped[i] != '\\' {
			plain = append(plain, escaped[i])
			continue
		}
		switch i++; {
		case i < len(escaped) && escaped[i] == '\\':
			plain = append(plain, '\\')
		case i < len(escaped) && escaped[i] == 'n':
			plain = append(plain, '\n')
		default:
			return "", "", errors.New("unknown escape")
		}
	}
	return name, string(plain), nil
}

// isWord reports whether s is 1 to 64 characters of a to z, 0 to 9, dot, dash
// and underscore, beginning with a letter.
func isWord(s string) bool {
	if s == "" || len(s) > maxWord || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_' {
			return false
		}
	}
	return true
}
