package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Documents lists the documents of an application for its family and the officer, without their scans.
func (s *Service) Documents(ctx context.Context, actor access.Actor, id register.ID[preschool.Application]) ([]preschool.Document, error) {
	var list []preschool.Document
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		a, err := r.Application(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ReadDocument, a); err != nil {
			return err
		}
		list, err = r.DocumentsOf(id)
		return err
	})
	return list, err
}

// ReadScan shows the scan of a document. An officer names a purpose, and the family sees in the record who looked and why.
func (s *Service) ReadScan(ctx context.Context, actor access.Actor, purpose string, id register.ID[preschool.Document]) ([]byte, error) {
	var child register.ID[register.Child]
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		d, err := r.Document(id)
		if err != nil {
			return err
		}
		a, err := r.Application(d.Application)
		if err != nil {
			return err
		}
		child = a.Child
		if err := actor.Require(access.ReadDocument, a); err != nil {
			return err
		}
		if actor.Role != access.Family && purpose == "" {
			return invalid("purpose", "document.purpose")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.DB.ReadScan(ctx, actor, purpose, child, id)
}

// EraseScans erases the scans of applications that have ended, of refused ones when the term to appeal is over and no appeal is
// open, and of drafts that nobody handed in while an application is valid: of each document its type, days and hash stay. It
// returns how many it erased.
func (s *Service) EraseScans(ctx context.Context, actor access.Actor) (int, error) {
	n := 0
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.LapseByRule, access.Place(actor.Authority)); err != nil {
			return err
		}
		list, err := tx.ScansOfEnded()
		n = len(list)
		for i := 0; i < len(list) && err == nil; i++ {
			err = tx.SaveEraseScan(actor, list[i], store.Cause{Event: "document.erased", Ground: "application_ended"})
		}
		if err != nil {
			return err
		}
		more, err := s.eraseUnregistered(tx, actor)
		n += more
		return err
	})
	return n, err
}

// eraseUnregistered erases the scans of drafts and refused applications whose time to act on them is over.
func (s *Service) eraseUnregistered(tx *store.Tx, actor access.Actor) (n int, err error) {
	day, err := s.Day(tx.Reader, tx.Now)
	if err != nil {
		return 0, err
	}
	list, err := tx.ScansOfUnregistered()
	if err != nil {
		return 0, err
	}
	for _, scan := range list {
		term, since, why := day.Rules.Application.Validity, scan.AddedAt, "draft_left"
		if scan.State == preschool.ApplicationRefused {
			term, since, why = day.Rules.Appeal.LodgeTerm, scan.RefusedAt, "application_refused"
		}
		last, err := term.Due(since.Date(day.Rules.Zone), day.Rules.Calendar)
		if err != nil {
			return n, err
		}
		if last.IsZero() || !day.Today.After(last) {
			continue
		}
		if err := tx.SaveEraseScan(actor, scan.ID, store.Cause{Event: "document.erased", Ground: why}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
