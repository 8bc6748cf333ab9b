package main

import (
	"fmt"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
)

type policyCmd struct {
	Show policyShowCmd `cmd:"" help:"Print the figures of a profile on a day, or the names of the profiles."`
	Lint policyLintCmd `cmd:"" help:"List what is assumed, ended or ending in a profile."`
}

type policyShowCmd struct {
	Profile string     `arg:"" optional:"" help:"Name of the profile."`
	On      civil.Date `help:"Day, as 2026-03-01; today by default." placeholder:"DATE"`
}

// Run prints a profile.
func (c *policyShowCmd) Run() error {
	if c.Profile == "" {
		for _, name := range policy.Names() {
			p, err := loadProfile(name)
			if err != nil {
				return err
			}
			fmt.Printf("%-18s from %s  %s\n", p.Name, p.From, p.Title.EN)
		}
		return nil
	}
	p, day, err := profileOn(c.Profile, c.On)
	if err != nil {
		return err
	}
	fmt.Print(p.Show(day))
	return nil
}

type policyLintCmd struct {
	Profile string     `arg:"" help:"Name of the profile."`
	On      civil.Date `help:"Day, as 2026-03-01; today by default." placeholder:"DATE"`
}

// Run lists the findings.
func (c *policyLintCmd) Run() error {
	p, day, err := profileOn(c.Profile, c.On)
	if err != nil {
		return err
	}
	fmt.Print(p.LintText(day))
	return nil
}

// profileOn finds a profile and the day meant: today where none is given.
func profileOn(name string, day civil.Date) (*policy.Profile, civil.Date, error) {
	p, err := loadProfile(name)
	if err != nil {
		return nil, day, err
	}
	if day.IsZero() {
		if day, err = today(p, time.Now()); err != nil {
			return nil, day, err
		}
	}
	if _, err := p.On(day); err != nil {
		return nil, day, err
	}
	return p, day, nil
}
