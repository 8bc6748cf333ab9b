package store_test

import (
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func TestRoundPlans(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		plan := func(id register.ID[preschool.RoundPlan], on string) preschool.RoundPlan {
			return preschool.RoundPlan{
				Authority: city, ID: id, Kind: preschool.SeatRound, On: day(on), State: preschool.PlanDrafted, ProfileSHA256: "ab", ProblemSHA256: "cd",
				OutcomeSHA256: "ef", Children: 3, Seats: 2, Offers: 1, DraftedBy: "officer",
			}
		}
		town.update(func(tx *store.Tx) error { return tx.SaveNewRoundPlan(officer, plan("p1", "2026-03-03"), why) })
		town.update(func(tx *store.Tx) error { return tx.SaveNewRoundPlan(officer, plan("p2", "2026-03-02"), why) })
		town.fails("two plans of a kind and day", func(tx *store.Tx) error { return tx.SaveNewRoundPlan(officer, plan("p3", "2026-03-02"), why) })
		same(t, "drafted, by day", []preschool.RoundPlan{plan("p2", "2026-03-02"), plan("p1", "2026-03-03")}, read(town, (*store.Reader).DraftedRoundPlans))
		decided := plan("p1", "2026-03-03")
		decided.State, decided.DecidedBy, decided.Reason = preschool.PlanCancelled, "approver", "why"
		town.update(func(tx *store.Tx) error { return tx.SaveRoundPlan(officer, decided, why) })
		same(t, "decided", decided, read(town, func(r *store.Reader) (preschool.RoundPlan, error) { return r.RoundPlan("p1") }))
		same(t, "newest", []preschool.RoundPlan{plan("p2", "2026-03-02")}, read(town, func(r *store.Reader) ([]preschool.RoundPlan, error) { return r.RoundPlans(1) }))
		town.update(func(tx *store.Tx) error { return tx.SaveNewRoundPlan(officer, plan("p4", "2026-03-03"), why) }) // the day is free again
		if code := refusal(town, func(r *store.Reader) (preschool.RoundPlan, error) { return r.RoundPlan("p9") }); code != "round_plan.unknown" {
			t.Errorf("unknown plan: %q", code)
		}
	})
}

func TestRoundsOfASpan(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		for n := range int64(2) {
			town.update(func(tx *store.Tx) error { return tx.SaveNewRound(officer, round(n+1), why) }) // on 2 and 3 March
		}
		for since, want := range map[string]preschool.Round{"2026-03-01": round(1), "2026-03-03": round(2), "2026-03-04": {}} {
			got := read(town, func(r *store.Reader) (preschool.Round, error) {
				got, found, err := r.RoundSince(preschool.SeatRound, day(since))
				if found != (want.ID != "") {
					t.Errorf("since %s: %v", since, found)
				}
				return got, err
			})
			same(t, "since "+since, want, got)
		}
		last := func(kind preschool.RoundKind) preschool.Round {
			return read(town, func(r *store.Reader) (preschool.Round, error) { return r.LastRound(kind) })
		}
		same(t, "the last", round(2), last(preschool.SeatRound))
		same(t, "none", preschool.Round{}, last(preschool.ChoiceRound))
	})
}

func TestNoticesAndWhatIsDue(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.offered(2) // to answer by 7 March
		list := func(fn func(*store.Reader) ([]preschool.Offer, error)) []preschool.Offer { return read(town, fn) }
		past := func(today string) []preschool.Offer {
			return list(func(r *store.Reader) ([]preschool.Offer, error) { return r.OffersPastAnswer(day(today)) })
		}
		same(t, "untold", []preschool.Offer{offer(1), offer(2)}, list((*store.Reader).OffersUntold))
		same(t, "on the last day", []preschool.Offer{}, past("2026-03-07"))
		same(t, "after it", []preschool.Offer{offer(1), offer(2)}, past("2026-03-08"))
		same(t, "of a group", []preschool.Offer{offer(1), offer(2)}, list(func(r *store.Reader) ([]preschool.Offer, error) { return r.OffersOfGroup("g1") }))

		tried := offer(1)
		tried.NoticeVia, tried.NoticeTries, tried.NoticedOn = register.BySMS, 1, day("2026-03-02")
		failed := store.Notice{Offer: "of1", Way: register.BySMS, Template: "offer.made", On: day("2026-03-02")}
		town.update(func(tx *store.Tx) error { return tx.SaveNotice(officer, offer(1), tried, failed, why) })
		told := tried
		told.NoticeVia, told.DeliveredAt, told.AnswerBy = register.ByPublic, at("2026-03-03T09:00:00Z"), day("2026-03-10")
		delivered := store.Notice{Offer: "of1", Way: register.ByPublic, Template: "offer.made", Delivered: true, On: day("2026-03-03")}
		town.update(func(tx *store.Tx) error { return tx.SaveNotice(officer, tried, told, delivered, why) })
		same(t, "attempts", []store.Notice{failed, delivered}, read(town, func(r *store.Reader) ([]store.Notice, error) { return r.NoticesOf("of1") }))
		same(t, "untold", []preschool.Offer{offer(2)}, list((*store.Reader).OffersUntold))
		same(t, "in public", []preschool.Offer{told}, list((*store.Reader).OffersPublic))

		second := offer(2)
		second.DeliveredAt = at("2026-03-02T13:00:00Z")
		town.update(func(tx *store.Tx) error { return tx.SaveOffer(officer, offer(2), second, why) })
		remind := func() []preschool.Offer {
			return list(func(r *store.Reader) ([]preschool.Offer, error) {
				return r.OffersToRemind(day("2026-03-06"), day("2026-03-10"))
			})
		}
		same(t, "to remind", []preschool.Offer{second}, remind())
		second.RemindedOn = day("2026-03-06")
		town.update(func(tx *store.Tx) error { return tx.SaveReminded(second) })
		same(t, "reminded", []preschool.Offer{}, remind())

		accepted := second
		accepted.State, accepted.ContractBy = preschool.OfferAccepted, day("2026-03-12")
		town.update(func(tx *store.Tx) error { return tx.SaveOffer(officer, second, accepted, why) })
		same(t, "overdue contracts", []preschool.Offer{accepted}, list(func(r *store.Reader) ([]preschool.Offer, error) { return r.OffersPastContract(day("2026-03-13")) }))
	})
}

