package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/balajol/balajol/internal/nation"
	"github.com/balajol/balajol/policy"
)

type benchAdmissionCmd struct {
	country
	Workers int    `help:"Cities that live their year at the same time; by default one for each processor."`
	Dir     string `help:"Folder on the disk that is measured." default:"."`
	JSON    string `help:"Write the figures to a file." placeholder:"FILE"`
	Trace   string `help:"Write a CPU profile of the run." hidden:"" placeholder:"FILE"`
}

// admissionProfile is the profile of the year: a round on each working day, seats offered to the queue.
const admissionProfile = "kz-classic-2025"

// admissionReport is what a run measured: ratios and exponents, and seconds where the name says so.
type admissionReport struct {
	HashSeconds   float64            `json:"sha256_gib_seconds"`
	CommitSeconds float64            `json:"commits_1000_seconds"`
	Alone         []admissionSize    `json:"one_city_alone"`    // by size
	Exponents     map[string]float64 `json:"exponents"`         // of the time in the number of children, "year" and stage by stage
	OverHash      float64            `json:"city_over_sha256"`  // year of the largest city that lived alone ÷ SHA-256 of 1 GiB
	OverCommits   float64            `json:"city_over_commits"` // ÷ 1,000 synced appends
	PerCommit     float64            `json:"registration_rate"` // registrations a second ÷ synced appends a second
	RoundsShare   float64            `json:"rounds_share"`      // of that year
	Country       admissionCounts    `json:"country"`
	Seconds       float64            `json:"country_seconds"` // from the first city to the last
	Workers       int                `json:"workers"`
	Speedup       float64            `json:"country_speedup"`   // its cities one after the other, each alone, ÷ as it was
	CommitsChild  float64            `json:"commits_per_child"` // time of the country for each child, in synced appends
	Stages        map[string]float64 `json:"country_stages"`    // seconds of all workers
}

// admissionSize is the year of a city with nobody beside it.
type admissionSize struct {
	Children int                `json:"children"`
	Seconds  float64            `json:"seconds"`
	Stages   map[string]float64 `json:"stages"`
	Counts   admissionCounts    `json:"counts"`
}

