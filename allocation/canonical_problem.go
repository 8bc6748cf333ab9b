package allocation

import (
	"slices"
	"strings"
)

// problem writes a valid problem in the form that Problem.Canonical describes.
func (w *writer) problem(m *market) {
	w.raw(`{"format":"` + ProblemFormat + `","slot_kinds":{`)
	for i, kind := range sorted(m.problem.SlotKinds, func(k SlotKind) string { return k.Name }) {
		if i > 0 {
			w.raw(",")
		}
		w.string(kind.Name)
		w.raw(":")
		each(w, kind.Tiers, func(tier []string) { w.strings(slices.Sorted(slices.Values(tier))) })
	}
	w.raw(`},"groups":`)
	each(w, m.groups, w.group)
	w.raw(`,"children":`)
	each(w, m.byID, func(c int32) { w.child(m, c) })
	w.raw(`,"families":`)
	each(w, sorted(m.problem.Families, func(f Family) string { return f.ID }), w.family)
	if lottery := m.problem.Lottery; lottery != nil {
		w.raw(`,"lottery":{"seed":`)
		w.string(strings.ToLower(lottery.Seed))
		w.raw("}")
	}
	w.raw("}")
}

func (w *writer) group(g *Group) {
	w.raw(`{"id":`)
	w.string(g.ID)
	w.raw(`,"kindergarten":`)
	w.string(g.kindergarten())
	w.raw(`,"seats":`)
	w.number(int64(g.Seats))
	if len(g.Pattern) > 0 {
		w.raw(`,"pattern":`)
		w.strings(g.Pattern)
	}
	w.raw(`,"start":`)
	w.number(g.Start)
	if g.Order != nil {
		w.raw(`,"order":`)
		w.strings(g.Order)
	}
	w.raw("}")
}

func (w *writer) child(m *market, c int32) {
	child := m.child(c)
	w.raw(`{"id":`)
	w.string(child.ID)
	if m.problem.Lottery == nil {
		w.raw(`,"number":`)
		w.number(m.number[c])
	}
	w.raw(`,"class":`)
	w.string(child.Class)
	w.raw(`,"prefers":`)
	w.strings(child.Prefers)
	w.field(`,"holds":`, child.Holds)
	if f := m.familyOf(c); f >= 0 {
		w.field(`,"family":`, m.families[f].given.ID)
	}
	w.raw("}")
}

func (w *writer) family(f Family) {
	w.raw(`{"id":`)
	w.string(f.ID)
	w.raw(`,"children":`)
	w.strings(f.Children)
	w.raw(`,"rule":`)
	w.string(string(f.rule()))
	if f.Joint != nil {
		w.raw(`,"joint":`)
		each(w, f.Joint, func(tuple []string) { each(w, tuple, w.orNull) })
	}
	w.raw("}")
}

// kindergarten writes the default out.
func (g *Group) kindergarten() string {
	if g.Kindergarten == "" {
		return g.ID
	}
	return g.Kindergarten
}

// rule writes the default out.
func (f *Family) rule() Rule {
	if f.Rule == "" {
		return Joint
	}
	return f.Rule
}
