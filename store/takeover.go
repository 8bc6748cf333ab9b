package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

var (
	takeoverLineColumns = []string{"batch_id", "number", "state", "application_id", "placement_id", "sequence", "code_sha256", "faults", "corrected_by", "approved_by", "confirmed_on", "confirm_by"}
	applicationColumns  = []string{"application_id", "child_id", "guardian_id", "state", "registered_at", "sequence", "class", "ground", "proof", "proof_due",
		"proof_issued", "proof_valid", "proof_via", "birth_date", "settlement", "language", "also_language", "group_kind", "start_on", "facts", "family_id",
		"suspended_until", "restored", "source", "request_key", "confirmed", "reason"}
	stayColumns = []string{"application_id", "entered_at", "queue", "class", "proof", "enter_reason", "left_at", "leave_reason"}
)

// ReserveSequences keeps n numbers of the counter of applications and gives the first of them.
func (tx *Tx) ReserveSequences(n int) (int64, error) {
	last, err := tx.q.ReserveSequences(tx.ctx, sqlcgen.ReserveSequencesParams{AuthorityID: tx.auth(), N: int64(n), CreatedAt: tx.Now})
	return last - int64(n) + 1, err
}

// LiveSlots are the rows of a group's sheet that children hold.
func (tx *Tx) LiveSlots(group register.ID[register.Group]) ([]int, error) {
	rows, err := tx.q.ListLiveSlots(tx.ctx, sqlcgen.ListLiveSlotsParams{AuthorityID: tx.auth(), GroupID: string(group)})
	return each(rows, err, func(s int64) int { return int(s) })
}

// SaveTakeover keeps a loaded list with its lines. The event carries the hash of the file and of the order.
func (tx *Tx) SaveTakeover(actor access.Actor, b preschool.TakeoverBatch, lines []preschool.TakeoverLine, why Cause) error {
	err := tx.q.InsertTakeoverBatch(tx.ctx, sqlcgen.InsertTakeoverBatchParams{
		AuthorityID: tx.auth(), BatchID: string(b.ID), Kind: string(b.Kind), Source: b.Source, Sha256: b.SHA256, LoadedBy: b.LoadedBy,
		ApprovedBy: b.ApprovedBy, ApprovedOn: b.ApprovedOn, LineCount: int64(b.Lines), OrderSha256: b.OrderSHA256, CreatedAt: tx.Now,
	})
	if err == nil {
		err = tx.bulk("takeover_line", takeoverLineColumns, len(lines), func(i int) []any {
			l := &lines[i]
			return []any{l.Batch, int64(l.Number), string(l.State), l.Application, l.Placement, l.Sequence, l.CodeSHA256, l.Faults, l.CorrectedBy, l.ApprovedBy, l.ConfirmedOn, l.ConfirmBy}
		})
	}
	if err != nil {
		return fmt.Errorf("save list %s: %w", b.ID, err)
	}
	return tx.record(actor, why.Event, string(b.ID), why.Ground, Fact{Name: "kind", Value: string(b.Kind)}, Fact{Name: "sha256", Value: b.SHA256},
		Fact{Name: "lines", Value: fmt.Sprint(b.Lines)}, Fact{Name: "order_sha256", Value: b.OrderSHA256})
}

// SaveTakeoverApproved keeps the second person's word on a list, and gives its lines their codes. The event carries the hashes
// of the file and of the order that were approved.
func (tx *Tx) SaveTakeoverApproved(actor access.Actor, b preschool.TakeoverBatch, lines []preschool.TakeoverLine, why Cause) error {
	err := tx.q.ApproveTakeoverBatch(tx.ctx, sqlcgen.ApproveTakeoverBatchParams{
		AuthorityID: tx.auth(), BatchID: string(b.ID), ApprovedBy: b.ApprovedBy, ApprovedOn: b.ApprovedOn,
	})
	for i := 0; i < len(lines) && err == nil; i++ {
		l := &lines[i]
		err = tx.q.SetTakeoverCode(tx.ctx, sqlcgen.SetTakeoverCodeParams{
			AuthorityID: tx.auth(), BatchID: string(b.ID), Number: int64(l.Number), CodeSha256: l.CodeSHA256, Faults: l.Faults, ConfirmBy: l.ConfirmBy,
		})
	}
	if err != nil {
		return fmt.Errorf("approve list %s: %w", b.ID, err)
	}
	return tx.record(actor, why.Event, string(b.ID), why.Ground, Fact{Name: "sha256", Value: b.SHA256}, Fact{Name: "order_sha256", Value: b.OrderSHA256},
		Fact{Name: "codes", Value: fmt.Sprint(len(lines))})
}

