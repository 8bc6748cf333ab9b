package admission_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway/fake"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/funding"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

// arena is a town on either engine, large enough to race in: two kindergartens of five groups with a hundred seats each.
func arena(t *testing.T, engine kit.Engine, profile string) *town.Town {
	t.Helper()
	rules, err := policy.Load(profile)
	if err != nil {
		t.Fatal(err)
	}
	c := &town.Town{TB: t, Clock: kit.NewClock("2026-01-05T04:00:00.000000Z"), Bank: fake.NewBank(1, 0), Mail: &fake.Mailbox{}, Evidence: &fake.Evidence{}}
	c.DSN = engine.Prepared(t, "arena", func(dsn string) error {
		db, err := store.Open(t.Context(), store.Config{DSN: dsn, Now: func() time.Time { return time.Unix(0, 0) }, Entropy: &lots{}})
		if err != nil {
			return err
		}
		if err := db.Migrate(t.Context()); err != nil {
			return err
		}
		return db.Close()
	})
	c.DB, err = store.Open(t.Context(), store.Config{DSN: c.DSN, Now: ticking(c.Clock), Entropy: &lots{}})
	c.Do(err)
	t.Cleanup(func() { c.DB.Close() })
	c.Deps = &service.Deps{DB: c.DB, Profiles: func(string) (*policy.Profile, error) { return rules, nil }, Notices: c.Mail, Bank: c.Bank, Evidence: c.Evidence, LogKey: town.LogKey}
	c.Registry, c.Admission = &registry.Service{Deps: c.Deps}, &admission.Service{Deps: c.Deps}
	c.Funding, c.Oversight = &funding.Service{Deps: c.Deps}, &oversight.Service{Deps: c.Deps}
	c.Found(town.Authority, profile)
	c.Import(town.Header + "sun,Күн,private,kindergarten,5,500,test,,yes,T-1,ru,north\nmoon,Ай,state,kindergarten,5,500,test,,no,T-2,ru,south\n")
	return c
}

// ticking reads a clock that moves by a microsecond with each second reading, so that instants meet.
func ticking(clock *kit.Clock) func() time.Time {
	var mu sync.Mutex
	odd := false
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		if odd = !odd; odd {
			clock.Advance(time.Microsecond)
		}
		return clock.Now().Time()
	}
}

// lots draws a new lot each time, as the operating system does: transactions of one instant get ids of their own.
type lots struct{ n atomic.Int64 }

// Bytes implements store.Entropy.
func (l *lots) Bytes(label string) [32]byte { return sha256.Sum256(fmt.Append(nil, l.n.Add(1), label)) }

// residents enters so many guardians with a child each, born on a day. The register is not what is raced for: it is filled at once.
func residents(c *town.Town, n int, birth string) []town.Person {
	c.TB.Helper()
	const block = 1000
	people := make([]town.Person, 0, n)
	numbers := &iins{}
	for len(people) < n {
		c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
			var guardians []register.Guardian
			var children []register.Child
			for range min(block, n-len(people)) {
				p := town.Person{Guardian: store.NewID[register.Guardian](tx, "guardian"), Child: store.NewID[register.Child](tx, "child")}
				guardians = append(guardians, register.Guardian{Authority: town.Authority, ID: p.Guardian, IIN: numbers.next()})
				children = append(children, register.Child{
					Authority: town.Authority, ID: p.Child, Guardian: p.Guardian, IIN: numbers.next(), BirthDate: civil.MustParseDate(birth),
					Language: register.Russian, District: "north",
				})
				people = append(people, p)
			}
			officer := town.Actor(access.Officer)
			if err := tx.SaveNewGuardians(officer, guardians, store.Cause{Event: "guardian.registered"}); err != nil {
				return err
			}
			return tx.SaveNewChildren(officer, children, store.Cause{Event: "child.registered"})
		}))
	}
	c.Do(c.Oversight.RefreshStatistics(c.Ctx(), town.Actor(access.System)))
	return people
}

