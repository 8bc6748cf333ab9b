package registry

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// FormGroups is the formation of a new season in one kindergarten: every group moves up a year with its children, and
// the groups whose children left for school take new ones. They are dealt the youngest ages so that the kindergarten
// keeps as many groups of each age as it had: first two-year-olds, then one-year-olds. A group in which somebody stays, since
// the child has not reached six or needs special conditions, is formed anew when it is empty. Before the day of formation it is
// refused, and so is a group whose children have reached the age and have not been released. Done twice it changes nothing.
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
		year := day.Today.Year()
		if from := day.Rules.Season.Formation.In(year); day.Today.Before(from) {
			return register.Refuse(register.Conflict, "group.season").With("from", from.String())
		}
		if err := allReleased(tx, &day, k, groups); err != nil {
			return err
		}
		for _, g := range moveUp(groups, year, day.Rules.Season.ReleaseAge) {
			if err := tx.SaveGroup(actor, g, store.Cause{Event: "group.formed", Ground: "season"}); err != nil {
				return err
			}
		}
		return nil
	})
}

// allReleased refuses the formation while a group that leaves holds an offer, or a child who can be released.
func allReleased(tx *store.Tx, day *service.Day, k register.ID[register.Kindergarten], groups []register.Group) error {
	season := &day.Rules.Season
	leaving := map[register.ID[register.Group]]bool{}
	for _, g := range groups {
		if !season.GrowsOut(g.BirthYear, day.Today.Year()) || slices.Contains(season.ReleaseExempt, g.Kind) {
			continue
		}
		if g.Offered > 0 {
			return register.Refuse(register.Conflict, "group.not_released").With("group", string(g.ID))
		}
		leaving[g.ID] = g.Placed > 0
	}
	last := day.Today // after the window nobody can be released
	if to := season.ReleaseTo.In(last.Year()); last.After(to) {
		last = to
	}
	present, err := tx.PlacementsDuring(k, civil.DateRange{From: day.Today, To: day.Today})
	if err != nil {
		return err
	}
	for _, p := range present {
		if !leaving[p.Group] || p.State == preschool.PlacementEnded {
			continue
		}
		child, err := tx.Child(p.Child)
		if err != nil {
			return err
		}
		if policy.Reached(child.BirthDate, season.ReleaseAge, last) {
			return register.Refuse(register.Conflict, "group.not_released").With("group", string(p.Group))
		}
	}
	return nil
}

// oldest is the highest age that a group may have.
const oldest = 7

// moveUp gives the groups that change for the season of a year. Age is counted by calendar year, so a group's age
// follows from the birth year of its children. A group that is emptied later is dealt the age of which there are fewer.
func moveUp(groups []register.Group, year, releaseAge int) []register.Group {
	wanted := map[int]int{} // age → groups of that age before
	var changed, emptied []register.Group
	for _, g := range groups {
		wanted[g.Age]++
		switch age := year - g.BirthYear; {
		case age >= releaseAge && g.Placed+g.Offered == 0:
			emptied = append(emptied, g)
		case age != g.Age && age <= oldest:
			g.Age = age
			changed = append(changed, g)
		}
	}
	const two, one = 2, 1
	has := map[int]int{} // age → groups of that age now
	for _, g := range groups {
		if age := year - g.BirthYear; age < releaseAge {
			wanted[age]--
			has[age]++
		}
	}
	late := len(changed) == 0 && len(has) > 0 // the others moved up before: what was is not known any more
	for _, g := range emptied {
		age := two
		if wanted[two] <= 0 && (wanted[one] > 0 || late && has[one] < has[two]) {
			age = one
		}
		wanted[age]--
		has[age]++
		g.Age, g.BirthYear = age, year-age
		changed = append(changed, g)
	}
	return changed
}