// SaveTakeoverLine keeps a confirmed, corrected or dropped line with its event.
func (tx *Tx) SaveTakeoverLine(actor access.Actor, l preschool.TakeoverLine, why Cause, facts ...Fact) error {
	err := tx.q.UpdateTakeoverLine(tx.ctx, sqlcgen.UpdateTakeoverLineParams{
		AuthorityID: tx.auth(), BatchID: string(l.Batch), Number: int64(l.Number), State: string(l.State), ApplicationID: register.AnyID(l.Application),
		PlacementID: register.AnyID(l.Placement), CodeSha256: l.CodeSHA256, Faults: l.Faults, CorrectedBy: l.CorrectedBy, ApprovedBy: l.ApprovedBy,
		ConfirmedOn: l.ConfirmedOn, ConfirmBy: l.ConfirmBy,
	})
	if err != nil {
		return fmt.Errorf("save line %d of list %s: %w", l.Number, l.Batch, err)
	}
	all := append([]Fact{{Name: "batch", Value: string(l.Batch)}, {Name: "number", Value: fmt.Sprint(l.Number)}, {Name: "state", Value: string(l.State)}}, facts...)
	return tx.record(actor, why.Event, cmp.Or(string(l.Application), string(l.Placement), string(l.Batch)), why.Ground, all...)
}

// SentCode is a line whose code went out, with the words that are left to do.
type SentCode struct {
	Number int
	SHA256 string
	Faults string
}

// SaveCodesSent notes that the codes of lines went out. It is no event: the record holds no step of a message.
func (tx *Tx) SaveCodesSent(batch register.ID[preschool.TakeoverBatch], codes []SentCode) error {
	for _, c := range codes {
		err := tx.q.SetTakeoverFaults(tx.ctx, sqlcgen.SetTakeoverFaultsParams{
			AuthorityID: tx.auth(), BatchID: string(batch), Number: int64(c.Number), CodeSha256: c.SHA256, Faults: c.Faults,
		})
		if err != nil {
			return fmt.Errorf("note that the codes of list %s went out: %w", batch, err)
		}
	}
	return nil
}

// SaveTakenOver adds the applications of an old list with their choices, and begins the stays of those that are queued.
func (tx *Tx) SaveTakenOver(actor access.Actor, apps []preschool.Application, stays []QueueEntry, why Cause) error {
	err := tx.bulk("application", applicationColumns, len(apps), func(i int) []any {
		a := &apps[i]
		return []any{a.ID, a.Child, a.Guardian, string(a.State), a.RegisteredAt, a.Sequence, string(a.Class), string(a.Ground), string(a.Proof), a.ProofDue,
			a.ProofIssued, a.ProofValid, a.ProofVia, a.BirthDate, a.Settlement, string(a.Language), string(a.AlsoLanguage), string(kindOf(*a)), a.StartOn, a.Facts,
			string(a.Family), a.SuspendedUntil, int64(a.Restored), string(a.Source), a.Key, !a.Unconfirmed, a.Reason}
	})
	if err != nil {
		return err
	}
	var choices [][2]int
	for i := range apps {
		for rank := range apps[i].Choices {
			choices = append(choices, [2]int{i, rank})
		}
	}
	err = tx.bulk("choice", choiceColumns, len(choices), func(n int) []any {
		a, rank := &apps[choices[n][0]], choices[n][1]
		return []any{string(a.ID), int64(rank + 1), string(a.Choices[rank])}
	})
	if err == nil {
		err = tx.bulk("queue_entry", stayColumns, len(stays), func(i int) []any {
			e := &stays[i]
			return []any{string(e.Application), tx.Now, e.Queue, string(e.Class), string(e.Proof), e.EnterReason, civil.Instant{}, ""}
		})
	}
	for i := 0; i < len(apps) && err == nil; i++ {
		err = tx.record(actor, why.Event, string(apps[i].ID), why.Ground, applicationFacts(apps[i])...)
	}
	return err
}

