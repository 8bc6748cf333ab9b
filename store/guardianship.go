package store

import (
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveNewGuardianship adds who acts for a child, or claims to.
func (tx *Tx) SaveNewGuardianship(actor access.Actor, g preschool.Guardianship, why Cause) error {
	err := tx.q.InsertGuardianship(tx.ctx, sqlcgen.InsertGuardianshipParams{
		AuthorityID: tx.auth(), GuardianshipID: string(g.ID), ChildID: string(g.Child), GuardianID: string(g.Guardian), State: string(g.State),
		Ground: string(g.Ground), Act: g.Act, FromDay: g.During.From, ToDay: g.During.To, EnteredBy: g.EnteredBy, ApprovedBy: g.ApprovedBy, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save guardianship %s: %w", g.ID, err)
	}
	return tx.record(actor, why.Event, string(g.Child), why.Ground, guardianshipFacts(g)...)
}

// SaveGuardianship keeps a changed guardianship. One in force makes its guardian the one of the child.
func (tx *Tx) SaveGuardianship(actor access.Actor, g preschool.Guardianship, why Cause) error {
	err := tx.q.UpdateGuardianship(tx.ctx, sqlcgen.UpdateGuardianshipParams{
		AuthorityID: tx.auth(), GuardianshipID: string(g.ID), State: string(g.State), Ground: string(g.Ground), Act: g.Act, FromDay: g.During.From,
		ToDay: g.During.To, EnteredBy: g.EnteredBy, ApprovedBy: g.ApprovedBy,
	})
	if err == nil && g.State == preschool.GuardianshipInForce {
		err = tx.q.SetGuardianOfChild(tx.ctx, sqlcgen.SetGuardianOfChildParams{AuthorityID: tx.auth(), ChildID: string(g.Child), GuardianID: string(g.Guardian)})
	}
	if err != nil {
		return fmt.Errorf("save guardianship %s: %w", g.ID, err)
	}
	return tx.record(actor, why.Event, string(g.Child), why.Ground, guardianshipFacts(g)...)
}

func guardianshipFacts(g preschool.Guardianship) []Fact {
	return []Fact{{Name: "guardianship", Value: string(g.ID)}, {Name: "guardian", Value: string(g.Guardian)}, {Name: "state", Value: string(g.State)},
		{Name: "ground", Value: string(g.Ground)}, {Name: "from", Value: g.During.From.String()}, {Name: "to", Value: g.During.To.String()},
		{Name: "entered_by", Value: g.EnteredBy}, {Name: "approved_by", Value: g.ApprovedBy}}
}

func guardianshipOf(r sqlcgen.Guardianship) preschool.Guardianship {
	return preschool.Guardianship{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Guardianship](r.GuardianshipID), Child: register.ID[register.Child](r.ChildID),
		Guardian: register.ID[register.Guardian](r.GuardianID), State: preschool.GuardianshipState(r.State), Ground: preschool.GuardianGround(r.Ground), Act: r.Act,
		During: civil.DateRange{From: r.FromDay, To: r.ToDay}, EnteredBy: r.EnteredBy, ApprovedBy: r.ApprovedBy,
	}
}

// Guardianship reads one; in an Update its row is locked.
func (r *Reader) Guardianship(id register.ID[preschool.Guardianship]) (preschool.Guardianship, error) {
	row, err := r.q.GetGuardianship(r.ctx, sqlcgen.GetGuardianshipParams{AuthorityID: r.auth(), GuardianshipID: string(id)})
	row, err = one(row, err, "guardianship.unknown")
	return guardianshipOf(row), err
}

// GuardianshipsOf lists who has acted for a child or claimed to, the oldest first.
func (r *Reader) GuardianshipsOf(child register.ID[register.Child]) ([]preschool.Guardianship, error) {
	rows, err := r.q.ListGuardianshipsOf(r.ctx, sqlcgen.ListGuardianshipsOfParams{AuthorityID: r.auth(), ChildID: string(child)})
	return each(rows, err, guardianshipOf)
}

// GuardianshipsIn lists the guardianships in a state, the oldest first.
func (r *Reader) GuardianshipsIn(state preschool.GuardianshipState) ([]preschool.Guardianship, error) {
	rows, err := r.q.ListGuardianshipsIn(r.ctx, sqlcgen.ListGuardianshipsInParams{AuthorityID: r.auth(), State: string(state)})
	return each(rows, err, guardianshipOf)
}

// HasGuardian tells whether a guardian is registered.
func (r *Reader) HasGuardian(id register.ID[register.Guardian]) (bool, error) {
	n, err := r.q.CountGuardian(r.ctx, sqlcgen.CountGuardianParams{AuthorityID: r.auth(), GuardianID: string(id)})
	return n > 0, err
}

// ChildSince is the instant at which a child was registered.
func (r *Reader) ChildSince(id register.ID[register.Child]) (civil.Instant, error) {
	row, err := r.q.GetChild(r.ctx, sqlcgen.GetChildParams{AuthorityID: r.auth(), ChildID: string(id)})
	row, err = one(row, err, "child.unknown")
	return row.CreatedAt, err
}
