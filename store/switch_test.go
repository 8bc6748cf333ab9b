package store_test

import (
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store"
)

func TestSwitches(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		w := preschool.ProfileSwitch{
			Authority: city, ID: "sw1", Profile: "kz-voucher-2026", SHA256: "t", From: day("2026-05-13"), State: preschool.SwitchProposed, Preview: "{}",
			PreviewSHA256: "p", ProposedBy: "key-7", Reason: "resolution 7",
		}
		town.update(func(tx *store.Tx) error { return tx.SaveNewSwitch(officer, w, why) })
		second := w
		second.ID = "sw2"
		town.fails("a second live switch", func(tx *store.Tx) error { return tx.SaveNewSwitch(officer, second, why) })
		live := func() (preschool.ProfileSwitch, bool) {
			var found bool
			return read(town, func(r *store.Reader) (w preschool.ProfileSwitch, err error) {
				w, found, err = r.LiveSwitch()
				return w, err
			}), found
		}
		if got, found := live(); !found || got != w {
			t.Errorf("live: %+v, %v", got, found)
		}
		w.State, w.ApprovedBy, w.CarriedOutOn = preschool.SwitchCarriedOut, "key-8", day("2026-05-13")
		town.update(func(tx *store.Tx) error { return tx.SaveSwitch(officer, w, why) })
		town.update(func(tx *store.Tx) error { return tx.SaveNewSwitch(officer, second, why) })
		same(t, "by id", w, read(town, func(r *store.Reader) (preschool.ProfileSwitch, error) { return r.Switch("sw1") }))
		same(t, "all", []preschool.ProfileSwitch{w, second}, read(town, (*store.Reader).Switches))
		if code := refusal(town, func(r *store.Reader) (preschool.ProfileSwitch, error) { return r.Switch("sw9") }); code != "switch.unknown" {
			t.Errorf("unknown switch: %q", code)
		}
		same(t, "events", []string{"test.done", "test.done"}, town.events("sw1"))
	})
}
