package allocation

import (
	"fmt"
	"io"
	"math"
)

// DecodeOutcome reads an outcome file leniently: any JSON object of this format is an outcome, for check.Check to judge.
// Unknown fields are passed over and missing ones are empty. Only what is no JSON of this format is an InputError.
func DecodeOutcome(from io.Reader) (Outcome, error) {
	data, err := readAll(from)
	if err != nil {
		return Outcome{}, fmt.Errorf("decode outcome: %w", err)
	}
	d := outcomeDecoder{reader: newReader(data, true)}
	if err := d.decode(); err != nil {
		return Outcome{}, fmt.Errorf("decode outcome: %w", err)
	}
	return d.outcome, nil
}

type outcomeDecoder struct {
	*reader
	outcome Outcome
}

var outcomeFields = []string{"format", "problem_sha256", "mechanism", "path", "assignments", "cutoffs", "starts", "blocking_families"}

func (d *outcomeDecoder) decode() error {
	formatted := false
	o := &d.outcome
	err := d.object(outcomeFields, func(field int) error {
		switch field {
		case 0:
			formatted = true
			return d.format(OutcomeFormat)
		case 1:
			return d.optional(&o.ProblemSHA256)
		case 2:
			return d.optional(&o.Mechanism)
		case 3:
			return optionalWord(d.reader, &o.Path)
		case 4:
			return list(d.reader, &o.Assignments, d.assignment)
		case 5:
			return list(d.reader, &o.Cutoffs, d.cutoff)
		case 6:
			return list(d.reader, &o.Starts, d.start)
		default:
			return list(d.reader, &o.BlockingFamilies, d.blocking)
		}
	})
	if err == nil && !formatted {
		err = wrong("missing", "format")
	}
	if err != nil {
		return err
	}
	return d.end()
}

func optionalWord[T ~string](r *reader, to *T) error {
	var word string
	err := r.optional(&word)
	*to = T(word)
	return err
}

func (d *outcomeDecoder) assignment(a *Assignment) error {
	return d.object([]string{"child", "group", "slot", "reason"}, func(field int) error {
		switch field {
		case 0:
			return d.optional(&a.Child)
		case 1:
			return d.optional(&a.Group)
		case 2:
			return d.optional(&a.Slot)
		default:
			return optionalWord(d.reader, &a.Reason)
		}
	})
}

// number reads a whole number that may be null; what is too large for the engine becomes a number that no problem has.
func (d *outcomeDecoder) number(to *int64) (err error) {
	*to = 0
	if !d.null() {
		*to, err = d.integer()
	}
	return err
}

func (d *outcomeDecoder) small(to *int) error {
	var n int64
	err := d.number(&n)
	*to = int(min(max(n, math.MinInt32), math.MaxInt32))
	return err
}

func (d *outcomeDecoder) cutoff(c *Cutoff) error {
	return d.object([]string{"group", "slot", "tier", "number", "place"}, func(field int) error {
		switch field {
		case 0:
			return d.optional(&c.Group)
		case 1:
			return d.optional(&c.Slot)
		case 2:
			return d.small(&c.Tier)
		case 3:
			return d.number(&c.Number)
		default:
			return d.small(&c.Place)
		}
	})
}

func (d *outcomeDecoder) start(s *Start) error {
	return d.object([]string{"group", "next"}, func(field int) error {
		if field == 0 {
			return d.optional(&s.Group)
		}
		return d.number(&s.Next)
	})
}

func (d *outcomeDecoder) blocking(b *BlockingFamily) error {
	return d.object([]string{"family", "tuple", "alone"}, func(field int) error {
		switch field {
		case 0:
			return d.optional(&b.Family)
		case 1:
			return list(d.reader, &b.Tuple, d.optional)
		default:
			b.Alone = d.literal("true")
			if !b.Alone && !d.null() && !d.literal("false") {
				return d.broken("true or false")
			}
			return nil
		}
	})
}
