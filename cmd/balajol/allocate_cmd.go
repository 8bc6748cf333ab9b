package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/allocation/exact"
)

type allocateCmd struct {
	Problem string `arg:"" optional:"" help:"Problem file; - is the standard input. Left out with --groups and --children."`
	tables
	Exact       bool   `help:"Search for an outcome with fewer exceptions among families; slower."`
	Output      string `short:"o" help:"Write the outcome to a file; else it goes to the standard output, unless a table is asked for." placeholder:"OUTCOME"`
	Assignments string `help:"Write what each child got as a table (CSV: child,group,slot,reason)." placeholder:"ASSIGNMENTS.csv"`
	Cutoffs     string `help:"Write where the lines were drawn as a table (CSV: group,slot,tier,number,place)." placeholder:"CUTOFFS.csv"`
}

// Help says how the command is called.
func (c *allocateCmd) Help() string {
	return `The problem is one file, or two tables and the rest:

    balajol allocate problem.json -o outcome.json
    balajol allocate --groups groups.csv --children children.csv --rest rest.json -o outcome.json --assignments assignments.csv --cutoffs cutoffs.csv`
}

// Run solves a problem and writes the outcome in its canonical form, or as tables.
func (c *allocateCmd) Run(ctx context.Context) error {
	files, err := c.arguments([]string{c.Problem}, "problem")
	if err != nil {
		return err
	}
	p, err := c.read(files[0])
	if err != nil {
		return err
	}
	var options allocation.Options
	if c.Exact {
		options.Exact = exact.Search{}
	}
	s, err := solveWith(ctx, p, options)
	if err != nil {
		return inFile{cmp.Or(files[0], c.Groups), err}
	}
	return writeResults(c.results(s.Outcome()))
}

// solve solves a problem without an exact search.
func solve(ctx context.Context, p *allocation.Compact) (allocation.Outcome, error) {
	s, err := solveWith(ctx, p, allocation.Options{})
	if err != nil {
		return allocation.Outcome{}, err
	}
	return s.Outcome(), nil
}

// solveWith solves a problem on all processors; the outcome is the same for any number of them.
func solveWith(ctx context.Context, p *allocation.Compact, options allocation.Options) (*allocation.Solution, error) {
	go p.Hash() // takes its time beside the work
	m, err := p.Market()
	if err != nil {
		return nil, err
	}
	options.Threads = runtime.GOMAXPROCS(0)
	return m.Solve(ctx, options)
}

// results are the files that were asked for.
func (c *allocateCmd) results(o allocation.Outcome) []output {
	var files []output
	if c.Assignments != "" {
		files = append(files, output{c.Assignments, func(to io.Writer) error { return allocation.WriteAssignmentsCSV(to, o) }})
	}
	if c.Cutoffs != "" {
		files = append(files, output{c.Cutoffs, func(to io.Writer) error { return allocation.WriteCutoffsCSV(to, o) }})
	}
	if c.Output != "" || len(files) == 0 {
		files = append(files, output{c.Output, func(to io.Writer) error {
			err := o.WriteCanonical(to)
			if err == nil {
				_, err = io.WriteString(to, "\n")
			}
			return err
		}})
	}
	return files
}

type checkCmd struct {
	Problem string `arg:"" optional:"" help:"Problem file. Left out with --groups and --children."`
	Outcome string `arg:"" optional:"" help:"Outcome file."`
	tables
}

// Help says how the command is called.
func (c *checkCmd) Help() string {
	return `The problem is one file, or two tables and the rest:

    balajol check problem.json outcome.json
    balajol check --groups groups.csv --children children.csv --rest rest.json outcome.json`
}

// Run judges an outcome: one line for each violation, CODE child group detail, with - where none is concerned.
func (c *checkCmd) Run() error {
	files, err := c.arguments([]string{c.Problem, c.Outcome}, "problem", "outcome")
	if err != nil {
		return err
	}
	p, o, err := c.readCase(files)
	if err != nil {
		return err
	}
	found := check.Compact(p).Judge(o).Violations
	for _, v := range found {
		fmt.Println(v.Code, cmp.Or(v.Child, "-"), cmp.Or(v.Group, "-"), v.Detail)
	}
	if len(found) > 0 {
		return exit{code: exitNo}
	}
	return nil
}

// readCase reads a problem and its outcome.
func (t tables) readCase(files []string) (*allocation.Compact, allocation.Outcome, error) {
	p, err := t.read(files[0])
	if err != nil {
		return p, allocation.Outcome{}, err
	}
	o, err := readAs(files[1], allocation.DecodeOutcome)
	return p, o, err
}
