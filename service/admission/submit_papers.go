package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// SubmitPapers hands the family's papers in to the kindergarten of an accepted seat, without a visit: the documents of its
// application that it lets the kindergarten see, and no others. Papers that were refused may be handed in again.
func (s *Service) SubmitPapers(ctx context.Context, actor access.Actor, id register.ID[preschool.Offer], documents []register.ID[preschool.Document]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, _, day, err := s.theirOffer(tx, actor, access.SubmitPapers, id)
		if err != nil {
			return err
		}
		if !day.Rules.Enrol.Papers {
			return register.Refuse(register.Conflict, "papers.not_asked")
		}
		o, err := before.SubmitPapers(tx.Now, day.Today)
		if err != nil {
			return err
		}
		if err := tx.SaveShownDocuments(o, documents); err != nil {
			return err
		}
		return tx.SaveOffer(actor, before, o, store.Cause{Event: "papers.submitted"})
	})
}
