package store

import (
	"fmt"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

var shownColumns = []string{"offer_id", "document_id"}

// ShownDocument is a document that a family lets the kindergarten of its offer see: what it is, not its scan.
type ShownDocument struct {
	ID         register.ID[preschool.Document]
	Type       preschool.DocumentType
	IssuedOn   civil.Date
	ValidUntil civil.Date
	MediaType  string
	Bytes      int
	SHA256     string
}

// SaveShownDocuments replaces the documents of an application that the kindergarten of its offer may see; a document of
// another application is refused. The offer's event says that papers were handed in.
func (tx *Tx) SaveShownDocuments(o preschool.Offer, documents []register.ID[preschool.Document]) error {
	for _, id := range documents {
		d, err := tx.Document(id)
		if err != nil {
			return err
		}
		if d.Application != o.Application {
			return register.Refuse(register.NotFound, "document.unknown")
		}
	}
	if err := tx.q.HideDocuments(tx.ctx, sqlcgen.HideDocumentsParams{AuthorityID: tx.auth(), OfferID: string(o.ID)}); err != nil {
		return fmt.Errorf("show documents of offer %s: %w", o.ID, err)
	}
	return tx.bulk("shown_document", shownColumns, len(documents), func(i int) []any { return []any{o.ID, documents[i]} })
}

// ShownDocuments lists what the kindergarten of an offer may see.
func (r *Reader) ShownDocuments(offer register.ID[preschool.Offer]) ([]ShownDocument, error) {
	rows, err := r.q.ListShownDocuments(r.ctx, sqlcgen.ListShownDocumentsParams{AuthorityID: r.auth(), OfferID: string(offer)})
	return each(rows, err, func(d sqlcgen.ListShownDocumentsRow) ShownDocument {
		return ShownDocument{register.ID[preschool.Document](d.DocumentID), preschool.DocumentType(d.Type), d.IssuedOn, d.ValidUntil, d.MediaType, int(d.SizeBytes), d.Sha256}
	})
}

// AcceptedSeat is an accepted offer of a seat with the state of its application's proof.
type AcceptedSeat struct {
	Offer       register.ID[preschool.Offer]
	Application register.ID[preschool.Application]
	Child       register.ID[register.Child]
	Group       register.ID[register.Group]
	Source      preschool.OfferSource
	AcceptedAt  civil.Instant
	ContractBy  civil.Date
	Papers      preschool.PapersState
	PapersWhy   register.PapersGround
	Proof       preschool.ProofState
}

// AcceptedSeats lists the accepted offers of a kindergarten's seats, in the order of acceptance.
func (r *Reader) AcceptedSeats(k register.ID[register.Kindergarten]) ([]AcceptedSeat, error) {
	rows, err := r.q.ListOffersAt(r.ctx, sqlcgen.ListOffersAtParams{AuthorityID: r.auth(), KindergartenID: string(k)})
	return each(rows, err, func(o sqlcgen.ListOffersAtRow) AcceptedSeat {
		return AcceptedSeat{
			register.ID[preschool.Offer](o.OfferID), register.ID[preschool.Application](o.ApplicationID), register.ID[register.Child](o.ChildID),
			register.ID[register.Group](o.GroupID), preschool.OfferSource(o.Source), o.AnsweredAt, o.ContractBy, preschool.PapersState(o.Papers),
			register.PapersGround(o.PapersWhy), preschool.ProofState(o.Proof),
		}
	})
}

// OffersUnanswered lists the accepted offers whose papers wait for the kindergarten's answer, the oldest first.
func (r *Reader) OffersUnanswered() ([]preschool.Offer, error) {
	rows, err := r.q.ListOffersUnanswered(r.ctx, r.auth())
	return each(rows, err, offerOf)
}
