package allocation

import (
	"fmt"
	"iter"
	"sync"
)

// Compact is a Problem in numbers: every id is written once, everything else names it by its index, so that a million
// children with five wishes each fit into less than a hundred megabytes and nobody looks an id up twice. It is what the
// readers of files make, what Market takes and what a judge may read; it is valid, or there is none. Its fields are for
// reading: to change a problem, make another one.
//
// Groups, children, slot kinds and families are numbered as the input gives them. A list of lists is one array and its
// offsets: the wishes of child c are Wish[WishOff[c]:WishOff[c+1]].
type Compact struct {
	SlotKinds []SlotKind
	Families  []Family
	Lottery   *Lottery

	Classes []string // classes of children and slot kinds, each once; 0 is the class without a name
	Sites   Names    // kindergartens; a group without one is its own

	GroupIDs   Names
	GroupsByID []int32 // groups in the byte order of their ids
	Site       []int32 // group → kindergarten in Sites
	Seats      []int32
	Start      []int64
	PatternOff []int32
	Pattern    []int32 // slot kinds as indices into SlotKinds
	HasOrder   []bool  // group → it has an order of its own, perhaps an empty one
	OrderOff   []int32
	Order      []int32 // children, best first

	ChildIDs     Names
	ChildrenByID []int32 // children in the byte order of their ids
	Number       []int64 // nil = nobody has a number: the place in the input or the lottery decides
	Class        []int32 // index into Classes
	WishOff      []int32
	Wish         []int32 // groups as the child lists them, not cut behind the seat that it holds
	Holds        []int32 // child → group, −1 = none

	Family    []int32     // child → the family that has it as a member, −1 = none; nil without families
	MemberOff []int32     // nil without families
	Member    []int32     // children in the order of Families[f].Children
	Joint     [][][]int32 // family → tuple → group of each member, −1 = no new seat; Joint[f] is nil where Families[f].Joint is

	once sync.Once
	hash string
}

// wishes returns the groups that a child lists, best first.
func (c *Compact) wishes(child int32) []int32 { return c.Wish[c.WishOff[child]:c.WishOff[child+1]] }

func (c *Compact) pattern(group int32) []int32 {
	return c.Pattern[c.PatternOff[group]:c.PatternOff[group+1]]
}

// NewCompact validates a problem and numbers it. It returns an InputError for a malformed one. The problem is not changed, but
// slot kinds, families and lottery are shared with it.
func NewCompact(p Problem) (*Compact, error) {
	c, err := compactOf(&p)
	if err != nil {
		return nil, fmt.Errorf("number problem: %w", err)
	}
	return c, nil
}

func compactOf(p *Problem) (*Compact, error) { return newBuilder(placesInProblem).problem(p) }

// problem walks through a problem as a reader walks through a file.
func (b *builder) problem(p *Problem) (*Compact, error) {
	b.rest(p)
	for i := range p.Groups {
		b.groups.number(b.bytes(p.Groups[i].ID)) // in their order, before any child names them in another
	}
	b.expectChildren(len(p.Children), 0)
	for i := range p.Children {
		if err := b.walkChild(i, &p.Children[i]); err != nil {
			return nil, err
		}
	}
	for i := range p.Groups {
		if err := b.walkGroup(i, &p.Groups[i]); err != nil {
			return nil, err
		}
	}
	return b.finish()
}

// rest takes what tables do not hold.
func (b *builder) rest(p *Problem) {
	b.c.SlotKinds, b.c.Families, b.c.Lottery = p.SlotKinds, p.Families, p.Lottery
}

