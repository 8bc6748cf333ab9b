package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// Questions lists the rows of a profile that nobody has found in an act: every assumed one, and the end of a pilot that was not
// read in an act, after which all is assumed. They stand along the child's path, by date.
func (p *Profile) Questions() []Figure {
	var open []Figure
	for _, f := range p.figures {
		if f.Mark == Assumed || f.Key == expiryKey && f.Mark != Law && f.Text() != "none" {
			open = append(open, f)
		}
	}
	return open
}

// Reply is what a lawyer says of a row: that its value is right, or another value, and by which act.
type Reply struct {
	Key     string
	Row     civil.Date // first day of the row that was asked about
	Value   string     // as a person writes it; Confirm: the row's own
	Act     string     // kind, number
	Date    civil.Date // of the act
	Article string
	From    civil.Date // the value holds from this day; none: from the act's day, or from the row's first day if that is later
}

// Confirm is the answer that a value is right.
const Confirm = "confirm"

// Starts is the day from which an answer to a row holds.
func (a Reply) Starts() civil.Date {
	switch {
	case !a.From.IsZero():
		return a.From
	case a.Date.After(a.Row):
		return a.Date
	}
	return a.Row
}

// Answered is a copy of the profile under a name in which each answered row has the answer's value, its act as source and the
// mark law. Where the answer holds from a later day than the row, the row ends the day before and a new one follows. A row that
// nobody answered stays as it is. The refusals' codes are answer.row, answer.twice, answer.value and answer.from; the argument
// "at" is the number of the answer in the list.
func (p *Profile) Answered(name string, answers []Reply) (*Profile, error) {
	figures := slices.Clone(p.figures)
	for i, a := range answers {
		refuse := func(refusal *register.Error) error { return refusal.With("at", strconv.Itoa(i)) }
		at := slices.IndexFunc(figures, func(f Figure) bool { return f.Key == a.Key && f.From == a.Row })
		if at < 0 {
			return nil, refuse(register.Refuse(register.Invalid, "answer.row").With("value", a.Key+" "+a.Row.String()))
		}
		if slices.ContainsFunc(answers[:i], func(o Reply) bool { return o.Key == a.Key && o.Row == a.Row }) {
			return nil, refuse(register.Refuse(register.Invalid, "answer.twice").With("value", a.Key+" "+a.Row.String()))
		}
		row, err := a.row(figures[at])
		if err != nil {
			return nil, refuse(register.Refuse(register.Invalid, "answer.value").With("value", a.Value).With("why", err.Error()))
		}
		if !figures[at].During().Contains(row.From) {
			return nil, refuse(register.Refuse(register.Invalid, "answer.from").With("value", row.From.String()).With("during", figures[at].During().String()))
		}
		if row.From == figures[at].From {
			figures[at] = row
			continue
		}
		figures[at].To = row.From.AddDays(-1)
		figures = slices.Insert(figures, at+1, row)
	}
	return p.rewritten(name, figures)
}

// row is the row that an answer makes of another one.
func (a Reply) row(old Figure) (Figure, error) {
	row := old
	row.From, row.Mark, row.Source = a.Starts(), Law, fmt.Sprintf("%s, %s, %s", a.Act, a.Date, a.Article)
	row.Note = "was assumed: " + old.Source
	if old.Mark != Assumed {
		row.Note = "before: " + old.Source
	}
	if old.Note != "" {
		row.Note += "; " + old.Note
	}
	if a.Value == Confirm {
		return row, nil
	}
	var err error
	if row.Value, row.Unit, err = ReadValue(old.Key, old.Unit, a.Value); err != nil {
		return row, err
	}
	return row, specs[row.Key].read(row, new(Rules))
}

// rewritten is a copy of the profile with other rows.
func (p *Profile) rewritten(name string, figures []Figure) (*Profile, error) {
	d := document{Format: profileFormat, Name: name, Title: p.Title, From: p.From, Parts: p.writtenParts()}
	for _, c := range p.calendars {
		d.Calendars = append(d.Calendars, c.Name)
	}
	for _, f := range figures {
		d.Figures = append(d.Figures, marshal(f))
	}
	return Parse(marshal(d))
}

// ReadValue reads the value of a key as a person writes it, as Figure.Text shows it: "5 working_days", "priority 1, general 3",
// "sms, email", "06-30", "yes", "none", or JSON. A unit that is not written is the one given. Whether the value suits the key is
// judged later.
func ReadValue(key string, unit Unit, text string) (json.RawMessage, Unit, error) {
	spec, known := specs[key]
	if !known {
		return nil, unit, fmt.Errorf("unknown key %q", key)
	}
	text = strings.TrimSpace(text)
	if number, written, two := strings.Cut(text, " "); two && slices.Contains(spec.units, Unit(strings.TrimSpace(written))) {
		text, unit = number, Unit(strings.TrimSpace(written))
	}
	switch {
	case text == "none" && spec.optional:
		return json.RawMessage("null"), unit, nil
	case unit == YesNo && (text == "yes" || text == "no"):
		return marshal(text == "yes"), unit, nil
	case unit == Turns && !strings.HasPrefix(text, "["):
		turns, err := readTurnList(text)
		return marshal(turns), unit, err
	case slices.Contains(listUnits, unit) && !strings.HasPrefix(text, "["):
		words := strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' })
		if text == "none" {
			words = nil
		}
		return marshal(append([]string{}, words...)), unit, nil
	case json.Valid([]byte(text)) && !slices.Contains(textUnits, unit):
		return canonicalValue(json.RawMessage(text)), unit, nil
	}
	return marshal(text), unit, nil
}

var (
	// listUnits are the units whose value is a list of words.
	listUnits = []Unit{Classes, Kinds, Texts, DaysOfYear, Criteria, WayList, Channels, GroundsUnit, Refusals, Papers, Traits, Relations}
	// textUnits are the units whose value is a text, even where it looks like a number.
	textUnits = []Unit{Text, ZoneUnit, DateUnit, DayOfYear, Word, ClassUnit}
)

// readTurnList reads "priority 1, general 3".
func readTurnList(text string) ([]Turn, error) {
	var list []Turn
	for part := range strings.SplitSeq(text, ",") {
		class, take, _ := strings.Cut(strings.TrimSpace(part), " ")
		n, err := strconv.Atoi(strings.TrimSpace(take))
		if err != nil {
			return nil, fmt.Errorf("%q: want a class and a number", strings.TrimSpace(part))
		}
		list = append(list, Turn{register.PriorityClass(class), n})
	}
	return list, nil
}

// Choices are the words that a value may be, or that its list may hold; none where the words are not a closed list.
func Choices(key string) []string { return slices.Clone(specs[key].words) }

// Units are the units in which a value may be given.
func Units(key string) []Unit { return slices.Clone(specs[key].units) }

// Optional reports whether a value may be none: the jurisdiction has no such rule.
func Optional(key string) bool { return specs[key].optional }
