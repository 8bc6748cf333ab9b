package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// ConfirmHandedOver records that a clerk handed the notice of an offer over or read it out: the family's term begins. It is
// for notices that no channel could deliver; one that arrived is refused.
func (s *Service) ConfirmHandedOver(ctx context.Context, actor access.Actor, id register.ID[preschool.Offer]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.HandOverNotice, access.Place(actor.Authority)); err != nil {
			return err
		}
		o, err := tx.Offer(id)
		if err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		return s.arrived(tx, actor, day, o, register.ByCounter, store.Cause{Event: "notice.handed_over"})
	})
}

// NoticeTask is what a clerk sees of a notice to hand over: whom it is for, and no code of the application.
type NoticeTask struct {
	Offer     register.ID[preschool.Offer]
	Child     register.ID[register.Child]
	Of        preschool.OfferOf
	OfferedOn civil.Date
	Since     civil.Date // on the clerk's list
}

// NoticesToHandOver lists the offers whose families no channel reached: a clerk's worklist, in the order in which they were
// made.
func (s *Service) NoticesToHandOver(ctx context.Context, actor access.Actor) ([]NoticeTask, error) {
	var list []NoticeTask
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.HandOverNotice, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		untold, err := r.OffersUntold()
		for _, o := range untold {
			if o.NoticeVia == register.ByCounter {
				list = append(list, NoticeTask{o.ID, o.Child, o.Of, o.OfferedAt.Date(day.Rules.Zone), o.NoticedOn})
			}
		}
		return err
	})
	return list, err
}
