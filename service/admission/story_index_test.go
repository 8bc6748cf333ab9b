package admission_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// storyName is the name of a story: the row of the rules that it tells, then what it is about in a few words.
var storyName = regexp.MustCompile(`^(rule|problem)_(\d+)_(\d+)_[a-z0-9_]+$`)

// testdata/story_rows.txt lists the rows of the rules of admission: "ROW told", "ROW told STORY …" where stories of other names
// tell it, or "ROW untold REASON" where there is nothing to tell. A row that is told has a story, a story named after a row tells
// one of the list, and one of them begins with the rule and its source.
func TestEveryRuleHasItsStory(t *testing.T) {
	t.Parallel()
	rows := storyRows(t)
	tales := map[string][]string{} // row → stories named after it
	for _, name := range storyNames(t) {
		m := storyName.FindStringSubmatch(name)
		if m == nil {
			continue // a story of a part, outside of the rows
		}
		row := m[2] + "." + m[3]
		tales[row] = append(tales[row], name)
		if r, listed := rows[row]; !listed || !r.told {
			t.Errorf("%s: row %s is not told by testdata/story_rows.txt", name, row)
		}
	}
	for name, r := range rows {
		for _, tale := range r.words {
			if r.told && !speaksOf(preface(t, tale), name) {
				t.Errorf("row %s: the first lines of %s do not name it", name, tale)
			}
		}
		sourced := func(tale string) bool {
			head := preface(t, tale)
			return speaksOf(head, name) && strings.Contains(head, "ource")
		}
		if r.told && len(r.words) == 0 && !slices.ContainsFunc(tales[name], sourced) {
			t.Errorf("row %s has no story whose first lines name it and its source (stories: %v)", name, tales[name])
		}
	}
}

// A rule that the documentation says to be covered is on the list of stories.
func TestCoveredRulesAreOnTheListOfStories(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "rules-covered.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := storyRows(t)
	covered := regexp.MustCompile(`(?m)^\| (\d+\.\d+) \|`).FindAllStringSubmatch(string(text), -1)
	if len(covered) == 0 {
		t.Fatal("docs/rules-covered.md has no rows")
	}
	for _, m := range covered {
		if _, listed := rows[m[1]]; !listed {
			t.Errorf("row %s is covered by the program and not in testdata/story_rows.txt", m[1])
		}
	}
}

// speaksOf tells whether the words before a story name a row.
func speaksOf(head, row string) bool {
	return regexp.MustCompile(`(^|[^0-9.])` + regexp.QuoteMeta(row) + `([^0-9]|$)`).MatchString(head)
}

// The rows that stay untold are few and give their reason.
func TestUntoldRowsSayWhy(t *testing.T) {
	t.Parallel()
	told, untold := 0, 0
	for name, r := range storyRows(t) {
		if r.told {
			told++
			continue
		}
		if untold++; len(r.words) < 4 {
			t.Errorf("row %s: %q is no reason", name, strings.Join(r.words, " "))
		}
	}
	if told < 4*untold {
		t.Errorf("%d rows are told, %d are not", told, untold)
	}
}

// storyRow is a row of the list: the stories of other names that tell it, or the reason why none does.
type storyRow struct {
	told  bool
	words []string
}

func storyRows(t *testing.T) map[string]storyRow {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "story_rows.txt"))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]storyRow{}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if _, twice := rows[words[0]]; twice || len(words) < 2 || words[1] != "told" && words[1] != "untold" {
			t.Fatalf("story_rows.txt: %q: want each row once, told or untold", strings.TrimSpace(line))
		}
		rows[words[0]] = storyRow{words[1] == "told", words[2:]}
	}
	return rows
}

func storyNames(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "stories", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = strings.TrimSuffix(filepath.Base(path), ".txtar")
	}
	return names
}

func preface(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "stories", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), "-- town --")
	return head
}
