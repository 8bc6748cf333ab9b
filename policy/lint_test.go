package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/balajol/balajol/policy"
)

// found reports whether there is a finding of a kind about a key.
func found(list []policy.Finding, kind policy.FindingKind, key string) bool {
	return slices.ContainsFunc(list, func(f policy.Finding) bool { return f.Kind == kind && f.Key == key && f.Text != "" })
}

func TestLint(t *testing.T) {
	t.Parallel()
	p := load(t, "kz-voucher-2026")
	before, after := p.Lint(day("2026-06-30")), p.Lint(day("2026-07-01"))
	if !found(before, policy.FoundAssumed, "round.every") || found(before, policy.FoundAssumed, "offer.answer_term") {
		t.Errorf("before the pilot's end: %+v", before)
	}
	for _, key := range p.Keys() {
		if !found(after, policy.FoundAssumed, key) {
			t.Errorf("after the pilot's end %s is not assumed", key)
		}
	}
	for when, list := range map[string][]policy.Finding{"in 1 days": before, "ended on 2026-07-01": after} {
		i := slices.IndexFunc(list, func(f policy.Finding) bool { return f.Kind == policy.FoundExpiry })
		if i < 0 || list[i].Key != "pilot.expires" || list[i].Day != day("2026-07-01") || !strings.Contains(list[i].Text, when) {
			t.Errorf("the pilot's end: %+v, want %q", list, when)
		}
	}
	if !found(before, policy.FoundAssumed, "kz-2026") || !found(before, policy.FoundAssumed, "kz-2027") || found(before, policy.FoundAssumed, "kz-2025") {
		t.Errorf("assumed days of the calendars: %+v", before)
	}
	if late := p.Lint(day("2027-03-01")); found(before, policy.FoundCalendar, p.Name) || !found(late, policy.FoundCalendar, p.Name) {
		t.Errorf("no calendar for 2028: %+v", late)
	}
	if classic := load(t, "kz-classic-2025").Lint(day("2026-07-01")); found(classic, policy.FoundExpiry, "pilot.expires") || len(classic) == 0 {
		t.Errorf("a profile without a pilot: %+v", classic)
	}
}

func TestLintSeesFiguresThatEnd(t *testing.T) {
	t.Parallel()
	p, err := dated(t, "")
	if err != nil {
		t.Fatal(err)
	}
	if list := p.Lint(day("2026-03-31")); !found(list, policy.FoundEnding, "suspension.term") || found(list, policy.FoundEnding, "season.release_to") {
		t.Errorf("on the last day: %+v", list)
	}
	if list := p.Lint(day("2026-04-01")); !found(list, policy.FoundEnded, "suspension.term") || found(list, policy.FoundEnding, "suspension.term") {
		t.Errorf("on the day after: %+v", list)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	p := load(t, "kz-voucher-2026")
	show := p.Show(day("2026-03-02"))
	for _, want := range []string{
		"kz-voucher-2026: Kazakhstan: voucher pilot\non 2026-03-02, sha256 " + p.SHA256, "calendar kz-2026: ", "KEY ", "2 working_days",
		"priority 1, general 3", "pilot.expires*", "\nseason.release_from ", "3 days_per_month", "gp14.kz",
	} {
		if !strings.Contains(show, want) {
			t.Errorf("the table does not hold %q:\n%s", want, show)
		}
	}
	if classic := load(t, "kz-classic-2025").Show(day("2025-03-02")); !strings.Contains(classic, "2025-12-31") || !strings.Contains(classic, "none") {
		t.Errorf("the table of 2025:\n%s", classic)
	}
	lint := p.LintText(day("2026-03-02"))
	if lines := strings.Count(lint, "\n"); lines != len(p.Lint(day("2026-03-02")))+1 || !strings.HasPrefix(lint, "assumed   zone ") {
		t.Errorf("%d lines:\n%s", lines, lint)
	}
}
