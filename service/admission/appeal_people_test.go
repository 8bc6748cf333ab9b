package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
)

// A rule has decided, so nobody has looked at the matter: one official alone cannot undo it, neither before it was forwarded
// nor by forwarding it to himself.
func TestOnePersonAloneUndoesNoDecisionOfARule(t *testing.T) {
	t.Parallel()
	for _, forwarder := range []string{"", approver.ID, officer.ID} {
		c, ids := offered(t, "kz-classic-2025", 1)
		c.At("2026-03-09 01:00")
		c.Night()
		wantState(t, c, ids[0], preschool.ApplicationSuspended)
		r := complain(c, ids[0], register.AppealOffer, string(c.Last(ids[0]).ID))
		if forwarder != "" {
			clerk := officer
			clerk.ID = forwarder
			c.Do(c.Admission.ForwardAppeal(c.Ctx(), clerk, r.Code))
		}
		err := c.Admission.DecideAppeal(c.Ctx(), approver, r.Code, true, "The law says so.")
		if forwarder == officer.ID {
			c.Do(err)
			wantState(t, c, ids[0], preschool.ApplicationQueued)
			continue
		}
		c.Refused("appeal.two_people", err)
		wantState(t, c, ids[0], preschool.ApplicationSuspended)
	}
}

// Who only declared to act for a child appeals against the refusal that it got, and the child's guardian hears nothing of it.
// Upheld it is an answer in words: the guardian's application stays where it is, until a legal act comes.
func TestASecondGuardianAppealsItsOwnRefusal(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.At("2026-03-02 08:00")
	child := []registry.NewChild{{IIN: c.IIN("2023-05-06"), BirthDate: civil.MustParseDate("2023-05-06"), Language: register.Russian, District: "north"}}
	enter := func() town.Person {
		done, err := c.Registry.RegisterFamily(c.Ctx(), town.Actor(access.Family), register.Guardian{IIN: c.IIN("1990-03-03")}, child)
		c.Do(err)
		return town.Person{Guardian: done.Guardian, Child: done.Children[0]}
	}
	first, second := enter(), enter()
	held := c.Apply(first, "", town.Sun)
	_, err := c.Admission.SubmitApplication(c.Ctx(), second.Actor(), town.Submission(second.Child, "", town.Moon))
	refused := refusedFor(c, "application.live", register.RefusedDuplicate, err).ID
	complaint := admission.Complaint{Kind: register.AppealRefusal, Subject: string(refused), Words: "I am the mother."}
	_, err = c.Admission.SubmitAppeal(c.Ctx(), first.Actor(), complaint)
	c.Refused("access.not_theirs", err)
	_, err = c.Admission.AppealsOfChild(c.Ctx(), second.Actor(), second.Child)
	c.Refused("access.not_theirs", err)
	withdrawn, err := c.Admission.SubmitAppeal(c.Ctx(), second.Actor(), complaint)
	c.Do(err)
	c.Refused("access.not_theirs", c.Admission.WithdrawAppeal(c.Ctx(), first.Actor(), withdrawn.Code))
	c.Do(c.Admission.WithdrawAppeal(c.Ctx(), second.Actor(), withdrawn.Code))

	receipt, err := c.Admission.SubmitAppeal(c.Ctx(), second.Actor(), complaint)
	c.Do(err)
	settle(c, receipt, true)
	wantState(t, c, held, preschool.ApplicationQueued)
	wantState(t, c, refused, preschool.ApplicationRefused)
	for _, look := range []struct {
		who  town.Person
		want int
	}{{first, 0}, {second, 2}} {
		list, err := c.Admission.AppealsOfChild(c.Ctx(), look.who.Actor(), first.Child)
		if err != nil || len(list) != look.want {
			t.Errorf("%s sees %d appeals, want %d: %v", look.who.Guardian, len(list), look.want, err)
		}
	}
	sound(c)
}
