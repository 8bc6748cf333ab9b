package allocation

import (
	"fmt"
	"io"
	"math"
	"slices"
)

// Decode reads a problem file (JSON, UTF-8) and validates it. It refuses unknown and repeated fields, wrong types and
// everything that Solve would refuse, with an InputError that names the JSON path. null means the same as leaving an optional
// field out.
func Decode(from io.Reader) (Problem, error) {
	c, err := DecodeCompact(from)
	if err != nil {
		return Problem{}, err
	}
	return c.Expand(), nil
}

// DecodeCompact is Decode for large problems. It holds no more of the text than a window.
func DecodeCompact(from io.Reader) (*Compact, error) {
	d := newProblemDecoder(from)
	d.decode(true)
	if d.err == nil {
		c, err := d.finish()
		if err == nil {
			return c, nil
		}
		d.err = err
	}
	return nil, fmt.Errorf("decode problem: %w", d.err)
}

// DecodeRest reads what tables do not hold from a problem file without groups and children: slot kinds, families and lottery.
// It is validated when the tables are read with it (ReadCSV).
func DecodeRest(from io.Reader) (Problem, error) {
	d := newProblemDecoder(from)
	d.decode(false)
	if d.err != nil {
		return Problem{}, fmt.Errorf("decode problem: %w", d.err)
	}
	return Problem{SlotKinds: d.c.SlotKinds, Families: d.c.Families, Lottery: d.c.Lottery}, nil
}

type problemDecoder struct {
	*reader
	*builder
}

func newProblemDecoder(from io.Reader) *problemDecoder {
	return &problemDecoder{newReader(from, false), newBuilder(placesInProblem)}
}

var problemFields = []string{"format", "slot_kinds", "groups", "children", "families", "lottery"}

// decode reads the document; whole = with groups and children.
func (d *problemDecoder) decode(whole bool) {
	var given [6]bool
	for f := d.object(problemFields); f.next(); {
		given[f.field] = true
		switch f.field {
		case 0:
			d.format(ProblemFormat)
		case 1:
			d.slotKinds()
		case 2, 3:
			if !whole {
				d.reader.fail("stands in a table")
			} else if f.field == 2 {
				d.allGroups()
			} else {
				d.allChildren()
			}
		case 4:
			d.c.Families = listOf(d.reader, d.oneFamily)
		default:
			d.lottery()
		}
	}
	for _, field := range []int{0, 2, 3} {
		if d.err == nil && !given[field] && (whole || field == 0) {
			d.err = &InputError{Path: problemFields[field], Reason: "missing"}
		}
	}
	d.end()
}

func (r *reader) format(want string) {
	if got := r.word(); got != want {
		r.fail("must be " + want)
	}
}

// listOf reads a list; null is nil, an empty list is not.
func listOf[T any](r *reader, one func() T) []T {
	if r.null() {
		return nil
	}
	list := []T{}
	for e := r.list(); e.next(); {
		if n := len(list); n == cap(list) && n >= 1<<12 {
			list = slices.Grow(list, r.expect(n))
		}
		list = append(list, one())
	}
	return list
}

func (d *problemDecoder) slotKinds() {
	if d.null() {
		return
	}
	for f := d.object(nil); f.next(); {
		for _, other := range d.c.SlotKinds {
			if other.Name == f.key {
				d.reader.fail("slot kind repeated")
			}
		}
		tiers := listOf(d.reader, func() []string { return d.reader.strings(d.name) })
		d.c.SlotKinds = append(d.c.SlotKinds, SlotKind{Name: f.key, Tiers: tiers})
	}
}

func (d *problemDecoder) allGroups() {
	if d.null() {
		return
	}
	for e := d.list(); e.next(); {
		d.openGroup()
		d.oneGroup()
		if d.err == nil {
			d.err = d.closeGroup(e.index)
		}
	}
}

var groupFields = []string{"id", "kindergarten", "seats", "pattern", "start", "order"}

func (d *problemDecoder) oneGroup() {
	seats := false
	for f := d.object(groupFields); f.next(); {
		switch f.field {
		case 0:
			d.check(d.group(d.text()))
		case 1:
			d.given(d.site)
		case 2:
			n := d.whole(0, math.MaxInt32)
			d.check(d.seats(n))
			seats = true
		case 3:
			d.reader.ids(&d.patterns)
		case 4:
			d.check(d.start(d.whole(0, mostStart)))
		default:
			d.ordered(d.reader.ids(&d.orders))
		}
	}
	if !seats {
		d.reader.fail("seats are missing")
	}
}

// given reads a name that may be null and is not empty.
func (d *problemDecoder) given(to func([]byte) (reason string)) {
	if d.null() {
		return
	}
	switch text := d.text(); {
	case d.err != nil:
	case len(text) == 0:
		d.reader.fail("empty")
	default:
		d.check(to(text))
	}
}

// whole reads an integer from least to most.
func (r *reader) whole(least, most int64) int64 {
	n := r.integer()
	if n < least || n > most {
		r.fail(fmt.Sprintf("must be a whole number from %d to %d", least, most))
	}
	return n
}

func (d *problemDecoder) allChildren() {
	if d.null() {
		return
	}
	for e := d.list(); e.next(); {
		d.openChild()
		d.oneChild()
		if d.err == nil {
			d.err = d.closeChild(e.index)
		}
	}
}

var childFields = []string{"id", "number", "class", "prefers", "holds", "family"}

func (d *problemDecoder) oneChild() {
	for f := d.object(childFields); f.next(); {
		switch f.field {
		case 0:
			d.check(d.child(d.text()))
		case 1:
			if !d.null() {
				d.check(d.builder.number(d.whole(1, math.MaxInt64)))
			}
		case 2:
			if !d.null() {
				d.check(d.class(d.text()))
			}
		case 3:
			d.reader.ids(&d.wishes)
		case 4:
			d.given(d.holds)
		default:
			d.given(d.family)
		}
	}
}

var familyFields = []string{"id", "children", "rule", "joint"}

func (d *problemDecoder) oneFamily() (one Family) {
	for f := d.object(familyFields); f.next(); {
		switch f.field {
		case 0:
			one.ID = d.word()
		case 1:
			one.Children = d.reader.strings(d.word)
		case 2:
			one.Rule = Rule(d.optional())
		default:
			one.Joint = listOf(d.reader, func() []string { return d.reader.strings(d.optional) })
		}
	}
	return one
}

func (d *problemDecoder) lottery() {
	if d.null() {
		return
	}
	d.c.Lottery = &Lottery{}
	for f := d.object([]string{"seed"}); f.next(); {
		d.c.Lottery.Seed = d.word()
	}
}
