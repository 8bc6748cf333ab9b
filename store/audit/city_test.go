package audit_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
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

// apply registers an application of a child.
func (c *city) apply(id string, i int) {
	c.do(func(tx *store.Tx) error {
		n, err := tx.NextSequence()
		if err != nil {
			return err
		}
		return tx.SaveNewApplication(actor, preschool.Application{
			ID: register.ID[preschool.Application](id), Child: child(i), Guardian: register.ID[register.Guardian](fmt.Sprint("w", i)), State: preschool.ApplicationQueued,
			RegisteredAt: tx.Now, Sequence: n, Class: register.General, BirthDate: civil.MustParseDate("2023-05-05"), Language: register.Kazakh,
			Choices: []register.ID[register.Kindergarten]{"k1", "k2"}, Source: "online",
		}, because("application.submitted"))
	})
}

// round publishes a round of one kind with its offers, each "offer application target".
func (c *city) round(kind preschool.RoundKind, on string, offers ...string) {
	c.do(func(tx *store.Tx) error {
		n, err := tx.NextRoundNumber()
		if err != nil {
			return err
		}
		r := preschool.Round{ID: register.ID[preschool.Round](fmt.Sprint("r", n)), Number: n, Kind: kind, On: civil.MustParseDate(on), Offers: len(offers)}
		if err := tx.SaveNewRound(actor, r, because("round.published")); err != nil {
			return err
		}
		for _, line := range offers {
			part := strings.Fields(line)
			a, err := tx.Application(register.ID[preschool.Application](part[1]))
			if err != nil {
				return err
			}
			o := preschool.Offer{
				ID: register.ID[preschool.Offer](part[0]), Application: a.ID, Child: a.Child, Round: r.ID, Of: preschool.OfSeat, Source: preschool.FromRound,
				Group: register.ID[register.Group](part[2]), State: preschool.OfferOpen, OfferedAt: tx.Now, AnswerBy: civil.MustParseDate(on).AddDays(5),
			}
			switch kind {
			case preschool.VoucherRound:
				o.Of, o.Group, o.Market = preschool.OfVoucher, "", part[2]
			case preschool.ChoiceRound:
				o.Source = preschool.FromChoice
			}
			if a.State == preschool.ApplicationQueued {
				if a, err = a.Offer(); err != nil {
					return err
				}
				if err := tx.SaveApplication(actor, a, because("application.offered")); err != nil {
					return err
				}
			}
			if err := tx.SaveNewOffer(actor, o, because("offer.made")); err != nil {
				return err
			}
		}
		return nil
	})
}

// accept takes an offer, and for a seat signs the contract from a day on.
func (c *city) accept(offer, from string, source preschool.PlacementSource) {
	c.do(func(tx *store.Tx) error {
		before, err := tx.Offer(register.ID[preschool.Offer](offer))
		if err != nil {
			return err
		}
		o, err := before.Accept(tx.Now, before.AnswerBy, before.AnswerBy)
		if err == nil {
			o, err = o.Fulfil()
		}
		if err != nil {
			return err
		}
		if err := tx.SaveOffer(actor, before, o, because("offer.accepted")); err != nil {
			return err
		}
		a, err := tx.Application(o.Application)
		if err != nil {
			return err
		}
		if o.Of == preschool.OfVoucher {
			v := preschool.Voucher{ID: register.ID[preschool.Voucher]("v" + offer), Child: o.Child, Application: a.ID, Market: o.Market, State: preschool.VoucherIssued, Source: preschool.VoucherFromRound, IssuedAt: tx.Now}
			return tx.SaveNewVoucher(actor, v, because("voucher.issued"))
		}
		if a, err = a.Place(); err != nil {
			return err
		}
		if err := tx.SaveApplication(actor, a, because("application.placed")); err != nil {
			return err
		}
		slot, err := tx.FreeSlot(o.Group)
		if err != nil {
			return err
		}
		p := preschool.Placement{
			ID: register.ID[preschool.Placement]("p" + offer), Child: o.Child, Group: o.Group, Kindergarten: kindergartenOf(string(o.Group)), Offer: o.ID, Slot: slot,
			During: civil.DateRange{From: civil.MustParseDate(from)}, State: preschool.PlacementPlanned, Source: source, SignedAt: tx.Now,
		}
		return tx.SaveNewPlacements(actor, []preschool.Placement{p}, because("contract.signed"))
	})
}

func (c *city) end(placement, last string) {
	c.do(func(tx *store.Tx) error {
		before, err := tx.Placement(register.ID[preschool.Placement](placement))
		if err != nil {
			return err
		}
		p, err := before.End(civil.MustParseDate(last), "moved_away")
		if err != nil {
			return err
		}
		return tx.SavePlacement(actor, before, p, because("placement.ended"))
	})
}

func (c *city) firstRound() {
	c.day("2026-01-05")
	c.apply("a3", 3)
	c.apply("a4", 4)
	c.apply("a8", 8)
	c.round(preschool.SeatRound, "2026-01-05", "of3 a3 g2", "of4 a4 g3", "of8 a8 g4")
	c.accept("of3", "2026-01-06", preschool.PlacedByRound)
	c.do(func(tx *store.Tx) error { // of8 is declined, of4 stays open
		before, err := tx.Offer("of8")
		if err != nil {
			return err
		}
		o, err := before.Decline(tx.Now)
		if err != nil {
			return err
		}
		return tx.SaveOffer(actor, before, o, because("offer.declined"))
	}, func(tx *store.Tx) error {
		a, err := tx.Application("a8")
		if err == nil {
			a, err = a.Suspend(civil.MustParseDate("2026-02-05"), "declined")
		}
		if err != nil {
			return err
		}
		return tx.SaveApplication(actor, a, because("application.suspended"))
	})
}

func (c *city) voucherRound() {
	c.day("2026-01-08")
	c.apply("a6", 6)
	c.apply("a7", 7)
	c.round(preschool.VoucherRound, "2026-01-08", "of6 a6 city/3/kk", "of7 a7 city/3/kk")
	c.accept("of6", "", "")
	c.accept("of7", "", "")
}

// choiceRound: c2 leaves g1 and comes back at g4; c7 takes the seat.
func (c *city) choiceRound() {
	c.day("2026-02-10")
	c.end("o2", "2026-02-10")
	c.apply("a2", 2)
	c.round(preschool.SeatRound, "2026-02-10", "of2 a2 g4")
	c.accept("of2", "2026-02-12", preschool.PlacedByRound)
	c.round(preschool.ChoiceRound, "2026-02-10", "ch7 a7 g1")
	c.accept("ch7", "2026-02-11", preschool.PlacedByChoice)
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
