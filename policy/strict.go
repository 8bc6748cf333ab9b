package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// strictly reads a JSON object into a struct. A name that is unknown or comes twice is an error, and so is anything after
// the object: a figure that the reader overlooks would be a rule that nobody applies.
func strictly(raw []byte, into any, known []string) error {
	if err := json.Unmarshal(raw, new(json.RawMessage)); err != nil {
		return located(raw, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return fmt.Errorf("want a JSON object in braces")
	}
	var seen []string
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		switch {
		case !slices.Contains(known, name):
			return fmt.Errorf("unknown name %q: want one of %q", name, known)
		case slices.Contains(seen, name):
			return fmt.Errorf("name %q is given twice", name)
		}
		seen = append(seen, name)
		if err := decoder.Decode(new(json.RawMessage)); err != nil {
			return err
		}
	}
	return located(raw, json.Unmarshal(raw, into))
}

// located adds the line to an error of the JSON reader.
func located(raw []byte, err error) error {
	if err == nil {
		return nil
	}
	offset := int64(-1)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = syntax.Offset
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = wrong.Offset
	}
	if offset < 0 || offset > int64(len(raw)) {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(raw[:offset], []byte("\n")), err)
}
