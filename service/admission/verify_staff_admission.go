package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// VerifyStaffAdmission records whether the authority found the relation true. If so the family gets an offer of the seat,
// marked as one to a child of the staff; without a free seat there is nothing to offer.
func (s *Service) VerifyStaffAdmission(ctx context.Context, actor access.Actor, id register.ID[preschool.StaffAdmission], genuine bool) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		asked, err := tx.StaffAdmission(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.VerifyStaff, asked); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		decided, err := asked.Decide(genuine, actor.ID, day.Today)
		if err != nil {
			return err
		}
		if err := tx.SaveStaffAdmission(actor, decided, store.Cause{Event: "staff_admission." + string(decided.State)}); err != nil || !genuine {
			return err
		}
		return s.offerToStaff(tx, actor, day, decided)
	})
}

func (s *Service) offerToStaff(tx *store.Tx, actor access.Actor, day service.Day, asked preschool.StaffAdmission) error {
	a, g, err := staffSeat(tx, asked)
	if err != nil {
		return err
	}
	queue, err := s.marketOf(tx.Reader, day, a)
	if err != nil {
		return err
	}
	by, err := day.Rules.Offer.AnswerTerm.Due(day.Today, day.Rules.Calendar)
	if err != nil {
		return err
	}
	if a, err = a.Offer(); err != nil {
		return err
	}
	o := preschool.Offer{
		Authority: tx.Authority, ID: store.NewID[preschool.Offer](tx, "offer"), Application: a.ID, Child: a.Child, Of: preschool.OfSeat,
		Source: preschool.FromStaff, Market: queue, Group: g.ID, State: preschool.OfferOpen, OfferedAt: tx.Now, AnswerBy: by,
	}
	if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.offered", Ground: "staff"}); err != nil {
		return err
	}
	if err := tx.SaveLeaveQueue(a.ID, string(round.Offered)); err != nil {
		return err
	}
	if err := tx.SaveNewOffer(actor, o, store.Cause{Event: "offer.made", Ground: "staff"}); err != nil {
		return err
	}
	promiseNotice(tx, o)
	return nil
}

// staffSeat finds the application and the free seat that were asked for: both may be gone since.
func staffSeat(tx *store.Tx, asked preschool.StaffAdmission) (a preschool.Application, g register.Group, err error) {
	if g, err = tx.Group(asked.Group); err != nil {
		return a, g, err
	}
	if g.Vacant() <= 0 {
		return a, g, register.Refuse(register.Conflict, "staff_admission.no_vacancy")
	}
	a, err = tx.Application(asked.Application)
	if err == nil && (a.State != preschool.ApplicationQueued || a.Unconfirmed || !fits(a, g)) {
		err = register.Refuse(register.Conflict, "staff_admission.no_application")
	}
	return a, g, err
}

// StaffTask is what an officer sees of a head's request: the child, to check the relation, and no code of its application.
type StaffTask struct {
	ID           register.ID[preschool.StaffAdmission]
	Child        register.ID[register.Child]
	Kindergarten register.ID[register.Kindergarten]
	Group        register.ID[register.Group]
	Relation     register.StaffRelation
	AskedBy      string // actor id of the head
}

// StaffAdmissionsToVerify lists the requests of heads that wait for the authority.
func (s *Service) StaffAdmissionsToVerify(ctx context.Context, actor access.Actor) ([]StaffTask, error) {
	var list []StaffTask
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.VerifyStaff, access.Place(actor.Authority)); err != nil {
			return err
		}
		waiting, err := r.StaffAdmissionsIn(preschool.StaffClaimed)
		for i := 0; i < len(waiting) && err == nil; i++ {
			var a preschool.Application
			asked := waiting[i]
			a, err = r.Application(asked.Application)
			list = append(list, StaffTask{asked.ID, a.Child, asked.Kindergarten, asked.Group, asked.Relation, asked.AskedBy})
		}
		return err
	})
	return list, err
}
