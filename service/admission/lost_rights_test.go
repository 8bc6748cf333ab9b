package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

// What a guardian has signed and nobody has carried out ends with the guardian's rights: no child changes its seat on the
// signature of somebody who acts for it no longer, on whichever side of the exchange.
func TestAnExchangeEndsWithTheRightsOfWhoSignedIt(t *testing.T) {
	t.Parallel()
	for _, side := range []string{"proposed", "agreed"} {
		c, sun, moon := sitters(t, "kz-voucher-2026", 1, 1, 0, 0)
		a, b := sun[0], moon[0]
		id, err := propose(c, a, b)
		c.Do(err)
		lost := a
		if side == "agreed" {
			c.Do(c.Admission.AgreeExchange(c.Ctx(), town.Guardian(b.Guardian), id))
			lost = b
		}
		_, err = c.Admission.ReplaceGuardian(c.Ctx(), town.Actor(access.Officer), admission.Replacement{
			Child: lost.Child, Guardian: tutor(c).Guardian, Ground: preschool.ByCourt, Act: "2-17 of 2 March 2026",
		})
		c.Do(err)
		if e := exchangeOf(c, id); e.State != preschool.ExchangeCancelled || e.Reason != "guardian_replaced" {
			t.Errorf("%s by a guardian of before: %s %s", side, e.State, e.Reason)
		}
		c.At("2026-03-03 01:00")
		c.Night()
		if c.Placement(a.Child).ID != a.ID || c.Placement(b.Child).ID != b.ID {
			t.Errorf("%s: a child has changed its seat", side)
		}
	}
}

// No court stands behind an agreement: one person alone cannot give a child's application to another guardian.
func TestAnAgreementWaitsForTheSecondPerson(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	old, other := c.Family("2023-05-06")[0], tutor(c)
	id := c.Apply(old, "", town.Sun)
	g, err := c.Admission.ReplaceGuardian(c.Ctx(), town.Actor(access.Officer), admission.Replacement{
		Child: old.Child, Guardian: other.Guardian, Ground: preschool.ByAgreement, Act: "letter of 2 January 2026",
	})
	c.Do(err)
	if c.Application(id).Guardian != old.Guardian {
		t.Error("one person alone has replaced a guardian")
	}
	c.Do(c.Admission.ApproveGuardian(c.Ctx(), town.Actor(access.Approver), g, true))
	if c.Application(id).Guardian != other.Guardian {
		t.Error("approved and not replaced")
	}
}

// A draft is handed in by whoever began it: a clerk cannot register a family that is still thinking.
func TestADraftGoesInThroughItsOwnDoor(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	p := c.Family("2023-05-06")[0]
	id, err := c.Admission.SaveDraft(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Sun))
	c.Do(err)
	_, err = c.Admission.SubmitDraft(c.Ctx(), town.Actor(access.Officer), id)
	c.Refused("application.channel", err)
	if a := c.Application(id); a.State != preschool.ApplicationDrafted {
		t.Errorf("the draft is %s", a.State)
	}
}

// A line of an old list that its family has not confirmed gets no offer, by no door.
func TestALineOfAnOldListIsNoShortWay(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	c.At("2026-03-02 09:00")
	load(c, oldQueue(c, 1, nil))
	var all []preschool.Application
	c.Read(func(r *store.Reader) (err error) {
		all, err = r.Applications()
		return err
	})
	if len(all) != 1 || !all[0].Unconfirmed {
		t.Fatalf("loaded: %+v", all)
	}
	_, err := c.Admission.AskStaffAdmission(c.Ctx(), town.Staff(town.Sun), all[0].ID, register.StaffChild, "sun-g01")
	c.Refused("staff_admission.no_application", err)
}

// Nobody is reached by the address of nobody.
func TestAContactIsOfARegisteredGuardian(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	err := c.Admission.KeepContact(c.Ctx(), town.Actor(access.Officer), "nobody", register.BySMS, "+77001234567")
	c.Refused("guardian.unknown", err)
}
