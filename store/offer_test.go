package store_test

import (
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func round(number int64) preschool.Round {
	return preschool.Round{
		Authority: city, ID: register.ID[preschool.Round]([]string{"", "r1", "r2"}[number]), Number: number, Kind: preschool.SeatRound,
		On: day("2026-03-01").AddDays(int(number)), Profile: "kz-classic-2025", ProfileSHA256: "ab", ProblemSHA256: "cd", OutcomeSHA256: "ef",
		Children: 3, Seats: 2, Offers: 1, Carry: "city/3: 0 → 1",
	}
}

// offer of a seat in g1 to an application.
func offer(i int) preschool.Offer {
	return preschool.Offer{
		Authority: city, ID: register.ID[preschool.Offer]("of" + application(i).ID[1:]), Application: application(i).ID, Child: child(i, 1).ID, Round: "r1",
		Of: preschool.OfSeat, Source: preschool.FromRound, Market: "city/3/kk", Group: "g1", State: preschool.OfferOpen,
		OfferedAt: at("2026-03-02T12:00:00.654321Z"), AnswerBy: day("2026-03-07"),
	}
}

// offered makes applications, a round and offers of seats in g1.
func (town *town) offered(n int) {
	town.t.Helper()
	town.apply(max(n, 1))
	town.update(func(tx *store.Tx) error {
		if err := tx.SaveNewRound(officer, round(1), why); err != nil {
			return err
		}
		for i := range n {
			if err := tx.SaveNewOffer(officer, offer(i+1), why); err != nil {
				return err
			}
		}
		return nil
	})
}

func (town *town) group(id register.ID[register.Group]) register.Group {
	town.t.Helper()
	return read(town, func(r *store.Reader) (register.Group, error) { return r.Group(id) })
}

func TestRounds(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		next := func() (n int64) {
			town.update(func(tx *store.Tx) (err error) {
				n, err = tx.NextRoundNumber()
				return err
			})
			return n
		}
		if n := next(); n != 1 {
			t.Errorf("the first round has number %d", n)
		}
		for n := range int64(2) {
			town.update(func(tx *store.Tx) error { return tx.SaveNewRound(officer, round(n+1), why) })
		}
		if n := next(); n != 3 {
			t.Errorf("the third round has number %d", n)
		}
		same(t, "newest", []preschool.Round{round(2)}, read(town, func(r *store.Reader) ([]preschool.Round, error) { return r.Rounds(1) }))
		same(t, "all", []preschool.Round{round(2), round(1)}, read(town, func(r *store.Reader) ([]preschool.Round, error) { return r.Rounds(9) }))
		for on, want := range map[string]bool{"2026-03-02": true, "2026-03-05": false} {
			found := read(town, func(r *store.Reader) (bool, error) {
				got, found, err := r.RoundOn(preschool.SeatRound, day(on))
				if found {
					same(t, "round of a day", round(1), got)
				}
				return found, err
			})
			if found != want {
				t.Errorf("round on %s: %v", on, found)
			}
		}
		town.fails("a second round of one kind and day", func(tx *store.Tx) error {
			r := round(2)
			r.ID, r.Number, r.On = "r9", 9, round(1).On
			return tx.SaveNewRound(officer, r, why)
		})
	})
}

func TestOffers(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.offered(2)
		get := func(id register.ID[preschool.Offer]) preschool.Offer {
			return read(town, func(r *store.Reader) (preschool.Offer, error) { return r.Offer(id) })
		}
		same(t, "offer", offer(1), get("of1"))
		if code := refusal(town, func(r *store.Reader) (preschool.Offer, error) { return r.Offer("of9") }); code != "offer.unknown" {
			t.Errorf("unknown offer: %q", code)
		}
		o := offer(1)
		o.State, o.DeliveredAt, o.AnswerBy, o.AnsweredAt, o.ContractBy = preschool.OfferAccepted, at("2026-03-02T13:00:00Z"), day("2026-03-08"), at("2026-03-03T09:00:00Z"), day("2026-04-01")
		o.Extended, o.AnnulledWhy = 1, "none"
		town.update(func(tx *store.Tx) error { return tx.SaveOffer(officer, offer(1), o, why) })
		same(t, "accepted offer", o, get("of1"))
		list := func(fn func(*store.Reader) ([]preschool.Offer, error)) []preschool.Offer { return read(town, fn) }
		same(t, "all", []preschool.Offer{o, offer(2)}, list((*store.Reader).Offers))
		same(t, "open", []preschool.Offer{offer(2)}, list(func(r *store.Reader) ([]preschool.Offer, error) { return r.OffersIn(preschool.OfferOpen) }))
		same(t, "of an application", []preschool.Offer{o}, list(func(r *store.Reader) ([]preschool.Offer, error) { return r.OffersOf("a1") }))
		same(t, "with a seat", map[register.ID[preschool.Application]]bool{"a1": true, "a2": true}, read(town, (*store.Reader).SeatOffered))
		same(t, "events", []string{"test.done", "test.done"}, town.events("of1"))
	})
}

