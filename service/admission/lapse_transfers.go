package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store"
)

// LapseTransfers ends the offers of transfers that nobody answered by their last day, which a delivered notice sets: the child stays where it is. A wish
// ends with it; a child whose kindergarten closes is offered the next seat. It also carries out what two families accepted at
// one instant, neither knowing of the other's yes. Done twice on a day it changes nothing.
func (s *Service) LapseTransfers(ctx context.Context, actor access.Actor) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.LapseByRule, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		offered, err := tx.TransfersIn(preschool.TransferOffered)
		if err != nil {
			return err
		}
		for _, old := range offered {
			before, err := tx.Transfer(old.ID) // an offer before it in the chain may have taken it back
			if err != nil {
				return err
			}
			if before.WaitsForNotice() {
				if err := passTransferNoticeOn(tx, actor, day, before); err != nil {
					return fmt.Errorf("pass notice of transfer %s on: %w", before.ID, err)
				}
				continue // the term starts with the delivered notice
			}
			if before.State != preschool.TransferOffered || !day.Today.After(before.AnswerBy) {
				continue
			}
			t, err := before.Close("expired")
			if before.Cause == preschool.ByClosure {
				t, err = before.Return("expired")
			}
			if err != nil {
				return err
			}
			if err := tx.SaveTransfer(actor, before, t, store.Cause{Event: "transfer.expired"}); err != nil {
				return err
			}
			if err := dropAfter(tx, actor, t.ID); err != nil {
				return err
			}
		}
		return s.carryOutTransfers(tx, actor, day)
	})
}
