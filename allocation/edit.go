package allocation

import (
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// edit is a problem with changes, checked one by one.
type edit struct {
	old       *Compact
	market    *Market
	withdrawn map[int32]bool
	lists     map[int32][]int32 // child → its new list
	numbers   map[int32]int64
	seats     map[int32]int32 // group → its new seats
	added     []newcomer
	classes   []string
	named     map[string]bool // children who have a change already
}

// newcomer is an added child in numbers.
type newcomer struct {
	given  *Child
	class  int32
	wishes []int32
	holds  int32
	family int32
}

func newEdit(m *Market) *edit {
	return &edit{
		old: m.Compact(), market: m, classes: m.Compact().Classes, named: map[string]bool{},
		withdrawn: map[int32]bool{}, lists: map[int32][]int32{}, numbers: map[int32]int64{}, seats: map[int32]int32{},
	}
}

// take checks a change and notes it.
func (e *edit) take(change *Change) error {
	kinds := 0
	for _, is := range []bool{change.Add != nil, change.Withdraw != "", change.Child != "", change.Group != ""} {
		if is {
			kinds++
		}
	}
	switch {
	case kinds != 1:
		return wrong("exactly one of add, withdraw, child and group", "")
	case change.Add != nil:
		return e.add(change.Add)
	case change.Group != "":
		return e.reseat(change.Group, change.Seats)
	}
	id := change.Child
	if id == "" {
		id = change.Withdraw
	}
	row, known := e.market.childByID(id)
	if !known {
		return ErrUnknownChild
	}
	if e.named[id] {
		return wrong("a child has one change at most", "child")
	}
	e.named[id] = true
	if change.Withdraw != "" {
		e.withdrawn[row] = true
		return nil
	}
	return e.alter(row, change)
}

func (e *edit) alter(row int32, change *Change) error {
	if change.Prefers != nil {
		list, err := e.market.rowsOf(change.Prefers)
		if err != nil {
			return err
		}
		e.lists[row] = list
	}
	if change.Number == 0 {
		return nil
	}
	if e.old.Number == nil || change.Number < 0 {
		return wrong("a number is 1 or more, where the queue has numbers", "number")
	}
	e.numbers[row] = change.Number
	return nil
}

func (e *edit) reseat(id string, seats int) error {
	row, known := e.market.groupByID(id)
	if !known {
		return wrong(unknown("group", id), "group")
	}
	if seats < 0 || seats > math.MaxInt32 {
		return wrong("seats must be 0 or more (got "+strconv.Itoa(seats)+")", "seats")
	}
	e.seats[row] = int32(seats)
	return nil
}

func (e *edit) add(c *Child) error {
	_, known := e.market.childByID(c.ID)
	switch {
	case c.ID == "" || !utf8.ValidString(c.ID) || !utf8.ValidString(c.Class):
		return wrong("empty or not UTF-8", "add.id")
	case known || e.named[c.ID]:
		return wrong("child id repeated", "add.id")
	case c.Number < 0:
		return wrong("a number is 1 or more", "add.number")
	}
	e.named[c.ID] = true
	x := newcomer{given: c, holds: none, family: none}
	class := slices.Index(e.classes, c.Class)
	if class < 0 {
		if len(e.old.SlotKinds) > 0 {
			return wrong(unknown("class", c.Class), "add.class")
		}
		class = len(e.classes)
		e.classes = append(slices.Clone(e.classes), c.Class)
	}
	x.class = int32(class)
	var err error
	if x.wishes, err = e.market.rowsOf(c.Prefers); err != nil {
		return err
	}
	if c.Holds != "" {
		if x.holds, known = e.market.groupByID(c.Holds); !known {
			return wrong(unknown("group", c.Holds), "add.holds")
		}
	}
	if c.Family != "" {
		at := slices.IndexFunc(e.old.Families, func(f Family) bool { return f.ID == c.Family })
		if at < 0 {
			return wrong(unknown("family", c.Family), "add.family")
		}
		if e.old.Families[at].Joint != nil {
			return wrong("a family with tuples of its own takes nobody in", "add.family")
		}
		x.family = int32(at)
	}
	e.added = append(e.added, x)
	return nil
}

// touched marks the groups of which a list, a family or the seats change.
func (e *edit) touched() []bool {
	marks := make(marks, len(e.old.Seats))
	for g := range e.seats {
		marks[g] = true
	}
	for _, x := range e.added {
		marks.add(x.wishes, x.holds)
		marks.addFamily(e.old, x.family)
	}
	for row := range e.withdrawn {
		marks.addChild(e.old, row)
	}
	for row, list := range e.lists {
		marks.addChild(e.old, row)
		marks.add(list, none)
	}
	for row := range e.numbers {
		marks.addChild(e.old, row)
	}
	return marks
}

// marks says of each group whether something about it changes.
type marks []bool

func (m marks) add(list []int32, holds int32) {
	for _, g := range list {
		m[g] = true
	}
	if holds != none {
		m[holds] = true
	}
}

// addChild marks what the child and its family list.
func (m marks) addChild(c *Compact, row int32) {
	m.add(c.wishes(row), c.Holds[row])
	if c.Family != nil {
		m.addFamily(c, c.Family[row])
	}
}

func (m marks) addFamily(c *Compact, family int32) {
	if family == none {
		return
	}
	for _, child := range c.Member[c.MemberOff[family]:c.MemberOff[family+1]] {
		m.add(c.wishes(child), c.Holds[child])
	}
}
