package store_test

import (
	"fmt"
	"testing"

	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

func TestReceiptsVerify(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.populate(300)
		town.apply(1)
		var event store.EventRef
		town.update(func(tx *store.Tx) error {
			a := application(1)
			a.Reason = "a line\nand a \\ in it"
			err := tx.SaveApplication(officer, a, why)
			event = tx.LastEvent()
			return err
		})
		opening := func() (o store.Opening, covered bool) {
			read(town, func(r *store.Reader) (bool, error) {
				var err error
				o, covered, err = r.OpeningOf(event)
				return covered, err
			})
			return o, covered
		}
		if _, covered := opening(); covered {
			t.Error("an event is covered before the log was integrated")
		}
		town.integrate()
		first := town.head()
		town.populate(20)
		town.integrate()
		o, covered := opening()
		if !covered {
			t.Fatal("the event is not covered")
		}
		_, verifier := keys(t)
		for _, head := range []store.Checkpoint{first, town.head()} {
			proofs := read(town, func(r *store.Reader) ([][]translog.Hash, error) { return r.Prove(head.Head, []int64{o.Index, 0}) })
			receipt, err := translog.FormatReceipt(translog.Receipt{
				Index: o.Index, Nonce: o.Nonce, Canonical: []byte(o.Canonical), Proof: proofs[0], Checkpoint: []byte(head.Text),
			})
			if err != nil {
				t.Fatal(err)
			}
			got, err := translog.VerifyReceipt(receipt, verifier)
			if err != nil {
				t.Fatalf("receipt under a head of %d: %v", head.Head.Size, err)
			}
			entry, err := got.Entry()
			if err != nil || entry.Subject != "a1" || entry.Key != officer.ID || entry.At != event.At.Time() {
				t.Errorf("the receipt says %v, %v", entry, err)
			}
		}
		for _, code := range []string{refusal(town, func(r *store.Reader) (store.Opening, error) {
			o, _, err := r.OpeningOf(store.EventRef{At: event.At, Sequence: -1})
			return o, err
		})} {
			if code != "event.unknown" {
				t.Errorf("an event that is not there: %q", code)
			}
		}
	})
}

func TestEventsOfASubject(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.populate(2)
		town.integrate()
		last := town.populate(1)
		lines := read(town, func(r *store.Reader) ([]store.EventLine, error) { return r.EventsOf("territory") })
		if len(lines) != 3 {
			t.Fatalf("%d events, want 3", len(lines))
		}
		size := town.head().Head.Size
		for i, l := range lines[:2] {
			if !l.Covered || l.Index < size-2 || l.Type != "test.done" || l.Role != "officer" {
				t.Errorf("event %d: %+v", i, l)
			}
		}
		if lines[2].Covered || lines[2].At != last.At {
			t.Errorf("the last one: %+v", lines[2])
		}
	})
}

func TestKeyOfEvent(t *testing.T) {
	t.Parallel()
	want := store.EventRef{At: at("2026-03-02T09:00:00.000001Z"), Sequence: 1 << 50}
	got, err := store.KeyOf(want.At.String(), fmt.Sprint(want.Sequence))
	if err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range [][2]string{{"", "1"}, {"2026-03-02", "1"}, {want.At.String(), ""}, {want.At.String(), "x"}} {
		if key, err := store.KeyOf(bad[0], bad[1]); err == nil {
			t.Errorf("%q gives %v", bad, key)
		}
	}
}
