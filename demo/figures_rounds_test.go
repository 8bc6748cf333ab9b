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

func init() {
	for key, tell := range map[string]story{
		"queue.refresh": growing, "queue.refresh_notice": growing,
		"round.approval":       whoPublishes,
		"season.freeze_from":   frozenWith("season.freeze_to", "12-31"),
		"season.freeze_to":     frozenWith("season.freeze_from", "01-01"),
		"season.forming_term":  whileForming,
		"offer.reminder":       toldOnMonday,
		"notice.attempts":      deadTelephone,
		"notice.fallback":      deadTelephone,
		"notice.fallback_term": deadTelephone,
		"notice.public_term":   deadTelephone,
	} {
		stories[key] = tell
	}
}

// growing is the age of the queue in which a child stands at the end of some months, and the notices sent of it by then.
func growing(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	var said string
	for _, day := range []string{"2026-02-28", "2026-06-19", "2026-06-21", "2026-07-01", "2026-12-20", "2026-12-23", "2027-01-02"} {
		c.At(day + " 05:00")
		c.Night()
		c.Deliver()
		pos, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), id)
		c.Do(err)
		said += fmt.Sprint(day, ": queue of ", pos.Queue.Age, ", ", c.Mail.Counts()["queue.refresh"], " notices; ")
	}
	return said
}

// whoPublishes is what the program's own round comes to: offers, or a plan for somebody else.
func whoPublishes(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Open(town.Sun, 2023, 1)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.At("2026-03-02 09:00")
	c.Morning()
	plans, err := c.Admission.RoundPlans(c.Ctx(), town.Actor(access.Auditor), 10)
	c.Do(err)
	return fmt.Sprint(len(c.Offers(id)), " offers, ", len(plans), " plans")
}

// frozenWith is on which first Mondays of a year a round runs, with the other end of the freeze given.
func frozenWith(other, day string) story {
	return func(t *testing.T, p *policy.Profile) string {
		p, err := p.With(other, day)
		if err != nil {
			t.Fatal(err)
		}
		c := town.Under(t, p)
		var said string
		for month := time.February; month <= time.November; month++ {
			c.At(fmt.Sprintf("2026-%02d-17 09:00", int(month)))
			_, ran, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System))
			c.Do(err)
			said += fmt.Sprint(month, " ", ran, ", ")
		}
		return said
	}
}

// whileForming is on which evenings after the day of formation a child who waits for a seat among those who go to school, and
// stays in none of them, is offered it.
func whileForming(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Hold(town.Moon, 4) // of 2020
	c.Open(town.Sun, 2020, 1)
	rules, err := p.On(civil.NewDate(demo.Year, 1, 5))
	c.Do(err)
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	first := rules.Season.Formation.In(demo.Year)
	c.At(first.String() + " 09:00")
	_, err = c.Admission.RequestTransfer(c.Ctx(), town.Guardian(live[0].Guardian), live[0].Child, []register.ID[register.Kindergarten]{town.Sun})
	c.Do(err)
	for day := first; day.Before(first.AddDays(60)); day = day.AddDays(1) {
		c.At(day.String() + " 20:30")
		if _, ran, err := c.Admission.RunTransfers(c.Ctx(), town.Actor(access.System)); err != nil || ran {
			return fmt.Sprint(day, err)
		}
	}
	return "never"
}

// toldOnMonday is how many reminders were sent by the mornings after an offer.
func toldOnMonday(t *testing.T, p *policy.Profile) string {
	c, _ := offered(t, p)
	var said string
	for _, day := range []string{"2026-03-03", "2026-03-04", "2026-03-05"} {
		c.At(day + " 05:00")
		c.Night()
		c.Deliver()
		said += fmt.Sprint(day, ": ", c.Mail.Counts()["offer.reminder"], "; ")
	}
	return said
}

// deadTelephone is the way of a notice to a family whose own telephone is dead and that named a second contact, which is too.
func deadTelephone(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Open(town.Sun, 2023, 1)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	guardian := c.Application(id).Guardian
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
		return tx.SaveContact(town.Actor(access.System), preschool.Contact{
			Authority: town.Authority, ID: "second", Guardian: guardian, Way: register.BySecondContact, Address: "+77010000000",
		}, store.Cause{Event: "contact.kept"})
	}))
	c.Mail.Close(string(guardian), true)
	c.Mail.Close("second", true)
	c.At("2026-03-02 09:00")
	c.Morning()
	var said string
	for _, hour := range []string{"02 10:30", "02 12:00", "02 13:30", "02 15:00", "02 16:30", "04 05:00", "05 05:00", "06 05:00", "11 05:00", "12 05:00", "13 05:00", "17 05:00"} {
		c.At("2026-03-" + hour)
		c.Night()
		c.Deliver()
		o := c.Last(id)
		said += fmt.Sprint(hour, ": ", o.State, " via ", o.NoticeVia, " ", o.NoticeTries, " by ", o.AnswerBy, "; ")
	}
	return said
}
