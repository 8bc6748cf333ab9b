package demo_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/gateway/fake"
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

// on is the day whose figures are changed; every row of a key changes with it.
var on = civil.MustParseDate("2026-03-02")

const (
	smallCity  = 120 // children
	week       = 7
	firstWeeks = 49 // days: January is paid in the second week of February
)

// TestEveryFigureMatters changes each figure of each profile in turn and wants an outcome to change: of the small city's
// first weeks, or of a story. What is shown only is changed all at once, and the whole year must stay as it is.
func TestEveryFigureMatters(t *testing.T) {
	t.Parallel()
	for _, name := range policy.Names() {
		p, err := policy.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		days := firstWeeks
		if !testing.Short() {
			days = 366
		}
		base := sync.OnceValue(func() map[int]string { return outcomes(t, p, days) })
		shownOnly := p
		for i, f := range p.Figures(on) {
			value, _ := p.Alternative(f.Key, on)
			if f.ShownOnly {
				if shownOnly, err = shownOnly.With(f.Key, value); err != nil {
					t.Fatal(err)
				}
				continue
			}
			if testing.Short() && i%9 != 0 {
				continue
			}
			t.Run(name+"/"+f.Key, func(t *testing.T) {
				t.Parallel()
				changed, err := p.With(f.Key, value)
				if err != nil {
					t.Fatal(err)
				}
				if tell, told := stories[f.Key]; told {
					if before, after := tell(t, p), tell(t, changed); before == after {
						t.Errorf("%v instead of %s changes nothing: %s", value, f.Text(), before)
					}
				} else if day := firstDifference(t, changed, base()); day == 0 {
					t.Errorf("%v instead of %s changes nothing", value, f.Text())
				}
			})
		}
		t.Run(name+"/shown_only", func(t *testing.T) {
			t.Parallel()
			if shownOnly.SHA256 == p.SHA256 {
				t.Fatal("no figure was changed")
			}
			if day := firstDifference(t, shownOnly, base()); day != 0 {
				t.Errorf("figures that are shown only changed an outcome by day %d", day)
			}
		})
	}
}

// outcomes is what the city had come to at the end of each week, up to a day of the year.
func outcomes(t *testing.T, p *policy.Profile, days int) map[int]string {
	t.Helper()
	weeks := map[int]string{}
	if err := play(t, p, func(day int, outcome string) bool {
		weeks[day] = outcome
		return day < days
	}); err != nil {
		t.Fatal(err)
	}
	return weeks
}

