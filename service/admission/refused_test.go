package admission_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

// refusedFor checks that a submission was refused with a reason of the law, and gives the application that was kept.
func refusedFor(c *town.Town, code string, ground register.RefusalGround, err error) preschool.Application {
	c.TB.Helper()
	c.Refused(code, err)
	refusal, _ := errors.AsType[*register.Error](err)
	a := c.Application(register.ID[preschool.Application](refusal.Args["code"]))
	if a.State != preschool.ApplicationRefused || a.Reason != string(ground) || a.RegisteredAt.IsZero() || a.Sequence == 0 {
		c.TB.Fatalf("kept as %s, reason %s, registered %s as number %d", a.State, a.Reason, a.RegisteredAt, a.Sequence)
	}
	return a
}

// What the law does not register is kept with its reason, instant and number, so that the family can appeal; and it stands in
// no queue.
func TestReasonedRefusalIsKept(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	var last int64
	for _, row := range []struct{ birth, why string }{{"2019-12-31", "seven by calendar year"}, {"2026-01-06", "not born yet"}} {
		p := c.Family(row.birth)[0]
		_, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Sun))
		a := refusedFor(c, "application.age", register.RefusedAge, err)
		if a.Sequence <= last || a.Guardian != p.Guardian {
			t.Errorf("%s: number %d of %s", row.why, a.Sequence, a.Guardian)
		}
		last = a.Sequence
		if pos, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), a.ID); err != nil || pos.Number != 0 {
			t.Errorf("%s: position %d, %v", row.why, pos.Number, err)
		}
	}
	p := c.Family("2023-05-06")[0]
	first := c.Apply(p, "", town.Sun)
	_, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), town.Submission(p.Child, "", town.Moon))
	a := refusedFor(c, "application.live", register.RefusedDuplicate, err)
	appealed, err := a.Submit(a.RegisteredAt, a.Sequence)
	if err != nil || appealed.Sequence != a.Sequence || c.Application(first).State != preschool.ApplicationQueued {
		t.Errorf("an upheld appeal registers it by its own number: %+v, %v", appealed, err)
	}
}

// Where the rules name no grounds of refusal, nothing is kept.
func TestARefusalWithoutGroundsKeepsNothing(t *testing.T) {
	t.Parallel()
	p, err := policy.Load("kz-voucher-2026")
	if err == nil {
		p, err = p.With("application.refusal_grounds", []string{"incomplete"})
	}
	if err != nil {
		t.Fatal(err)
	}
	c := town.Under(t, p)
	old := c.Family("2019-12-31")[0]
	_, err = c.Admission.SubmitApplication(c.Ctx(), old.Actor(), town.Submission(old.Child, "", town.Sun))
	c.Refused("application.age", err)
	if list, err := c.Admission.MyApplications(c.Ctx(), old.Actor()); err != nil || len(list) != 0 {
		t.Errorf("%d applications were kept, %v", len(list), err)
	}
}

// A child registered by two guardians is one child with one application. The second one hears the same, whatever the first did.
func TestTheSecondGuardianIsRefusedAndLearnsNothing(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	for name, does := range map[string]func(town.Person){
		"applied": func(p town.Person) { c.Apply(p, "", town.Sun) }, "did nothing": func(town.Person) {},
		"withdrew": func(p town.Person) {
			c.Do(c.Admission.WithdrawApplication(c.Ctx(), p.Actor(), c.Apply(p, "", town.Sun)))
		},
	} {
		iin := c.IIN("2023-05-06")
		child := []registry.NewChild{{IIN: iin, BirthDate: civil.MustParseDate("2023-05-06"), Language: register.Russian, District: "north"}}
		enter := func() town.Person {
			done, err := c.Registry.RegisterFamily(c.Ctx(), town.Actor(access.Family), register.Guardian{IIN: c.IIN("1990-03-03")}, child)
			c.Do(err)
			return town.Person{Guardian: done.Guardian, Child: done.Children[0]}
		}
		first := enter()
		does(first)
		second := enter()
		if first.Child != second.Child || first.Guardian == second.Guardian {
			t.Fatalf("%s: one child is %s and %s of %s and %s", name, first.Child, second.Child, first.Guardian, second.Guardian)
		}
		_, err := c.Admission.SubmitApplication(c.Ctx(), second.Actor(), town.Submission(second.Child, "", town.Moon))
		a := refusedFor(c, "application.live", register.RefusedDuplicate, err)
		if a.Guardian != second.Guardian {
			t.Errorf("%s: the refused application is of %s", name, a.Guardian)
		}
		if _, err := c.Admission.SaveDraft(c.Ctx(), second.Actor(), town.Submission(second.Child, "", town.Moon)); register.CodeOf(err) != "application.live" {
			t.Errorf("%s: a draft of the second guardian: %v", name, err)
		}
		if _, err := c.Admission.ApplicationsOfChild(c.Ctx(), second.Actor(), second.Child); register.CodeOf(err) != "access.not_theirs" {
			t.Errorf("%s: the second guardian reads: %v", name, err)
		}
		if _, _, err := c.Registry.FamilyOf(c.Ctx(), second.Actor(), iin); register.CodeOf(err) != "child.unknown" {
			t.Errorf("%s: the second guardian looks the first up: %v", name, err)
		}
		own, err := c.Admission.ApplicationsOfChild(c.Ctx(), first.Actor(), first.Child)
		if err != nil || len(own) > 1 {
			t.Errorf("%s: the first guardian sees %d applications, %v", name, len(own), err)
		}
	}
}

