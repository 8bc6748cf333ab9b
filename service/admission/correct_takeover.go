package admission

import (
	"context"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// CorrectTakeoverLine enters a faulty line as the officer corrects it: cells by our column names. It is checked like a list
// of one line and takes the turn that its number had in the old order. It waits for another person: see ApproveTakeoverLine.
func (s *Service) CorrectTakeoverLine(ctx context.Context, actor access.Actor, batch register.ID[preschool.TakeoverBatch], number int, cells map[string]string) (TakeoverReport, error) {
	var rep TakeoverReport
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		l, day, err := s.theirLine(tx, actor, access.ResolveTakeover, batch, number)
		if err != nil {
			return err
		}
		b, err := tx.Takeover(batch)
		if err != nil {
			return err
		}
		if err := b.Require(); err != nil {
			return err
		}
		list := OldList{Kind: b.Kind, Table: gateway.Table{Form: "csv", Rows: []gateway.TableRow{{Line: number}}}}
		for _, column := range sorted(cells) {
			list.Table.Header = append(list.Table.Header, column)
			list.Table.Rows[0].Cells = append(list.Table.Rows[0].Cells, strings.TrimSpace(cells[column]))
		}
		check, places, err := s.checkTakeover(tx.Reader, day, list)
		if err != nil {
			return err
		}
		if rep = check.report(places); rep.Accepted == 0 {
			return register.Refuse(register.Invalid, "takeover.still_faulty").With("fault", check.lines[0].words()[0])
		}
		t := &taking{takeoverCheck: check, tx: tx, service: s, actor: actor, batch: batch}
		return t.correct(l)
	})
	return rep, err
}

// correct enters the one line of a list in the place of a faulty one.
func (t *taking) correct(faulty preschool.TakeoverLine) error {
	corrected, err := faulty.Correct(t.actor.ID)
	if err != nil {
		return err
	}
	children, err := t.enterPeople(t.lines)
	if err != nil {
		return err
	}
	if t.list.Kind == preschool.TakeoverQueue {
		err = t.enterQueue(t.lines, faulty.Sequence, children)
	} else {
		err = t.enterPlaced(t.lines, faulty.Sequence, children)
	}
	if err != nil {
		return err
	}
	now := t.kept[0]
	now.State, now.CorrectedBy = corrected.State, corrected.CorrectedBy
	return t.tx.SaveTakeoverLine(t.actor, now, store.Cause{Event: "takeover.corrected"})
}

// ApproveTakeoverLine is the second person's word on a corrected line: from now on it is like any other, and its family gets
// its code. Unsent tells that the code did not go out, which the worklist says too.
func (s *Service) ApproveTakeoverLine(ctx context.Context, actor access.Actor, batch register.ID[preschool.TakeoverBatch], number int) (unsent bool, err error) {
	var c sentCode
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		l, day, err := s.theirLine(tx, actor, access.ApproveTakeover, batch, number)
		if err != nil {
			return err
		}
		words := wordsOf(l)
		if _, _, asked := askedDrop(l); asked {
			words = nil
		}
		if l, err = l.Approve(actor.ID); err != nil {
			return err
		}
		by, err := day.Rules.Takeover.ConfirmTerm.Due(day.Today, day.Rules.Calendar)
		if err != nil {
			return err
		}
		l.Faults = strings.Join(words, ",")
		if c, err = giveCode(tx, &l, by); err != nil {
			return err
		}
		return tx.SaveTakeoverLine(actor, l, store.Cause{Event: "takeover.line_approved"}, store.Fact{Name: "corrected_by", Value: l.CorrectedBy})
	})
	if err != nil {
		return false, err
	}
	n, err := s.sendCodes(ctx, actor, batch, []sentCode{c})
	return n > 0, err
}
