package admission_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// wide is a town with twenty seats in each group, of which those for children born in 2023 are open: twenty in each
// kindergarten. It is large enough for figures to be printed.
func wide(t *testing.T, profile string) *town.Town {
	t.Helper()
	c := town.Empty(t, policy.Load)
	c.Found(town.Authority, profile)
	c.Import(town.Header + "sun,Күн,private,kindergarten,5,100,test,,yes,T-1,ru,north\nmoon,Ай,state,kindergarten,5,100,test,,no,T-2,ru,south\n")
	c.Seats(seats{town.Sun: {2023: 20}, town.Moon: {2023: 20}})
	return c
}

func profile(t *testing.T, name string, changes ...any) *policy.Profile {
	t.Helper()
	p, err := policy.Load(name)
	for i := 0; i < len(changes) && err == nil; i += 2 {
		p, err = p.With(changes[i].(string), changes[i+1])
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func simulate(t *testing.T, c *town.Town, q admission.Simulation) admission.PolicyComparison {
	t.Helper()
	got, err := c.Admission.SimulatePolicies(c.Ctx(), town.Actor(access.Auditor), q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// figures are the counts of a row without marks.
func figures(row indicator.Row, wanted ...indicator.Figure) (n []int) {
	for _, f := range wanted {
		n = append(n, row.Counts[f].N)
	}
	return n
}

func want(t *testing.T, what string, got []int, want ...int) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", what, diff)
	}
}

var outcome = []indicator.Figure{indicator.BasePlaced, indicator.TryPlaced, indicator.Gain, indicator.Lose, indicator.Unchanged}

// Under the profile that the authority follows, a simulation is the round itself, and nothing is left behind.
func TestOwnPolicyIsTheRoundItself(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"kz-classic-2025", "kz-voucher-2026"} {
		c, p := wide(t, name), profile(t, name)
		c.Queue(60, "2023-05-06", "", town.Sun, town.Moon)
		c.At("2026-03-02 09:00")
		before := last(c)
		got := simulate(t, c, admission.Simulation{Base: p, Try: p})
		want(t, name, figures(got.Total, outcome...), 40, 40, 0, 0, 60)
		if after := last(c); after != before {
			t.Errorf("an event was written at %s", after)
		}
		r := round(t, c)
		if diff := cmp.Diff([]string{r.ProblemSHA256, r.OutcomeSHA256}, got.Base.Hashes); diff != "" || got.Base.Seats != r.Seats || got.Round.ID != "" {
			t.Errorf("%s: %d seats; hashes (-round +simulation)\n%s", name, got.Base.Seats, diff)
		}
	}
}

func last(c *town.Town) (at civil.Instant) {
	c.Read(func(r *store.Reader) (err error) {
		at, err = r.LastEventAt()
		return err
	})
	return at
}

// A voucher is a place, whichever kindergarten it leads to; with the choice on the same day both sides end there.
func TestMechanismsAreComparedAtTheLevelOfBoth(t *testing.T) {
	t.Parallel()
	c := wide(t, "kz-voucher-2026")
	c.Queue(70, "2023-05-06", "", town.Sun)
	vouchers, classic := profile(t, "kz-voucher-2026"), profile(t, "kz-classic-2025")
	got := simulate(t, c, admission.Simulation{Base: vouchers, Try: classic})
	want(t, "vouchers against seats", figures(got.Total, outcome...), 40, 20, 0, 20, 50)
	if got.Level != indicator.LevelPlace || got.Total.Means[indicator.TryRank].N != 0 || got.Base.Target != policy.TargetVoucher {
		t.Errorf("level %s, %+v", got.Level, got.Base)
	}
	got = simulate(t, c, admission.Simulation{Base: vouchers, Try: classic, Choose: true})
	want(t, "with the choice", figures(got.Total, append(outcome, indicator.BaseFirst)...), 20, 20, 0, 0, 70, 20)
	if got.Level != indicator.LevelKindergarten || len(got.Base.Hashes) != 4 || len(got.Try.Hashes) != 2 {
		t.Errorf("level %s, %+v", got.Level, got.Base)
	}
}

// What the rules say of order, ground, proof, wishes and age changes who is placed. Numbers below ten are not printed.
func TestRulesChangeWhoIsPlaced(t *testing.T) {
	t.Parallel()
	c := wide(t, "kz-classic-2025")
	c.Queue(40, "2023-05-06", "", town.Sun, town.Moon)
	proven(c, 10, register.LargeFamily) // they and the next want Sun alone
	c.Queue(10, "2023-05-06", register.LargeFamily, town.Sun)
	c.Queue(10, "2023-05-06", register.MedicalFamily, town.Sun)
	c.Queue(12, "2025-05-06", "", town.Sun)
	const hidden = 0
	first := profile(t, "kz-classic-2025", "queue.head", []string{"extraordinary", "priority"})
	for _, rule := range []struct {
		base                 *policy.Profile
		key                  string
		value                any
		children, gain, lose int
	}{
		{profile(t, "kz-classic-2025"), "queue.head", []string{"extraordinary", "priority"}, 70, hidden, 10},
		{first, "queue.unverified", "claimed", 70, 10, 20}, // ten have a place no more, ten get Moon instead of Sun
		{first, "priority.ground.medical_worker", "extraordinary", 70, 10, 20},
		{first, "priority.ground.large_family", "general", 70, 20, 10},
		{first, "choice.max", 1, 70, 0, 20},
		{first, "twins.rule", "apart", 70, 0, 0},
		{first, "issue.min_age", 1, 82, 0, 0},
	} {
		tried, err := rule.base.With(rule.key, rule.value)
		c.Do(err)
		got := simulate(t, c, admission.Simulation{Base: rule.base, Try: tried})
		want(t, rule.key, figures(got.Total, indicator.Children, indicator.Gain, indicator.Lose), rule.children, rule.gain, rule.lose)
	}
}

func TestSeatsOfTheTriedSide(t *testing.T) {
	t.Parallel()
	c, p := wide(t, "kz-classic-2025"), profile(t, "kz-classic-2025")
	c.Queue(60, "2023-05-06", "", town.Sun)
	for name, change := range map[string]struct {
		seats admission.SeatChange
		want  []int
	}{
		"more in a group":         {admission.SeatChange{Group: "sun-g01", Delta: 15}, []int{20, 35, 15, 0, 45}},
		"fewer in a group":        {admission.SeatChange{Group: "sun-g01", Delta: -10}, []int{20, 10, 0, 10, 50}},
		"more by age":             {admission.SeatChange{Kindergarten: town.Sun, Age: 3, Language: register.Russian, Delta: 30}, []int{20, 50, 30, 0, 30}},
		"elsewhere":               {admission.SeatChange{Kindergarten: town.Moon, Age: 3, Language: register.Russian, Delta: 30}, []int{20, 20, 0, 0, 60}},
		"a new group of Kazakh":   {admission.SeatChange{Kindergarten: town.Sun, Age: 3, Language: register.Kazakh, Delta: 30}, []int{20, 20, 0, 0, 60}},
		"no change of any number": {admission.SeatChange{Group: "sun-g01"}, []int{20, 20, 0, 0, 60}},
	} {
		got := simulate(t, c, admission.Simulation{Base: p, Try: p, Seats: []admission.SeatChange{change.seats}})
		want(t, name, figures(got.Total, outcome...), change.want...)
		if got.Try.Seats != got.Base.Seats+change.seats.Delta {
			t.Errorf("%s: %d seats, base %d", name, got.Try.Seats, got.Base.Seats)
		}
	}
	fine := admission.SeatChange{Group: "sun-g01", Delta: 1}
	for code, change := range map[string]admission.SeatChange{
		"simulation.group":        {Group: "sun-g99", Delta: 1},
		"simulation.kindergarten": {Kindergarten: "star", Age: 3, Language: register.Russian, Delta: 1},
		"simulation.taken":        {Kindergarten: town.Sun, Age: 3, Language: register.Russian, Delta: -22},
	} {
		_, err := c.Admission.SimulatePolicies(c.Ctx(), town.Actor(access.Officer), admission.Simulation{Base: p, Try: p, Seats: []admission.SeatChange{fine, change}})
		wrong, ok := errors.AsType[*admission.SeatChangeError](err)
		if !ok || wrong.At != 1 || wrong.Column == "" || register.CodeOf(err) != code {
			t.Errorf("%+v: got %v, want %s", change, err, code)
		}
	}
}

// A voucher that is out keeps its seat from others on both sides.
func TestPromisedVouchersKeepTheirSeats(t *testing.T) {
	t.Parallel()
	c := wide(t, "kz-voucher-2026")
	c.Queue(15, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	round(t, c)
	c.Queue(60, "2023-05-07", "", town.Sun, town.Moon)
	got := simulate(t, c, admission.Simulation{Base: profile(t, "kz-voucher-2026"), Try: profile(t, "kz-classic-2025")})
	want(t, "with fifteen promised", append(figures(got.Total, outcome...), got.Base.Seats, got.Try.Seats), 25, 25, 0, 0, 60, 25, 25)
}

func TestSnapshotsThatThereAreNot(t *testing.T) {
	t.Parallel()
	c, p := wide(t, "kz-voucher-2026"), profile(t, "kz-voucher-2026")
	ids := c.Queue(2, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	round(t, c)
	c.Accept(ids[0])
	c.Choose(ids[0], town.Sun)
	c.Evening()
	var choice preschool.Round
	c.Read(func(r *store.Reader) (err error) {
		choice, _, err = r.RoundOn(preschool.ChoiceRound, civil.MustParseDate("2026-03-02"))
		return err
	})
	for code, q := range map[string]admission.Simulation{
		"simulation.future": {On: civil.MustParseDate("2026-03-03")},
		"simulation.round":  {Round: "nowhere"},
		"profile.none":      {On: civil.MustParseDate("2025-03-02")},
	} {
		q.Base, q.Try = p, p
		_, err := c.Admission.SimulatePolicies(c.Ctx(), town.Actor(access.Auditor), q)
		c.Refused(code, err)
	}
	_, err := c.Admission.SimulatePolicies(c.Ctx(), town.Actor(access.Auditor), admission.Simulation{Base: p, Try: p, Round: choice.ID})
	c.Refused("simulation.round", err)
	if got := simulate(t, c, admission.Simulation{Base: p, Try: p, On: civil.MustParseDate("2026-03-01")}); !got.Dropped || got.Round.ID != "" || got.Day.String() != "2026-03-01" {
		t.Errorf("two children on the day before: %+v", got)
	}
}
