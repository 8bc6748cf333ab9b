package demo_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

func init() {
	maps.Copy(stories, map[string]story{
		"enrol.papers":          signedAtOnce,
		"enrol.answer_term":     unansweredPapers,
		"enrol.refusal_grounds": papersRefused(register.PapersExpired),
		"vaccination.min_share": papersRefused(register.PapersVaccination),
		"vaccination.scope":     papersRefused(register.PapersVaccination),
		"vaccination.exempt":    papersRefused(register.PapersVaccination),
		"season.release_exempt": released,
		"transfer.order":        seatWantedByTwo,
		"transfer.year_limit":   movedTwice,
		"exchange.allowed":      exchanged,
		"exchange.same":         exchanged,
		"staff.admission":       grandchildOfTheStaff,
		"staff.relations":       grandchildOfTheStaff,
		"appeal.term":           complained,
		"appeal.forward_term":   complained,
		"appeal.lodge_term":     complained,
	})
}

// seated is a town in which a family has had a seat of the sun to sign for since Monday, 2 March; a child sits in its group, and
// three in the others.
func seated(t *testing.T, p *policy.Profile) (*town.Town, register.ID[preschool.Application]) {
	c := town.Under(t, p)
	c.Hold(town.Sun, 1, 2, 2, 3)
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 09:00")
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.Morning()
	c.Accept(id)
	if c.Last(id).Of == preschool.OfVoucher {
		c.Choose(id, town.Sun)
		c.Evening()
	}
	return c, id
}

func signedAtOnce(t *testing.T, p *policy.Profile) string {
	c, id := seated(t, p)
	_, err := c.Admission.SignContract(c.Ctx(), town.Guardian(c.Application(id).Guardian), c.Last(id).ID)
	return register.CodeOf(err)
}

// unansweredPapers is how long a family may sign whose papers the kindergarten answers on the next day: on the last day of the
// contract's term.
func unansweredPapers(t *testing.T, p *policy.Profile) string {
	c, id := seated(t, p)
	last := c.Last(id).ContractBy
	c.At(last.AddDays(-1).String() + " 10:00")
	c.Do(c.Admission.SubmitPapers(c.Ctx(), town.Guardian(c.Application(id).Guardian), c.Last(id).ID, nil))
	c.At(last.String() + " 10:00")
	c.Do(c.Admission.AcceptPapers(c.Ctx(), town.Staff(town.Sun), c.Last(id).ID))
	return c.Last(id).ContractBy.String()
}

// papersRefused is what a kindergarten hears that refuses papers on a ground: three of the four children there are vaccinated.
func papersRefused(why register.PapersGround) story {
	return func(t *testing.T, p *policy.Profile) string {
		c, id := seated(t, p)
		c.Do(c.Admission.SubmitPapers(c.Ctx(), town.Guardian(c.Application(id).Guardian), c.Last(id).ID, nil))
		return register.CodeOf(c.Admission.RefusePapers(c.Ctx(), town.Staff(town.Sun), c.Last(id).ID, why, preschool.Vaccinated{Children: 3, Of: 4}))
	}
}

// placed are the children who sit in a town.
func placed(c *town.Town) []store.LivePlacement {
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	return live
}

func askTransfer(c *town.Town, p preschool.Placement, guardian register.ID[register.Guardian], to register.ID[register.Kindergarten]) (register.ID[preschool.Transfer], error) {
	return c.Admission.RequestTransfer(c.Ctx(), town.Guardian(guardian), p.Child, []register.ID[register.Kindergarten]{to})
}

// seatWantedByTwo tells whether a child who has a seat gets the last one of the moon, for which it asked before another child
// entered the queue.
func seatWantedByTwo(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Hold(town.Sun, 1)
	c.Open(town.Moon, 2023, 1)
	holder := placed(c)[0]
	_, err := askTransfer(c, holder.Placement, holder.Guardian, town.Moon)
	c.Do(err)
	c.At("2026-03-02 09:00")
	id := c.Queue(1, "2023-05-06", "", town.Moon)[0]
	if rules, err := p.On(on); err != nil {
		t.Fatal(err)
	} else if rules.Round.Target == policy.TargetVoucher {
		c.Morning()
		c.Accept(id)
		c.Choose(id, town.Moon)
	}
	_, ran, err := c.Admission.RunTransfers(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	return fmt.Sprint(ran)
}

// movedTwice is what a family hears that moves its child for the second time within a year.
func movedTwice(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Hold(town.Sun, 1)
	c.Open(town.Moon, 2023, 1)
	c.At("2026-03-02 20:30")
	holder := placed(c)[0]
	id, err := askTransfer(c, holder.Placement, holder.Guardian, town.Moon)
	c.Do(err)
	c.Evening()
	c.Do(c.Admission.AcceptTransfer(c.Ctx(), town.Guardian(holder.Guardian), id))
	c.At("2026-03-03 05:00")
	c.Night()
	_, err = askTransfer(c, c.Placement(holder.Child), holder.Guardian, town.Sun)
	return register.CodeOf(err)
}

// exchanged is what two families hear who exchange seats: of one birth year, and of two.
func exchanged(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Hold(town.Moon, 1)
	c.Hold(town.Sun, 1, 2)
	live := placed(c)
	_, older := c.Admission.ProposeExchange(c.Ctx(), town.Guardian(live[2].Guardian), live[2].ID, live[0].ID)
	_, same := c.Admission.ProposeExchange(c.Ctx(), town.Guardian(live[1].Guardian), live[1].ID, live[0].ID)
	return register.CodeOf(older) + " and " + register.CodeOf(same)
}

func grandchildOfTheStaff(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Open(town.Sun, 2023, 1)
	id := c.Queue(1, "2023-05-06", "", town.Moon)[0]
	_, err := c.Admission.AskStaffAdmission(c.Ctx(), town.Staff(town.Sun), id, register.StaffGrandchild, "sun-g01")
	return register.CodeOf(err)
}

// complained are the terms of an appeal against a refused proof, on the day after two months.
func complained(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.At("2026-03-02 09:00")
	id := c.Queue(1, "2023-05-06", register.LargeFamily, town.Sun)[0]
	c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), false))
	c.At("2026-05-04 10:00")
	r, err := c.Admission.SubmitAppeal(c.Ctx(), town.Guardian(c.Application(id).Guardian), admission.Complaint{Kind: register.AppealProof, Subject: string(id)})
	c.Do(err)
	return fmt.Sprint(r.ForwardBy, " ", r.DecideBy, " ", r.Late)
}
