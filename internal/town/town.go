// Package town is a very small town for stories of use cases: two kindergartens in one authority, on a SQLite file of the
// test's own, with a clock that the test moves and a bank that pays. The test says who lives there and what they do; the
// town is built by the use cases themselves.
package town

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway/fake"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/funding"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

// The town, the other authority of the database, and the two kindergartens, each with five groups of five seats that are
// taught in Russian: the first child's year of a group is in the order of Births.
const (
	Authority = register.ID[register.Authority]("krg")
	Other     = register.ID[register.Authority]("tmr")
	Sun       = register.ID[register.Kindergarten]("sun")  // private, holds a state order
	Moon      = register.ID[register.Kindergarten]("moon") // of the state, holds none
)

// Births are the birth years of a kindergarten's groups 1 to 5 from January to the formation of the season of 2026.
var Births = []int{2023, 2022, 2021, 2020, 2024}

// Zone is the clock on the wall in the stories, whatever the rules say.
var Zone = time.FixedZone("town", 5*60*60)

// Header is the first line of a network file with the optional columns that the town uses.
const Header = "id,name,ownership,kind,groups,places,places_source,opened,state_order,seed_ref,language,district\n"

// Network is the town's register.
const Network = Header +
	"sun,Күн,private,kindergarten,5,25,test,,yes,T-1,ru,north\n" +
	"moon,Ай,state,kindergarten,5,25,test,,no,T-2,ru,south\n"

// Town is a database with its use cases.
type Town struct {
	TB        testing.TB
	DSN       string
	DB        *store.DB
	Clock     *kit.Clock
	Bank      *fake.Bank
	Mail      *fake.Mailbox
	Evidence  *fake.Evidence
	Deps      *service.Deps
	Registry  *registry.Service
	Admission *admission.Service
	Funding   *funding.Service
	Oversight *oversight.Service

	people int
}

// Empty is a database without an authority, on the morning of Monday, 5 January 2026.
func Empty(tb testing.TB, profiles func(string) (*policy.Profile, error)) *Town {
	tb.Helper()
	return empty(tb, kit.SQLite, profiles)
}

func empty(tb testing.TB, engine kit.Engine, profiles func(string) (*policy.Profile, error)) *Town {
	tb.Helper()
	t := &Town{TB: tb, Clock: kit.NewClock("2026-01-05T04:00:00.000000Z"), Bank: fake.NewBank(1, 0), Mail: &fake.Mailbox{}, Evidence: &fake.Evidence{}}
	t.DSN = engine.Prepared(tb, "town", func(dsn string) error {
		db, err := store.Open(tb.Context(), store.Config{DSN: dsn, Now: func() time.Time { return time.Unix(0, 0) }, Entropy: entropy{}})
		if err != nil {
			return err
		}
		if err := db.Migrate(tb.Context()); err != nil {
			return err
		}
		return db.Close()
	})
	t.Deps = &service.Deps{DB: t.open(), Profiles: profiles, Notices: t.Mail, Bank: t.Bank, Evidence: t.Evidence, LogKey: LogKey}
	t.DB = t.Deps.DB
	t.Registry, t.Admission = &registry.Service{Deps: t.Deps}, &admission.Service{Deps: t.Deps}
	t.Funding, t.Oversight = &funding.Service{Deps: t.Deps}, &oversight.Service{Deps: t.Deps}
	return t
}

// open opens the file. The clock moves a little with each transaction: ids derive from the instant.
func (t *Town) open() *store.DB {
	db, err := store.Open(t.TB.Context(), store.Config{DSN: t.DSN, Entropy: entropy{}, Now: func() time.Time {
		t.Clock.Advance(time.Microsecond)
		return t.Clock.Now().Time()
	}})
	if err != nil {
		t.TB.Fatalf("open town: %v", err)
	}
	t.TB.Cleanup(func() { db.Close() })
	return db
}

