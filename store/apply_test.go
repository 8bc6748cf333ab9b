package store_test

import (
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func TestApplicationFoundByItsKey(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		a := application(1)
		a.Key, a.AdviceOn, a.ConsentOn, a.StartOn, a.Facts, a.AlsoLanguage = "k-1", day("2026-03-01"), day("2026-03-02"), day("2026-09-01"), "x=1", register.Russian
		a.ProofIssued, a.ProofValid, a.ProofVia, a.GroupKind = day("2026-02-20"), day("2026-03-20"), preschool.ViaRegister, register.SpecialGroup
		b := application(3)
		b.Unconfirmed = true
		town.update(func(tx *store.Tx) error {
			if err := tx.SaveNewApplication(officer, a, why); err != nil {
				return err
			}
			return tx.SaveNewApplication(officer, b, why)
		})
		same(t, "all fields", a, town.application("a1"))
		same(t, "all fields", b, town.application("a3"))
		found := func(key string) bool {
			return read(town, func(r *store.Reader) (bool, error) {
				_, found, err := r.ApplicationByKey(key)
				return found, err
			})
		}
		if !found("k-1") || found("k-2") {
			t.Errorf("found by its key %v, by another %v", found("k-1"), found("k-2"))
		}
		second := application(4)
		second.Key = "k-1"
		town.fails("a key twice", func(tx *store.Tx) error { return tx.SaveNewApplication(officer, second, why) })
		a.Choices, b.Choices = nil, nil
		same(t, "proofs that end", []preschool.Application{a, b}, read(town, func(r *store.Reader) ([]preschool.Application, error) { return r.ProofsEnding(day("2026-03-20")) }))
		same(t, "of a guardian", []preschool.Application{a}, read(town, func(r *store.Reader) ([]preschool.Application, error) { return r.ApplicationsOfGuardian("w1") }))
		same(t, "guardians", []register.ID[register.Guardian]{"w1", "w2"}, read(town, (*store.Reader).GuardiansWaiting))
	})
}

func TestDocuments(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.apply(1)
		d := preschool.Document{
			Authority: city, ID: "d1", Application: "a1", Type: preschool.WorkCertificate, IssuedOn: day("2026-02-20"), ValidUntil: day("2026-03-20"),
			MediaType: "application/pdf", Size: 5, SHA256: "abc",
		}
		town.update(func(tx *store.Tx) error { return tx.SaveNewDocument(officer, d, []byte("%PDF-"), why) })
		d.Checked, d.CheckedOn = preschool.DocumentGenuine, day("2026-03-02")
		town.update(func(tx *store.Tx) error { return tx.SaveDocument(officer, d, why) })
		same(t, "document", d, read(town, func(r *store.Reader) (preschool.Document, error) { return r.Document("d1") }))
		same(t, "documents", []preschool.Document{d}, read(town, func(r *store.Reader) ([]preschool.Document, error) { return r.DocumentsOf("a1") }))

		scan, err := town.ReadScan(t.Context(), officer, "proof", "c1", "d1")
		if err != nil || string(scan) != "%PDF-" {
			t.Errorf("scan %q, %v", scan, err)
		}
		_, err = town.ReadScan(t.Context(), officer, "curiosity", "c1", "d9")
		if register.CodeOf(err) != "document.unknown" {
			t.Errorf("a document that is not there: %v", err)
		}
		same(t, "readings", []string{"test.done", "person.read", "person.read"}, town.events("c1"))

		ended := func() []register.ID[preschool.Document] { return read(town, (*store.Reader).ScansOfEnded) }
		same(t, "scans of live applications", []register.ID[preschool.Document]{}, ended())
		a := application(1)
		a.State = preschool.ApplicationWithdrawn
		town.update(func(tx *store.Tx) error { return tx.SaveApplication(officer, a, why) })
		same(t, "scans of ended applications", []register.ID[preschool.Document]{"d1"}, ended())
		town.update(func(tx *store.Tx) error { return tx.SaveEraseScan(officer, "d1", why) })
		_, err = town.ReadScan(t.Context(), officer, "proof", "c1", "d1")
		if register.CodeOf(err) != "document.erased" || len(ended()) != 0 {
			t.Errorf("after erasing: %v, %v", err, ended())
		}
		d.Erased = true
		same(t, "what is left", d, read(town, func(r *store.Reader) (preschool.Document, error) { return r.Document("d1") }))
	})
}

