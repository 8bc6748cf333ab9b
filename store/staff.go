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

// SaveNewStaffAdmission keeps a head's request for a child of the staff.
func (tx *Tx) SaveNewStaffAdmission(actor access.Actor, a preschool.StaffAdmission, why Cause) error {
	err := tx.q.InsertStaffAdmission(tx.ctx, sqlcgen.InsertStaffAdmissionParams{
		AuthorityID: tx.auth(), StaffID: string(a.ID), ApplicationID: string(a.Application), KindergartenID: string(a.Kindergarten), GroupID: string(a.Group),
		Relation: string(a.Relation), State: string(a.State), AskedBy: a.AskedBy, DecidedBy: a.DecidedBy, DecidedOn: a.DecidedOn, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save staff admission %s: %w", a.ID, err)
	}
	return tx.record(actor, why.Event, string(a.ID), why.Ground, staffFacts(a)...)
}

// SaveStaffAdmission keeps a decided request.
func (tx *Tx) SaveStaffAdmission(actor access.Actor, a preschool.StaffAdmission, why Cause) error {
	err := tx.q.UpdateStaffAdmission(tx.ctx, sqlcgen.UpdateStaffAdmissionParams{
		AuthorityID: tx.auth(), StaffID: string(a.ID), State: string(a.State), DecidedBy: a.DecidedBy, DecidedOn: a.DecidedOn,
	})
	if err != nil {
		return fmt.Errorf("save staff admission %s: %w", a.ID, err)
	}
	return tx.record(actor, why.Event, string(a.ID), why.Ground, staffFacts(a)...)
}

func staffFacts(a preschool.StaffAdmission) []Fact {
	return []Fact{{Name: "application", Value: string(a.Application)}, {Name: "kindergarten", Value: string(a.Kindergarten)}, {Name: "group", Value: string(a.Group)},
		{Name: "state", Value: string(a.State)}, {Name: "asked_by", Value: a.AskedBy}, {Name: "decided_by", Value: a.DecidedBy}}
}

func staffOf(r sqlcgen.StaffAdmission) preschool.StaffAdmission {
	return preschool.StaffAdmission{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.StaffAdmission](r.StaffID),
		Application: register.ID[preschool.Application](r.ApplicationID), Kindergarten: register.ID[register.Kindergarten](r.KindergartenID),
		Group: register.ID[register.Group](r.GroupID), Relation: register.StaffRelation(r.Relation), State: preschool.StaffState(r.State),
		AskedBy: r.AskedBy, DecidedBy: r.DecidedBy, DecidedOn: r.DecidedOn,
	}
}

// StaffAdmission reads one request; in an Update its row is locked.
func (r *Reader) StaffAdmission(id register.ID[preschool.StaffAdmission]) (preschool.StaffAdmission, error) {
	row, err := r.q.GetStaffAdmission(r.ctx, sqlcgen.GetStaffAdmissionParams{AuthorityID: r.auth(), StaffID: string(id)})
	row, err = one(row, err, "staff_admission.unknown")
	return staffOf(row), err
}

// StaffAdmissionsIn lists the requests in a state, the oldest first.
func (r *Reader) StaffAdmissionsIn(state preschool.StaffState) ([]preschool.StaffAdmission, error) {
	rows, err := r.q.ListStaffAdmissionsIn(r.ctx, sqlcgen.ListStaffAdmissionsInParams{AuthorityID: r.auth(), State: string(state)})
	// Sorted here: asked to sort, the planner walks another index.
	slices.SortFunc(rows, func(a, b sqlcgen.StaffAdmission) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.StaffID, b.StaffID))
	})
	return each(rows, err, staffOf)
}

// StaffAdmissionsOf lists the requests for one application, the oldest first.
func (r *Reader) StaffAdmissionsOf(id register.ID[preschool.Application]) ([]preschool.StaffAdmission, error) {
	rows, err := r.q.ListStaffAdmissionsOf(r.ctx, sqlcgen.ListStaffAdmissionsOfParams{AuthorityID: r.auth(), ApplicationID: string(id)})
	return each(rows, err, staffOf)
}
