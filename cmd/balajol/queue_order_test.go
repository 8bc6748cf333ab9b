package main

import (
	"encoding/csv"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service/admission"
)

// naive is the order of kz-classic-2025 written down from the rule's own words, with nothing but the standard library: the
// extraordinary first; then one first-priority and three general, again and again, carry of these turns served before; a turn
// whose queue is empty serves the other one and counts; an unproven class stands in the general queue.
func naive(rows [][]string, carry int) [][]string {
	type family struct {
		id, class, reason string
		at                time.Time
		sequence          int
	}
	var waiting []family
	for _, row := range rows {
		f := family{id: row[0], class: row[3]}
		f.at, _ = time.Parse(time.RFC3339Nano, row[1])
		f.sequence, _ = strconv.Atoi(row[2])
		if f.class != "general" && row[4] != "verified" {
			f.class, f.reason = "general", "general_unverified"
		}
		waiting = append(waiting, f)
	}
	slices.SortFunc(waiting, func(a, b family) int {
		if !a.at.Equal(b.at) {
			return a.at.Compare(b.at)
		}
		return a.sequence - b.sequence
	})
	first := func(class string) int {
		return slices.IndexFunc(waiting, func(f family) bool { return f.class == class })
	}
	order := [][]string{}
	serve := func(i int, reason string) {
		f := waiting[i]
		if f.reason != "" {
			reason = f.reason
		}
		order = append(order, []string{f.id, fmt.Sprint(len(order) + 1), reason})
		waiting = slices.Delete(waiting, i, i+1)
	}
	for first("extraordinary") >= 0 {
		serve(first("extraordinary"), "extraordinary")
	}
	for ; len(waiting) > 0; carry++ {
		priority, general := first("priority"), first("general")
		switch {
		case carry%4 == 0 && priority >= 0:
			serve(priority, "priority_turn")
		case carry%4 == 0:
			serve(general, "general_in_priority_turn")
		case general >= 0:
			serve(general, "general_turn")
		default:
			serve(priority, "priority_in_general_turn")
		}
	}
	return order
}

// anyRows draws a table: few instants in several offsets, every class with every proof, columns that do not count.
func anyRows(t *rapid.T) [][]string {
	rows := make([][]string, rapid.IntRange(0, 30).Draw(t, "rows"))
	sequences := rapid.Permutation(numbers(len(rows))).Draw(t, "sequences")
	for i := range rows {
		offset := time.FixedZone("", 3600*rapid.IntRange(-3, 6).Draw(t, "offset"))
		at := time.Date(2026, 1, 5, 4, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 6).Draw(t, "half")) * 500 * time.Microsecond)
		rows[i] = []string{
			fmt.Sprintf("a%d", i), at.In(offset).Format("2006-01-02T15:04:05.000000Z07:00"), strconv.Itoa(sequences[i]),
			rapid.SampledFrom([]string{"extraordinary", "priority", "general", "general"}).Draw(t, "class"),
			rapid.SampledFrom([]string{"", "claimed", "verified", "verified", "refused", "expired"}).Draw(t, "proof"),
			rapid.SampledFrom([]string{"", "2022-03-04", "2023-12-31"}).Draw(t, "birth"), rapid.SampledFrom([]string{"", "krg", "tmr"}).Draw(t, "settlement"),
		}
	}
	return rows
}

func numbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i + 1
	}
	return all
}

func classicRules(t interface{ Fatal(...any) }) policy.Rules {
	profile, err := policy.Load("kz-classic-2025")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := rulesNear(profile, profile.From)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// The order of the program is that of the rule's words, for every table and carry, however long.
func TestQueueOrderIsTheLaws(t *testing.T) {
	t.Parallel()
	rules := classicRules(t)
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows(t)
		var text strings.Builder
		w := csv.NewWriter(&text)
		if err := w.WriteAll(append([][]string{queueColumnsKnown}, rows...)); err != nil {
			t.Fatal(err)
		}
		table, err := readQueueTable(strings.NewReader(text.String()))
		if err != nil {
			t.Fatal(err)
		}
		entries, err := table.entries(&rules)
		if err != nil {
			t.Fatal(err)
		}
		carry := rapid.IntRange(0, 9).Draw(t, "carry")
		served := turns{*big.NewInt(int64(carry))}
		if rapid.Bool().Draw(t, "long ago") {
			served.Lsh(big.NewInt(1), 200)
			served.Add(&served.Int, big.NewInt(int64(carry)))
		}
		ordering := admission.Ordering(&rules, "")
		got := [][]string{}
		for _, s := range ordering.Order(entries, round.Carry{Next: served.of(ordering.Pattern)}) {
			got = append(got, []string{string(s.Application), strconv.Itoa(s.Position), string(s.Reason)})
		}
		if diff := cmp.Diff(naive(rows, carry), got); diff != "" {
			t.Fatalf("carry %d (-words +program):\n%s", carry, diff)
		}
	})
}

// A table that nobody wrote is refused with words or read, and never breaks the program.
func FuzzReadQueueTable(f *testing.F) {
	rules := classicRules(f)
	f.Add("application,registered_at,sequence,class,proof\na,2026-01-05T09:00:00Z,1,general,\n")
	f.Add("\ufeffapplication,registered_at\r\n\"a\n\",x")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := readQueueTable(strings.NewReader(text))
		if err != nil {
			return
		}
		entries, err := table.entries(&rules)
		if err != nil {
			return
		}
		if order := admission.Ordering(&rules, "").Order(entries, round.Carry{}); len(order) != len(table.rows) {
			t.Errorf("%d rows, %d places", len(table.rows), len(order))
		}
	})
}

// Every reason and criterion has its sentence, and no sentence is left over.
func TestQueueReasonsHaveWords(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{"queue.alone": true, "queue.criterion.behind": true, "queue.criterion.before": true}
	for _, r := range []round.Reason{
		round.ReasonExtraordinary, round.ReasonPriorityTurn, round.ReasonGeneralTurn, round.ReasonPriorityInGeneralTurn,
		round.ReasonGeneralInPriorityTurn, round.ReasonGeneralUnverified,
	} {
		used["queue.turn."+string(r)] = true
	}
	for _, kind := range round.CriterionKinds {
		used["queue.because."+kind] = true
	}
	for key := range used {
		if !messages.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
	for _, key := range messages.Keys() {
		if strings.HasPrefix(key, "queue.") && !used[key] {
			t.Errorf("nothing shows %s", key)
		}
	}
}
