package store

import (
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/preschool"
)

// Counts are the rows of a year by what they are: the report's figures.
type Counts struct {
	Children     int
	Applications map[preschool.ApplicationState]int
	Offers       map[preschool.OfferState]int
	Placements   map[preschool.PlacementSource]int
	Vouchers     map[preschool.VoucherSource]int
	Lines        map[preschool.LineState]int
	Payments     map[preschool.PaymentState]int
	Paid         money.Tiyn // of settled orders
	Sheets       int
	Claims       int
	Annulled     int // offers that were accepted and later annulled
}

// Counts counts the authority's rows.
func (r *Reader) Counts() (Counts, error) {
	c := Counts{
		Applications: map[preschool.ApplicationState]int{}, Offers: map[preschool.OfferState]int{}, Placements: map[preschool.PlacementSource]int{},
		Vouchers: map[preschool.VoucherSource]int{}, Lines: map[preschool.LineState]int{}, Payments: map[preschool.PaymentState]int{},
	}
	for _, count := range []func(*Counts) error{r.countPath, r.countMoney} {
		if err := count(&c); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (r *Reader) countPath(c *Counts) error {
	children, err := r.q.CountChildren(r.ctx, r.auth())
	if err != nil {
		return err
	}
	c.Children = int(children)
	applications, err := r.q.CountApplicationStates(r.ctx, r.auth())
	if err != nil {
		return err
	}
	for _, a := range applications {
		c.Applications[preschool.ApplicationState(a.State)] = int(a.Applications)
	}
	offers, err := r.q.CountOfferAnswers(r.ctx, r.auth())
	if err != nil {
		return err
	}
	for _, o := range offers {
		c.Offers[preschool.OfferState(o.State)] = int(o.Offers)
		if o.State == string(preschool.OfferAnnulled) {
			c.Annulled = int(o.Answered)
		}
	}
	placements, err := r.q.CountPlacementSources(r.ctx, r.auth())
	if err != nil {
		return err
	}
	for _, p := range placements {
		c.Placements[preschool.PlacementSource(p.Source)] = int(p.Placements)
	}
	vouchers, err := r.q.CountVoucherSources(r.ctx, r.auth())
	for _, v := range vouchers {
		c.Vouchers[preschool.VoucherSource(v.Source)] = int(v.Vouchers)
	}
	return err
}

func (r *Reader) countMoney(c *Counts) error {
	lines, err := r.q.CountLines(r.ctx, r.auth())
	if err != nil {
		return err
	}
	for _, l := range lines {
		c.Lines[preschool.LineState(l.State)] = int(l.Lines)
	}
	payments, err := r.q.SumPayments(r.ctx, r.auth())
	if err != nil {
		return err
	}
	for _, p := range payments {
		c.Payments[preschool.PaymentState(p.State)] = int(p.Payments)
		if p.State == string(preschool.PaymentSettled) {
			c.Paid = money.Tiyn(p.Tiyn)
		}
	}
	sheets, err := r.q.CountSheets(r.ctx, r.auth())
	if err != nil {
		return err
	}
	claims, err := r.q.CountClaims(r.ctx, r.auth())
	c.Sheets, c.Claims = int(sheets), int(claims)
	return err
}

// Lines lists every line by month and kindergarten.
func (r *Reader) Lines() ([]preschool.Line, error) {
	rows, err := r.q.ListLinesAll(r.ctx, r.auth())
	return each(rows, err, lineOf)
}

// ReceiptEvent is an event for which a family has a receipt.
type ReceiptEvent struct {
	EventRef
	Type, Subject string
	Opening
}

// ReceiptEvents lists the covered events for which families have receipts, in the order of the log.
func (r *Reader) ReceiptEvents() ([]ReceiptEvent, error) {
	rows, err := r.q.ListReceiptEvents(r.ctx, r.auth())
	if err != nil {
		return nil, err
	}
	events := make([]ReceiptEvent, len(rows))
	for i, e := range rows {
		nonce, err := decode32(string(e.Nonce))
		if err != nil {
			return nil, err
		}
		events[i] = ReceiptEvent{EventRef{e.At, e.Sequence}, e.Type, e.Subject, Opening{e.LeafIndex.Int64, string(e.Payload), nonce}}
	}
	return events, nil
}
