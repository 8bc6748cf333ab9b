package check

import (
	"slices"

	"github.com/balajol/balajol/allocation"
)

// Compact prepares a problem that a reader has numbered already. Nothing in it is believed but that the numbers stand for the ids in
// the file: everything that New judges is judged here too. The arrays are read, not copied, and must not change while the Checker
// is in use.
func Compact(c *allocation.Compact) *Checker {
	f := &facts{
		slotKinds: c.SlotKinds, given: c.Families, lottery: c.Lottery,
		groupIDs: numberedNames(c.GroupIDs), childIDs: numberedNames(c.ChildIDs), siteIDs: numberedNames(c.Sites),
		groupsByID: c.GroupsByID, childrenByID: c.ChildrenByID, classNames: c.Classes,
		site: c.Site, seats: c.Seats, start: c.Start, patternOff: c.PatternOff, pattern: c.Pattern,
		hasOrder: c.HasOrder, orderOff: c.OrderOff, order: c.Order,
		number: c.Number, class: c.Class, wishOff: c.WishOff, wish: c.Wish, holds: c.Holds,
		memberOff: c.MemberOff, member: c.Member, joint: c.Joint,
	}
	if len(f.given) == 0 {
		f.memberOff, f.member, f.joint = []int32{0}, nil, nil
	}
	for _, n := range []names{f.groupIDs, f.childIDs, f.siteIDs} {
		if !slices.IsSorted(n.end) || len(n.end) > 0 && int64(n.end[len(n.end)-1]) > int64(len(n.text)) {
			return &Checker{malformed: "the ids are not where they should be"}
		}
	}
	return newChecker(f)
}

func numberedNames(n allocation.Names) names { return names{text: n.Text, end: n.End} }
