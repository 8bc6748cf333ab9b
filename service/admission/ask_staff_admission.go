package admission

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// AskStaffAdmission is the request of a kindergarten's head for a child of somebody who works there: by the code of an
// application that stands in the queue, into a group with a free seat. It gives nothing yet, and tells the head nothing
// about the child: the authority checks the relation.
func (s *Service) AskStaffAdmission(ctx context.Context, actor access.Actor, id register.ID[preschool.Application], relation register.StaffRelation, group register.ID[register.Group]) (register.ID[preschool.StaffAdmission], error) {
	var made register.ID[preschool.StaffAdmission]
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		g, err := tx.Group(group)
		if err != nil {
			return err
		}
		if err := actor.Require(access.AskStaff, g); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if !day.Rules.Staff.Admission {
			return register.Refuse(register.Conflict, "staff_admission.not_in_rules")
		}
		if !slices.Contains(day.Rules.Staff.Relations, relation) {
			return &register.Error{Kind: register.Invalid, Code: "staff_admission.relation", Field: "relation"}
		}
		if err := mayAskStaff(tx, id, g); err != nil {
			return err
		}
		a := preschool.StaffAdmission{
			Authority: tx.Authority, ID: store.NewID[preschool.StaffAdmission](tx, "staff_admission"), Application: id, Kindergarten: g.Kindergarten,
			Group: g.ID, Relation: relation, State: preschool.StaffClaimed, AskedBy: actor.ID,
		}
		made = a.ID
		return tx.SaveNewStaffAdmission(actor, a, store.Cause{Event: "staff_admission.asked"})
	})
	return made, err
}

// mayAskStaff looks for the application and the free seat. A code that fits nothing gets one and the same answer, so that
// codes tell a kindergarten nothing about children.
func mayAskStaff(tx *store.Tx, id register.ID[preschool.Application], g register.Group) error {
	a, err := tx.Application(id)
	if err != nil && register.KindOf(err) != register.NotFound {
		return err
	}
	if err != nil || a.State != preschool.ApplicationQueued || a.Unconfirmed || !fits(a, g) {
		return register.Refuse(register.NotFound, "staff_admission.no_application")
	}
	if g.Vacant() <= 0 {
		return register.Refuse(register.Conflict, "staff_admission.no_vacancy")
	}
	before, err := tx.StaffAdmissionsOf(id)
	for _, b := range before {
		if b.State == preschool.StaffClaimed {
			return register.Refuse(register.Conflict, "staff_admission.live")
		}
	}
	return err
}

// fits tells whether a group is one for the child of an application.
func fits(a preschool.Application, g register.Group) bool {
	return a.BirthDate.Year() == g.BirthYear && (a.Language == g.Language || a.AlsoLanguage == g.Language) && a.Kind() == g.Kind
}
