package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

// endToEnd writes the problem as two tables and lets this program take them from the disk to a checked outcome, in processes
// of its own, so that the memory is theirs alone.
func (m *measuring) endToEnd(p allocation.Problem) (err error) {
	stage("end to end: writing the tables")
	dir, err := os.MkdirTemp(m.dir, "balajol-bench-")
	if err != nil {
		return missing(m.dir, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := writeTables(dir, p); err != nil {
		return err
	}
	var runs []endRun
	for range 3 {
		stage("end to end: reading, solving, checking")
		r, err := runEnd(m.ctx, dir)
		if err != nil {
			return err
		}
		if r.Outcome != m.r.Outcome {
			return errors.New("end to end: the outcome is another one")
		}
		runs = append(runs, r)
		if m.r.EndToEnd == 0 || r.Seconds/r.ByteLoop < m.r.EndToEnd {
			m.r.EndToEnd = r.Seconds / r.ByteLoop
		}
		m.r.PeakMB = max(m.r.PeakMB, r.PeakMB)
	}
	m.r.Raw["end_to_end"] = runs
	return nil
}

func writeTables(dir string, p allocation.Problem) error {
	groups, err := os.Create(filepath.Join(dir, "groups.csv"))
	if err != nil {
		return err
	}
	children, err := os.Create(filepath.Join(dir, "children.csv"))
	if err != nil {
		return errors.Join(err, groups.Close())
	}
	g, c := bufio.NewWriterSize(groups, 1<<20), bufio.NewWriterSize(children, 1<<20)
	return errors.Join(allocation.WriteCSV(g, c, p), g.Flush(), c.Flush(), groups.Close(), children.Close())
}

// endRun is what one run from end to end took.
type endRun struct {
	Seconds  float64            `json:"seconds"`
	Parts    map[string]float64 `json:"parts"` // seconds
	ByteLoop float64            `json:"byte_loop"`
	Bytes    int                `json:"bytes"`
	PeakMB   float64            `json:"peak_mb"`
	Outcome  string             `json:"outcome_sha256"`
}

// runEnd starts this program again.
func runEnd(ctx context.Context, dir string) (r endRun, err error) {
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	again := exec.CommandContext(ctx, self, "bench", "end-to-end", dir)
	again.Args[0] = os.Args[0]
	again.Stderr = os.Stderr
	out, err := again.Output()
	if err != nil {
		return r, fmt.Errorf("end to end: %w", err)
	}
	return r, json.Unmarshal(out, &r)
}

type benchEndCmd struct {
	Dir string `arg:"" help:"Folder with groups.csv and children.csv."`
}

// Run goes from the tables on the disk to the outcome, its cutoffs and reasons, and the judge's word; then it counts the
// separators of the same files.
func (c *benchEndCmd) Run(ctx context.Context) error {
	r := endRun{Parts: map[string]float64{}}
	began := elapsed()
	part := func(name string) func() {
		from := elapsed()
		return func() { r.Parts[name] = (elapsed() - from).Seconds() }
	}
	done := part("read")
	compact, err := tables{Groups: filepath.Join(c.Dir, "groups.csv"), Children: filepath.Join(c.Dir, "children.csv")}.read("")
	if err != nil {
		return err
	}
	done()
	done = part("solve")
	o, err := solve(ctx, compact)
	if err != nil {
		return err
	}
	done()
	done = part("check")
	if found := check.Compact(compact).Judge(o).Violations; len(found) > 0 {
		return exit{exitNo, fmt.Errorf("the outcome is wrong: %s", found[0].Code)}
	}
	done()
	r.Seconds = (elapsed() - began).Seconds()
	r.PeakMB = peakMB()
	if r.Outcome, err = o.Hash(); err != nil {
		return err
	}
	r.ByteLoop = best(5, func() { r.Bytes, err = c.countSeparators() })
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

// countSeparators reads both tables through one buffer and counts what separates their cells: the least that any reader does.
func (c *benchEndCmd) countSeparators() (size int, err error) {
	buffer, separators := make([]byte, 1<<20), 0
	for _, name := range []string{"groups.csv", "children.csv"} {
		f, err := os.Open(filepath.Join(c.Dir, name))
		if err != nil {
			return 0, err
		}
		for {
			n, err := f.Read(buffer)
			for _, b := range buffer[:n] {
				if b == ',' || b == '|' || b == '\n' {
					separators++
				}
			}
			size += n
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return 0, errors.Join(err, f.Close())
			}
		}
		if err := f.Close(); err != nil {
			return 0, err
		}
	}
	if separators == 0 {
		return 0, errors.New("the tables are empty")
	}
	return size, nil
}

// peakMB is the largest memory that this process has taken: what Linux saw resident, elsewhere what the runtime asked for.
func peakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range bytes.Lines(status) {
			var kib float64
			if n, _ := fmt.Sscanf(string(line), "VmHWM: %f kB", &kib); n == 1 {
				return kib * 1024 / 1e6
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / 1e6
}
