package allocation

import "slices"

// finishFamilies numbers the members of families and checks their rules and tuples.
func (b *builder) finishFamilies() error {
	c := b.c
	if len(c.Families) > 0 {
		c.Family = slices.Repeat([]int32{none}, len(c.Class))
		c.MemberOff = make([]int32, 1, len(c.Families)+1)
		c.Joint = make([][][]int32, len(c.Families))
	}
	for f := range c.Families {
		if err := b.finishFamily(f, &c.Families[f]); err != nil {
			return err
		}
	}
	for child, n := range b.claim {
		if n == none {
			continue
		}
		switch f := b.families.seen[n].row; {
		case f == none:
			return b.wrongChild(child, "family", unknown("family", b.families.at(n)))
		case c.Family[child] != f:
			return b.wrongChild(child, "family", "this family does not list the child")
		}
	}
	return nil
}

func (b *builder) finishFamily(f int, given *Family) error {
	c := b.c
	if reason := b.families.describe(b.bytes(given.ID), f); reason == "repeated" {
		return wrong("family id repeated", "families[%d].id", f)
	} else if reason != "" {
		return wrong(reason, "families[%d].id", f)
	}
	switch rule := given.rule(); {
	case !slices.Contains([]Rule{TogetherOrNone, TogetherIfPossible, SameKindergartenIfPossible, Joint}, rule):
		return wrong(unknown("rule", string(rule)), "families[%d].rule", f)
	case rule == Joint && given.Joint == nil:
		return wrong("a family needs a rule or its own tuples in joint", "families[%d].rule", f)
	}
	for j, id := range given.Children {
		child := b.children.row(b.bytes(id))
		if child == none {
			return wrong("unknown child", "families[%d].children[%d]", f, j)
		}
		if c.Family[child] != none {
			return wrong("child repeated in families", "families[%d].children[%d]", f, j)
		}
		c.Family[child] = int32(f)
		c.Member = append(c.Member, child)
	}
	c.MemberOff = append(c.MemberOff, int32(len(c.Member)))
	return b.finishJoint(f, given)
}

func (b *builder) finishJoint(f int, given *Family) error {
	if given.Joint == nil {
		return nil
	}
	c := b.c
	members := c.Member[c.MemberOff[f]:]
	c.Joint[f] = make([][]int32, len(given.Joint))
	for j, groups := range given.Joint {
		if len(groups) != len(members) {
			return wrong("a tuple names one group or null for each child", "families[%d].joint[%d]", f, j)
		}
		tuple := make([]int32, len(groups))
		for k, id := range groups {
			tuple[k] = none
			if id == "" {
				continue
			}
			if tuple[k] = b.groups.row(b.bytes(id)); tuple[k] == none {
				return wrong(unknown("group", id), "families[%d].joint[%d][%d]", f, j, k)
			}
			if !c.wants(members[k], tuple[k]) {
				const reason = "the child does not list this group, or lists it behind the seat that it holds"
				return wrong(reason, "families[%d].joint[%d][%d]", f, j, k)
			}
		}
		c.Joint[f][j] = tuple
	}
	return nil
}

// wants reports whether the child lists the group, or holds a seat in it, and not behind the seat that it holds.
func (c *Compact) wants(child, group int32) bool {
	for _, wish := range c.wishes(child) {
		if wish == group {
			return true
		}
		if wish == c.Holds[child] {
			return false
		}
	}
	return c.Holds[child] == group
}
