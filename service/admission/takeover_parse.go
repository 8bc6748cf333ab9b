package admission

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// oldLine is one line of an old list as it was read.
type oldLine struct {
	line       int
	number     int // 0 = the list has no numbers, or this one cannot be read
	list       string
	registered time.Time // in the zone of the authority
	child      string    // IIN
	birth      civil.Date
	guardian   string // IIN
	phone      string
	language   register.Language
	ground     register.PriorityGroup
	choices    []string
	settlement string
	district   string
	kinder     string
	group      string
	from       civil.Date

	state  preschool.TakeoverState
	faults []Fault

	childID register.ID[register.Child] // of a child who is registered already
}

// Fault is what is wrong with one line, by its column. It never holds a value of the line.
type Fault struct {
	Line   int
	Column string
	Word   string // see the messages takeover.fault.*
	With   int    // the other line, where two clash
}

// soft faults leave a line accepted; somebody should look at it.
var soft = []string{"no_phone", "ground_unknown", "choices_cut", "choice_unknown", "no_choice", "birth_differs", "language_unknown", "group_age"}

func (l *oldLine) fault(column, word string, with int) {
	l.faults = append(l.faults, Fault{l.line, column, word, with})
	switch {
	case slices.Contains(soft, word):
	case slices.Contains([]string{"twice", "here_queued", "here_placed", "placed_elsewhere"}, word):
		if l.state == preschool.TakeoverLoaded {
			l.state = preschool.TakeoverDoubled
		}
	default:
		l.state = preschool.TakeoverContradicted
	}
}

func (l *oldLine) accepted() bool { return l.state == preschool.TakeoverLoaded }

