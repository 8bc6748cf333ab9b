package allocation

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// builder gathers a Compact row by row. While it reads, Wish, Holds, Order and Pattern hold numbers of ids by first sight;
// finish turns them into rows. Its methods take what a file says of the group or child opened last and return what is wrong
// with it, "" if nothing is; whoever reads knows the place.
type builder struct {
	c      *Compact
	places places
	lent   []byte

	groups, children ids
	kinds, classes   ids
	sites, families  ids
	patterns         batch   // the pattern of the opened group
	orders           batch   // its order
	wishes           batch   // the list of the opened child
	arrivals         batch   // ids of the children read last
	kept             []byte  // their bytes
	claim            []int32 // child → number of the family that it names, none
	known            []int   // class → it stands in a slot kind where this is not 0
	described        bool    // the opened row has its id
	numbered         int     // children with a number
}

// places names the place of an error.
type places struct {
	groups, children string // formats for the row
	group, child     string // the fields of ids
	first            int    // what the first row, and the first element of a list, is called
}

var (
	placesInProblem = places{groups: "groups[%d]", children: "children[%d]", group: "id", child: "id"}
	placesInTables  = places{groups: "groups.csv[%d]", children: "children.csv[%d]", group: "group", child: "child", first: 1}
)

// mostStart keeps start + seats exact in JSON readers that know only 64-bit floats.
const mostStart = 1 << 52

func newBuilder(p places) *builder {
	b := &builder{c: &Compact{PatternOff: []int32{0}, OrderOff: []int32{0}, WishOff: []int32{0}}, places: p}
	b.patterns.of, b.patterns.to = &b.kinds, &b.c.Pattern
	b.orders.of, b.orders.to, b.orders.repeated = &b.children, &b.c.Order, "child repeated"
	b.arrivals.of, b.arrivals.repeated = &b.children, "child id repeated"
	b.wishes.of, b.wishes.to, b.wishes.repeated = &b.groups, &b.c.Wish, "wish repeated"
	b.classes.number(nil)
	return b
}

// wrongGroup is an error in a field of a group, or in one element of a list that it is.
func (b *builder) wrongGroup(i int, field, reason string, element ...int) error {
	if field == "id" {
		field = b.places.group
	}
	return b.wrongField(b.places.groups, i, field, reason, element)
}

func (b *builder) wrongChild(i int, field, reason string, element ...int) error {
	if field == "id" {
		field = b.places.child
	}
	return b.wrongField(b.places.children, i, field, reason, element)
}

func (b *builder) wrongField(row string, i int, field, reason string, element []int) error {
	path := fmt.Sprintf(row, i+b.places.first) + "." + field
	for _, at := range element {
		path += "[" + strconv.Itoa(at+b.places.first) + "]"
	}
	return &InputError{Path: path, Reason: reason}
}

// openGroup begins a group.
func (b *builder) openGroup() {
	c := b.c
	c.Site, c.Seats, c.Start = append(c.Site, none), append(c.Seats, none), append(c.Start, 0)
	c.HasOrder = append(c.HasOrder, false)
	b.orders.mark, b.described = int32(len(c.Site)), false
}

// last is the index of the opened group or child, given an array that has an element for each.
func last[T any](all []T) int { return len(all) - 1 }

func (b *builder) group(id []byte) (reason string) {
	b.described = true
	if reason = b.groups.describe(id, last(b.c.Site)); reason == "repeated" {
		return "group id repeated"
	}
	return reason
}

func (b *builder) site(name []byte) string { return see(&b.sites, name, &b.c.Site[last(b.c.Site)]) }

// see numbers a name.
func see(t *ids, name []byte, to *int32) (reason string) {
	if *to = t.number(name); *to == none {
		return "not UTF-8"
	}
	return ""
}

