package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
)

// The words suffice for the orders of other countries: each profile says in them what the city's own pages say.
func TestSamplesSayTheirOrder(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]policy.Criterion{
		"de-berlin":          {"guarantee", "registered_at"},
		"ee-tallinn":         {"residence", "sibling", "registered_at"},
		"ee-tartu":           {"residence", "sibling", "registered_at"},
		"fi-helsinki":        {"guarantee", "fact:distance", "registered_at"},
		"fr-paris-18":        {"points:1", "registered_at"},
		"jp-musashimurayama": {"points:1", "fact:income_tax", "fact:-residence_months", "fact:-children"},
		"lottery-city":       {"lottery"},
		"pl-zamosc":          {"points:1", "points:2", "registered_at"},
	} {
		rules := rulesOn(t, name, "2026-03-02")
		if diff := cmp.Diff(want, rules.Queue.Order); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		if rules.Queue.Drawn() != (name == "lottery-city") {
			t.Errorf("%s: drawn %t", name, rules.Queue.Drawn())
		}
		for _, group := range register.PriorityGroups {
			if rules.Grounds[group].Class != register.General {
				t.Errorf("%s: a ground of another country counts: %s", name, group)
			}
		}
	}
	if r := rulesOn(t, "fi-helsinki", "2026-03-02"); r.Guarantee.Term != months(4) || r.Guarantee.UrgentTerm != cd(14) || r.Application.Validity != months(12) {
		t.Errorf("Helsinki: %+v, %v", r.Guarantee, r.Application.Validity)
	}
	least := int64(40)
	want := policy.PointRow{Stage: "1", Fact: "hours", Of: policy.OfGuardian, AtLeast: &least, Points: 50}
	if diff := cmp.Diff(want, rulesOn(t, "jp-musashimurayama", "2026-03-02").Points[0]); diff != "" {
		t.Errorf("Musashimurayama (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"city", "elsewhere"}, rulesOn(t, "ee-tallinn", "2026-03-02").Queue.ResidenceTiers); diff != "" {
		t.Errorf("Tallinn (-want +got)\n%s", diff)
	}
}

// In Tartu a child that has its birthday by 30 September counts as that old all the year, and a seat begins at 17 months.
func TestAgeOnADayOfTheYear(t *testing.T) {
	t.Parallel()
	rules := rulesOn(t, "ee-tartu", "2026-03-02")
	for _, c := range []struct {
		birth, on string
		age       int
		old       bool
	}{
		{"2023-09-30", "2026-01-01", 3, true},
		{"2023-10-01", "2026-12-31", 2, true},
		{"2024-12-01", "2026-04-30", 1, false},
		{"2024-12-01", "2026-05-01", 1, true},
	} {
		if got := rules.Age(day(c.birth), day(c.on)); got != c.age {
			t.Errorf("born %s, on %s: age %d, want %d", c.birth, c.on, got, c.age)
		}
		if got := rules.OldEnough(day(c.birth), day(c.on)); got != c.old {
			t.Errorf("born %s, on %s: old enough %t, want %t", c.birth, c.on, got, c.old)
		}
	}
}

func TestNobodyFollowsASample(t *testing.T) {
	t.Parallel()
	for _, name := range policy.Names() {
		if err := load(t, name).Follow(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range policy.Samples() {
		p := load(t, name)
		want := register.Refuse(register.Invalid, "profile.parts").With("profile", name)
		if diff := cmp.Diff(error(want), p.Follow()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
		if rules := mustOn(t, p, "2026-03-02"); rules.Zone == nil || rules.ChoiceMax == 0 || rules.Round.Target == "" {
			t.Errorf("%s: %+v", name, rules)
		}
	}
}

func TestPartsAreChecked(t *testing.T) {
	t.Parallel()
	whole := text(t, "lottery-city")
	const parts = `"parts": ["queue"]`
	const choice = `{"key": "choice.max"`
	for _, c := range []struct{ old, new, want string }{
		{parts, `"parts": ["school"]`, `parts: unknown word "school"`},
		{parts, `"parts": ["queue", "queue"]`, `parts: "queue" is named twice`},
		{parts, `"parts": ["money"]`, `parts: "queue" is missing`},
		{parts, `"parts": []`, `parts: "queue" is missing`},
		{parts, `"parts": ["queue", "money"]`, "figure attendance.payable.P is missing"},
		{parts, `"parts": ["admission", "queue"]`, "figure application.channels is missing"},
		{"  " + parts + ",\n", "", "figure application.channels is missing"},
		{`"key": "round.every"`, `"key": "season.release_age"`, `season.release_age: unit "word"`},
	} {
		if !strings.Contains(whole, c.old) {
			t.Fatalf("the profile does not hold %q", c.old)
		}
		if p, err := policy.Parse([]byte(strings.Replace(whole, c.old, c.new, 1))); err == nil || p != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.new, err, c.want)
		}
	}
	more := `{"key": "contact.channels", "value": 2, "unit": "ways", "from": "2025-01-01", "source": "page", "mark": "press"},` + choice
	p, err := policy.Parse([]byte(strings.Replace(whole, choice, more, 1)))
	if err != nil || mustOn(t, p, "2026-03-02").Contact.Channels != 2 || len(p.Keys()) != len(load(t, "lottery-city").Keys())+1 {
		t.Errorf("a figure of another part: %v, %v", p, err)
	}
	again, err := p.With("choice.max", 5)
	if err != nil || again.Whole() {
		t.Errorf("a changed copy keeps its parts: %v, %v", again, err)
	}
	ends := strings.Replace(more, `"2025-01-01"`, `"2025-01-01", "to": "2026-12-31"`, 1)
	if p, err = policy.Parse([]byte(strings.Replace(whole, choice, ends, 1))); err != nil {
		t.Fatal(err)
	}
	if _, err := p.On(day("2027-01-01")); err == nil || !strings.Contains(err.Error(), "contact.channels has no value") {
		t.Errorf("a figure that ended: %v", err)
	}
}
