package allocation

import (
	"slices"
	"strings"
)

// problem writes the form that Problem.Canonical describes.
func (w *writer) problem(c *Compact) {
	w.raw(`{"format":"` + ProblemFormat + `","slot_kinds":{`)
	for i, kind := range sorted(c.SlotKinds, func(k SlotKind) string { return k.Name }) {
		if i > 0 {
			w.raw(",")
		}
		w.string(kind.Name)
		w.raw(":")
		each(w, kind.Tiers, func(tier []string) { w.strings(slices.Sorted(slices.Values(tier))) })
	}
	groups, children := quoteAll(c.GroupIDs), quoteAll(c.ChildIDs)
	w.raw(`},"groups":`)
	each(w, c.GroupsByID, func(g int32) { w.group(c, g, groups, children) })
	w.raw(`,"children":`)
	each(w, c.ChildrenByID, func(child int32) { w.child(c, child, groups, children) })
	w.raw(`,"families":`)
	each(w, sorted(c.Families, func(f Family) string { return f.ID }), w.family)
	if c.Lottery != nil {
		w.raw(`,"lottery":{"seed":`)
		w.string(strings.ToLower(c.Lottery.Seed))
		w.raw("}")
	}
	w.raw("}")
}

func (w *writer) group(c *Compact, g int32, groups, children *quoted) {
	w.raw(`{"id":`)
	w.name(groups, g)
	w.raw(`,"kindergarten":`)
	w.string(c.Sites.At(c.Site[g]))
	w.raw(`,"seats":`)
	w.number(int64(c.Seats[g]))
	if pattern := c.pattern(g); len(pattern) > 0 {
		w.raw(`,"pattern":`)
		each(w, pattern, func(kind int32) { w.string(c.SlotKinds[kind].Name) })
	}
	w.raw(`,"start":`)
	w.number(c.Start[g])
	if c.HasOrder[g] {
		w.raw(`,"order":`)
		w.list(children, c.Order[c.OrderOff[g]:c.OrderOff[g+1]])
	}
	w.raw("}")
}

func (w *writer) child(c *Compact, child int32, groups, children *quoted) {
	w.raw(`{"id":`)
	w.name(children, child)
	switch {
	case c.Number != nil:
		w.raw(`,"number":`)
		w.number(c.Number[child])
	case c.Lottery == nil:
		w.raw(`,"number":`)
		w.number(int64(child) + 1)
	}
	w.raw(`,"class":`)
	w.string(c.Classes[c.Class[child]])
	w.raw(`,"prefers":`)
	w.list(groups, c.wishes(child))
	if c.Holds[child] != none {
		w.raw(`,"holds":`)
		w.name(groups, c.Holds[child])
	}
	if c.Family != nil && c.Family[child] != none {
		w.raw(`,"family":`)
		w.string(c.Families[c.Family[child]].ID)
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

// rule writes the default out.
func (f *Family) rule() Rule {
	if f.Rule == "" {
		return Joint
	}
	return f.Rule
}
