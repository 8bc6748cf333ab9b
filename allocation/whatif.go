package allocation

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// Change is one thing that is different from now on. Exactly one of Add, Withdraw, Child and Group is set.
type Change struct {
	Add      *Child   // a new application; a family that it names takes it in as its last member
	Withdraw string   // id of the child that leaves; its family and the groups' orders go on without it
	Child    string   // id of the child whose list or number changes
	Prefers  []string // with Child: its new list of group ids, best first; nil = as before
	Number   int64    // with Child: its new queue number, which nobody else has; 0 = as before
	Group    string   // id of the group whose seats change
	Seats    int      // with Group: how many from now on, 0 or more
}

// WhatIf is what another list or another number would have changed.
type WhatIf struct {
	Before, After Assignment
	Others        int         // how many other children would have got another group, or one instead of none, or none
	Explanation   Explanation // of After
}

// WhatIf tells what would have happened had the child listed other groups or had another number: Change.Prefers and
// Change.Number; the other fields mean nothing. It solves the child's closed market once more, with those that a new list
// connects to it, and nothing else. It returns ErrUnknownChild, or an InputError for a list or a number that Solve would
// refuse. The solution stays as it is.
func (s *Solution) WhatIf(child string, change Change) (WhatIf, error) {
	p, c, err := s.find(child)
	if err != nil {
		return WhatIf{}, fmt.Errorf("ask what if: %w", err)
	}
	o, err := s.market.overrideOf(p.children[c], &change)
	if err != nil {
		return WhatIf{}, fmt.Errorf("ask what if: %w", err)
	}
	desk := s.market.desks.Get().(*desk)
	defer s.market.desks.Put(desk)
	then, err := desk.rerun(s, o)
	if err != nil {
		return WhatIf{}, fmt.Errorf("ask what if: %w", err)
	}
	listed := s.market.Compact().wishes(o.child)
	if change.Prefers != nil {
		listed = o.listed
	}
	at := int32(slices.Index(then.children, o.child))
	later := newTallyFor(then, at)
	x := WhatIf{Before: newTallyFor(p, c).assignment(c), After: later.assignment(at), Explanation: later.explain(at, listed)}
	x.Others = s.others(then, o.child)
	return x, nil
}

// others counts the children but one who have another group than in the solution.
func (s *Solution) others(then *placement, but int32) int {
	n := 0
	for c, w := range then.got {
		if row := then.children[c]; row != but && then.rowOf(w) != s.rowOf(row) {
			n++
		}
	}
	return n
}

// rowOf returns the row of a wish's group, none for none.
func (p *placement) rowOf(w int32) int32 {
	if w == none {
		return none
	}
	return p.groups[p.group(w)]
}

// rowOf returns the row of the group that a child has, none for none.
func (s *Solution) rowOf(child int32) int32 {
	at := s.market.childAt[child]
	p := &s.parts[at.component]
	return p.rowOf(p.got[at.index])
}

// override is one child as it would be.
type override struct {
	child  int32   // row
	listed []int32 // groups as it would list them
	wishes []int32 // the same up to the seat that it holds, and this seat at the end
	number int64
	moves  bool // it would have another number
}

// overrideOf validates a change of a child.
func (m *Market) overrideOf(child int32, change *Change) (*override, error) {
	c := m.Compact()
	o := &override{child: child, number: m.numberOf(child)}
	o.listed = c.wishes(child)
	if change.Prefers != nil {
		listed, err := m.rowsOf(change.Prefers)
		if err != nil {
			return nil, err
		}
		o.listed = listed
	}
	held := c.Holds[child]
	o.wishes = o.listed
	if at := slices.Index(o.listed, held); at >= 0 {
		o.wishes = o.listed[:at+1]
	} else if held != none {
		o.wishes = append(slices.Clone(o.listed), held)
	}
	if change.Number == 0 || change.Number == o.number {
		return o, nil
	}
	switch {
	case c.Number == nil:
		return nil, wrong("the queue has no numbers", "number")
	case change.Number < 0:
		return nil, wrong("a number is 1 or more", "number")
	case m.hasNumber(change.Number):
		return nil, wrong("number "+strconv.FormatInt(change.Number, 10)+" repeated", "number")
	}
	o.number, o.moves = change.Number, true
	return o, nil
}

// rowsOf looks up a list.
func (m *Market) rowsOf(ids []string) ([]int32, error) {
	rows := make([]int32, 0, len(ids))
	for i, id := range ids {
		row, known := m.groupByID(id)
		if !known {
			return nil, wrong(unknown("group", id), "prefers[%d]", i)
		}
		if slices.Contains(rows, row) {
			return nil, wrong("wish repeated", "prefers[%d]", i)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// numberOf returns the queue number of a child.
func (m *Market) numberOf(child int32) int64 {
	at := m.childAt[child]
	return m.parts[at.component].number[at.index]
}

// hasNumber looks into every closed market.
func (m *Market) hasNumber(number int64) bool {
	for i := range m.parts {
		byNumber := func(row int32, n int64) int { return cmp.Compare(m.Compact().Number[row], n) }
		if _, found := slices.BinarySearchFunc(m.childrenOf(i), number, byNumber); found {
			return true
		}
	}
	return false
}
