package policy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tableRow is a row of a table in Markdown: its cells without the outer bars.
func tableRows(t *testing.T, file string) [][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| ---") || strings.HasPrefix(line, "| Rule ") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

const (
	coveredPage    = "../docs/rules-covered.md"
	notCoveredPage = "../docs/rules-not-covered.md"
	collectedRules = "../../shared/design/rules-kz.md" // beside the repository; not everybody has it
)

var quoted = regexp.MustCompile("`([^`]+)`")

// isHome reports whether a word is a figure of both Kazakh profiles, a beginning of some, or a place in the repository.
func isHome(word string, keys []string) bool {
	if start, is := strings.CutSuffix(word, "*"); is {
		return slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(key, start) })
	}
	_, err := os.Stat(filepath.Join("..", word))
	return slices.Contains(keys, word) || err == nil
}

func TestEveryRuleHasOneHome(t *testing.T) {
	t.Parallel()
	keys := load(t, "kz-classic-2025").Keys()
	if !slices.Equal(keys, load(t, "kz-voucher-2026").Keys()) {
		t.Fatal("the profiles have other keys")
	}
	homes := map[string]int{}
	for _, row := range tableRows(t, coveredPage) {
		if len(row) != 3 || row[1] == "" {
			t.Fatalf("row %q: want three cells", row)
		}
		homes[row[0]]++
		words := quoted.FindAllStringSubmatch(row[2], -1)
		if len(words) == 0 && row[2] != "no rule: a fact" {
			t.Errorf("rule %s has no home: %s", row[0], row[2])
		}
		for _, word := range words {
			if !isHome(word[1], keys) {
				t.Errorf("rule %s: %s is neither a figure nor a place", row[0], word[1])
			}
		}
	}
	left := tableRows(t, notCoveredPage)
	if len(left) == 0 || len(left) > 10 {
		t.Errorf("%d rules without a home: want at most ten", len(left))
	}
	for _, row := range left {
		if len(row) != 3 || row[1] == "" || row[2] == "" {
			t.Errorf("rule %s is left out without a reason", row[0])
		}
		homes[row[0]]++
	}
	for rule, n := range homes {
		if n != 1 {
			t.Errorf("rule %s stands %d times", rule, n)
		}
	}
	for _, rule := range collected(t) {
		if homes[rule] == 0 {
			t.Errorf("rule %s was found and stands on neither page", rule)
		}
	}
}

var ruleNumber = regexp.MustCompile(`^[1-4]\.\d+$`)

// collected lists the numbers of the rules of sections 1 to 4 that were read or inferred, and those of the law above them. Where
// the collected rules are not at hand, it is the number of each section's first rule and of the law.
func collected(t *testing.T) []string {
	t.Helper()
	law := []string{"A1", "A2", "B", "C3", "H"}
	if _, err := os.Stat(collectedRules); err != nil {
		return append(law, "1.1", "2.1", "3.1", "4.1")
	}
	var rules []string
	for _, row := range tableRows(t, collectedRules) {
		mark := row[len(row)-1]
		if ruleNumber.MatchString(row[0]) && (strings.Contains(mark, "V") || strings.Contains(mark, "I")) {
			rules = append(rules, row[0])
		}
	}
	if len(rules) < 50 {
		t.Fatalf("%s holds %d rules: it is written in another way", collectedRules, len(rules))
	}
	return append(rules, law...)
}

// A figure of admission that no rule asks for would be one that nobody needs.
func TestEveryFigureOfAdmissionHasARule(t *testing.T) {
	t.Parallel()
	var named []string
	for _, row := range tableRows(t, coveredPage) {
		for _, word := range quoted.FindAllStringSubmatch(row[2], -1) {
			named = append(named, word[1])
		}
	}
	// Not among the rules of admission: the clock, what other countries have, choices of this program, attendance and payment.
	others := []string{
		"zone", "takeover.", "issue.lead", "application.validity", "queue.residence_tiers", "queue.refresh_notice", "points.table", "guarantee.",
		"round.approval", "attendance.", "payment.", "voucher.", "position.",
	}
	for _, key := range load(t, "kz-classic-2025").Keys() {
		known := slices.ContainsFunc(append(named, others...), func(n string) bool {
			return n == key || (strings.HasSuffix(n, ".") || strings.HasSuffix(n, "*")) && strings.HasPrefix(key, strings.TrimSuffix(n, "*"))
		})
		if !known {
			t.Errorf("no rule names the figure %s", key)
		}
	}
}
