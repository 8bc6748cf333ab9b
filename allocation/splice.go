package allocation

import (
	"slices"
	"strconv"
	"strings"
)

// compact makes the changed problem: children who stay keep their order, new ones stand behind them.
func (e *edit) compact() (*Compact, []int32, error) {
	c, rows := e.old.share(), e.renumber()
	if len(e.seats) > 0 {
		c.Seats = slices.Clone(c.Seats)
		for g, seats := range e.seats {
			c.Seats[g] = seats
		}
	}
	c.Classes = e.classes
	e.spliceChildren(c, rows)
	e.spliceNames(c, rows)
	e.spliceOrders(c, rows)
	if err := e.spliceFamilies(c, rows); err != nil {
		return nil, nil, err
	}
	return c, rows, e.checkWhole(c)
}

// share returns a problem that has all its lists in common with this one.
func (c *Compact) share() *Compact {
	return &Compact{
		SlotKinds: c.SlotKinds, Families: c.Families, Lottery: c.Lottery, Classes: c.Classes, Sites: c.Sites,
		GroupIDs: c.GroupIDs, GroupsByID: c.GroupsByID, Site: c.Site, Seats: c.Seats, Start: c.Start,
		PatternOff: c.PatternOff, Pattern: c.Pattern, HasOrder: c.HasOrder, OrderOff: c.OrderOff, Order: c.Order,
		ChildIDs: c.ChildIDs, ChildrenByID: c.ChildrenByID, Number: c.Number, Class: c.Class,
		WishOff: c.WishOff, Wish: c.Wish, Holds: c.Holds,
		Family: c.Family, MemberOff: c.MemberOff, Member: c.Member, Joint: c.Joint,
	}
}

// renumber returns the new row of each child, none for those who leave.
func (e *edit) renumber() []int32 {
	rows := make([]int32, len(e.old.Class))
	next := int32(0)
	for row := range rows {
		rows[row] = next
		if e.withdrawn[int32(row)] {
			rows[row] = none
		} else {
			next++
		}
	}
	return rows
}

func (e *edit) spliceChildren(c *Compact, rows []int32) {
	size := len(rows) + len(e.added)
	numbers := c.Number
	c.Number, c.Class, c.Holds = make([]int64, 0, size), make([]int32, 0, size), make([]int32, 0, size)
	c.WishOff, c.Wish = make([]int32, 1, size+1), make([]int32, 0, len(c.Wish)+16)
	for row, at := range rows {
		if at == none {
			continue
		}
		number, is := e.numbers[int32(row)]
		if !is && numbers != nil {
			number = numbers[row]
		}
		c.Number = append(c.Number, number)
		list := e.old.wishes(int32(row))
		if other, is := e.lists[int32(row)]; is {
			list = other
		}
		c.Class, c.Holds = append(c.Class, e.old.Class[row]), append(c.Holds, e.old.Holds[row])
		c.Wish = append(c.Wish, list...)
		c.WishOff = append(c.WishOff, int32(len(c.Wish)))
	}
	for _, x := range e.added {
		c.Number = append(c.Number, x.given.Number)
		c.Class, c.Holds = append(c.Class, x.class), append(c.Holds, x.holds)
		c.Wish = append(c.Wish, x.wishes...)
		c.WishOff = append(c.WishOff, int32(len(c.Wish)))
	}
	if !slices.ContainsFunc(c.Number, func(n int64) bool { return n != 0 }) {
		c.Number = nil
	}
}

func (e *edit) spliceNames(c *Compact, rows []int32) {
	if len(e.withdrawn) == 0 && len(e.added) == 0 {
		return
	}
	var text strings.Builder
	text.Grow(len(c.ChildIDs.Text) + 16*len(e.added))
	names := Names{End: make([]uint32, 1, len(c.Class)+1)}
	byID := make([]int32, 0, len(c.Class))
	for row, at := range rows {
		if at != none {
			text.WriteString(e.old.ChildIDs.At(int32(row)))
			names.End = append(names.End, uint32(text.Len()))
		}
	}
	for _, x := range e.added {
		text.WriteString(x.given.ID)
		names.End = append(names.End, uint32(text.Len()))
	}
	names.Text = text.String()
	for _, row := range e.old.ChildrenByID {
		if rows[row] != none {
			byID = append(byID, rows[row])
		}
	}
	first := len(byID)
	for i, x := range e.added {
		at, _ := slices.BinarySearchFunc(byID, x.given.ID, func(row int32, id string) int { return strings.Compare(names.At(row), id) })
		byID = slices.Insert(byID, at, int32(first+i))
	}
	c.ChildIDs, c.ChildrenByID = names, byID
}

