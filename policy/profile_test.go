package policy_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
)

var day = civil.MustParseDate

func load(t *testing.T, name string) *policy.Profile {
	t.Helper()
	p, err := policy.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// everyName is the names of all embedded profiles.
func everyName() []string { return append(policy.Names(), policy.Samples()...) }

// text is an embedded profile as it is written.
func text(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile("profiles/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestNames(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"kz-classic-2025", "kz-voucher-2026"}, policy.Names()); diff != "" {
		t.Error(diff)
	}
	samples := []string{
		"de-berlin", "ee-tallinn", "ee-tartu", "fi-helsinki", "fr-paris-18", "jp-musashimurayama", "lottery-city", "pl-zamosc",
	}
	if diff := cmp.Diff(samples, policy.Samples()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"kz-2025", "kz-2026", "kz-2027", "weekend-2025", "weekend-2026", "weekend-2027"}, policy.CalendarNames()); diff != "" {
		t.Error(diff)
	}
	if p, err := policy.Load("kz"); err == nil || p != nil || !strings.Contains(err.Error(), "kz-voucher-2026") {
		t.Errorf("an unknown profile: got %v, %v; want an error that lists the known ones", p, err)
	}
}

// The keys that the program asks for, written down a second time: a key that is dropped by mistake is seen here.
const wantKeys = `zone application.channels application.refusal_grounds application.validity application.registration_minutes
document.max_bytes contact.check_every contact.channels takeover.confirm_term age.rule age.day issue.min_age issue.early_age
issue.max_age issue.lead queue.order queue.categories queue.residence_tiers queue.head queue.pattern queue.unverified
queue.refresh queue.refresh_notice points.table guarantee.term guarantee.urgent_term proof.verify_term proof.validity proof.by_register
proof.certified priority.ground.military priority.ground.special_bodies priority.ground.disabled_guardian
priority.ground.without_care priority.ground.orphan priority.ground.large_family priority.ground.special_needs
priority.ground.disabled_child priority.ground.teacher priority.ground.medical_worker privilege.scope choice.max
twins.window_days twins.rule round.target round.scope round.every round.skip_without_seats round.approval round.mechanism
offer.answer_term offer.reminder offer.declined offer.expired notice.attempts notice.fallback notice.fallback_term
notice.public_term suspension.term suspension.restore suspension.restore_limit suspension.after contract.term contract.lapsed
contract.extension_limit contract.extension_term waitlist.answer_term waitlist.declined enrol.channel enrol.papers
enrol.answer_term enrol.refusal_grounds vaccination.min_share vaccination.scope vaccination.exempt transfer.order transfer.year_limit
exchange.allowed exchange.same staff.admission staff.relations provider.requirements season.release_age season.release_from
season.release_to season.release_exempt season.formation season.formation_to season.forming_term season.freeze_from season.freeze_to
appeal.lodge_term appeal.forward_term appeal.term attendance.payable.P attendance.payable.S attendance.payable.C
attendance.payable.Q attendance.payable.W attendance.payable.V attendance.payable.A attendance.payable.U
attendance.leave_year_cap answer.term answer.silence answer.late payment.scope payment.excluded payment.rounding
payment.purpose_code payment.currency voucher.scope pilot.expires position.small_cell registration.fee`

func TestEveryProfileHasEveryKeyWithASource(t *testing.T) {
	t.Parallel()
	for _, name := range policy.Names() {
		p := load(t, name)
		if p.Name != name || len(p.SHA256) != 64 || p.Title.KK == "" || p.Title.RU == "" || p.Title.EN == "" {
			t.Errorf("%s: got name %q, title %v, hash %q", name, p.Name, p.Title, p.SHA256)
		}
		if diff := cmp.Diff(strings.Fields(wantKeys), p.Keys()); diff != "" {
			t.Errorf("%s: keys (-want +got)\n%s", name, diff)
		}
		for d := p.From; d.Before(day("2027-02-01")); d = d.AddDays(1) {
			var keys []string
			for _, f := range p.Figures(d) {
				keys = append(keys, f.Key)
				if strings.TrimSpace(f.Source) == "" || !slices.Contains(policy.Marks, f.Mark) || !f.During().Contains(d) {
					t.Fatalf("%s on %s: figure %+v", name, d, f)
				}
			}
			if diff := cmp.Diff(p.Keys(), keys); diff != "" {
				t.Fatalf("%s on %s: (-want +got)\n%s", name, d, diff)
			}
		}
	}
}

