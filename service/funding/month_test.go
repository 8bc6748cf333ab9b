package funding_test

import (
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/funding"
	"github.com/balajol/balajol/store"
)

var (
	january  = civil.MustParseMonth("2026-01")
	february = civil.MustParseMonth("2026-02")
	day      = civil.MustParseDate
)

// called is a town whose kindergarten Sun has children in its first group since 5 January 2026 and has called the roll until
// the end of the month: 19 working days, and all came on each.
func called(t *testing.T, children int) *town.Town {
	t.Helper()
	c := town.New(t, "kz-voucher-2026")
	c.Norm()
	groups := make([]int, children)
	for i := range groups {
		groups[i] = 1
	}
	c.Hold(town.Sun, groups...)
	c.Attend(town.Sun, day("2026-01-05"), "P")
	return c
}

// signed is the town on Monday, 2 February, after the sheets were signed.
func signed(t *testing.T, children int) *town.Town {
	t.Helper()
	c := called(t, children)
	c.At("2026-02-02 09:00")
	c.Sign(town.Sun, "2026-01")
	return c
}

func TestRollCallsAreRefused(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Hold(town.Sun, 1, 1, 2)
	staff := town.Staff(town.Sun)
	monday := day("2026-01-12")
	for name, row := range map[string]struct {
		at     string
		change func([]preschool.RollCall) []preschool.RollCall
		code   string
	}{
		"on a Sunday":        {"2026-01-11 08:30", nil, "roll_call.day_off"},
		"on Christmas":       {"2026-01-07 08:30", nil, "roll_call.day_off"},
		"without a group":    {"2026-01-12 08:30", func(calls []preschool.RollCall) []preschool.RollCall { return calls[:1] }, "roll_call.group_missing"},
		"without a child":    {"2026-01-12 08:30", marks("P----"), "roll_call.child_missing"},
		"on a shorter sheet": {"2026-01-12 08:30", marks("P"), "roll_call.child_missing"},
		"with a guest":       {"2026-01-12 08:30", marks("PPP--"), "roll_call.nobody_placed"},
		"with a day off":     {"2026-01-12 08:30", marks("P.---"), "roll_call.code"},
		"with another code":  {"2026-01-12 08:30", marks("PX---"), "roll_call.code"},
	} {
		c.At(row.at)
		calls := c.Marks(town.Sun, monday, register.Present)
		if row.change != nil {
			calls = row.change(calls)
		}
		if err := c.Funding.TakeRollCalls(c.Ctx(), staff, town.Sun, calls); register.CodeOf(err) != row.code {
			t.Errorf("%s: got %v, want %s", name, err, row.code)
		}
	}
	c.Call(town.Sun, monday, register.Present)
	c.Refused("roll_call.taken", c.Funding.TakeRollCalls(c.Ctx(), staff, town.Sun, c.Marks(town.Sun, monday, register.Ill)))
	if done, err := c.Funding.Called(c.Ctx(), town.Actor(access.Public), monday); err != nil || !done[town.Sun] || done[town.Moon] {
		t.Errorf("called: %v, %v", done, err)
	}
}

// marks changes the first group's marks.
func marks(text string) func([]preschool.RollCall) []preschool.RollCall {
	return func(calls []preschool.RollCall) []preschool.RollCall {
		calls[0].Marks = text
		return calls
	}
}

func TestASheetIsSignedOnceAndAfterItsMonth(t *testing.T) {
	t.Parallel()
	c := called(t, 1)
	c.At("2026-01-31 23:00")
	c.Refused("sheet.month_not_over", c.Funding.SignSheets(c.Ctx(), town.Staff(town.Sun), town.Sun, january))
	c.At("2026-02-01 09:00")
	c.Sign(town.Sun, "2026-01")
	c.Refused("sheet.not_sign", c.Funding.SignSheets(c.Ctx(), town.Staff(town.Sun), town.Sun, january))
	lines := c.Lines(town.Sun, "2026-01")
	if len(lines) != 1 || lines[0].Days != "....PP.PP..PPPPP..PPPPP..PPPPP." {
		t.Errorf("lines: %+v", lines)
	}
}

// A working day on which nobody called the roll is not paid.
func TestADayWithoutRollCallIsUnjustified(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Hold(town.Sun, 1)
	c.Attend(town.Sun, day("2026-01-12"), "P")
	c.At("2026-02-02 09:00")
	c.Sign(town.Sun, "2026-01")
	if days := c.Lines(town.Sun, "2026-01")[0].Days; !strings.HasPrefix(days[4:], "UU.UU..PPPPP") {
		t.Errorf("days: %s", days)
	}
}

