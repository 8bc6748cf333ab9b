package store_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// apply saves applications of the first n children.
func (town *town) apply(n int) {
	town.t.Helper()
	town.update(func(tx *store.Tx) error {
		for i := range n {
			if err := tx.SaveNewApplication(officer, application(i+1), why); err != nil {
				return err
			}
		}
		return nil
	})
}

func (town *town) application(id register.ID[preschool.Application]) preschool.Application {
	town.t.Helper()
	return read(town, func(r *store.Reader) (preschool.Application, error) { return r.Application(id) })
}

func TestApplications(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.apply(3)
		same(t, "application", application(1), town.application("a1"))
		if code := refusal(town, func(r *store.Reader) (preschool.Application, error) { return r.Application("a9") }); code != "application.unknown" {
			t.Errorf("unknown application: %q", code)
		}

		a := application(1)
		a.State, a.Class, a.Ground, a.Proof, a.ProofDue = preschool.ApplicationSuspended, register.General, "", preschool.ProofNone, civil.Date{}
		a.Family, a.SuspendedUntil, a.Restored, a.Reason = "", day("2026-05-01"), 1, "offer_lapsed"
		town.update(func(tx *store.Tx) error { return tx.SaveApplication(officer, a, why) })
		same(t, "changed application", a, town.application("a1"))

		a.Choices = []register.ID[register.Kindergarten]{"k1"}
		town.update(func(tx *store.Tx) error { return tx.SaveChoices(officer, a, why) })
		same(t, "changed choices", a, town.application("a1"))
		same(t, "events", []string{"test.done", "test.done", "test.done"}, town.events("a1"))
	})
}

func TestListsOfApplications(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.apply(3)
		placed := application(2)
		placed.State = preschool.ApplicationPlaced
		town.update(func(tx *store.Tx) error { return tx.SaveApplication(officer, placed, why) })

		queued := read(town, func(r *store.Reader) ([]preschool.Application, error) {
			return r.ApplicationsIn(preschool.ApplicationQueued)
		})
		same(t, "queued", []preschool.Application{application(1), application(3)}, queued)
		bare := func(list ...preschool.Application) []preschool.Application {
			for i := range list {
				list[i].Choices = nil
			}
			return list
		}
		same(t, "all", bare(application(1), placed, application(3)), read(town, (*store.Reader).Applications))
		same(t, "claimed proofs", bare(application(1), application(3)), read(town, (*store.Reader).ClaimedProofs))
		same(t, "live ones of a guardian", bare(application(1)), read(town, func(r *store.Reader) ([]preschool.Application, error) { return r.LiveApplicationsOf("w1") }))
		same(t, "of a child", bare(placed), read(town, func(r *store.Reader) ([]preschool.Application, error) { return r.ApplicationsOf("c2") }))
		same(t, "waiting", map[register.ID[register.Kindergarten]]int{"k1": 2, "k2": 2}, read(town, (*store.Reader).WaitingByKindergarten))
		same(t, "counts", map[preschool.ApplicationState]int{"queued": 2, "placed": 1}, read(town, (*store.Reader).ApplicationCounts))
	})
}

func TestOneLiveApplicationPerChild(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.apply(1)
		second := application(1)
		second.ID = "a9"
		town.fails("a second live application", func(tx *store.Tx) error { return tx.SaveNewApplication(officer, second, why) })
		ended := application(1)
		ended.State = preschool.ApplicationWithdrawn
		town.update(func(tx *store.Tx) error { return tx.SaveApplication(officer, ended, why) })
		town.update(func(tx *store.Tx) error { return tx.SaveNewApplication(officer, second, why) })
		doubled := application(3)
		doubled.Choices = []register.ID[register.Kindergarten]{"k1", "k1"}
		town.fails("one kindergarten chosen twice", func(tx *store.Tx) error { return tx.SaveNewApplication(officer, doubled, why) })
	})
}

