package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

type policySwitchCmd struct {
	Preview switchPreviewCmd `cmd:"" help:"Say what a switch would do, and keep nothing."`
	Propose switchProposeCmd `cmd:"" help:"Propose a switch, with the preview that a second person is to see."`
	Approve switchApproveCmd `cmd:"" help:"Approve the proposed switch as another person."`
	Cancel  switchCancelCmd  `cmd:"" help:"Cancel the live switch."`
	Show    switchShowCmd    `cmd:"" help:"List the switches of an authority."`
}

// switchFlags say which switch is meant.
type switchFlags struct {
	Profile string     `arg:"" help:"Profile that the territory is to follow."`
	From    civil.Date `arg:"" help:"First day of the new profile."`
	Act     string     `help:"The legal act behind it." required:""`
	As      string     `help:"Who you are: the key that the record shows." required:"" placeholder:"KEY"`
	dbFlags
}

func (f *switchFlags) wish() admission.SwitchWish {
	return admission.SwitchWish{Profile: f.Profile, From: f.From, Act: f.Act}
}

// person is a person of the authority at this terminal.
func person(role access.Role, authority, key string) access.Actor {
	return access.Actor{ID: key, Role: role, Authority: register.ID[register.Authority](authority)}
}

type switchPreviewCmd struct{ switchFlags }

// Run computes the preview.
func (c *switchPreviewCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(city *city) error {
		p, err := city.admission.PreviewSwitch(ctx, person(access.Officer, c.Authority, c.As), c.wish())
		if err == nil {
			tellSwitch(os.Stdout, p)
		}
		return err
	})
}

type switchProposeCmd struct{ switchFlags }

// Run proposes the switch and prints what the second person needs.
func (c *switchProposeCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(city *city) error {
		w, err := city.admission.ProposeSwitch(ctx, person(access.Officer, c.Authority, c.As), c.wish())
		if err != nil {
			return err
		}
		p, err := admission.ReadSwitchPreview(w.Preview)
		if err == nil {
			tellSwitch(os.Stdout, p)
			fmt.Printf("switch %s proposed; preview %s\n", w.ID, w.PreviewSHA256)
		}
		return err
	})
}

type switchApproveCmd struct {
	Preview string `arg:"" help:"Hash of the preview that you have seen."`
	As      string `help:"Who you are: the key that the record shows." required:"" placeholder:"KEY"`
	dbFlags
}

// Run approves the proposed switch.
func (c *switchApproveCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(city *city) error {
		w, err := liveSwitch(ctx, city, c.Authority)
		if err == nil {
			err = city.admission.ApproveSwitch(ctx, person(access.Approver, c.Authority, c.As), w.ID, c.Preview)
		}
		if err == nil {
			fmt.Printf("switch %s to %s on %s approved\n", w.ID, w.Profile, w.From)
		}
		return err
	})
}

type switchCancelCmd struct {
	Reason string `arg:"" help:"Why."`
	As     string `help:"Who you are: the key that the record shows." required:"" placeholder:"KEY"`
	dbFlags
}

// Run cancels the live switch.
func (c *switchCancelCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(city *city) error {
		w, err := liveSwitch(ctx, city, c.Authority)
		if err == nil {
			err = city.admission.CancelSwitch(ctx, person(access.Officer, c.Authority, c.As), w.ID, c.Reason)
		}
		if err == nil {
			fmt.Printf("switch %s to %s on %s cancelled\n", w.ID, w.Profile, w.From)
		}
		return err
	})
}

type switchShowCmd struct{ dbFlags }

// Run lists the switches.
func (c *switchShowCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(city *city) error {
		all, err := city.admission.Switches(ctx, actor(access.Officer, c.Authority))
		for _, w := range all {
			fmt.Printf("%s\t%s\t%s\t%s\tpreview %s\n", w.From, w.Profile, w.State, w.ID, w.PreviewSHA256)
		}
		return err
	})
}

// with opens the database for one piece of work.
func (f dbFlags) with(ctx context.Context, do func(*city) error) error {
	city, err := f.open(ctx, nil)
	if err != nil {
		return err
	}
	return errors.Join(do(city), city.db.Close())
}

func liveSwitch(ctx context.Context, city *city, authority string) (preschool.ProfileSwitch, error) {
	all, err := city.admission.Switches(ctx, actor(access.Officer, authority))
	for _, w := range all {
		if w.State == preschool.SwitchProposed || w.State == preschool.SwitchApproved {
			return w, err
		}
	}
	return preschool.ProfileSwitch{}, errors.Join(err, register.Refuse(register.NotFound, "switch.unknown"))
}

// tellSwitch prints a preview.
func tellSwitch(w io.Writer, p admission.SwitchPreview) {
	fmt.Fprintf(w, "%s passes to %s on %s, computed on %s\n", p.Before, p.Profile, p.From, p.On)
	for _, q := range p.Queues {
		fmt.Fprintf(w, "queue %s: %d wait, then %d; its turns %s\n", q.Queue, q.Before, q.After, map[string]string{"go_on": "go on", "begin": "begin anew"}[q.Turns])
	}
	n := p.Positions
	fmt.Fprintf(w, "positions: %d stay, %d forward, %d back (%d in another queue, %d by another class, %d by another order)\n",
		n.Same, n.Forward, n.Back, n.OtherQueue, n.OtherClass, n.OtherOrder)
	d := p.Placed
	fmt.Fprintf(w, "placed: %d get a voucher, %d pass to the state order, %d keep their voucher, %d stay on the state order, %d are funded by neither\n",
		d.GetVoucher, d.LoseVoucher, d.KeepVoucher, d.KeepStateOrder, d.Unfunded)
	end := "go on"
	if p.Offers.Returned {
		end = "end, and their families stand in the queue by their own date"
	}
	fmt.Fprintf(w, "offers: %d open seats and %d accepted ones go on under their own terms; %d open vouchers and %d without a seat %s\n",
		p.Offers.OpenSeats, p.Offers.AcceptedSeats, p.Offers.OpenVouchers, p.Offers.UnseatedVouchers, end)
	fmt.Fprintf(w, "waiting elsewhere: %d suspended, %d drafts, %d with more wishes than the new profile lets a family name\n",
		p.Waiting.Suspended, p.Waiting.Drafts, p.Waiting.LongLists)
	fmt.Fprintf(w, "groups form on %s, then on %s\n", p.Formation.Before, p.Formation.After)
	for _, m := range p.Months {
		fmt.Fprintf(w, "money %s to %s: %s\n", m.From, m.To, m.Scope)
	}
	for _, t := range p.Terms {
		fmt.Fprintf(w, "%s: %s, then %s\n", t.Key, t.Before, t.After)
	}
}
