package policy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
)

func TestQuestionsAreWhatIsAssumed(t *testing.T) {
	t.Parallel()
	for _, name := range everyName() {
		open := load(t, name).Questions()
		if assumed := strings.Count(text(t, name), `"mark": "assumed"`); len(open) < assumed || len(open) > assumed+1 {
			t.Errorf("%s: %d questions, %d assumed rows", name, len(open), assumed)
		}
		for _, f := range open {
			if f.Mark != policy.Assumed && f.Key != "pilot.expires" {
				t.Errorf("%s asks for %s", name, f.Key)
			}
		}
	}
}

// Confirming every question leaves none, changes no value, and keeps every row.
func TestEveryQuestionCanBeConfirmed(t *testing.T) {
	t.Parallel()
	for _, name := range everyName() {
		p := load(t, name)
		var replies []policy.Reply
		for _, f := range p.Questions() {
			replies = append(replies, policy.Reply{Key: f.Key, Row: f.From, Value: policy.Confirm, Act: "order 1", Date: day("2020-01-01"), Article: "p.1"})
		}
		answered, err := p.Answered(name, replies)
		if err != nil {
			t.Fatal(err)
		}
		if left := answered.Questions(); len(left) > 0 {
			t.Errorf("%s: still open: %+v", name, left)
		}
		for _, c := range policy.Compare(p, answered).Changes {
			if c.Kind != policy.ChangedSource || c.After.Mark != policy.Law || c.After.Source != "order 1, 2020-01-01, p.1" || !strings.Contains(c.After.Note, c.Before.Source) {
				t.Errorf("%s: %+v", name, c)
			}
		}
	}
}

// Whatever a value is, what Figure.Text shows of it can be written as an answer.
func TestValuesAreReadAsTheyAreShown(t *testing.T) {
	t.Parallel()
	for _, name := range everyName() {
		p := load(t, name)
		for _, f := range p.Figures(p.From) {
			shown := f.Text()
			if f.Unit == policy.PointsUnit {
				shown = string(f.Value)
			}
			value, unit, err := policy.ReadValue(f.Key, f.Unit, shown)
			if want := string(f.Value); err != nil || unit != f.Unit || string(value) != want && !(want == "[]" && shown == "") {
				t.Errorf("%s %s: %q is read as %s %s, %v; want %s %s", name, f.Key, shown, value, unit, err, want, f.Unit)
			}
		}
	}
}

func TestReadValue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key, text, want string
		unit, wantUnit  policy.Unit
	}{
		{"offer.answer_term", "5 working_days", "5", policy.CalendarDays, policy.WorkingDays},
		{"offer.answer_term", "5", "5", policy.CalendarDays, policy.CalendarDays},
		{"issue.early_age", "none", "null", policy.Months, policy.Months},
		{"queue.pattern", "priority 1, general 2", `[{"class":"priority","take":1},{"class":"general","take":2}]`, policy.Turns, policy.Turns},
		{"notice.fallback", "sms, email", `["sms","email"]`, policy.WayList, policy.WayList},
		{"notice.fallback", "none", `[]`, policy.WayList, policy.WayList},
		{"enrol.papers", "no", "false", policy.YesNo, policy.YesNo},
		{"season.formation", "06-30", `"06-30"`, policy.DayOfYear, policy.DayOfYear},
		{"payment.purpose_code", "859", `"859"`, policy.Text, policy.Text},
		{"attendance.payable.U", "3", "3", policy.DaysPerMonth, policy.DaysPerMonth},
		{"round.every", " day ", `"day"`, policy.Word, policy.Word},
	} {
		got, unit, err := policy.ReadValue(c.key, c.unit, c.text)
		if err != nil || string(got) != c.want || unit != c.wantUnit {
			t.Errorf("%s, %q: got %s %s, %v; want %s %s", c.key, c.text, got, unit, err, c.want, c.wantUnit)
		}
	}
	for key, text := range map[string]string{"queue.pattern": "priority, general", "no.such": "1"} {
		if got, _, err := policy.ReadValue(key, policy.Turns, text); err == nil {
			t.Errorf("%s, %q: got %s, want an error", key, text, got)
		}
	}
}

func TestAnAnswerFromALaterDayEndsTheOldRow(t *testing.T) {
	t.Parallel()
	p := load(t, "kz-voucher-2026")
	reply := policy.Reply{Key: "choice.max", Row: day("2025-01-01"), Value: "3", Act: "order 7", Date: day("2026-02-01"), Article: "p.2"}
	for from, want := range map[string]string{"": "2026-02-01", "2026-03-15": "2026-03-15"} {
		reply.From, _ = civil.ParseDate(from)
		changed, err := p.Answered("kz-voucher-2027", []policy.Reply{reply})
		if err != nil {
			t.Fatal(err)
		}
		start := day(want)
		before, after := mustOn(t, changed, start.AddDays(-1).String()), mustOn(t, changed, want)
		if before.ChoiceMax != 4 || after.ChoiceMax != 3 || changed.Name != "kz-voucher-2027" {
			t.Errorf("from %q: %d before, %d after, %s", from, before.ChoiceMax, after.ChoiceMax, changed.Name)
		}
		if diff := cmp.Diff([]string{"value choice.max " + want + "/.."}, told(policy.Compare(p, changed))); diff != "" {
			t.Errorf("from %q (-want +got)\n%s", from, diff)
		}
	}
}

func TestAnsweredRefuses(t *testing.T) {
	t.Parallel()
	p := load(t, "kz-voucher-2026")
	good := policy.Reply{Key: "choice.max", Row: day("2025-01-01"), Value: "3", Act: "order 7", Date: day("2024-02-01"), Article: "p.2"}
	with := func(change func(*policy.Reply)) policy.Reply {
		r := good
		change(&r)
		return r
	}
	for name, c := range map[string]struct {
		replies  []policy.Reply
		code, at string
	}{
		"another row":   {[]policy.Reply{good, with(func(r *policy.Reply) { r.Row = day("2025-02-01") })}, "answer.row", "1"},
		"another key":   {[]policy.Reply{with(func(r *policy.Reply) { r.Key = "choice.most" })}, "answer.row", "0"},
		"twice":         {[]policy.Reply{good, good}, "answer.twice", "1"},
		"out of range":  {[]policy.Reply{with(func(r *policy.Reply) { r.Value = "40" })}, "answer.value", "0"},
		"no number":     {[]policy.Reply{with(func(r *policy.Reply) { r.Value = "three" })}, "answer.value", "0"},
		"before it was": {[]policy.Reply{with(func(r *policy.Reply) { r.From = day("2024-12-31") })}, "answer.from", "0"},
		"after it ended": {
			[]policy.Reply{with(func(r *policy.Reply) {
				r.Key, r.Value, r.From = "season.release_from", policy.Confirm, day("2026-01-01")
			})}, "answer.from", "0",
		},
	} {
		_, err := p.Answered(p.Name, c.replies)
		refusal, ok := errors.AsType[*register.Error](err)
		if !ok || refusal.Code != c.code || refusal.Args["at"] != c.at {
			t.Errorf("%s: got %v, want %s at %s", name, err, c.code, c.at)
		}
	}
	if _, err := p.Answered("KZ", nil); err == nil {
		t.Error("a name in capitals was taken")
	}
}
