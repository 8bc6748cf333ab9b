package check

import (
	"cmp"
	"math"

	"github.com/balajol/balajol/allocation"
)

// facts are a problem in numbers, as it stands in its file: nothing is judged yet but that every name leads somewhere. A list of
// lists is one array and its offsets.
type facts struct {
	slotKinds []allocation.SlotKind
	given     []allocation.Family
	lottery   *allocation.Lottery

	groupIDs, childIDs, siteIDs names
	groupsByID, childrenByID    []int32  // in the byte order of ids
	classNames                  []string // 0 is the class without a name

	site       []int32 // group → kindergarten
	seats      []int32
	start      []int64
	patternOff []int32
	pattern    []int32 // slot kinds
	hasOrder   []bool
	orderOff   []int32
	order      []int32 // children

	number  []int64 // nil = nobody has a number
	class   []int32
	wishOff []int32
	wish    []int32 // groups, not cut behind the held seat
	holds   []int32 // child → group; nil = nobody holds a seat

	memberOff []int32
	member    []int32     // family → children, as they are given
	joint     [][][]int32 // family → tuple → group of each member, none = no new seat; joint[f] is nil where the family has none
}

// numbering turns the names of a problem into numbers.
type numbering struct {
	*facts
	problem  *allocation.Problem
	groupAt  *table
	childAt  *table
	lastName string // the class looked up last, and its number
	last     int32
	classAt  map[string]int32
}

// number reads a problem and returns what makes it none, "" if nothing has been seen.
func number(p *allocation.Problem) (*facts, string) {
	f := &facts{slotKinds: p.SlotKinds, given: p.Families, lottery: p.Lottery}
	n := &numbering{facts: f, problem: p, classAt: map[string]int32{}}
	for _, step := range []func() string{n.ids, n.groups, n.classes, n.children, n.orders, n.families} {
		if reason := step(); reason != "" {
			return nil, reason
		}
	}
	return f, ""
}

func (n *numbering) ids() string {
	groups, children := n.problem.Groups, n.problem.Children
	fits := max(len(groups), len(children), len(n.problem.Families), len(n.problem.SlotKinds)) < math.MaxInt32/2
	if !fits {
		return "the problem is too large"
	}
	n.groupIDs = listed(len(groups), func(i int) string { return groups[i].ID })
	n.childIDs = listed(len(children), func(i int) string { return children[i].ID })
	n.groupsByID, n.childrenByID = n.groupIDs.sorted(), n.childIDs.sorted()
	n.groupAt = newTable(n.groupIDs)
	return ""
}

func (n *numbering) groups() string {
	groups := n.problem.Groups
	kindAt := map[string]int32{}
	for k := range n.slotKinds {
		kindAt[n.slotKinds[k].Name] = int32(k)
	}
	n.patternOff = make([]int32, 1, len(groups)+1)
	n.site = make([]int32, len(groups))
	siteAt := map[string]int32{}
	for i := range groups {
		g := &groups[i]
		if g.Seats < 0 || g.Seats > math.MaxInt32 {
			return "group " + g.ID + " has impossible seats"
		}
		n.seats, n.start, n.hasOrder = append(n.seats, int32(g.Seats)), append(n.start, g.Start), append(n.hasOrder, g.Order != nil)
		for _, name := range g.Pattern {
			k, known := kindAt[name]
			if !known {
				return "group " + g.ID + " has an unknown slot kind"
			}
			n.pattern = append(n.pattern, k)
		}
		n.patternOff = append(n.patternOff, int32(len(n.pattern)))
		site := cmp.Or(g.Kindergarten, g.ID)
		if _, known := siteAt[site]; !known {
			siteAt[site] = int32(len(n.siteIDs.list))
			n.siteIDs.list = append(n.siteIDs.list, site)
		}
		n.site[i] = siteAt[site]
	}
	if len(n.pattern) > math.MaxInt32 {
		return "the problem is too large"
	}
	return ""
}

func (n *numbering) classes() string {
	n.classNumber("")
	for _, kind := range n.slotKinds {
		for _, tier := range kind.Tiers {
			for _, class := range tier {
				n.classNumber(class)
			}
		}
	}
	n.class = make([]int32, len(n.problem.Children))
	for c := range n.class {
		n.class[c] = n.classNumber(n.problem.Children[c].Class)
	}
	return ""
}

