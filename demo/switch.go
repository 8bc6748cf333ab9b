package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

// Switch lets the city pass to another profile on a day of the year. The zero Switch is none.
type Switch struct {
	Profile *policy.Profile
	From    civil.Date
}

const (
	// noticeDays is how long before its day a switch is proposed and approved.
	noticeDays = 14
	switchAct  = "demonstration (assumed)"
)

// Check refuses a switch that cannot be played in a year that begins under a profile.
func (s Switch) Check(first *policy.Profile) error {
	if s.Profile == nil {
		return nil
	}
	from, to := civil.NewDate(Year, time.January, 3), civil.NewDate(Year, time.December, 31)
	if s.From.Before(from) || s.From.After(to) {
		return register.Refuse(register.Invalid, "simulation.switch_day").With("from", from.String()).With("to", to.String())
	}
	after, err := s.Profile.On(s.From)
	if err != nil {
		return register.Refuse(register.Invalid, "switch.no_rules").With("from", s.From.String())
	}
	if before, err := first.On(s.From); err != nil || before.SHA256 == after.SHA256 {
		if err != nil {
			return err
		}
		return register.Refuse(register.Invalid, "switch.same_profile")
	}
	return nil
}

// proposedOn is the day on which the switch is proposed.
func (s Switch) proposedOn() civil.Date {
	day, first := s.From.AddDays(-noticeDays), civil.NewDate(Year, time.January, 2)
	if day.Before(first) {
		return first
	}
	return day
}

// name is how the simulation of a year is known: a year with a switch is another one than a year without.
func (y *year) name() string {
	if y.Switch.Profile == nil {
		return y.Profile.Name
	}
	return y.Profile.Name + " " + y.Switch.Profile.Name + "@" + y.Switch.From.String()
}

// prepareSwitch proposes the switch and lets a second person approve it, each at an instant of its own.
func (y *year) prepareSwitch(ctx context.Context, day civil.Date) error {
	if y.Switch.Profile == nil || day != y.Switch.proposedOn() {
		return nil
	}
	err := y.once(y.at(day, 7*time.Hour+50*time.Minute), func() error {
		if _, found, err := y.findSwitch(ctx); err != nil || found {
			return err
		}
		_, err := y.Admission.ProposeSwitch(ctx, officer, admission.SwitchWish{Profile: y.Switch.Profile.Name, From: y.Switch.From, Act: switchAct})
		return err
	})
	if err != nil {
		return fmt.Errorf("propose switch: %w", err)
	}
	return y.once(y.at(day, 7*time.Hour+55*time.Minute), func() error {
		w, found, err := y.findSwitch(ctx)
		if err != nil || !found || w.State != preschool.SwitchProposed {
			return err
		}
		return y.Admission.ApproveSwitch(ctx, approver, w.ID, w.PreviewSHA256)
	})
}

func (y *year) findSwitch(ctx context.Context) (w preschool.ProfileSwitch, found bool, err error) {
	all, err := y.Admission.Switches(ctx, officer)
	i := slices.IndexFunc(all, func(w preschool.ProfileSwitch) bool {
		return w.Profile == y.Switch.Profile.Name && w.From == y.Switch.From && w.State != preschool.SwitchCancelled
	})
	if err != nil || i < 0 {
		return w, false, err
	}
	return all[i], true, nil
}

// carryOutSwitch puts the switch in force on its day, and later returns the vouchers that came to nothing after it.
func (y *year) carryOutSwitch(ctx context.Context, day civil.Date) error {
	if y.Switch.Profile == nil || day.Before(y.Switch.From) {
		return nil
	}
	return y.once(y.at(day, 2*time.Minute), func() error {
		_, err := y.Admission.CarryOutSwitch(ctx, system)
		return err
	})
}

// formation is the day on which the groups of the year form: the first one on which the rules of the day want them formed.
// A city that passes between the two days of its profiles forms them once.
func (y *year) formation() civil.Date {
	day := civil.NewDate(Year, time.January, 1)
	for ; day.Year() == Year; day = day.AddDays(1) {
		rules := y.rules(day)
		if !day.Before(rules.Season.Formation.In(Year)) {
			break
		}
	}
	return day
}

// switchWords are the line of the report, from the preview that was approved.
func (y *year) switchWords(ctx context.Context) (string, error) {
	if y.Switch.Profile == nil {
		return "", nil
	}
	w, found, err := y.findSwitch(ctx)
	if err != nil || !found {
		return "", err
	}
	p, err := admission.ReadSwitchPreview(w.Preview)
	if err != nil {
		return "", err
	}
	moved := p.Positions.Forward + p.Positions.Back
	return fmt.Sprintf("%s from %s (%s): %d of %d positions change, %d children get a voucher, %d go on under a state order, %d keep their voucher", w.Profile, w.From,
		w.State, moved, moved+p.Positions.Same, p.Placed.GetVoucher, p.Placed.LoseVoucher+p.Placed.KeepStateOrder, p.Placed.KeepVoucher), nil
}
