package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func TestChildren(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		want := store.ChildLink{ID: "c3", Guardian: "w2", BirthDate: day("2023-01-01"), Language: register.Kazakh}
		same(t, "child", want, read(town, func(r *store.Reader) (store.ChildLink, error) { return r.Child("c3") }))
		same(t, "child by number", want, read(town, func(r *store.Reader) (store.ChildLink, error) { return r.ChildByIIN(child(3, 2).IIN) }))
		same(t, "guardian by number", "w2", read(town, func(r *store.Reader) (register.ID[register.Guardian], error) { return r.GuardianByIIN(guardian(2).IIN) }))
		same(t, "district", "centre", read(town, func(r *store.Reader) (string, error) { return r.District("c3") }))
		codes := []string{
			refusal(town, func(r *store.Reader) (store.ChildLink, error) { return r.Child("c9") }),
			refusal(town, func(r *store.Reader) (store.ChildLink, error) { return r.ChildByIIN("000000000000") }),
			refusal(town, func(r *store.Reader) (string, error) { return r.District("c9") }),
			refusal(town, func(r *store.Reader) (register.ID[register.Guardian], error) { return r.GuardianByIIN("000000000000") }),
		}
		same(t, "refusals", []string{"child.unknown", "child.unknown", "child.unknown", "guardian.unknown"}, codes)
		town.fails("a second child of one number", func(tx *store.Tx) error {
			twin := child(1, 1)
			twin.ID = "c9"
			return tx.SaveNewChildren(officer, []register.Child{twin}, why)
		})
		town.fails("a child of nobody", func(tx *store.Tx) error { return tx.SaveNewChildren(officer, []register.Child{child(9, 9)}, why) })
	})
}

func TestReadingAPersonIsRecordedFirst(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		got, err := town.ReadPerson(t.Context(), officer, "check of a complaint", []register.ID[register.Child]{"c2", "c1"})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "children", []register.Child{child(2, 1), child(1, 1)}, got)
		same(t, "events", []string{"test.done", "person.read"}, town.events("c1"))

		_, err = town.ReadPerson(t.Context(), officer, "curiosity", []register.ID[register.Child]{"c1", "c9"})
		if register.CodeOf(err) != "child.unknown" {
			t.Errorf("a child that is not there: %v", err)
		}
		same(t, "events after a reading that failed", []string{"test.done", "person.read", "person.read"}, town.events("c1"))
	})
}

// No event, whatever it says, may carry a number, a phone or a name of a person.
func TestEventsCarryNoPersonalData(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		for _, secret := range []string{child(1, 1).IIN, guardian(1).IIN, guardian(1).Phone, "2023-01-01"} {
			if n := town.count("event WHERE payload LIKE '%" + secret + "%'"); n != 0 {
				t.Errorf("%d events carry %s", n, secret)
			}
		}
	})
}

// Unless said otherwise, an error of the database names no person either.
func TestErrorsCarryNoPersonalData(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		twin := child(1, 1)
		twin.ID = "c9"
		err := town.fails("a second child of one number", func(tx *store.Tx) error {
			return tx.SaveNewChildren(officer, []register.Child{twin}, why)
		})
		for ; err != nil; err = errors.Unwrap(err) {
			if text := err.Error(); strings.Contains(text, twin.IIN) {
				t.Errorf("the error shows the number: %s", text)
			}
		}
	})
}