func (b *builder) seats(n int64) string {
	if n < 0 || n > math.MaxInt32 {
		return "must be a whole number from 0 to " + strconv.Itoa(math.MaxInt32)
	}
	b.c.Seats[last(b.c.Seats)] = int32(n)
	return ""
}

func (b *builder) start(n int64) string {
	if n < 0 || n > mostStart {
		return "must be a whole number from 0 to " + strconv.Itoa(mostStart)
	}
	b.c.Start[last(b.c.Start)] = n
	return ""
}

// ordered says whether the group has an order of its own.
func (b *builder) ordered(has bool) { b.c.HasOrder[last(b.c.HasOrder)] = has }

// closeGroup ends group i.
func (b *builder) closeGroup(i int) error {
	c := b.c
	switch {
	case !b.described:
		return b.wrongGroup(i, "id", "empty")
	case len(c.Order) > math.MaxInt32 || len(c.Pattern) > math.MaxInt32:
		return wrong("too many places in orders", "groups")
	}
	c.PatternOff, c.OrderOff = append(c.PatternOff, int32(len(c.Pattern))), append(c.OrderOff, int32(len(c.Order)))
	return nil
}

// expectChildren asks for memory for so many children.
func (b *builder) expectChildren(rows, wishes int) {
	b.moreChildren(rows)
	b.c.Wish = slices.Grow(b.c.Wish, wishes)
	b.children.expect(rows)
}

func (b *builder) moreChildren(rows int) {
	c := b.c
	c.Number, c.Class = slices.Grow(c.Number, rows), slices.Grow(c.Class, rows)
	c.Holds, c.WishOff = slices.Grow(c.Holds, rows), slices.Grow(c.WishOff, rows)
}

// openChild begins a child.
func (b *builder) openChild() {
	c := b.c
	if len(c.Number) == cap(c.Number) {
		b.moreChildren(max(16, len(c.Number)))
	}
	c.Number, c.Class, c.Holds = append(c.Number, 0), append(c.Class, 0), append(c.Holds, none)
	b.wishes.mark, b.described = int32(len(c.Class)), false
}

// child takes the child's id; whether another has it too is told when the batch is full.
func (b *builder) child(id []byte) string {
	if len(id) == 0 {
		return "empty"
	}
	if b.arrivals.size == 0 {
		b.kept = b.kept[:0]
	}
	from := len(b.kept)
	b.kept = append(b.kept, id...)
	b.arrivals.add(b.kept[from:])
	b.described = true
	return ""
}

// arrive enters the ids of the children read last.
func (b *builder) arrive() error {
	first := len(b.c.Class) - b.arrivals.size
	if bad, reason := b.arrivals.describe(first); reason != "" {
		return b.wrongChild(first+bad, "id", reason)
	}
	return nil
}

func (b *builder) number(n int64) string {
	if n < 1 {
		return "a number is 1 or more"
	}
	b.c.Number[last(b.c.Number)] = n
	b.numbered++
	return ""
}

func (b *builder) class(name []byte) string {
	if len(name) == 0 {
		return ""
	}
	return see(&b.classes, name, &b.c.Class[last(b.c.Class)])
}

func (b *builder) holds(group []byte) string {
	return see(&b.groups, group, &b.c.Holds[last(b.c.Holds)])
}

// family notes which family a child names; most name none.
func (b *builder) family(name []byte) string {
	for len(b.claim) < len(b.c.Class) {
		b.claim = append(b.claim, none)
	}
	return see(&b.families, name, &b.claim[last(b.claim)])
}

// closeChild ends child i.
func (b *builder) closeChild(i int) error {
	switch {
	case !b.described:
		return b.wrongChild(i, "id", "empty")
	case len(b.c.Wish)+len(b.c.Class) >= math.MaxInt32:
		return wrong("too many wishes", "children")
	}
	b.c.WishOff = append(b.c.WishOff, int32(len(b.c.Wish)))
	if b.arrivals.size == batchSize {
		return b.arrive()
	}
	return nil
}
