package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// message is one key in one language: a plain text, or the plural forms of a counted one.
type message struct {
	text  string
	forms map[string]string // nil for a plain text
}

var (
	keyForm  = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)+$`)
	variable = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z0-9]*)\}\}`)
)

// pluralForms names the forms that a language needs for whole numbers (CLDR), and those that it may have besides.
var pluralForms = map[Lang]struct{ needed, allowed []string }{
	Kazakh:  {needed: []string{"one", "other"}},
	Russian: {needed: []string{"one", "few", "many"}, allowed: []string{"other"}}, // other: for fractions
	English: {needed: []string{"one", "other"}},
}

// parseMessages reads one file. Unlike json.Unmarshal it refuses a key that stands twice.
func parseMessages(content []byte) (map[string]message, error) {
	messages := map[string]message{}
	decoder := json.NewDecoder(bytes.NewReader(content))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("want one object of keys and texts")
	}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		key := token.(string) // what stands before a colon is a string, or Token has failed
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return nil, fmt.Errorf("key %s: %w", key, err)
		}
		if _, twice := messages[key]; twice {
			return nil, fmt.Errorf("key %s stands twice", key)
		}
		m, err := parseMessage(raw)
		if err != nil {
			return nil, fmt.Errorf("key %s: %w", key, err)
		}
		messages[key] = m
	}
	if _, err := decoder.Token(); err != nil { // the closing brace
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("text after the object")
	}
	return messages, nil
}

func parseMessage(raw json.RawMessage) (message, error) {
	var m message
	if json.Unmarshal(raw, &m.text) == nil && raw[0] == '"' {
		return m, nil
	}
	if err := json.Unmarshal(raw, &m.forms); err != nil || m.forms == nil {
		return message{}, errors.New("want a text or an object of plural forms")
	}
	return m, nil
}

// texts is every text of the message, in the order of the forms' names.
func (m message) texts() []string {
	if m.forms == nil {
		return []string{m.text}
	}
	texts := make([]string, 0, len(m.forms))
	for _, form := range slices.Sorted(maps.Keys(m.forms)) {
		texts = append(texts, m.forms[form])
	}
	return texts
}

// variables is the names of the variables of all texts, sorted.
func (m message) variables() []string {
	var names []string
	for _, text := range m.texts() {
		names = append(names, variablesOf(text)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func variablesOf(text string) []string {
	var names []string
	for _, match := range variable.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// check is what is wrong with the message of one language by itself.
func (m message) check(lang Lang) error {
	for _, text := range m.texts() {
		if strings.TrimSpace(text) != text || text == "" {
			return errors.New("empty text, or space at an end")
		}
		if rest := variable.ReplaceAllString(text, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
			return fmt.Errorf("text %q: a variable is written {{.Name}}", text)
		}
	}
	if m.forms == nil {
		return nil
	}
	return m.checkForms(lang)
}

func (m message) checkForms(lang Lang) error {
	want := pluralForms[lang]
	for _, form := range want.needed {
		if m.forms[form] == "" {
			return fmt.Errorf("plural form %q is missing", form)
		}
	}
	all := m.variables()
	if !slices.Contains(all, "Count") {
		return errors.New("a counted text needs {{.Count}}")
	}
	for _, form := range slices.Sorted(maps.Keys(m.forms)) {
		if !slices.Contains(want.needed, form) && !slices.Contains(want.allowed, form) {
			return fmt.Errorf("plural form %q does not exist in this language", form)
		}
		own := variablesOf(m.forms[form])
		if form == "one" && lang != Russian && !slices.Contains(own, "Count") {
			own = append(own, "Count") // "one" is the number 1 alone here and may say so in words; in Russian it is also 21
			slices.Sort(own)
		}
		if !slices.Equal(own, all) {
			return fmt.Errorf("plural form %q has the variables %v, others %v", form, own, all)
		}
	}
	return nil
}
