package store_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// TestDaysAndInstantsComeBackAsTheyWent stores extremes and random values, also when the server's own zone is Almaty.
func TestDaysAndInstantsComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		dsn := engine.Prepared(t, "town", func(dsn string) error { return found(t, dsn) })
		if engine == kit.Postgres {
			dsn += "&timezone=Asia/Almaty"
		}
		town := &town{open(t, dsn, entropy(1)), t, engine, dsn}
		instants := []civil.Instant{
			at("0001-01-01T00:00:00.000001Z"), at("1969-12-31T23:59:59.999999Z"), at("1970-01-01T00:00:00.000000Z"),
			at("2024-02-29T18:59:59.999999Z"), at("2026-02-28T19:00:00.000000Z"), at("9999-12-31T23:59:59.999999Z"),
		}
		dates := []civil.Date{day("0001-01-01"), day("1899-12-31"), day("2024-02-29"), day("2024-03-01"), day("9999-12-31"), {}}
		first := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
		for i := range 200 {
			micros := rapid.Int64Range(0, 300*365*24*3600*1e6).Example(i)
			instants = append(instants, civil.InstantOf(time.UnixMicro(first+micros)))
			dates = append(dates, day("1900-01-01").AddDays(int(micros%100_000)))
		}
		var want []preschool.Voucher
		for i, instant := range instants {
			want = append(want, preschool.Voucher{
				Authority: city, ID: register.ID[preschool.Voucher](fmt.Sprintf("v%03d", i)), Child: "c1", State: preschool.VoucherReturned,
				Source: preschool.VoucherFromRound, IssuedAt: instant, ActivatedOn: dates[i], EndedOn: dates[len(dates)-1-i],
			})
		}
		town.update(func(tx *store.Tx) error {
			for _, v := range want {
				if err := tx.SaveNewVoucher(officer, v, why); err != nil {
					return err
				}
			}
			return nil
		})
		got := map[register.ID[preschool.Voucher]]preschool.Voucher{}
		last := civil.Instant{}
		for _, v := range read(town, func(r *store.Reader) ([]preschool.Voucher, error) { return r.VouchersIn(preschool.VoucherReturned) }) {
			if v.IssuedAt.Before(last) {
				t.Errorf("%v is listed after %v", v.IssuedAt, last)
			}
			got[v.ID], last = v, v.IssuedAt
		}
		for _, v := range want {
			same(t, "voucher", v, got[v.ID])
		}
	})
}