func TestSeatClosures(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		c := preschool.SeatClosure{
			Authority: city, ID: "c1", Group: "g1", Seats: 1, Reason: register.ClosedSanitary, From: day("2026-03-02"), To: day("2026-03-20"), ClosedBy: "officer", Act: "act 1",
		}
		g := town.group("g1")
		g.Closed, g.CloseReason = 1, register.ClosedSanitary
		town.update(func(tx *store.Tx) error {
			if err := tx.SaveNewSeatClosure(c); err != nil {
				return err
			}
			return tx.SaveClosedSeats(officer, g, nil, c, why)
		})
		same(t, "closure", c, read(town, func(r *store.Reader) (preschool.SeatClosure, error) { return r.SeatClosure("c1") }))
		same(t, "group", g, town.group("g1"))
		list := func() []preschool.SeatClosure { return read(town, (*store.Reader).SeatClosures) }
		same(t, "live", []preschool.SeatClosure{c}, list())
		same(t, "of a group", []preschool.SeatClosure{}, read(town, func(r *store.Reader) ([]preschool.SeatClosure, error) { return r.SeatClosuresOf("g2") }))
		c.EndedOn = day("2026-03-05")
		g.Closed, g.CloseReason = 0, ""
		town.update(func(tx *store.Tx) error { return tx.SaveClosedSeats(officer, g, []preschool.SeatClosure{c}, c, why) })
		same(t, "ended", []preschool.SeatClosure{}, list())
		same(t, "group", g, town.group("g1"))
	})
}

func TestCapacityEvents(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		e := preschool.CapacityEvent{
			Authority: city, ID: "e1", Kindergarten: "k1", Kind: register.CapacityOpening, State: preschool.CapacityRecorded, From: day("2026-03-02"), To: day("2026-03-20"),
			Seats: 5, Into: "k2", NewName: "Ай", NewKind: "general", BirthYear: 2023, Language: register.Kazakh, Act: "act 1", RecordedBy: "officer",
		}
		town.update(func(tx *store.Tx) error { return tx.SaveNewCapacityEvent(officer, e, why) })
		due := func(today string) []preschool.CapacityEvent {
			return read(town, func(r *store.Reader) ([]preschool.CapacityEvent, error) { return r.CapacityEventsDue(day(today)) })
		}
		same(t, "before its day", []preschool.CapacityEvent{}, due("2026-03-01"))
		same(t, "on its day", []preschool.CapacityEvent{e}, due("2026-03-02"))
		e.State, e.CarriedOutOn, e.Group = preschool.CapacityCarriedOut, day("2026-03-02"), "g1"
		town.update(func(tx *store.Tx) error { return tx.SaveCapacityEvent(officer, e, why) })
		same(t, "afterwards", []preschool.CapacityEvent{}, due("2026-03-02"))
		same(t, "event", e, read(town, func(r *store.Reader) (preschool.CapacityEvent, error) { return r.CapacityEvent("e1") }))
		same(t, "all", []preschool.CapacityEvent{e}, read(town, func(r *store.Reader) ([]preschool.CapacityEvent, error) { return r.CapacityEvents(9) }))
		same(t, "groups that are no more", map[register.ID[register.Group]]string{}, read(town, (*store.Reader).ClosedGroups))
		shut := e
		shut.ID, shut.Kind, shut.Act = "e2", register.CapacityClosure, "act 2"
		town.update(func(tx *store.Tx) error { return tx.SaveNewCapacityEvent(officer, shut, why) })
		same(t, "groups that are no more", map[register.ID[register.Group]]string{"g1": "act 2"}, read(town, (*store.Reader).ClosedGroups))
	})
}

func TestQueueRefreshes(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		get := func() store.QueueRefresh {
			return read(town, func(r *store.Reader) (store.QueueRefresh, error) { return r.QueueRefresh(day("2026-06-30")) })
		}
		q := store.QueueRefresh{On: day("2026-06-30")}
		same(t, "nothing done", q, get())
		for _, step := range []func(){func() { q.AnnouncedOn = day("2026-06-20") }, func() { q.CarriedOutOn, q.Moved = day("2026-06-30"), 7 }} {
			step()
			town.update(func(tx *store.Tx) error { return tx.SaveQueueRefresh(officer, q) })
			same(t, "refresh", q, get())
		}
		if n := len(town.events(string(city))); n < 2 { // the authority's own, and that somebody moved
			t.Errorf("%d events", n)
		}
	})
}
