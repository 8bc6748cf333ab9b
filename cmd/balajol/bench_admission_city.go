package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/gateway/fake"
	"github.com/balajol/balajol/internal/nation"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
)

// The stages of an admission year, in the order in which they are printed.
var admissionStages = []string{"families", "registration", "nights", "rounds", "notices", "worklist", "answers", "season", "record", "audit"}

// cityYear is the admission year of one authority: a database of its own, its families, and what it all took.
type cityYear struct {
	*app
	clock     *demo.Clock
	profile   *policy.Profile
	authority register.ID[register.Authority]
	seed      uint64
	city      nation.City
	siteOf    map[register.ID[register.Group]]register.ID[register.Kindergarten]
	leaving   map[civil.Date][]leaving
	seconds   map[string]float64
	counts    admissionCounts
}

// admissionCounts are what happened in a year.
type admissionCounts struct {
	Cities       int `json:"cities"`
	Children     int `json:"children"`
	Applications int `json:"applications"`
	Rounds       int `json:"rounds"`
	Ordered      int `json:"ordered"` // children for whom a round had a vacancy to give, round by round
	Offers       int `json:"offers"`
	Contracts    int `json:"contracts"`
	Waiting      int `json:"waiting"` // at the year's end
	Entries      int `json:"entries"` // of the record
}

func (c *admissionCounts) add(o admissionCounts) {
	c.Cities, c.Children, c.Applications, c.Rounds = c.Cities+o.Cities, c.Children+o.Children, c.Applications+o.Applications, c.Rounds+o.Rounds
	c.Ordered, c.Offers, c.Contracts, c.Waiting, c.Entries = c.Ordered+o.Ordered, c.Offers+o.Offers, c.Contracts+o.Contracts, c.Waiting+o.Waiting, c.Entries+o.Entries
}

type leaving struct {
	placement register.ID[preschool.Placement]
	guardian  register.ID[register.Guardian]
}

// playCity lives the admission year of one city in a SQLite file below dir, which it removes, and audits what is left.
func playCity(ctx context.Context, dir string, profile *policy.Profile, number, children int, seed uint64) (y *cityYear, err error) {
	folder := filepath.Join(dir, fmt.Sprintf("city-%d-%d", children, number))
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	y = &cityYear{
		clock: demo.NewClock(civil.NewDate(demo.Year, time.January, 1)), profile: profile, authority: register.ID[register.Authority](fmt.Sprintf("city%03d", number)),
		seed: seed ^ uint64(number)<<20, city: nation.DrawCity(number, children, seed), leaving: map[civil.Date][]leaving{}, seconds: map[string]float64{},
		counts: admissionCounts{Cities: 1, Children: children},
	}
	w := demoWiring("sqlite:"+filepath.Join(folder, "city.db"), int64(seed), y.clock)
	w.Notices = &fake.Notices{}
	if y.app, err = wire(ctx, w); err != nil {
		return y, err
	}
	defer func() { err = errors.Join(err, y.db.Close()) }()
	if err := y.found(ctx); err != nil {
		return y, err
	}
	if err := y.days(ctx); err != nil {
		return y, err
	}
	queues, err := y.admission.Queues(ctx, y.as(access.Public))
	for _, q := range queues {
		y.counts.Waiting += q.Waiting
	}
	if err != nil {
		return y, err
	}
	return y, y.timed("audit", func() error { return y.audit(ctx) })
}

// days lives the year from its first working week on.
func (y *cityYear) days(ctx context.Context) error {
	last := civil.NewDate(demo.Year, time.December, 31)
	for day, n := civil.NewDate(demo.Year, time.January, 5), 0; !day.After(last); day = day.AddDays(1) {
		rules, err := y.profile.On(day)
		if err != nil {
			return err
		}
		working, err := rules.Calendar.IsWorking(day)
		if err != nil {
			return err
		}
		if err := y.day(ctx, day, n, working); err != nil {
			return fmt.Errorf("%s of %s: %w", day, y.authority, err)
		}
		if working {
			n++
		}
	}
	return nil
}

func (y *cityYear) as(role access.Role) access.Actor {
	return access.Actor{ID: string(role) + "-1", Role: role, Authority: y.authority}
}

func (y *cityYear) family(id register.ID[register.Guardian]) access.Actor {
	a := y.as(access.Family)
	a.ID, a.Guardian = "family:"+string(id), id
	return a
}

func (y *cityYear) timed(stage string, do func() error) error {
	began := elapsed()
	err := do()
	y.seconds[stage] += (elapsed() - began).Seconds()
	return err
}

// at puts the clock to a time of a day in the city.
func (y *cityYear) at(day civil.Date, clock time.Duration) {
	y.clock.Set(day.At(0, 0, 0, time.FixedZone("city", 5*60*60)).Add(clock))
}

