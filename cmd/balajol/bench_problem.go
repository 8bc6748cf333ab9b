package main

import (
	"context"
	"fmt"
	"os"

	"github.com/balajol/balajol/internal/nation"
	"github.com/balajol/balajol/register"
)

// country is which problem is drawn.
type country struct {
	Children int    `help:"Number of children, 1 to 1000000." default:"1000000"`
	Seed     uint64 `help:"Seed of the draw." default:"1"`
}

func (c country) validate() error {
	if c.Children < 1 || c.Children > nation.Most {
		return register.Refuse(register.Invalid, "simulation.children")
	}
	return nil
}

type benchProblemCmd struct {
	country
	Shape  nation.Shape `help:"What the groups ask for: ${enum}." enum:"own_orders,common_order,slots,families_common,families_orders" default:"own_orders"`
	Output string       `short:"o" help:"Write the problem to a file." placeholder:"FILE"`
}

// Run writes the very problem that the benchmark of that size, seed and shape solves, in its canonical form.
func (c *benchProblemCmd) Run(ctx context.Context) error {
	if err := c.validate(); err != nil {
		return err
	}
	if err := checkWritable(c.Output); err != nil {
		return err
	}
	stage("drawing %d children", c.Children)
	p := nation.Problem(c.Children, c.Seed, c.Shape)
	if err := ctx.Err(); err != nil {
		return err
	}
	stage("laying out the text")
	text, err := p.Canonical()
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	stage("writing %d MB", len(text)/1_000_000)
	return writeFile(c.Output, append(text, '\n'))
}

// stage says on the standard error what a long work is about to do.
func stage(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%6.1f s: %s\n", elapsed().Seconds(), fmt.Sprintf(format, args...))
}
