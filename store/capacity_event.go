package store

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveNewCapacityEvent records what will change the seats of a kindergarten.
func (tx *Tx) SaveNewCapacityEvent(actor access.Actor, e preschool.CapacityEvent, why Cause) error {
	err := tx.q.InsertCapacityEvent(tx.ctx, sqlcgen.InsertCapacityEventParams{
		AuthorityID: tx.auth(), EventID: string(e.ID), KindergartenID: string(e.Kindergarten), Kind: string(e.Kind), State: string(e.State), FromDay: e.From,
		ToDay: e.To, GroupID: register.AnyID(e.Group), Seats: int64(e.Seats), IntoID: register.AnyID(e.Into), NewName: e.NewName, NewKind: e.NewKind,
		BirthYear: int64(e.BirthYear), Language: string(e.Language), Act: e.Act, RecordedBy: e.RecordedBy, CarriedOutOn: e.CarriedOutOn, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save capacity event %s: %w", e.ID, err)
	}
	return tx.record(actor, why.Event, string(e.ID), why.Ground, capacityFacts(e)...)
}

// SaveCapacityEvent keeps an event that was carried out or cancelled.
func (tx *Tx) SaveCapacityEvent(actor access.Actor, e preschool.CapacityEvent, why Cause) error {
	err := tx.q.UpdateCapacityEvent(tx.ctx, sqlcgen.UpdateCapacityEventParams{
		AuthorityID: tx.auth(), EventID: string(e.ID), State: string(e.State), GroupID: register.AnyID(e.Group), CarriedOutOn: e.CarriedOutOn,
	})
	if err != nil {
		return fmt.Errorf("save capacity event %s: %w", e.ID, err)
	}
	return tx.record(actor, why.Event, string(e.ID), why.Ground, capacityFacts(e)...)
}

func capacityFacts(e preschool.CapacityEvent) []Fact {
	return []Fact{{Name: "kindergarten", Value: string(e.Kindergarten)}, {Name: "kind", Value: string(e.Kind)}, {Name: "state", Value: string(e.State)},
		{Name: "from", Value: e.From.String()}, {Name: "to", Value: e.To.String()}, {Name: "group", Value: string(e.Group)}, {Name: "seats", Value: fmt.Sprint(e.Seats)},
		{Name: "into", Value: string(e.Into)}, {Name: "new_name", Value: e.NewName}, {Name: "new_kind", Value: e.NewKind},
		{Name: "birth_year", Value: fmt.Sprint(e.BirthYear)}, {Name: "language", Value: string(e.Language)}, {Name: "act", Value: e.Act}}
}

func capacityEventOf(r sqlcgen.CapacityEvent) preschool.CapacityEvent {
	return preschool.CapacityEvent{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.CapacityEvent](r.EventID),
		Kindergarten: register.ID[register.Kindergarten](r.KindergartenID), Kind: register.CapacityEventKind(r.Kind), State: preschool.CapacityEventState(r.State),
		From: r.FromDay, To: r.ToDay, Group: register.ID[register.Group](r.GroupID), Seats: int(r.Seats), Into: register.ID[register.Kindergarten](r.IntoID),
		NewName: r.NewName, NewKind: r.NewKind, BirthYear: int(r.BirthYear), Language: register.Language(r.Language), Act: r.Act, RecordedBy: r.RecordedBy,
		CarriedOutOn: r.CarriedOutOn,
	}
}

// CapacityEvent reads one event; in an Update its row is locked.
func (r *Reader) CapacityEvent(id register.ID[preschool.CapacityEvent]) (preschool.CapacityEvent, error) {
	row, err := r.q.GetCapacityEvent(r.ctx, sqlcgen.GetCapacityEventParams{AuthorityID: r.auth(), EventID: string(id)})
	row, err = one(row, err, "capacity_event.unknown")
	return capacityEventOf(row), err
}

// CapacityEventsDue lists the recorded events whose day has come, the oldest first.
func (r *Reader) CapacityEventsDue(today civil.Date) ([]preschool.CapacityEvent, error) {
	rows, err := r.q.ListCapacityEventsDue(r.ctx, sqlcgen.ListCapacityEventsDueParams{AuthorityID: r.auth(), Today: today})
	slices.SortFunc(rows, func(a, b sqlcgen.CapacityEvent) int {
		return cmp.Or(a.FromDay.Compare(b.FromDay), a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.EventID, b.EventID))
	})
	return each(rows, err, capacityEventOf)
}

// CapacityEvents lists the newest events first.
func (r *Reader) CapacityEvents(limit int) ([]preschool.CapacityEvent, error) {
	rows, err := r.q.ListCapacityEvents(r.ctx, sqlcgen.ListCapacityEventsParams{AuthorityID: r.auth(), Lim: int32(limit)})
	return each(rows, err, capacityEventOf)
}

// ClosedGroups lists the groups that closures and mergers ended, each with the act.
func (r *Reader) ClosedGroups() (map[register.ID[register.Group]]string, error) {
	rows, err := r.q.ListGroupsClosed(r.ctx, r.auth())
	acts := make(map[register.ID[register.Group]]string, len(rows))
	for _, row := range rows {
		acts[register.ID[register.Group](row.GroupID)] = row.Act
	}
	return acts, err
}