// A seat is held from the moment of its offer until the offer ends, and never more seats than are open.
func TestOfferHoldsItsSeat(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.offered(2)
		town.update(func(tx *store.Tx) error { return tx.SaveNewApplication(officer, application(3), why) })
		if g := town.group("g1"); g.Offered != 2 || g.Vacant() != 0 {
			t.Errorf("%d offered, %d vacant", g.Offered, g.Vacant())
		}
		before := town.rows()
		town.fails("a third offer of two seats", func(tx *store.Tx) error { return tx.SaveNewOffer(officer, offer(3), why) })
		if after := town.rows(); after != before {
			t.Errorf("a refused offer left rows: %v, before %v", after, before)
		}
		declined := offer(1)
		declined.State = preschool.OfferDeclined
		town.update(func(tx *store.Tx) error { return tx.SaveOffer(officer, offer(1), declined, why) })
		town.update(func(tx *store.Tx) error { return tx.SaveNewOffer(officer, offer(3), why) })
		accepted := offer(2)
		accepted.State = preschool.OfferAccepted
		town.update(func(tx *store.Tx) error { return tx.SaveOffer(officer, offer(2), accepted, why) })
		if g := town.group("g1"); g.Offered != 2 {
			t.Errorf("%d offered after one declined, one accepted and one new", g.Offered)
		}
		town.fails("closing a seat that is held", func(tx *store.Tx) error {
			g := group("g1", "k1", 2)
			g.Closed, g.CloseReason = 1, register.ClosedStaff
			return tx.SaveGroup(officer, g, why)
		})
	})
}

func TestOneLiveOfferPerApplication(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.offered(1)
		second := offer(1)
		second.ID, second.Group = "of9", "g3"
		town.fails("a second live offer", func(tx *store.Tx) error { return tx.SaveNewOffer(officer, second, why) })
		expired := offer(1)
		expired.State = preschool.OfferExpired
		town.update(func(tx *store.Tx) error { return tx.SaveOffer(officer, offer(1), expired, why) })
		town.update(func(tx *store.Tx) error { return tx.SaveNewOffer(officer, second, why) })
		town.fails("a seat without its group", func(tx *store.Tx) error {
			nowhere := offer(2)
			nowhere.Group = ""
			return tx.SaveNewOffer(officer, nowhere, why)
		})
	})
}

func TestVouchers(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.offered(0)
		town.update(func(tx *store.Tx) error {
			o := offer(1)
			o.Of, o.Group = preschool.OfVoucher, ""
			return tx.SaveNewOffer(officer, o, why)
		})
		same(t, "held by offers", map[string]int{"city/3/kk": 1}, read(town, (*store.Reader).OpenVoucherOffers))

		v := preschool.Voucher{
			Authority: city, ID: "v1", Child: "c1", Application: "a1", Market: "city/3/kk", State: preschool.VoucherIssued, Source: preschool.VoucherFromRound,
			IssuedAt: at("2026-03-02T12:00:00Z"), ChooseBy: day("2026-04-01"),
		}
		opening := preschool.Voucher{
			Authority: city, ID: "v2", Child: "c2", State: preschool.VoucherActivated, Source: preschool.VoucherFromOpening,
			IssuedAt: at("2026-03-02T12:00:01Z"), ActivatedOn: day("2026-03-02"),
		}
		town.update(func(tx *store.Tx) error {
			if err := tx.SaveNewVoucher(officer, v, why); err != nil {
				return err
			}
			return tx.SaveNewVoucher(officer, opening, why)
		})
		live := func(c register.ID[register.Child]) (v preschool.Voucher, found bool) {
			read(town, func(r *store.Reader) (bool, error) {
				var err error
				v, found, err = r.LiveVoucher(c)
				return found, err
			})
			return v, found
		}
		got, found := live("c1")
		same(t, "live voucher", v, got)
		if _, none := live("c3"); !found || none {
			t.Error("c1 has a voucher and c3 has none")
		}
		same(t, "issued", []preschool.Voucher{v}, read(town, func(r *store.Reader) ([]preschool.Voucher, error) { return r.VouchersIn(preschool.VoucherIssued) }))
		same(t, "without a seat", map[string]int{"city/3/kk": 1}, read(town, (*store.Reader).UnseatedVouchers))
		same(t, "in use", map[register.ID[register.Child]][]civil.DateRange{"c2": {{From: day("2026-03-02")}}}, read(town, (*store.Reader).VoucherSpans))
		same(t, "counts", map[preschool.VoucherState]int{"issued": 1, "activated": 1}, read(town, (*store.Reader).VoucherCounts))
		second := v
		second.ID = "v3"
		town.fails("a second live voucher", func(tx *store.Tx) error { return tx.SaveNewVoucher(officer, second, why) })

		v.State, v.ActivatedOn, v.EndedOn, v.ChooseBy, v.ChosenOn = preschool.VoucherReturned, day("2026-03-05"), day("2026-03-09"), civil.Date{}, day("2026-03-04")
		town.update(func(tx *store.Tx) error { return tx.SaveVoucher(officer, v, why) })
		same(t, "returned", []preschool.Voucher{v}, read(town, func(r *store.Reader) ([]preschool.Voucher, error) { return r.VouchersIn(preschool.VoucherReturned) }))
		town.update(func(tx *store.Tx) error { return tx.SaveNewVoucher(officer, second, why) })
	})
}
