package main

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

// dbFlags name the database and the authority whose rows a command works on.
type dbFlags struct {
	DB        string `help:"Database: sqlite:PATH, sqlite://PATH or postgres://…" default:"sqlite:balajol-demo/city.db"`
	Authority string `help:"Authority, by its key." default:"krg"`
	LogKey    string `help:"File with the signer key of the authority's log; a demonstration has its own." placeholder:"FILE"`
}

// city is a database that is there, with the authority that a command works for. A simulated one has a clock that stands at
// the end of the day that the simulation reached, and chance and key from its seed.
type city struct {
	*app
	authority  register.Authority
	simulation *store.Simulation // nil in a real city
	profile    *policy.Profile   // that the authority follows last
	now        func() time.Time
	entropy    store.Entropy
	signer     string // "" when no key was given
}

// Bytes implements store.Entropy by the chance of the city, which is known only once its database is open.
func (c *city) Bytes(label string) [32]byte { return c.entropy.Bytes(label) }

// newCity is a city whose database is not open yet: real until its rows say otherwise.
func newCity() *city { return &city{now: time.Now, entropy: chance{}} }

// wiring is how its database is opened; clock, chance and key are asked of the city each time.
func (c *city) wiring(dsn string, notices gateway.Notices) wiring {
	return wiring{
		DSN: dsn, Now: func() time.Time { return c.now() }, Entropy: c, Notices: notices,
		Key: func(register.ID[register.Authority]) string { return c.signer },
	}
}

func (f dbFlags) open(ctx context.Context, notices gateway.Notices) (*city, error) {
	c := newCity()
	var err error
	if c.app, err = wireExisting(ctx, c.wiring(f.DB, notices)); err != nil {
		return nil, err
	}
	if err := c.find(ctx, f); err != nil {
		return nil, errors.Join(err, c.db.Close())
	}
	return c, nil
}

// find reads whose database it is and takes clock, chance and key from the simulation, if it is one.
func (c *city) find(ctx context.Context, f dbFlags) error {
	var last store.Checkpoint
	err := c.db.View(ctx, register.ID[register.Authority](f.Authority), func(r *store.Reader) error {
		var err error
		if c.authority, err = r.AuthorityByID(); err != nil {
			return err
		}
		adopted, err := r.Profiles()
		if err != nil || len(adopted) == 0 {
			return errors.Join(err, register.Refuse(register.NotFound, "profile.none"))
		}
		if c.profile, err = loadProfile(adopted[len(adopted)-1].Profile); err != nil {
			return err
		}
		if last, err = r.LastCheckpoint(); err != nil {
			return err
		}
		simulation, err := r.Simulation()
		if register.KindOf(err) == register.NotFound {
			return nil
		}
		c.simulation = &simulation
		return err
	})
	if err != nil {
		return err
	}
	if c.simulation != nil {
		return c.simulate()
	}
	if f.LogKey == "" {
		return nil
	}
	if c.signer, err = readSigner(f.LogKey); err != nil {
		return err
	}
	return c.signed(last)
}

// simulate stops the clock at the end of the day that was reached, or of the first one.
func (c *city) simulate() error {
	day := c.simulation.Reached
	if day.Before(c.authority.Joined) {
		day = c.authority.Joined
	}
	zone, err := zoneOf(c.profile, day)
	if err != nil {
		return err
	}
	clock := &demo.Clock{}
	clock.Set(day.At(23, 59, 0, zone))
	c.now, c.entropy = clock.Now, demo.Entropy(c.simulation.Seed)
	c.signer = logKey(c.entropy.Bytes)(c.authority.ID)
	return nil
}

// signed refuses a key that did not sign the log so far.
func (c *city) signed(last store.Checkpoint) error {
	if last.Text == "" {
		return nil
	}
	verifier, err := translog.VerifierOf(c.signer)
	if err != nil {
		return err
	}
	if _, err := translog.OpenCheckpoint([]byte(last.Text), verifier); err != nil {
		return register.Refuse(register.Invalid, "key.other")
	}
	return nil
}

// needKey refuses to go on without the key of a real city's log.
func (c *city) needKey() error {
	if c.signer == "" {
		return register.Refuse(register.Invalid, "key.none")
	}
	return nil
}

// readSigner reads the signer key of a log as `balajol log new-key` writes it.
func readSigner(name string) (string, error) {
	text, err := readFile(name)
	if err != nil {
		return "", err
	}
	signer := string(bytes.TrimSpace(text))
	if _, err := translog.VerifierOf(signer); err != nil {
		return "", register.Refuse(register.Invalid, "key.malformed").With("file", name)
	}
	return signer, nil
}

// today is the day in the zone of a profile.
func today(p *policy.Profile, now time.Time) (civil.Date, error) {
	zone, err := zoneOf(p, civil.DateOf(now, time.UTC))
	if err != nil {
		return civil.Date{}, err
	}
	return civil.DateOf(now, zone), nil
}

func zoneOf(p *policy.Profile, day civil.Date) (*time.Location, error) {
	rules, err := p.On(day)
	return rules.Zone, err
}

// besideDB is the folder in which log and receipts of a database are published: that of the SQLite file, or one under the
// name of the PostgreSQL database.
func besideDB(dsn string) string {
	if engine, path, _ := store.ParseDSN(dsn); engine == store.SQLite {
		return filepath.Dir(path)
	}
	name := dsn[strings.Index(dsn, "//")+2:]
	name = name[strings.IndexAny(name+"/", "/"):]
	name, _, _ = strings.Cut(strings.Trim(name, "/"), "?")
	return filepath.Join("balajol-demo", "postgres-"+filepath.Base("/"+name))
}