func (b *builder) walkGroup(i int, g *Group) error {
	b.openGroup()
	if reason := b.group(b.bytes(g.ID)); reason != "" {
		return b.wrongGroup(i, "id", reason)
	}
	if g.Kindergarten != "" {
		if reason := b.site(b.bytes(g.Kindergarten)); reason != "" {
			return b.wrongGroup(i, "kindergarten", reason)
		}
	}
	if reason := b.seats(int64(g.Seats)); reason != "" {
		return b.wrongGroup(i, "seats", reason)
	}
	if reason := b.start(g.Start); reason != "" {
		return b.wrongGroup(i, "start", reason)
	}
	if j, reason := b.patterns.walk(g.Pattern, &b.lent); reason != "" {
		return b.wrongGroup(i, "pattern", reason, j)
	}
	b.ordered(g.Order != nil)
	if j, reason := b.orders.walk(g.Order, &b.lent); reason != "" {
		return b.wrongGroup(i, "order", reason, j)
	}
	return b.closeGroup(i)
}

func (b *builder) walkChild(i int, c *Child) error {
	b.openChild()
	if reason := b.child(b.bytes(c.ID)); reason != "" {
		return b.wrongChild(i, "id", reason)
	}
	if c.Number != 0 {
		if reason := b.number(c.Number); reason != "" {
			return b.wrongChild(i, "number", reason)
		}
	}
	if reason := b.class(b.bytes(c.Class)); reason != "" {
		return b.wrongChild(i, "class", reason)
	}
	if j, reason := b.wishes.walk(c.Prefers, &b.lent); reason != "" {
		return b.wrongChild(i, "prefers", reason, j)
	}
	if c.Holds != "" {
		if reason := b.holds(b.bytes(c.Holds)); reason != "" {
			return b.wrongChild(i, "holds", reason)
		}
	}
	if c.Family != "" {
		if reason := b.family(b.bytes(c.Family)); reason != "" {
			return b.wrongChild(i, "family", reason)
		}
	}
	return b.closeChild(i)
}

// bytes lends a string as bytes until the next call.
func (b *builder) bytes(s string) []byte {
	b.lent = append(b.lent[:0], s...)
	return b.lent
}

// Expand returns the problem with its ids as strings, which share one text, and its lists cut from one array. A child's family
// is written out; a kindergarten that is the group itself is not.
func (c *Compact) Expand() Problem {
	p := Problem{SlotKinds: c.SlotKinds, Families: c.Families, Lottery: c.Lottery}
	orders := namesOf(c.ChildIDs, c.Order)
	for i, id := range all(c.GroupIDs) {
		g := Group{ID: id, Seats: int(c.Seats[i]), Start: c.Start[i]}
		if site := c.Sites.At(c.Site[i]); site != id {
			g.Kindergarten = site
		}
		for _, kind := range c.pattern(i) {
			g.Pattern = append(g.Pattern, c.SlotKinds[kind].Name)
		}
		if from, to := c.OrderOff[i], c.OrderOff[i+1]; c.HasOrder[i] {
			g.Order = orders[from:to:to]
		}
		p.Groups = append(p.Groups, g)
	}
	wishes := namesOf(c.GroupIDs, c.Wish)
	p.Children = make([]Child, 0, c.ChildIDs.count())
	for i, id := range all(c.ChildIDs) {
		child := Child{ID: id, Class: c.Classes[c.Class[i]]}
		if c.Number != nil {
			child.Number = c.Number[i]
		}
		if from, to := c.WishOff[i], c.WishOff[i+1]; from < to {
			child.Prefers = wishes[from:to:to]
		}
		if c.Holds[i] != none {
			child.Holds = c.GroupIDs.At(c.Holds[i])
		}
		if c.Family != nil && c.Family[i] != none {
			child.Family = c.Families[c.Family[i]].ID
		}
		p.Children = append(p.Children, child)
	}
	return p
}

// all ranges over the names with their numbers.
func all(names Names) iter.Seq2[int32, string] {
	return func(yield func(int32, string) bool) {
		for i := range int32(names.count()) {
			if !yield(i, names.At(i)) {
				return
			}
		}
	}
}

func namesOf(names Names, numbers []int32) []string {
	list := make([]string, len(numbers))
	for i, n := range numbers {
		list[i] = names.At(n)
	}
	return list
}