func (e *edit) spliceOrders(c *Compact, rows []int32) {
	if len(e.withdrawn) == 0 {
		return
	}
	c.OrderOff, c.Order = make([]int32, 1, len(c.OrderOff)), make([]int32, 0, len(c.Order))
	for g := range c.Seats {
		for _, child := range e.old.order(int32(g)) {
			if rows[child] != none {
				c.Order = append(c.Order, rows[child])
			}
		}
		c.OrderOff = append(c.OrderOff, int32(len(c.Order)))
	}
}

// spliceFamilies lets families go on without those who leave and with those who come.
func (e *edit) spliceFamilies(c *Compact, rows []int32) error {
	if len(c.Families) == 0 {
		return nil
	}
	c.Families, c.Joint = slices.Clone(c.Families), slices.Clone(c.Joint)
	c.Family = slices.Repeat([]int32{none}, len(c.Class))
	c.MemberOff, c.Member = make([]int32, 1, len(c.MemberOff)), make([]int32, 0, len(c.Member))
	for f := range c.Families {
		members := e.old.Member[e.old.MemberOff[f]:e.old.MemberOff[f+1]]
		var gone []int // places of those who leave
		for place, child := range members {
			if rows[child] == none {
				gone = append(gone, place)
			} else {
				c.Member = append(c.Member, rows[child])
			}
		}
		if len(gone) > 0 {
			dropMembers(c, f, gone)
		}
		for i, x := range e.added {
			if x.family == int32(f) {
				c.Families[f].Children = append(slices.Clone(c.Families[f].Children), x.given.ID)
				c.Member = append(c.Member, int32(len(c.Class)-len(e.added)+i))
			}
		}
		c.MemberOff = append(c.MemberOff, int32(len(c.Member)))
		if err := c.joins(f); err != nil {
			return err
		}
	}
	return nil
}

// dropMembers takes places out of a family's lists.
func dropMembers(c *Compact, f int, gone []int) {
	family := &c.Families[f]
	family.Children = without(family.Children, gone)
	if family.Joint == nil {
		return
	}
	joint, rows := make([][]string, len(family.Joint)), make([][]int32, len(family.Joint))
	for j := range joint {
		joint[j], rows[j] = without(family.Joint[j], gone), without(c.Joint[f][j], gone)
	}
	family.Joint, c.Joint[f] = joint, rows
}

func without[T any](list []T, gone []int) []T {
	kept := make([]T, 0, len(list))
	for i, one := range list {
		if !slices.Contains(gone, i) {
			kept = append(kept, one)
		}
	}
	return kept
}

// joins notes the members of a family and checks that they still list the groups of its tuples.
func (c *Compact) joins(f int) error {
	members := c.Member[c.MemberOff[f]:]
	for _, child := range members {
		c.Family[child] = int32(f)
	}
	for j, tuple := range c.Joint[f] {
		for k, g := range tuple {
			if g != none && !c.wants(members[k], g) {
				return wrong("a child no longer lists a group of its family's tuple", "families[%d].joint[%d][%d]", f, j, k)
			}
		}
	}
	return nil
}

// checkWhole checks what only the whole can tell.
func (e *edit) checkWhole(c *Compact) error {
	if len(c.Wish)+len(c.Class) >= 1<<31-1 || len(c.ChildIDs.Text) > maxText {
		return wrong("too many wishes", "children")
	}
	if c.Number != nil && c.Lottery != nil {
		return wrong("a lottery stands instead of numbers", "children")
	}
	if i := slices.Index(c.Number, 0); i >= 0 {
		return wrong("everybody has a number or nobody", "children[%d].number", i)
	}
	if i := repeated(c.Number); c.Number != nil && i >= 0 {
		return wrong("number "+strconv.FormatInt(c.Number[i], 10)+" repeated", "children[%d].number", i)
	}
	holders := make([]int32, len(c.Seats))
	for _, g := range c.Holds {
		if g == none {
			continue
		}
		if holders[g]++; holders[g] > c.Seats[g] {
			return wrong("more children hold a seat here than there are seats", "groups[%d].seats", g)
		}
	}
	return nil
}
