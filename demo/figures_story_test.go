package demo_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// story is something that happens in a town under a profile, told in words that do not name the profile.
type story func(*testing.T, *policy.Profile) string

// stories are the figures that a few weeks of the small city do not reach, or only by luck.
var stories = map[string]story{
	"zone":                     offeredAtFour,
	"age.rule":                 offeredAtThirteenMonths("2026-02-02", "2024-12-20"),
	"issue.min_age":            offeredAtThirteenMonths("2026-02-02", "2024-12-20"), // two by calendar year
	"issue.early_age":          offeredAtThirteenMonths("2026-08-10", "2025-06-20"), // one by calendar year
	"queue.order":              inTurn,
	"queue.unverified":         claimWithoutProof,
	"privilege.scope":          privilegeElsewhere,
	"offer.declined":           declined,
	"offer.expired":            missed,
	"suspension.term":          missed,
	"suspension.restore":       missed,
	"suspension.restore_limit": missed,
	"suspension.after":         missed,
	"contract.lapsed":          unsigned,
	"contract.extension_limit": extended,
	"contract.extension_term":  extended,
	"waitlist.answer_term":     fromWaitlist,
	"waitlist.declined":        fromWaitlist,
	"twins.window_days":        twoOfOneFamily,
	"twins.rule":               twoOfOneFamily,
	"season.formation":         dealtInJuly,
	"season.release_age":       released,
	"season.release_from":      released,
	"season.release_to":        released,
	"attendance.payable.C":     monthOf("C"),
	"attendance.payable.V":     monthOf("V"),
}

func init() {
	for _, g := range register.PriorityGroups {
		stories["priority.ground."+string(g)] = func(t *testing.T, p *policy.Profile) string { return provenGround(t, p, g) }
	}
}

// offeredAtFour is the last day to answer an offer of which the family hears at four o'clock in Greenwich.
func offeredAtFour(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Open(town.Sun, 2023, 1)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.At("2026-03-02 23:00") // a Monday here and in the west
	_, _, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	c.At("2026-03-03 09:00")
	c.Deliver()
	return c.Last(id).AnswerBy.String()
}

// offeredAtThirteenMonths tells whether a child for whom there is a seat gets an offer on a Monday.
func offeredAtThirteenMonths(monday, birth string) story {
	return func(t *testing.T, p *policy.Profile) string {
		c := town.Empty(t, func(string) (*policy.Profile, error) { return p, nil })
		c.Found(town.Authority, p.Name)
		c.At(monday + " 08:00")
		c.Import(town.Network)
		id := c.Queue(1, birth, "", town.Sun)[0]
		c.Morning()
		return fmt.Sprint(len(c.Offers(id)), " offers")
	}
}

// inTurn is who of eight families gets one of three seats.
func inTurn(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Open(town.Sun, 2023, 3)
	ids := c.Queue(8, "2023-05-06", "", town.Sun)
	c.At("2026-03-02 09:00")
	if rules, err := p.On(civil.MustParseDate("2026-03-02")); err == nil && rules.Queue.Drawn() {
		c.PublishSeed(town.SeedOf("in turn"))
		c.Wait(time.Minute)
	}
	c.Morning()
	var said string
	for _, id := range ids {
		said += fmt.Sprint(len(c.Offers(id)))
	}
	return said
}

// standing is the number and the tier of an application that came after another one.
func standing(t *testing.T, c *town.Town, id register.ID[preschool.Application]) string {
	p, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), id)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(p.Number, " of ", p.Of, " ", p.Tier, " ", p.Reason)
}

func claimWithoutProof(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Queue(1, "2023-05-06", "", town.Sun)
	return standing(t, c, c.Queue(1, "2023-05-07", register.LargeFamily, town.Sun)[0])
}

func provenGround(t *testing.T, p *policy.Profile, ground register.PriorityGroup) string {
	c := town.Under(t, p)
	c.Queue(1, "2023-05-06", "", town.Sun)
	id := c.Queue(1, "2023-05-07", ground, town.Sun)[0]
	if c.Application(id).Proof == preschool.ProofClaimed {
		c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
	}
	return standing(t, c, id)
}

func privilegeElsewhere(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Queue(1, "2023-05-06", "", town.Sun)
	far := c.Family("2023-05-07")[0]
	sub := town.Submission(far.Child, register.LargeFamily, town.Sun)
	sub.Settlement = "temirtau"
	id, err := c.Admission.SubmitApplication(c.Ctx(), far.Actor(), sub)
	c.Do(err)
	c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
	return standing(t, c, id)
}

// offered is a town in which one family has an offer since Monday, 2 March, and another waits behind it.
func offered(t *testing.T, p *policy.Profile) (*town.Town, register.ID[preschool.Application]) {
	c := town.Under(t, p)
	c.Open(town.Sun, 2023, 1)
	id := c.Queue(2, "2023-05-06", "", town.Sun)[0]
	c.At("2026-03-02 09:00") // a Monday: weekly rounds run
	c.Morning()
	return c, id
}

func declined(t *testing.T, p *policy.Profile) string {
	c, id := offered(t, p)
	c.Do(c.Admission.DeclineOffer(c.Ctx(), town.Guardian(c.Application(id).Guardian), c.Last(id).ID))
	return string(c.Application(id).State)
}

