package admission

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/store"
)

// Paper is a document as it is handed in.
type Paper struct {
	Type       preschool.DocumentType
	IssuedOn   civil.Date
	ValidUntil civil.Date // last day; none if it has no end
	Scan       []byte     // PDF, JPEG or PNG
}

// AddDocument adds a document to an application that has not ended. What the scan is, its bytes tell; a scan that the same
// application has already is not kept twice, and its document is returned.
func (s *Service) AddDocument(ctx context.Context, actor access.Actor, id register.ID[preschool.Application], p Paper) (register.ID[preschool.Document], error) {
	var added register.ID[preschool.Document]
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, day, err := s.theirApplication(tx, actor, access.AddDocument, id)
		if err != nil {
			return err
		}
		if ended(a) {
			return register.Refuse(register.Conflict, "application.not_change").With("state", string(a.State))
		}
		sum := sha256.Sum256(p.Scan)
		d := preschool.Document{
			Authority: tx.Authority, ID: store.NewID[preschool.Document](tx, "document"), Application: id, Type: p.Type, IssuedOn: p.IssuedOn,
			ValidUntil: p.ValidUntil, MediaType: preschool.MediaType(p.Scan), Size: len(p.Scan), SHA256: hex.EncodeToString(sum[:]),
		}
		if err := checkScan(d, day.Rules.Application.MaxDocumentBytes); err != nil {
			return err
		}
		if err := d.Check(day.Today); err != nil {
			return err
		}
		known, err := tx.DocumentsOf(id)
		if err != nil {
			return err
		}
		for _, k := range known {
			if k.SHA256 == d.SHA256 && k.Type == d.Type && k.IssuedOn == d.IssuedOn && k.ValidUntil == d.ValidUntil {
				added = k.ID
				return nil
			}
		}
		added = d.ID
		return tx.SaveNewDocument(actor, d, p.Scan, store.Cause{Event: "document.added"})
	})
	return added, err
}

func ended(a preschool.Application) bool {
	return a.State == preschool.ApplicationWithdrawn || a.State == preschool.ApplicationClosed || a.State == preschool.ApplicationPlaced
}

// checkScan refuses what is no scan, and one that is too large.
func checkScan(d preschool.Document, limit int) error {
	switch {
	case d.Size == 0:
		return invalid("scan", "document.empty")
	case d.Size > limit:
		return invalid("scan", "document.too_large").With("max", fmt.Sprint(limit))
	case d.MediaType == "":
		return invalid("scan", "document.media_type")
	}
	return nil
}

// CheckDocument records what an officer found of a document. Genuine advice for a group with special conditions lets the
// child into the queue of such a group, if the guardian agreed.
func (s *Service) CheckDocument(ctx context.Context, actor access.Actor, id register.ID[preschool.Document], genuine bool) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		d, err := tx.Document(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.VerifyProof, d); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if genuine && !d.ValidUntil.IsZero() && d.ValidUntil.Before(day.Today) {
			return invalid("valid_until", "document.expired")
		}
		d.Checked, d.CheckedOn = preschool.DocumentRefused, day.Today
		if genuine {
			d.Checked = preschool.DocumentGenuine
		}
		if err := tx.SaveDocument(actor, d, store.Cause{Event: "document.checked", Ground: string(d.Checked)}); err != nil {
			return err
		}
		before, err := tx.Application(d.Application)
		if err != nil || !d.Advises(before.GroupKind) || ended(before) {
			return err
		}
		a, err := s.consent(tx, before, !before.ConsentOn.IsZero(), day.Today)
		if err != nil {
			return err
		}
		if a.AdviceOn == before.AdviceOn {
			return nil
		}
		if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.advised"}); err != nil {
			return err
		}
		return s.reposition(tx, day, a, round.FactsChanged)
	})
}
