package registry_test

import (
	"slices"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

func TestAFamilyIsRegisteredOnce(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	guardian := register.Guardian{IIN: c.IIN("1990-03-03"), Phone: "+76001112233"}
	child := registry.NewChild{IIN: c.IIN("2023-05-06"), BirthDate: civil.MustParseDate("2023-05-06"), Language: register.Kazakh}
	first, err := c.Registry.RegisterFamily(c.Ctx(), town.Actor(access.Family), guardian, []registry.NewChild{child})
	if err != nil || len(first.Warnings) != 0 {
		t.Fatalf("%+v, %v", first, err)
	}
	recorded(c)
	again, err := c.Registry.RegisterFamily(c.Ctx(), officer, guardian, []registry.NewChild{child})
	if err != nil || again.Guardian != first.Guardian || again.Children[0] != first.Children[0] || recorded(c) != 0 {
		t.Errorf("again: %+v, %v, first %+v", again, err, first)
	}
	id, of, err := c.Registry.FamilyOf(c.Ctx(), officer, child.IIN)
	if err != nil || id != first.Children[0] || of != first.Guardian {
		t.Errorf("found %s of %s, %v", id, of, err)
	}
	stranger := register.Guardian{IIN: c.IIN("1991-03-03")}
	for range 2 { // another guardian's declaration is kept once, and tells nothing of the first
		second, err := c.Registry.RegisterFamily(c.Ctx(), town.Actor(access.Family), stranger, []registry.NewChild{child})
		if err != nil || second.Children[0] != first.Children[0] || second.Guardian == first.Guardian {
			t.Errorf("declared by another guardian: %+v, %v", second, err)
		}
		if _, _, err = c.Registry.FamilyOf(c.Ctx(), town.Guardian(second.Guardian), child.IIN); register.CodeOf(err) != "child.unknown" {
			t.Errorf("the other guardian looks the child up: %v", err)
		}
	}
	if claims, err := c.Admission.GuardianClaims(c.Ctx(), officer); err != nil || len(claims) != 1 {
		t.Errorf("%d declarations, %v", len(claims), err)
	}
	if _, of, err := c.Registry.FamilyOf(c.Ctx(), officer, child.IIN); err != nil || of != first.Guardian {
		t.Errorf("the child is of %s, %v", of, err)
	}
}

// A birth date that disagrees with the number is a warning and no error (Ministry of Justice, 5 April 2019).
func TestABirthDateThatDisagreesIsAWarning(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	guardian := register.Guardian{IIN: c.IIN("1990-03-03")}
	done, err := c.Registry.RegisterFamily(c.Ctx(), town.Actor(access.Family), guardian, []registry.NewChild{
		{IIN: c.IIN("2023-05-06"), BirthDate: civil.MustParseDate("2023-05-07"), Language: register.Russian},
		{IIN: c.IIN("2022-05-06"), BirthDate: civil.MustParseDate("2022-05-06"), Language: register.Russian},
	})
	if err != nil || len(done.Children) != 2 || len(done.Warnings) != 1 || done.Warnings[0] != "iin.birth_date" {
		t.Errorf("%+v, %v", done, err)
	}
	for number, code := range map[string]string{"12345": "iin.digits", spoilt(c.IIN("2023-05-06")): "iin.control"} {
		wrong := []registry.NewChild{{IIN: number, BirthDate: civil.MustParseDate("2023-05-06"), Language: register.Russian}}
		_, err := c.Registry.RegisterFamily(c.Ctx(), town.Actor(access.Family), guardian, wrong)
		if register.CodeOf(err) != code {
			t.Errorf("%s: got %v, want %s", number, err, code)
		}
	}
}

// spoilt has another control digit.
func spoilt(iin string) string { return iin[:11] + string('0'+(iin[11]-'0'+1)%10) }

// Reading a child's data leaves an entry that the family sees, with the purpose.
func TestReadingPersonalDataIsRecorded(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	p := c.Family("2023-05-06")[0]
	recorded(c)
	children, err := c.Registry.ReadChildren(c.Ctx(), officer, "proof", []register.ID[register.Child]{p.Child})
	if err != nil || len(children) != 1 || children[0].BirthDate.String() != "2023-05-06" {
		t.Fatalf("%+v, %v", children, err)
	}
	c.Read(func(r *store.Reader) error {
		events, err := r.EventsOf(string(p.Child))
		if len(events) != 2 || recorded(c) != 1 {
			t.Errorf("events of the child: %+v", events)
		}
		return err
	})
}

func TestGroupsMoveUpOnce(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Hold(town.Sun, 4) // of 2020: six in the year
	c.At("2026-07-01 09:00")
	c.Do(c.Registry.FormGroups(c.Ctx(), officer, town.Moon))
	var ages, births []int
	for _, g := range c.Groups() {
		if g.Kindergarten == town.Moon {
			ages, births = append(ages, g.Age), append(births, g.BirthYear)
		}
	}
	// Groups of 3, 4 and 5 have grown by a year, the group of the youngest is two; the emptied one takes one-year-olds.
	if want := []int{3, 4, 5, 1, 2}; !slices.Equal(ages, want) || !slices.Equal(births, []int{2023, 2022, 2021, 2025, 2024}) {
		t.Errorf("ages %v of %v, want %v", ages, births, want)
	}
	recorded(c)
	c.Do(c.Registry.FormGroups(c.Ctx(), officer, town.Moon))
	if n := recorded(c); n != 0 {
		t.Errorf("a second formation recorded %d events", n)
	}
	c.Refused("group.not_released", c.Registry.FormGroups(c.Ctx(), officer, town.Sun))
	c.At("2026-07-01 20:00")
	if n, err := c.Admission.ReleaseLeavers(c.Ctx(), town.Staff(town.Sun), town.Sun); n != 1 || err != nil {
		t.Fatalf("%d were released, %v", n, err)
	}
	c.Do(c.Registry.FormGroups(c.Ctx(), officer, town.Sun))
}

func TestASimulationIsNotAnothers(t *testing.T) {
	t.Parallel()
	c := town.Empty(t, policy.Load)
	system := town.Actor(access.System)
	mine := registry.Simulation{Seed: 1, Children: 100, Profile: "kz-voucher-2026", NetworkSHA256: "n", Reached: civil.MustParseDate("2025-12-31"), Stage: "setting_up"}
	c.Found(town.Authority, mine.Profile)
	for range 2 {
		if state, err := c.Registry.BeginSimulation(c.Ctx(), system, mine); err != nil || state.Reached != mine.Reached {
			t.Fatalf("%+v, %v", state, err)
		}
	}
	c.Do(c.Registry.AdvanceSimulation(c.Ctx(), system, civil.MustParseDate("2026-01-01"), "running"))
	if state, err := c.Registry.BeginSimulation(c.Ctx(), system, mine); err != nil || state.Stage != "running" || state.Reached.String() != "2026-01-01" {
		t.Errorf("%+v, %v", state, err)
	}
	for _, change := range []func(*registry.Simulation){
		func(s *registry.Simulation) { s.Seed = 2 }, func(s *registry.Simulation) { s.Children = 101 },
		func(s *registry.Simulation) { s.Profile = "kz-classic-2025" }, func(s *registry.Simulation) { s.NetworkSHA256 = "m" },
	} {
		other := mine
		change(&other)
		_, err := c.Registry.BeginSimulation(c.Ctx(), system, other)
		c.Refused("simulation.other", err)
	}
	real := town.New(t, "kz-voucher-2026")
	_, err := real.Registry.BeginSimulation(real.Ctx(), system, mine)
	real.Refused("simulation.real_database", err)
}
