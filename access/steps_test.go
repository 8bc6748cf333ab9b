package access_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/i18n"
)

// The page is drawn from the table: change it, run `go test ./access -update`, read the difference.
func TestNoContactPageIsFresh(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "docs", "no-contact.md")
	want := noContactPage()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run go test ./access -update", err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/no-contact.md is not fresh: run go test ./access -update (-code +file):\n%s", diff)
	}
}

func noContactPage() string {
	var b strings.Builder
	b.WriteString("# From registration to contract without a visit\n\n")
	b.WriteString("Each step with who acts in it, what they are shown of a family, what they can change, and whether the family has to come to an office.\n")
	b.WriteString("Drawn from `access.Steps` and `access.Matrix` by `go test ./access -update`; do not edit. Tests compare the fields with what the use cases return.\n")
	for i, s := range access.Steps {
		fmt.Fprintf(&b, "\n## %d. %s\n\n%s\n\n| who | may | sees | changes | visit |\n|---|---|---|---|---|\n", i+1, s.Name, s.About)
		for _, v := range s.Views {
			var may []string
			for _, a := range s.Actions {
				if slices.Contains(access.Matrix[a], v.Role) {
					may = append(may, "`"+string(a)+"`")
				}
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", v.Role, strings.Join(may, ", "), listed(v.Sees), listed(v.Changes), map[bool]string{true: "yes", false: "no"}[v.Visit])
		}
	}
	return b.String()
}

func listed(words []string) string {
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// Whoever may act in a step by the matrix has a view in it, and nobody else has.
func TestStepsFollowTheMatrix(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range access.Steps {
		if seen[s.Name] || s.About == "" {
			t.Errorf("step %q stands twice or is about nothing", s.Name)
		}
		seen[s.Name] = true
		var may, views []access.Role
		for _, action := range s.Actions {
			if len(access.Matrix[action]) == 0 {
				t.Errorf("%s: action %q is in no row", s.Name, action)
			}
			for _, role := range access.Matrix[action] {
				if !slices.Contains(may, role) {
					may = append(may, role)
				}
			}
		}
		for _, v := range s.Views {
			views = append(views, v.Role)
		}
		slices.Sort(may)
		slices.Sort(views)
		if diff := cmp.Diff(may, views); diff != "" {
			t.Errorf("%s (-matrix +views):\n%s", s.Name, diff)
		}
	}
}

// broken finds what no step may have, by the order in which a family walks them.
func broken(steps []access.Step) (faults []string) {
	answered := false
	for _, s := range steps {
		answered = answered || slices.Contains(s.Actions, access.AnswerOffer)
		for _, v := range s.Views {
			if v.Visit {
				faults = append(faults, s.Name+": "+string(v.Role)+" needs a visit")
			}
			if v.Role == access.Kindergarten && !answered && len(v.Sees) > 0 {
				faults = append(faults, s.Name+": a kindergarten sees a child before the offer is accepted")
			}
			if slices.Contains(s.Actions, access.VerifyProof) && slices.ContainsFunc(v.Sees, orders) {
				faults = append(faults, s.Name+": who checks a proof sees what it is worth")
			}
		}
	}
	return faults
}

func orders(field string) bool {
	return slices.Contains([]string{"number", "of", "position", "choices", "registered_at", "sequence", "moves"}, field)
}

func TestNoStepNeedsContact(t *testing.T) {
	t.Parallel()
	if faults := broken(access.Steps); len(faults) > 0 {
		t.Error(strings.Join(faults, "\n"))
	}
}

// The judge barks at each fault.
func TestNoContactJudge(t *testing.T) {
	t.Parallel()
	for fault, step := range map[string]access.Step{
		"a: family needs a visit":                                     {Name: "a", Views: []access.View{{Role: access.Family, Visit: true}}},
		"a: a kindergarten sees a child before the offer is accepted": {Name: "a", Views: []access.View{{Role: access.Kindergarten, Sees: []string{"child"}}}},
		"a: who checks a proof sees what it is worth": {
			Name: "a", Actions: []access.Action{access.VerifyProof}, Views: []access.View{{Role: access.Officer, Sees: []string{"choices"}}},
		},
	} {
		if got := broken([]access.Step{step}); !slices.Equal(got, []string{fault}) {
			t.Errorf("%v, want %q", got, fault)
		}
	}
}

// Each step has a name in the three languages, for the pages.
func TestStepsHaveWords(t *testing.T) {
	t.Parallel()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range access.Steps {
		if !words.Has("word.step." + s.Name) {
			t.Errorf("word.step.%s is missing", s.Name)
		}
	}
	for _, lang := range i18n.Langs() { // who is not content goes on to the court
		next := strings.ToLower(words.Printer(lang).T("word.appeal.next_instance", nil))
		if court := map[i18n.Lang]string{i18n.Kazakh: "сот", i18n.Russian: "суд", i18n.English: "court"}[lang]; !strings.Contains(next, court) {
			t.Errorf("%s: %q does not name the court", lang, next)
		}
	}
}
