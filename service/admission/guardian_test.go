package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// tutor is a registered guardian without children here.
func tutor(c *town.Town) town.Person {
	c.TB.Helper()
	done, err := c.Registry.RegisterFamily(c.Ctx(), town.Actor(access.Officer), register.Guardian{IIN: c.IIN("1985-05-05")}, nil)
	c.Do(err)
	return town.Person{Guardian: done.Guardian}
}

// The guardian before loses every right on application and offer at once; the application keeps its date, and the new one goes on.
func TestANewGuardianTakesOverEverything(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	old, other := c.Family("2023-05-06")[0], tutor(c)
	id := c.Apply(old, "", town.Sun)
	before := c.Application(id)
	c.Morning()
	offer := c.Last(id).ID
	_, err := c.Admission.ReplaceGuardian(c.Ctx(), town.Actor(access.Officer), admission.Replacement{
		Child: old.Child, Guardian: other.Guardian, Ground: preschool.ByCourt, Act: "2-1234 of 2 January 2026",
	})
	c.Do(err)
	a := c.Application(id)
	if a.Guardian != other.Guardian || a.RegisteredAt != before.RegisteredAt || a.Sequence != before.Sequence || a.State != preschool.ApplicationOffered {
		t.Errorf("handed over: %+v", a)
	}
	for what, try := range map[string]func(access.Actor) error{
		"accept":   func(by access.Actor) error { return c.Admission.AcceptOffer(c.Ctx(), by, offer) },
		"decline":  func(by access.Actor) error { return c.Admission.DeclineOffer(c.Ctx(), by, offer) },
		"withdraw": func(by access.Actor) error { return c.Admission.WithdrawApplication(c.Ctx(), by, id) },
		"change":   func(by access.Actor) error { return c.Admission.ChangeWishes(c.Ctx(), by, id, a.Wishes(), false) },
		"apply": func(by access.Actor) error {
			_, err := c.Admission.SubmitApplication(c.Ctx(), by, town.Submission(old.Child, "", town.Sun))
			return err
		},
		"read": func(by access.Actor) error {
			_, err := c.Admission.ApplicationsOfChild(c.Ctx(), by, old.Child)
			return err
		},
		"documents": func(by access.Actor) error {
			_, err := c.Admission.Documents(c.Ctx(), by, id)
			return err
		},
	} {
		if err := try(old.Actor()); register.CodeOf(err) != "access.not_theirs" {
			t.Errorf("the guardian before may still %s: %v", what, err)
		}
	}
	if own, err := c.Admission.MyApplications(c.Ctx(), old.Actor()); err != nil || len(own) != 0 {
		t.Errorf("the guardian before sees %d applications, %v", len(own), err)
	}
	c.Do(c.Admission.AcceptOffer(c.Ctx(), town.Guardian(other.Guardian), offer))
	c.Do(c.Enrol(id))
	c.Refused("access.not_theirs", c.Admission.EndPlacement(c.Ctx(), old.Actor(), c.Placement(old.Child).ID, "moved_away"))
}

func TestAnUrgentReplacementWaitsForTheSecondPerson(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	old, other := c.Family("2023-05-06")[0], tutor(c)
	id := c.Apply(old, "", town.Sun)
	officer, approver := town.Actor(access.Officer), town.Actor(access.Approver)
	enter := func() register.ID[preschool.Guardianship] {
		g, err := c.Admission.ReplaceGuardian(c.Ctx(), officer, admission.Replacement{
			Child: old.Child, Guardian: other.Guardian, Ground: preschool.ByProtection, Act: "17 of 3 January 2026",
		})
		c.Do(err)
		return g
	}
	first := enter()
	if c.Application(id).Guardian != old.Guardian {
		t.Error("one person alone has replaced a guardian")
	}
	c.Do(c.Admission.ApproveGuardian(c.Ctx(), approver, first, false))
	c.Refused("guardianship.not_approve", c.Admission.ApproveGuardian(c.Ctx(), approver, first, true))
	second := enter()
	same := approver
	same.ID = officer.ID
	c.Refused("guardianship.second_person", c.Admission.ApproveGuardian(c.Ctx(), same, second, true))
	if claims, err := c.Admission.GuardianClaims(c.Ctx(), officer); err != nil || len(claims) != 1 || claims[0].ID != second {
		t.Errorf("claims: %+v, %v", claims, err)
	}
	c.Do(c.Admission.ApproveGuardian(c.Ctx(), approver, second, true))
	if c.Application(id).Guardian != other.Guardian {
		t.Error("approved and not replaced")
	}
	_, err := c.Admission.ReplaceGuardian(c.Ctx(), officer, admission.Replacement{Child: old.Child, Guardian: old.Guardian, Ground: preschool.ByCourt, Act: "18"})
	c.Do(err) // and back, on the same day
	if c.Application(id).Guardian != old.Guardian {
		t.Error("a judgment gives the child back")
	}
}

func TestReplacementsThatCannotBe(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	old, other := c.Family("2023-05-06")[0], tutor(c)
	good := admission.Replacement{Child: old.Child, Guardian: other.Guardian, Ground: preschool.ByAdoption, Act: "5"}
	for code, change := range map[string]func(*admission.Replacement){
		"child.unknown":       func(r *admission.Replacement) { r.Child = "nobody" },
		"guardian.unknown":    func(r *admission.Replacement) { r.Guardian = "nobody" },
		"guardianship.same":   func(r *admission.Replacement) { r.Guardian = old.Guardian },
		"guardianship.ground": func(r *admission.Replacement) { r.Ground = "wish" },
		"guardianship.act":    func(r *admission.Replacement) { r.Act = " " },
	} {
		r := good
		change(&r)
		_, err := c.Admission.ReplaceGuardian(c.Ctx(), town.Actor(access.Officer), r)
		c.Refused(code, err)
	}
	if claims, err := c.Admission.GuardianClaims(c.Ctx(), town.Actor(access.Officer)); err != nil || len(claims) != 0 {
		t.Errorf("something was kept: %+v, %v", claims, err)
	}
}

// Twins stay one batch under their new guardian, and stand where they stood.
func TestTwinsFollowTheirNewGuardian(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	twins, other := c.Family("2023-05-06", "2023-05-06"), tutor(c)
	a, b := c.Apply(twins[0], "", town.Sun), c.Apply(twins[1], "", town.Sun)
	next := c.Queue(1, "2023-05-06", "", town.Sun)[0]
	for i, p := range twins {
		_, err := c.Admission.ReplaceGuardian(c.Ctx(), town.Actor(access.Officer), admission.Replacement{
			Child: p.Child, Guardian: other.Guardian, Ground: preschool.ByTutelage, Act: "order 7",
		})
		c.Do(err)
		if joined := c.Application(a).Family != "" && c.Application(a).Family == c.Application(b).Family; joined != (i == 1) {
			t.Errorf("after %d replacements they are one batch: %v", i+1, joined)
		}
	}
	inOrder(t, c, a, b, next)
	if civil.MustParseDate("2026-01-05") != c.Application(a).RegisteredAt.Date(town.Zone) {
		t.Error("the date moved")
	}
}
