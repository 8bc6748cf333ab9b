package checker_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/balajol/balajol/allocation"
)

// stories are the library's own examples with their outcomes.
func stories(t *testing.T) []trial {
	t.Helper()
	files, err := filepath.Glob("../../allocation/testdata/*.txtar")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d stories: %v", len(files), err)
	}
	var trials []trial
	for _, file := range files {
		story, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var p allocation.Problem
		for line := range strings.Lines(string(story.Files[0].Data)) {
			addLine(&p, strings.Fields(line))
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		trials = append(trials, trial{name, canonical(t, p), [][]byte{canonical(t, solve(t, p))}})
	}
	return trials
}

// addLine reads a line such as "child aida   number 1   prefers sun moon".
func addLine(p *allocation.Problem, words []string) {
	if len(words) < 2 {
		return
	}
	told, name := map[string][]string{}, ""
	for _, word := range words[2:] {
		switch word {
		case "tiers", "seats", "kindergarten", "pattern", "start", "order", "number", "class", "prefers", "holds", "children", "rule", "joint":
			name = word
			told[name] = []string{}
		default:
			told[name] = append(told[name], word)
		}
	}
	one := func(name string) string { return strings.Join(told[name], "") }
	number := func(name string) int64 { n, _ := strconv.ParseInt(one(name), 10, 64); return n }
	switch words[0] {
	case "kind":
		kind := allocation.SlotKind{Name: words[1]}
		for _, tier := range strings.Split(strings.Join(told["tiers"], " "), "/") {
			kind.Tiers = append(kind.Tiers, strings.Fields(tier))
		}
		p.SlotKinds = append(p.SlotKinds, kind)
	case "group":
		p.Groups = append(p.Groups, allocation.Group{ID: words[1], Kindergarten: one("kindergarten"), Seats: int(number("seats")), Pattern: told["pattern"], Start: number("start"), Order: told["order"]})
	case "child":
		p.Children = append(p.Children, allocation.Child{ID: words[1], Number: number("number"), Class: one("class"), Prefers: told["prefers"], Holds: one("holds")})
	case "family":
		f := allocation.Family{ID: words[1], Children: told["children"], Rule: allocation.Rule(one("rule"))}
		for _, tuple := range told["joint"] {
			f.Joint = append(f.Joint, strings.Split(strings.ReplaceAll(tuple, "-", ""), "+"))
		}
		p.Families = append(p.Families, f)
	case "lottery":
		p.Lottery = &allocation.Lottery{Seed: words[1]}
	}
}
