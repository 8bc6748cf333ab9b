package town

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// A story is a text file that an officer can read and the tests play. It begins with what it is about; then, under
// "-- town --", what is given (one fact a line); then, under "-- play --", what happens, one line each:
//
//	2026-03-02 09:00 officer verify-proof aida genuine
//	    aida: queued, priority verified; 1 of 3, priority_turn
//
// A line is DAY TIME WHO VERB and words. WHO is a role (officer, approver, payer, auditor, system, public), a kindergarten
// (sun, moon) or a person: a child's name, for whom its guardian acts. The indented lines are what is then seen; they are
// written by the program (go test -update) and compared ever after. A refusal is seen as "refused: CODE" with its values.
//
// Given: `profile NAME` (first; kz-classic-2025 if it is left out), `figure KEY JSON` (a value of the profile that differs),
// and any verb of the map Verbs as `WHO VERB …`, done on the first morning. Lines that begin with # are words to the reader.
//
// Verbs (verbs.go; other files of this package add theirs to the map in an init):
//
//	NAME family BIRTH                 registers a guardian with one child; `twins` registers NAME1 and NAME2 of one guardian
//	NAME apply [key=value …] SITE …   hands in an application; keys: ground, issued, settlement, source, key, start,
//	                                  language, kind, consent=yes, and for=NAME where a clerk types it
//	NAME withdraw | restore           ends or restores the application
//	NAME accept | decline | extend | sign | choose SITE …   answers the newest offer
//	NAME position                     what the holder of the code sees
//	officer verify-proof NAME genuine|false
//	officer seats SITE BIRTHYEAR N    leaves N seats open there, and none in other kindergartens
//	system morning | evening | night | deliver   the program's own work; tells what happened to every application
//	WHO show NAME …                   the applications as they stand
type Story struct {
	*Town
	People map[string]Person
	Apps   map[string]register.ID[preschool.Application]
	Things map[string]string // ids of other nouns under the names of the story, e.g. "appeal aida"
}

// Verb does what a line says; what it returns is written under the line, a refusal as well.
type Verb func(s *Story, who string, args []string) (string, error)

// PlayStories plays each file that the pattern matches and compares it with what is seen; update rewrites the files.
func PlayStories(t *testing.T, pattern string, update bool) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no stories match %s: %v", pattern, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			told := tell(t, string(text))
			if update {
				if err := os.WriteFile(path, []byte(told), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(text), told); diff != "" {
				t.Errorf("%s (-file +seen):\n%s", path, diff)
			}
		})
	}
}

func tell(t *testing.T, text string) string {
	t.Helper()
	about, rest, given := strings.Cut(text, "-- town --\n")
	before, play, ok := strings.Cut(rest, "-- play --\n")
	if !given || !ok {
		t.Fatal("a story has the sections town and play, in this order")
	}
	s := &Story{People: map[string]Person{}, Apps: map[string]register.ID[preschool.Application]{}, Things: map[string]string{}}
	s.Town = Under(t, profileOf(t, before))
	for line := range strings.Lines(before) {
		words := strings.Fields(line)
		if len(words) > 1 && !slices.Contains([]string{"profile", "figure", "#"}, words[0]) {
			if _, err := s.do(words); err != nil {
				t.Fatalf("%s: %v", strings.TrimSpace(line), err)
			}
		}
	}
	var told strings.Builder
	told.WriteString(about + "-- town --\n" + before + "-- play --\n")
	for line := range strings.Lines(play) {
		if strings.HasPrefix(line, "    ") {
			continue // what was seen last time
		}
		told.WriteString(line)
		if words := strings.Fields(line); len(words) > 0 && words[0] != "#" {
			told.WriteString(s.line(words))
		}
	}
	return told.String()
}

// profileOf is the profile that a story names, with the figures that it changes.
func profileOf(t *testing.T, given string) *policy.Profile {
	t.Helper()
	name, figures := "kz-classic-2025", map[string]string{}
	for line := range strings.Lines(given) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "profile":
			name = rest
		case "figure":
			key, value, _ := strings.Cut(rest, " ")
			figures[key] = value
		}
	}
	p, err := policy.Load(name)
	for _, key := range slices.Sorted(maps.Keys(figures)) {
		var value any
		if err == nil {
			err = json.Unmarshal([]byte(figures[key]), &value)
		}
		if err == nil {
			p, err = p.With(key, value)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (s *Story) line(words []string) string {
	s.TB.Helper()
	if len(words) < 4 {
		s.TB.Fatalf("%q: want DAY TIME WHO VERB …", strings.Join(words, " "))
	}
	s.At(words[0] + " " + words[1])
	seen, err := s.do(words[2:])
	if err != nil {
		if register.CodeOf(err) == "" {
			s.TB.Fatalf("%s: %v", strings.Join(words, " "), err)
		}
		seen = strings.TrimSpace(seen + "\n" + Refusal(err))
	}
	var b strings.Builder
	for line := range strings.Lines(seen) {
		b.WriteString("    " + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}

func (s *Story) do(words []string) (string, error) {
	s.TB.Helper()
	if len(words) < 2 {
		s.TB.Fatalf("%q: want WHO VERB …", strings.Join(words, " "))
	}
	verb, known := Verbs[words[1]]
	if !known {
		s.TB.Fatalf("%s is no verb: %v", words[1], slices.Sorted(maps.Keys(Verbs)))
	}
	return verb(s, words[0], words[2:])
}

// Who is the actor of a name: a role, a kindergarten, or the guardian of a person.
func (s *Story) Who(name string) access.Actor {
	s.TB.Helper()
	if slices.Contains(access.Roles, access.Role(name)) {
		return Actor(access.Role(name))
	}
	if k := register.ID[register.Kindergarten](name); k == Sun || k == Moon {
		return Staff(k)
	}
	p, known := s.People[name]
	if !known {
		s.TB.Fatalf("nobody is called %s", name)
	}
	return p.Actor()
}

// App is the newest application of a person of the story.
func (s *Story) App(name string) register.ID[preschool.Application] {
	s.TB.Helper()
	id, known := s.Apps[name]
	if !known {
		s.TB.Fatalf("%s has no application", name)
	}
	return id
}

// Refusal is a refusal as a story shows it: its code with its values.
func Refusal(err error) string {
	text := "refused: " + register.CodeOf(err)
	if e, ok := errors.AsType[*register.Error](err); ok {
		for _, name := range slices.Sorted(maps.Keys(e.Args)) {
			if name == "code" {
				continue // of the application that is kept as refused: long, and drawn
			}
			text += fmt.Sprintf(" %s=%s", name, e.Args[name])
		}
	}
	return text
}
