// Package checker_test compares two judges of an allocation's outcome that share no code: the browser's, written in TypeScript in
// this folder and built into web/static/check.mjs, and package allocation/check. On every file and every mutant they name the same
// violations.
package checker_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

// trial is a problem with outcomes to judge, as files.
type trial struct {
	name     string
	Problem  []byte   `json:"problem"`
	Outcomes [][]byte `json:"outcomes"`
}

// answer is what a judge says of a trial.
type answer struct {
	Fault    *string   `json:"fault"` // JSON path in a problem that is none
	Verdicts []verdict `json:"verdicts"`
}

// verdict is what a judge says of an outcome.
type verdict struct {
	Fault      *string     `json:"fault"`      // JSON path in an outcome that is none
	Violations [][3]string `json:"violations"` // code, child, group
	Optimality bool        `json:"optimality"`
}

// browserJudge starts the browser's judge, once for all trials; the function that it returns waits for the answers.
func browserJudge(t *testing.T, trials []trial) func() []answer {
	t.Helper()
	node, err := exec.LookPath("node")
	switch {
	case err != nil && testing.Short():
		t.Skip("no Node.js: the browser's judge is left out under -short")
	case err != nil:
		t.Fatal("no Node.js: install the package nodejs (18 or later)")
	}
	var input, output, stderr bytes.Buffer
	encoder := json.NewEncoder(&input)
	for _, one := range trials {
		if err := encoder.Encode(one); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.CommandContext(t.Context(), node, "lines.mjs")
	command.Stdin, command.Stdout, command.Stderr = &input, &output, &stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return func() []answer {
		if err := command.Wait(); err != nil {
			t.Fatalf("run the browser's judge: %v\n%s", err, &stderr)
		}
		var answers []answer
		for decoder := json.NewDecoder(&output); decoder.More(); {
			var one answer
			if err := decoder.Decode(&one); err != nil {
				t.Fatal(err)
			}
			answers = append(answers, one)
		}
		if len(answers) != len(trials) {
			t.Fatalf("%d answers to %d trials", len(answers), len(trials))
		}
		return answers
	}
}

// libraryJudge asks package check about the same files.
func libraryJudge(one trial) answer {
	p, err := allocation.Decode(bytes.NewReader(one.Problem))
	if err != nil {
		return answer{Fault: faultPath(err)}
	}
	a := answer{Verdicts: make([]verdict, len(one.Outcomes))}
	for i, text := range one.Outcomes {
		o, err := allocation.DecodeOutcome(bytes.NewReader(text))
		if err != nil {
			a.Verdicts[i].Fault = faultPath(err)
			continue
		}
		judged := check.Judge(p, o)
		a.Verdicts[i] = verdict{Violations: [][3]string{}, Optimality: judged.Optimality}
		for _, v := range judged.Violations {
			a.Verdicts[i].Violations = append(a.Verdicts[i].Violations, [3]string{string(v.Code), v.Child, v.Group})
		}
	}
	return a
}

func faultPath(err error) *string {
	path := "no input error"
	if input, ok := allocation.AsInputError(err); ok {
		path = input.Path
	}
	return &path
}

// count tells what was compared.
type count struct {
	problems, faultyProblems, outcomes, faultyOutcomes, right int
	codes                                                     map[string]int
}

func (c count) String() string {
	return fmt.Sprintf("%d problems (%d refused), %d outcomes (%d refused, %d right), violations %v",
		c.problems, c.faultyProblems, c.outcomes, c.faultyOutcomes, c.right, c.codes)
}

// compare asks both judges and tells where they differ. Of what is no file both must say so; the place is compared where told.
func compare(t *testing.T, trials []trial, places bool) count {
	t.Helper()
	wait := browserJudge(t, trials)
	c := count{codes: map[string]int{}}
	var ours []answer
	for _, one := range trials {
		library := libraryJudge(one)
		c.add(library)
		ours = append(ours, library)
	}
	differences := 0
	for i, browser := range wait() {
		library := ours[i]
		if !places {
			forgetPlaces(&browser)
			forgetPlaces(&library)
		}
		sortViolations(browser)
		sortViolations(library)
		if diff := cmp.Diff(library, browser); diff != "" && differences < 5 {
			differences++
			t.Errorf("%s: the judges differ (-library +browser):\n%s\nproblem %q\n%s", trials[i].name, diff, trials[i].Problem, firstDifferent(trials[i], library, browser))
		}
	}
	return c
}

func (c *count) add(a answer) {
	c.problems++
	if a.Fault != nil {
		c.faultyProblems++
	}
	for _, v := range a.Verdicts {
		c.outcomes++
		switch {
		case v.Fault != nil:
			c.faultyOutcomes++
		case len(v.Violations) == 0:
			c.right++
		}
		for _, violation := range v.Violations {
			c.codes[violation[0]]++
		}
	}
}

func firstDifferent(one trial, a, b answer) string {
	for i := range min(len(a.Verdicts), len(b.Verdicts)) {
		if !cmp.Equal(a.Verdicts[i], b.Verdicts[i]) {
			return fmt.Sprintf("outcome %q", one.Outcomes[i])
		}
	}
	return ""
}

func forgetPlaces(a *answer) {
	if a.Fault != nil {
		a.Fault = new(string)
	}
	for i := range a.Verdicts {
		if a.Verdicts[i].Fault != nil {
			a.Verdicts[i].Fault = new(string)
		}
	}
}

func sortViolations(a answer) {
	for _, v := range a.Verdicts {
		slices.SortFunc(v.Violations, func(a, b [3]string) int { return slices.Compare(a[:], b[:]) })
	}
}

func solve(t *testing.T, p allocation.Problem) allocation.Outcome {
	t.Helper()
	o, err := allocation.Solve(context.Background(), p, allocation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func canonical(t *testing.T, canon interface{ Canonical() ([]byte, error) }) []byte {
	t.Helper()
	text, err := canon.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const fixtures = "../../../shared/fixtures/allocation"

// Published examples, as they stand in the collection where that stands beside the checkout, and their outcomes.
func TestPublishedExamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(fixtures, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(fixtures); err == nil && len(files) < 13 {
		t.Fatalf("got %d examples, want at least 13", len(files))
	}
	trials := stories(t)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var example struct{ Problem json.RawMessage }
		if err := json.Unmarshal(data, &example); err != nil {
			t.Fatal(err)
		}
		p, err := allocation.Decode(bytes.NewReader(example.Problem))
		if err != nil {
			t.Fatal(err)
		}
		trials = append(trials, trial{strings.TrimSuffix(filepath.Base(file), ".json"), example.Problem, [][]byte{canonical(t, solve(t, p))}})
	}
	if c := compare(t, trials, true); c.right != len(trials) {
		t.Errorf("%d of %d right outcomes are accepted", c.right, len(trials))
	}
}
