package check

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/allocation"
)

// escapes spells the characters that a JSON string may not hold as they are (RFC 8785, 3.2.2.2).
var escapes = func() *strings.Replacer {
	pairs := []string{`"`, `\"`, `\`, `\\`, "\b", `\b`, "\t", `\t`, "\n", `\n`, "\f", `\f`, "\r", `\r`}
	for b := range byte(0x20) {
		if !strings.ContainsRune("\b\t\n\f\r", rune(b)) {
			pairs = append(pairs, string(rune(b)), fmt.Sprintf(`\u%04x`, b))
		}
	}
	return strings.NewReplacer(pairs...)
}()

// hash is the SHA-256 of the problem's canonical text, in hexadecimal.
func (j *judge) hash() string {
	sum := sha256.New()
	text := text{bufio.NewWriterSize(sum, 1<<16)}
	text.problem(j)
	_ = text.Flush() // a hash takes every byte
	return hex.EncodeToString(sum.Sum(nil))
}

// text writes JSON piece by piece.
type text struct{ *bufio.Writer }

func (t text) put(pieces ...string) {
	for _, piece := range pieces {
		_, _ = t.WriteString(piece)
	}
}

func quote(s string) string { return `"` + escapes.Replace(s) + `"` }

func (t text) list(ids []string) {
	t.put("[")
	for i, id := range ids {
		if i > 0 {
			t.put(",")
		}
		t.put(quote(id))
	}
	t.put("]")
}

// inOrder calls write for the elements in the byte order of their ids.
func inOrder[T any](t text, all []T, id func(*T) string, write func(i int)) {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(id(&all[a]), id(&all[b])) })
	for k, i := range order {
		if k > 0 {
			t.put(",")
		}
		write(i)
	}
}

func (t text) problem(j *judge) {
	p := j.problem
	t.put(`{"format":"balajol/problem/1","slot_kinds":{`)
	inOrder(t, p.SlotKinds, func(k *allocation.SlotKind) string { return k.Name }, func(i int) {
		t.put(quote(p.SlotKinds[i].Name), ":[")
		for n, tier := range p.SlotKinds[i].Tiers {
			if n > 0 {
				t.put(",")
			}
			tier = slices.Clone(tier)
			slices.Sort(tier)
			t.list(tier)
		}
		t.put("]")
	})
	t.put(`},"groups":[`)
	inOrder(t, p.Groups, func(g *allocation.Group) string { return g.ID }, func(i int) { t.group(&p.Groups[i]) })
	t.put(`],"children":[`)
	inOrder(t, p.Children, func(c *allocation.Child) string { return c.ID }, func(i int) { t.child(j, i) })
	t.put(`],"families":[`)
	inOrder(t, p.Families, func(f *allocation.Family) string { return f.ID }, func(i int) { t.family(&p.Families[i]) })
	t.put("]")
	if p.Lottery != nil {
		t.put(`,"lottery":{"seed":`, quote(strings.ToLower(p.Lottery.Seed)), "}")
	}
	t.put("}")
}

func (t text) group(g *allocation.Group) {
	t.put(`{"id":`, quote(g.ID), `,"kindergarten":`, quote(cmp.Or(g.Kindergarten, g.ID)), `,"seats":`, strconv.Itoa(g.Seats))
	if len(g.Pattern) > 0 {
		t.put(`,"pattern":`)
		t.list(g.Pattern)
	}
	t.put(`,"start":`, strconv.FormatInt(g.Start, 10))
	if g.Order != nil {
		t.put(`,"order":`)
		t.list(g.Order)
	}
	t.put("}")
}

func (t text) child(j *judge, c int) {
	child := &j.problem.Children[c]
	t.put(`{"id":`, quote(child.ID))
	if j.problem.Lottery == nil {
		t.put(`,"number":`, strconv.FormatInt(j.number[c], 10))
	}
	t.put(`,"class":`, quote(child.Class), `,"prefers":`)
	t.list(child.Prefers)
	if child.Holds != "" {
		t.put(`,"holds":`, quote(child.Holds))
	}
	if f := j.inClan[c]; f != none {
		t.put(`,"family":`, quote(j.problem.Families[f].ID))
	}
	t.put("}")
}

func (t text) family(f *allocation.Family) {
	t.put(`{"id":`, quote(f.ID), `,"children":`)
	t.list(f.Children)
	t.put(`,"rule":`, quote(string(cmp.Or(f.Rule, allocation.Joint))))
	if f.Joint != nil {
		t.put(`,"joint":[`)
		for i, tuple := range f.Joint {
			if i > 0 {
				t.put(",")
			}
			t.put("[")
			for k, id := range tuple {
				if k > 0 {
					t.put(",")
				}
				if id == "" {
					t.put("null")
				} else {
					t.put(quote(id))
				}
			}
			t.put("]")
		}
		t.put("]")
	}
	t.put("}")
}