// Run measures the machine, then cities of growing size alone, then the country, city by city, and prints the ratios.
func (c *benchAdmissionCmd) Run(ctx context.Context) error {
	if err := errors.Join(c.validate(), checkWritable(c.JSON)); err != nil {
		return err
	}
	if c.Workers < 1 {
		c.Workers = runtime.NumCPU()
	}
	dir, err := os.MkdirTemp(c.Dir, "balajol-bench-")
	if err != nil {
		return missing(c.Dir, err)
	}
	defer os.RemoveAll(dir)
	if c.Trace != "" {
		stop, err := profileTo(c.Trace)
		if err != nil {
			return err
		}
		defer stop()
	}
	r := admissionReport{Workers: c.Workers, Stages: map[string]float64{}}
	if err := r.measure(ctx, dir, c.country); err != nil {
		return err
	}
	r.print()
	if c.JSON == "" {
		return nil
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(c.JSON, append(text, '\n'))
}

// measure takes one stage after the other.
func (r *admissionReport) measure(ctx context.Context, dir string, c country) error {
	profile, err := loadProfile(admissionProfile)
	if err != nil {
		return err
	}
	stage("the machine")
	r.HashSeconds = hashGiB()
	if r.CommitSeconds, err = commits(filepath.Join(dir, "commits"), 1000); err != nil {
		return err
	}
	if err := r.alone(ctx, dir, profile, c); err != nil {
		return err
	}
	return r.together(ctx, dir, profile, c)
}

// alone lets cities of a quarter, a half, once and twice the size live their year with nobody beside them.
func (r *admissionReport) alone(ctx context.Context, dir string, profile *policy.Profile, c country) error {
	whole := min(c.Children, nation.CityChildren)
	for _, children := range []int{max(1, whole/4), max(1, whole/2), whole, 2 * whole} {
		stage("a city of %d children, alone", children)
		began := elapsed()
		y, err := playCity(ctx, dir, profile, nation.MostCities-1, children, c.Seed)
		if err != nil {
			return err
		}
		r.Alone = append(r.Alone, admissionSize{children, (elapsed() - began).Seconds(), y.seconds, y.counts})
	}
	r.Exponents = map[string]float64{"year": r.exponent(func(s admissionSize) float64 { return s.Seconds })}
	for _, name := range admissionStages {
		r.Exponents[name] = r.exponent(func(s admissionSize) float64 { return s.Stages[name] })
	}
	last := r.Alone[len(r.Alone)-1]
	r.OverHash, r.OverCommits = last.Seconds/r.HashSeconds, last.Seconds/r.CommitSeconds
	r.PerCommit = float64(last.Counts.Applications) / last.Stages["registration"] * r.CommitSeconds / 1000
	r.RoundsShare = last.Stages["rounds"] / last.Seconds
	return nil
}

// exponent is the slope of the times over the sizes, both in logarithms, by least squares: 1 is linear.
func (r *admissionReport) exponent(of func(admissionSize) float64) float64 {
	var n, x, y, xx, xy float64
	for _, s := range r.Alone {
		lx, ly := math.Log(float64(s.Children)), math.Log(max(of(s), 1e-9))
		n, x, y, xx, xy = n+1, x+lx, y+ly, xx+lx*lx, xy+lx*ly
	}
	return (n*xy - x*y) / (n*xx - x*x)
}

// together lets the cities of the country live their year, some at a time.
func (r *admissionReport) together(ctx context.Context, dir string, profile *policy.Profile, c country) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	cities := (c.Children + nation.CityChildren - 1) / nation.CityChildren
	var next atomic.Int64
	var all sync.WaitGroup
	var mu sync.Mutex
	began := elapsed()
	for range min(r.Workers, cities) {
		all.Go(func() {
			for number := int(next.Add(1)) - 1; number < cities && ctx.Err() == nil; number = int(next.Add(1)) - 1 {
				y, err := playCity(ctx, dir, profile, number, min(nation.CityChildren, c.Children-number*nation.CityChildren), c.Seed)
				if err != nil {
					stop(err)
					return
				}
				mu.Lock()
				r.count(y, cities)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	r.Seconds = (elapsed() - began).Seconds()
	whole := r.Alone[len(r.Alone)-2]
	r.Speedup = whole.Seconds * float64(c.Children) / float64(whole.Children) / r.Seconds
	r.CommitsChild = r.Seconds / float64(c.Children) / (r.CommitSeconds / 1000)
	return nil
}

// count adds a city to the country, and says how far it is, twenty times in all.
func (r *admissionReport) count(y *cityYear, cities int) {
	r.Country.add(y.counts)
	for name, seconds := range y.seconds {
		r.Stages[name] += seconds
	}
	if done := r.Country.Cities; done*20/cities != (done-1)*20/cities {
		stage("the country: %d of %d cities", done, cities)
	}
}

func (r *admissionReport) print() {
	fmt.Printf("SHA-256 of 1 GiB: %.2f s; 1,000 synced appends: %.2f s\n", r.HashSeconds, r.CommitSeconds)
	for _, s := range r.Alone {
		fmt.Printf("a city of %5d children alone: %.1f s; %d rounds, %d offers, %d contracts, %d wait, %d entries\n",
			s.Children, s.Seconds, s.Counts.Rounds, s.Counts.Offers, s.Counts.Contracts, s.Counts.Waiting, s.Counts.Entries)
	}
	for _, line := range []struct {
		name  string
		value float64
	}{
		{"exponent of the year in the number of children", r.Exponents["year"]},
		{"the largest city's year ÷ SHA-256 of 1 GiB", r.OverHash},
		{"the largest city's year ÷ 1,000 synced appends", r.OverCommits},
		{"registrations a second ÷ synced appends a second", r.PerCommit},
		{"share of the rounds, %", 100 * r.RoundsShare},
		{"the country's cities one by one ÷ together", r.Speedup},
		{"the country's time for each child ÷ a synced append", r.CommitsChild},
	} {
		fmt.Printf("%-52s %.2f\n", line.name, line.value)
	}
	k := r.Country
	fmt.Printf("the country: %d cities, %d children, %d applications, %d rounds, %d offers, %d contracts, %d wait, %d entries, %.0f s with %d workers; every check true\n",
		k.Cities, k.Children, k.Applications, k.Rounds, k.Offers, k.Contracts, k.Waiting, k.Entries, r.Seconds, r.Workers)
	total := 0.0
	for _, seconds := range r.Stages {
		total += seconds
	}
	for _, name := range admissionStages {
		fmt.Printf("  %-14s %5.1f %%  exponent %.2f\n", name, 100*r.Stages[name]/total, r.Exponents[name])
	}
}
