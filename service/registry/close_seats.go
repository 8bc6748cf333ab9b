package registry

import (
	"context"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Closing asks to close vacant seats of a group to new children, with a typed reason and the order behind it. It is public.
type Closing struct {
	Group  register.ID[register.Group]
	Seats  int
	Reason register.CloseReason
	From   civil.Date // first day; none = today
	To     civil.Date // last day; none = until somebody opens them
	Act    string     // the order; a demonstration's own scale needs none
}

// ownReasons are those for which a kindergarten closes seats by itself, and opens them again. Everything else is the authority's.
var ownReasons = []register.CloseReason{register.ClosedRenovation, register.ClosedStaff, register.ClosedEmergency}

// CloseSeats closes seats by an order of the authority. Seats that children hold or were offered cannot be closed; nobody can
// declare a seat not to be there. A closure for a later day begins in the night (see CarryOutClosures). Closing again what is
// closed for the same reason, days and act changes nothing.
func (s *Service) CloseSeats(ctx context.Context, actor access.Actor, closings []Closing) error {
	return s.close(ctx, actor, access.CloseSeats, closings)
}

// CloseOwnSeats closes seats of a kindergarten by an order of its head, as CloseSeats does: only for reasons that are its own,
// and never without a reason, a day and a name.
func (s *Service) CloseOwnSeats(ctx context.Context, actor access.Actor, closings []Closing) error {
	return s.close(ctx, actor, access.CloseOwnSeats, closings)
}

func (s *Service) close(ctx context.Context, actor access.Actor, action access.Action, closings []Closing) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		for _, c := range closings {
			if err := closeSeats(tx, actor, action, day.Today, c); err != nil {
				return fmt.Errorf("close seats of group %s: %w", c.Group, err)
			}
		}
		return nil
	})
}

func closeSeats(tx *store.Tx, actor access.Actor, action access.Action, today civil.Date, c Closing) error {
	g, err := tx.Group(c.Group)
	if err != nil {
		return err
	}
	if err := actor.Require(action, g); err != nil {
		return err
	}
	if c.From.IsZero() {
		c.From = today
	}
	closure := preschool.SeatClosure{
		Authority: tx.Authority, ID: store.NewID[preschool.SeatClosure](tx, "closure"), Group: g.ID, Seats: c.Seats, Reason: c.Reason, From: c.From, To: c.To,
		ClosedBy: actor.ID, Act: c.Act,
	}
	if err := mayClose(action, g, closure, today); err != nil {
		return err
	}
	if err := mayScale(tx.Reader, c.Reason); err != nil {
		return err
	}
	live, err := tx.SeatClosuresOf(g.ID)
	if err != nil || slices.ContainsFunc(live, func(old preschool.SeatClosure) bool { return same(old, closure) }) {
		return err
	}
	if !c.From.After(today) && c.Seats > g.Vacant() {
		return register.Refuse(register.Conflict, "group.seats_taken").With("group", string(g.ID)).With("vacant", fmt.Sprint(g.Vacant()))
	}
	if err := tx.SaveNewSeatClosure(closure); err != nil {
		return err
	}
	changed, g := preschool.CloseOn(g, append(live, closure), today)
	return tx.SaveClosedSeats(actor, g, changed, closure, store.Cause{Event: "group.seats_closed", Ground: string(c.Reason)})
}

// mayClose refuses a closure that is none, or that is not the actor's to make.
func mayClose(action access.Action, g register.Group, c preschool.SeatClosure, today civil.Date) error {
	if err := c.Check(today); err != nil {
		return err
	}
	own := slices.Contains(ownReasons, c.Reason)
	switch {
	case c.Reason == register.ClosedByEvent, action == access.CloseOwnSeats && !own:
		return &register.Error{Kind: register.Denied, Code: "closure.reason_not_theirs", Field: "reason"}
	case c.Act == "" && c.Reason != register.ClosedDemoScale:
		return &register.Error{Kind: register.Invalid, Code: "closure.act", Field: "act"}
	case c.Seats > g.Seats:
		return register.Refuse(register.Conflict, "group.seats_taken").With("group", string(g.ID)).With("vacant", fmt.Sprint(g.Vacant()))
	}
	return nil
}

// mayScale refuses the reason that needs no order wherever the database is no demonstration.
func mayScale(r *store.Reader, why register.CloseReason) error {
	if why != register.ClosedDemoScale {
		return nil
	}
	_, err := r.Simulation()
	if register.KindOf(err) == register.NotFound {
		return &register.Error{Kind: register.Denied, Code: "closure.demonstration_only", Field: "reason"}
	}
	return err
}

func same(a, b preschool.SeatClosure) bool {
	return a.Seats == b.Seats && a.Reason == b.Reason && a.From == b.From && a.To == b.To && a.Act == b.Act
}