func (y *cityYear) found(ctx context.Context) error {
	first := civil.NewDate(demo.Year, time.January, 1)
	y.at(first, 8*time.Hour)
	a := register.Authority{ID: y.authority, Kind: register.City, NameKK: string(y.authority), NameRU: string(y.authority), NameEN: string(y.authority), Joined: first}
	if err := y.registry.FoundAuthority(ctx, y.as(access.System), registry.Founding{Authority: a, Profile: y.profile.Name}); err != nil {
		return err
	}
	if _, err := y.registry.ImportNetwork(ctx, y.as(access.Officer), strings.NewReader(y.city.Network()), false); err != nil {
		return err
	}
	sites, err := y.registry.Network(ctx, y.as(access.Public))
	y.siteOf = map[register.ID[register.Group]]register.ID[register.Kindergarten]{}
	for _, s := range sites {
		for _, g := range s.Groups {
			y.siteOf[g.ID] = s.ID
		}
	}
	return err
}

// day is a day of the city: the night, on working days the round and its notices, those who hand in, those who answer, those
// who leave, and the record.
func (y *cityYear) day(ctx context.Context, day civil.Date, n int, working bool) error {
	system := y.as(access.System)
	y.at(day, 5*time.Minute)
	err := y.timed("nights", func() error {
		if err := y.admission.StartPlacements(ctx, system); err != nil {
			return err
		}
		return y.admission.LapseDeadlines(ctx, system)
	})
	if err == nil {
		err = y.timed("season", func() error { return y.season(ctx, day) })
	}
	if err != nil || !working {
		return err
	}
	for _, step := range []struct {
		stage string
		clock time.Duration
		do    func(context.Context, civil.Date) error
	}{{"rounds", 6 * time.Hour, y.round}, {"notices", 7 * time.Hour, y.deliver}} {
		y.at(day, step.clock)
		if err := y.timed(step.stage, func() error { return step.do(ctx, day) }); err != nil {
			return err
		}
	}
	if err := y.register(ctx, day, n); err != nil {
		return err
	}
	if err := y.answer(ctx, day); err != nil {
		return err
	}
	y.at(day, 23*time.Hour)
	return y.timed("record", func() error { return y.integrate(ctx) })
}

func (y *cityYear) round(ctx context.Context, _ civil.Date) error {
	r, ran, err := y.admission.RunRound(ctx, y.as(access.System))
	if ran {
		y.counts.Rounds, y.counts.Ordered, y.counts.Offers = y.counts.Rounds+1, y.counts.Ordered+r.Children, y.counts.Offers+r.Offers
	}
	return err
}

func (y *cityYear) deliver(ctx context.Context, _ civil.Date) error {
	_, err := y.admission.DeliverNotices(ctx, y.as(access.System), "bench", 1_000_000)
	return err
}

func (y *cityYear) integrate(ctx context.Context) error {
	for {
		taken, err := y.oversight.IntegrateLog(ctx, y.as(access.System))
		if err != nil || taken == 0 {
			return err
		}
		y.counts.Entries += taken
	}
}

// audit recomputes what must be true of every year.
func (y *cityYear) audit(ctx context.Context) error {
	checks, err := y.oversight.AuditYear(ctx, y.as(access.System))
	for _, c := range checks {
		if !c.OK {
			err = errors.Join(err, fmt.Errorf("audit %s: %s: %s", y.authority, c.Name, c.Detail))
		}
	}
	return err
}

// season releases the leavers on the last day before the new season's formation, and forms its groups on the day. Who turns six
// later in the year goes to school at its family's word.
func (y *cityYear) season(ctx context.Context, day civil.Date) error {
	rules, err := y.profile.On(day)
	if err != nil {
		return err
	}
	formation := rules.Season.Formation.In(day.Year())
	if day == formation.AddDays(-1) {
		if err := y.goToSchool(ctx, day, &rules.Season); err != nil {
			return err
		}
	}
	for _, s := range y.city.Sites {
		k := register.ID[register.Kindergarten](s.Code)
		switch day {
		case formation.AddDays(-1):
			staff := y.as(access.Kindergarten)
			staff.Kindergarten = k
			_, err = y.admission.ReleaseLeavers(ctx, staff, k)
		case formation:
			err = y.registry.FormGroups(ctx, y.as(access.Officer), k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// goToSchool ends the placements of the children who are to go to school and have not reached six yet.
func (y *cityYear) goToSchool(ctx context.Context, day civil.Date, season *policy.Season) error {
	live, err := y.admission.LivePlacements(ctx, y.as(access.Officer))
	if err != nil {
		return err
	}
	for _, p := range live {
		if !season.GrowsOut(p.BirthDate.Year(), day.Year()) || policy.Reached(p.BirthDate, season.ReleaseAge, day) || p.During.From.After(day) {
			continue
		}
		if err := y.admission.EndPlacement(ctx, y.family(p.Guardian), p.ID, admission.ToSchool); err != nil {
			return err
		}
	}
	return nil
}
