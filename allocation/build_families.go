package allocation

import "slices"

// family is a Family as numbers; members stand in queue order, and so do the wishes of a tuple.
type family struct {
	row     int32 // index in Compact.Families
	members []int32
	rule    Rule
	joint   [][]int32 // the family's own tuples: wish of each member, none = no new seat; nil = derived
	seat    []int32   // place in the order of Families[row].Children → index in members
}

// layFamilies reads the families of the component, those with an earlier first member first, and the two positions that each
// of their members has in the queue. A family without members is as good as none.
func (b *layouter) layFamilies(m *component, queue []int32) error {
	if len(b.src.Families) == 0 {
		return nil
	}
	m.inFamily = slices.Repeat([]int32{none}, len(m.children))
	own := make([]int32, len(m.children))
	m.block = make([]int32, len(m.children))
	next := int32(0)
	for _, row := range queue {
		c := b.stands(row)
		if f := b.src.Family[row]; f != none && m.inFamily[c] == none {
			laid, err := b.family(m, f)
			if err != nil {
				return err
			}
			for _, member := range laid.members {
				m.inFamily[member] = int32(len(m.families))
				m.block[member] = next
				next++
			}
			m.families = append(m.families, laid)
		}
		own[c] = next
		next++
	}
	m.own = own
	return nil
}

func (b *layouter) family(m *component, row int32) (family, error) {
	given := b.src.Member[b.src.MemberOff[row]:b.src.MemberOff[row+1]]
	f := family{row: row, rule: b.src.Families[row].rule(), members: make([]int32, len(given)), seat: make([]int32, len(given))}
	for i, child := range given {
		f.members[i] = b.stands(child)
	}
	slices.SortFunc(f.members, func(x, y int32) int { return int(m.position(x)) - int(m.position(y)) })
	for i, child := range given {
		f.seat[i] = int32(slices.Index(f.members, b.stands(child)))
	}
	if b.src.Joint[row] == nil {
		return f, nil
	}
	f.joint = make([][]int32, len(b.src.Joint[row]))
	for j, groups := range b.src.Joint[row] {
		f.joint[j] = make([]int32, len(groups))
		for k, g := range groups {
			c := f.members[f.seat[k]]
			w := m.heldWish(c)
			if g != none {
				if w = m.wishFor(c, b.groupAt[g]); w == none {
					return f, wrong("a child no longer lists a group of its family's tuple", "families[%d].joint[%d][%d]", row, j, k)
				}
			}
			f.joint[j][f.seat[k]] = w
		}
	}
	return f, nil
}
