package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store/sqlcgen"
)

// QueueRefresh is a day on which the queues are labelled anew, and how far that has come.
type QueueRefresh struct {
	On           civil.Date
	AnnouncedOn  civil.Date // the families were told; none: not told
	CarriedOutOn civil.Date // none: not carried out
	Moved        int        // applications that changed their queue
}

// SaveQueueRefresh keeps how far a refresh has come. One that moves somebody has an event of the record.
func (tx *Tx) SaveQueueRefresh(actor access.Actor, q QueueRefresh) error {
	err := tx.q.SaveQueueRefresh(tx.ctx, sqlcgen.SaveQueueRefreshParams{
		AuthorityID: tx.auth(), OnDay: q.On, AnnouncedOn: q.AnnouncedOn, CarriedOutOn: q.CarriedOutOn, Moved: int64(q.Moved), CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save refresh of %s: %w", q.On, err)
	}
	if q.CarriedOutOn.IsZero() || q.Moved == 0 {
		return nil
	}
	return tx.record(actor, "queue.refreshed", tx.auth(), q.On.String(), Fact{Name: "on", Value: q.On.String()}, Fact{Name: "moved", Value: fmt.Sprint(q.Moved)})
}

// QueueRefresh tells how far the refresh of a day has come; the zero value but for its day where nothing was done.
func (r *Reader) QueueRefresh(on civil.Date) (QueueRefresh, error) {
	row, err := r.q.FindQueueRefresh(r.ctx, sqlcgen.FindQueueRefreshParams{AuthorityID: r.auth(), OnDay: on})
	if errors.Is(err, sql.ErrNoRows) {
		return QueueRefresh{On: on}, nil
	}
	return QueueRefresh{row.OnDay, row.AnnouncedOn, row.CarriedOutOn, int(row.Moved)}, err
}

// SaveOfferMarket moves an open offer of a voucher to the market's new name.
func (tx *Tx) SaveOfferMarket(actor access.Actor, o preschool.Offer, why Cause) error {
	err := tx.q.SaveOfferMarket(tx.ctx, sqlcgen.SaveOfferMarketParams{AuthorityID: tx.auth(), OfferID: string(o.ID), Market: o.Market})
	if err != nil {
		return fmt.Errorf("save market of offer %s: %w", o.ID, err)
	}
	return tx.record(actor, why.Event, string(o.ID), why.Ground, offerFacts(o)...)
}

// SaveVoucherMarket moves an issued voucher to the market's new name.
func (tx *Tx) SaveVoucherMarket(actor access.Actor, v preschool.Voucher, why Cause) error {
	err := tx.q.SaveVoucherMarket(tx.ctx, sqlcgen.SaveVoucherMarketParams{AuthorityID: tx.auth(), VoucherID: string(v.ID), Market: v.Market})
	if err != nil {
		return fmt.Errorf("save market of voucher %s: %w", v.ID, err)
	}
	return tx.record(actor, why.Event, string(v.ID), why.Ground, voucherFacts(v)...)
}
