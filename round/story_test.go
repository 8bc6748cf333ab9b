package round_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

var update = flag.Bool("update", false, "rewrite the outcomes in testdata")

// section is one part of a story, as in the txtar format: a line "-- name --", then text.
type section struct{ name, text string }

// story is one file: what it is about, what is given, and sections that the test computes.
type story struct {
	t        *testing.T
	about    string
	sections []section
}

func readStory(t *testing.T, path string) story {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := story{t: t}
	for _, line := range strings.SplitAfter(string(text), "\n") {
		name, ok := strings.CutPrefix(line, "-- ")
		if name, closed := strings.CutSuffix(name, " --\n"); ok && closed {
			s.sections = append(s.sections, section{name: name})
		} else if n := len(s.sections); n > 0 {
			s.sections[n-1].text += line
		} else {
			s.about += line
		}
	}
	return s
}

func (s story) String() string {
	text := s.about
	for _, part := range s.sections {
		text += "-- " + part.name + " --\n" + part.text
	}
	return text
}

// stories runs a test for each story of a folder. The sections that tell returns are compared with those of the file, or
// written to it under -update.
func stories(t *testing.T, folder string, tell func(s story) []section) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no stories in %s: %v", folder, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			s := readStory(t, path)
			told := s
			told.sections = slices.Clone(s.sections)
			for _, part := range tell(s) {
				told.sections = slices.DeleteFunc(told.sections, func(old section) bool { return old.name == part.name })
				told.sections = append(told.sections, part)
			}
			if *update {
				if err := os.WriteFile(path, []byte(told.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(s.String(), told.String()); diff != "" {
				t.Errorf("%s (-story +code):\n%s", path, diff)
			}
		})
	}
}

// rows splits a section into lines of words; words after the last are "".
func (s story) rows(name string, words int) [][]string {
	s.t.Helper()
	var rows [][]string
	for _, line := range strings.Split(s.text(name), "\n") {
		row := strings.Fields(line)
		if len(row) == 0 {
			continue
		}
		if len(row) > words {
			s.t.Fatalf("%s: %q has more than %d words", name, line, words)
		}
		rows = append(rows, append(row, make([]string, words-len(row))...))
	}
	return rows
}

func (s story) text(name string) string {
	for _, part := range s.sections {
		if part.name == name {
			return part.text
		}
	}
	return ""
}

func (s story) number(text string) int {
	s.t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func (s story) carry(text string) round.Carry {
	s.t.Helper()
	c, err := round.ParseCarry(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func (s story) instant(text string) civil.Instant {
	s.t.Helper()
	if text == "" || text == "-" {
		return civil.Instant{}
	}
	at, err := civil.ParseInstant(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return at
}

func (s story) entry(row []string) round.Entry {
	s.t.Helper()
	class, err := register.ParseWord(register.PriorityClasses, row[3])
	if err != nil {
		s.t.Fatal(err)
	}
	return round.Entry{
		Application: application(row[0]), RegisteredAt: s.instant(row[1]), Sequence: int64(s.number(row[2])),
		Class: class, Proof: preschool.ProofState(row[4]),
	}
}

// Each story tells one rule of the order with the 1 : 3 pattern: the applications, the carry, the order; and if offers were
// taken, the carry and the order after them.
func TestOrderStories(t *testing.T) {
	t.Parallel()
	stories(t, "order", func(s story) []section {
		var queue []round.Entry
		for _, row := range s.rows("applications", 5) {
			queue = append(queue, s.entry(row))
		}
		carry, ordering := round.Carry{}, round.Ordering{Pattern: oneToThree}
		if text := strings.TrimSpace(s.text("carry")); text != "" {
			carry = s.carry(text)
		}
		order := ordering.Order(queue, carry)
		told := []section{{"order", orderText(order, oneToThree.Period())}}
		if taken := strings.Fields(s.text("taken")); len(taken) > 0 {
			offered := map[application]bool{}
			for _, id := range taken {
				offered[application(id)] = true
			}
			carry = round.Served(carry, order, offered)
			queue = slices.DeleteFunc(queue, func(e round.Entry) bool { return offered[e.Application] })
			told = append(told, section{"taken", strings.Join(taken, " ") + "\n"},
				section{"carry after", carry.String() + "\n"},
				section{"order after", orderText(ordering.Order(queue, carry), oneToThree.Period())})
		}
		return told
	})
}

func orderText(order []round.Standing, period int) string {
	var b strings.Builder
	for _, s := range order {
		turn := "head block"
		if s.Turn >= 0 {
			turn = fmt.Sprintf("turn %d of %d", s.Turn%period+1, period)
		}
		fmt.Fprintf(&b, "%2d  %-6s %-12s %s\n", s.Position, s.Application, turn, s.Reason)
	}
	return b.String()
}
