package preschool

import (
	"cmp"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// SeatClosure is a number of vacant seats of a group that take no new child for a while. It is public: a vacancy is computed
// as licensed − placed − offered − closed, so that a closed seat without a reason, a day and a person could hide one.
type SeatClosure struct {
	Authority register.ID[register.Authority]
	ID        register.ID[SeatClosure]
	Group     register.ID[register.Group]
	Seats     int
	Reason    register.CloseReason
	From      civil.Date // first day
	To        civil.Date // last day; none: until somebody opens the seats
	EndedOn   civil.Date // first day on which the seats are open again; none: not ended
	ClosedBy  string     // key of the person
	Act       string     // the order that closes them
}

// Scope returns the authority.
func (c SeatClosure) Scope() register.ID[register.Authority] { return c.Authority }

// Check refuses a closure that cannot be: without seats or a reason, into the past, or ending before it begins.
func (c SeatClosure) Check(today civil.Date) error {
	wrong := func(field, code string) error {
		return &register.Error{Kind: register.Invalid, Code: code, Field: field}
	}
	switch {
	case c.Seats < 1:
		return wrong("seats", "closure.seats")
	case !slices.Contains(register.CloseReasons, c.Reason):
		return wrong("reason", "closure.reason")
	case c.From.Before(today):
		return wrong("from", "closure.past")
	case !c.To.IsZero() && c.To.Before(c.From):
		return wrong("to", "closure.days")
	}
	return nil
}

// LiveOn tells whether the seats are closed on a day.
func (c SeatClosure) LiveOn(day civil.Date) bool {
	return !day.Before(c.From) && c.EndedOn.IsZero() && (c.To.IsZero() || !day.After(c.To))
}

// End opens the seats again.
func (c SeatClosure) End(today civil.Date) (SeatClosure, error) {
	if !c.EndedOn.IsZero() {
		return c, register.Refuse(register.Conflict, "closure.ended").With("on", c.EndedOn.String())
	}
	c.EndedOn = today
	return c, nil
}

// Narrow keeps the closure to the seats that are there: those that children hold cannot be closed.
func (c SeatClosure) Narrow(seats int) SeatClosure {
	c.Seats = seats
	return c
}

// CloseOn works out the closures of one group on a day, of which none has ended: those whose last day is over end, and one
// that would close seats that children hold is narrowed, the latest first; one without any seat left ends. It returns the
// closures that changed and the group with what is closed now.
func CloseOn(g register.Group, closures []SeatClosure, today civil.Date) (changed []SeatClosure, _ register.Group) {
	closures = slices.SortedFunc(slices.Values(closures), func(a, b SeatClosure) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.ID, b.ID))
	})
	room := g.Seats - g.Placed - g.Offered
	g.Closed, g.CloseReason = 0, ""
	for _, c := range closures {
		switch {
		case !c.To.IsZero() && today.After(c.To):
			c.EndedOn = today
			changed = append(changed, c)
			continue
		case today.Before(c.From):
			continue
		case room-g.Closed <= 0:
			c.EndedOn = today
			changed = append(changed, c)
			continue
		case c.Seats > room-g.Closed:
			c = c.Narrow(room - g.Closed)
			changed = append(changed, c)
		}
		g.Closed += c.Seats
		g.CloseReason = c.Reason
	}
	return changed, g
}
