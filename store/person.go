package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

var (
	guardianColumns = []string{"guardian_id", "iin", "phone"}
	childColumns    = []string{"child_id", "iin", "birth_date", "guardian_id", "language", "district", "lat", "lon", "generated"}
)

// SaveNewGuardians adds guardians; their events name no person.
func (tx *Tx) SaveNewGuardians(actor access.Actor, guardians []register.Guardian, why Cause) error {
	err := tx.bulk("guardian", guardianColumns, len(guardians), func(i int) []any {
		g := &guardians[i]
		return []any{g.ID, g.IIN, g.Phone}
	})
	for i := 0; i < len(guardians) && err == nil; i++ {
		err = tx.record(actor, why.Event, string(guardians[i].ID), why.Ground)
	}
	return err
}

// SaveNewChildren adds children of guardians who are there already.
func (tx *Tx) SaveNewChildren(actor access.Actor, children []register.Child, why Cause) error {
	err := tx.bulk("child", childColumns, len(children), func(i int) []any {
		c := &children[i]
		return []any{c.ID, c.IIN, c.BirthDate, c.Guardian, string(c.Language), c.District, c.Lat, c.Lon, c.Generated}
	})
	for i := 0; i < len(children) && err == nil; i++ {
		err = tx.record(actor, why.Event, string(children[i].ID), why.Ground, Fact{Name: "guardian", Value: string(children[i].Guardian)})
	}
	return err
}

// ChildLink is what a use case needs of a child to act on the path: no identifier, no address.
type ChildLink struct {
	ID        register.ID[register.Child]
	Guardian  register.ID[register.Guardian]
	BirthDate civil.Date
	Language  register.Language
}

func linkOf(c sqlcgen.Child) ChildLink {
	return ChildLink{register.ID[register.Child](c.ChildID), register.ID[register.Guardian](c.GuardianID), c.BirthDate, register.Language(c.Language)}
}

// Child links to a child by id.
func (r *Reader) Child(id register.ID[register.Child]) (ChildLink, error) {
	row, err := r.q.GetChild(r.ctx, sqlcgen.GetChildParams{AuthorityID: r.auth(), ChildID: string(id)})
	row, err = one(row, err, "child.unknown")
	return linkOf(row), err
}

// ChildByIIN links to a registered child by its number; no such child is a not-found refusal.
func (r *Reader) ChildByIIN(iin string) (ChildLink, error) {
	row, err := r.q.GetChildByIIN(r.ctx, sqlcgen.GetChildByIINParams{AuthorityID: r.auth(), Iin: iin})
	row, err = one(row, err, "child.unknown")
	return linkOf(row), err
}

// GuardianByIIN finds a registered guardian's id by number; none is a not-found refusal.
func (r *Reader) GuardianByIIN(iin string) (register.ID[register.Guardian], error) {
	row, err := r.q.GetGuardianByIIN(r.ctx, sqlcgen.GetGuardianByIINParams{AuthorityID: r.auth(), Iin: iin})
	row, err = one(row, err, "guardian.unknown")
	return register.ID[register.Guardian](row.GuardianID), err
}

// ReadPerson reads children's data for a person of the staff, with a purpose. The entry person.read of each child is
// committed first, so that a family sees who looked even when the reading fails afterwards.
func (db *DB) ReadPerson(ctx context.Context, actor access.Actor, purpose string, ids []register.ID[register.Child]) ([]register.Child, error) {
	err := db.Update(ctx, actor.Authority, func(tx *Tx) error {
		for _, id := range ids {
			if err := tx.record(actor, "person.read", string(id), purpose); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("record reading: %w", err)
	}
	var children []register.Child
	err = db.View(ctx, actor.Authority, func(r *Reader) error {
		for _, id := range ids {
			row, err := r.q.GetChild(r.ctx, sqlcgen.GetChildParams{AuthorityID: r.auth(), ChildID: string(id)})
			if row, err = one(row, err, "child.unknown"); err != nil {
				return fmt.Errorf("read child %s: %w", id, err)
			}
			children = append(children, register.Child{
				Authority: r.Authority, ID: id, IIN: row.Iin, BirthDate: row.BirthDate, Guardian: register.ID[register.Guardian](row.GuardianID),
				Language: register.Language(row.Language), District: row.District, Lat: row.Lat, Lon: row.Lon, Generated: row.Generated,
			})
		}
		return nil
	})
	return children, err
}

// enterNation puts the child into the nation's register of live placements; a second live placement anywhere is refused.
func (tx *Tx) enterNation(placements []livePlacement) error {
	for i := range placements {
		p := &placements[i]
		_, err := tx.conn.ExecContext(tx.ctx, `INSERT INTO live_placement (child_iin, authority_id, placement_id, created_at)
SELECT c.iin, $1, $2, $3 FROM child c WHERE c.authority_id = $1 AND c.child_id = $4`, tx.auth(), p.placement, tx.Now, p.child)
		if err != nil {
			return fmt.Errorf("enter placement %s into the nation's register: %w", p.placement, err)
		}
	}
	return nil
}

type livePlacement struct{ placement, child string }

func (tx *Tx) leaveNation(child register.ID[register.Child]) error {
	return tx.q.DeleteLivePlacement(tx.ctx, sqlcgen.DeleteLivePlacementParams{AuthorityID: tx.auth(), ChildID: string(child)})
}

// LivePlacementOf tells which authority holds the live placement of a number, or none.
func (r *Reader) LivePlacementOf(iin string) (register.ID[register.Authority], error) {
	row, err := r.q.GetLivePlacement(r.ctx, iin)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return register.ID[register.Authority](row.AuthorityID), err
}

// District is the home district of a child, for queues that run by district.
func (r *Reader) District(id register.ID[register.Child]) (string, error) {
	row, err := r.q.GetChild(r.ctx, sqlcgen.GetChildParams{AuthorityID: r.auth(), ChildID: string(id)})
	row, err = one(row, err, "child.unknown")
	return row.District, err
}
