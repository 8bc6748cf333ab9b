package funding

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// RosterRow is one row of a group's sheet today.
type RosterRow struct {
	Placement register.ID[preschool.Placement]
	Child     register.ID[register.Child]
	Slot      int
	// Unconfirmed tells that the child comes from an old list and its family has not confirmed that: no money moves for it.
	Unconfirmed bool
}

// RosterGroup is a group with the children to call today.
type RosterGroup struct {
	Group     register.ID[register.Group]
	BirthYear int
	Slots     int // length of the marks: seats of the group
	Rows      []RosterRow
}

// Roster lists whom a kindergarten calls on a day, group by group.
func (s *Service) Roster(ctx context.Context, actor access.Actor, k register.ID[register.Kindergarten], on civil.Date) ([]RosterGroup, error) {
	var roster []RosterGroup
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.TakeRollCall, access.Theirs{Authority: actor.Authority, Kindergarten: k}); err != nil {
			return err
		}
		groups, err := r.GroupsOf(k)
		if err != nil {
			return err
		}
		placements, err := r.PlacementsDuring(k, civil.DateRange{From: on, To: on})
		if err != nil {
			return err
		}
		at := map[register.ID[register.Group]]int{}
		for i, g := range groups {
			at[g.ID] = i
			roster = append(roster, RosterGroup{Group: g.ID, BirthYear: g.BirthYear, Slots: g.Seats})
		}
		for _, p := range placements {
			row := &roster[at[p.Group]]
			row.Rows = append(row.Rows, RosterRow{p.ID, p.Child, p.Slot, p.Unconfirmed})
		}
		return nil
	})
	return roster, err
}

// TakeRollCalls keeps the roll calls of a kindergarten's groups for today: one code per slot, '-' where nobody is placed.
// All groups of the kindergarten are kept in one transaction. A day is called once; on a day off nobody is called.
func (s *Service) TakeRollCalls(ctx context.Context, actor access.Actor, k register.ID[register.Kindergarten], calls []preschool.RollCall) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.TakeRollCall, access.Theirs{Authority: actor.Authority, Kindergarten: k}); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if working, err := day.Rules.Calendar.IsWorking(day.Today); err != nil || !working {
			if err == nil {
				err = register.Refuse(register.Invalid, "roll_call.day_off").With("day", day.Today.String())
			}
			return err
		}
		taken, err := tx.RollCallsTaken(k, day.Today)
		if err != nil {
			return err
		}
		if taken > 0 {
			return register.Refuse(register.Conflict, "roll_call.taken").With("day", day.Today.String())
		}
		slots, err := tx.SlotsOn(k, day.Today)
		if err != nil {
			return err
		}
		for i := range calls {
			calls[i].Authority, calls[i].Day, calls[i].TakenBy = tx.Authority, day.Today, actor.ID
			if err := checkMarks(calls[i], slots); err != nil {
				return fmt.Errorf("take roll call of group %s: %w", calls[i].Group, err)
			}
			delete(slots, calls[i].Group)
		}
		for g := range slots {
			return register.Refuse(register.Invalid, "roll_call.group_missing").With("group", string(g))
		}
		return tx.SaveNewRollCalls(calls)
	})
}

// checkMarks refuses marks that do not fit who is placed: every child is marked, and nobody else.
func checkMarks(c preschool.RollCall, slots map[register.ID[register.Group]][]int) error {
	if err := c.Check(); err != nil {
		return err
	}
	placed := slots[c.Group]
	marked := 0
	for i := range len(c.Marks) {
		if c.Marks[i] != byte(register.NotEnrolled) {
			marked++
		}
	}
	for _, slot := range placed {
		if slot >= len(c.Marks) || c.Marks[slot] == byte(register.NotEnrolled) {
			return register.Refuse(register.Invalid, "roll_call.child_missing").With("slot", fmt.Sprint(slot+1))
		}
	}
	if marked != len(placed) {
		return register.Refuse(register.Invalid, "roll_call.nobody_placed").With("marked", fmt.Sprint(marked)).With("placed", fmt.Sprint(len(placed)))
	}
	return nil
}

// Called tells which kindergartens have taken today's roll calls.
func (s *Service) Called(ctx context.Context, actor access.Actor, day civil.Date) (map[register.ID[register.Kindergarten]]bool, error) {
	var called map[register.ID[register.Kindergarten]]bool
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		called, err = r.KindergartensCalled(day)
		return err
	})
	return called, err
}