// New founds the town under an embedded profile and imports its network.
func New(tb testing.TB, profile string) *Town {
	tb.Helper()
	p, err := policy.Load(profile)
	if err != nil {
		tb.Fatal(err)
	}
	return Under(tb, p)
}

// Under founds the town under a profile of the test's own. Another one that it passes to is an embedded one.
func Under(tb testing.TB, p *policy.Profile) *Town {
	tb.Helper()
	t := Empty(tb, func(name string) (*policy.Profile, error) {
		if name == p.Name {
			return p, nil
		}
		return policy.Load(name)
	})
	t.Found(Authority, p.Name)
	t.Import(Network)
	return t
}

// On founds the town under an embedded profile on an engine of the test's choice.
func On(tb testing.TB, engine kit.Engine, profile string) *Town {
	tb.Helper()
	p, err := policy.Load(profile)
	if err != nil {
		tb.Fatal(err)
	}
	t := empty(tb, engine, func(string) (*policy.Profile, error) { return p, nil })
	t.Found(Authority, p.Name)
	t.Import(Network)
	return t
}

// Found enters an authority that has followed a profile since 1 January 2026.
func (t *Town) Found(id register.ID[register.Authority], profile string) {
	t.TB.Helper()
	system := Actor(access.System)
	system.Authority = id
	t.Do(t.Registry.FoundAuthority(t.Ctx(), system, registry.Founding{
		Authority: register.Authority{ID: id, Kind: register.City, NameKK: "Қала", NameRU: "Город", NameEN: "Town", Joined: civil.MustParseDate("2026-01-01")},
		Profile:   profile,
	}))
}

// Import imports a network file.
func (t *Town) Import(file string) {
	t.TB.Helper()
	_, err := t.Registry.ImportNetwork(t.Ctx(), Actor(access.Officer), strings.NewReader(file), false)
	t.Do(err)
}

// Ctx is the test's.
func (t *Town) Ctx() context.Context { return t.TB.Context() }

// Do ends the test on an error.
func (t *Town) Do(err error) {
	t.TB.Helper()
	if err != nil {
		t.TB.Fatal(err)
	}
}

// Refused ends the test unless the error is the refusal of that code.
func (t *Town) Refused(code string, err error) {
	t.TB.Helper()
	if register.CodeOf(err) != code {
		t.TB.Fatalf("got %v, want the refusal %s", err, code)
	}
}

// At sets the clock to a day and time on the wall, as in "2026-03-02 09:00".
func (t *Town) At(wall string) {
	t.TB.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", wall, Zone)
	t.Do(err)
	t.Clock.Set(civil.InstantOf(at))
}

// Actor acts in the town.
func Actor(role access.Role) access.Actor {
	return access.Actor{ID: "key-" + string(role), Role: role, Authority: Authority}
}

// Staff acts for a kindergarten.
func Staff(k register.ID[register.Kindergarten]) access.Actor {
	a := Actor(access.Kindergarten)
	a.Kindergarten = k
	return a
}

// Guardian acts for a family.
func Guardian(g register.ID[register.Guardian]) access.Actor {
	a := Actor(access.Family)
	a.ID, a.Guardian = "family:"+string(g), g
	return a
}

// Proof is the task of the check of an application's proof, as the officer's list names it.
func Proof(id register.ID[preschool.Application]) admission.TaskID {
	return admission.ProofTaskOf(Authority, id)
}

// LogKey is the signer key of an authority's log.
func LogKey(a register.ID[register.Authority]) string {
	seed := sha256.Sum256([]byte("town log " + a))
	signer, _, err := translog.KeyFromSeed("balajol.example/"+string(a), seed[:])
	if err != nil {
		panic(fmt.Sprintf("key of %s: %v", a, err)) // the name is ours and the seed has its length
	}
	return signer
}

// entropy derives ids and nonces, so that every run is the same.
type entropy struct{}

// Bytes implements store.Entropy.
func (entropy) Bytes(label string) [32]byte { return sha256.Sum256([]byte("town|" + label)) }
