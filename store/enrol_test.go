package store_test

import (
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func (town *town) offeredSeats(g register.ID[register.Group]) int {
	town.t.Helper()
	return read(town, func(r *store.Reader) (register.Group, error) { return r.Group(g) }).Offered
}

func TestTransfers(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.place(placement(1), placement(2))
		wish := preschool.NewTransfer("t1", placement(1), "w1", at("2026-03-02T09:00:00.000001Z"), 7, []register.ID[register.Kindergarten]{"k2", "k1"}, preschool.ByWish)
		other := preschool.NewTransfer("t2", placement(2), "w1", at("2026-03-02T08:00:00Z"), 8, nil, preschool.ByClosure)
		town.update(func(tx *store.Tx) error {
			if err := tx.SaveNewTransfer(officer, wish, why); err != nil {
				return err
			}
			return tx.SaveNewTransfer(officer, other, why)
		})
		get := func(id register.ID[preschool.Transfer]) preschool.Transfer {
			return read(town, func(r *store.Reader) (preschool.Transfer, error) { return r.Transfer(id) })
		}
		same(t, "transfer", wish, get("t1"))
		same(t, "by registration", []preschool.Transfer{other, wish}, read(town, func(r *store.Reader) ([]preschool.Transfer, error) { return r.TransfersIn(preschool.TransferRequested) }))
		town.fails("a second one of the child", func(tx *store.Tx) error {
			again := wish
			again.ID = "t3"
			return tx.SaveNewTransfer(officer, again, why)
		})
		offered, err := wish.Offer("g3", "", day("2026-03-04"))
		if err != nil {
			t.Fatal(err)
		}
		town.update(func(tx *store.Tx) error { return tx.SaveTransfer(officer, wish, offered, why) })
		same(t, "offered", offered, get("t1"))
		if n := town.offeredSeats("g3"); n != 1 {
			t.Errorf("the offer holds %d seats", n)
		}
		moved, err := offered.Accept(day("2026-03-03"))
		if err == nil {
			moved, err = moved.Move("pl2")
		}
		if err != nil {
			t.Fatal(err)
		}
		town.update(func(tx *store.Tx) error { return tx.SaveTransfer(officer, offered, moved, why) })
		if n := town.offeredSeats("g3"); n != 0 {
			t.Errorf("after the move %d seats are held", n)
		}
		same(t, "moves", 1, read(town, func(r *store.Reader) (int, error) { return r.Moves("c1", 2026) }))
		same(t, "moves of another year", 0, read(town, func(r *store.Reader) (int, error) { return r.Moves("c1", 2025) }))
		same(t, "by cause", map[preschool.TransferCause]int{preschool.ByWish: 1}, read(town, func(r *store.Reader) (map[preschool.TransferCause]int, error) {
			return r.MovesByCause(month("2026-03").Range())
		}))
		if _, live, err := liveTransfer(town, "c1"); live || err != nil {
			t.Errorf("live after the move: %v, %v", live, err)
		}
		if got, live, err := liveTransfer(town, "c2"); !live || err != nil || got.ID != "t2" {
			t.Errorf("live: %s, %v, %v", got.ID, live, err)
		}
		chained, err := other.Offer("g3", "t1", day("2026-03-04"))
		if err != nil {
			t.Fatal(err)
		}
		town.update(func(tx *store.Tx) error { return tx.SaveTransfer(officer, other, chained, why) })
		if n := town.offeredSeats("g3"); n != 0 {
			t.Errorf("a seat that another leaves counts %d", n)
		}
		town.update(func(tx *store.Tx) error { return tx.SaveTransfer(officer, chained, chained.SeatFreed(), why) })
		if n := town.offeredSeats("g3"); n != 1 {
			t.Errorf("the freed seat counts %d", n)
		}
		if code := refusal(town, func(r *store.Reader) (preschool.Transfer, error) { return r.Transfer("t9") }); code != "transfer.unknown" {
			t.Errorf("unknown: %q", code)
		}
	})
}

func liveTransfer(town *town, child register.ID[register.Child]) (got preschool.Transfer, live bool, err error) {
	err = town.View(town.t.Context(), city, func(r *store.Reader) (err error) {
		got, live, err = r.LiveTransfer(child)
		return err
	})
	return got, live, err
}

func TestExchanges(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		there := placement(3)
		there.Group, there.Kindergarten, there.Slot = "g3", "k2", 0
		town.place(placement(1), placement(2), there)
		e := preschool.Exchange{
			Authority: city, ID: "e1", A: "pl1", B: "pl3", GuardianA: "w1", GuardianB: "w2", State: preschool.ExchangeProposed, ProposedAt: at("2026-03-02T09:00:00.000001Z"),
		}
		town.update(func(tx *store.Tx) error { return tx.SaveNewExchange(officer, e, why) })
		again := e
		again.ID, again.A = "e2", "pl3"
		again.B = "pl1"
		town.update(func(tx *store.Tx) error { return tx.SaveNewExchange(officer, again, why) }) // each of them is A once: use cases forbid it
		third := e
		third.ID, third.B = "e3", "pl2"
		town.fails("the same seat offered twice", func(tx *store.Tx) error { return tx.SaveNewExchange(officer, third, why) })
		same(t, "live", 2, len(read(town, func(r *store.Reader) ([]preschool.Exchange, error) { return r.LiveExchangesOf("pl3") })))
		agreed, err := e.Agree(at("2026-03-02T10:00:00Z"))
		if err == nil {
			agreed, err = agreed.CarryOut(day("2026-03-03"))
		}
		if err != nil {
			t.Fatal(err)
		}
		town.update(func(tx *store.Tx) error { return tx.SaveExchange(officer, agreed, why) })
		same(t, "exchange", agreed, read(town, func(r *store.Reader) (preschool.Exchange, error) { return r.Exchange("e1") }))
		same(t, "sites", [][2]register.ID[register.Kindergarten]{{"k1", "k2"}}, read(town, func(r *store.Reader) ([][2]register.ID[register.Kindergarten], error) {
			return r.ExchangedSites(month("2026-03").Range())
		}))
		same(t, "carried out", []preschool.Exchange{agreed}, read(town, func(r *store.Reader) ([]preschool.Exchange, error) {
			return r.ExchangesIn(preschool.ExchangeCarriedOut)
		}))
		if code := refusal(town, func(r *store.Reader) (preschool.Exchange, error) { return r.Exchange("e9") }); code != "exchange.unknown" {
			t.Errorf("unknown: %q", code)
		}
	})
}

