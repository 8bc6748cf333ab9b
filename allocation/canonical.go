package allocation

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Canonical returns the one text of the problem: UTF-8 JSON without spaces; keys in the order format, slot_kinds, groups (id,
// kindergarten, seats, pattern, start, order), children (id, number, class, prefers, holds, family), families (id, children,
// rule, joint), lottery; defaults that have a value written out (numbers too, unless a lottery draws them), what is absent left
// out; slot kinds, groups, children and families sorted by id as bytes, classes inside a tier sorted, every other list as
// given; strings escaped as RFC 8785 does. Equal problems have equal texts.
func (p Problem) Canonical() ([]byte, error) {
	c, err := compactOf(&p)
	if err != nil {
		return nil, fmt.Errorf("write canonical problem: %w", err)
	}
	return c.Canonical(), nil
}

// Hash returns the SHA-256 of Canonical in lower-case hexadecimal, without making the text.
func (p Problem) Hash() (string, error) {
	c, err := compactOf(&p)
	if err != nil {
		return "", fmt.Errorf("hash problem: %w", err)
	}
	return c.Hash(), nil
}

// Canonical returns the text of Problem.Canonical.
func (c *Compact) Canonical() []byte {
	w := writer{}
	w.problem(c)
	return w.text
}

// WriteCanonical writes the text of Problem.Canonical without holding it.
func (c *Compact) WriteCanonical(to io.Writer) error {
	w := writer{to: to}
	w.problem(c)
	if err := w.flush(); err != nil {
		return fmt.Errorf("write canonical problem: %w", err)
	}
	return nil
}

// Hash returns the SHA-256 of the text of Problem.Canonical in lower-case hexadecimal. It computes it once.
func (c *Compact) Hash() string {
	c.once.Do(func() {
		sum := sha256.New()
		w := writer{to: sum}
		w.problem(c)
		_ = w.flush() // a hash takes every byte
		c.hash = hex.EncodeToString(sum.Sum(nil))
	})
	return c.hash
}

// Canonical returns the one text of the outcome, by the rules of Problem.Canonical: assignments sorted by child, cutoffs by
// group and slot, starts by group, exceptions by family. Only group is written as null. An outcome that holds bytes which are
// no UTF-8 is an InputError; Solve never returns one.
func (o Outcome) Canonical() ([]byte, error) {
	w := writer{}
	w.outcome(&o)
	if w.broken {
		return nil, fmt.Errorf("write canonical outcome: %w", errNoUTF8)
	}
	return w.text, nil
}

// WriteCanonical writes the text of Canonical without holding it. After an error what was written means nothing.
func (o Outcome) WriteCanonical(to io.Writer) error {
	w := writer{to: to}
	w.outcome(&o)
	err := w.flush()
	if err == nil && w.broken {
		err = errNoUTF8
	}
	if err != nil {
		return fmt.Errorf("write canonical outcome: %w", err)
	}
	return nil
}

var errNoUTF8 = &InputError{Reason: "the text is not UTF-8"}

// Hash returns the SHA-256 of Canonical in lower-case hexadecimal.
func (o Outcome) Hash() (string, error) {
	sum := sha256.New()
	if err := o.WriteCanonical(sum); err != nil {
		return "", fmt.Errorf("hash outcome: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// writer appends JSON. With to it hands over what fills its buffer, so that a million children are hashed without one long
// text.
type writer struct {
	text   []byte
	to     io.Writer
	err    error
	broken bool // a string was not UTF-8
}

func (w *writer) raw(text string) { w.text = append(w.text, text...) }

func (w *writer) number(n int64) { w.text = strconv.AppendInt(w.text, n, 10) }

// spill hands over a full buffer.
func (w *writer) spill() {
	if w.to != nil && len(w.text) > 1<<15 {
		_ = w.flush()
	}
}

// flush hands over what is left; the first error stays.
func (w *writer) flush() error {
	if w.err == nil {
		_, w.err = w.to.Write(w.text)
	}
	w.text = w.text[:0]
	return w.err
}

// escaped are the bytes that a JSON string may not hold as they are.
var escaped = func() (table [256]bool) {
	for b := range 0x20 {
		table[b] = true
	}
	table['"'], table['\\'] = true, true
	return table
}()

// string quotes as RFC 8785 does: the shortest escape, and only where JSON demands one.
func (w *writer) string(s string) {
	odd := false // some byte wants a closer look
	for i := range len(s) {
		odd = odd || escaped[s[i]] || s[i] >= utf8.RuneSelf
	}
	w.text = append(w.text, '"')
	if odd {
		w.escape(s)
	} else {
		w.raw(s)
	}
	w.text = append(w.text, '"')
}

func (w *writer) escape(s string) {
	const hexadecimal = "0123456789abcdef"
	w.broken = w.broken || !utf8.ValidString(s)
	from := 0
	for i := range len(s) {
		b := s[i]
		if !escaped[b] {
			continue
		}
		w.raw(s[from:i])
		from = i + 1
		switch b {
		case '"', '\\':
			w.text = append(w.text, '\\', b)
		case '\b', '\t', '\n', '\f', '\r':
			w.text = append(w.text, '\\', "btn_fr"[b-'\b'])
		default:
			w.text = append(w.text, '\\', 'u', '0', '0', hexadecimal[b>>4], hexadecimal[b&15])
		}
	}
	w.raw(s[from:])
}

// each writes a list through write.
func each[T any](w *writer, all []T, write func(T)) {
	w.raw("[")
	for i, one := range all {
		if i > 0 {
			w.raw(",")
		}
		write(one)
		w.spill()
	}
	w.raw("]")
}

func (w *writer) strings(all []string) { each(w, all, w.string) }

// orNull writes a name, or null for the empty one.
func (w *writer) orNull(s string) {
	if s == "" {
		w.raw("null")
		return
	}
	w.string(s)
}

// field writes a field that is left out when empty.
func (w *writer) field(key, value string) {
	if value != "" {
		w.raw(key)
		w.string(value)
	}
}

func (w *writer) outcome(o *Outcome) {
	w.raw(`{"format":"` + OutcomeFormat + `","problem_sha256":`)
	w.string(o.ProblemSHA256)
	w.raw(`,"mechanism":`)
	w.string(o.Mechanism)
	w.raw(`,"path":`)
	w.string(string(o.Path))
	w.raw(`,"assignments":`)
	each(w, sorted(o.Assignments, func(a Assignment) string { return a.Child }), func(a Assignment) {
		w.raw(`{"child":`)
		w.string(a.Child)
		w.raw(`,"group":`)
		w.orNull(a.Group)
		w.field(`,"slot":`, a.Slot)
		w.field(`,"reason":`, string(a.Reason))
		w.raw("}")
	})
	w.raw(`,"cutoffs":`)
	bySlot := sorted(o.Cutoffs, func(c Cutoff) string { return c.Slot })
	each(w, sorted(bySlot, func(c Cutoff) string { return c.Group }), w.cutoff)
	w.raw(`,"starts":`)
	each(w, sorted(o.Starts, func(s Start) string { return s.Group }), func(s Start) {
		w.raw(`{"group":`)
		w.string(s.Group)
		w.raw(`,"next":`)
		w.number(s.Next)
		w.raw("}")
	})
	w.raw(`,"blocking_families":`)
	each(w, sorted(o.BlockingFamilies, func(b BlockingFamily) string { return b.Family }), func(b BlockingFamily) {
		w.raw(`{"family":`)
		w.string(b.Family)
		if b.Tuple != nil {
			w.raw(`,"tuple":`)
			each(w, b.Tuple, w.orNull)
		}
		if b.Alone {
			w.raw(`,"alone":true`)
		}
		w.raw("}")
	})
	w.raw("}")
}

func (w *writer) cutoff(c Cutoff) {
	w.raw(`{"group":`)
	w.string(c.Group)
	w.field(`,"slot":`, c.Slot)
	w.raw(`,"tier":`)
	w.number(int64(c.Tier))
	if c.Place != 0 {
		w.raw(`,"place":`)
		w.number(int64(c.Place))
	} else {
		w.raw(`,"number":`)
		w.number(c.Number)
	}
	w.raw("}")
}

// sorted returns the elements in the byte order of their keys, the given slice itself when it is in order already.
func sorted[T any](all []T, key func(T) string) []T {
	byKey := func(a, b T) int { return cmp.Compare(key(a), key(b)) }
	if slices.IsSortedFunc(all, byKey) {
		return all
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, byKey)
	return all
}
