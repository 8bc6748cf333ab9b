package main

import (
	"context"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/nation"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
)

// What families do, of a hundred of them.
const (
	acceptOf100 = 90
	missesOf100 = 5 // let the term run out; the rest declines
	signsOf100  = 96
	leavesOf100 = 6
	leavesAfter = 30 // days at least
	leavesUntil = 150
)

// register lets the day's households hand in, one after the other.
func (y *cityYear) register(ctx context.Context, day civil.Date, n int) error {
	for i := 0; len(y.city.Households) > 0 && y.city.Households[0].Day <= n; i++ {
		h := y.city.Households[0]
		y.city.Households = y.city.Households[1:]
		y.at(day, 8*time.Hour+time.Duration(i)*time.Second)
		if err := y.handIn(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// handIn enters a household and submits an application for each child.
func (y *cityYear) handIn(ctx context.Context, h nation.Household) error {
	var children []registry.NewChild
	for _, c := range h.Children {
		children = append(children, registry.NewChild{IIN: c.IIN, BirthDate: c.Birth, Language: h.Language, District: "north", Generated: true})
	}
	var done registry.Registered
	err := y.timed("families", func() (err error) {
		done, err = y.registry.RegisterFamily(ctx, y.as(access.Family), register.Guardian{Authority: y.authority, IIN: h.IIN}, children)
		return err
	})
	if err != nil {
		return err
	}
	return y.timed("registration", func() error {
		for i, c := range h.Children {
			s := admission.Submission{Child: done.Children[i], Settlement: string(y.authority), Source: register.FromGuardian}
			for _, code := range c.Choices {
				s.Choices = append(s.Choices, register.ID[register.Kindergarten](code))
			}
			if _, err := y.admission.SubmitApplication(ctx, y.family(done.Guardian), s); err != nil {
				return err
			}
			y.counts.Applications++
		}
		return nil
	})
}

// answer lets families do what they do on this day: they look at their offers in the first days, sign in the days after, and
// some leave.
func (y *cityYear) answer(ctx context.Context, day civil.Date) error {
	y.at(day, 18*time.Hour)
	var work admission.Worklist
	err := y.timed("worklist", func() (err error) {
		work, err = y.admission.Worklist(ctx, y.as(access.System))
		return err
	})
	if err != nil {
		return err
	}
	y.at(day, 19*time.Hour)
	return y.timed("answers", func() error {
		for _, o := range work.Open {
			if err := y.open(ctx, day, o); err != nil {
				return err
			}
		}
		for _, o := range work.Accepted {
			if err := y.sign(ctx, day, o); err != nil {
				return err
			}
		}
		for _, l := range y.leaving[day] {
			if err := y.admission.EndPlacement(ctx, y.family(l.guardian), l.placement, "moved_away"); err != nil {
				return err
			}
		}
		delete(y.leaving, day)
		return nil
	})
}

func (y *cityYear) draw(purpose string, o admission.OfferOf, n int) int {
	return nation.Temper(y.seed, purpose, string(o.Offer.ID), n)
}

// open answers an offer on the day on which the family looks.
func (y *cityYear) open(ctx context.Context, day civil.Date, o admission.OfferOf) error {
	looks := o.OfferedAt.Date(time.UTC).AddDays(y.draw("looks", o, 3))
	mood := y.draw("answers", o, 100)
	switch {
	case day.Before(looks) || day.After(o.AnswerBy) || mood >= acceptOf100 && mood < acceptOf100+missesOf100:
		return nil
	case mood < acceptOf100:
		return y.admission.AcceptOffer(ctx, y.family(o.Application.Guardian), o.Offer.ID)
	}
	return y.admission.DeclineOffer(ctx, y.family(o.Application.Guardian), o.Offer.ID)
}

// sign signs the contract some days after.
func (y *cityYear) sign(ctx context.Context, day civil.Date, o admission.OfferOf) error {
	signs := o.AnsweredAt.Date(time.UTC).AddDays(y.draw("signs", o, 4))
	if day.Before(signs) || day.After(o.ContractBy) || y.draw("contract", o, 100) >= signsOf100 {
		return nil
	}
	family := y.family(o.Application.Guardian)
	if err := y.papers(ctx, day, o, family); err != nil {
		return err
	}
	placement, err := y.admission.SignContract(ctx, family, o.Offer.ID)
	if err != nil {
		return err
	}
	y.counts.Contracts++
	if y.draw("leaves", o, 100) < leavesOf100 {
		on := day.AddDays(leavesAfter + y.draw("leaves after", o, leavesUntil-leavesAfter))
		y.leaving[on] = append(y.leaving[on], leaving{placement, o.Application.Guardian})
	}
	return nil
}

// papers are handed in and accepted, if the rules ask for any.
func (y *cityYear) papers(ctx context.Context, day civil.Date, o admission.OfferOf, family access.Actor) error {
	rules, err := y.profile.On(day)
	if err != nil || !rules.Enrol.Papers {
		return err
	}
	if err := y.admission.SubmitPapers(ctx, family, o.Offer.ID, nil); err != nil {
		return err
	}
	staff := y.as(access.Kindergarten)
	staff.Kindergarten = y.siteOf[o.Group]
	return y.admission.AcceptPapers(ctx, staff, o.Offer.ID)
}
