package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// clocked opens the town again under a clock that stands still.
func (town *town) clocked() (*store.DB, *kit.Clock) {
	town.t.Helper()
	clock := kit.NewClock("2026-03-03T09:00:00.000000Z")
	db, err := store.Open(town.t.Context(), store.Config{DSN: town.dsn, Now: func() time.Time { return clock.Now().Time() }, Entropy: entropy(3)})
	if err != nil {
		town.t.Fatal(err)
	}
	town.t.Cleanup(func() { db.Close() })
	return db, clock
}

// worker claims and gives back the jobs of a kind.
type worker struct {
	*store.DB
	t    *testing.T
	name string
}

func (w worker) claim(n int) (jobs []store.Job) {
	w.t.Helper()
	err := w.Update(w.t.Context(), city, func(tx *store.Tx) (err error) {
		jobs, err = tx.ClaimJobs("notice", w.name, time.Minute, n)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return jobs
}

func (w worker) do(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.Update(w.t.Context(), city, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w worker) promise(n int) {
	w.t.Helper()
	w.do(func(tx *store.Tx) error {
		for i := range n {
			tx.Promise("notice", fmt.Sprint(i), tx.Now)
		}
		return nil
	})
}

func (w worker) counts(want ...int) {
	w.t.Helper()
	var got []int
	for _, state := range []string{"ready", "running", "dead"} {
		err := w.View(w.t.Context(), city, func(r *store.Reader) error {
			n, err := r.CountJobs(state)
			got = append(got, n)
			return err
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
	same(w.t, "jobs ready, running, dead", want, got)
}

func TestJobsAreClaimedUnderALease(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		db, clock := town.clocked()
		one, two := worker{db, t, "one"}, worker{db, t, "two"}
		one.promise(3)
		clock.Advance(time.Millisecond)
		one.do(func(tx *store.Tx) error {
			tx.Promise("notice", "later", tx.Now.Add(time.Hour))
			tx.Promise("receipt", "another kind", tx.Now)
			return nil
		})
		first := one.claim(2)
		rest := two.claim(9)
		if len(first) != 2 || len(rest) != 1 || first[0].Attempt != 1 || first[0].Kind != "notice" {
			t.Errorf("claimed %v and %v", first, rest)
		}
		one.counts(2, 3, 0)
		clock.Advance(59 * time.Second)
		if again := two.claim(9); len(again) != 0 {
			t.Errorf("%d jobs were claimed under another's lease", len(again))
		}
		clock.Advance(2 * time.Second)
		if again := two.claim(9); len(again) != 3 || again[0].Attempt != 2 {
			t.Errorf("after the lease ran out %v", again)
		}
		one.do(func(tx *store.Tx) error { return tx.FinishJob(first[0].ID) })
		one.do(func(tx *store.Tx) error { return tx.RetryJob(first[1], "one", "late") }) // the lease is two's now
		one.counts(2, 2, 0)
		two.do(func(tx *store.Tx) error { return tx.ReclaimJobs("two") })
		one.counts(4, 0, 0)
		if again := two.claim(9); len(again) != 2 {
			t.Errorf("%d jobs after the stopped worker's were made due", len(again))
		}
		clock.Advance(time.Hour)
		if late := one.claim(9); len(late) != 3 {
			t.Errorf("%d jobs an hour later", len(late))
		}
	})
}

func TestOldestJobsComeFirst(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		db, clock := town.clocked()
		w := worker{db, t, "one"}
		var payloads []string
		for i := range 20 {
			clock.Advance(time.Second)
			w.do(func(tx *store.Tx) error { tx.Promise("notice", fmt.Sprint(i), tx.Now); return nil })
			payloads = append(payloads, fmt.Sprint(i))
		}
		var got []string
		for _, n := range []int{7, 99} {
			for _, j := range w.claim(n) {
				got = append(got, j.Payload)
			}
		}
		same(t, "order", payloads, got)
	})
}

func TestNoJobIsClaimedTwice(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		db, _ := town.clocked()
		const jobs = 200
		worker{db, t, "none"}.promise(jobs)
		var mu sync.Mutex
		claimed := map[register.ID[store.Job]]int{}
		var done sync.WaitGroup
		for i := range 8 {
			done.Go(func() {
				w := worker{db, t, fmt.Sprint("worker", i)}
				for {
					mine := w.claim(9)
					if len(mine) == 0 {
						return
					}
					mu.Lock()
					for _, j := range mine {
						claimed[j.ID]++
					}
					mu.Unlock()
				}
			})
		}
		done.Wait()
		for id, n := range claimed {
			if n != 1 {
				t.Errorf("job %s was claimed %d times", id, n)
			}
		}
		if len(claimed) != jobs {
			t.Errorf("%d jobs claimed of %d", len(claimed), jobs)
		}
	})
}

func TestFailingJobIsPutAside(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		db, clock := town.clocked()
		w := worker{db, t, "one"}
		w.promise(1)
		var waits []time.Duration
		for attempt := range 10 {
			start := clock.Now()
			jobs := w.claim(1)
			for len(jobs) == 0 && clock.Now().Sub(start) < 2*time.Hour {
				clock.Advance(time.Second)
				jobs = w.claim(1)
			}
			if len(jobs) != 1 || jobs[0].Attempt != attempt+1 {
				t.Fatalf("attempt %d: %v", attempt+1, jobs)
			}
			waits = append(waits, clock.Now().Sub(start))
			w.do(func(tx *store.Tx) error { return tx.RetryJob(jobs[0], "one", "no answer") })
		}
		for i, wait := range waits[1:] {
			if wait != time.Second<<(i+1) {
				t.Errorf("after attempt %d it waits %v", i+1, wait)
			}
		}
		w.counts(0, 0, 1)
		clock.Advance(100 * time.Hour)
		if jobs := w.claim(1); len(jobs) != 0 {
			t.Errorf("a job that was put aside is claimed: %v", jobs)
		}
		if n := town.count("job WHERE last_error = 'no answer'"); n != 1 {
			t.Errorf("%d jobs say why", n)
		}
	})
}

// A job is promised with the rows that make it necessary, or not at all.
func TestRolledBackPromiseIsNone(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		no := errors.New("no")
		err := town.Update(t.Context(), city, func(tx *store.Tx) error {
			tx.Promise("notice", "1", civil.Instant{})
			return no
		})
		if !errors.Is(err, no) || town.count("job") != 0 {
			t.Errorf("%v, %d jobs", err, town.count("job"))
		}
	})
}
