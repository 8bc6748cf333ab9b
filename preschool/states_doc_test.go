package preschool_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/preschool"
)

var update = flag.Bool("update", false, "rewrite docs/states.md")

// The drawn states are those of the code: change a table, run `go test ./preschool -update`, read the difference.
func TestStatesDocIsFresh(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "docs", "states.md")
	want := statesDoc()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run go test ./preschool -update", err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/states.md is not fresh: run go test ./preschool -update (-code +file):\n%s", diff)
	}
}

func statesDoc() string {
	var b strings.Builder
	b.WriteString("# States\n\n")
	b.WriteString("The life of each noun of the path, drawn from `preschool.Tables` by `go test ./preschool -update`; do not edit.\n")
	b.WriteString("An arrow is a permitted step and its event. Every other pair of state and event is refused as a conflict.\n")
	for _, table := range preschool.Tables {
		fmt.Fprintf(&b, "\n## %s\n\n```mermaid\nstateDiagram-v2\n    [*] --> %s\n", table.Noun, table.Start)
		for _, step := range table.Steps {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", step.From, step.To, step.Event)
		}
		for _, state := range table.States {
			if !slices.ContainsFunc(table.Steps, func(s preschool.Step) bool { return s.From == state }) {
				fmt.Fprintf(&b, "    %s --> [*]\n", state)
			}
		}
		b.WriteString("```\n")
	}
	return b.String()
}
