package allocation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

const fixtures = "../../shared/fixtures/allocation"

// Published examples with outcomes that several independent packages agree on. Where the collection does not stand beside the
// checkout, the same examples are held by the stories in testdata.
func TestPublishedExamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(fixtures, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(fixtures); err == nil && len(files) < 13 {
		t.Fatalf("got %d examples, want at least 13", len(files))
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var example struct {
				Problem  json.RawMessage
				Expected map[string]*string
			}
			if err := json.Unmarshal(data, &example); err != nil {
				t.Fatal(err)
			}
			p, err := allocation.Decode(bytes.NewReader(example.Problem))
			if err != nil {
				t.Fatal(err)
			}
			o := solve(t, p)
			if len(o.Assignments) != len(example.Expected) || len(example.Expected) == 0 {
				t.Errorf("got %d assignments, want %d", len(o.Assignments), len(example.Expected))
			}
			for _, a := range o.Assignments {
				want, known := example.Expected[a.Child]
				if !known || want == nil && a.Group != "" || want != nil && a.Group != *want {
					t.Errorf("child %s: got %q, want %v", a.Child, a.Group, want)
				}
			}
		})
	}
}

// solve solves a problem that the judge then accepts.
func solve(t testing.TB, p allocation.Problem) allocation.Outcome {
	t.Helper()
	o, err := allocation.Solve(context.Background(), p, allocation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range check.Check(p, o) {
		t.Errorf("the judge refuses the outcome: %+v", v)
	}
	return o
}

// judge asks the judge.
func judge(t testing.TB, p allocation.Problem, o allocation.Outcome) {
	t.Helper()
	for _, v := range check.Check(p, o) {
		t.Errorf("the judge refuses the outcome: %+v", v)
	}
}