// words are the faults of a line as they are kept.
func (l *oldLine) words() []string {
	var words []string
	for _, f := range l.faults {
		word := f.Word
		if f.With > 0 {
			word += ":" + strconv.Itoa(f.With)
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// reader reads the rows of one list.
type rowReader struct {
	kind   preschool.TakeoverKind
	places map[string]int
	width  int
	form   string
	words  map[string]map[string]string
	zone   *time.Location
}

func (r *rowReader) read(row gateway.TableRow) *oldLine {
	l := &oldLine{line: row.Line, state: preschool.TakeoverLoaded}
	if len(row.Cells) > r.width || len(row.Cells) < r.width && r.form == "csv" {
		l.fault("", "cells", 0)
		return l
	}
	cell := func(column string) string {
		if at, there := r.places[column]; there && at < len(row.Cells) {
			return row.Cells[at]
		}
		return ""
	}
	l.list, l.phone, l.settlement, l.district = cell(colList), phoneOf(cell(colPhone)), cell(colSettlement), cell(colDistrict)
	r.readNumber(l, cell(colNumber))
	r.readPeople(l, cell)
	if r.kind == preschool.TakeoverQueue {
		r.readQueue(l, cell)
	} else {
		r.readSeat(l, cell)
	}
	return l
}

func (r *rowReader) readNumber(l *oldLine, text string) {
	if _, there := r.places[colNumber]; !there {
		return
	}
	n, err := strconv.Atoi(strings.TrimSuffix(text, ".0"))
	if err != nil || n < 1 || n > math.MaxInt32 {
		l.fault(colNumber, "number", 0)
		return
	}
	l.number = n
}

func (r *rowReader) readPeople(l *oldLine, cell func(string) string) {
	l.child, l.guardian = iinOf(cell(colChild)), iinOf(cell(colGuardian))
	for _, number := range [][2]string{{colChild, l.child}, {colGuardian, l.guardian}} {
		switch register.CodeOf(register.CheckIIN(number[1])) {
		case "iin.digits":
			l.fault(number[0], "iin_digits", 0)
		case "iin.control":
			l.fault(number[0], "iin_control", 0)
		}
	}
	if l.child == l.guardian {
		l.fault(colGuardian, "same_person", 0)
	}
	if text := cell(colBirth); text != "" {
		if day, _, ok := parseTime(text, r.zone); ok {
			l.birth = civil.DateOf(day, r.zone)
			if register.BirthWarning(l.child, l.birth) {
				l.fault(colBirth, "birth_differs", 0)
			}
		} else {
			l.fault(colBirth, "day", 0)
		}
	} else if day, ok := birthOf(l.child); ok {
		l.birth = day
	} else {
		l.fault(colBirth, "day", 0)
	}
	l.language = register.Russian
	if text := r.word(colLanguage, cell(colLanguage)); text != "" {
		folded := foldHeading(text)
		language, known := languages[folded]
		if own, err := register.ParseWord(register.Languages, folded); err == nil {
			language, known = own, true
		}
		if l.language = language; !known {
			l.language = register.Russian
			l.fault(colLanguage, "language_unknown", 0)
		}
	} else if _, there := r.places[colLanguage]; there {
		l.fault(colLanguage, "language_unknown", 0)
	}
	if l.phone == "" {
		l.fault(colPhone, "no_phone", 0)
	}
}

func (r *rowReader) readQueue(l *oldLine, cell func(string) string) {
	at, timed, ok := parseTime(cell(colRegistered), r.zone)
	if !ok {
		l.fault(colRegistered, "day", 0)
	}
	if text := cell(colTime); ok && text != "" && !timed {
		clock, known := parseClock(text)
		if !known {
			l.fault(colTime, "time", 0)
		}
		at = at.Add(clock)
	}
	l.registered = at
	if text := r.word(colGround, cell(colGround)); text != "" && !slices.Contains([]string{"нет", "жоқ", "no", "общая", "жалпы", "general", "-"}, strings.ToLower(text)) {
		ground, known := grounds[foldHeading(text)]
		if own, err := register.ParseWord(register.PriorityGroups, strings.ToLower(text)); err == nil {
			ground, known = own, true
		}
		if l.ground = ground; !known {
			l.fault(colGround, "ground_unknown", 0)
		}
	}
	for n := 1; n <= moreChoices; n++ {
		column := colChoices
		if n > 1 {
			column += "_" + strconv.Itoa(n)
		}
		for _, name := range strings.FieldsFunc(cell(column), func(r rune) bool { return r == '|' || r == ';' || r == '\n' }) {
			if name = r.word(colKinder, strings.TrimSpace(name)); name != "" {
				l.choices = append(l.choices, name)
			}
		}
	}
}

func (r *rowReader) readSeat(l *oldLine, cell func(string) string) {
	l.kinder, l.group = r.word(colKinder, cell(colKinder)), strings.TrimSuffix(cell(colGroup), ".0")
	if text := cell(colFrom); text != "" {
		day, _, ok := parseTime(text, r.zone)
		if !ok {
			l.fault(colFrom, "day", 0)
		}
		l.from = civil.DateOf(day, r.zone)
	}
}

// word is what a cell means by the officer's own words.
func (r *rowReader) word(column, text string) string {
	for said, means := range r.words[column] {
		if foldHeading(said) == foldHeading(text) {
			return means
		}
	}
	return text
}

// iinOf is a number as it is typed: spaces are forgiven, and the zeros that office programs take from its front.
func iinOf(text string) string {
	text = strings.TrimSuffix(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\'' {
			return -1
		}
		return r
	}, text), ".0")
	if len(text) >= 9 && len(text) < 12 && strings.Trim(text, "0123456789") == "" {
		text = strings.Repeat("0", 12-len(text)) + text
	}
	return text
}

// birthOf reads the birth date out of a number: the seventh digit tells the century.
func birthOf(iin string) (civil.Date, bool) {
	if len(iin) != 12 || iin[6] < '1' || iin[6] > '6' {
		return civil.Date{}, false
	}
	century := 18 + int(iin[6]-'1')/2
	day, err := civil.ParseDate(strconv.Itoa(century) + iin[:2] + "-" + iin[2:4] + "-" + iin[4:6])
	return day, err == nil
}

// phoneOf is a phone number with its country, or none.
func phoneOf(text string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, strings.TrimSuffix(text, ".0"))
	switch {
	case len(digits) == 10 && digits[0] == '7':
		return "+7" + digits
	case len(digits) == 11 && (digits[0] == '8' || digits[0] == '7'):
		return "+7" + digits[1:]
	}
	return ""
}
