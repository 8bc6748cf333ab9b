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
	m, err := newMarket(&p)
	if err != nil {
		return nil, fmt.Errorf("write canonical problem: %w", err)
	}
	w := writer{}
	w.problem(m)
	return w.text, nil
}

// Hash returns the SHA-256 of Canonical in lower-case hexadecimal.
func (p Problem) Hash() (string, error) {
	m, err := newMarket(&p)
	if err != nil {
		return "", fmt.Errorf("hash problem: %w", err)
	}
	return m.hash(), nil
}

func (m *market) hash() string {
	sum := sha256.New()
	w := writer{to: sum}
	w.problem(m)
	sum.Write(w.text)
	return hex.EncodeToString(sum.Sum(nil))
}

// Canonical returns the one text of the outcome, by the rules of Problem.Canonical: assignments sorted by child, cutoffs by
// group and slot, starts by group, exceptions by family. Only group is written as null. An outcome that holds bytes which are
// no UTF-8 is an InputError; Solve never returns one.
func (o Outcome) Canonical() ([]byte, error) {
	w := writer{}
	w.outcome(&o)
	if !utf8.Valid(w.text) {
		return nil, fmt.Errorf("write canonical outcome: %w", &InputError{Reason: "the text is not UTF-8"})
	}
	return w.text, nil
}

// Hash returns the SHA-256 of Canonical in lower-case hexadecimal.
func (o Outcome) Hash() (string, error) {
	text, err := o.Canonical()
	if err != nil {
		return "", fmt.Errorf("hash outcome: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// writer appends JSON; with to it hands over full buffers, so that a million children are hashed without one long text.
type writer struct {
	text []byte
	to   io.Writer
}

func (w *writer) raw(text string) { w.text = append(w.text, text...) }

func (w *writer) number(n int64) { w.text = strconv.AppendInt(w.text, n, 10) }

// spill hands over what is written; a hash never fails.
func (w *writer) spill() {
	if w.to != nil && len(w.text) > 1<<15 {
		_, _ = w.to.Write(w.text)
		w.text = w.text[:0]
	}
}

// string quotes as RFC 8785 does: the shortest escape, and only where JSON demands one.
func (w *writer) string(s string) {
	const hexadecimal = "0123456789abcdef"
	w.text = append(w.text, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b >= 0x20 && b != '"' && b != '\\' {
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
	w.text = append(w.text, '"')
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
