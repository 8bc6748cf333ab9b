package admission

import (
	"context"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// CarryOutCapacityEvents does in the night what the recorded events of kindergartens bring on their day, and closes the seats
// that became free since in what is no more. A reduction, or another type of a group, waits for the night on which no child
// holds its seats. It returns how many events it carried out; done twice on a day it changes nothing.
func (s *Service) CarryOutCapacityEvents(ctx context.Context, actor access.Actor) (int, error) {
	done := 0
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		done = 0
		if err := actor.Require(access.LapseByRule, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		due, err := tx.CapacityEventsDue(day.Today)
		if err != nil {
			return err
		}
		for _, e := range due {
			c := &capacityChange{service: s, tx: tx, actor: actor, day: day, event: e}
			carried, err := c.carryOut()
			if err != nil {
				return fmt.Errorf("carry out capacity event %s: %w", e.ID, err)
			}
			if carried {
				done++
			}
		}
		return s.closeWhatIsNoMore(tx, actor, day)
	})
	return done, err
}

// capacityChange is an event on its day.
type capacityChange struct {
	service *Service
	tx      *store.Tx
	actor   access.Actor
	day     service.Day
	event   preschool.CapacityEvent
	site    register.Kindergarten
	groups  []register.Group // that the event is about
}

// carryOut does what the event brings, unless children still hold what it takes.
func (c *capacityChange) carryOut() (bool, error) {
	var err error
	if c.site, err = c.tx.KindergartenOf(c.event.Kindergarten); err != nil {
		return false, err
	}
	if c.groups, err = c.tx.GroupsOf(c.site.ID); err != nil {
		return false, err
	}
	if c.event.Group != "" {
		c.groups = slices.DeleteFunc(c.groups, func(g register.Group) bool { return g.ID != c.event.Group })
		if len(c.groups) == 0 || c.event.Fits(c.groups[0]) != nil {
			return false, nil
		}
	}
	steps := map[register.CapacityEventKind]func() error{
		register.CapacityOpening: c.open, register.CapacityExpansion: func() error { return c.resize(c.event.Seats) },
		register.CapacityReduction: func() error { return c.resize(-c.event.Seats) }, register.CapacityRenovation: c.renovate,
		register.CapacityRenaming: c.rename, register.CapacityChangeType: c.retype, register.CapacityClosure: c.shut, register.CapacityMerger: c.shut,
	}
	if err := steps[c.event.Kind](); err != nil {
		return false, err
	}
	e, err := c.event.CarryOut(c.day.Today)
	if err != nil {
		return false, err
	}
	return true, c.tx.SaveCapacityEvent(c.actor, e, store.Cause{Event: "capacity_event.carried_out", Ground: string(e.Kind)})
}

// open adds a group.
func (c *capacityChange) open() error {
	g := register.Group{
		Authority: c.tx.Authority, Kindergarten: c.site.ID, Number: 1, Age: max(c.day.Today.Year()-c.event.BirthYear, 0), BirthYear: c.event.BirthYear,
		Language: c.event.Language, Kind: register.GroupKind(c.event.NewKind), Seats: c.event.Seats,
	}
	for _, old := range c.groups {
		g.Number = max(g.Number, old.Number+1)
	}
	g.ID = register.ID[register.Group](fmt.Sprintf("%s-g%02d", c.site.Code, g.Number))
	if err := c.tx.SaveNewGroup(c.actor, g, store.Cause{Event: "group.opened", Ground: string(c.event.ID)}); err != nil {
		return err
	}
	c.event.Group = g.ID
	c.site.Groups, c.site.Places = c.site.Groups+1, c.site.Places+g.Seats
	return c.tx.SaveKindergartenCapacity(c.site)
}

// resize changes the licensed seats of a group.
func (c *capacityChange) resize(by int) error {
	g := c.groups[0]
	g.Seats += by
	if err := c.tx.SaveGroupCapacity(c.actor, g, store.Cause{Event: "group.resized", Ground: string(c.event.ID)}); err != nil {
		return err
	}
	c.site.Places += by
	return c.tx.SaveKindergartenCapacity(c.site)
}

// renovate closes vacant seats until the last day of the works.
func (c *capacityChange) renovate() error {
	for _, g := range c.groups {
		seats := g.Vacant()
		if c.event.Seats > 0 {
			seats = min(seats, c.event.Seats)
		}
		closure := preschool.SeatClosure{Group: g.ID, Seats: seats, Reason: register.ClosedRenovation, From: c.day.Today, To: c.event.To}
		if err := c.service.closeSeats(c.tx, c.actor, c.day, g, closure, c.event.RecordedBy, c.event.Act); err != nil {
			return err
		}
	}
	return nil
}

func (c *capacityChange) rename() error {
	c.site.FormerNames = append([]string{c.site.Name}, c.site.FormerNames...)
	c.site.Name = c.event.NewName
	return c.tx.SaveKindergartenCapacity(c.site)
}

// retype changes the type of the kindergarten, or the kind of an empty group.
func (c *capacityChange) retype() error {
	if c.event.Group == "" {
		c.site.Kind = register.KindergartenKind(c.event.NewKind)
		return c.tx.SaveKindergartenCapacity(c.site)
	}
	g := c.groups[0]
	g.Kind = register.GroupKind(c.event.NewKind)
	return c.tx.SaveGroupCapacity(c.actor, g, store.Cause{Event: "group.retyped", Ground: string(c.event.ID)})
}

// closeSeats adds a closure of vacant seats by an event; none where no seat is vacant.
func (s *Service) closeSeats(tx *store.Tx, actor access.Actor, day service.Day, g register.Group, c preschool.SeatClosure, by, act string) error {
	if c.Seats < 1 {
		return nil
	}
	c.Authority, c.ID, c.ClosedBy, c.Act = tx.Authority, store.NewID[preschool.SeatClosure](tx, "closure"), by, act
	if err := tx.SaveNewSeatClosure(c); err != nil {
		return err
	}
	live, err := tx.SeatClosuresOf(g.ID)
	if err != nil {
		return err
	}
	changed, g := preschool.CloseOn(g, live, day.Today)
	return tx.SaveClosedSeats(actor, g, changed, c, store.Cause{Event: "group.seats_closed", Ground: string(c.Reason)})
}
