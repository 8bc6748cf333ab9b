package store

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveNewDocument adds a document with its scan. Its event names hash and days, and not even the type: that may tell an illness.
func (tx *Tx) SaveNewDocument(actor access.Actor, d preschool.Document, scan []byte, why Cause) error {
	err := tx.q.InsertDocument(tx.ctx, sqlcgen.InsertDocumentParams{
		AuthorityID: tx.auth(), DocumentID: string(d.ID), ApplicationID: string(d.Application), Type: string(d.Type), IssuedOn: d.IssuedOn,
		ValidUntil: d.ValidUntil, MediaType: d.MediaType, SizeBytes: int64(d.Size), Sha256: d.SHA256, Scan: scan, Checked: string(d.Checked),
		CheckedOn: d.CheckedOn, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save document %s: %w", d.ID, err)
	}
	return tx.record(actor, why.Event, string(d.Application), why.Ground, documentFacts(d)...)
}

// SaveDocument keeps what a check of the document gave.
func (tx *Tx) SaveDocument(actor access.Actor, d preschool.Document, why Cause) error {
	err := tx.q.UpdateDocument(tx.ctx, sqlcgen.UpdateDocumentParams{AuthorityID: tx.auth(), DocumentID: string(d.ID), Checked: string(d.Checked), CheckedOn: d.CheckedOn})
	if err != nil {
		return fmt.Errorf("save document %s: %w", d.ID, err)
	}
	return tx.record(actor, why.Event, string(d.Application), why.Ground, documentFacts(d)...)
}

// SaveEraseScan erases a scan; what the document was, and its hash, stay.
func (tx *Tx) SaveEraseScan(actor access.Actor, id register.ID[preschool.Document], why Cause) error {
	if err := tx.q.EraseScan(tx.ctx, sqlcgen.EraseScanParams{AuthorityID: tx.auth(), DocumentID: string(id)}); err != nil {
		return fmt.Errorf("erase scan of %s: %w", id, err)
	}
	return tx.record(actor, why.Event, string(id), why.Ground)
}

func documentFacts(d preschool.Document) []Fact {
	return []Fact{{Name: "document", Value: string(d.ID)}, {Name: "sha256", Value: d.SHA256},
		{Name: "issued_on", Value: d.IssuedOn.String()}, {Name: "valid_until", Value: d.ValidUntil.String()}, {Name: "checked", Value: string(d.Checked)}}
}

func documentOf(r sqlcgen.ListDocumentsOfRow) preschool.Document {
	return preschool.Document{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Document](r.DocumentID),
		Application: register.ID[preschool.Application](r.ApplicationID), Type: preschool.DocumentType(r.Type), IssuedOn: r.IssuedOn, ValidUntil: r.ValidUntil,
		MediaType: r.MediaType, Size: int(r.SizeBytes), SHA256: r.Sha256, Erased: r.Erased, Checked: preschool.DocumentCheck(r.Checked), CheckedOn: r.CheckedOn,
	}
}

// Document reads one document without its scan.
func (r *Reader) Document(id register.ID[preschool.Document]) (preschool.Document, error) {
	row, err := r.q.GetDocument(r.ctx, sqlcgen.GetDocumentParams{AuthorityID: r.auth(), DocumentID: string(id)})
	row, err = one(row, err, "document.unknown")
	return documentOf(sqlcgen.ListDocumentsOfRow(row)), err
}

// DocumentsOf lists the documents of an application, the oldest first, without their scans.
func (r *Reader) DocumentsOf(id register.ID[preschool.Application]) ([]preschool.Document, error) {
	rows, err := r.q.ListDocumentsOf(r.ctx, sqlcgen.ListDocumentsOfParams{AuthorityID: r.auth(), ApplicationID: string(id)})
	return each(rows, err, documentOf)
}

// ScansOfEnded lists the documents whose scan is still there though their application has ended.
func (r *Reader) ScansOfEnded() ([]register.ID[preschool.Document], error) {
	rows, err := r.q.ListScansOfEnded(r.ctx, r.auth())
	return each(rows, err, func(id string) register.ID[preschool.Document] { return register.ID[preschool.Document](id) })
}

// UnregisteredScan is a scan of an application that stands in no queue.
type UnregisteredScan struct {
	ID        register.ID[preschool.Document]
	State     preschool.ApplicationState // refused or drafted
	AddedAt   civil.Instant
	RefusedAt civil.Instant // none of a draft
}

// ScansOfUnregistered lists the scans of drafts and of refused applications about which no appeal is open.
func (r *Reader) ScansOfUnregistered() ([]UnregisteredScan, error) {
	rows, err := r.q.ListScansOfUnregistered(r.ctx, r.auth())
	return each(rows, err, func(s sqlcgen.ListScansOfUnregisteredRow) UnregisteredScan {
		return UnregisteredScan{register.ID[preschool.Document](s.DocumentID), preschool.ApplicationState(s.State), s.CreatedAt, s.RegisteredAt}
	})
}

// ReadScan reads a scan for a person, with a purpose. The entry person.read of the child is committed first, so that a family
// sees who looked even when the reading fails afterwards. An erased scan is not found.
func (db *DB) ReadScan(ctx context.Context, actor access.Actor, purpose string, child register.ID[register.Child], id register.ID[preschool.Document]) ([]byte, error) {
	err := db.Update(ctx, actor.Authority, func(tx *Tx) error {
		return tx.record(actor, "person.read", string(child), purpose, Fact{Name: "document", Value: string(id)})
	})
	if err != nil {
		return nil, fmt.Errorf("record reading of %s: %w", id, err)
	}
	var scan []byte
	err = db.View(ctx, actor.Authority, func(r *Reader) error {
		row, err := r.q.GetScan(r.ctx, sqlcgen.GetScanParams{AuthorityID: r.auth(), DocumentID: string(id)})
		if scan, err = one(row, err, "document.unknown"); err == nil && scan == nil {
			err = register.Refuse(register.NotFound, "document.erased")
		}
		return err
	})
	return scan, err
}
