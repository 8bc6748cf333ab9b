package admission

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// KeepContact keeps how a guardian is reached by a way, in the place of what was kept for it before, and promises a code to
// that address. A clerk types what the guardian says. The address counts from now on, confirmed or not: nothing is lost by a
// code that nobody answers, and the worklist shows it.
func (s *Service) KeepContact(ctx context.Context, actor access.Actor, guardian register.ID[register.Guardian], way register.NoticeWay, typed string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.KeepContact, access.Theirs{Authority: actor.Authority, Guardian: guardian}); err != nil {
			return err
		}
		if !slices.Contains(preschool.ContactWays, way) {
			return invalid("way", "contact.way")
		}
		address, err := preschool.ParseAddress(way, typed)
		if err != nil {
			return err
		}
		c, err := contactFor(tx, guardian, way, address)
		if err != nil {
			return err
		}
		if c.Address == "" {
			c.Address = address
			if c.ID == "" {
				c.ID = store.NewID[preschool.Contact](tx, "contact")
			}
			if err := tx.SaveContact(actor, c, store.Cause{Event: "contact.kept"}); err != nil {
				return err
			}
		}
		tx.Promise(ContactJob, string(c.ID), tx.Now)
		return nil
	})
}

// contactFor is what is kept for a way of a guardian's: with its address if it is the same, without one if another takes its place.
func contactFor(tx *store.Tx, guardian register.ID[register.Guardian], way register.NoticeWay, address string) (preschool.Contact, error) {
	c := preschool.Contact{Authority: tx.Authority, Guardian: guardian, Way: way}
	if known, err := tx.HasGuardian(guardian); err != nil || !known {
		return c, cmpErr(err, register.Refuse(register.NotFound, "guardian.unknown"))
	}
	kept, err := tx.ContactsOf(guardian)
	for _, k := range kept {
		switch {
		case k.Way == way && k.Address == address:
			c = k
		case k.Way == way:
			c.ID = k.ID
		case k.Address == address:
			return c, invalid("address", "contact.twice") // a second way to the same telephone is none
		}
	}
	return c, err
}

// ConfirmContact answers with the code that was sent to a contact. A wrong code is counted, and after a few the code is void.
func (s *Service) ConfirmContact(ctx context.Context, actor access.Actor, guardian register.ID[register.Guardian], way register.NoticeWay, code string) error {
	var wrong error
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.KeepContact, access.Theirs{Authority: actor.Authority, Guardian: guardian}); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		list, err := tx.ContactsOf(guardian)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(c preschool.Contact) bool { return c.Way == way })
		if i < 0 {
			return register.Refuse(register.NotFound, "contact.unknown")
		}
		c, err := tx.Contact(list[i].ID) // locked, so that no two guesses count as one
		if err != nil {
			return err
		}
		if c, wrong = c.Confirm(code, day.Today); register.CodeOf(wrong) == "contact.not_asked" {
			return wrong
		}
		event := "contact.confirmed"
		if wrong != nil {
			event = "contact.wrong_code"
		}
		return tx.SaveContact(actor, c, store.Cause{Event: event})
	})
	if err == nil {
		err = wrong
	}
	return err
}

// Contacts lists how a guardian is reached, for the guardian and the clerk at the counter.
func (s *Service) Contacts(ctx context.Context, actor access.Actor, guardian register.ID[register.Guardian]) ([]preschool.Contact, error) {
	var list []preschool.Contact
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.KeepContact, access.Theirs{Authority: actor.Authority, Guardian: guardian}); err != nil {
			return err
		}
		var err error
		list, err = r.ContactsOf(guardian)
		return err
	})
	return list, err
}

// ContactTask is a guardian whom a notice may not reach. It names no address.
type ContactTask struct {
	Guardian    register.ID[register.Guardian]
	Confirmed   int        // ways whose confirmation is not older than the rules allow
	Wanted      int        // ways that the rules want
	ConfirmedOn civil.Date // the newest confirmation; none if there was none
	Second      bool       // a second contact person is named
	Failed      bool       // a notice did not arrive since the last confirmation
}

// UnconfirmedContacts lists the guardians of live applications with fewer confirmed ways than the rules want. It is work for
// the counter; the applications keep their places and rights.
func (s *Service) UnconfirmedContacts(ctx context.Context, actor access.Actor) ([]ContactTask, error) {
	var tasks []ContactTask
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadWorklist, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		guardians, err := r.GuardiansWaiting()
		if err != nil {
			return err
		}
		all, err := r.Contacts()
		if err != nil {
			return err
		}
		of := map[register.ID[register.Guardian]][]preschool.Contact{}
		for _, c := range all {
			of[c.Guardian] = append(of[c.Guardian], c)
		}
		for _, g := range guardians {
			task, err := contactTask(day, g, of[g])
			if err != nil {
				return err
			}
			if task.Confirmed < task.Wanted || task.Failed {
				tasks = append(tasks, task)
			}
		}
		return nil
	})
	return tasks, err
}

func contactTask(day service.Day, g register.ID[register.Guardian], list []preschool.Contact) (ContactTask, error) {
	t := ContactTask{Guardian: g, Wanted: day.Rules.Contact.Channels}
	for _, c := range list {
		t.Failed = t.Failed || !c.FailedOn.IsZero()
		if c.Way == register.BySecondContact {
			t.Second = true
			continue
		}
		if c.ConfirmedOn.After(t.ConfirmedOn) {
			t.ConfirmedOn = c.ConfirmedOn
		}
		old, err := checkDue(day, c)
		if err != nil {
			return t, err
		}
		if !c.ConfirmedOn.IsZero() && !old {
			t.Confirmed++
		}
	}
	return t, nil
}

// checkDue tells whether a contact is to be confirmed again: the last confirmation is older than the rules allow. Rules without
// such a term never ask again.
func checkDue(day service.Day, c preschool.Contact) (bool, error) {
	last, err := day.Rules.Contact.CheckEvery.Due(c.ConfirmedOn, day.Rules.Calendar)
	return !last.IsZero() && day.Today.After(last), err
}
