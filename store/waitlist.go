package store

import (
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveEnterWaitlists puts an application on the waiting lists of its choices; where it stands already it stays.
func (tx *Tx) SaveEnterWaitlists(actor access.Actor, a preschool.Application, on civil.Date, why Cause) error {
	for _, k := range a.Choices {
		err := tx.q.InsertWaitlist(tx.ctx, sqlcgen.InsertWaitlistParams{
			AuthorityID: tx.auth(), KindergartenID: string(k), ApplicationID: string(a.ID), EnteredOn: on, CreatedAt: tx.Now,
		})
		if err != nil {
			return err
		}
	}
	return tx.record(actor, why.Event, string(a.ID), why.Ground)
}

// SaveLeaveWaitlist takes an application off one waiting list.
func (tx *Tx) SaveLeaveWaitlist(actor access.Actor, id register.ID[preschool.Application], k register.ID[register.Kindergarten], on civil.Date, why Cause) error {
	err := tx.q.LeaveWaitlist(tx.ctx, sqlcgen.LeaveWaitlistParams{
		AuthorityID: tx.auth(), KindergartenID: string(k), ApplicationID: string(id), LeftOn: on, LeaveReason: why.Ground,
	})
	if err != nil {
		return err
	}
	return tx.record(actor, why.Event, string(id), why.Ground, Fact{Name: "kindergarten", Value: string(k)})
}

// SaveLeaveWaitlists takes an application off every list; the event of what ended the waiting stands beside it.
func (tx *Tx) SaveLeaveWaitlists(id register.ID[preschool.Application], on civil.Date, reason string) error {
	return tx.q.LeaveWaitlists(tx.ctx, sqlcgen.LeaveWaitlistsParams{AuthorityID: tx.auth(), ApplicationID: string(id), LeftOn: on, LeaveReason: reason})
}

// Waitlists gives the kindergartens on whose waiting list each application stands.
func (r *Reader) Waitlists() (map[register.ID[preschool.Application]][]register.ID[register.Kindergarten], error) {
	rows, err := r.q.ListWaitlists(r.ctx, r.auth())
	lists := map[register.ID[preschool.Application]][]register.ID[register.Kindergarten]{}
	for _, w := range rows {
		id := register.ID[preschool.Application](w.ApplicationID)
		lists[id] = append(lists[id], register.ID[register.Kindergarten](w.KindergartenID))
	}
	return lists, err
}

// WaitlistCounts counts the children on each kindergarten's waiting list.
func (r *Reader) WaitlistCounts() (map[register.ID[register.Kindergarten]]int, error) {
	rows, err := r.q.CountWaitlists(r.ctx, r.auth())
	counts := make(map[register.ID[register.Kindergarten]]int, len(rows))
	for _, c := range rows {
		counts[register.ID[register.Kindergarten](c.KindergartenID)] = int(c.Waiting)
	}
	return counts, err
}

// WaitlistOf lists who stands on the waiting list of a kindergarten, by application.
func (r *Reader) WaitlistOf(k register.ID[register.Kindergarten]) ([]register.ID[preschool.Application], error) {
	rows, err := r.q.ListWaitlistOf(r.ctx, sqlcgen.ListWaitlistOfParams{AuthorityID: r.auth(), KindergartenID: string(k)})
	slices.Sort(rows)
	return each(rows, err, func(id string) register.ID[preschool.Application] { return register.ID[preschool.Application](id) })
}