func TestOnlyTheOwnGuardianAnswers(t *testing.T) {
	t.Parallel()
	c := signed(t, 2)
	lines := c.Lines(town.Sun, "2026-01")
	stranger := funding.Answer{By: town.Guardian(lines[1].Guardian), Line: lines[0].ID}
	own := funding.Answer{By: town.Guardian(lines[1].Guardian), Line: lines[1].ID}
	officer := funding.Answer{By: town.Actor(access.Officer), Line: lines[0].ID}
	give := func(k register.ID[register.Kindergarten], answers ...funding.Answer) error {
		return c.Funding.AnswerLines(c.Ctx(), town.Actor(access.System), k, january, answers)
	}
	c.Refused("access.not_theirs", give(town.Sun, own, stranger))
	c.Refused("access.role", give(town.Sun, own, officer))
	c.Refused("line.unknown", give(town.Moon, own))
	for _, l := range c.Lines(town.Sun, "2026-01") {
		if l.State != preschool.LineOpen {
			t.Errorf("all are kept or none: line %s is %s", l.ID, l.State)
		}
	}
	c.Do(give(town.Sun, own))
	c.Refused("line.not_confirm", give(town.Sun, own))
	c.Refused("line.dispute_day", c.Answer(lines[0], day("2026-02-01")))
}

// norm is 65,000 tenge in tiyn.
const norm = money.Tiyn(6_500_000)

// Of three children one confirms, one is silent and confirms in the next month, one disputes a day, which is corrected: the
// month pays the first, the next one adjusts by the other two.
func TestWhatIsAnsweredLateIsAdjusted(t *testing.T) {
	t.Parallel()
	c := signed(t, 3)
	lines := c.Lines(town.Sun, "2026-01")
	c.Do(c.Answer(lines[0], civil.Date{}))
	c.Do(c.Answer(lines[2], day("2026-01-13")))
	c.At("2026-02-05 18:00")
	c.Refused("cycle.answers_open", c.Funding.Calculate(c.Ctx(), town.Actor(access.Payer), january))
	c.At("2026-02-06 09:00")
	c.Pay("2026-01")
	wantLine(t, c, 0, preschool.LineConfirmed, "", norm)
	wantLine(t, c, 1, preschool.LineSilent, "", 0)
	wantLine(t, c, 2, preschool.LineDisputed, "", 0)

	c.At("2026-02-16 09:00")
	c.Do(c.Answer(lines[1], civil.Date{}))
	wantLine(t, c, 1, preschool.LineConfirmed, funding.HeldAnsweredLate, 0)
	c.Refused("access.not_theirs", c.Funding.CorrectLine(c.Ctx(), town.Staff(town.Moon), lines[2].ID, register.Unjustified))
	c.Do(c.Funding.CorrectLine(c.Ctx(), town.Staff(town.Sun), lines[2].ID, register.Unjustified))
	c.Refused("line.not_correct", c.Funding.CorrectLine(c.Ctx(), town.Staff(town.Sun), lines[2].ID, register.Present))
	c.Do(c.Answer(lines[2], civil.Date{}))

	c.At("2026-03-02 09:00")
	c.Sign(town.Sun, "2026-02")
	c.At("2026-03-06 09:00")
	c.Pay("2026-02")
	wantLine(t, c, 1, preschool.LineConfirmed, "", norm)
	wantLine(t, c, 2, preschool.LineConfirmed, "", 6_157_895) // 18 of 19 days, half up
	claims := claimsOf(c, february)
	if len(claims) != 1 || claims[0].Kind != preschool.KindAdjustment || claims[0].Month != january || claims[0].Tiyn != norm+6_157_895 {
		t.Errorf("claims of the next cycle: %+v", claims)
	}
	if first := claimsOf(c, january); len(first) != 1 || first[0].Tiyn != norm {
		t.Errorf("what was claimed is not edited: %+v", first)
	}
	c.Refused("line.answer_too_late", c.Answer(lines[1], day("2026-01-13")))
}

func TestALateAnswerMayBeVoid(t *testing.T) {
	t.Parallel()
	c := signed(t, 1)
	p, err := c.Deps.Profiles("kz-voucher-2026")
	c.Do(err)
	if p, err = p.With("answer.late", "void"); err != nil {
		t.Fatal(err)
	}
	void := town.Under(t, p)
	void.Norm()
	void.Hold(town.Sun, 1)
	void.At("2026-02-02 09:00")
	void.Sign(town.Sun, "2026-01")
	for _, c := range []*town.Town{c, void} {
		c.At("2026-02-06 09:00")
		c.Pay("2026-01")
	}
	c.Do(c.Answer(c.Lines(town.Sun, "2026-01")[0], civil.Date{}))
	void.Refused("line.answer_too_late", void.Answer(void.Lines(town.Sun, "2026-01")[0], civil.Date{}))
}

func wantLine(t *testing.T, c *town.Town, i int, state preschool.LineState, held string, tiyn money.Tiyn) {
	t.Helper()
	if l := c.Lines(town.Sun, "2026-01")[i]; l.State != state || l.Held != held || l.Tiyn != tiyn {
		t.Errorf("line %d is %s, held %q, %d tiyn, want %s, %q, %d", i, l.State, l.Held, l.Tiyn, state, held, tiyn)
	}
}

func claimsOf(c *town.Town, cycle civil.Month) []preschool.Claim {
	var claims []preschool.Claim
	c.Read(func(r *store.Reader) (err error) {
		claims, err = r.ClaimsOf(cycle)
		return err
	})
	return claims
}
