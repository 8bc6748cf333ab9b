package main

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"strconv"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/funding"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

// chance is the operating system's randomness: ids and nonces of a real city.
type chance struct{}

// Bytes ignores the label: nothing about a real id can be derived.
func (chance) Bytes(string) (b [32]byte) {
	rand.Read(b[:]) // never fails (crypto/rand)
	return b
}

// app is the wired program.
type app struct {
	db        *store.DB
	registry  *registry.Service
	admission *admission.Service
	funding   *funding.Service
	oversight *oversight.Service
}

// wiring says what to wire with.
type wiring struct {
	DSN     string
	Now     func() time.Time
	Entropy store.Entropy
	Key     func(register.ID[register.Authority]) string
	Bank    gateway.Bank    // only the demonstration pays
	Notices gateway.Notices // nil where none are sent
}

// wire opens a database, creating a SQLite file that is not there, brings its schema up and builds the rooms of use cases
// on it. A schema newer than this program is refused.
func wire(ctx context.Context, w wiring) (*app, error) {
	a, err := open(ctx, w)
	if err != nil {
		return nil, err
	}
	has, wants, err := a.db.Schema(ctx)
	if err == nil && has > wants {
		err = newerSchema(has, wants)
	}
	if err == nil && has < wants {
		err = a.db.Migrate(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, a.db.Close())
	}
	return a, nil
}

// wireExisting opens a database that is there and has this program's schema; it creates and migrates nothing.
func wireExisting(ctx context.Context, w wiring) (*app, error) {
	engine, path, err := store.ParseDSN(w.DSN)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); engine == store.SQLite && errors.Is(err, os.ErrNotExist) {
		return nil, register.Refuse(register.NotFound, "database.none").With("path", path)
	}
	a, err := open(ctx, w)
	if err != nil {
		return nil, err
	}
	has, wants, err := a.db.Schema(ctx)
	switch {
	case err == nil && has < wants:
		err = register.Refuse(register.Conflict, "database.older").With("has", strconv.FormatInt(has, 10)).With("wants", strconv.FormatInt(wants, 10))
	case err == nil && has > wants:
		err = newerSchema(has, wants)
	}
	if err != nil {
		return nil, errors.Join(err, a.db.Close())
	}
	return a, nil
}

func newerSchema(has, wants int64) error {
	return register.Refuse(register.Conflict, "database.newer").With("has", strconv.FormatInt(has, 10)).With("wants", strconv.FormatInt(wants, 10))
}

func open(ctx context.Context, w wiring) (*app, error) {
	db, err := store.Open(ctx, store.Config{DSN: w.DSN, Now: w.Now, Entropy: w.Entropy})
	if err != nil {
		return nil, err
	}
	deps := &service.Deps{DB: db, Profiles: policy.Load, Notices: w.Notices, Bank: w.Bank, LogKey: w.Key}
	return &app{db, &registry.Service{Deps: deps}, &admission.Service{Deps: deps}, &funding.Service{Deps: deps}, &oversight.Service{Deps: deps}}, nil
}

// logKey derives the signer key of an authority's log from 32 secret bytes.
func logKey(secret func(label string) [32]byte) func(register.ID[register.Authority]) string {
	return func(a register.ID[register.Authority]) string {
		seed := secret("log key|" + string(a))
		signer, _, err := translog.KeyFromSeed("balajol.example/"+string(a), seed[:])
		if err != nil {
			panic(err) // the name is ours and the seed has its length
		}
		return signer
	}
}

// loadProfile finds an embedded profile, or says which there are.
func loadProfile(name string) (*policy.Profile, error) {
	p, err := policy.Load(name)
	if err != nil {
		return nil, register.Refuse(register.Invalid, "profile.unknown").With("profile", name).With("known", profileNames())
	}
	return p, nil
}

// actor is the one who works at this terminal, in a role.
func actor(role access.Role, authority string) access.Actor {
	return access.Actor{ID: "terminal", Role: role, Authority: register.ID[register.Authority](authority)}
}
