package allocation_test

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
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/balajol/balajol/allocation"
)

var update = flag.Bool("update", false, "rewrite the outcomes of the stories in testdata")

// TestStories tells small problems and their outcomes in words that an officer can read; -update writes the outcomes anew.
func TestStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, err := readStory(string(story.Files[0].Data))
			if err != nil {
				t.Fatal(err)
			}
			got := tell(t, p, solve(t, p))
			if *update {
				story.Files = append(story.Files[:1], txtar.File{Name: "outcome", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(story), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if len(story.Files) != 2 || story.Files[1].Name != "outcome" {
				t.Fatal("the story has no outcome")
			}
			if diff := cmp.Diff(string(story.Files[1].Data), got); diff != "" {
				t.Errorf("the story ends differently (-told +found):\n%s", diff)
			}
		})
	}
}

// readStory reads lines such as "child aida   number 1   prefers sun moon".
func readStory(text string) (p allocation.Problem, err error) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		words := strings.Fields(line)
		told := attributes(words[2:])
		number, err := strconv.ParseInt("0"+strings.Join(told["number"], ""), 10, 64)
		if err != nil {
			return p, err
		}
		switch words[0] {
		case "kind":
			kind := allocation.SlotKind{Name: words[1], Tiers: [][]string{{}}}
			for _, class := range told["tiers"] {
				if last := len(kind.Tiers) - 1; class == "/" {
					kind.Tiers = append(kind.Tiers, []string{})
				} else {
					kind.Tiers[last] = append(kind.Tiers[last], class)
				}
			}
			p.SlotKinds = append(p.SlotKinds, kind)
		case "group":
			g := allocation.Group{ID: words[1], Kindergarten: one(told["kindergarten"]), Pattern: told["pattern"], Order: told["order"]}
			g.Seats, err = strconv.Atoi(one(told["seats"]))
			start, _ := strconv.ParseInt(one(told["start"]), 10, 64)
			g.Start = start
			p.Groups = append(p.Groups, g)
		case "child":
			c := allocation.Child{ID: words[1], Number: number, Class: one(told["class"]), Prefers: told["prefers"], Holds: one(told["holds"])}
			p.Children = append(p.Children, c)
		case "family":
			f := allocation.Family{ID: words[1], Children: told["children"], Rule: allocation.Rule(one(told["rule"]))}
			for _, tuple := range told["joint"] {
				f.Joint = append(f.Joint, strings.Split(strings.ReplaceAll(tuple, "-", ""), "+"))
			}
			p.Families = append(p.Families, f)
		case "lottery":
			p.Lottery = &allocation.Lottery{Seed: words[1]}
		default:
			err = fmt.Errorf("what is a %s?", words[0])
		}
		if err != nil {
			return p, err
		}
	}
	return p, nil
}

// attributes splits "seats 2 order a b" into lists; a list that is named and empty is not nil.
func attributes(words []string) map[string][]string {
	names := []string{"tiers", "seats", "kindergarten", "pattern", "start", "order", "number", "class", "prefers", "holds", "children", "rule", "joint"}
	told, name := map[string][]string{}, ""
	for _, word := range words {
		if slices.Contains(names, word) {
			name = word
			told[name] = []string{}
		} else {
			told[name] = append(told[name], word)
		}
	}
	return told
}

func one(words []string) string { return strings.Join(words, " ") }

// tell says what every child got and why it did not get what it likes better.
func tell(t *testing.T, p allocation.Problem, o allocation.Outcome) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "path %s\n", o.Path)
	for _, a := range o.Assignments {
		x, err := allocation.Explain(p, o, a.Child)
		if err != nil {
			t.Fatal(err)
		}
		words := []string{a.Child, dash(a.Group)}
		if a.Slot != "" {
			words = append(words, "seat of "+a.Slot)
		}
		if a.Reason != "" {
			words = append(words, string(a.Reason))
		}
		for _, choice := range x.Choices {
			if told := tellChoice(x, choice); told != "" {
				words = append(words, told)
			}
		}
		fmt.Fprintln(&b, strings.Join(words, "   "))
	}
	for _, c := range o.Cutoffs {
		fmt.Fprintf(&b, "cutoff of %s: %s\n", strings.TrimSpace(c.Group+" "+c.Slot), tellRank(c.Tier, c.Number, c.Place))
	}
	for _, s := range o.Starts {
		fmt.Fprintf(&b, "next start of %s: %d\n", s.Group, s.Next)
	}
	for _, f := range o.BlockingFamilies {
		fmt.Fprintf(&b, "family %s has a claim on %v\n", f.Family, f.Tuple)
	}
	return b.String()
}

func tellChoice(x allocation.Explanation, c allocation.Choice) string {
	switch c.Verdict {
	case allocation.VerdictSeated, allocation.VerdictNotNeeded, allocation.VerdictIgnored:
		return ""
	case allocation.VerdictKept:
		return "kept"
	case allocation.VerdictOutranked:
		for _, s := range c.Standings {
			if s.Cutoff != nil && s.Tier >= 0 {
				number := x.Number
				if c.Place > 0 {
					number = 0
				}
				return fmt.Sprintf("not %s (has %s; last in: %s)", c.Group,
					tellRank(s.Tier, number, c.Place), tellRank(s.Cutoff.Tier, s.Cutoff.Number, s.Cutoff.Place))
			}
		}
	}
	return fmt.Sprintf("not %s (%s)", c.Group, c.Verdict)
}

func tellRank(tier int, number int64, place int) string {
	told := fmt.Sprintf("number %d", number)
	if place > 0 {
		told = fmt.Sprintf("place %d", place)
	}
	if tier > 0 {
		told = fmt.Sprintf("tier %d, ", tier) + told
	}
	return told
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
