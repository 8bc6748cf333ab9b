// Command balajol is the one binary: it plays the demonstration, serves the site, and lets anyone judge what was done
// (allocate, check, explain, settle, verify, monitor). Flags and wiring live here, and the only real clock.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/balajol/balajol/demo"
)

// cli is every command with its flags.
type cli struct {
	Demo     demoCmd     `cmd:"" help:"Play a city's year on the embedded network, report it, and serve it."`
	Serve    serveCmd    `cmd:"" help:"Serve the open site and the API of a database."`
	Migrate  migrateCmd  `cmd:"" help:"Bring a database to this program's schema."`
	Import   importCmd   `cmd:"" help:"Import registers."`
	Export   exportCmd   `cmd:"" help:"Write what an auditor needs to recompute the year without this program."`
	Policy   policyCmd   `cmd:"" help:"Show and check policy profiles."`
	Queue    queueCmd    `cmd:"" help:"Order a queue by a profile, and explain a position."`
	Allocate allocateCmd `cmd:"" help:"Solve an allocation problem."`
	Check    checkCmd    `cmd:"" help:"Judge an outcome of an allocation problem."`
	Explain  explainCmd  `cmd:"" help:"Say in a sentence what an outcome gave a child, and why."`
	Settle   settleCmd   `cmd:"" help:"Price a sheet of attendance by tariffs."`
	Simulate simulateCmd `cmd:"" help:"Compare two policies on the children who wait: who gains, who loses."`
	Log      logCmd      `cmd:"" help:"Check receipts and the published record."`
	Monitor  monitorCmd  `cmd:"" help:"Replay a published record as an outsider."`
	Audit    auditCmd    `cmd:"" help:"Recompute the invariants of a database."`
	Bench    benchCmd    `cmd:"" help:"Measure; every figure is a ratio inside one run."`
}

// began is the real time at which the program started.
var began = time.Now()

func elapsed() time.Duration { return time.Since(began) }

func main() { os.Exit(run(os.Args[1:])) }

// The exit codes.
const (
	exitDone   = 0
	exitNo     = 1 // the judged thing is wrong, or a part of the work was left out
	exitCannot = 2 // it could not be done, and nothing was changed
)

// exit carries an exit code with or without words.
type exit struct {
	code int
	err  error
}

func (e exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exit) Unwrap() error { return e.err }

func run(args []string) int {
	var c cli
	parser, err := kong.New(&c, kong.Name("balajol"), kong.Description("Preschool places by law and in the open; money follows the child."), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitCannot
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "balajol: %v\nSee 'balajol --help'.\n", err)
		return exitCannot
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run()
	if err == nil {
		return exitDone
	}
	if e, ok := errors.AsType[exit](err); ok {
		if e.err != nil {
			fmt.Fprintln(os.Stderr, "balajol:", explainError(e.err))
		}
		return e.code
	}
	if errors.Is(err, demo.ErrInterrupted) {
		fmt.Fprintln(os.Stderr, "balajol:", err)
		return exitNo
	}
	fmt.Fprintln(os.Stderr, "balajol:", explainError(err))
	return exitCannot
}
