package funding

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// SetTariff adds the norm for a child and month of a group kind from a day on, with the act that sets it. The day may lie
// in the past: an akimat's resolution of July may count from January (Ulytau, 16 July 2025). The same tariff again
// changes nothing.
func (s *Service) SetTariff(ctx context.Context, actor access.Actor, kind register.GroupKind, from civil.Date, rate money.Tiyn, act string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.SetTariff, access.Place(actor.Authority)); err != nil {
			return err
		}
		known, err := tx.Tariffs()
		if err != nil {
			return err
		}
		t := store.Tariff{GroupKind: kind, Number: 1, From: from, Rate: rate, Act: act}
		for _, k := range known {
			if k.GroupKind != kind {
				continue
			}
			if k.From == from && k.Rate == rate && k.Act == act {
				return nil
			}
			t.Number = k.Number + 1
		}
		return tx.SaveTariff(actor, t, store.Cause{Event: "tariff.set", Ground: act})
	})
}