// iins counts through valid numbers.
type iins struct{ n int }

func (i *iins) next() string {
	for {
		i.n++
		body := fmt.Sprintf("23%02d%02d5%04d", 1+i.n/280_000, 1+i.n/10_000%28, i.n%10_000)
		if digit, ok := register.ControlDigit(body); ok {
			return body + string(digit)
		}
	}
}

// storm lets clients begin at once; each ends by itself, and the storm with the last of them.
func storm(clients int, do func(client int)) {
	var all sync.WaitGroup
	begin := make(chan struct{})
	for client := range clients {
		all.Go(func() {
			<-begin
			do(client)
		})
	}
	close(begin)
	all.Wait()
}

// verdicts counts what the clients of a storm were told: "" for yes, else the code of the refusal.
type verdicts struct {
	t      *testing.T
	mu     sync.Mutex
	counts map[string]int
}

// add counts an answer. An error that is no refusal is a fault of the program, whoever loses.
func (v *verdicts) add(what string, err error) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	code := register.CodeOf(err)
	if err != nil && code == "" {
		v.t.Errorf("%s: %v", what, err)
		return false
	}
	if v.counts == nil {
		v.counts = map[string]int{}
	}
	v.counts[strings.TrimSpace(what+" "+code)]++
	return err == nil
}

// only ends the test when something else was told than this.
func (v *verdicts) only(allowed ...string) {
	v.t.Helper()
	for told, n := range v.counts {
		if !slices.Contains(allowed, told) {
			v.t.Errorf("%d times %q", n, told)
		}
	}
}

// inTruth asks the audit, which shares no code with the programs that wrote.
func inTruth(t *testing.T, c *town.Town) {
	t.Helper()
	for {
		n, err := c.Oversight.IntegrateLog(c.Ctx(), town.Actor(access.System))
		c.Do(err)
		if n == 0 {
			break
		}
	}
	checks, err := c.Oversight.AuditYear(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	for _, check := range checks {
		if !check.OK {
			t.Errorf("%s: %s", check.Name, check.Detail)
		}
	}
}

// iteration runs the day's round and delivers its notices; no terms end.
func iteration(c *town.Town) {
	c.TB.Helper()
	if _, ran, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System)); err != nil || !ran {
		c.TB.Fatalf("round ran: %v, %v", ran, err)
	}
	c.Deliver()
}

// stands ends the test unless an application has the state.
func stands(t *testing.T, c *town.Town, id register.ID[preschool.Application], want preschool.ApplicationState) {
	t.Helper()
	if got := c.Application(id); got.State != want {
		t.Fatalf("application is %s (%s), want %s", got.State, got.Reason, want)
	}
}

// groupOf is a group as it stands; a client of a storm may ask.
func groupOf(c *town.Town, id register.ID[register.Group]) (g register.Group, err error) {
	err = c.DB.View(c.Ctx(), town.Authority, func(r *store.Reader) error {
		g, err = r.Group(id)
		return err
	})
	return g, err
}

// lastOffers are the newest offers of applications.
func lastOffers(c *town.Town, ids []register.ID[preschool.Application]) []register.ID[preschool.Offer] {
	c.TB.Helper()
	offers := make([]register.ID[preschool.Offer], len(ids))
	for i, id := range ids {
		offers[i] = c.Last(id).ID
	}
	return offers
}

// live counts the placements of a group that have not ended, child by child.
func live(c *town.Town, id register.ID[register.Group]) map[register.ID[register.Child]]int {
	c.TB.Helper()
	children := map[register.ID[register.Child]]int{}
	c.Read(func(r *store.Reader) error {
		all, err := r.Placements()
		for _, p := range all {
			if p.Group == id && p.State != preschool.PlacementEnded {
				children[p.Child]++
			}
		}
		return err
	})
	return children
}
