package page_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/web/page"
)

func texts[W ~string](list []W) []string {
	var words []string
	for _, w := range list {
		words = append(words, string(w))
	}
	return words
}

// wordLists are the words that each figure of a word or of a list of words may have.
var wordLists = map[string][]string{
	"age.rule": texts(policy.AgeRules), "queue.categories": texts(policy.CategoryRules), "queue.unverified": texts(policy.UnverifiedRules),
	"privilege.scope": texts(policy.PrivilegeScopes), "round.target": texts(policy.RoundTargets), "round.scope": texts(policy.RoundScopes),
	"round.every": texts(policy.RoundRhythms), "round.approval": texts(policy.RoundApprovals), "round.mechanism": texts(policy.RoundMechanisms),
	"offer.declined": texts(policy.Consequences), "offer.expired": texts(policy.Consequences), "contract.lapsed": texts(policy.Consequences),
	"suspension.restore": texts(policy.Restorings), "suspension.after": texts(policy.AfterwardsWords),
	"waitlist.declined": texts(policy.WaitlistConsequences), "twins.rule": texts(policy.TwinsRules), "enrol.channel": texts(policy.EnrolChannels),
	"vaccination.scope": texts(policy.VaccinationScopes), "transfer.order": texts(policy.TransferOrders),
	"answer.silence": texts(policy.Silences), "answer.late": texts(policy.LateAnswers), "payment.scope": texts(policy.PaymentScopes),
	"voucher.scope": texts(policy.VoucherScopes), "payment.rounding": {"half_up", "half_even", "down"},
}

var listLists = map[policy.Unit][]string{
	policy.Criteria: append(texts(policy.CriterionWords), "points:1", "fact:income_tax", "fact:-income_tax"), policy.Classes: texts(register.PriorityClasses),
	policy.Kinds: texts(register.GroupKinds), policy.GroundsUnit: texts(register.PriorityGroups), policy.Channels: texts(register.ApplicationSources),
	policy.Refusals: texts(register.RefusalGrounds), policy.WayList: texts(register.NoticeWays), policy.Papers: texts(register.PapersGrounds),
	policy.Relations: texts(register.StaffRelations), policy.Traits: texts(policy.ExchangeTraits),
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
			label, value := page.FigureLabel(p, f.Key), page.FigureValue(p, f)
			if strings.ContainsAny(label+value, "[]{}_") || label == "" || value == "" {
				t.Errorf("%s in %s: %q is %q", f.Key, lang, label, value)
			}
			for _, key := range keysOf(t, f) {
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
	for _, name := range append(policy.Names(), policy.Samples()...) {
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
			for _, w := range listLists[f.Unit] {
				all = append(all, withValue(f, fmt.Sprintf("[%q]", w)))
			}
			if f.Unit == policy.PointsUnit {
				all = append(all, withValue(f, `[{"stage": "1", "fact": "income_tax", "of": "guardian", "at_least": 1, "points": -1}]`))
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
func keysOf(t *testing.T, f policy.Figure) []string {
	t.Helper()
	list := f.Key
	if slices.Contains([]string{"offer.declined", "offer.expired", "contract.lapsed"}, f.Key) {
		list = "consequence"
	}
	keys := []string{"rule." + f.Key, "rule.yes_no." + f.Text(), "rule.payable." + f.Text(), "rule.unit." + string(f.Unit), "rule.none", "rule.attendance.payable"}
	for _, word := range strings.Split(f.Text(), ", ") {
		keys = append(keys, "rule."+list+"."+word)
	}
	switch f.Unit {
	case policy.Criteria:
		for _, c := range strings.Split(f.Text(), ", ") {
			name, _, _ := policy.Criterion(c).Fact()
			keys = append(keys, "rule.fact."+name, "rule.queue.order.points", "rule.queue.order.less", "rule.queue.order.more")
		}
	case policy.PointsUnit:
		var rows []policy.PointRow
		if err := json.Unmarshal(f.Value, &rows); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			keys = append(keys, "rule.fact."+r.Fact, "rule.fact."+r.Fact+"."+r.Equals)
		}
		keys = append(keys, "rule.points.row", "rule.points.row_least", "rule.points.stage", "rule.points.each_guardian")
	}
	return keys
}