// The hash is what decisions refer to. It changes only together with a figure, a source or a day of a calendar: if this test
// fails without such a change, the canonical text has changed and every stored hash is orphaned.
func TestHashIsStable(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"pl-zamosc":    "fa46671fc269e717e713c0bae0652b1b346c72d2eaf0b235c8f717eeb967ae5f",
		"lottery-city": "52e0c5dbd2800791c1c4f0218da9bed4e759a5ed395a71bc18eac4b598a2aefd",
	} {
		if got := load(t, name).SHA256; got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestHashIsOfWhatIsSaidNotOfHowItIsWritten(t *testing.T) {
	t.Parallel()
	original := load(t, "kz-classic-2025")
	var doc map[string]any
	if err := json.Unmarshal([]byte(text(t, "kz-classic-2025")), &doc); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(doc["figures"].([]any))
	shuffled, err := json.MarshalIndent(doc, "\t", "   ")
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(shuffled)
	if err != nil {
		t.Fatal(err)
	}
	if p.SHA256 != original.SHA256 || !bytes.Equal(p.Canonical(), original.Canonical()) {
		t.Errorf("got %s, want %s", p.SHA256, original.SHA256)
	}
	for _, change := range [][2]string{
		{`"mark": "press"`, `"mark": "assumed"`}, {`massaget.kz`, `massaget.example`}, {`"en": "Kazakhstan`, `"en": "Qazaqstan`},
		{`"calendars": ["kz-2025", `, `"calendars": [`}, {`"value": 10, "unit": "calendar_days"`, `"value": 11, "unit": "calendar_days"`},
	} {
		p, err := policy.Parse([]byte(strings.Replace(text(t, "kz-classic-2025"), change[0], change[1], 1)))
		if err != nil {
			t.Fatal(err)
		}
		if p.SHA256 == original.SHA256 {
			t.Errorf("%s instead of %s leaves the hash as it was", change[1], change[0])
		}
	}
}

func TestCanonicalTextIsAPrivateCopy(t *testing.T) {
	t.Parallel()
	p := load(t, "kz-voucher-2026")
	p.Canonical()[0] = '!'
	if p.Canonical()[0] != '{' || !json.Valid(p.Canonical()) {
		t.Errorf("canonical text begins with %q", p.Canonical()[:1])
	}
}

// Each figure has another valid value; with it, exactly the figures of that key change.
func TestEveryFigureCanBeChanged(t *testing.T) {
	t.Parallel()
	on := day("2026-03-02")
	for _, name := range everyName() {
		p := load(t, name)
		for _, key := range p.Keys() {
			value, ok := p.Alternative(key, on)
			if !ok {
				t.Fatalf("%s: no alternative for %s", name, key)
			}
			changed, err := p.With(key, value)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			var keys []string
			for i, f := range changed.Figures(on) {
				if f.Text() != p.Figures(on)[i].Text() {
					keys = append(keys, f.Key)
				}
			}
			if diff := cmp.Diff([]string{key}, keys); diff != "" || changed.SHA256 == p.SHA256 || changed.Name != name {
				t.Errorf("%s with %s = %v changes %v", name, key, value, keys)
			}
		}
	}
}

func TestWithRefuses(t *testing.T) {
	t.Parallel()
	p := load(t, "kz-voucher-2026")
	for key, value := range map[string]any{"offer.term": 2, "offer.answer_term": "two", "twins.rule": nil, "choice.max": func() {}, "issue.early_age": func() {}} {
		if changed, err := p.With(key, value); err == nil || changed != nil {
			t.Errorf("With(%q, %T): got %v, %v; want an error", key, value, changed, err)
		}
	}
	if _, ok := p.Alternative("offer.term", day("2026-03-02")); ok {
		t.Error("an unknown key has an alternative")
	}
	if _, ok := p.Alternative("choice.max", day("2020-03-02")); ok {
		t.Error("a day before the profile has an alternative")
	}
}
