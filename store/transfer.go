package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveNewTransfer registers the transfer of a placed child.
func (tx *Tx) SaveNewTransfer(actor access.Actor, t preschool.Transfer, why Cause) error {
	err := tx.q.InsertTransfer(tx.ctx, sqlcgen.InsertTransferParams{
		AuthorityID: tx.auth(), TransferID: string(t.ID), ChildID: string(t.Child), GuardianID: string(t.Guardian), PlacementID: string(t.Placement),
		State: string(t.State), RegisteredAt: t.RegisteredAt, Sequence: t.Sequence, Choices: choiceText(t.Choices), Cause: string(t.Cause),
		GroupID: register.AnyID(t.Group), AfterID: register.AnyID(t.After), AnswerBy: t.AnswerBy,
		DeliveredAt: t.DeliveredAt, NoticeVia: string(t.NoticeVia), NoticeTries: int64(t.NoticeTries), NoticedOn: t.NoticedOn,
		MovedTo: register.AnyID(t.MovedTo), Reason: t.Reason,
		CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save transfer %s: %w", t.ID, err)
	}
	return tx.record(actor, why.Event, string(t.ID), why.Ground, transferFacts(t)...)
}

// SaveTransfer keeps a changed transfer; before is the transfer as it was read, so that the free seat that it held is
// counted with it.
func (tx *Tx) SaveTransfer(actor access.Actor, before, t preschool.Transfer, why Cause) error {
	err := tx.q.UpdateTransfer(tx.ctx, sqlcgen.UpdateTransferParams{
		AuthorityID: tx.auth(), TransferID: string(t.ID), GuardianID: string(t.Guardian), State: string(t.State), Choices: choiceText(t.Choices),
		Cause: string(t.Cause), GroupID: register.AnyID(t.Group), AfterID: register.AnyID(t.After), AnswerBy: t.AnswerBy,
		DeliveredAt: t.DeliveredAt, NoticeVia: string(t.NoticeVia), NoticeTries: int64(t.NoticeTries), NoticedOn: t.NoticedOn,
		MovedTo: register.AnyID(t.MovedTo), Reason: t.Reason,
	})
	if err != nil {
		return fmt.Errorf("save transfer %s: %w", t.ID, err)
	}
	if before.Holds() && !t.Holds() {
		err = tx.countSeats(before.Group, 0, -1)
	} else if t.Holds() && !before.Holds() {
		err = tx.countSeats(t.Group, 0, 1)
	}
	if err != nil {
		return err
	}
	return tx.record(actor, why.Event, string(t.ID), why.Ground, transferFacts(t)...)
}

func transferFacts(t preschool.Transfer) []Fact {
	return []Fact{{Name: "placement", Value: string(t.Placement)}, {Name: "state", Value: string(t.State)}, {Name: "cause", Value: string(t.Cause)},
		{Name: "registered_at", Value: t.RegisteredAt.String()}, {Name: "sequence", Value: fmt.Sprint(t.Sequence)}, {Name: "group", Value: string(t.Group)},
		{Name: "after", Value: string(t.After)}, {Name: "answer_by", Value: t.AnswerBy.String()}, {Name: "moved_to", Value: string(t.MovedTo)},
		{Name: "reason", Value: t.Reason}}
}

func choiceText(choices []register.ID[register.Kindergarten]) string {
	list := make([]string, len(choices))
	for i, k := range choices {
		list[i] = string(k)
	}
	return strings.Join(list, "|")
}

func choicesOf(text string) (choices []register.ID[register.Kindergarten]) {
	for _, k := range list(text) {
		choices = append(choices, register.ID[register.Kindergarten](k))
	}
	return choices
}

func transferOf(r sqlcgen.Transfer) preschool.Transfer {
	return preschool.Transfer{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Transfer](r.TransferID), Child: register.ID[register.Child](r.ChildID),
		Guardian: register.ID[register.Guardian](r.GuardianID), Placement: register.ID[preschool.Placement](r.PlacementID), State: preschool.TransferState(r.State),
		RegisteredAt: r.RegisteredAt, Sequence: r.Sequence, Choices: choicesOf(r.Choices), Cause: preschool.TransferCause(r.Cause),
		Group: register.ID[register.Group](r.GroupID), After: register.ID[preschool.Transfer](r.AfterID), AnswerBy: r.AnswerBy,
		DeliveredAt: r.DeliveredAt, NoticeVia: register.NoticeWay(r.NoticeVia), NoticeTries: int(r.NoticeTries), NoticedOn: r.NoticedOn,
		MovedTo: register.ID[preschool.Placement](r.MovedTo), Reason: r.Reason,
	}
}

// Transfer reads one transfer; in an Update its row is locked.
func (r *Reader) Transfer(id register.ID[preschool.Transfer]) (preschool.Transfer, error) {
	row, err := r.q.GetTransfer(r.ctx, sqlcgen.GetTransferParams{AuthorityID: r.auth(), TransferID: string(id)})
	row, err = one(row, err, "transfer.unknown")
	return transferOf(row), err
}

// LiveTransfer finds the transfer of a child that has not ended; found is false when there is none.
func (r *Reader) LiveTransfer(child register.ID[register.Child]) (t preschool.Transfer, found bool, err error) {
	row, err := r.q.FindLiveTransfer(r.ctx, sqlcgen.FindLiveTransferParams{AuthorityID: r.auth(), ChildID: string(child)})
	if errors.Is(err, sql.ErrNoRows) {
		return t, false, nil
	}
	return transferOf(row), err == nil, err
}

// TransfersIn lists the transfers in a state, in the order of registration.
func (r *Reader) TransfersIn(state preschool.TransferState) ([]preschool.Transfer, error) {
	rows, err := r.q.ListTransfersIn(r.ctx, sqlcgen.ListTransfersInParams{AuthorityID: r.auth(), State: string(state)})
	// Sorted here: asked to sort, the planner walks another index.
	slices.SortFunc(rows, func(a, b sqlcgen.Transfer) int {
		return cmp.Or(a.RegisteredAt.Compare(b.RegisteredAt), cmp.Compare(a.Sequence, b.Sequence), cmp.Compare(a.TransferID, b.TransferID))
	})
	return each(rows, err, transferOf)
}

// TransfersOf lists the transfers of one child, the oldest first.
func (r *Reader) TransfersOf(child register.ID[register.Child]) ([]preschool.Transfer, error) {
	rows, err := r.q.ListTransfersOf(r.ctx, sqlcgen.ListTransfersOfParams{AuthorityID: r.auth(), ChildID: string(child)})
	return each(rows, err, transferOf)
}

// Moves counts how often a child has changed the kindergarten by its family's wish within a calendar year.
func (r *Reader) Moves(child register.ID[register.Child], year int) (int, error) {
	n, err := r.q.CountMoves(r.ctx, sqlcgen.CountMovesParams{
		AuthorityID: r.auth(), ChildID: string(child), FirstDay: civil.NewDate(year, 1, 1), LastDay: civil.NewDate(year, 12, 31),
	})
	return int(n), err
}
