package policy_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/policy"
)

// told is a comparison in short: kind, key and days of each change.
func told(c policy.Comparison) []string {
	var lines []string
	for _, x := range c.Changes {
		lines = append(lines, string(x.Kind)+" "+x.Key+" "+x.During.String())
	}
	return lines
}

func TestCompareSeesValueSourceAndDays(t *testing.T) {
	t.Parallel()
	a := load(t, "kz-classic-2025")
	const row = `{"key": "suspension.term", "value": 10, "unit": "calendar_days", "from": "2025-01-01",`
	const later = `{"key": "suspension.term", "value": 20, "unit": "working_days", "from": "2026-04-01", "source": "order", "mark": "law"},`
	whole := text(t, "kz-classic-2025")
	whole = strings.Replace(whole, row, later+strings.Replace(row, `"2025-01-01"`, `"2025-01-01", "to": "2026-03-31"`, 1), 1)
	whole = strings.Replace(whole, `"source": "gov.kz/services/3042: children up to 6 years"`, `"source": "order 254"`, 1)
	b, err := policy.Parse([]byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"source issue.max_age 2025-01-01/..", "value suspension.term 2026-04-01/.."}
	c := policy.Compare(a, b)
	if diff := cmp.Diff(want, told(c)); diff != "" || c.Same != len(a.Keys())-2 || c.From != a.From {
		t.Errorf("%d the same, from %s (-want +got)\n%s", c.Same, c.From, diff)
	}
	if x := c.Changes[1]; x.Before.Text() != "10" || x.After.Text() != "20" || x.After.Unit != policy.WorkingDays {
		t.Errorf("before %s, after %s", x.Before.Text(), x.After.Text())
	}
	back := policy.Compare(b, a)
	if diff := cmp.Diff(want, told(back)); diff != "" || back.Changes[1].After.Text() != "10" {
		t.Errorf("the other way (-want +got)\n%s", diff)
	}
}

func TestCompareWithItself(t *testing.T) {
	t.Parallel()
	for _, name := range everyName() {
		p := load(t, name)
		if c := policy.Compare(p, p); len(c.Changes) > 0 || c.Same != len(p.Keys()) || len(c.Lost)+len(c.Gained) > 0 {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

// What is missing because a whole part is left out is no change; a figure of that part which stands all the same is one.
func TestCompareOfParts(t *testing.T) {
	t.Parallel()
	whole, sample := load(t, "kz-classic-2025"), load(t, "pl-zamosc")
	c := policy.Compare(whole, sample)
	if diff := cmp.Diff([]policy.Part{policy.AdmissionPart, policy.MoneyPart}, c.Lost); diff != "" || len(c.Gained) > 0 {
		t.Errorf("gained %v, lost (-want +got)\n%s", c.Gained, diff)
	}
	lines := strings.Join(told(c), "\n")
	if !strings.Contains(lines, "value appeal.lodge_term") || strings.Contains(lines, "removed") || strings.Contains(lines, "contract.term") {
		t.Errorf("changes:\n%s", lines)
	}
	if back := policy.Compare(sample, whole); len(back.Gained) != 2 || len(back.Changes) != len(c.Changes) {
		t.Errorf("the other way: %+v", told(back))
	}
	lines = strings.Join(told(policy.Compare(load(t, "lottery-city"), sample)), "\n")
	if !strings.Contains(lines, "added appeal.lodge_term 2025-01-01/..") {
		t.Errorf("between samples:\n%s", lines)
	}
	lines = strings.Join(told(policy.Compare(sample, load(t, "lottery-city"))), "\n")
	if !strings.Contains(lines, "removed appeal.lodge_term 2025-01-01/..") {
		t.Errorf("the other way:\n%s", lines)
	}
}

func TestCompareBeginsWhereBothHaveRules(t *testing.T) {
	t.Parallel()
	a := load(t, "kz-classic-2025")
	b, err := policy.Parse([]byte(strings.Replace(text(t, "kz-classic-2025"), `"from": "2025-01-01",`, `"from": "2026-02-01",`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if c := policy.Compare(a, b); c.From != day("2026-02-01") || len(c.Changes) > 0 {
		t.Errorf("from %s: %v", c.From, told(c))
	}
}

// A profile is written as its file stands in the repository, and what is written is the same profile.
func TestFile(t *testing.T) {
	t.Parallel()
	for _, name := range everyName() {
		p := load(t, name)
		if !bytes.Equal(p.File(), []byte(text(t, name))) {
			t.Errorf("%s is written in another way: %s", name, cmp.Diff(text(t, name), string(p.File())))
		}
		again, err := policy.Parse(p.File())
		if err != nil || again.SHA256 != p.SHA256 {
			t.Errorf("%s: read back as another one: %v", name, err)
		}
	}
	quoted := strings.Replace(text(t, "lottery-city"), `"source": "invented: the`, `"source": "a \"lot\", \\: the`, 1)
	p, err := policy.Parse([]byte(quoted))
	if err != nil || string(p.File()) != quoted {
		t.Errorf("quotes in a source: %v\n%s", err, p.File())
	}
}