// classNumber asks the map only when the class is another one than the last time.
func (n *numbering) classNumber(name string) int32 {
	if name == n.lastName && len(n.classNames) > 0 {
		return n.last
	}
	at, known := n.classAt[name]
	if !known {
		at = int32(len(n.classNames))
		n.classAt[name] = at
		n.classNames = append(n.classNames, name)
	}
	n.lastName, n.last = name, at
	return at
}

func (n *numbering) children() string {
	children := n.problem.Children
	wishes, numbered, holders := 0, false, false
	for c := range children {
		wishes += len(children[c].Prefers)
		numbered = numbered || children[c].Number != 0
		holders = holders || children[c].Holds != ""
	}
	if wishes+len(children) > math.MaxInt32 {
		return "the problem has too many wishes"
	}
	n.wishOff, n.wish = make([]int32, len(children)+1), make([]int32, wishes)
	if numbered {
		n.number = make([]int64, len(children))
		for c := range children {
			n.number[c] = children[c].Number
		}
	}
	at := 0
	for c := range children {
		list := children[c].Prefers
		if n.groupAt.findAll(list, n.wish[at:]) < len(list) {
			return "a child lists an unknown group"
		}
		at += len(list)
		n.wishOff[c+1] = int32(at)
	}
	if holders {
		return n.holders()
	}
	return ""
}

func (n *numbering) holders() string {
	n.holds = make([]int32, len(n.problem.Children))
	for c := range n.holds {
		held := n.problem.Children[c].Holds
		n.holds[c] = none
		if held == "" {
			continue
		}
		if n.holds[c] = n.groupAt.find(held); n.holds[c] == none {
			return "a child holds a seat in an unknown group"
		}
	}
	return ""
}

func (n *numbering) orders() string {
	groups := n.problem.Groups
	named := 0
	for g := range groups {
		named += len(groups[g].Order)
	}
	if named > math.MaxInt32 {
		return "the groups' orders are too long"
	}
	if named > 0 || len(n.given) > 0 {
		n.childAt = newTable(n.childIDs)
	}
	n.orderOff, n.order = make([]int32, len(groups)+1), make([]int32, named)
	at := 0
	for g := range groups {
		list := groups[g].Order
		if len(list) > 0 && n.childAt.findAll(list, n.order[at:]) < len(list) {
			return "group " + groups[g].ID + " orders an unknown child"
		}
		at += len(list)
		n.orderOff[g+1] = int32(at)
	}
	return ""
}

func (n *numbering) families() string {
	n.memberOff = make([]int32, 1, len(n.given)+1)
	for f := range n.given {
		family := &n.given[f]
		for _, id := range family.Children {
			c := n.childAt.find(id)
			if c == none {
				return "family " + family.ID + " names an unknown child"
			}
			n.member = append(n.member, c)
		}
		n.memberOff = append(n.memberOff, int32(len(n.member)))
		joint, known := n.tuples(family)
		if !known {
			return "family " + family.ID + " has a tuple with an unknown group"
		}
		n.joint = append(n.joint, joint)
	}
	return n.namedFamilies()
}

func (n *numbering) tuples(family *allocation.Family) (joint [][]int32, known bool) {
	if family.Joint == nil {
		return nil, true
	}
	joint = [][]int32{}
	for _, ids := range family.Joint {
		tuple := make([]int32, len(ids))
		for k, id := range ids {
			tuple[k] = none
			if id != "" {
				if tuple[k] = n.groupAt.find(id); tuple[k] == none {
					return nil, false
				}
			}
		}
		joint = append(joint, tuple)
	}
	return joint, true
}

// namedFamilies judges what the children say of their families: it is optional and must agree.
func (n *numbering) namedFamilies() string {
	var familyOf []int32 // child → family, from 1 on
	for c := range n.problem.Children {
		id := n.problem.Children[c].Family
		if id == "" {
			continue
		}
		if familyOf == nil {
			familyOf = make([]int32, len(n.problem.Children))
			for f := range n.given {
				for _, member := range n.member[n.memberOff[f]:n.memberOff[f+1]] {
					familyOf[member] = int32(f + 1)
				}
			}
		}
		if familyOf[c] == 0 || n.given[familyOf[c]-1].ID != id {
			return "a child names a family that does not list it"
		}
	}
	return ""
}
