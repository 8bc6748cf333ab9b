package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// ConfirmTakeover is the family's word that a line of an old list is true: it has the code, and it acts for the child. From
// now on the application takes part in rounds, or money moves for the placement. It gives the application or placement.
func (s *Service) ConfirmTakeover(ctx context.Context, actor access.Actor, code string) (preschool.TakeoverLine, error) {
	var line preschool.TakeoverLine
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.ConfirmTakeover, access.Place(actor.Authority)); err != nil {
			return err
		}
		l, err := tx.TakeoverLineByCode(codeHash(code))
		if err != nil {
			return err
		}
		if err := approvedList(tx, l); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if l.Application != "" {
			err = s.confirmApplication(tx, actor, day, l)
		} else {
			err = s.confirmPlacement(tx, actor, l)
		}
		if err != nil {
			return err
		}
		if l, err = l.Confirm(day.Today); err != nil {
			return err
		}
		line = l
		return tx.SaveTakeoverLine(actor, l, store.Cause{Event: "takeover.confirmed"})
	})
	return line, err
}

// approvedList refuses a line whose list no second person has approved.
func approvedList(tx *store.Tx, l preschool.TakeoverLine) error {
	b, err := tx.Takeover(l.Batch)
	if err != nil {
		return err
	}
	return b.Require()
}

// confirmApplication lets the application take part. The term to check its claimed ground begins.
func (s *Service) confirmApplication(tx *store.Tx, actor access.Actor, day service.Day, l preschool.TakeoverLine) error {
	a, err := tx.Application(l.Application)
	if err != nil {
		return err
	}
	if err := actor.Require(access.ConfirmTakeover, a); err != nil {
		return err
	}
	a.Unconfirmed = false
	if a.Proof == preschool.ProofClaimed && a.ProofDue.IsZero() {
		if a.ProofDue, err = day.Rules.Proof.VerifyTerm.Due(day.Today, day.Rules.Calendar); err != nil {
			return err
		}
	}
	return tx.SaveApplication(actor, a, store.Cause{Event: "application.confirmed", Ground: "takeover"})
}

func (s *Service) confirmPlacement(tx *store.Tx, actor access.Actor, l preschool.TakeoverLine) error {
	before, err := tx.Placement(l.Placement)
	if err != nil {
		return err
	}
	child, err := tx.Child(before.Child)
	if err != nil {
		return err
	}
	if err := actor.Require(access.ConfirmTakeover, access.Theirs{Authority: before.Authority, Guardian: child.Guardian}); err != nil {
		return err
	}
	p := before
	p.Unconfirmed = false
	return tx.SavePlacement(actor, before, p, store.Cause{Event: "placement.confirmed", Ground: "takeover"})
}

// ResendTakeoverCode gives the family of an unconfirmed line a new code; the old one is worth nothing any more.
func (s *Service) ResendTakeoverCode(ctx context.Context, actor access.Actor, batch register.ID[preschool.TakeoverBatch], number int) error {
	var c sentCode
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		l, day, err := s.theirLine(tx, actor, access.ResolveTakeover, batch, number)
		if err != nil {
			return err
		}
		if l.State != preschool.TakeoverLoaded {
			return register.Refuse(register.Conflict, "takeover.not_confirm").With("state", string(l.State))
		}
		if err := approvedList(tx, l); err != nil {
			return err
		}
		by, err := day.Rules.Takeover.ConfirmTerm.Due(day.Today, day.Rules.Calendar)
		if err != nil {
			return err
		}
		l.Faults = ""
		if c, err = giveCode(tx, &l, by); err != nil {
			return err
		}
		return tx.SaveTakeoverLine(actor, l, store.Cause{Event: "takeover.code_renewed"})
	})
	if err != nil {
		return err
	}
	if err := s.sendCode(ctx, batch, c); err != nil {
		return err
	}
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		return tx.SaveCodesSent(batch, []store.SentCode{{Number: number, SHA256: c.sha256}})
	})
}

// theirLine loads a line for somebody of the authority.
func (s *Service) theirLine(tx *store.Tx, actor access.Actor, action access.Action, batch register.ID[preschool.TakeoverBatch], number int) (preschool.TakeoverLine, service.Day, error) {
	if err := actor.Require(action, access.Place(actor.Authority)); err != nil {
		return preschool.TakeoverLine{}, service.Day{}, err
	}
	l, err := tx.TakeoverLine(batch, number)
	if err != nil {
		return l, service.Day{}, err
	}
	day, err := s.Day(tx.Reader, tx.Now)
	return l, day, err
}

// guardianOf is who acts for the child of an accepted line.
func guardianOf(tx *store.Tx, l preschool.TakeoverLine) (register.ID[register.Guardian], error) {
	if l.Application != "" {
		a, err := tx.Application(l.Application)
		return a.Guardian, err
	}
	p, err := tx.Placement(l.Placement)
	if err != nil {
		return "", err
	}
	child, err := tx.Child(p.Child)
	return child.Guardian, err
}
