package admission

import (
	"context"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// RequestTransfer registers the wish of a placed child's family for other kindergartens, best first. The child keeps its
// seat until it has the other; the wish has a date of its own.
func (s *Service) RequestTransfer(ctx context.Context, actor access.Actor, id register.ID[register.Child], choices []register.ID[register.Kindergarten]) (register.ID[preschool.Transfer], error) {
	var made register.ID[preschool.Transfer]
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		child, err := tx.Child(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.RequestTransfer, access.Theirs{Authority: actor.Authority, Guardian: child.Guardian}); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		p, err := s.mayTransfer(tx, day, child.ID)
		if err != nil {
			return err
		}
		if err := transferChoices(tx, day, p, choices); err != nil {
			return err
		}
		sequence, err := tx.NextSequence()
		if err != nil {
			return err
		}
		t := preschool.NewTransfer(store.NewID[preschool.Transfer](tx, "transfer"), p, child.Guardian, tx.Now, sequence, choices, preschool.ByWish)
		made = t.ID
		return tx.SaveNewTransfer(actor, t, store.Cause{Event: "transfer.requested", Ground: string(t.Cause)})
	})
	return made, err
}

// mayTransfer finds the placement of a child who may ask for another kindergarten.
func (s *Service) mayTransfer(tx *store.Tx, day service.Day, child register.ID[register.Child]) (preschool.Placement, error) {
	if day.Rules.Transfer.Order == policy.TransferNone {
		return preschool.Placement{}, register.Refuse(register.Conflict, "transfer.not_in_rules")
	}
	p, found, err := tx.LivePlacement(child)
	if err != nil {
		return p, err
	}
	if !found || p.State != preschool.PlacementStarted || p.Unconfirmed {
		return p, register.Refuse(register.Conflict, "transfer.not_placed")
	}
	if _, live, err := tx.LiveTransfer(child); err != nil || live {
		if err == nil {
			err = register.Refuse(register.Conflict, "transfer.live")
		}
		return p, err
	}
	if limit := day.Rules.Transfer.YearLimit; limit > 0 {
		moved, err := tx.Moves(child, day.Today.Year())
		if err == nil && moved >= limit {
			err = register.Refuse(register.Conflict, "transfer.year_limit").With("limit", fmt.Sprint(limit))
		}
		return p, err
	}
	return p, nil
}

func transferChoices(tx *store.Tx, day service.Day, from preschool.Placement, choices []register.ID[register.Kindergarten]) error {
	if len(choices) == 0 || len(choices) > day.Rules.ChoiceMax || slices.Contains(choices, from.Kindergarten) {
		return &register.Error{Kind: register.Invalid, Code: "transfer.choices", Field: "choices"}
	}
	return choosable(tx.Reader, choices)
}

// theirTransfer loads a transfer for its own guardian.
func (s *Service) theirTransfer(tx *store.Tx, actor access.Actor, action access.Action, id register.ID[preschool.Transfer]) (t preschool.Transfer, day service.Day, err error) {
	if t, err = tx.Transfer(id); err != nil {
		return t, day, err
	}
	child, err := tx.Child(t.Child)
	if err != nil {
		return t, day, err
	}
	if err = actor.Require(action, access.Theirs{Authority: t.Authority, Guardian: child.Guardian}); err != nil {
		return t, day, err
	}
	day, err = s.Day(tx.Reader, tx.Now)
	return t, day, err
}

// ChildTransfer is what a family sees of a transfer of its child.
type ChildTransfer struct {
	Transfer     register.ID[preschool.Transfer]
	State        preschool.TransferState
	Cause        preschool.TransferCause
	RegisteredAt civil.Instant
	Choices      []register.ID[register.Kindergarten]
	Group        register.ID[register.Group] // offered; none before
	Waits        bool                        // for another child to leave the offered seat
	AnswerBy     civil.Date
	Reason       string
}

// TransfersOfChild lists the transfers of a child for its own guardian, the oldest first.
func (s *Service) TransfersOfChild(ctx context.Context, actor access.Actor, id register.ID[register.Child]) ([]ChildTransfer, error) {
	var list []ChildTransfer
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := theirs(r, actor, access.RequestTransfer, id); err != nil {
			return err
		}
		all, err := r.TransfersOf(id)
		for _, t := range all {
			list = append(list, ChildTransfer{t.ID, t.State, t.Cause, t.RegisteredAt, t.Choices, t.Group, !t.After.IsZero(), t.AnswerBy, t.Reason})
		}
		return err
	})
	return list, err
}

// RankTransfer changes the choices of a transfer while nothing is offered; its date stays.
func (s *Service) RankTransfer(ctx context.Context, actor access.Actor, id register.ID[preschool.Transfer], choices []register.ID[register.Kindergarten]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, day, err := s.theirTransfer(tx, actor, access.RequestTransfer, id)
		if err != nil {
			return err
		}
		p, err := tx.Placement(before.Placement)
		if err != nil {
			return err
		}
		if err := transferChoices(tx, day, p, choices); err != nil {
			return err
		}
		t, err := before.Rank(choices)
		if err != nil {
			return err
		}
		return tx.SaveTransfer(actor, before, t, store.Cause{Event: "transfer.ranked"})
	})
}

// WithdrawTransfer ends the wish for another kindergarten; the child stays where it is.
func (s *Service) WithdrawTransfer(ctx context.Context, actor access.Actor, id register.ID[preschool.Transfer]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, _, err := s.theirTransfer(tx, actor, access.RequestTransfer, id)
		if err != nil {
			return err
		}
		t, err := before.Withdraw("by_family")
		if err != nil {
			return err
		}
		if err := tx.SaveTransfer(actor, before, t, store.Cause{Event: "transfer.withdrawn"}); err != nil {
			return err
		}
		return dropAfter(tx, actor, t.ID)
	})
}

// dropAfter takes back the offers of seats that a transfer would have freed and now does not: those behind it in the chain
// keep their wish and its date.
func dropAfter(tx *store.Tx, actor access.Actor, gone register.ID[preschool.Transfer]) error {
	waiting, err := promised(tx.Reader)
	if err != nil {
		return err
	}
	for lost := []register.ID[preschool.Transfer]{gone}; len(lost) > 0; lost = lost[1:] {
		for i, before := range waiting {
			if before.After != lost[0] || !before.Live() || before.State == preschool.TransferRequested {
				continue
			}
			t, err := before.Return("seat_not_freed")
			if err != nil {
				return err
			}
			if err := tx.SaveTransfer(actor, before, t, store.Cause{Event: "transfer.returned", Ground: t.Reason}); err != nil {
				return err
			}
			waiting[i] = t
			lost = append(lost, t.ID)
		}
	}
	return nil
}

// promised lists the transfers to which a seat is offered, answered or not, in the order of registration.
func promised(r *store.Reader) ([]preschool.Transfer, error) {
	offered, err := r.TransfersIn(preschool.TransferOffered)
	if err != nil {
		return nil, err
	}
	accepted, err := r.TransfersIn(preschool.TransferAccepted)
	return append(offered, accepted...), err
}
