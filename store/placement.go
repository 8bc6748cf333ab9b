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

var placementColumns = []string{"placement_id", "child_id", "group_id", "kindergarten_id", "offer_id", "slot", "from_day", "to_day", "state", "source", "signed_at", "end_reason", "confirmed"}

// SaveNewPlacements places children: rows, seats of their groups, and the nation's register, or none of them.
func (tx *Tx) SaveNewPlacements(actor access.Actor, placements []preschool.Placement, why Cause) error {
	err := tx.bulk("placement", placementColumns, len(placements), func(i int) []any {
		p := &placements[i]
		return []any{p.ID, p.Child, p.Group, p.Kindergarten, p.Offer, int64(p.Slot), p.During.From, p.During.To, string(p.State), string(p.Source), p.SignedAt, p.EndReason, !p.Unconfirmed}
	})
	if err != nil {
		return err
	}
	live := make([]livePlacement, len(placements))
	seats := map[register.ID[register.Group]]int{}
	for i, p := range placements {
		live[i] = livePlacement{string(p.ID), string(p.Child)}
		seats[p.Group]++
		if err := tx.record(actor, why.Event, string(p.ID), why.Ground, placementFacts(p)...); err != nil {
			return err
		}
	}
	for _, g := range sortedKeys(seats) {
		if err := tx.countSeats(g, seats[g], 0); err != nil {
			return err
		}
	}
	return tx.enterNation(live)
}

// SavePlacement keeps a started or ended placement; before is as it was read, so that its seat is freed with its end.
func (tx *Tx) SavePlacement(actor access.Actor, before, p preschool.Placement, why Cause) error {
	err := tx.q.UpdatePlacement(tx.ctx, sqlcgen.UpdatePlacementParams{
		AuthorityID: tx.auth(), PlacementID: string(p.ID), ToDay: p.During.To, State: string(p.State), EndReason: p.EndReason, Confirmed: !p.Unconfirmed,
	})
	if err != nil {
		return fmt.Errorf("save placement %s: %w", p.ID, err)
	}
	if before.State != preschool.PlacementEnded && p.State == preschool.PlacementEnded {
		if err := tx.countSeats(p.Group, -1, 0); err != nil {
			return err
		}
		if err := tx.leaveNation(p.Child); err != nil {
			return fmt.Errorf("leave the nation's register with placement %s: %w", p.ID, err)
		}
	}
	return tx.record(actor, why.Event, string(p.ID), why.Ground, placementFacts(p)...)
}

func sortedKeys[V any](m map[register.ID[register.Group]]V) []register.ID[register.Group] {
	keys := make([]register.ID[register.Group], 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func placementFacts(p preschool.Placement) []Fact {
	return []Fact{{Name: "child", Value: string(p.Child)}, {Name: "group", Value: string(p.Group)}, {Name: "offer", Value: string(p.Offer)},
		{Name: "from", Value: p.During.From.String()}, {Name: "to", Value: p.During.To.String()}, {Name: "state", Value: string(p.State)},
		{Name: "source", Value: string(p.Source)}, {Name: "end_reason", Value: p.EndReason}}
}

func placementOf(r sqlcgen.Placement) preschool.Placement {
	return preschool.Placement{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Placement](r.PlacementID), Child: register.ID[register.Child](r.ChildID),
		Group: register.ID[register.Group](r.GroupID), Kindergarten: register.ID[register.Kindergarten](r.KindergartenID), Offer: register.ID[preschool.Offer](r.OfferID),
		Slot: int(r.Slot), During: civil.DateRange{From: r.FromDay, To: r.ToDay}, State: preschool.PlacementState(r.State),
		Source: preschool.PlacementSource(r.Source), SignedAt: r.SignedAt, EndReason: r.EndReason, Unconfirmed: !r.Confirmed,
	}
}

// Placement reads one placement; in an Update its row is locked.
func (r *Reader) Placement(id register.ID[preschool.Placement]) (preschool.Placement, error) {
	row, err := r.q.GetPlacement(r.ctx, sqlcgen.GetPlacementParams{AuthorityID: r.auth(), PlacementID: string(id)})
	row, err = one(row, err, "placement.unknown")
	return placementOf(row), err
}

// PlannedPlacements lists the placements whose first day has come.
func (r *Reader) PlannedPlacements(today civil.Date) ([]preschool.Placement, error) {
	rows, err := r.q.ListPlannedPlacements(r.ctx, sqlcgen.ListPlannedPlacementsParams{AuthorityID: r.auth(), Today: today})
	// Sorted here: asked to sort, the planner walks the whole table in the order of another index.
	slices.SortFunc(rows, func(a, b sqlcgen.Placement) int { return cmp.Compare(a.PlacementID, b.PlacementID) })
	return each(rows, err, placementOf)
}

// PlacementsDuring lists the placements of a kindergarten that touch a range of days, by group and slot.
func (r *Reader) PlacementsDuring(k register.ID[register.Kindergarten], days civil.DateRange) ([]preschool.Placement, error) {
	rows, err := r.q.ListPlacementsOfKindergarten(r.ctx, sqlcgen.ListPlacementsOfKindergartenParams{
		AuthorityID: r.auth(), KindergartenID: string(k), FirstDay: days.From, LastDay: days.To,
	})
	return each(rows, err, placementOf)
}

// Placements lists all, by first day.
func (r *Reader) Placements() ([]preschool.Placement, error) {
	rows, err := r.q.ListPlacements(r.ctx, r.auth())
	return each(rows, err, placementOf)
}

// LivePlacement is a placement that has not ended, with what the path needs of its child.
type LivePlacement struct {
	preschool.Placement
	Guardian  register.ID[register.Guardian]
	BirthDate civil.Date
}

// LivePlacements lists the placements that have not ended, by kindergarten, group and slot.
func (r *Reader) LivePlacements() ([]LivePlacement, error) {
	rows, err := r.q.ListLivePlacements(r.ctx, r.auth())
	return each(rows, err, func(p sqlcgen.ListLivePlacementsRow) LivePlacement {
		return LivePlacement{placementOf(sqlcgen.Placement{
			AuthorityID: p.AuthorityID, PlacementID: p.PlacementID, ChildID: p.ChildID, GroupID: p.GroupID, KindergartenID: p.KindergartenID, OfferID: p.OfferID,
			Slot: p.Slot, FromDay: p.FromDay, ToDay: p.ToDay, State: p.State, Source: p.Source, SignedAt: p.SignedAt, EndReason: p.EndReason, Confirmed: p.Confirmed,
		}), register.ID[register.Guardian](p.GuardianID), p.BirthDate}
	})
}

// FreeSlot finds the first row of the group's sheet that no live placement holds.
func (tx *Tx) FreeSlot(group register.ID[register.Group]) (int, error) {
	taken, err := tx.q.ListLiveSlots(tx.ctx, sqlcgen.ListLiveSlotsParams{AuthorityID: tx.auth(), GroupID: string(group)})
	slot := 0
	for _, s := range taken {
		if int(s) == slot {
			slot++
		}
	}
	return slot, err
}

// LivePlacement finds the placement of a child that has not ended; found is false when there is none.
func (r *Reader) LivePlacement(child register.ID[register.Child]) (p preschool.Placement, found bool, err error) {
	row, err := r.q.FindLivePlacement(r.ctx, sqlcgen.FindLivePlacementParams{AuthorityID: r.auth(), ChildID: string(child)})
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	return placementOf(row), err == nil, err
}
