package store

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveNewSeatClosure adds a closure. What it closes today stands in its group: see SaveClosedSeats.
func (tx *Tx) SaveNewSeatClosure(c preschool.SeatClosure) error {
	err := tx.q.InsertSeatClosure(tx.ctx, sqlcgen.InsertSeatClosureParams{
		AuthorityID: tx.auth(), ClosureID: string(c.ID), GroupID: string(c.Group), Seats: int64(c.Seats), Reason: string(c.Reason), FromDay: c.From, ToDay: c.To,
		EndedOn: c.EndedOn, ClosedBy: c.ClosedBy, Act: c.Act, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save closure %s: %w", c.ID, err)
	}
	return nil
}

// SaveClosedSeats keeps the closures of a group that changed and the seats that are closed in it now, as one event of the
// group: closure names the one that it is about.
func (tx *Tx) SaveClosedSeats(actor access.Actor, g register.Group, changed []preschool.SeatClosure, closure preschool.SeatClosure, why Cause) error {
	for _, c := range changed {
		err := tx.q.UpdateSeatClosure(tx.ctx, sqlcgen.UpdateSeatClosureParams{AuthorityID: tx.auth(), ClosureID: string(c.ID), Seats: int64(c.Seats), EndedOn: c.EndedOn})
		if err != nil {
			return fmt.Errorf("save closure %s: %w", c.ID, err)
		}
	}
	if err := tx.updateGroup(g); err != nil {
		return err
	}
	facts := append(groupFacts(g), Fact{Name: "closure", Value: string(closure.ID)}, Fact{Name: "closure_seats", Value: fmt.Sprint(closure.Seats)},
		Fact{Name: "closure_reason", Value: string(closure.Reason)}, Fact{Name: "closure_from", Value: closure.From.String()},
		Fact{Name: "closure_to", Value: closure.To.String()}, Fact{Name: "closure_ended", Value: closure.EndedOn.String()}, Fact{Name: "act", Value: closure.Act})
	return tx.record(actor, why.Event, string(g.ID), why.Ground, facts...)
}

func seatClosureOf(r sqlcgen.SeatClosure) preschool.SeatClosure {
	return preschool.SeatClosure{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.SeatClosure](r.ClosureID), Group: register.ID[register.Group](r.GroupID),
		Seats: int(r.Seats), Reason: register.CloseReason(r.Reason), From: r.FromDay, To: r.ToDay, EndedOn: r.EndedOn, ClosedBy: r.ClosedBy, Act: r.Act,
	}
}

// SeatClosure reads one closure; in an Update its row is locked.
func (r *Reader) SeatClosure(id register.ID[preschool.SeatClosure]) (preschool.SeatClosure, error) {
	row, err := r.q.GetSeatClosure(r.ctx, sqlcgen.GetSeatClosureParams{AuthorityID: r.auth(), ClosureID: string(id)})
	row, err = one(row, err, "closure.unknown")
	return seatClosureOf(row), err
}

// SeatClosuresOf lists the closures of a group that have not ended.
func (r *Reader) SeatClosuresOf(g register.ID[register.Group]) ([]preschool.SeatClosure, error) {
	rows, err := r.q.ListSeatClosuresOf(r.ctx, sqlcgen.ListSeatClosuresOfParams{AuthorityID: r.auth(), GroupID: string(g)})
	return sortedClosures(rows, err)
}

// SeatClosures lists the closures that have not ended, by group.
func (r *Reader) SeatClosures() ([]preschool.SeatClosure, error) {
	rows, err := r.q.ListSeatClosuresLive(r.ctx, r.auth())
	return sortedClosures(rows, err)
}

func sortedClosures(rows []sqlcgen.SeatClosure, err error) ([]preschool.SeatClosure, error) {
	slices.SortFunc(rows, func(a, b sqlcgen.SeatClosure) int {
		return cmp.Or(cmp.Compare(a.GroupID, b.GroupID), a.FromDay.Compare(b.FromDay), cmp.Compare(a.ClosureID, b.ClosureID))
	})
	return each(rows, err, seatClosureOf)
}
