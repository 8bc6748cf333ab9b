package allocation

import "slices"

// family is a Family as numbers; members stand in queue order, and so do the wishes of a tuple.
type family struct {
	given   *Family
	members []int32
	rule    Rule
	joint   [][]int32 // the family's own tuples: wish of each member, none = no new seat; nil = derived
	seat    []int32   // place in given.Children → index in members
}

// indexFamilies reads the families; those with an earlier first member come first.
func (m *market) indexFamilies() error {
	given := m.problem.Families
	_, twice := sortIDs(len(given), func(i int32) string { return given[i].ID })
	if twice != none {
		return wrong("family id repeated", "families[%d].id", twice)
	}
	if len(given) > 0 {
		m.inFamily = slices.Repeat([]int32{none}, len(m.input))
	}
	for i := range given {
		if err := m.indexFamily(i, &given[i]); err != nil {
			return err
		}
	}
	slices.SortStableFunc(m.families, func(a, b family) int { return int(first(a)) - int(first(b)) })
	for f := range m.families {
		for _, c := range m.families[f].members {
			m.inFamily[c] = int32(f)
		}
	}
	for i := range m.problem.Children {
		if err := m.checkFamilyOf(i); err != nil {
			return err
		}
	}
	return nil
}

// first returns the member who stands first in the queue; a family without members is as good as none.
func first(f family) int32 {
	if len(f.members) == 0 {
		return none
	}
	return f.members[0]
}

func (m *market) indexFamily(i int, given *Family) error {
	if reason := checkID(given.ID); reason != "" {
		return wrong(reason, "families[%d].id", i)
	}
	f := family{given: given, rule: given.rule()}
	switch {
	case !slices.Contains([]Rule{TogetherOrNone, TogetherIfPossible, SameKindergartenIfPossible, Joint}, f.rule):
		return wrong(unknown("rule", string(f.rule)), "families[%d].rule", i)
	case f.rule == Joint && given.Joint == nil:
		return wrong("a family needs a rule or its own tuples in joint", "families[%d].rule", i)
	}
	for j, id := range given.Children {
		c, known := m.at(id)
		if !known {
			return wrong("unknown child", "families[%d].children[%d]", i, j)
		}
		if m.inFamily[c] != none {
			return wrong("child repeated in families", "families[%d].children[%d]", i, j)
		}
		m.inFamily[c] = int32(i)
		f.members = append(f.members, c)
	}
	byPlace := slices.Clone(f.members)
	slices.Sort(f.members)
	for _, c := range byPlace {
		at, _ := slices.BinarySearch(f.members, c)
		f.seat = append(f.seat, int32(at))
	}
	if err := m.indexJoint(i, &f); err != nil {
		return err
	}
	m.families = append(m.families, f)
	return nil
}

func (m *market) indexJoint(i int, f *family) error {
	if f.given.Joint == nil {
		return nil
	}
	f.joint = [][]int32{}
	for j, groups := range f.given.Joint {
		if len(groups) != len(f.members) {
			return wrong("a tuple names one group or null for each child", "families[%d].joint[%d]", i, j)
		}
		tuple := make([]int32, len(groups))
		for k, id := range groups {
			c := f.members[f.seat[k]]
			w, reason := m.wishFor(c, id)
			if reason != "" {
				return wrong(reason, "families[%d].joint[%d][%d]", i, j, k)
			}
			tuple[f.seat[k]] = w
		}
		f.joint = append(f.joint, tuple)
	}
	return nil
}

// wishFor returns the child's wish for the group; "" means the seat that the child holds, or none.
func (m *market) wishFor(c int32, id string) (w int32, reason string) {
	if id == "" {
		return m.held[c], ""
	}
	g, known := m.groupIndex[id]
	if !known {
		return none, unknown("group", id)
	}
	from, to := m.wishes(c)
	at := slices.Index(m.wish[from:to], g)
	if at < 0 {
		return none, "the child does not list this group, or lists it behind the seat that it holds"
	}
	return from + int32(at), ""
}

func (m *market) checkFamilyOf(i int) error {
	id := m.problem.Children[i].Family
	if id == "" {
		return nil
	}
	if c, _ := m.at(m.problem.Children[i].ID); m.familyOf(c) != none && m.families[m.familyOf(c)].given.ID == id {
		return nil
	}
	if !slices.ContainsFunc(m.problem.Families, func(f Family) bool { return f.ID == id }) {
		return wrong(unknown("family", id), "children[%d].family", i)
	}
	return wrong("this family does not list the child", "children[%d].family", i)
}
