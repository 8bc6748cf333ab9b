package store_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// BenchmarkRegistration measures what the record costs: registrations with event and leaf against the same transactions
// without them and against commits of one changed row, in turns of a block each, in one process, at one durability. SQLite
// has one client, since it has one writer; PostgreSQL has eight. What making an event costs the processor, which the form
// without them pays as well, is taken off its time.
func BenchmarkRegistration(b *testing.B) {
	for _, c := range []struct {
		engine  kit.Engine
		clients int
	}{{kit.SQLite, 1}, {kit.Postgres, 8}} {
		b.Run(fmt.Sprintf("%s/clients=%d", c.engine, c.clients), func(b *testing.B) {
			c.engine.Durable(b)
			dsn := c.engine.Empty(b)
			if err := found(b, dsn); err != nil {
				b.Fatal(err)
			}
			r := &registrations{DB: open(b, dsn, entropy(1)), b: b, clients: c.clients}
			r.measure()
		})
	}
}

type registrations struct {
	*store.DB
	b       *testing.B
	clients int
	people  atomic.Int64
}

// block is how many transactions of one form run before the next form's turn.
const block = 160

func (r *registrations) measure() {
	r.do(r.DB.Update, func(tx *store.Tx, _ int) error {
		return tx.SaveNewSimulation(officer, store.Simulation{Profile: "none", Reached: day("2026-01-01"), Stage: "running"}, why)
	}, 1)
	making := r.making()
	var with, without, bare time.Duration
	blocks := 0
	for r.b.Loop() {
		if err := r.RefreshStatistics(r.b.Context()); err != nil { // a server does so by itself; the test kit's does not
			r.b.Fatal(err)
		}
		with += r.block(r.DB.Update)
		without += r.block(r.UpdateUnrecorded) - block*making
		bare += r.do(r.DB.Update, func(tx *store.Tx, i int) error { return tx.SaveSimulation(day("2026-01-01").AddDays(i), "running") }, block)
		blocks++
	}
	n := float64(blocks * block)
	r.b.ReportMetric(0, "ns/op")
	r.b.ReportMetric(n/with.Seconds(), "registrations/s")
	r.b.ReportMetric(without.Seconds()/with.Seconds(), "÷unrecorded")
	r.b.ReportMetric(bare.Seconds()/with.Seconds(), "÷commits")
	r.b.ReportMetric(float64(making.Nanoseconds())/1000, "µs/making")
}

type update = func(context.Context, register.ID[register.Authority], func(*store.Tx) error) error

// block registers as many children and gives the time; they are entered before.
func (r *registrations) block(update update) time.Duration {
	first := int(r.people.Add(block)) - block + 100
	r.do(r.DB.Update, func(tx *store.Tx, i int) error {
		who := register.Guardian{Authority: city, ID: register.ID[register.Guardian](fmt.Sprint("bw", first+i)), IIN: fmt.Sprintf("7%011d", first+i), Phone: "+77000000000"}
		if err := tx.SaveNewGuardians(officer, []register.Guardian{who}, why); err != nil {
			return err
		}
		c := child(1, 1)
		c.ID, c.Guardian, c.IIN = register.ID[register.Child](fmt.Sprint("bc", first+i)), who.ID, fmt.Sprintf("2%011d", first+i)
		return tx.SaveNewChildren(officer, []register.Child{c}, why)
	}, block)
	return r.do(update, func(tx *store.Tx, i int) error { return registerChild(tx, fmt.Sprint("bc", first+i)) }, block)
}

// do runs n transactions, shared among the clients.
func (r *registrations) do(update update, fn func(tx *store.Tx, i int) error, n int) time.Duration {
	var next atomic.Int64
	var all sync.WaitGroup
	began := time.Now()
	for range r.clients {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := update(r.b.Context(), city, func(tx *store.Tx) error { return fn(tx, i) }); err != nil {
					r.b.Error(err)
				}
			}
		})
	}
	all.Wait()
	return time.Since(began)
}

// registerChild does to the database what the use case of a registration does: it reads what decides, and saves the
// application with its choices, its stay in the queue and the promise of a receipt.
func registerChild(tx *store.Tx, id string) error {
	if _, err := tx.Profiles(); err != nil {
		return err
	}
	c, err := tx.Child(register.ID[register.Child](id))
	if err != nil {
		return err
	}
	if _, err := tx.ApplicationsOf(c.ID); err != nil {
		return err
	}
	if _, _, err := tx.LivePlacement(c.ID); err != nil {
		return err
	}
	if _, err := tx.LiveApplicationsOf(c.Guardian); err != nil {
		return err
	}
	a := application(1)
	a.ID, a.Child, a.Guardian, a.Family, a.RegisteredAt = store.NewID[preschool.Application](tx, "application"), c.ID, c.Guardian, "", tx.Now
	if a.Sequence, err = tx.NextSequence(); err != nil {
		return err
	}
	if err := tx.SaveNewApplication(officer, a, why); err != nil {
		return err
	}
	tx.Promise("receipt", string(a.ID), tx.Now)
	return tx.SaveEnterQueue(store.QueueEntry{Application: a.ID, Queue: "krg/3/kk", Class: a.Class, Proof: a.Proof, EnterReason: "registered"})
}

// making is the time that one event and its leaf take the processor.
func (r *registrations) making() time.Duration {
	const times = 2000
	now := at("2026-03-02T09:00:00.000000Z")
	facts := []store.Fact{{Name: "child", Value: "c1"}, {Name: "state", Value: "queued"}, {Name: "registered_at", Value: now.String()}, {Name: "sequence", Value: "1"},
		{Name: "class", Value: "priority"}, {Name: "proof", Value: "claimed"}, {Name: "restored", Value: "0"}, {Name: "reason", Value: ""}, {Name: "source", Value: "online"}}
	began := time.Now()
	for i := range times {
		if err := store.RecordOnly(entropy(i), now, officer, "a1", facts...); err != nil {
			r.b.Fatal(err)
		}
	}
	return time.Since(began) / times
}
