package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/balajol/balajol/civil"
)

const profileFormat = "balajol/profile/1"

// Title names a profile in the languages of the pages.
type Title struct {
	KK string `json:"kk"`
	RU string `json:"ru"`
	EN string `json:"en"`
}

// Profile is the law of a jurisdiction as dated figures. It is read-only.
type Profile struct {
	Name   string     // file name without its ending, such as "kz-voucher-2026"
	Title  Title      // for people
	From   civil.Date // first day for which the profile gives rules
	Parts  []Part     // what it covers, in the order of Parts; every figure of these is there
	SHA256 string     // hex, of Canonical

	keys      []string // of its figures, in reading order
	figures   []Figure // in reading order, rows of a key by date
	calendars []*Calendar
	workdays  civil.WorkCalendar
	canonical []byte
	days      []civil.Date // on which the rules change
	steps     []step       // one for each of them
}

// document is a profile as it is written. Figures are read one by one, so that an error names its row.
type document struct {
	Format    string            `json:"format"`
	Name      string            `json:"name"`
	Title     Title             `json:"title"`
	From      civil.Date        `json:"from"`
	Parts     []Part            `json:"parts,omitempty"` // none: all
	Calendars []string          `json:"calendars"`
	Figures   []json.RawMessage `json:"figures"`
}

var documentNames = []string{"format", "name", "title", "from", "parts", "calendars", "figures"}

// Parse reads a profile. Its calendars are found among the embedded ones. An unknown, repeated or missing name, key, unit or
// source, a value of the wrong type or range, rows of a key that overlap or leave days between them, and rules that
// contradict each other are errors that name the place.
func Parse(text []byte) (*Profile, error) {
	var d document
	if err := strictly(text, &d, documentNames); err != nil {
		return nil, fmt.Errorf("parse profile: %w", err)
	}
	figures := make([]Figure, len(d.Figures))
	for i, raw := range d.Figures {
		var err error
		if figures[i], err = readFigure(raw); err != nil {
			return nil, fmt.Errorf("parse profile %s: figures[%d]: %w", d.Name, i, err)
		}
	}
	p := &Profile{Name: d.Name, Title: d.Title, From: d.From, figures: figures}
	if err := p.build(d); err != nil {
		return nil, fmt.Errorf("parse profile %s: %w", d.Name, err)
	}
	return p, nil
}

// build checks the parts against each other and computes what is asked often.
func (p *Profile) build(d document) error {
	switch {
	case d.Format != profileFormat:
		return fmt.Errorf("format %q: want %q", d.Format, profileFormat)
	case !isName(d.Name):
		return fmt.Errorf("name %q: want small letters, digits and hyphens", d.Name)
	case d.Title.KK == "" || d.Title.RU == "" || d.Title.EN == "":
		return fmt.Errorf("title: want kk, ru and en")
	case d.From.IsZero():
		return fmt.Errorf("from is missing")
	}
	if err := p.readParts(d.Parts); err != nil {
		return err
	}
	if err := p.findCalendars(d.Calendars); err != nil {
		return err
	}
	if err := p.checkRows(); err != nil {
		return err
	}
	p.sign()
	return p.resolve()
}

// isName reports whether a name can also be a file name and a word of a command line.
func isName(name string) bool {
	for _, c := range []byte(name) {
		if c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return name != "" && len(name) <= 64
}

func (p *Profile) findCalendars(names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("calendars: want at least one")
	}
	var years []civil.WorkYear
	for _, name := range names {
		c, err := loadCalendar(name)
		if err != nil {
			return fmt.Errorf("calendars: %w", err)
		}
		p.calendars = append(p.calendars, c)
		years = append(years, c.WorkYear())
	}
	var err error
	p.workdays, err = civil.NewWorkCalendar(p.Name, years...)
	return err
}

