package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func TestOneInstantPerTransaction(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		var first, second civil.Instant
		town.update(func(tx *store.Tx) error {
			first = tx.Now
			for i := range 3 {
				if err := tx.SavePopulation(officer, population(i), why); err != nil {
					return err
				}
			}
			tx.Promise("notice", "1", tx.Now)
			return nil
		})
		town.update(func(tx *store.Tx) error {
			second = tx.Now
			return tx.SavePopulation(officer, population(4), why)
		})
		if !first.Before(second) {
			t.Errorf("the second transaction is of %v, the first of %v", second, first)
		}
		for _, table := range []string{"population", "event", "log_leaf", "job"} {
			var n int
			err := town.Raw().QueryRow("SELECT count(*) FROM "+table+" WHERE created_at = $1", first).Scan(&n)
			if want := map[string]int{"job": 1}[table]; err != nil || want == 0 && n != 3 || want != 0 && n != want {
				t.Errorf("%d rows of %s bear the transaction's instant, %v", n, table, err)
			}
		}
		var ats int
		if err := town.Raw().QueryRow("SELECT count(*) FROM event WHERE at = $1 AND subject = 'territory'", first).Scan(&ats); err != nil || ats != 3 {
			t.Errorf("%d events are of the transaction's instant, %v", ats, err)
		}
	})
}

func population(i int) store.Population {
	return store.Population{Territory: "territory", BirthYear: 2020 + i, AsOf: day("2026-01-01"), Children: 1000 + i, Source: "stat.gov.kz"}
}

// rows counts what a transaction may leave behind.
func (town *town) rows() [4]int {
	return [4]int{town.count("population"), town.count("event"), town.count("log_leaf"), town.count("job")}
}

func TestErrorLeavesNothing(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		before, broken := town.rows(), errors.New("no")
		err := town.fails("an error", func(tx *store.Tx) error {
			tx.Promise("notice", "1", tx.Now)
			return errors.Join(tx.SavePopulation(officer, population(1), why), broken)
		})
		if !errors.Is(err, broken) {
			t.Errorf("%v, want the error that was returned", err)
		}
		town.fails("a second row of one key", func(tx *store.Tx) error {
			if err := tx.SavePopulation(officer, population(1), why); err != nil {
				return err
			}
			return tx.SaveNewGuardians(officer, []register.Guardian{guardian(3), guardian(1)}, why)
		})
		town.fails("an event that is no entry", func(tx *store.Tx) error {
			return tx.SavePopulation(officer, population(1), store.Cause{Event: "Two Words"})
		})
		if after := town.rows(); after != before {
			t.Errorf("rows before %v, after %v", before, after)
		}
		town.update(func(tx *store.Tx) error { return tx.SavePopulation(officer, population(1), why) })
		same(t, "rows after the next good one", [4]int{before[0] + 1, before[1] + 1, before[2] + 1, before[3]}, town.rows())
	})
}

func TestPanicLeavesNothing(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		before := town.rows()
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = town.Update(t.Context(), city, func(tx *store.Tx) error {
				tx.Promise("notice", "1", tx.Now)
				if err := tx.SavePopulation(officer, population(1), why); err != nil {
					return err
				}
				panic("half-way")
			})
		}()
		if after := town.rows(); after != before {
			t.Errorf("rows before %v, after %v", before, after)
		}
		town.update(func(tx *store.Tx) error { return tx.SavePopulation(officer, population(1), why) })
	})
}

func TestCancelledCallerWritesNothing(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := town.Update(ctx, city, func(tx *store.Tx) error { return tx.SavePopulation(officer, population(1), why) })
		if !errors.Is(err, context.Canceled) || town.count("population") != 0 {
			t.Errorf("%v, %d rows", err, town.count("population"))
		}
	})
}

// Two transactions take the same two rows the other way round: the database ends one of them, and the store tries again.
func TestDeadlockIsTriedAgain(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("PostgreSQL is left out under -short")
	}
	dsn := kit.Postgres.Prepared(t, "town", func(dsn string) error { return found(t, dsn) })
	db := open(t, dsn+"&deadlock_timeout=20ms", entropy(1))
	var tries atomic.Int32
	var locked, done sync.WaitGroup
	locked.Add(2)
	once := [2]sync.Once{}
	errs := make([]error, 2)
	for i, order := range [][2]register.ID[register.Group]{{"g1", "g3"}, {"g3", "g1"}} {
		done.Go(func() {
			// The rows of one authority under the turns of two, as when something of the nation lies between them.
			errs[i] = db.Update(t.Context(), []register.ID[register.Authority]{city, "elsewhere"}[i], func(tx *store.Tx) error {
				tx.Authority = city
				tries.Add(1)
				if _, err := tx.Group(order[0]); err != nil {
					return err
				}
				once[i].Do(func() { locked.Done(); locked.Wait() })
				g, err := tx.Group(order[1])
				if err != nil {
					return err
				}
				g.Closed++
				g.CloseReason = register.ClosedStaff
				return tx.SaveGroup(officer, g, why)
			})
		})
	}
	done.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	// On a busy machine the loser may meet the winner once more before that has finished.
	if tries.Load() < 3 {
		t.Errorf("%d attempts, want each once and the loser again", tries.Load())
	}
}

