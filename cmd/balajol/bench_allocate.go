package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"slices"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/internal/nation"
)

type benchAllocateCmd struct {
	country
	JSON string `help:"Write the figures to a file." placeholder:"FILE"`
	Dir  string `help:"Folder for the tables that are read from end to end; by default the system's for temporary files."`
}

// allocationReport is what a run measured: ratios inside the run, or nanoseconds and megabytes where the name says so. Plain is
// the shape in which groups have own orders, solve the best of some runs over laid-out arrays on one thread.
type allocationReport struct {
	PerWish       float64        `json:"ns_per_wish_considered"`
	OverRead      float64        `json:"solve_over_read_once"`
	CommonPerWish float64        `json:"common_ns_per_wish"` // considered
	CommonOver    float64        `json:"common_over_read_once"`
	Layout        float64        `json:"layout_over_solve"`
	Check         float64        `json:"check_over_solve"`
	Slots         float64        `json:"slots_over_plain"`
	FamCommon     float64        `json:"families_common_over_plain"`
	FamOrders     float64        `json:"families_orders_over_plain"`
	WhatIf        float64        `json:"whatif_p99_over_component_median"`
	EndToEnd      float64        `json:"end_to_end_over_byte_loop"`
	Threads2      float64        `json:"threads2_speedup"`
	PeakMB        float64        `json:"peak_mb"`          // of the end-to-end run alone, 1 MB = 1,000,000 bytes
	Exceptions    float64        `json:"exceptions_share"` // of the families with own orders
	Naive1000     float64        `json:"naive_over_solve_1000"`
	Naive10000    float64        `json:"naive_over_solve_10000"`
	Naive100000   float64        `json:"naive_over_solve_100000"`
	Considered    int64          `json:"wishes_considered"`
	Outcome       string         `json:"outcome_sha256"`
	Raw           map[string]any `json:"raw"` // times in seconds
}

// Run measures the library, one stage after the other, and prints the ratios.
func (c *benchAllocateCmd) Run(ctx context.Context) error {
	if err := c.validate(); err != nil {
		return err
	}
	if err := checkWritable(c.JSON); err != nil {
		return err
	}
	m := measuring{ctx: ctx, country: c.country, dir: c.Dir}
	m.r.Raw = map[string]any{"children": c.Children, "seed": c.Seed, "processors": runtime.NumCPU(), "platform": runtime.GOOS + "/" + runtime.GOARCH, "go": runtime.Version()}
	for _, measure := range []func() error{m.plain, m.common, m.slots, m.families, m.naive} {
		if err := measure(); err != nil {
			return err
		}
	}
	m.r.print()
	if c.JSON == "" {
		return nil
	}
	text, err := json.MarshalIndent(m.r, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(c.JSON, append(text, '\n'))
}

// measuring is a run that is under way.
type measuring struct {
	ctx context.Context
	country
	dir        string
	r          allocationReport
	plainSolve float64 // seconds
}

// laid is a shape whose arrays are laid out and which was solved.
type laid struct {
	compact  *allocation.Compact
	market   *allocation.Market
	solution *allocation.Solution
	solve    float64 // seconds, best of some runs
	read     float64 // seconds, reading all wishes once
}

func (l laid) perWish() float64 { return l.solve * 1e9 / float64(max(l.solution.Considered(), 1)) }

// lay interns a problem, lays it out and solves it again and again.
func (m *measuring) lay(name string, p allocation.Problem) (l laid, err error) {
	began := elapsed()
	if l.compact, err = allocation.NewCompact(p); err != nil {
		return l, err
	}
	intern := elapsed() - began
	runtime.GC() // what was drawn is gone
	began = elapsed()
	if l.market, err = l.compact.Market(); err != nil {
		return l, err
	}
	layout := elapsed() - began
	if l.solve, err = m.solve(&l, 1); err != nil {
		return l, err
	}
	var sum uint64
	l.read = best(25, func() { sum = l.market.ReadOnce() })
	raw := map[string]any{
		"intern": intern.Seconds(), "layout": layout.Seconds(), "solve": l.solve, "read_once": l.read, "considered": l.solution.Considered(),
		"wishes": l.market.Wishes(), "components": l.market.Components(), "path": l.market.Path(), "checksum": fmt.Sprintf("%016x", sum),
	}
	m.r.Raw[name] = raw
	return l, m.ctx.Err()
}

// solve is the seconds of the best of some runs.
func (m *measuring) solve(l *laid, threads int) (seconds float64, err error) {
	runtime.GC()
	seconds = best(runsOf(l.market.Children()), func() {
		if err == nil {
			l.solution, err = l.market.Solve(m.ctx, allocation.Options{Threads: threads})
		}
	})
	return seconds, err
}

// runsOf is how often so many children are allocated to find the best time: five times, small numbers more often.
func runsOf(children int) int { return max(5, min(25, 500_000/children)) }

// best is the seconds of the fastest of some runs.
func best(runs int, run func()) float64 {
	least := math.Inf(1)
	for range runs {
		began := elapsed()
		run()
		least = min(least, (elapsed() - began).Seconds())
	}
	return least
}

// quantile is the value below which the share of the values stands.
func quantile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[min(int(share*float64(len(values))), len(values)-1)]
}

func (m *measuring) draw(shape nation.Shape) allocation.Problem {
	stage("%s: drawing %d children", shape, m.Children)
	p := nation.Problem(m.Children, m.Seed, shape)
	stage("%s: solving", shape)
	return p
}

func (r *allocationReport) print() {
	for _, line := range []struct {
		name  string
		value any
	}{
		{"ns for each wish considered", r.PerWish},
		{"solve ÷ reading all wishes once", r.OverRead},
		{"common order: ns for each wish considered", r.CommonPerWish},
		{"common order: solve ÷ reading all wishes once", r.CommonOver},
		{"layout ÷ solve", r.Layout},
		{"check ÷ solve", r.Check},
		{"slots one to three ÷ plain", r.Slots},
		{"families, common order ÷ plain", r.FamCommon},
		{"families, own orders ÷ plain", r.FamOrders},
		{"families that stay an exception, %", 100 * r.Exceptions},
		{"what-if, 99th percentile ÷ median component", r.WhatIf},
		{"end to end ÷ counting separators", r.EndToEnd},
		{"end to end, peak memory, MB", r.PeakMB},
		{"two threads, times as fast", r.Threads2},
		{"naive ÷ solve, 1,000 children", r.Naive1000},
		{"naive ÷ solve, 10,000 children", r.Naive10000},
		{"naive ÷ solve, 100,000 children", r.Naive100000},
		{"wishes considered", r.Considered},
		{"SHA-256 of the outcome", r.Outcome},
	} {
		if number, ok := line.value.(float64); ok {
			line.value = fmt.Sprintf("%.2f", number)
		}
		fmt.Printf("%-46s %v\n", line.name, line.value)
	}
}
