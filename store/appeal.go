package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// NextAppealNumber counts the appeals of the authority.
func (tx *Tx) NextAppealNumber() (int64, error) { return tx.q.NextAppealNumber(tx.ctx, tx.auth()) }

// SaveNewAppeal registers an appeal. The event carries no word of the family.
func (tx *Tx) SaveNewAppeal(actor access.Actor, a preschool.Appeal, why Cause) error {
	err := tx.q.InsertAppeal(tx.ctx, sqlcgen.InsertAppealParams{
		AuthorityID: tx.auth(), AppealID: string(a.ID), Number: a.Number, ApplicationID: register.AnyID(a.Application), ChildID: string(a.Child),
		Kind: string(a.Kind), Subject: a.Subject, State: string(a.State), Words: a.Words, DecidedByFirst: a.DecidedByFirst, SubmittedAt: a.SubmittedAt,
		ForwardBy: a.ForwardBy, ForwardedOn: a.ForwardedOn, ForwardedBy: a.ForwardedBy, DecideBy: a.DecideBy, OverdueOn: a.OverdueOn, Late: a.Late, DecidedOn: a.DecidedOn,
		DecidedBy: a.DecidedBy, Answer: a.Answer, Quoted: a.Quoted, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save appeal %d: %w", a.Number, err)
	}
	return tx.record(actor, why.Event, string(a.ID), why.Ground, appealFacts(a)...)
}

// SaveAppeal keeps a forwarded, decided or withdrawn appeal.
func (tx *Tx) SaveAppeal(actor access.Actor, a preschool.Appeal, why Cause) error {
	err := tx.q.UpdateAppeal(tx.ctx, sqlcgen.UpdateAppealParams{
		AuthorityID: tx.auth(), AppealID: string(a.ID), State: string(a.State), ForwardedOn: a.ForwardedOn, ForwardedBy: a.ForwardedBy, OverdueOn: a.OverdueOn, DecidedOn: a.DecidedOn,
		DecidedBy: a.DecidedBy, Answer: a.Answer, Quoted: a.Quoted,
	})
	if err != nil {
		return fmt.Errorf("save appeal %d: %w", a.Number, err)
	}
	return tx.record(actor, why.Event, string(a.ID), why.Ground, appealFacts(a)...)
}

func appealFacts(a preschool.Appeal) []Fact {
	return []Fact{{Name: "number", Value: fmt.Sprint(a.Number)}, {Name: "kind", Value: string(a.Kind)}, {Name: "subject", Value: a.Subject},
		{Name: "state", Value: string(a.State)}, {Name: "forward_by", Value: a.ForwardBy.String()}, {Name: "decide_by", Value: a.DecideBy.String()},
		{Name: "overdue_on", Value: a.OverdueOn.String()}, {Name: "decided_on", Value: a.DecidedOn.String()}, {Name: "quoted", Value: a.Quoted}}
}

func appealOf(r sqlcgen.Appeal) preschool.Appeal {
	return preschool.Appeal{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Appeal](r.AppealID), Number: r.Number,
		Application: register.ID[preschool.Application](r.ApplicationID), Child: register.ID[register.Child](r.ChildID), Kind: register.AppealKind(r.Kind),
		Subject: r.Subject, State: preschool.AppealState(r.State), Words: r.Words, DecidedByFirst: r.DecidedByFirst, SubmittedAt: r.SubmittedAt,
		ForwardBy: r.ForwardBy, ForwardedOn: r.ForwardedOn, ForwardedBy: r.ForwardedBy, DecideBy: r.DecideBy, OverdueOn: r.OverdueOn, Late: r.Late, DecidedOn: r.DecidedOn,
		DecidedBy: r.DecidedBy, Answer: r.Answer, Quoted: r.Quoted,
	}
}

// Appeal reads one appeal; in an Update its row is locked.
func (r *Reader) Appeal(id register.ID[preschool.Appeal]) (preschool.Appeal, error) {
	row, err := r.q.GetAppeal(r.ctx, sqlcgen.GetAppealParams{AuthorityID: r.auth(), AppealID: string(id)})
	row, err = one(row, err, "appeal.unknown")
	return appealOf(row), err
}

// LiveAppeal finds the appeal against a decision that waits for its own; found is false when there is none.
func (r *Reader) LiveAppeal(subject string) (a preschool.Appeal, found bool, err error) {
	row, err := r.q.FindLiveAppeal(r.ctx, sqlcgen.FindLiveAppealParams{AuthorityID: r.auth(), Subject: subject})
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	return appealOf(row), err == nil, err
}

// AppealsIn lists the appeals in a state by number.
func (r *Reader) AppealsIn(state preschool.AppealState) ([]preschool.Appeal, error) {
	rows, err := r.q.ListAppealsIn(r.ctx, sqlcgen.ListAppealsInParams{AuthorityID: r.auth(), State: string(state)})
	// Sorted here: asked to sort, the planner walks another index.
	slices.SortFunc(rows, func(a, b sqlcgen.Appeal) int { return cmp.Compare(a.Number, b.Number) })
	return each(rows, err, appealOf)
}

// AppealsOf lists the appeals about one child by number.
func (r *Reader) AppealsOf(child register.ID[register.Child]) ([]preschool.Appeal, error) {
	rows, err := r.q.ListAppealsOf(r.ctx, sqlcgen.ListAppealsOfParams{AuthorityID: r.auth(), ChildID: string(child)})
	return each(rows, err, appealOf)
}

// AppealCount is how many appeals of a kind stand in a state, and how many of them were not answered in their term.
type AppealCount struct {
	Kind    register.AppealKind
	State   preschool.AppealState
	Appeals int
	Overdue int
}

// AppealCounts counts the appeals that were submitted from an instant until before another, by kind and state.
func (r *Reader) AppealCounts(since, until civil.Instant) ([]AppealCount, error) {
	rows, err := r.q.CountAppeals(r.ctx, sqlcgen.CountAppealsParams{AuthorityID: r.auth(), Since: since, Until: until})
	return each(rows, err, func(c sqlcgen.CountAppealsRow) AppealCount {
		return AppealCount{register.AppealKind(c.Kind), preschool.AppealState(c.State), int(c.Appeals), int(c.Overdue)}
	})
}

// Decision is an event of a noun as an appeal quotes it.
type Decision struct {
	EventRef
	Type    string
	Role    access.Role
	Actor   string // actor id
	Index   int64  // place in the log
	Covered bool
	SHA256  string // commitment of its leaf, base64
}

// Quote is the decision in the words of the record: event, leaf and hash.
func (d Decision) Quote() string {
	leaf := "leaf pending"
	if d.Covered {
		leaf = fmt.Sprintf("leaf %d", d.Index)
	}
	return fmt.Sprintf("%s %s/%d, %s, sha256 %s", d.Type, d.At, d.Sequence, leaf, d.SHA256)
}

// DecisionOn finds the newest event of one of the types on a subject; found is false when there is none.
func (r *Reader) DecisionOn(subject string, types ...string) (d Decision, found bool, err error) {
	rows, err := r.q.ListDecisionsOn(r.ctx, sqlcgen.ListDecisionsOnParams{AuthorityID: r.auth(), Subject: subject})
	for _, e := range slices.Backward(rows) {
		if slices.Contains(types, e.Type) {
			return Decision{EventRef{e.At, e.Sequence}, e.Type, access.Role(e.ActorRole), e.ActorID, e.LeafIndex.Int64, e.LeafIndex.Valid, e.Commitment}, true, nil
		}
	}
	return d, false, err
}
