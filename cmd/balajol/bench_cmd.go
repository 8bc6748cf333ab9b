package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

type benchCmd struct {
	Year      benchYearCmd      `cmd:"" default:"withargs" help:"Play the demonstration's year and time its stages."`
	Allocate  benchAllocateCmd  `cmd:"" help:"Allocate a country and time what the library does."`
	Admission benchAdmissionCmd `cmd:"" help:"Live the admission year of a country, city by city, and time its stages."`
	EndToEnd  benchEndCmd       `cmd:"" hidden:"" name:"end-to-end" help:"A part of allocate: take a pair of tables to a checked outcome."`
	Problem   benchProblemCmd   `cmd:"" help:"Write an allocation problem of the size of a country."`
}

type benchYearCmd struct {
	Scale string `help:"Number of children, or city: 5000 and then the whole city." default:"city"`
	DB    string `help:"Empty database; by default a SQLite file that is removed afterwards." placeholder:"DSN"`
	Dir   string `help:"Folder on the disk that is measured." default:"."`
	JSON  string `help:"Write the figures to a file." placeholder:"FILE"`
}

// yearTime is how long the stages of a year took, in seconds and as multiples of what the machine needs for known work.
type yearTime struct {
	Engine        store.Engine       `json:"engine"`
	Children      int                `json:"children"`
	Seconds       map[string]float64 `json:"seconds"`
	TotalSeconds  float64            `json:"total_seconds"`
	OverHash      float64            `json:"over_sha256_gib"`     // total ÷ SHA-256 of 1 GiB
	OverCommits   float64            `json:"over_1000_commits"`   // total ÷ 1,000 appends of a page, each synced
	EntriesPerSec float64            `json:"entries_per_second"`  // of the record
	OverCommit    float64            `json:"entries_over_commit"` // entries per second ÷ synced appends per second
}

// benchReport is what one run measured.
type benchReport struct {
	HashSeconds   float64    `json:"sha256_gib_seconds"`
	CommitSeconds float64    `json:"commits_1000_seconds"`
	Years         []yearTime `json:"years"`
}

// Run measures the machine, then the years, and prints the ratios.
func (c *benchYearCmd) Run(ctx context.Context) error {
	sizes := []int{5000, demo.WholeCity}
	if c.Scale != "city" {
		n, err := strconv.Atoi(c.Scale)
		if err != nil || n < 1 {
			return register.Refuse(register.Invalid, "simulation.children")
		}
		sizes = []int{n}
	}
	if c.DB != "" {
		sizes = sizes[:1] // an empty database holds one year
	}
	if err := checkWritable(c.JSON); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(c.Dir, "balajol-bench-")
	if err != nil {
		return missing(c.Dir, err)
	}
	defer os.RemoveAll(dir)
	r := benchReport{HashSeconds: hashGiB()}
	if r.CommitSeconds, err = commits(filepath.Join(dir, "commits"), 1000); err != nil {
		return err
	}
	fmt.Printf("SHA-256 of 1 GiB: %.2f s; 1,000 synced appends: %.2f s\n", r.HashSeconds, r.CommitSeconds)
	for _, n := range sizes {
		year, err := c.year(ctx, dir, n, r)
		if err != nil {
			return err
		}
		year.print()
		r.Years = append(r.Years, year)
	}
	if c.JSON == "" {
		return nil
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(c.JSON, append(text, '\n'))
}

// year plays one year.
func (c *benchYearCmd) year(ctx context.Context, dir string, children int, machine benchReport) (yearTime, error) {
	dsn := c.DB
	if dsn == "" {
		dsn = "sqlite:" + filepath.Join(dir, strconv.Itoa(children), "city.db")
	}
	engine, _, err := store.ParseDSN(dsn)
	if err != nil {
		return yearTime{}, err
	}
	profile, err := loadProfile("kz-voucher-2026")
	if err != nil {
		return yearTime{}, err
	}
	played := demoCmd{Children: children, Seed: 1, Profile: profile.Name, DB: dsn, folder: filepath.Join(dir, "published-"+strconv.Itoa(children))}
	report, err := played.play(ctx, demo.Network, profile)
	if err != nil {
		return yearTime{}, err
	}
	if !report.Sound() {
		return yearTime{}, exit{exitNo, errors.New("a check of the year is false")}
	}
	t := yearTime{Engine: engine, Children: children, Seconds: report.Seconds}
	for _, s := range report.Seconds {
		t.TotalSeconds += s
	}
	t.OverHash, t.OverCommits = t.TotalSeconds/machine.HashSeconds, t.TotalSeconds/machine.CommitSeconds
	t.EntriesPerSec = float64(report.LogSize) / t.TotalSeconds
	t.OverCommit = t.EntriesPerSec * machine.CommitSeconds / 1000
	return t, nil
}

func (t yearTime) print() {
	fmt.Printf("\na year with %d children on %s: %.1f s = %.1f × SHA-256 of 1 GiB = %.1f × 1,000 commits; %.0f entries a second\n",
		t.Children, t.Engine, t.TotalSeconds, t.OverHash, t.OverCommits, t.EntriesPerSec)
	for _, stage := range slices.Sorted(maps.Keys(t.Seconds)) {
		fmt.Printf("  %-12s %8.2f s %5.1f %%\n", stage, t.Seconds[stage], 100*t.Seconds[stage]/t.TotalSeconds)
	}
}
