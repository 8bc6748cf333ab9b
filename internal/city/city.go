// Package city builds a small generated city for tests of pages, API and use cases: a network, children on lists, queues,
// one round with offers, a signed record. It is made by the use cases themselves, once in the life of a test binary; each
// test gets its own copy of the SQLite file.
package city

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

// Authority is the key of the city.
const Authority register.ID[register.Authority] = "krg"

// Today is the instant at which the city stands when it is built.
const Today = "2026-02-17T12:00:00.000000Z"

// Kindergartens is how many the city has: more than a page lists.
const Kindergartens = 36

// City is a built city.
type City struct {
	DB        *store.DB
	Clock     *kit.Clock
	Registry  *registry.Service
	Admission *admission.Service
	Oversight *oversight.Service
	Messages  *i18n.Catalog
	Verifier  string // public key of its log
	Waiting   register.ID[preschool.Application]
	Offered   register.ID[preschool.Application]
}

// entropy derives ids and nonces, so that every build is the same.
type entropy struct{}

// Bytes implements store.Entropy.
func (entropy) Bytes(label string) [32]byte { return sha256.Sum256([]byte("city|" + label)) }

// mailbox takes every notice.
type mailbox struct{}

// Send implements gateway.Notices.
func (mailbox) Send(context.Context, gateway.Notice) error { return nil }

// New gives a test its own copy of the city.
func New(tb testing.TB) *City {
	tb.Helper()
	c := open(tb, kit.SQLite.Prepared(tb, "city", func(dsn string) error {
		c, err := wire(dsn, kit.NewClock("2026-01-05T04:00:00.000000Z"), time.Millisecond)
		if err != nil {
			return err
		}
		b := builder{City: c}
		b.build()
		b.do(b.DB.Close())
		return b.err
	}))
	c.find(tb)
	return c
}

// Empty gives a test a migrated database without any city.
func Empty(tb testing.TB) *City {
	tb.Helper()
	return open(tb, kit.SQLite.Prepared(tb, "empty", func(dsn string) error {
		c, err := wire(dsn, kit.NewClock(Today), 0)
		if err != nil {
			return err
		}
		return c.DB.Close()
	}))
}

func open(tb testing.TB, dsn string) *City {
	tb.Helper()
	c, err := wire(dsn, kit.NewClock(Today), 0)
	if err != nil {
		tb.Fatalf("open city: %v", err)
	}
	tb.Cleanup(func() { _ = c.DB.Close() }) // a test may have closed it to see pages without a database
	return c
}

// wire opens a city. While it is built the clock moves a little with each transaction: ids derive from the instant.
func wire(dsn string, clock *kit.Clock, tick time.Duration) (*City, error) {
	seed := sha256.Sum256([]byte("city log"))
	signer, verifier, err := translog.KeyFromSeed("balajol.example/krg", seed[:])
	if err != nil {
		return nil, err
	}
	messages, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{DSN: dsn, Entropy: entropy{}, Now: func() time.Time {
		clock.Advance(tick)
		return clock.Now().Time()
	}})
	if err != nil {
		return nil, err
	}
	deps := &service.Deps{DB: db, Profiles: policy.Load, Notices: mailbox{}, LogKey: func(register.ID[register.Authority]) string { return signer }}
	return &City{
		DB: db, Clock: clock, Registry: &registry.Service{Deps: deps}, Admission: &admission.Service{Deps: deps}, Oversight: &oversight.Service{Deps: deps},
		Messages: messages, Verifier: verifier,
	}, db.Migrate(ctx)
}

// find looks for an application of the long queue and for one with an open offer.
func (c *City) find(tb testing.TB) {
	tb.Helper()
	err := c.DB.View(context.Background(), Authority, func(r *store.Reader) error {
		all, err := r.Applications()
		var long []register.ID[preschool.Application]
		for _, a := range all {
			switch {
			case a.State == preschool.ApplicationQueued && a.BirthDate.Year() == 2023:
				long = append(long, a.ID)
				c.Waiting = long[len(long)/3]
			case a.State == preschool.ApplicationOffered:
				c.Offered = a.ID
			}
		}
		return err
	})
	if err != nil || c.Waiting == "" || c.Offered == "" {
		tb.Fatalf("find applications: waiting %q, offered %q, %v", c.Waiting, c.Offered, err)
	}
}

// Actor acts in the city.
func Actor(role access.Role) access.Actor {
	return access.Actor{ID: "key-" + string(role), Role: role, Authority: Authority}
}

// network is the list of organisations, with names that search must find by look-alike letters.
func network() string {
	names := []string{"Балдырған", "Ақ ерке", "Шаңырақ", "Іңкәрім", "Нұрлы балақай", "Растём вместе", "Алтын бесік", "Гвоздичка", "Өркен"}
	var b strings.Builder
	b.WriteString("id,name,ownership,kind,groups,places,places_source,opened,state_order,seed_ref\n")
	for i := range Kindergartens {
		ownership, kind, source := register.State, register.KindergartenProper, "derived: groups x 25"
		if i%3 == 1 {
			ownership, source = register.Private, "seed: opened"
		}
		if i%5 == 4 {
			kind = register.MiniCentre
		}
		name := names[i%len(names)]
		if i >= len(names) {
			name += fmt.Sprint(" ", i/len(names)+1)
		}
		fmt.Fprintf(&b, "krg-%03d,%s,%s,%s,5,125,%s,,%s,F003-L0000-%02d\n", i+1, name, ownership, kind, source, yes(ownership == register.Private), i)
	}
	return b.String()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// populationOf is the imported count of a birth year.
func populationOf(year int) store.Population {
	return store.Population{Territory: string(Authority), BirthYear: year, AsOf: civil.MustParseDate("2026-01-01"), Children: 900, Source: "generated for tests"}
}
