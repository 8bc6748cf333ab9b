package audit_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

// city writes the rows of two months in a small city as use cases would, through the store.
type city struct {
	t   testing.TB
	db  *store.DB
	now time.Time
}

const authority = register.ID[register.Authority]("krg")

var (
	actor = access.Actor{ID: "key-1", Role: access.System, Authority: authority}
	days  = map[string]string{ // January and February 2026; the holidays are not looked at
		"2026-01": "PPPP..PPPPP..PPPPP..PPPPP..PPPP",
		"2026-02": "..PPPPP..PPPPP..PPPPP..PPPPP",
	}
)

type entropy struct{}

func (entropy) Bytes(label string) [32]byte { return sha256.Sum256([]byte(label)) }

// build makes the city in an empty database.
func build(t testing.TB, dsn string) error {
	c := &city{t: t, now: time.Date(2026, 1, 1, 3, 0, 0, 0, time.UTC)}
	db, err := store.Open(t.Context(), store.Config{DSN: dsn, Entropy: entropy{}, Now: func() time.Time {
		c.now = c.now.Add(time.Second)
		return c.now
	}})
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		return err
	}
	c.db = db
	c.found()
	c.open()
	c.integrate()
	c.firstRound()
	c.voucherRound()
	c.january()
	c.integrate()
	c.choiceRound()
	c.february()
	c.populate(300) // beyond one tile
	c.integrate()
	c.populate(3) // not integrated
	return nil
}

// do runs one transaction of steps.
func (c *city) do(steps ...func(tx *store.Tx) error) {
	c.t.Helper()
	err := c.db.Update(c.t.Context(), authority, func(tx *store.Tx) error {
		for _, step := range steps {
			if err := step(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *city) day(text string) civil.Date {
	d := civil.MustParseDate(text)
	c.now = d.At(9, 0, 0, time.UTC)
	return d
}

func because(event string) store.Cause { return store.Cause{Event: event, Ground: "order 254"} }

func (c *city) found() {
	c.do(func(tx *store.Tx) error {
		a := register.Authority{ID: authority, Kind: register.City, NameKK: "Қала", NameRU: "Город", NameEN: "City", Joined: civil.MustParseDate("2026-01-01")}
		return tx.SaveAuthority(actor, a, because("authority.founded"))
	})
	for i := 1; i <= 2; i++ {
		c.do(func(tx *store.Tx) error {
			p := register.Provider{ID: register.ID[register.Provider](fmt.Sprint("p", i)), BIN: fmt.Sprint("bin", i), Name: "ЖК", IBAN: "KZ"}
			k := register.Kindergarten{
				ID: register.ID[register.Kindergarten](fmt.Sprint("k", i)), Code: fmt.Sprint(i), Provider: p.ID, Name: "Күншуақ", Ownership: register.Private,
				Kind: register.KindergartenProper, Groups: 2, Places: 50, StateOrder: i == 1,
			}
			return tx.SaveNewKindergarten(actor, p, k, because("kindergarten.imported"))
		})
	}
	for i := range 4 {
		g := register.Group{
			ID: register.ID[register.Group](fmt.Sprint("g", i+1)), Kindergarten: register.ID[register.Kindergarten](fmt.Sprint("k", i/2+1)), Number: i%2 + 1,
			Age: 3, BirthYear: 2023, Language: register.Kazakh, Kind: register.GeneralGroup, Seats: 25,
		}
		c.do(func(tx *store.Tx) error { return tx.SaveNewGroup(actor, g, because("group.formed")) },
			func(tx *store.Tx) error {
				g.Closed, g.CloseReason = 23, register.ClosedDemoScale
				return tx.SaveGroup(actor, g, because("group.seats_closed"))
			})
	}
	c.do(func(tx *store.Tx) error {
		return tx.SaveTariff(actor, store.Tariff{GroupKind: register.GeneralGroup, Number: 1, From: civil.MustParseDate("2026-01-01"), Rate: 3_802_801}, because("tariff.set"))
	})
	for i := 1; i <= 9; i++ {
		c.do(func(tx *store.Tx) error {
			g := register.Guardian{ID: register.ID[register.Guardian](fmt.Sprint("w", i)), IIN: fmt.Sprint("guardian", i)}
			return tx.SaveNewGuardians(actor, []register.Guardian{g}, because("guardian.registered"))
		}, func(tx *store.Tx) error {
			k := register.Child{ID: child(i), IIN: fmt.Sprint("child", i), BirthDate: civil.MustParseDate("2023-05-05"), Guardian: register.ID[register.Guardian](fmt.Sprint("w", i)), Language: register.Kazakh}
			return tx.SaveNewChildren(actor, []register.Child{k}, because("child.registered"))
		})
	}
}

func child(i int) register.ID[register.Child] { return register.ID[register.Child](fmt.Sprint("c", i)) }

// open takes over four children: c1 and c2 fill g1, c5 is in g3, c9 in g4.
func (c *city) open() {
	c.do(func(tx *store.Tx) error {
		var list []preschool.Placement
		for i, g := range map[int]string{1: "g1", 2: "g1", 5: "g3", 9: "g4"} {
			list = append(list, preschool.Placement{
				ID: register.ID[preschool.Placement](fmt.Sprint("o", i)), Child: child(i), Group: register.ID[register.Group](g), Kindergarten: kindergartenOf(g), Slot: i,
				During: civil.DateRange{From: civil.MustParseDate("2026-01-01")}, State: preschool.PlacementStarted, Source: preschool.PlacedByOpening, SignedAt: tx.Now,
			})
		}
		return tx.SaveNewPlacements(actor, list, because("placement.opened"))
	})
}

func kindergartenOf(group string) register.ID[register.Kindergarten] {
	return map[string]register.ID[register.Kindergarten]{"g1": "k1", "g2": "k1", "g3": "k2", "g4": "k2"}[group]
}

func (c *city) populate(n int) {
	c.do(func(tx *store.Tx) error {
		for i := range n {
			p := store.Population{Territory: "city", BirthYear: i, AsOf: civil.MustParseDate("2026-01-01"), Children: i, Source: "a\\b"}
			if err := tx.SavePopulation(actor, p, because("population.imported")); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *city) integrate() {
	signer, _, err := translog.KeyFromSeed("balajol.example/krg", make([]byte, 32))
	if err != nil {
		c.t.Fatal(err)
	}
	c.do(func(tx *store.Tx) error {
		_, err := tx.SaveIntegrated(signer)
		return err
	})
}

func hexOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func amount(rate, payable, working int64) money.Tiyn {
	return money.Tiyn((2*rate*payable + working) / (2 * working))
}