func TestStaffAdmissions(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.apply(1)
		a := preschool.StaffAdmission{
			Authority: city, ID: "s1", Application: "a1", Kindergarten: "k1", Group: "g1", Relation: register.StaffGrandchild, State: preschool.StaffClaimed, AskedBy: "head",
		}
		town.update(func(tx *store.Tx) error { return tx.SaveNewStaffAdmission(officer, a, why) })
		same(t, "claimed", []preschool.StaffAdmission{a}, read(town, func(r *store.Reader) ([]preschool.StaffAdmission, error) {
			return r.StaffAdmissionsIn(preschool.StaffClaimed)
		}))
		decided, err := a.Decide(true, "officer", day("2026-03-03"))
		if err != nil {
			t.Fatal(err)
		}
		town.update(func(tx *store.Tx) error { return tx.SaveStaffAdmission(officer, decided, why) })
		same(t, "decided", decided, read(town, func(r *store.Reader) (preschool.StaffAdmission, error) { return r.StaffAdmission("s1") }))
		same(t, "of the application", []preschool.StaffAdmission{decided}, read(town, func(r *store.Reader) ([]preschool.StaffAdmission, error) { return r.StaffAdmissionsOf("a1") }))
		same(t, "marked", []register.ID[register.Kindergarten]{"k1"}, read(town, func(r *store.Reader) ([]register.ID[register.Kindergarten], error) {
			return r.StaffOffers(month("2026-03").Range())
		}))
		if code := refusal(town, func(r *store.Reader) (preschool.StaffAdmission, error) { return r.StaffAdmission("s9") }); code != "staff_admission.unknown" {
			t.Errorf("unknown: %q", code)
		}
	})
}

func TestAppeals(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.apply(1)
		a := preschool.Appeal{
			Authority: city, ID: "x1", Number: 1, Application: "a1", Child: "c1", Kind: register.AppealProof, Subject: "a1", State: preschool.AppealSubmitted,
			Words: "no", DecidedByFirst: "key-7", SubmittedAt: at("2026-03-02T09:00:00.000001Z"), ForwardBy: day("2026-03-05"), DecideBy: day("2026-03-10"), Late: true,
		}
		line := a
		line.ID, line.Number, line.Application, line.Kind, line.Subject, line.Late = "x2", 2, "", register.AppealDispute, "line", false
		town.update(func(tx *store.Tx) error {
			if n, err := tx.NextAppealNumber(); err != nil || n != 1 {
				t.Errorf("the first number is %d, %v", n, err)
			}
			if err := tx.SaveNewAppeal(officer, a, why); err != nil {
				return err
			}
			return tx.SaveNewAppeal(officer, line, why)
		})
		same(t, "appeal", a, read(town, func(r *store.Reader) (preschool.Appeal, error) { return r.Appeal("x1") }))
		same(t, "of the child", []preschool.Appeal{a, line}, read(town, func(r *store.Reader) ([]preschool.Appeal, error) { return r.AppealsOf("c1") }))
		second := a
		second.ID, second.Number = "x3", 3
		town.fails("a second live one", func(tx *store.Tx) error { return tx.SaveNewAppeal(officer, second, why) })
		decided, err := a.Forward("clerk", day("2026-03-03"))
		if err == nil {
			decided, err = decided.Decide(false, "approver", day("2026-03-04"), "reasons", "event")
		}
		if err != nil {
			t.Fatal(err)
		}
		town.update(func(tx *store.Tx) error { return tx.SaveAppeal(officer, decided, why) })
		same(t, "decided", []preschool.Appeal{decided}, read(town, func(r *store.Reader) ([]preschool.Appeal, error) { return r.AppealsIn(preschool.AppealDismissed) }))
		town.update(func(tx *store.Tx) error { return tx.SaveNewAppeal(officer, second, why) })
		late, marked := second.Silence(day("2026-03-11"))
		if !marked {
			t.Fatal("not marked")
		}
		town.update(func(tx *store.Tx) error { return tx.SaveAppeal(officer, late, why) })
		same(t, "counts", []store.AppealCount{
			{Kind: register.AppealDispute, State: preschool.AppealSubmitted, Appeals: 1}, {Kind: register.AppealProof, State: preschool.AppealDismissed, Appeals: 1},
			{Kind: register.AppealProof, State: preschool.AppealSubmitted, Appeals: 1, Overdue: 1},
		}, read(town, func(r *store.Reader) ([]store.AppealCount, error) {
			return r.AppealCounts(at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z"))
		}))
		err = town.View(t.Context(), city, func(r *store.Reader) error {
			live, found, err := r.LiveAppeal("a1")
			if !found || live.ID != "x3" {
				t.Errorf("live: %s, %v", live.ID, found)
			}
			if err != nil {
				return err
			}
			d, found, err := r.DecisionOn("x1", "test.done")
			if !found || d.Actor != "key-7" || d.Covered || d.SHA256 == "" || d.Quote() == "" {
				t.Errorf("decision %+v, %v", d, found)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