func takeoverLineOf(r sqlcgen.TakeoverLine) preschool.TakeoverLine {
	return preschool.TakeoverLine{
		Authority: register.ID[register.Authority](r.AuthorityID), Batch: register.ID[preschool.TakeoverBatch](r.BatchID), Number: int(r.Number),
		State: preschool.TakeoverState(r.State), Application: register.ID[preschool.Application](r.ApplicationID),
		Placement: register.ID[preschool.Placement](r.PlacementID), Sequence: r.Sequence, CodeSHA256: r.CodeSha256, Faults: r.Faults,
		CorrectedBy: r.CorrectedBy, ApprovedBy: r.ApprovedBy, ConfirmedOn: r.ConfirmedOn, ConfirmBy: r.ConfirmBy,
	}
}

func takeoverOf(r sqlcgen.TakeoverBatch) preschool.TakeoverBatch {
	return preschool.TakeoverBatch{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.TakeoverBatch](r.BatchID), Kind: preschool.TakeoverKind(r.Kind),
		Source: r.Source, SHA256: r.Sha256, LoadedBy: r.LoadedBy, ApprovedBy: r.ApprovedBy, ApprovedOn: r.ApprovedOn,
		Lines: int(r.LineCount), OrderSHA256: r.OrderSha256,
	}
}

// TakeoverBySHA256 finds the list that was loaded from a file; found is false when it never was.
func (r *Reader) TakeoverBySHA256(sha256 string) (b preschool.TakeoverBatch, found bool, err error) {
	row, err := r.q.FindTakeoverBatch(r.ctx, sqlcgen.FindTakeoverBatchParams{AuthorityID: r.auth(), Sha256: sha256})
	if errors.Is(err, sql.ErrNoRows) {
		return b, false, nil
	}
	return takeoverOf(row), err == nil, err
}

// Takeover reads one list.
func (r *Reader) Takeover(id register.ID[preschool.TakeoverBatch]) (preschool.TakeoverBatch, error) {
	row, err := r.q.GetTakeoverBatch(r.ctx, sqlcgen.GetTakeoverBatchParams{AuthorityID: r.auth(), BatchID: string(id)})
	row, err = one(row, err, "takeover.unknown")
	return takeoverOf(row), err
}

// Takeovers lists the lists, the oldest first.
func (r *Reader) Takeovers() ([]preschool.TakeoverBatch, error) {
	rows, err := r.q.ListTakeoverBatches(r.ctx, r.auth())
	return each(rows, err, takeoverOf)
}

// TakeoverLine reads one line of a list; in an Update it is locked.
func (r *Reader) TakeoverLine(id register.ID[preschool.TakeoverBatch], number int) (preschool.TakeoverLine, error) {
	row, err := r.q.GetTakeoverLine(r.ctx, sqlcgen.GetTakeoverLineParams{AuthorityID: r.auth(), BatchID: string(id), Number: int64(number)})
	row, err = one(row, err, "takeover.line_unknown")
	return takeoverLineOf(row), err
}

// TakeoverLineByCode finds the unconfirmed line whose code has the hash.
func (r *Reader) TakeoverLineByCode(codeSHA256 string) (preschool.TakeoverLine, error) {
	row, err := r.q.FindTakeoverCode(r.ctx, sqlcgen.FindTakeoverCodeParams{AuthorityID: r.auth(), CodeSha256: codeSHA256})
	row, err = one(row, err, "takeover.code_unknown")
	return takeoverLineOf(row), err
}

// TakeoverLines lists the lines of a list by number.
func (r *Reader) TakeoverLines(id register.ID[preschool.TakeoverBatch]) ([]preschool.TakeoverLine, error) {
	rows, err := r.q.ListTakeoverLines(r.ctx, sqlcgen.ListTakeoverLinesParams{AuthorityID: r.auth(), BatchID: string(id)})
	return each(rows, err, takeoverLineOf)
}

// TakeoverWork lists the lines that wait for an officer: faulty ones, and those that no family confirmed in its term.
func (r *Reader) TakeoverWork(today civil.Date) ([]preschool.TakeoverLine, error) {
	rows, err := r.q.ListTakeoverWork(r.ctx, sqlcgen.ListTakeoverWorkParams{AuthorityID: r.auth(), Today: today})
	return each(rows, err, takeoverLineOf)
}
