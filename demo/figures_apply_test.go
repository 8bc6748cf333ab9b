package demo_test

import (
	"fmt"
	"maps"
	"sort"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

func init() {
	maps.Copy(stories, map[string]story{
		"application.channels":        handedIn,
		"application.refusal_grounds": notRegistered,
		"application.validity":        afterTenMonths,
		"document.max_bytes":          largeScan,
		"contact.check_every":         askedAgain,
		"contact.channels":            oneWay,
		"proof.by_register":           askedRegisters,
		"proof.certified":             provenForMonths,
		"proof.validity":              provenForMonths,
		"proof.verify_term":           neverProven,
		"issue.lead":                  startInAMonth,
	})
}

// handedIn is what becomes of an application over the site.
func handedIn(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	one := c.Family("2023-05-06")[0]
	_, err := c.Admission.SubmitApplication(c.Ctx(), one.Actor(), town.Submission(one.Child, "", town.Sun))
	return register.CodeOf(err)
}

// notRegistered is how many applications are kept of a child who is too old.
func notRegistered(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	one := c.Family("2019-05-06")[0]
	_, err := c.Admission.SubmitApplication(c.Ctx(), one.Actor(), town.Submission(one.Child, "", town.Sun))
	kept, _ := c.Admission.MyApplications(c.Ctx(), one.Actor())
	return fmt.Sprint(register.CodeOf(err), " and ", len(kept), " kept")
}

// afterTenMonths is an application for which there was no seat in ten months and a week.
func afterTenMonths(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	c.At("2026-11-20 05:00")
	_, err := c.Admission.EndApplications(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	return string(c.Application(id).State) + " " + c.Application(id).Reason
}

// largeScan is the size of the largest scan that is taken.
func largeScan(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	id := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	largest := sort.Search(16<<20, func(size int) bool {
		scan := append([]byte("%PDF-"), make([]byte, size)...)
		_, err := c.Admission.AddDocument(c.Ctx(), town.Guardian(c.Application(id).Guardian), id, admission.Paper{Type: preschool.OtherDocument, Scan: scan})
		return err != nil
	})
	return fmt.Sprint(largest)
}

// oneWay is what the counter knows of a family with one confirmed telephone.
func oneWay(t *testing.T, p *policy.Profile) string {
	c, _ := confirmed(t, p)
	list, err := c.Admission.UnconfirmedContacts(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	return fmt.Sprint(list)
}

// askedAgain is when a family is asked for its telephone again.
func askedAgain(t *testing.T, p *policy.Profile) string {
	c, _ := confirmed(t, p)
	for week := range 60 {
		c.Wait(7 * 24 * time.Hour)
		if n, err := c.Admission.AskContacts(c.Ctx(), town.Actor(access.System)); err != nil || n > 0 {
			c.Do(err)
			return fmt.Sprint("in week ", week)
		}
	}
	return "never"
}

// confirmed is a town with a waiting family whose telephone is confirmed.
func confirmed(t *testing.T, p *policy.Profile) (*town.Town, register.ID[register.Guardian]) {
	c := town.Under(t, p)
	g := c.Application(c.Queue(1, "2023-05-06", "", town.Sun)[0]).Guardian
	c.Do(c.Admission.KeepContact(c.Ctx(), town.Guardian(g), g, register.BySMS, "+77010000001"))
	_, err := c.Admission.SendContactCodes(c.Ctx(), town.Actor(access.System), "town", 1)
	c.Do(err)
	contacts, err := c.Admission.Contacts(c.Ctx(), town.Guardian(g), g)
	c.Do(err)
	code, _ := c.Mail.Last(string(contacts[0].ID))
	c.Do(c.Admission.ConfirmContact(c.Ctx(), town.Guardian(g), g, register.BySMS, code.Args["code"]))
	return c, g
}

// askedRegisters is what registers that know everybody confirm of each ground.
func askedRegisters(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	var said string
	for _, ground := range register.PriorityGroups {
		id := c.Queue(1, "2023-05-06", ground, town.Sun)[0]
		c.Evidence.Tell(c.Application(id).Child, gateway.Genuine)
		_, err := c.Admission.AskRegisters(c.Ctx(), town.Actor(access.System))
		c.Do(err)
		said += fmt.Sprint(ground, " ", c.Application(id).Proof, ", ")
	}
	return said
}

// neverProven is when a claim ends that nobody proves.
func neverProven(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	id := c.Queue(1, "2023-05-06", register.LargeFamily, town.Sun)[0]
	for day := civil.MustParseDate("2026-01-06"); ; day = day.AddDays(1) {
		c.At(day.String() + " 05:00")
		c.Night()
		if c.Application(id).Proof != preschool.ProofClaimed {
			return day.String()
		}
	}
}

// provenForMonths is until when each ground counts that was proven by a certificate of the first of March.
func provenForMonths(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.At("2026-03-02 09:00")
	var said string
	for _, ground := range register.PriorityGroups {
		one := c.Family("2023-05-06")[0]
		sub := town.Submission(one.Child, ground, town.Sun)
		sub.Issued = civil.MustParseDate("2026-03-01")
		id, err := c.Admission.SubmitApplication(c.Ctx(), one.Actor(), sub)
		c.Do(err)
		if c.Application(id).Proof == preschool.ProofClaimed {
			c.Do(c.Admission.VerifyProof(c.Ctx(), town.Actor(access.Officer), town.Proof(id), true))
		}
		said += fmt.Sprint(ground, " ", c.Application(id).ProofValid, ", ")
	}
	return said
}

// startInAMonth is on which Monday a child gets the free seat who is to begin on 1 June.
func startInAMonth(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.Open(town.Sun, 2023, 1)
	one := c.Family("2023-05-06")[0]
	sub := town.Submission(one.Child, "", town.Sun)
	sub.StartOn = civil.MustParseDate("2026-06-01")
	id, err := c.Admission.SubmitApplication(c.Ctx(), one.Actor(), sub)
	c.Do(err)
	for monday := civil.MustParseDate("2026-01-12"); monday.Before(civil.MustParseDate("2026-07-01")); monday = monday.AddDays(7) {
		c.At(monday.String() + " 09:00")
		c.Morning()
		if len(c.Offers(id)) > 0 {
			return monday.String()
		}
	}
	return "never"
}
