package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store"
)

// PreviewTakeover reads and checks an old list and says what loading it would do. It writes nothing.
func (s *Service) PreviewTakeover(ctx context.Context, actor access.Actor, list OldList) (TakeoverReport, error) {
	var rep TakeoverReport
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ImportTakeover, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		_, rep.Again, err = r.TakeoverBySHA256(list.SHA256)
		if err != nil || rep.Again {
			return err
		}
		check, places, err := s.checkTakeover(r, day, list)
		if err == nil {
			rep = check.report(places)
		}
		return err
	})
	return rep, err
}

// ImportTakeover loads an old list in one transaction: accepted lines enter the queue at their old time and turn, or take
// their seats, unconfirmed; every other line goes to the worklist. The same file again changes nothing. No family hears of it
// and no line takes part in anything before another person has approved the list: see ApproveTakeover.
func (s *Service) ImportTakeover(ctx context.Context, actor access.Actor, list OldList) (TakeoverReport, error) {
	var rep TakeoverReport
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		rep = TakeoverReport{}
		if err := actor.Require(access.ImportTakeover, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		before, again, err := tx.TakeoverBySHA256(list.SHA256)
		if err != nil || again {
			rep = TakeoverReport{Kind: before.Kind, Batch: before.ID, Again: again, Lines: before.Lines, OrderSHA256: before.OrderSHA256}
			return err
		}
		check, places, err := s.checkTakeover(tx.Reader, day, list)
		if err != nil {
			return err
		}
		t := &taking{takeoverCheck: check, tx: tx, service: s, actor: actor, batch: store.NewID[preschool.TakeoverBatch](tx, "takeover")}
		entered, err := t.enter()
		if err != nil {
			return fmt.Errorf("load old list: %w", err)
		}
		rep = check.report(places)
		rep.Batch, rep.OrderSHA256 = entered.Batch, entered.OrderSHA256
		return nil
	})
	return rep, err
}
