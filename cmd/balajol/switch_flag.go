package main

import (
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
)

// readSwitch reads PROFILE@DATE, "" for none, and refuses what cannot be played in a year that begins under a profile.
func readSwitch(text string, first *policy.Profile) (demo.Switch, error) {
	if text == "" {
		return demo.Switch{}, nil
	}
	name, date, both := strings.Cut(text, "@")
	day, err := civil.ParseDate(date)
	if !both || err != nil {
		return demo.Switch{}, register.Refuse(register.Invalid, "simulation.switch_form")
	}
	profile, err := loadProfile(name)
	if err != nil {
		return demo.Switch{}, err
	}
	s := demo.Switch{Profile: profile, From: day}
	return s, s.Check(first)
}
