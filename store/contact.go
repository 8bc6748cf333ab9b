package store

import (
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveContact adds or keeps a way to reach a guardian. Its event tells the way and the days, never the address.
func (tx *Tx) SaveContact(actor access.Actor, c preschool.Contact, why Cause) error {
	err := tx.q.UpsertContact(tx.ctx, sqlcgen.UpsertContactParams{
		AuthorityID: tx.auth(), ContactID: string(c.ID), GuardianID: string(c.Guardian), Way: string(c.Way), Address: c.Address, ConfirmedOn: c.ConfirmedOn,
		AskedOn: c.AskedOn, FailedOn: c.FailedOn, Code: c.Code, Tries: int64(c.Tries), CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save contact %s: %w", c.ID, err)
	}
	return tx.record(actor, why.Event, string(c.ID), why.Ground, Fact{Name: "guardian", Value: string(c.Guardian)}, Fact{Name: "way", Value: string(c.Way)},
		Fact{Name: "confirmed_on", Value: c.ConfirmedOn.String()}, Fact{Name: "failed_on", Value: c.FailedOn.String()})
}

func contactOf(r sqlcgen.Contact) preschool.Contact {
	return preschool.Contact{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Contact](r.ContactID), Guardian: register.ID[register.Guardian](r.GuardianID),
		Way: register.NoticeWay(r.Way), Address: r.Address, ConfirmedOn: r.ConfirmedOn, AskedOn: r.AskedOn, FailedOn: r.FailedOn, Code: r.Code, Tries: int(r.Tries),
	}
}

// Contact reads one way to reach a guardian; in an Update its row is locked.
func (r *Reader) Contact(id register.ID[preschool.Contact]) (preschool.Contact, error) {
	row, err := r.q.GetContact(r.ctx, sqlcgen.GetContactParams{AuthorityID: r.auth(), ContactID: string(id)})
	row, err = one(row, err, "contact.unknown")
	return contactOf(row), err
}

// ContactsOf lists the ways to reach a guardian, by way.
func (r *Reader) ContactsOf(id register.ID[register.Guardian]) ([]preschool.Contact, error) {
	rows, err := r.q.ListContactsOf(r.ctx, sqlcgen.ListContactsOfParams{AuthorityID: r.auth(), GuardianID: string(id)})
	return each(rows, err, contactOf)
}

// Contacts lists all ways to reach all guardians, by guardian and way.
func (r *Reader) Contacts() ([]preschool.Contact, error) {
	rows, err := r.q.ListContacts(r.ctx, r.auth())
	return each(rows, err, contactOf)
}