// checkRows sorts the rows and refuses a missing key of the parts, and rows that overlap or leave days between them.
func (p *Profile) checkRows() error {
	slices.SortStableFunc(p.figures, func(a, b Figure) int {
		if a.Key != b.Key {
			return keyOrder(a.Key) - keyOrder(b.Key)
		}
		return a.From.Compare(b.From)
	})
	rows := p.figures
	for _, s := range order {
		n := 0
		for n < len(rows) && rows[n].Key == s.key {
			n++
		}
		if n == 0 && slices.Contains(p.Parts, partOf(s.key)) {
			return fmt.Errorf("figure %s is missing", s.key)
		}
		if n == 0 {
			continue
		}
		p.keys = append(p.keys, s.key)
		if err := p.checkDates(rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// checkDates refuses rows of one key that begin late, overlap or leave days between them.
func (p *Profile) checkDates(rows []Figure) error {
	if rows[0].From.After(p.From) {
		return fmt.Errorf("figure %s begins on %s, after the profile's first day %s", rows[0].Key, rows[0].From, p.From)
	}
	for i, row := range rows[1:] {
		last := rows[i]
		if last.During().Overlaps(row.During()) {
			return fmt.Errorf("figure %s: %s overlaps %s", row.Key, last.During(), row.During())
		}
		if last.To.AddDays(1) != row.From {
			return fmt.Errorf("figure %s: no value between %s and %s", row.Key, last.During(), row.During())
		}
	}
	return nil
}

func keyOrder(key string) int {
	return slices.IndexFunc(order, func(s spec) bool { return s.key == key })
}

// sign writes the canonical text: the profile without spaces, its figures in reading order, then the calendars that it
// counts terms by, and takes its hash.
func (p *Profile) sign() {
	days := make([]json.RawMessage, len(p.calendars))
	for i, c := range p.calendars {
		days[i] = c.canonical
	}
	p.canonical = marshal(struct {
		Format    string            `json:"format"`
		Name      string            `json:"name"`
		Title     Title             `json:"title"`
		From      civil.Date        `json:"from"`
		Parts     []Part            `json:"parts,omitempty"`
		Calendars []json.RawMessage `json:"calendars"`
		Figures   []Figure          `json:"figures"`
	}{profileFormat, p.Name, p.Title, p.From, p.writtenParts(), days, p.figures})
	hash := sha256.Sum256(p.canonical)
	p.SHA256 = hex.EncodeToString(hash[:])
}

// Canonical is the text that the hash is taken of: two files that say the same have the same one.
func (p *Profile) Canonical() []byte { return slices.Clone(p.canonical) }

// Calendars lists the working calendars that the profile counts terms by.
func (p *Profile) Calendars() []*Calendar { return slices.Clone(p.calendars) }

// Keys lists the keys of the profile in reading order. A profile of all parts has all keys of the format.
func (p *Profile) Keys() []string { return slices.Clone(p.keys) }

// With is a copy of the profile in which every row of a key has another value, checked like any other. It keeps the name, and
// its hash differs. It is meant for tests and for what-if questions.
func (p *Profile) With(key string, value any) (*Profile, error) {
	if _, known := specs[key]; !known {
		return nil, fmt.Errorf("change profile %s: unknown key %q", p.Name, key)
	}
	raw := marshal(value)
	if raw == nil {
		return nil, fmt.Errorf("change %s of profile %s: a %T is no JSON value", key, p.Name, value)
	}
	figures := slices.Clone(p.figures)
	for i := range figures {
		if figures[i].Key == key {
			figures[i].Value = raw
		}
	}
	changed, err := p.rewritten(p.Name, figures)
	if err != nil {
		return nil, fmt.Errorf("change %s: %w", key, err)
	}
	return changed, nil
}

// Alternative is a value that With takes for the key instead of the one on a day, made by its type: the raw material of a test
// that changes every figure in turn and looks for a changed outcome. It is false for an unknown key and a day without rules.
func (p *Profile) Alternative(key string, day civil.Date) (any, bool) {
	s, known := specs[key]
	rules, err := p.On(day)
	if !known || err != nil {
		return nil, false
	}
	return s.other(&rules), true
}
