package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

type allocateCmd struct {
	Problem string `arg:"" help:"Problem file; - is the standard input."`
	Output  string `short:"o" help:"Write the outcome to a file." placeholder:"OUTCOME"`
}

// Run solves a problem and writes the outcome in its canonical form.
func (c *allocateCmd) Run(ctx context.Context) error {
	p, err := readAs(c.Problem, allocation.Decode)
	if err != nil {
		return err
	}
	o, err := allocation.Solve(ctx, p, allocation.Options{})
	if err != nil {
		return inFile{c.Problem, err}
	}
	text, err := o.Canonical()
	if err != nil {
		return err
	}
	return writeFile(c.Output, append(text, '\n'))
}

type checkCmd struct {
	Problem string `arg:"" help:"Problem file."`
	Outcome string `arg:"" help:"Outcome file."`
}

// Run judges an outcome: one line for each violation, CODE child group detail, with - where none is concerned.
func (c *checkCmd) Run() error {
	p, o, err := readCase(c.Problem, c.Outcome)
	if err != nil {
		return err
	}
	found := check.Check(p, o)
	for _, v := range found {
		fmt.Println(v.Code, cmp.Or(v.Child, "-"), cmp.Or(v.Group, "-"), v.Detail)
	}
	if len(found) > 0 {
		return exit{code: exitNo}
	}
	return nil
}

func readCase(problem, outcome string) (allocation.Problem, allocation.Outcome, error) {
	p, err := readAs(problem, allocation.Decode)
	if err != nil {
		return p, allocation.Outcome{}, err
	}
	o, err := readAs(outcome, allocation.DecodeOutcome)
	return p, o, err
}
