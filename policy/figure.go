package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/balajol/balajol/civil"
)

// Mark says how well a figure is known.
type Mark string

// The marks.
const (
	Law     Mark = "law"     // read in the act itself
	Press   Mark = "press"   // read in an official statement or the press
	Assumed Mark = "assumed" // found nowhere: a labelled assumption
)

// Marks lists the marks from the best known.
var Marks = []Mark{Law, Press, Assumed}

// Figure is one dated row of a profile.
type Figure struct {
	Key       string          `json:"key"`
	Value     json.RawMessage `json:"value"` // null: the jurisdiction has no such rule
	Unit      Unit            `json:"unit"`
	From      civil.Date      `json:"from"`
	To        civil.Date      `json:"to,omitzero"` // last day; none: until changed
	Source    string          `json:"source"`      // act or page, with its date
	Mark      Mark            `json:"mark"`
	Note      string          `json:"note,omitempty"`
	ShownOnly bool            `json:"shown_only,omitempty"` // shown to people, changes no outcome of the program yet
}

// figureNames are the names that a row may have.
var figureNames = []string{"key", "value", "unit", "from", "to", "source", "mark", "note", "shown_only"}

// During is the period in which the figure holds.
func (f Figure) During() civil.DateRange { return civil.DateRange{From: f.From, To: f.To} }

// Text is the value as people read it: words without quotes, a pattern as "priority 1, general 3", "none" for a rule that
// the jurisdiction does not have.
func (f Figure) Text() string {
	var turns []Turn
	if f.Unit == Turns && json.Unmarshal(f.Value, &turns) == nil {
		words := make([]string, len(turns))
		for i, t := range turns {
			words[i] = fmt.Sprintf("%s %d", t.Class, t.Take)
		}
		return strings.Join(words, ", ")
	}
	var words []string
	if string(f.Value) != "null" && json.Unmarshal(f.Value, &words) == nil {
		return strings.Join(words, ", ")
	}
	var word string
	switch {
	case string(f.Value) == "null":
		return "none"
	case json.Unmarshal(f.Value, &word) == nil:
		return word
	}
	return string(f.Value)
}

// readFigure reads one row and checks all that can be judged without the other rows.
func readFigure(raw []byte) (Figure, error) {
	var f Figure
	if err := strictly(raw, &f, figureNames); err != nil {
		return f, err
	}
	spec, known := specs[f.Key]
	switch {
	case f.Key == "":
		return f, fmt.Errorf("key is missing")
	case !known:
		return f, fmt.Errorf("%s: unknown key", f.Key)
	case len(f.Value) == 0:
		return f, fmt.Errorf("%s: value is missing", f.Key)
	case !slices.Contains(spec.units, f.Unit):
		return f, fmt.Errorf("%s: unit %q: want one of %v", f.Key, f.Unit, spec.units)
	case f.From.IsZero():
		return f, fmt.Errorf("%s: from is missing", f.Key)
	case !f.During().Valid():
		return f, fmt.Errorf("%s: to %s is before from %s", f.Key, f.To, f.From)
	case strings.TrimSpace(f.Source) == "":
		return f, fmt.Errorf("%s: source is missing", f.Key)
	case !slices.Contains(Marks, f.Mark):
		return f, fmt.Errorf("%s: mark %q: want one of %v", f.Key, f.Mark, Marks)
	}
	f.Value = canonicalValue(f.Value)
	if err := spec.read(f, new(Rules)); err != nil {
		return f, fmt.Errorf("%s: value %s: %w", f.Key, f.Value, err)
	}
	return f, nil
}

// canonicalValue writes a JSON value without spaces and with the names of objects sorted.
func canonicalValue(raw json.RawMessage) json.RawMessage {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return raw
	}
	return marshal(value)
}

// marshal writes JSON in one line, leaving <, > and & as they are.
func marshal(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}
