package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/register"
)

// Every result, verdict and line of an explanation has its words, and no words are left over.
func TestExplanationsHaveWords(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{"explain.number": true, "explain.choice": true, "explain.result.seated": true, "explain.result.kept": true}
	for _, line := range []string{"number", "place", "tier", "class", "slot"} {
		used["explain.line."+line] = true
	}
	for _, r := range []allocation.Reason{allocation.NoWishes, allocation.NotAcceptable, allocation.NoSeat, allocation.FamilyReason} {
		used["explain.result."+string(r)] = true
	}
	for _, v := range []allocation.Verdict{
		allocation.VerdictSeated, allocation.VerdictKept, allocation.VerdictOutranked, allocation.VerdictNoSeats, allocation.VerdictNotAcceptable,
		allocation.VerdictWrongClass, allocation.VerdictFamily, allocation.VerdictNotNeeded, allocation.VerdictIgnored,
	} {
		used["explain.verdict."+string(v)] = true
	}
	for key := range used {
		if !messages.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
	for _, key := range messages.Keys() {
		if strings.HasPrefix(key, "explain.") && !used[key] {
			t.Errorf("nothing shows %s", key)
		}
	}
}

// publishedProblems are the problems of the published examples where they stand beside the checkout, and one of our own in
// which every verdict is reached.
func publishedProblems(t *testing.T) []string {
	t.Helper()
	const folder = "../../../shared/fixtures/allocation"
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); err == nil && len(files) < 12 {
		t.Fatalf("%d examples", len(files))
	}
	examples := []string{`{"format":"balajol/problem/1",
		"slot_kinds":{"priority":[["P"],["G"]],"quota":[["P"]]},
		"groups":[{"id":"D1","seats":2,"pattern":["priority","quota"],"start":0},{"id":"D2","seats":1,"order":["k3","k5"]},{"id":"D3","seats":1,"pattern":["quota"]},
			{"id":"D4","seats":1},{"id":"D5","seats":0}],
		"children":[{"id":"k1","number":1,"class":"G","prefers":["D1","D4"]},{"id":"k2","number":2,"class":"G","prefers":["D1","D2","D3","D5"]},
			{"id":"k3","number":3,"class":"P","prefers":["D2"]},{"id":"k4","number":4,"class":"P","prefers":["D1"]},{"id":"k5","number":5,"class":"P","prefers":["D2","D1"]},
			{"id":"k6","number":6,"class":"P","prefers":["D4","D5"],"holds":"D4"},{"id":"k7","number":7,"class":"P","prefers":[]}]}`}
	for _, file := range files {
		text, err := os.ReadFile(file)
		var example struct{ Problem json.RawMessage }
		if err == nil {
			err = json.Unmarshal(text, &example)
		}
		if err != nil {
			t.Fatal(err)
		}
		examples = append(examples, string(example.Problem))
	}
	return examples
}

// No sentence about any published example, in any language, has a word missing.
func TestExplanationsOfPublishedExamples(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range publishedProblems(t) {
		p, err := allocation.Decode(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		o, err := allocation.Solve(context.Background(), p, allocation.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, child := range p.Children {
			x, err := allocation.Explain(p, o, child.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, lang := range i18n.Langs() {
				for _, sentence := range sentences(messages.Printer(lang), x) {
					if strings.Contains(sentence, "[explain") || strings.Contains(sentence, "{{") {
						t.Errorf("child %s, %s: %s", child.ID, lang, sentence)
					}
				}
			}
		}
	}
}

// The commands solve every published example and accept what they solved.
func TestPublishedExamplesByCommand(t *testing.T) {
	t.Parallel()
	problems := publishedProblems(t)
	dir := t.TempDir()
	problem, outcome := filepath.Join(dir, "problem.json"), filepath.Join(dir, "outcome.json")
	for i, text := range problems {
		if err := os.WriteFile(problem, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"allocate", problem, "-o", outcome}, {"check", problem, outcome}} {
			if code := run(args); code != exitDone {
				t.Errorf("example %d: %s ends with %d", i, args[0], code)
			}
		}
	}
}

// A refusal without words, or one that lacks a value, would show its key in brackets.
func TestRefusalsOfTheTerminalAreWorded(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	refusals := []*register.Error{
		register.Refuse(register.Invalid, "address.busy").With("address", "a"), register.Refuse(register.Invalid, "address.malformed").With("address", "a"),
		register.Refuse(register.Invalid, "address.public").With("address", "a"), register.Refuse(register.Invalid, "authority.names").With("authority", "a"),
		register.Refuse(register.Invalid, "authority.other_profile").With("profile", "a"), register.Refuse(register.Invalid, "database.none").With("path", "a"),
		register.Refuse(register.Invalid, "database.older").With("has", "1").With("wants", "2"), register.Refuse(register.Invalid, "database.newer").With("has", "1").With("wants", "2"),
		register.Refuse(register.Invalid, "file.day").With("value", "a"), register.Refuse(register.Invalid, "file.missing").With("file", "a"),
		register.Refuse(register.Invalid, "file.there").With("file", "a"), register.Refuse(register.Invalid, "key.malformed").With("file", "a"),
		register.Refuse(register.Invalid, "key.name").With("name", "a"), register.Refuse(register.Invalid, "key.none"), register.Refuse(register.Invalid, "key.other"),
		register.Refuse(register.Invalid, "key.verifier_malformed"), register.Refuse(register.Invalid, "key.verifier_none"),
		register.Refuse(register.Invalid, "log.no_record").With("folder", "a"), register.Refuse(register.Invalid, "outcome.child").With("child", "a"),
		register.Refuse(register.Invalid, "outcome.wrong"), register.Refuse(register.Invalid, "population.duplicate").With("value", "1"),
		register.Refuse(register.Invalid, "profile.assumed").With("profile", "a").With("count", "1"),
		register.Refuse(register.Invalid, "profile.unknown").With("profile", "a").With("known", "b"),
	}
	for _, refusal := range refusals {
		for _, lang := range i18n.Langs() {
			if text := wordRefusal(messages.Printer(lang), refusal); strings.HasPrefix(text, "[") {
				t.Errorf("%s: %s", lang, text)
			}
		}
	}
}

// What the system calls by other names is said in our words too.
func TestMachineErrorsAreWorded(t *testing.T) {
	t.Parallel()
	_, err := os.Open("nowhere")
	for _, c := range []struct {
		err  error
		want string
	}{
		{missing("nowhere", err), "nowhere"},
		{&fs.PathError{Op: "write", Path: "x", Err: fs.ErrPermission}, "may not be written"},
		{inFile{"a.csv", register.Refuse(register.Invalid, "file.empty")}, "a.csv: The file is empty"},
	} {
		if got := explainError(c.err); !strings.Contains(got, c.want) {
			t.Errorf("%v is worded %q, want %q in it", c.err, got, c.want)
		}
	}
}
