package store_test

import (
	"fmt"
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func TestTakeover(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.place(placement(1))
		batch := preschool.TakeoverBatch{Authority: city, ID: "tb1", Kind: preschool.TakeoverPlaced, Source: "old", SHA256: "f", LoadedBy: "key-7", Lines: 3, OrderSHA256: "o"}
		line := func(number int, state preschool.TakeoverState) preschool.TakeoverLine {
			return preschool.TakeoverLine{Authority: city, Batch: "tb1", Number: number, State: state, Sequence: int64(number), CodeSHA256: fmt.Sprint("c", number), ConfirmBy: day("2026-04-01")}
		}
		lines := []preschool.TakeoverLine{line(2, preschool.TakeoverLoaded), line(3, preschool.TakeoverDoubled), line(4, preschool.TakeoverLoaded)}
		lines[0].Placement, lines[1].Faults, lines[2].Faults = "pl1", "twice:2", "code_unsent"
		town.update(func(tx *store.Tx) error { return tx.SaveTakeover(officer, batch, lines, why) })
		again := batch
		again.ID = "tb2"
		town.fails("the same file", func(tx *store.Tx) error { return tx.SaveTakeover(officer, again, nil, why) })

		same(t, "list", batch, read(town, func(r *store.Reader) (preschool.TakeoverBatch, error) { return r.Takeover("tb1") }))
		same(t, "lists", []preschool.TakeoverBatch{batch}, read(town, (*store.Reader).Takeovers))
		for sum, want := range map[string]bool{"f": true, "g": false} {
			read(town, func(r *store.Reader) (preschool.TakeoverBatch, error) {
				b, found, err := r.TakeoverBySHA256(sum)
				if found != want {
					t.Errorf("file %s: found %v", sum, found)
				}
				return b, err
			})
		}
		same(t, "lines", lines, read(town, func(r *store.Reader) ([]preschool.TakeoverLine, error) { return r.TakeoverLines("tb1") }))
		work := func(today string) []preschool.TakeoverLine {
			return read(town, func(r *store.Reader) ([]preschool.TakeoverLine, error) { return r.TakeoverWork(day(today)) })
		}
		same(t, "work before the term ends", lines[1:], work("2026-04-01"))
		same(t, "work behind it", lines, work("2026-04-02"))
		byCode := func(code string) (preschool.TakeoverLine, string) {
			get := func(r *store.Reader) (preschool.TakeoverLine, error) { return r.TakeoverLineByCode(code) }
			if code := refusal(town, get); code != "" {
				return preschool.TakeoverLine{}, code
			}
			return read(town, get), ""
		}
		if got, code := byCode("c2"); code != "" || got != lines[0] {
			t.Errorf("by code: %+v, %s", got, code)
		}
		if _, code := byCode("c3"); code != "takeover.code_unknown" {
			t.Errorf("the code of a double: %q", code)
		}
		town.update(func(tx *store.Tx) error {
			return tx.SaveCodesSent("tb1", []store.SentCode{{Number: 4, SHA256: "c4"}, {Number: 2, SHA256: "another", Faults: "x"}})
		})
		lines[2].Faults = ""
		approved := batch
		approved.ApprovedBy, approved.ApprovedOn = batch.LoadedBy, day("2026-03-02")
		town.fails("approved by who loaded it", func(tx *store.Tx) error { return tx.SaveTakeoverApproved(officer, approved, nil, why) })
		approved.ApprovedBy = "key-9"
		lines[2].CodeSHA256, lines[2].ConfirmBy, lines[2].Faults = "c5", day("2026-04-02"), "code_unsent"
		town.update(func(tx *store.Tx) error { return tx.SaveTakeoverApproved(officer, approved, lines[2:], why) })
		same(t, "approved", approved, read(town, func(r *store.Reader) (preschool.TakeoverBatch, error) { return r.Takeover("tb1") }))
		lines[1].State, lines[1].Faults, lines[1].CorrectedBy, lines[1].ApprovedBy = preschool.TakeoverCorrected, "", "key-7", "key-9"
		town.update(func(tx *store.Tx) error { return tx.SaveTakeoverLine(officer, lines[1], why) })
		same(t, "work with a correction", lines[1:], work("2026-04-01"))
		lines[0].State, lines[0].CodeSHA256, lines[0].ConfirmedOn = preschool.TakeoverConfirmed, "", day("2026-03-03")
		town.update(func(tx *store.Tx) error {
			return tx.SaveTakeoverLine(officer, lines[0], why, store.Fact{Name: "asked_by", Value: "key-9"})
		})
		for i := range lines {
			got := read(town, func(r *store.Reader) (preschool.TakeoverLine, error) { return r.TakeoverLine("tb1", i+2) })
			same(t, fmt.Sprint("line ", i+2), lines[i], got)
		}
	})
}

// The counter of applications gives a block of numbers, and goes on behind it.
func TestReserveSequences(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.update(func(tx *store.Tx) error {
			first, err := tx.ReserveSequences(5)
			next, e := tx.NextSequence()
			if err != nil || e != nil || next != first+5 {
				t.Errorf("five from %d, then %d: %v, %v", first, next, err, e)
			}
			return nil
		})
	})
}

// Applications of an old list come with their choices and stays, and say that nobody has confirmed them.
func TestSaveTakenOver(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		var apps []preschool.Application
		var stays []store.QueueEntry
		for i := 1; i <= 2; i++ {
			a := application(i)
			a.Unconfirmed, a.Source = true, register.FromImport
			apps = append(apps, a)
			stays = append(stays, store.QueueEntry{Application: a.ID, Queue: "krg/3/kk", Class: a.Class, Proof: a.Proof, EnterReason: "registered"})
		}
		town.update(func(tx *store.Tx) error { return tx.SaveTakenOver(officer, apps, stays, why) })
		for _, a := range apps {
			same(t, "application", a, read(town, func(r *store.Reader) (preschool.Application, error) { return r.Application(a.ID) }))
		}
		if n := len(read(town, (*store.Reader).QueuesNow)); n != 2 {
			t.Errorf("%d stays", n)
		}
	})
}

func TestUnconfirmedPlacementsAndOrigins(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		p := placement(1)
		p.Unconfirmed = true
		town.place(p, placement(2))
		same(t, "unconfirmed", map[register.ID[preschool.Placement]]bool{"pl1": true}, read(town, (*store.Reader).UnconfirmedPlacements))
		none := read(town, func(r *store.Reader) (map[register.ID[preschool.Placement]]store.Origin, error) {
			return r.LineOrigins(month("2026-03"))
		})
		if len(none) != 0 {
			t.Errorf("origins without a line: %v", none)
		}
	})
}