// The counter decides between applications of one instant, so no two may draw the same number.
func TestSequenceIsDrawnOnce(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		var done sync.WaitGroup
		var mu sync.Mutex
		drawn := map[int64]int{}
		for w := range 8 {
			done.Go(func() {
				for i := range 4 {
					n := 10*w + i + 10
					err := town.Update(t.Context(), city, func(tx *store.Tx) error {
						c := child(n, 1)
						c.IIN = fmt.Sprint("drawn", n)
						if err := tx.SaveNewChildren(officer, []register.Child{c}, why); err != nil {
							return err
						}
						a := application(n)
						a.Guardian = "w1"
						var err error
						if a.Sequence, err = tx.NextSequence(); err != nil {
							return err
						}
						return tx.SaveNewApplication(officer, a, why)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		done.Wait()
		for _, a := range read(town, (*store.Reader).Applications) {
			mu.Lock()
			drawn[a.Sequence]++
			mu.Unlock()
		}
		for n := range int64(32) {
			if drawn[n+1] != 1 {
				t.Errorf("number %d was drawn %d times", n+1, drawn[n+1])
			}
		}
	})
}

func TestQueueStays(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.apply(2)
		enter := func(i int, queue, reason string) store.QueueEntry {
			e := store.QueueEntry{
				Application: application(i).ID, Queue: queue, Class: register.FirstPriority, Proof: preschool.ProofVerified, EnterReason: reason,
			}
			town.update(func(tx *store.Tx) error {
				e.EnteredAt = tx.Now
				return tx.SaveEnterQueue(e)
			})
			return e
		}
		leave := func(i int, reason string) (left civil.Instant) {
			town.update(func(tx *store.Tx) error {
				left = tx.Now
				return tx.SaveLeaveQueue(application(i).ID, reason)
			})
			return left
		}
		first, second := enter(1, "city/3", "registered"), enter(2, "city/3", "registered")
		first.LeftAt, first.LeaveReason = leave(1, "suspended"), "suspended"
		third := enter(1, "city/2", "restored")

		full := func(e store.QueueEntry, i int) store.QueueEntry {
			e.RegisteredAt, e.Sequence, e.BirthDate = application(i).RegisteredAt, application(i).Sequence, application(i).BirthDate
			return e
		}
		stays := read(town, func(r *store.Reader) ([]store.QueueEntry, error) { return r.QueueEntries("city/3") })
		same(t, "stays", []store.QueueEntry{full(first, 1), full(second, 2)}, stays)
		now := func(e store.QueueEntry, i int) store.QueueEntry {
			e = full(store.QueueEntry{Application: e.Application, Queue: e.Queue, Class: e.Class, Proof: e.Proof, Family: "f1"}, i)
			e.BirthDate = civil.Date{} // of those who wait now the application itself is at hand
			return e
		}
		same(t, "queues now", []store.QueueEntry{now(third, 1), now(second, 2)}, read(town, (*store.Reader).QueuesNow))
		same(t, "last stay", third, read(town, func(r *store.Reader) (store.QueueEntry, error) { return r.LastStay("a1") }))
		same(t, "lengths", []store.QueueLength{{Queue: "city/2", Waiting: 1}, {Queue: "city/3", Waiting: 1}}, read(town, (*store.Reader).QueueLengths))
		same(t, "queues of one", []string{"city/3", "city/2"}, read(town, func(r *store.Reader) ([]string, error) { return r.QueuesOf("a1") }))
		if code := refusal(town, func(r *store.Reader) (store.QueueEntry, error) { return r.LastStay("a3") }); code != "application.never_queued" {
			t.Errorf("never queued: %q", code)
		}
	})
}

func TestCarryOfTurns(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		save := func(queue string, turns int, owed string) (c store.Carry) {
			town.update(func(tx *store.Tx) error {
				c = store.Carry{Queue: queue, ChangedAt: tx.Now, Turns: turns, Owed: owed}
				return tx.SaveCarry(queue, turns, owed)
			})
			return c
		}
		changes := []store.Carry{save("city/3", 3, "0-1"), save("city/3", 0, ""), save("city/3", 7, "2,4-5")}
		other := save("city/2", 1, "")
		same(t, "changes", changes, read(town, func(r *store.Reader) ([]store.Carry, error) { return r.Carries("city/3") }))
		same(t, "now", []store.Carry{other, changes[2]}, read(town, (*store.Reader).CarriesNow))
	})
}

func TestWaitlists(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.apply(2)
		town.update(func(tx *store.Tx) error {
			for i := range 2 {
				if err := tx.SaveEnterWaitlists(officer, application(i+1), day("2026-04-01"), why); err != nil {
					return err
				}
			}
			return tx.SaveEnterWaitlists(officer, application(1), day("2026-04-02"), why) // stands there already
		})
		town.update(func(tx *store.Tx) error { return tx.SaveLeaveWaitlist(officer, "a1", "k1", day("2026-04-03"), why) })
		same(t, "lists", map[register.ID[preschool.Application]][]register.ID[register.Kindergarten]{"a1": {"k2"}, "a2": {"k1", "k2"}},
			read(town, (*store.Reader).Waitlists))
		same(t, "counts", map[register.ID[register.Kindergarten]]int{"k1": 1, "k2": 2}, read(town, (*store.Reader).WaitlistCounts))
		town.update(func(tx *store.Tx) error { return tx.SaveLeaveWaitlists("a2", day("2026-04-04"), "placed") })
		same(t, "counts after a child was placed", map[register.ID[register.Kindergarten]]int{"k2": 1}, read(town, (*store.Reader).WaitlistCounts))
		if n := town.count("waitlist WHERE left_on = '2026-04-04' AND leave_reason = 'placed'"); n != 2 {
			t.Errorf("%d rows tell when and why a2 left", n)
		}
	})
}
