package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
)

type policyCmd struct {
	Show policyShowCmd `cmd:"" help:"Print the figures of a profile on a day, or the names of the profiles."`
	Lint policyLintCmd `cmd:"" help:"List what is assumed, ended or ending in a profile."`
	Diff policyDiffCmd `cmd:"" help:"Say in words what changes from one profile to another."`

	Questionnaire policyQuestionnaireCmd `cmd:"" help:"Print the assumed figures as questions to a lawyer, or read the answers back."`
	Switch        policySwitchCmd        `cmd:"" help:"Let a territory pass to another profile: preview, propose, approve, cancel."`
}

type policyShowCmd struct {
	Profile string     `arg:"" optional:"" help:"Name of the profile, or a file."`
	On      civil.Date `help:"Day, as 2026-03-01; today by default." placeholder:"DATE"`
}

// Run prints a profile.
func (c *policyShowCmd) Run() error {
	if c.Profile == "" {
		return listProfiles()
	}
	p, day, err := profileOn(c.Profile, c.On)
	if err != nil {
		return err
	}
	fmt.Print(p.Show(day))
	return nil
}

// listProfiles names those that an authority can follow, then those that are for comparison.
func listProfiles() error {
	for _, name := range slices.Concat(policy.Names(), policy.Samples()) {
		p, err := loadProfile(name)
		if err != nil {
			return err
		}
		fmt.Printf("%-18s from %s  %s", p.Name, p.From, p.Title.EN)
		if !p.Whole() {
			fmt.Print(" (for comparison)")
		}
		fmt.Println()
	}
	return nil
}

type policyLintCmd struct {
	Profile string     `arg:"" help:"Name of the profile, or a file."`
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

// profileOn finds a profile, or reads it from a file, and the day meant: today where none is given.
func profileOn(name string, day civil.Date) (*policy.Profile, civil.Date, error) {
	find := loadProfile
	if strings.HasSuffix(name, ".json") {
		find = simulatedProfile
	}
	p, err := find(name)
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
