package store_test

import (
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store"
)

func TestCountsOfTheYear(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		same(t, "an empty year", store.Counts{
			Children: 4, Applications: map[preschool.ApplicationState]int{}, Offers: map[preschool.OfferState]int{}, Placements: map[preschool.PlacementSource]int{},
			Vouchers: map[preschool.VoucherSource]int{}, Lines: map[preschool.LineState]int{}, Payments: map[preschool.PaymentState]int{},
		}, read(town, (*store.Reader).Counts))
		town.offered(2)
		annulled := offer(1)
		annulled.State, annulled.AnsweredAt = preschool.OfferAnnulled, at("2026-03-03T09:00:00Z")
		declined := offer(2)
		declined.State = preschool.OfferDeclined
		town.update(func(tx *store.Tx) error { return tx.SaveOffer(officer, offer(1), annulled, why) })
		town.update(func(tx *store.Tx) error { return tx.SaveOffer(officer, offer(2), declined, why) })
		town.claimed()
		v := preschool.Voucher{ID: "v1", Child: "c1", State: preschool.VoucherActivated, Source: preschool.VoucherFromOpening, IssuedAt: at("2026-03-02T12:00:00Z")}
		town.update(func(tx *store.Tx) error { return tx.SaveNewVoucher(officer, v, why) })
		p := payment(preschool.KindClaim)
		town.update(func(tx *store.Tx) error { return tx.SaveNewPayment(officer, p, why) })
		p.State, p.ApprovedBy = preschool.PaymentSettled, "approver"
		town.update(func(tx *store.Tx) error { return tx.SavePayment(officer, p, why) })
		same(t, "the year", store.Counts{
			Children: 4, Applications: map[preschool.ApplicationState]int{"queued": 2}, Offers: map[preschool.OfferState]int{"annulled": 1, "declined": 1},
			Placements: map[preschool.PlacementSource]int{"opening": 2}, Vouchers: map[preschool.VoucherSource]int{"opening": 1},
			Lines: map[preschool.LineState]int{"open": 2}, Payments: map[preschool.PaymentState]int{"settled": 1}, Paid: 300, Sheets: 2, Claims: 1, Annulled: 1,
		}, read(town, (*store.Reader).Counts))
	})
}

func TestReceiptEvents(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		submitted, accepted := store.Cause{Event: "application.submitted"}, store.Cause{Event: "offer.accepted"}
		var first, second store.EventRef
		town.update(func(tx *store.Tx) error {
			err := tx.SaveNewApplication(officer, application(1), submitted)
			first = tx.LastEvent()
			return err
		})
		town.update(func(tx *store.Tx) error {
			if err := tx.SaveNewRound(officer, round(1), why); err != nil {
				return err
			}
			err := tx.SaveNewOffer(officer, offer(1), accepted)
			second = tx.LastEvent()
			return err
		})
		town.integrate()
		town.update(func(tx *store.Tx) error { return tx.SaveNewApplication(officer, application(2), submitted) }) // not covered yet
		events := read(town, (*store.Reader).ReceiptEvents)
		if len(events) != 2 || events[0].EventRef != first || events[1].EventRef != second || events[0].Subject != "a1" || events[1].Type != "offer.accepted" {
			t.Fatalf("events %+v", events)
		}
		for _, e := range events {
			want := read(town, func(r *store.Reader) (store.Opening, error) {
				o, _, err := r.OpeningOf(e.EventRef)
				return o, err
			})
			same(t, "opening", want, e.Opening)
		}
	})
}