// A conflict that does not go away is the caller's in the end.
func TestConflictIsTriedAFewTimes(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		tries := 0
		conflict := &pgconn.PgError{Code: "40001"}
		err := town.fails("a conflict", func(*store.Tx) error {
			tries++
			return fmt.Errorf("save: %w", conflict)
		})
		if !errors.Is(err, conflict) || tries != 5 {
			t.Errorf("%v after %d attempts", err, tries)
		}
		tries = 0
		town.fails("a refusal", func(*store.Tx) error {
			tries++
			return register.Refuse(register.Conflict, "offer.not_open")
		})
		if tries != 1 {
			t.Errorf("a refusal was tried %d times", tries)
		}
	})
}

func TestConcurrentUpdatesLoseNothing(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		const workers, each = 8, 25
		before := town.rows()
		var done sync.WaitGroup
		errs := make([]error, workers)
		for w := range workers {
			done.Go(func() {
				for i := range each {
					errs[w] = errors.Join(errs[w], town.Update(t.Context(), city, func(tx *store.Tx) error {
						g, err := tx.Group("g3") // all take the same row, as registrations of one kindergarten do
						if err != nil {
							return err
						}
						g.BirthYear++
						tx.Promise("notice", fmt.Sprint(w, i), tx.Now)
						return tx.SaveGroup(officer, g, why)
					}))
				}
			})
		}
		done.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		n := workers * each
		same(t, "rows", [4]int{0, before[1] + n, before[2] + n, n}, town.rows())
		g := read(town, func(r *store.Reader) (register.Group, error) { return r.Group("g3") })
		if g.BirthYear != 2023+n {
			t.Errorf("birth year %d, want %d: an update was lost", g.BirthYear, 2023+n)
		}
		if got := len(town.events("g3")); got != n+1 {
			t.Errorf("%d events of the group, want %d", got, n+1)
		}
	})
}

func TestEveryEventHasItsLeaf(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		for n := range 70 { // beyond the rows of one bulk statement
			town.update(func(tx *store.Tx) error {
				for i := range n {
					if err := tx.SavePopulation(officer, population(i), why); err != nil {
						return err
					}
				}
				return nil
			})
		}
		for _, missing := range []string{
			"event e LEFT JOIN log_leaf l ON l.authority_id = e.authority_id AND l.at = e.at AND l.sequence = e.sequence WHERE l.at IS NULL",
			"log_leaf l LEFT JOIN event e ON l.authority_id = e.authority_id AND l.at = e.at AND l.sequence = e.sequence WHERE e.at IS NULL",
		} {
			if n := town.count(missing); n != 0 {
				t.Errorf("%d of %s", n, missing)
			}
		}
		if n := town.count("event WHERE subject = 'territory'"); n != 69*70/2 {
			t.Errorf("%d events, want %d", n, 69*70/2)
		}
	})
}

func TestIDsAreDrawnFromSeedAndLabel(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		draw := func(e entropy) (ids []string) {
			db := open(t, town.dsn, e)
			for range 3 {
				err := db.Update(t.Context(), city, func(tx *store.Tx) error {
					for range 50 {
						ids = append(ids, fmt.Sprintf("%x", tx.Draw("key")))
						ids = append(ids, string(store.NewID[register.Child](tx, "child")), string(store.NewID[register.Group](tx, "group")))
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			return ids
		}
		one, again, two := draw(1), draw(1), draw(2)
		same(t, "ids of one seed", one, again)
		all := slices.Concat(one, two)
		slices.Sort(all)
		if n := len(slices.Compact(all)); n != 900 {
			t.Errorf("%d different draws of 900", n)
		}
	})
}

// A reader sees one state: what is committed while it reads does not appear half-way.
func TestViewIsASnapshot(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		err := town.View(t.Context(), city, func(r *store.Reader) error {
			before, err := r.Populations()
			if err != nil {
				return err
			}
			town.update(func(tx *store.Tx) error { return tx.SavePopulation(officer, population(1), why) })
			after, err := r.Populations()
			same(t, "populations", before, after)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(read(town, (*store.Reader).Populations)); n != 1 {
			t.Errorf("%d populations afterwards", n)
		}
	})
}
