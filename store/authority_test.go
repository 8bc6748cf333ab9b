package store_test

import (
	"testing"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func TestAuthority(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		want := register.Authority{ID: city, Kind: register.City, NameKK: "Қала", NameRU: "Город", NameEN: "City", Joined: day("2026-01-01")}
		same(t, "authority", want, read(town, (*store.Reader).AuthorityByID))
		err := town.View(t.Context(), "nowhere", func(r *store.Reader) error {
			_, err := r.AuthorityByID()
			return err
		})
		if register.CodeOf(err) != "authority.unknown" {
			t.Errorf("an authority that is not there: %v", err)
		}
		town.fails("a second authority of the same id", foundAuthority)
	})
}

func TestAuthorityChangesItsParent(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		parents := []register.AuthorityParent{
			{Authority: city, Parent: "region", During: days("2026-01-01", "")},
			{Authority: city, Parent: "nation", During: days("2026-07-01", "")},
		}
		for _, p := range parents {
			town.update(func(tx *store.Tx) error { return tx.SaveAuthorityParent(officer, p, why) })
		}
		parents[0].During = days("2026-01-01", "2026-06-30")
		same(t, "parents", parents, read(town, (*store.Reader).Parents))
	})
}

func TestAuthorityFollowsProfiles(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		profiles := []register.AuthorityProfile{
			{Authority: city, From: day("2025-01-01"), Profile: "kz-classic-2025", SHA256: "ab"},
			{Authority: city, From: day("2026-01-01"), Profile: "kz-voucher-2026", SHA256: "cd"},
		}
		town.update(func(tx *store.Tx) error {
			if err := tx.SaveAuthorityProfile(officer, profiles[1], why); err != nil {
				return err
			}
			return tx.SaveAuthorityProfile(officer, profiles[0], why)
		})
		same(t, "profiles", profiles, read(town, (*store.Reader).Profiles))
		town.fails("two profiles from one day", func(tx *store.Tx) error { return tx.SaveAuthorityProfile(officer, profiles[0], why) })
		same(t, "events", []string{"test.done", "test.done", "test.done"}, town.events(string(city)))
	})
}

func TestPopulationIsReplacedByANewerImport(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		first, second := population(1), population(2)
		town.update(func(tx *store.Tx) error {
			if err := tx.SavePopulation(officer, second, why); err != nil {
				return err
			}
			return tx.SavePopulation(officer, first, why)
		})
		first.Children, first.Source = 7, "a correction"
		town.update(func(tx *store.Tx) error { return tx.SavePopulation(officer, first, why) })
		same(t, "populations", []store.Population{first, second}, read(town, (*store.Reader).Populations))
	})
}

func TestSimulation(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		if code := refusal(town, (*store.Reader).Simulation); code != "simulation.none" {
			t.Errorf("%q before it began", code)
		}
		s := store.Simulation{Seed: -1 << 63, Children: 5000, Profile: "kz-voucher-2026", NetworkSHA256: "ab", Reached: day("2025-12-31"), Stage: "setting_up"}
		town.update(func(tx *store.Tx) error { return tx.SaveNewSimulation(officer, s, why) })
		s.Reached, s.Stage = day("2026-02-03"), "running"
		town.update(func(tx *store.Tx) error { return tx.SaveSimulation(s.Reached, s.Stage) })
		same(t, "simulation", s, read(town, (*store.Reader).Simulation))
		town.fails("a second simulation", func(tx *store.Tx) error { return tx.SaveNewSimulation(officer, s, why) })
	})
}

// An authority sees its own rows only, though another one has rows of the same ids.
func TestAuthoritiesDoNotSeeEachOther(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.update(func(tx *store.Tx) error {
			k := kindergarten(0)
			k.Name = "Жаңа"
			return tx.SaveKindergarten(officer, k, why)
		})
		err := town.View(t.Context(), other, func(r *store.Reader) error {
			k, err := r.KindergartenByCode("001")
			if k.Name != "Әсем" {
				t.Errorf("the other authority's kindergarten is called %q", k.Name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
