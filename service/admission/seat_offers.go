package admission

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// SeatOffer is what a kindergarten sees of an accepted seat of its own: no position, no other choices, no ground.
type SeatOffer struct {
	Offer      register.ID[preschool.Offer]
	Child      register.ID[register.Child]
	Group      register.ID[register.Group]
	AcceptedAt civil.Instant
	ContractBy civil.Date
	Papers     preschool.PapersState
	PapersWhy  register.PapersGround
	Documents  []store.ShownDocument
}

// OffersOfKindergarten lists the accepted seats of a kindergarten that are to be enrolled. What is offered and not answered
// is not shown, nor a child whose claimed ground is not checked yet.
func (s *Service) OffersOfKindergarten(ctx context.Context, actor access.Actor, k register.ID[register.Kindergarten]) ([]SeatOffer, error) {
	var list []SeatOffer
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadSeatOffers, access.Theirs{Authority: actor.Authority, Kindergarten: k}); err != nil {
			return err
		}
		accepted, err := r.AcceptedSeats(k)
		if err != nil {
			return err
		}
		for _, o := range accepted {
			if !shown(preschool.OfferAccepted, o.Proof) {
				continue
			}
			documents, err := r.ShownDocuments(o.Offer)
			if err != nil {
				return err
			}
			list = append(list, SeatOffer{o.Offer, o.Child, o.Group, o.AcceptedAt, o.ContractBy, o.Papers, o.PapersWhy, documents})
		}
		return nil
	})
	return list, err
}

// ReadShownDocument reads the scan of a document that the family shows with its papers. That it was read is recorded first,
// for the family to see.
func (s *Service) ReadShownDocument(ctx context.Context, actor access.Actor, id register.ID[preschool.Offer], document register.ID[preschool.Document]) ([]byte, error) {
	var child register.ID[register.Child]
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		o, _, _, err := s.shownOffer(tx, actor, access.ReadSeatOffers, id)
		if err != nil {
			return err
		}
		documents, err := tx.ShownDocuments(o.ID)
		if err == nil && !slices.ContainsFunc(documents, func(d store.ShownDocument) bool { return d.ID == document }) {
			err = register.Refuse(register.NotFound, "document.unknown")
		}
		child = o.Child
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.DB.ReadScan(ctx, actor, "papers", child, document)
}