func TestTheSameKeyIsTheSameApplication(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	p := c.Family("2023-05-06", "2021-05-06")
	sub := town.Submission(p[0].Child, "", town.Sun)
	sub.Key = "form-17"
	first, err := c.Admission.SubmitApplication(c.Ctx(), p[0].Actor(), sub)
	c.Do(err)
	sub.Choices = []register.ID[register.Kindergarten]{town.Moon}
	again, err := c.Admission.SubmitApplication(c.Ctx(), p[0].Actor(), sub)
	if err != nil || again != first || c.Application(first).Choices[0] != town.Sun {
		t.Errorf("sent twice: %s and %s, %v", first, again, err)
	}
	sub.Child = p[1].Child
	_, err = c.Admission.SubmitApplication(c.Ctx(), p[1].Actor(), sub)
	c.Refused("application.key_used", err)

	old := c.Family("2019-12-31")[0]
	sub = town.Submission(old.Child, "", town.Sun)
	sub.Key = "form-18"
	_, err = c.Admission.SubmitApplication(c.Ctx(), old.Actor(), sub)
	refused := refusedFor(c, "application.age", register.RefusedAge, err)
	_, err = c.Admission.SubmitApplication(c.Ctx(), old.Actor(), sub)
	if twice := refusedFor(c, "application.age", register.RefusedAge, err); twice.ID != refused.ID {
		t.Errorf("a refused submission sent twice is %s and %s", refused.ID, twice.ID)
	}
}

func TestACounterAndABirthRegistration(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	p := c.Family("2023-05-06")[0]
	sub := town.Submission(p.Child, "", town.Sun)
	sub.Source = register.FromCounter
	id, err := c.Admission.SubmitApplication(c.Ctx(), town.Actor(access.Officer), sub)
	c.Do(err)
	if a := c.Application(id); a.Guardian != p.Guardian || a.Source != register.FromCounter || a.State != preschool.ApplicationQueued {
		t.Errorf("typed by a clerk: %+v", a)
	}

	c.Open(town.Sun, 2023, 1)
	baby := c.Family("2023-01-02")[0]
	sub = town.Submission(baby.Child, "")
	sub.Source = register.FromBirth
	born, err := c.Admission.SubmitApplication(c.Ctx(), town.Actor(access.System), sub)
	c.Do(err)
	a := c.Application(born)
	if ready := a.Ready(civil.MustParseDate("2026-01-05"), civil.Date{}); !a.Unconfirmed || ready || len(a.Choices) != 0 {
		t.Errorf("with the registration of a birth: %+v, ready %v", a, ready)
	}
	w := a.Wishes()
	w.Choices = []register.ID[register.Kindergarten]{town.Sun}
	c.Do(c.Admission.ChangeWishes(c.Ctx(), baby.Actor(), born, w, false))
	if b := c.Application(born); b.Unconfirmed || b.RegisteredAt != a.RegisteredAt || b.Sequence != a.Sequence {
		t.Errorf("confirmed by the family's wishes: %+v", b)
	}
}

// A form that is sent many times at once is one application, and a child whose two tabs race has one: on both engines.
func TestTheSameFormAtOnceIsOneApplication(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		c := town.On(t, engine, "kz-voucher-2026")
		for _, keyed := range []bool{true, false} {
			p := c.Family("2023-05-06")[0]
			var mu sync.Mutex
			var done sync.WaitGroup
			said := map[string]int{}
			for range 8 {
				done.Go(func() {
					sub := town.Submission(p.Child, "", town.Sun)
					if keyed {
						sub.Key = "form"
					}
					id, err := c.Admission.SubmitApplication(c.Ctx(), p.Actor(), sub)
					if code := register.CodeOf(err); err != nil {
						id = register.ID[preschool.Application](code)
						if code == "" {
							t.Error(err)
						}
					}
					mu.Lock()
					defer mu.Unlock()
					said[string(id)]++
				})
			}
			done.Wait()
			own, err := c.Admission.MyApplications(c.Ctx(), p.Actor())
			c.Do(err)
			live := 0
			for _, o := range own {
				if o.State == preschool.ApplicationQueued {
					live++
				}
			}
			if keyed && (len(said) != 1 || len(own) != 1) || live != 1 || !keyed && said["application.live"] != 7 {
				t.Errorf("with a key %v: %d live of %d, answers %v", keyed, live, len(own), said)
			}
		}
	})
}
