package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

type simulateCmd struct {
	dbFlags
	Base   string     `help:"Profile to compare with: a name or a file; by default the one that the authority follows." placeholder:"PROFILE"`
	Try    string     `help:"Profile to try: a name or a file; by default the base." placeholder:"PROFILE"`
	Seats  string     `help:"Seats that the tried side has more or less: group,delta or kindergarten,age,language,delta." placeholder:"FILE"`
	Round  string     `help:"Id of a round whose frozen input is the snapshot." placeholder:"ID" xor:"when"`
	On     civil.Date `help:"Day of the snapshot, as 2026-03-01: as its round found it, else as the day ended; by default now." placeholder:"DATE" xor:"when"`
	Choose bool       `help:"Let voucher holders choose a kindergarten at once, by the wishes on record."`
	CSV    string     `help:"Write the figures to a file." name:"csv" placeholder:"FILE"`
	SVG    string     `help:"Write a picture to a file." name:"svg" placeholder:"FILE"`
	Lang   string     `help:"Language: kk, ru or en." enum:"kk,ru,en" default:"en"`
}

// Help is what --help says below the flags' list.
func (c *simulateCmd) Help() string {
	return `Runs one round under two profiles on one snapshot of the queue and the free seats, lets the independent check judge both outcomes, and
prints who gains and who loses. Nothing is stored.

How the sides are compared. If both profiles give seats, by the kindergarten and its place among the family's wishes. If one of them
gives vouchers, its families choose later; then both are compared by what both decide, whether a child gets a place of its age and
language at all, be it a voucher or a seat, and choices are left out. With --choose, a side that gives vouchers goes on to the choice on
the same day, by the wishes on record, and both are compared by the kindergarten.

A profile is one of balajol policy show, or a file of that format.

--seats: a row of group,delta changes a group of the register; a row of kindergarten,age,language,delta changes the general groups of a
kindergarten, or opens one if there is none. Only free seats can be taken away.

Numbers of 1 to 9 children are printed as <10; what would give them away is hidden with them and printed as ×. See docs/simulation.md.`
}

// Run simulates.
func (c *simulateCmd) Run(ctx context.Context) error {
	for _, file := range []string{c.CSV, c.SVG} {
		if err := checkWritable(file); err != nil {
			return err
		}
	}
	city, err := c.open(ctx, nil)
	if err != nil {
		return err
	}
	defer city.db.Close()
	comparison, err := c.compare(ctx, city)
	if err != nil {
		return err
	}
	messages, err := i18n.Load()
	if err != nil {
		return err
	}
	lang, err := i18n.ParseLang(c.Lang)
	if err != nil {
		return err
	}
	return c.print(simulationReport{messages.Printer(lang), comparison, city, c.Choose})
}

// print writes the files that are wanted, and the page unless a file took the standard output.
func (c *simulateCmd) print(r simulationReport) error {
	files := []struct {
		name string
		text func() ([]byte, error)
	}{{c.CSV, r.csv}, {c.SVG, r.svg}}
	for _, file := range files {
		if file.name == "" {
			continue
		}
		text, err := file.text()
		if err != nil {
			return err
		}
		if err := writeFile(file.name, text); err != nil {
			return err
		}
	}
	if c.CSV != "-" && c.SVG != "-" {
		fmt.Print(r.page())
	}
	return nil
}

// compare reads what the flags name and asks the use case.
func (c *simulateCmd) compare(ctx context.Context, city *city) (admission.PolicyComparison, error) {
	var none admission.PolicyComparison
	q := admission.Simulation{Base: city.profile, Round: register.ID[preschool.Round](c.Round), On: c.On, Choose: c.Choose}
	var err error
	if c.Base != "" {
		if q.Base, err = simulatedProfile(c.Base); err != nil {
			return none, err
		}
	}
	q.Try = q.Base
	if c.Try != "" {
		if q.Try, err = simulatedProfile(c.Try); err != nil {
			return none, err
		}
	}
	var lines []int
	if c.Seats != "" {
		changes, err := readSeats(c.Seats)
		if err != nil {
			return none, err
		}
		q.Seats, lines = changes.list, changes.lines
	}
	comparison, err := city.admission.SimulatePolicies(ctx, actor(access.Auditor, c.Authority), q)
	return comparison, lineOfChange(c.Seats, lines, err)
}

// simulatedProfile finds an embedded profile or reads one from a file.
func simulatedProfile(name string) (*policy.Profile, error) {
	if slices.Contains(policy.Names(), name) || slices.Contains(policy.Samples(), name) {
		return policy.Load(name)
	}
	p, err := readAs(name, func(file io.Reader) (*policy.Profile, error) {
		text, err := io.ReadAll(file)
		if err != nil {
			return nil, err
		}
		return policy.Parse(text)
	})
	if register.CodeOf(err) == "file.missing" {
		return nil, register.Refuse(register.Invalid, "simulation.profile").With("profile", name).With("known", profileNames())
	}
	return p, err
}
