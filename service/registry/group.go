package registry

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Closing closes seats of a group with a typed reason; 0 opens all of them. A closed seat is public.
type Closing struct {
	Group  register.ID[register.Group]
	Seats  int
	Reason register.CloseReason
}

// CloseSeats closes or opens seats. It refuses to close a seat that a child holds or was offered. Closing again what
// is closed changes nothing.
func (s *Service) CloseSeats(ctx context.Context, actor access.Actor, closings []Closing) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.OpenSeats, access.Place(actor.Authority)); err != nil {
			return err
		}
		for _, c := range closings {
			g, err := tx.Group(c.Group)
			if err != nil {
				return fmt.Errorf("close seats of group %s: %w", c.Group, err)
			}
			if c.Seats < 0 || c.Seats > g.Seats-g.Placed-g.Offered {
				return register.Refuse(register.Conflict, "group.seats_taken").With("group", string(g.ID))
			}
			reason := c.Reason
			if c.Seats == 0 {
				reason = ""
			}
			if g.Closed == c.Seats && g.CloseReason == reason {
				continue
			}
			g.Closed, g.CloseReason = c.Seats, reason
			if err := tx.SaveGroup(actor, g, store.Cause{Event: "group.seats_closed", Ground: string(c.Reason)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// FormGroups is the formation of a new season in one kindergarten: every group moves up a year with its children, and
// the groups whose children left for school take new ones. They are dealt the youngest ages so that the kindergarten
// keeps as many groups of each age as it had: first two-year-olds, then one-year-olds. A group whose children have not
// left yet is refused. Done twice it changes nothing.
func (s *Service) FormGroups(ctx context.Context, actor access.Actor, k register.ID[register.Kindergarten]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.FormGroup, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		groups, err := tx.GroupsOf(k)
		if err != nil {
			return err
		}
		year, releaseAge := day.Today.Year(), day.Rules.Season.ReleaseAge
		for _, g := range groups {
			if year-g.BirthYear >= releaseAge && g.Placed+g.Offered > 0 {
				return register.Refuse(register.Conflict, "group.not_released").With("group", string(g.ID))
			}
		}
		for _, g := range moveUp(groups, year, releaseAge) {
			if err := tx.SaveGroup(actor, g, store.Cause{Event: "group.formed", Ground: "season"}); err != nil {
				return err
			}
		}
		return nil
	})
}

// moveUp gives the groups that change for the season of a year. Age is counted by calendar year, so a group's age
// follows from the birth year of its children.
func moveUp(groups []register.Group, year, releaseAge int) []register.Group {
	wanted := map[int]int{} // age → groups of that age before
	var changed, emptied []register.Group
	for _, g := range groups {
		wanted[g.Age]++
		switch age := year - g.BirthYear; {
		case age >= releaseAge:
			emptied = append(emptied, g)
		case age != g.Age:
			g.Age = age
			changed = append(changed, g)
		}
	}
	youngest := []int{2, 1}
	for _, g := range groups {
		if age := year - g.BirthYear; age < releaseAge {
			wanted[age]--
		}
	}
	for _, g := range emptied {
		age := youngest[0]
		if wanted[age] <= 0 && wanted[youngest[1]] > 0 {
			age = youngest[1]
		}
		wanted[age]--
		g.Age, g.BirthYear = age, year-age
		changed = append(changed, g)
	}
	return changed
}
