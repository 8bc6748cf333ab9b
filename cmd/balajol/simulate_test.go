package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// comparisons are one of each sort, with every mark in it.
func comparisons(t *testing.T) map[string]admission.PolicyComparison {
	t.Helper()
	p, err := policy.Load("kz-classic-2025")
	if err != nil {
		t.Fatal(err)
	}
	var cases []indicator.Case
	for i := range 300 {
		c := indicator.Case{
			Class: register.PriorityClasses[min(i%40, 2)], Language: register.Languages[i%2], District: []string{"", "North & <West>"}[i%2], Age: 1 + i%5, Waited: i,
			Base: indicator.Placing{Placed: i%3 > 0, Rank: i % 3},
		}
		if c.Try = c.Base; i%50 == 2 {
			c.Try = indicator.Placing{Placed: true, Rank: 1}
		}
		cases = append(cases, c)
	}
	side := admission.SimulatedSide{Profile: p, Target: policy.TargetVoucher, Seats: 12_345, Hashes: []string{strings.Repeat("0f", 32), strings.Repeat("a1", 32)}}
	past := preschool.Round{ID: "r", Number: 7, ProblemSHA256: strings.Repeat("0f", 32)}
	whole := indicator.Compare(indicator.LevelKindergarten, cases, 10)
	dropped := whole
	dropped.Tables = append([]indicator.Table{{By: "class", Dropped: true}}, whole.Tables[1:]...)
	return map[string]admission.PolicyComparison{
		"kindergartens": {Base: side, Try: side, Comparison: whole},
		"places":        {Base: side, Try: side, Round: past, Restored: true, Comparison: indicator.Compare(indicator.LevelPlace, cases, 10)},
		"a table less":  {Base: side, Try: side, Round: past, Comparison: dropped},
		"too few":       {Base: side, Try: side, Comparison: indicator.Compare(indicator.LevelPlace, cases[:9], 10)},
	}
}

// Every word of a report is there in every language, the same report has the same bytes, and each word is used.
func TestSimulationsHaveWords(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	var everything strings.Builder
	for name, c := range comparisons(t) {
		for _, lang := range i18n.Langs() {
			for _, choose := range []bool{false, true} {
				c.Base.Target = policy.TargetSeat
				r := simulationReport{messages.Printer(lang), c, &city{}, choose}
				text, again := report(t, r), report(t, r)
				if text != again || strings.Contains(text, "[simulate") || strings.Contains(text, "{{") || strings.Contains(text, "[word") {
					t.Errorf("%s in %s:\n%s", name, lang, text)
				}
				everything.WriteString(text)
			}
		}
	}
	for _, key := range messages.Keys() {
		if !strings.HasPrefix(key, "simulate.") || key == "simulate.generated" {
			continue
		}
		for _, text := range messages.Texts(i18n.English, key) {
			longest := ""
			for part := range strings.SplitSeq(strings.ReplaceAll(text, "}}", "{{"), "{{") {
				if !strings.HasPrefix(part, ".") && len(part) > len(longest) {
					longest = part
				}
			}
			if !strings.Contains(everything.String(), strings.TrimSpace(longest)) {
				t.Errorf("nothing shows %s: %q", key, text)
			}
		}
	}
}

func report(t *testing.T, r simulationReport) string {
	t.Helper()
	table, err := r.csv()
	if err != nil {
		t.Fatal(err)
	}
	drawing, err := r.svg()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(drawing, []byte("<West>")) || bytes.Contains(drawing, []byte("<10")) {
		t.Errorf("the picture is not escaped:\n%s", drawing)
	}
	return r.page() + string(table) + string(drawing)
}

func TestAveragesAreRoundedHalfUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mean   indicator.Mean
		places int
		want   string
	}{
		{indicator.Mean{Sum: 5, N: 2}, 0, "3"}, {indicator.Mean{Sum: 5, N: 2}, 2, "2.50"}, {indicator.Mean{Sum: 2, N: 3}, 2, "0.67"},
		{indicator.Mean{Sum: 1999, N: 1000}, 2, "2.00"}, {indicator.Mean{Sum: 101, N: 100}, 2, "1.01"}, {indicator.Mean{}, 2, "–"},
		{indicator.Mean{Mark: indicator.Hidden}, 0, "×"},
	} {
		if got := meanText(c.mean, c.places); got != c.want {
			t.Errorf("%+v to %d places: %q, want %q", c.mean, c.places, got, c.want)
		}
	}
}

func TestTextIsBrokenBetweenWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"": {""}, "ab": {"ab"}, "ab cd": {"ab cd"}, "ab cde": {"ab", "cde"}, "abcdefg h": {"abcdefg", "h"}, "қала да бар": {"қала", "да", "бар"},
	} {
		if diff := cmp.Diff(want, wrap(text, 5)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
}

// A profile comes by its name or from a file of the format.
func TestProfileToSimulate(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../policy/profiles/kz-classic-2025.json")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "own.json")
	if err := os.WriteFile(file, bytes.Replace(text, []byte(`"name": "kz-classic-2025"`), []byte(`"name": "own-rules"`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{file: "own-rules", "kz-voucher-2026": "kz-voucher-2026"} {
		if p, err := simulatedProfile(name); err != nil || p.Name != want {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
	if _, err := simulatedProfile("nowhere"); register.CodeOf(err) != "simulation.profile" {
		t.Errorf("got %v", err)
	}
}

func FuzzSeatChanges(f *testing.F) {
	for _, text := range []string{"", "group,delta\ng,1\n", "\ufeffdelta,kindergarten,language,age\n-3,k,kk,2\n", "group,delta\ng\n", "group,delta\n\"g,1\n", "group\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		changes, err := readSeatChanges(strings.NewReader(text))
		if err == nil && len(changes.list) != len(changes.lines) {
			t.Errorf("%d changes, %d lines", len(changes.list), len(changes.lines))
		}
		if err != nil && register.KindOf(err) != register.Invalid {
			t.Errorf("%v is no refusal", err)
		}
	})
}
