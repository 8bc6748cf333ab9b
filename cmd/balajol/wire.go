package main

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/gateway/fake"
	"github.com/balajol/balajol/i18n"
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
	Bank    gateway.Bank
	Notices gateway.Notices
}

// wire opens and migrates the database and builds the rooms of use cases on it.
func wire(ctx context.Context, w wiring) (*app, error) {
	db, err := store.Open(ctx, store.Config{DSN: w.DSN, Now: w.Now, Entropy: w.Entropy})
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return build(db, w), nil
}

func build(db *store.DB, w wiring) *app {
	if w.Bank == nil {
		w.Bank = fake.NewBank(0, 0)
	}
	if w.Notices == nil {
		w.Notices = &fake.Notices{}
	}
	deps := &service.Deps{DB: db, Profiles: policy.Load, Notices: w.Notices, Bank: w.Bank, LogKey: w.Key}
	return &app{db, &registry.Service{Deps: deps}, &admission.Service{Deps: deps}, &funding.Service{Deps: deps}, &oversight.Service{Deps: deps}}
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

// explainError is the English text of an error: the catalogue's message for a refusal, with what to do.
func explainError(err error) string {
	err = store.Explain(err)
	refusal, ok := errors.AsType[*register.Error](err)
	if !ok {
		return err.Error()
	}
	catalog, e := i18n.Load()
	if e != nil || !catalog.Has("error."+refusal.Code) {
		return err.Error()
	}
	args := map[string]any{}
	for name, value := range refusal.Args {
		args[strings.ToUpper(name[:1])+name[1:]] = value
	}
	return catalog.Printer(i18n.English).T("error."+refusal.Code, args)
}
