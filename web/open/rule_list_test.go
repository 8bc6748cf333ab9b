package open

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
)

func texts[W ~string](list []W) []string {
	var words []string
	for _, w := range list {
		words = append(words, string(w))
	}
	return words
}

// wordLists are the words that each figure of the unit word may have.
var wordLists = map[string][]string{
	"age.rule": texts(policy.AgeRules), "queue.order": texts(policy.QueueOrders), "queue.unverified": texts(policy.UnverifiedRules),
	"privilege.scope": texts(policy.PrivilegeScopes), "round.target": texts(policy.RoundTargets), "round.scope": texts(policy.RoundScopes),
	"round.every": texts(policy.RoundRhythms), "offer.declined": texts(policy.Consequences), "offer.expired": texts(policy.Consequences),
	"contract.lapsed": texts(policy.Consequences), "suspension.restore": texts(policy.Restorings), "suspension.after": texts(policy.AfterwardsWords),
	"waitlist.declined": texts(policy.WaitlistConsequences), "twins.rule": texts(policy.TwinsRules), "answer.silence": texts(policy.Silences),
	"answer.late": texts(policy.LateAnswers), "payment.scope": texts(policy.PaymentScopes), "voucher.scope": texts(policy.VoucherScopes),
	"payment.rounding": {"half_up", "half_even", "down"},
}

// Every figure of every profile is worded in every language, in each value that it may have, and no wording is left over.
func TestEveryFigureHasWords(t *testing.T) {
	t.Parallel()
	messages, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	unused := map[string]bool{}
	for _, key := range messages.Keys() {
		unused[key] = strings.HasPrefix(key, "rule.")
	}
	for _, lang := range i18n.Langs() {
		p := messages.Printer(lang)
		for _, f := range allFigures(t) {
			label, value := labelText(p, f.Key), valueText(p, f)
			if strings.ContainsAny(label+value, "[]{}_") || label == "" || value == "" {
				t.Errorf("%s in %s: %q is %q", f.Key, lang, label, value)
			}
			for _, key := range keysOf(f) {
				delete(unused, key)
			}
		}
	}
	for key, is := range unused {
		if is {
			t.Errorf("no figure shows %s", key)
		}
	}
}

// allFigures are the figures of the profiles, those of words in every value.
func allFigures(t *testing.T) []policy.Figure {
	t.Helper()
	var all []policy.Figure
	for _, name := range policy.Names() {
		p, err := policy.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range p.Figures(p.From) {
			all = append(all, f)
			words := wordLists[f.Key]
			if f.Unit == policy.YesNo {
				all = append(all, withValue(f, "true"), withValue(f, "false"))
			}
			if f.Unit == policy.Word && len(words) == 0 {
				t.Errorf("%s: the test does not know its words", f.Key)
			}
			for _, w := range words {
				all = append(all, withValue(f, fmt.Sprintf("%q", w)))
			}
		}
	}
	return all
}

func withValue(f policy.Figure, value string) policy.Figure {
	f.Value = json.RawMessage(value)
	return f
}

// keysOf are the messages of the room rule that a figure may show.
func keysOf(f policy.Figure) []string {
	list := f.Key
	if ownWords[f.Key] != "" {
		list = ownWords[f.Key]
	}
	return []string{
		"rule." + f.Key, "rule." + list + "." + f.Text(), "rule.yes_no." + f.Text(), "rule.payable." + f.Text(), "rule.unit." + string(f.Unit),
		"rule.none", "rule.attendance.payable",
	}
}
