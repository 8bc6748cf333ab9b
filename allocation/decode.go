package allocation

import (
	"fmt"
	"io"
	"math"
	"unicode/utf8"
)

// Decode reads a problem file (JSON, UTF-8) and validates it. It refuses unknown and repeated fields, wrong types and
// everything that Solve would refuse, with an InputError that names the JSON path. null means the same as leaving an optional
// field out.
func Decode(from io.Reader) (Problem, error) {
	data, err := readAll(from)
	if err != nil {
		return Problem{}, fmt.Errorf("decode problem: %w", err)
	}
	d := problemDecoder{reader: newReader(data, false)}
	if err := d.decode(); err != nil {
		return Problem{}, fmt.Errorf("decode problem: %w", err)
	}
	if _, err := newMarket(&d.problem); err != nil {
		return Problem{}, fmt.Errorf("decode problem: %w", err)
	}
	return d.problem, nil
}

func readAll(from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(data) {
		return nil, &InputError{Reason: "the text is not UTF-8"}
	}
	return data, nil
}

type problemDecoder struct {
	*reader
	problem Problem
}

var problemFields = []string{"format", "slot_kinds", "groups", "children", "families", "lottery"}

func (d *problemDecoder) decode() error {
	var given [6]bool
	err := d.object(problemFields, func(field int) error {
		given[field] = true
		switch field {
		case 0:
			return d.format(ProblemFormat)
		case 1:
			return d.slotKinds()
		case 2:
			return list(d.reader, &d.problem.Groups, d.group)
		case 3:
			return list(d.reader, &d.problem.Children, d.child)
		case 4:
			return list(d.reader, &d.problem.Families, d.family)
		default:
			return d.lottery()
		}
	})
	if err != nil {
		return err
	}
	for _, field := range []int{0, 2, 3} {
		if !given[field] {
			return &InputError{Path: problemFields[field], Reason: "missing"}
		}
	}
	return d.end()
}

func (r *reader) format(want string) error {
	got, err := r.word()
	if err == nil && got != want {
		err = r.fail("must be " + want)
	}
	return err
}

// list reads a JSON list; null is nil, an empty list is not.
func list[T any](r *reader, to *[]T, element func(*T) error) error {
	*to = nil
	if r.null() {
		return nil
	}
	*to = []T{}
	return r.array(func(int) error {
		var zero T
		*to = append(*to, zero)
		return element(&(*to)[len(*to)-1])
	})
}

func (r *reader) nameList(to *[]string) error { return list(r, to, r.setName) }

func (r *reader) setName(to *string) (err error) {
	*to, err = r.name()
	return err
}

// optional reads a name that may be null. An id that is given is never empty.
func (r *reader) optional(to *string) error {
	*to = ""
	if r.null() {
		return nil
	}
	err := r.setName(to)
	if err == nil && *to == "" && !r.lenient {
		err = r.fail("empty")
	}
	return err
}

// whole reads an integer from least on that fits the engine.
func (r *reader) whole(least, most int64) (int64, error) {
	n, err := r.integer()
	if err == nil && (n < least || n > most) {
		err = r.fail(fmt.Sprintf("must be a whole number from %d to %d", least, most))
	}
	return n, err
}

func (d *problemDecoder) slotKinds() error {
	d.problem.SlotKinds = nil
	return d.members(func(name string) error {
		kind := SlotKind{Name: name, Tiers: [][]string{}}
		for _, other := range d.problem.SlotKinds {
			if other.Name == name {
				return d.fail("slot kind repeated")
			}
		}
		err := list(d.reader, &kind.Tiers, d.nameList)
		d.problem.SlotKinds = append(d.problem.SlotKinds, kind)
		return err
	})
}

var groupFields = []string{"id", "kindergarten", "seats", "pattern", "start", "order"}

func (d *problemDecoder) group(g *Group) error {
	seats := int64(-1)
	err := d.object(groupFields, func(field int) (err error) {
		switch field {
		case 0:
			g.ID, err = d.word()
		case 1:
			err = d.optional(&g.Kindergarten)
		case 2:
			seats, err = d.whole(0, math.MaxInt32)
		case 3:
			err = d.nameList(&g.Pattern)
		case 4:
			g.Start, err = d.whole(0, maxStart)
		default:
			err = d.nameList(&g.Order)
		}
		return err
	})
	if err == nil && seats < 0 {
		err = d.fail("seats are missing")
	}
	g.Seats = int(seats)
	return err
}

var childFields = []string{"id", "number", "class", "prefers", "holds", "family"}

func (d *problemDecoder) child(c *Child) error {
	return d.object(childFields, func(field int) (err error) {
		switch field {
		case 0:
			c.ID, err = d.word()
		case 1:
			if !d.null() {
				c.Number, err = d.whole(1, math.MaxInt64)
			}
		case 2:
			if !d.null() {
				err = d.setName(&c.Class)
			}
		case 3:
			err = d.nameList(&c.Prefers)
		case 4:
			err = d.optional(&c.Holds)
		default:
			err = d.optional(&c.Family)
		}
		return err
	})
}

var familyFields = []string{"id", "children", "rule", "joint"}

func (d *problemDecoder) family(f *Family) error {
	return d.object(familyFields, func(field int) (err error) {
		switch field {
		case 0:
			f.ID, err = d.word()
		case 1:
			err = d.nameList(&f.Children)
		case 2:
			var rule string
			err = d.optional(&rule)
			f.Rule = Rule(rule)
		default:
			err = list(d.reader, &f.Joint, d.tuple)
		}
		return err
	})
}

func (d *problemDecoder) tuple(t *[]string) error { return list(d.reader, t, d.optional) }

func (d *problemDecoder) lottery() error {
	if d.null() {
		return nil
	}
	d.problem.Lottery = &Lottery{}
	return d.object([]string{"seed"}, func(int) error { return d.setName(&d.problem.Lottery.Seed) })
}
