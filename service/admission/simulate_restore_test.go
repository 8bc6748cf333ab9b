package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// What a round found is found again after the season has gone over it: answers, contracts, leavings, groups that moved up.
func TestTheInputOfEveryRoundIsRestored(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"kz-classic-2025", "kz-voucher-2026"} {
		c, p := wide(t, name), profile(t, name)
		c.Seats(seats{town.Moon: {2023: 2, 2024: 2}})
		c.Hold(town.Moon, 1, 1, 5, 5)
		c.Seats(seats{town.Sun: {2023: 3, 2024: 2}, town.Moon: {2023: 2, 2024: 1}})
		ids := c.Queue(8, "2023-05-06", "", town.Sun, town.Moon)
		ids = append(ids, c.Queue(6, "2024-05-06", register.LargeFamily, town.Moon)...)
		c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(ids[9]), true))
		for _, day := range []string{"2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10", "2026-03-16", "2026-03-30", "2026-07-01", "2026-07-06", "2026-08-03"} {
			c.At(day + " 05:00")
			if name == "kz-classic-2025" && day == "2026-08-03" || name != "kz-classic-2025" && day == "2026-07-01" {
				form(c)
			}
			c.Morning()
			for i, id := range ids {
				answer(c, id, i)
				if i%8 == 4 && c.Application(id).State == preschool.ApplicationPlaced {
					leave(c, id)
				}
			}
			c.Evening()
		}
		_, err := c.Admission.SimulatePolicies(c.Ctx(), town.Actor(access.Auditor), admission.Simulation{Base: p, Try: p, On: civil.MustParseDate("2026-03-02")})
		c.Refused("simulation.record_behind", err) // what the groups were stands in the record
		for taken := 1; taken > 0; {
			taken, err = c.Oversight.IntegrateLog(c.Ctx(), town.Actor(access.System))
			c.Do(err)
		}
		restored := 0
		c.Read(func(r *store.Reader) error {
			rounds, err := r.Rounds(100)
			for _, r := range rounds {
				if r.Kind == preschool.ChoiceRound {
					continue
				}
				got := simulate(t, c, admission.Simulation{Base: p, Try: p, Round: r.ID})
				if !got.Restored || got.Base.Hashes[1] != r.OutcomeSHA256 || got.Day != r.On || got.Round.ID != r.ID {
					t.Errorf("%s, round %d on %s with %d children: restored %v", name, r.Number, r.On, r.Children, got.Restored)
				}
				restored += r.Children
			}
			return err
		})
		if restored < 20 {
			t.Errorf("%s: only %d children took part in rounds", name, restored)
		}
	}
}

// answer lets one family do what its number says with an open offer.
func answer(c *town.Town, id register.ID[preschool.Application], i int) {
	offers := c.Offers(id)
	if len(offers) == 0 || offers[len(offers)-1].State != preschool.OfferOpen {
		return
	}
	o, family := offers[len(offers)-1], town.Guardian(c.Application(id).Guardian)
	switch {
	case i%4 == 1:
		c.Do(c.Admission.DeclineOffer(c.Ctx(), family, o.ID))
	case i%4 == 2: // silent
	case o.Of == preschool.OfVoucher:
		c.Accept(id)
		if i%8 != 3 {
			c.Choose(id, town.Sun, town.Moon)
		}
	default:
		c.Accept(id)
		if i%8 == 3 {
			c.Do(c.Admission.WithdrawApplication(c.Ctx(), family, id))
			return
		}
		c.Do(c.Enrol(id))
	}
}

// leave ends a placement once its first day has come.
func leave(c *town.Town, id register.ID[preschool.Application]) {
	a := c.Application(id)
	var p preschool.Placement
	var found bool
	c.Read(func(r *store.Reader) (err error) {
		p, found, err = r.LivePlacement(a.Child)
		return err
	})
	if found && p.State == preschool.PlacementStarted {
		c.Do(c.Admission.EndPlacement(c.Ctx(), town.Guardian(a.Guardian), p.ID, "moved_away"))
	}
}

// form moves the groups up: those of the oldest, in which nobody is, take the youngest.
func form(c *town.Town) {
	for _, k := range []register.ID[register.Kindergarten]{town.Sun, town.Moon} {
		c.Do(c.Registry.FormGroups(c.Ctx(), town.Actor(access.Officer), k))
	}
}
