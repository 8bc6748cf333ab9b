package demo_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/gateway/fake"
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

var smallRows = []string{"krg-030,", "krg-105,", "krg-043,"}

func smallNetwork() []byte {
	var b bytes.Buffer
	for i, line := range strings.Split(string(demo.Network), "\n") {
		keep := i == 0
		for _, r := range smallRows {
			keep = keep || strings.HasPrefix(line, r)
		}
		if keep {
			b.WriteString(line + "\n")
		}
	}
	return b.Bytes()
}

type watcher func(day int, digest [32]byte) bool // false = stop

func play(t *testing.T, p *policy.Profile, children int, every int, seen watcher) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	const seed = 7
	clock := demo.NewClock(civil.MustParseDate("2026-01-01"))
	db, err := store.Open(ctx, store.Config{DSN: "sqlite:" + t.TempDir() + "/city.db", Now: clock.Now, Entropy: demo.Entropy(seed)})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	secret := sha256.Sum256([]byte("figures"))
	signer, _, err := translog.KeyFromSeed("balajol.example/krg", secret[:])
	if err != nil {
		t.Fatal(err)
	}
	deps := &service.Deps{DB: db, Profiles: func(string) (*policy.Profile, error) { return p, nil }, Notices: &fake.Notices{}, Bank: fake.NewBank(seed, 0),
		LogKey: func(register.ID[register.Authority]) string { return signer }}
	c := &city{db, &admission.Service{Deps: deps}, &oversight.Service{Deps: deps}}
	start := time.Now()
	_, err = demo.Run(ctx, demo.Config{
		Seed: seed, Children: children, Profile: p, Network: smallNetwork(), Registry: &registry.Service{Deps: deps}, Admission: c.admission,
		Funding: &funding.Service{Deps: deps}, Oversight: c.oversight, Clock: clock, Folder: service.Dir(t.TempDir()),
		Elapsed: func() time.Duration { return time.Since(start) },
		Progress: func(stage string, done, total int) {
			if stage == "year" && (done%every == 0 || done == total) && !seen(done, c.outcomes(t)) {
				cancel()
			}
		},
	})
	return err
}

type city struct {
	db        *store.DB
	admission *admission.Service
	oversight *oversight.Service
}

func (c *city) outcomes(t *testing.T) [32]byte {
	var b bytes.Buffer
	put := func(name string, v any, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s\n", name, text)
	}
	ctx := context.Background()
	open := access.Actor{ID: "public", Role: access.Public, Authority: demo.Karaganda}
	var waiting []preschool.Application
	err := c.db.View(ctx, demo.Karaganda, func(r *store.Reader) error {
		apps, err := r.Applications()
		put("applications", apps, err)
		for _, a := range apps {
			if a.State == preschool.ApplicationQueued {
				waiting = append(waiting, a)
			}
		}
		offers, err := r.Offers()
		put("offers", offers, err)
		pl, err := r.Placements()
		put("placements", pl, err)
		g, err := r.Groups()
		put("groups", g, err)
		for _, s := range []preschool.VoucherState{preschool.VoucherIssued, preschool.VoucherActivated, preschool.VoucherReturned} {
			v, err := r.VouchersIn(s)
			put("vouchers", v, err)
		}
		l, err := r.Lines()
		put("lines", l, err)
		for m := civil.MustParseMonth("2026-01"); m.Year() == 2026; m = m.Next() {
			s, err := r.Sheets(m)
			put("sheets", s, err)
			cl, err := r.ClaimsOf(m)
			put("claims", cl, err)
		}
		cy, err := r.Cycles()
		put("cycles", cy, err)
		pay, err := r.Payments()
		put("payments", pay, err)
		files, err := r.BankFiles()
		put("files", files, err)
		rounds, err := r.Rounds(1000)
		for i := range rounds {
			rounds[i].ProfileSHA256, rounds[i].Profile = "", ""
		}
		put("rounds", rounds, err)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	queues, err := c.admission.Queues(ctx, open)
	put("queues", queues, err)
	for _, q := range queues {
		one, err := c.admission.Queue(ctx, open, q.Key)
		put("queue", fmt.Sprint(one.QueueName, one.Small, one.Places), err)
	}
	for _, a := range waiting {
		p, err := c.admission.Position(ctx, open, a.ID)
		put("position", fmt.Sprint(p.Number, p.Of, p.Tier, p.Reason), err)
	}
	f, err := c.oversight.Figures(ctx, open)
	put("figures", fmt.Sprint(f.Free, f.Placed, f.Queued, f.Suspended, f.Vouchers, f.Confirmed), err)
	return sha256.Sum256(b.Bytes())
}

func TestExperiment(t *testing.T) {
	for _, name := range policy.Names() {
		p, _ := policy.Load(name)
		base := map[int][32]byte{}
		start := time.Now()
		if err := play(t, p, 120, 7, func(d int, x [32]byte) bool { base[d] = x; return true }); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s base %v", name, time.Since(start))
		for _, key := range p.Keys() {
			if only := os.Getenv("KEY"); only != "" && only != key {
				continue
			}
			t.Run(name+"/"+key, func(t *testing.T) {
				t.Parallel()
				v, _ := p.Alternative(key, civil.MustParseDate("2026-03-02"))
				m, err := p.With(key, v)
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				at := 0
				err = play(t, m, 120, 7, func(d int, x [32]byte) bool {
					if base[d] != x {
						at = d
						return false
					}
					return true
				})
				if errors.Is(err, demo.ErrInterrupted) {
					err = nil
				}
				t.Logf("RESULT %s %s day %d err %v took %v", name, key, at, err, time.Since(start).Round(time.Millisecond))
			})
		}
	}
}
