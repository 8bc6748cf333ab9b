package allocation

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// The columns of the two tables; lists are separated by |. An order that is | alone is the empty one, nobody is acceptable.
var (
	groupColumns = []string{"group", "kindergarten", "seats", "pattern", "start", "order"}
	childColumns = []string{"child", "number", "class", "holds", "family", "prefers"}
)

// ReadCSV reads a problem from two tables in UTF-8 with the columns group,kindergarten,seats,pattern,start,order and
// child,number,class,holds,family,prefers, quoted as RFC 4180 has it. Tables hold no slot kinds, no families' rules and no
// lottery: these are taken from rest. An InputError names table, row and column, and the element of a list, as in
// children.csv[7].prefers[2]; rows (1 = the first below the header, empty lines do not count) and elements count from 1.
func ReadCSV(groups, children io.Reader, rest Problem) (Problem, error) {
	c, err := ReadCSVCompact(groups, children, rest)
	if err != nil {
		return Problem{}, err
	}
	return c.Expand(), nil
}

// ReadCSVCompact is ReadCSV for large problems. It reads children first, each table to its end, and holds no more of it than a
// window.
func ReadCSVCompact(groups, children io.Reader, rest Problem) (*Compact, error) {
	b := newBuilder(placesInTables)
	b.rest(&rest)
	err := b.readChildren(newTable("children.csv", children, childColumns))
	if err == nil {
		err = b.readGroups(newTable("groups.csv", groups, groupColumns))
	}
	if err != nil {
		return nil, fmt.Errorf("read problem: %w", err)
	}
	c, err := b.finish()
	if err != nil {
		return nil, fmt.Errorf("read problem: %w", err)
	}
	return c, nil
}

func (b *builder) readChildren(t *table) error {
	b.expectChildren(t.expect())
	for t.next() {
		b.openChild()
		t.check(b.child(t.cell()))
		if n, given := t.whole(1, math.MaxInt64); given {
			t.check(b.number(n))
		}
		t.check(b.class(t.cell()))
		if held := t.cell(); len(held) > 0 {
			t.check(b.holds(held))
		}
		if family := t.cell(); len(family) > 0 {
			t.check(b.family(family))
		}
		t.list(&b.wishes)
		if t.err == nil {
			t.err = b.closeChild(t.row - 1)
		}
	}
	return t.err
}

func (b *builder) readGroups(t *table) error {
	_, elements := t.expect()
	b.c.Order = slices.Grow(b.c.Order, elements)
	for t.next() {
		b.openGroup()
		t.check(b.group(t.cell()))
		if site := t.cell(); len(site) > 0 {
			t.check(b.site(site))
		}
		if n, given := t.whole(0, math.MaxInt32); given {
			t.check(b.seats(n))
		} else {
			t.fail("seats are missing")
		}
		t.list(&b.patterns)
		if n, given := t.whole(0, mostStart); given {
			t.check(b.start(n))
		}
		b.ordered(t.list(&b.orders))
		if t.err == nil {
			t.err = b.closeGroup(t.row - 1)
		}
	}
	return t.err
}

// check blames the element read last, if there is a reason.
func (t *table) check(reason string) {
	if reason != "" {
		t.fail(reason)
	}
}

// whole reads the next cell as a whole number; an empty cell gives none.
func (t *table) whole(least, most int64) (n int64, given bool) {
	cell := t.cell()
	if len(cell) == 0 {
		return 0, false
	}
	n, ok := wholeNumber(cell)
	if !ok || n < least || n > most {
		t.fail(fmt.Sprintf("must be a whole number from %d to %d", least, most))
	}
	return n, true
}

// wholeNumber reads decimal digits that may have a sign before them.
func wholeNumber(text []byte) (n int64, ok bool) {
	if len(text) == 0 || len(text) > 18 || text[0] < '0' {
		n, err := strconv.ParseInt(string(text), 10, 64)
		return n, err == nil
	}
	for _, b := range text {
		if b -= '0'; b > 9 {
			return 0, false
		}
		n = 10*n + int64(b)
	}
	return n, true
}