// firstDifference is the day by which a city under other rules has come to something else, 0 for never. To refuse what was
// granted is another outcome too.
func firstDifference(t *testing.T, p *policy.Profile, base map[int]string) int {
	t.Helper()
	found, last := 0, 0
	err := play(t, p, func(day int, outcome string) bool {
		if base[day] != outcome {
			found = day
		}
		last = day
		return found == 0 && day < len(base)*week
	})
	if register.KindOf(err) == register.Invalid {
		return last + 1
	}
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// threeRows is three rows of the city's file: fourteen groups of all ages, with and without a state order.
func threeRows() []byte {
	var b strings.Builder
	for line := range strings.Lines(string(demo.Network)) {
		switch code, _, _ := strings.Cut(line, ","); code {
		case "id", "krg-030", "krg-043", "krg-105":
			b.WriteString(line)
		}
	}
	return []byte(b.String())
}

// play lives the small city's year and shows its outcomes at the end of every week until told to stop.
func play(t *testing.T, p *policy.Profile, seen func(day int, outcome string) (goOn bool)) error {
	t.Helper()
	return playTo(t, p, demo.Switch{}, seen)
}

// playTo is play with a passage to another profile.
func playTo(t *testing.T, p *policy.Profile, change demo.Switch, seen func(day int, outcome string) (goOn bool)) error {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	const seed = 7
	clock := demo.NewClock(civil.NewDate(demo.Year, time.January, 1))
	db, err := store.Open(ctx, store.Config{DSN: "sqlite:" + t.TempDir() + "/city.db", Now: clock.Now, Entropy: demo.Entropy(seed)})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	deps := &service.Deps{
		DB: db, Profiles: func(name string) (*policy.Profile, error) {
			if change.Profile != nil && name == change.Profile.Name {
				return change.Profile, nil
			}
			return p, nil
		}, Notices: &fake.Notices{}, Bank: fake.NewBank(seed, 0), LogKey: town.LogKey,
	}
	c := smallTown{db, &admission.Service{Deps: deps}, &oversight.Service{Deps: deps}}
	report, err := demo.Run(ctx, demo.Config{
		Seed: seed, Children: smallCity, Profile: p, Switch: change, Network: threeRows(), Registry: &registry.Service{Deps: deps}, Admission: c.admission,
		Funding: &funding.Service{Deps: deps}, Oversight: c.oversight, Clock: clock, Folder: service.Dir(t.TempDir()),
		Elapsed: func() time.Duration { return 0 },
		Progress: func(stage string, done, _ int) {
			if stage == "year" && done%week == 0 && !seen(done, c.outcome(t)) {
				stop()
			}
		},
	})
	if errors.Is(err, demo.ErrInterrupted) {
		return nil
	}
	if err == nil && !report.Sound() {
		t.Errorf("a check is false: %v", report.Details)
	}
	return err
}

type smallTown struct {
	db        *store.DB
	admission *admission.Service
	oversight *oversight.Service
}

// outcome is a hash of everything that people have got so far and of what everybody may see. It leaves out the record and
// the hashes of rounds, which name the profile.
func (c smallTown) outcome(t *testing.T) string {
	t.Helper()
	h := sha256.New()
	encoder := json.NewEncoder(h)
	put := func(what any, err error) {
		if err == nil {
			err = encoder.Encode(what)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	waiting := c.rows(t, put)
	anybody := access.Actor{ID: "anybody", Role: access.Public, Authority: demo.Karaganda}
	queues, err := c.admission.Queues(t.Context(), anybody)
	put(queues, err)
	for _, q := range queues {
		shown, err := c.admission.Queue(t.Context(), anybody, q.Key)
		put([]any{shown.QueueName, shown.Small, shown.Places}, err)
	}
	for _, id := range waiting {
		p, err := c.admission.Position(t.Context(), anybody, id)
		put([]any{p.Number, p.Of, p.Tier, p.Reason, p.Moves}, err)
	}
	f, err := c.oversight.Figures(t.Context(), anybody)
	put([]any{f.Coverage, f.Free, f.Placed, f.Queued, f.Suspended, f.Vouchers, f.Confirmed}, err)
	return fmt.Sprintf("%x", h.Sum(nil))
}

// rows puts the rows of the path and gives the applications that wait.
func (c smallTown) rows(t *testing.T, put func(any, error)) (waiting []register.ID[preschool.Application]) {
	t.Helper()
	err := c.db.View(t.Context(), demo.Karaganda, func(r *store.Reader) error {
		applications, err := r.Applications()
		for _, a := range applications {
			if a.State == preschool.ApplicationQueued {
				waiting = append(waiting, a.ID)
			}
		}
		put(applications, err)
		put(all(r.Offers()))
		put(all(r.Placements()))
		put(all(r.Groups()))
		put(all(r.VoucherCounts()))
		put(all(r.Waitlists()))
		put(all(r.Lines()))
		put(all(r.Cycles()))
		put(all(r.Payments()))
		put(all(r.BankFiles()))
		for month := civil.MustParseMonth("2026-01"); month.Year() == demo.Year; month = month.Next() {
			put(all(r.Sheets(month)))
			put(all(r.ClaimsOf(month)))
		}
		rounds, err := r.Rounds(1000)
		for _, x := range rounds {
			put([]any{x.Number, x.Kind, x.On, x.Children, x.Seats, x.Offers, x.Carry}, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return waiting
}

func all[T any](what T, err error) (any, error) { return what, err }