func TestContacts(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		c := preschool.Contact{Authority: city, ID: "o1", Guardian: "w1", Way: register.BySMS, Address: "+77010000001"}
		town.update(func(tx *store.Tx) error { return tx.SaveContact(officer, c, why) })
		c.Address, c.ConfirmedOn, c.AskedOn, c.FailedOn, c.Code, c.Tries = "+77010000002", day("2026-03-02"), day("2026-03-01"), day("2026-02-01"), "hash", 2
		town.update(func(tx *store.Tx) error { return tx.SaveContact(officer, c, why) })
		same(t, "contact", c, read(town, func(r *store.Reader) (preschool.Contact, error) { return r.Contact("o1") }))
		same(t, "of the guardian", []preschool.Contact{c}, read(town, func(r *store.Reader) ([]preschool.Contact, error) { return r.ContactsOf("w1") }))
		same(t, "all", []preschool.Contact{c}, read(town, (*store.Reader).Contacts))
		if code := refusal(town, func(r *store.Reader) (preschool.Contact, error) { return r.Contact("o9") }); code != "contact.unknown" {
			t.Errorf("unknown contact: %q", code)
		}
		again := c
		again.ID = "o2"
		town.fails("a way twice", func(tx *store.Tx) error { return tx.SaveContact(officer, again, why) })
		if n := town.count("event WHERE payload LIKE '%7701%'"); n != 0 {
			t.Errorf("%d events carry a telephone", n)
		}
	})
}

func TestGuardianships(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		g := preschool.Guardianship{Authority: city, ID: "g1", Child: "c1", Guardian: "w2", State: preschool.GuardianshipClaimed}
		g.During.From = day("2026-03-01")
		town.update(func(tx *store.Tx) error { return tx.SaveNewGuardianship(officer, g, why) })
		g.State, g.Ground, g.Act, g.EnteredBy = preschool.GuardianshipInForce, preschool.ByCourt, "7 of 1 March", "key-7"
		town.update(func(tx *store.Tx) error { return tx.SaveGuardianship(officer, g, why) })
		same(t, "guardianship", g, read(town, func(r *store.Reader) (preschool.Guardianship, error) { return r.Guardianship("g1") }))
		same(t, "in force", []preschool.Guardianship{g}, read(town, func(r *store.Reader) ([]preschool.Guardianship, error) {
			return r.GuardianshipsIn(preschool.GuardianshipInForce)
		}))
		if child := read(town, func(r *store.Reader) (store.ChildLink, error) { return r.Child("c1") }); child.Guardian != "w2" {
			t.Errorf("the child's guardian is %s", child.Guardian)
		}
		second := g
		second.ID = "g2"
		town.fails("two guardians in force", func(tx *store.Tx) error { return tx.SaveNewGuardianship(officer, second, why) })
		g.State, g.During.To = preschool.GuardianshipEnded, civil.MustParseDate("2026-03-05")
		town.update(func(tx *store.Tx) error { return tx.SaveGuardianship(officer, g, why) })
		same(t, "of the child", []preschool.Guardianship{g}, read(town, func(r *store.Reader) ([]preschool.Guardianship, error) { return r.GuardianshipsOf("c1") }))
	})
}

// A clock that is set back gives the next registration the instant of the one before: who comes later never stands in front.
func TestTurnsDoNotGoBack(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		var last civil.Instant
		for _, day := range []int{5, 2, 2, 6, 1} {
			db, err := store.Open(t.Context(), store.Config{DSN: town.dsn, Now: ticking(day), Entropy: entropy(day)})
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(t.Context(), city, func(tx *store.Tx) error {
				at, _, err := tx.NextTurn()
				if at.Before(last) || at.Before(tx.Now) {
					t.Errorf("on day %d the turn is of %s, after %s", day, at, last)
				}
				last = at
				return err
			})
			if err != nil {
				t.Error(err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}
