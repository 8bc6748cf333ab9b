package allocation

import (
	"fmt"
	"io"
	"math"
)

// DecodeOutcome reads an outcome file leniently: any JSON object of this format is an outcome, for check.Check to judge.
// Unknown fields are passed over and missing ones are empty. Only what is no JSON of this format is an InputError. It holds no
// more of the text than a window.
func DecodeOutcome(from io.Reader) (Outcome, error) {
	d := outcomeDecoder{newReader(from, true)}
	o := d.decode()
	if d.err != nil {
		return Outcome{}, fmt.Errorf("decode outcome: %w", d.err)
	}
	return o, nil
}

type outcomeDecoder struct{ *reader }

var outcomeFields = []string{"format", "problem_sha256", "mechanism", "path", "assignments", "cutoffs", "starts", "blocking_families"}

func (d outcomeDecoder) decode() (o Outcome) {
	formatted := false
	for f := d.object(outcomeFields); f.next(); {
		switch f.field {
		case 0:
			formatted = true
			d.format(OutcomeFormat)
		case 1:
			o.ProblemSHA256 = d.optional()
		case 2:
			o.Mechanism = d.optional()
		case 3:
			o.Path = Path(d.optional())
		case 4:
			o.Assignments = listOf(d.reader, d.assignment)
		case 5:
			o.Cutoffs = listOf(d.reader, d.cutoff)
		case 6:
			o.Starts = listOf(d.reader, d.start)
		default:
			o.BlockingFamilies = listOf(d.reader, d.blocking)
		}
	}
	if d.err == nil && !formatted {
		d.err = wrong("missing", "format")
	}
	d.end()
	return o
}

var assignmentFields = []string{"child", "group", "slot", "reason"}

func (d outcomeDecoder) assignment() (a Assignment) {
	for f := d.object(assignmentFields); f.next(); {
		switch f.field {
		case 0:
			if !d.null() {
				a.Child = d.once()
			}
		case 1:
			a.Group = d.optional()
		case 2:
			a.Slot = d.optional()
		default:
			a.Reason = Reason(d.optional())
		}
	}
	return a
}

// number reads a whole number that may be null.
func (d outcomeDecoder) number() int64 {
	if d.null() {
		return 0
	}
	return d.integer()
}

// small reads a number of which what is too large for the engine becomes one that no problem has.
func (d outcomeDecoder) small() int {
	return int(min(max(d.number(), math.MinInt32), math.MaxInt32))
}

var cutoffFields = []string{"group", "slot", "tier", "number", "place"}

func (d outcomeDecoder) cutoff() (c Cutoff) {
	for f := d.object(cutoffFields); f.next(); {
		switch f.field {
		case 0:
			c.Group = d.optional()
		case 1:
			c.Slot = d.optional()
		case 2:
			c.Tier = d.small()
		case 3:
			c.Number = d.number()
		default:
			c.Place = d.small()
		}
	}
	return c
}

var startFields = []string{"group", "next"}

func (d outcomeDecoder) start() (s Start) {
	for f := d.object(startFields); f.next(); {
		if f.field == 0 {
			s.Group = d.optional()
		} else {
			s.Next = d.number()
		}
	}
	return s
}

var blockingFields = []string{"family", "tuple", "alone"}

func (d outcomeDecoder) blocking() (b BlockingFamily) {
	for f := d.object(blockingFields); f.next(); {
		switch f.field {
		case 0:
			b.Family = d.optional()
		case 1:
			b.Tuple = d.strings(d.optional)
		default:
			b.Alone = d.literal("true")
			if !b.Alone && !d.null() && !d.literal("false") {
				d.broken("true or false")
			}
		}
	}
	return b
}
