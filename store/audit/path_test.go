package audit_test

import (
	"fmt"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

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
