package store

import (
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// Notice is one attempt to tell a family of an offer.
type Notice struct {
	Offer     register.ID[preschool.Offer]
	Way       register.NoticeWay
	Template  string
	Delivered bool
	On        civil.Date
}

// SaveNotice keeps an attempt together with the offer that it changed; before is the offer as it was read.
func (tx *Tx) SaveNotice(actor access.Actor, before, o preschool.Offer, n Notice, why Cause) error {
	if err := tx.insertNotice(n); err != nil {
		return err
	}
	return tx.SaveOffer(actor, before, o, why)
}

// SaveReminded keeps that a reminder of an offer was promised. It decides nothing, so that the record has no entry of it.
func (tx *Tx) SaveReminded(o preschool.Offer) error {
	return tx.q.SaveOfferReminded(tx.ctx, sqlcgen.SaveOfferRemindedParams{AuthorityID: tx.auth(), OfferID: string(o.ID), RemindedOn: o.RemindedOn})
}

// SaveReminder keeps a reminder that was sent. The record has no entry of it either.
func (tx *Tx) SaveReminder(n Notice) error { return tx.insertNotice(n) }

func (tx *Tx) insertNotice(n Notice) error {
	err := tx.q.InsertNotice(tx.ctx, sqlcgen.InsertNoticeParams{
		AuthorityID: tx.auth(), NoticeID: string(NewID[Notice](tx, "attempt")), OfferID: string(n.Offer), Way: string(n.Way), Template: n.Template,
		Delivered: n.Delivered, OnDay: n.On, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save notice of offer %s: %w", n.Offer, err)
	}
	return nil
}

// NoticesOf lists the attempts to tell of an offer, the oldest first.
func (r *Reader) NoticesOf(id register.ID[preschool.Offer]) ([]Notice, error) {
	rows, err := r.q.ListNoticesOf(r.ctx, sqlcgen.ListNoticesOfParams{AuthorityID: r.auth(), OfferID: string(id)})
	return each(rows, err, func(n sqlcgen.Notice) Notice {
		return Notice{register.ID[preschool.Offer](n.OfferID), register.NoticeWay(n.Way), n.Template, n.Delivered, n.OnDay}
	})
}
