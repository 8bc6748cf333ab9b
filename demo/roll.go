package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/funding"
	"github.com/balajol/balajol/service/registry"
)

// roll is what the kindergartens know of their groups: whom to call. A list is read again after somebody came or left.
type roll struct {
	sites []register.ID[register.Kindergarten]
	lists map[register.ID[register.Kindergarten]][]funding.RosterGroup
}

func newRoll(sites []registry.Site) roll {
	r := roll{lists: map[register.ID[register.Kindergarten]][]funding.RosterGroup{}}
	for _, s := range sites {
		r.sites = append(r.sites, s.ID)
	}
	return r
}

// stale forgets a kindergarten's lists.
func (r *roll) stale(k register.ID[register.Kindergarten]) { delete(r.lists, k) }

// siteOf is the kindergarten of a group: its id begins with the kindergarten's.
func siteOf(g register.ID[register.Group]) string {
	id := string(g)
	return id[:strings.LastIndex(id, "-g")]
}

// callRolls takes every kindergarten's roll calls of a working day, one transaction each. A roll call is no event: what was
// called before the program was stopped is asked for.
func (y *year) callRolls(ctx context.Context, day civil.Date) error {
	var called map[register.ID[register.Kindergarten]]bool
	var err error
	if day == y.resumed {
		if called, err = y.Funding.Called(ctx, public, day); err != nil {
			return err
		}
	}
	for i, k := range y.roll.sites {
		if called[k] {
			continue
		}
		list, known := y.roll.lists[k]
		if !known {
			if list, err = y.Funding.Roster(ctx, staff(k), k, day); err != nil {
				return err
			}
			y.roll.lists[k] = list
		}
		y.Clock.Set(y.at(day, 8*time.Hour+30*time.Minute+time.Duration(i)*time.Second))
		if err := y.Funding.TakeRollCalls(ctx, staff(k), k, y.marks(list, day)); err != nil {
			return fmt.Errorf("call roll of %s on %s: %w", k, day, err)
		}
	}
	return nil
}

// marks are what the teachers see on a day.
func (y *year) marks(list []funding.RosterGroup, day civil.Date) []preschool.RollCall {
	calls := make([]preschool.RollCall, 0, len(list))
	for _, g := range list {
		if len(g.Rows) == 0 {
			continue
		}
		marks := make([]byte, g.Slots)
		for i := range marks {
			marks[i] = byte(register.NotEnrolled)
		}
		for _, row := range g.Rows {
			marks[row.Slot] = byte(y.Seed.Mark(string(row.Child), g.BirthYear, string(g.Group), day))
		}
		calls = append(calls, preschool.RollCall{Group: g.Group, Marks: string(marks)})
	}
	return calls
}
