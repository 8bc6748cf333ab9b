package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/register"
)

type explainCmd struct {
	Problem string `arg:"" optional:"" help:"Problem file. Left out with --groups and --children."`
	Outcome string `arg:"" optional:"" help:"Outcome file."`
	Child   string `arg:"" optional:"" help:"Id of the child."`
	tables
	Lang string `help:"Language: kk, ru or en." enum:"kk,ru,en" default:"en"`
	JSON bool   `help:"Print the explanation as JSON."`
}

// Help says how the command is called.
func (c *explainCmd) Help() string {
	return `The problem is one file, or two tables and the rest:

    balajol explain problem.json outcome.json CHILD --lang kk
    balajol explain --groups groups.csv --children children.csv --rest rest.json outcome.json CHILD`
}

// Run explains what a child got. Only an outcome that stands can be explained.
func (c *explainCmd) Run(ctx context.Context) error {
	files, err := c.arguments([]string{c.Problem, c.Outcome, c.Child}, "problem", "outcome", "child")
	if err != nil {
		return err
	}
	p, o, err := c.readCase(files)
	if err != nil {
		return err
	}
	child := files[2]
	if len(check.Compact(p).Judge(o).Violations) > 0 {
		return exit{exitNo, register.Refuse(register.Conflict, "outcome.wrong")}
	}
	x, err := explainFrom(ctx, p, o, child)
	if errors.Is(err, allocation.ErrUnknownChild) {
		return register.Refuse(register.NotFound, "outcome.child").With("child", child)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(explanationOf(x))
	}
	messages, err := i18n.Load()
	if err != nil {
		return err
	}
	lang, err := i18n.ParseLang(c.Lang)
	if err != nil {
		return err
	}
	for _, sentence := range sentences(messages.Printer(lang), x) {
		fmt.Println(sentence)
	}
	return nil
}

// explainFrom asks a solution of its own where it is the very outcome, which takes a third of the memory; an outcome for
// families may be another one that stands.
func explainFrom(ctx context.Context, p *allocation.Compact, o allocation.Outcome, child string) (allocation.Explanation, error) {
	own, err := solveWith(ctx, p, allocation.Options{})
	if err != nil {
		return allocation.Explanation{}, err
	}
	mine, err := own.Outcome().Hash()
	if err != nil {
		return allocation.Explanation{}, err
	}
	if theirs, err := o.Hash(); err != nil || mine != theirs {
		return allocation.Explain(p.Expand(), o, child)
	}
	return own.Explain(child)
}

// explanation is allocation.Explanation as the file shows it: null where there is nothing.
type explanation struct {
	Child   string            `json:"child"`
	Group   *string           `json:"group"`
	Slot    string            `json:"slot,omitempty"`
	Reason  allocation.Reason `json:"reason,omitempty"`
	Number  int64             `json:"number"`
	Choices []choice          `json:"choices"`
}

type choice struct {
	Group     string             `json:"group"`
	Rank      int                `json:"rank"`
	Verdict   allocation.Verdict `json:"verdict"`
	Place     int                `json:"place,omitempty"`
	Standings []standing         `json:"standings"`
}

type standing struct {
	Slot   string  `json:"slot,omitempty"`
	Tier   int     `json:"tier"`
	Seats  int64   `json:"seats"`
	Cutoff *cutoff `json:"cutoff"`
	Before bool    `json:"before"`
}

type cutoff struct {
	Tier   int   `json:"tier"`
	Number int64 `json:"number,omitempty"`
	Place  int   `json:"place,omitempty"`
}

func explanationOf(x allocation.Explanation) explanation {
	e := explanation{Child: x.Child, Slot: x.Slot, Reason: x.Reason, Number: x.Number, Choices: []choice{}}
	if x.Group != "" {
		e.Group = &x.Group
	}
	for _, c := range x.Choices {
		shown := choice{Group: c.Group, Rank: c.Rank, Verdict: c.Verdict, Place: c.Place, Standings: []standing{}}
		for _, s := range c.Standings {
			line := standing{Slot: s.Slot, Tier: s.Tier, Seats: s.Seats, Before: s.Before}
			if s.Cutoff != nil {
				line.Cutoff = &cutoff{s.Cutoff.Tier, s.Cutoff.Number, s.Cutoff.Place}
			}
			shown.Standings = append(shown.Standings, line)
		}
		e.Choices = append(e.Choices, shown)
	}
	return e
}
