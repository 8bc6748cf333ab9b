package main

import (
	"os"
	"strings"
	"testing"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
)

// Every text of the room policy is said by a command: its key stands in the source, whole or without the beginning that the
// source adds.
func TestPolicyTextsAreSaid(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var source strings.Builder
	for _, name := range []string{"policy_diff.go", "policy_questionnaire.go"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(text)
	}
	for _, part := range policy.Parts {
		if !messages.Has("policy.part." + string(part)) {
			t.Errorf("no text for the part %s", part)
		}
	}
	for _, key := range messages.Keys() {
		room, word, _ := strings.Cut(key, ".")
		if room != "policy" || strings.HasPrefix(word, "part.") {
			continue
		}
		_, end, _ := strings.Cut(word, ".")
		if !strings.Contains(source.String(), `"`+key+`"`) && !strings.Contains(source.String(), `"`+end+`"`) {
			t.Errorf("nobody says %s", key)
		}
	}
}

// Each figure of each profile is asked for in words, in both languages, and its present value is an answer that is taken.
func TestEveryFigureCanBeAsked(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(policy.Names(), policy.Samples()...) {
		p, err := policy.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range p.Figures(p.From) {
			for _, lang := range i18n.Langs() {
				for _, line := range questionText(messages.Printer(lang), f) {
					if strings.Contains(line, "[policy.") || strings.Contains(line, "[rule.") || strings.Contains(line, "[word.") {
						t.Errorf("%s in %s: %s", f.Key, lang, line)
					}
				}
			}
			value, unit, err := policy.ReadValue(f.Key, f.Unit, writtenText(f))
			if err != nil || unit != f.Unit || string(value) != string(f.Value) {
				t.Errorf("%s %s: %q is read as %s %s, %v", name, f.Key, writtenText(f), value, unit, err)
			}
		}
	}
}