// missed is what becomes of an application whose offer nobody answers: its suspension, a request to restore it, and the
// end of the term when nobody asks.
func missed(t *testing.T, p *policy.Profile) string {
	var said string
	for _, asks := range []bool{true, false} {
		c, id := offered(t, p)
		c.At("2026-03-10 05:00")
		c.Night()
		a := c.Application(id)
		said += fmt.Sprint(a.State, " until ", a.SuspendedUntil)
		if asks {
			err := c.Admission.RestoreApplication(c.Ctx(), town.Guardian(a.Guardian), id)
			said += ", asks: " + register.CodeOf(err)
		}
		c.At("2026-04-30 05:00")
		c.Night()
		said += fmt.Sprint(", at the end ", c.Application(id).State, "; ")
	}
	return said
}

// accepted is a town in which a family has taken a seat that it must sign for.
func accepted(t *testing.T, p *policy.Profile) (*town.Town, register.ID[preschool.Application]) {
	c, id := offered(t, p)
	c.Wait(time.Hour)
	c.Accept(id)
	if rules, err := p.On(civil.MustParseDate("2026-03-02")); err != nil || rules.Round.Target == policy.TargetVoucher {
		c.Do(err)
		c.Choose(id, town.Sun)
		c.At("2026-03-02 20:00")
		c.Evening()
	}
	return c, id
}

func unsigned(t *testing.T, p *policy.Profile) string {
	c, id := accepted(t, p)
	c.At("2026-03-31 05:00")
	c.Night()
	return fmt.Sprint(c.Last(id).State, " ", c.Application(id).State)
}

func extended(t *testing.T, p *policy.Profile) string {
	c, id := accepted(t, p)
	c.At("2026-03-03 10:00")
	var said string
	for range 2 {
		err := c.Admission.ExtendContract(c.Ctx(), town.Guardian(c.Application(id).Guardian), c.Last(id).ID)
		said += fmt.Sprint(register.CodeOf(err), " ", c.Last(id).ContractBy, " ")
	}
	return said
}

// fromWaitlist is a voucher whose kindergarten is full until a child leaves it: the seat has its own term, and it is declined.
func fromWaitlist(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Hold(town.Sun, 1)
	c.Open(town.Moon, 2023, 1)
	id := c.Queue(1, "2023-05-06", "", town.Moon)[0]
	c.At("2026-03-02 09:00")
	c.Morning()
	c.Accept(id)
	c.Choose(id, town.Sun)
	c.Evening()
	c.At("2026-03-03 09:00")
	leave(c)
	c.Evening()
	seat := c.Last(id)
	c.Do(c.Admission.DeclineOffer(c.Ctx(), town.Guardian(c.Application(id).Guardian), seat.ID))
	lists := 0
	c.Read(func(r *store.Reader) error {
		counts, err := r.WaitlistCounts()
		lists = counts[town.Sun]
		return err
	})
	return fmt.Sprint(seat.AnswerBy, " then ", c.Application(id).State, " on ", lists, " lists")
}

// leave ends the only placement of the town.
func leave(c *town.Town) {
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	c.Do(c.Admission.EndPlacement(c.Ctx(), town.Guardian(live[0].Guardian), live[0].ID, "moved_away"))
}

// twoOfOneFamily are twins for whom there is one seat, and two children born a year apart: who is one batch, and who gets it.
func twoOfOneFamily(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Open(town.Sun, 2023, 1)
	var said string
	for _, births := range [][]string{{"2023-05-06", "2023-05-20"}, {"2020-02-02", "2021-03-03"}} {
		for _, child := range c.Family(births...) {
			c.Apply(child, "", town.Sun)
		}
	}
	c.At("2026-03-02 09:00")
	c.Morning()
	c.Read(func(r *store.Reader) error {
		all, err := r.Applications()
		for _, a := range all {
			said += fmt.Sprint(a.Family != "", " ", a.State, ", ")
		}
		return err
	})
	return said
}

// dealtInJuly are the birth years of groups that a network import deals between the two days of formation.
func dealtInJuly(t *testing.T, p *policy.Profile) string {
	c := town.Empty(t, func(string) (*policy.Profile, error) { return p, nil })
	c.Found(town.Authority, p.Name)
	rules, err := p.On(civil.MustParseDate("2026-01-05"))
	c.Do(err)
	c.At(map[bool]string{true: "2026-07-08 09:00", false: "2026-08-08 09:00"}[rules.Season.Formation.In(demo.Year).MonthOfYear() == time.July])
	c.Import(town.Network)
	return fmt.Sprint(c.Groups()[0].BirthYear)
}

// released is who may leave for school, and when.
func released(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Hold(town.Sun, 3, 4) // of 2021 and of 2020
	var said string
	for _, day := range []string{"2026-06-10 20:00", "2026-07-10 20:00", "2026-08-10 20:00"} {
		c.At(day)
		n, err := c.Admission.ReleaseLeavers(c.Ctx(), town.Staff(town.Sun), town.Sun)
		said += fmt.Sprint(n, register.CodeOf(err), " ")
	}
	return said
}

// monthOf is the money of a confirmed January of a child with a code on every second day.
func monthOf(code string) story {
	return func(t *testing.T, p *policy.Profile) string {
		c := town.Under(t, p)
		c.Norm()
		c.Hold(town.Sun, 1)
		c.Attend(town.Sun, civil.MustParseDate("2026-01-05"), "P"+code)
		c.At("2026-02-02 09:00")
		c.Sign(town.Sun, "2026-01")
		c.Do(c.Answer(c.Lines(town.Sun, "2026-01")[0], civil.Date{}))
		c.At("2026-02-10 09:00")
		c.Pay("2026-01")
		line := c.Lines(town.Sun, "2026-01")[0]
		return fmt.Sprint(line.PayableDays, " of ", line.WorkingDays, " days, ", line.Tiyn, " ", line.Held)
	}
}
