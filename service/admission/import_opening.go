package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// OpeningSeat is a child who holds a seat on the first day, as an old system hands it over.
type OpeningSeat struct {
	Guardian register.Guardian
	Child    register.Child // ids are given here
	Group    int            // number of the group in the kindergarten
}

// ImportOpening takes over the children whom a kindergarten has on the first day. They are typed opening in the record:
// they came by no offer of this system. It is all or nothing, and done twice it changes nothing.
func (s *Service) ImportOpening(ctx context.Context, actor access.Actor, k register.ID[register.Kindergarten], seats []OpeningSeat) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.ImportOpening, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		groups, err := tx.GroupsOf(k)
		if err != nil {
			return err
		}
		byNumber := map[int]register.Group{}
		for _, g := range groups {
			if g.Placed > 0 {
				return nil // taken over before
			}
			byNumber[g.Number] = g
		}
		placements, vouchers, err := s.enterOpening(tx, actor, day, byNumber, seats)
		if err != nil {
			return err
		}
		if err := tx.SaveNewPlacements(actor, placements, store.Cause{Event: "placement.opened", Ground: "opening"}); err != nil {
			return err
		}
		for _, v := range vouchers {
			if err := tx.SaveNewVoucher(actor, v, store.Cause{Event: "voucher.opened", Ground: "opening"}); err != nil {
				return err
			}
		}
		return nil
	})
}

// enterOpening enters the families and prepares their placements, and vouchers where the rules give them to children
// who are placed already.
func (s *Service) enterOpening(tx *store.Tx, actor access.Actor, day service.Day, groups map[int]register.Group, seats []OpeningSeat) ([]preschool.Placement, []preschool.Voucher, error) {
	guardians, children, err := s.openingPeople(tx, seats)
	if err != nil {
		return nil, nil, err
	}
	if err := tx.SaveNewGuardians(actor, guardians, store.Cause{Event: "guardian.registered", Ground: "opening"}); err != nil {
		return nil, nil, err
	}
	if err := tx.SaveNewChildren(actor, children, store.Cause{Event: "child.registered", Ground: "opening"}); err != nil {
		return nil, nil, err
	}
	var placements []preschool.Placement
	var vouchers []preschool.Voucher
	slots := map[int]int{}
	for i, seat := range seats {
		g, ok := groups[seat.Group]
		if !ok {
			return nil, nil, register.Refuse(register.Invalid, "opening.group").With("group", fmt.Sprint(seat.Group))
		}
		if slots[seat.Group] >= g.Vacant() {
			return nil, nil, register.Refuse(register.Conflict, "group.seats_taken").With("group", string(g.ID))
		}
		placements = append(placements, preschool.Placement{
			Authority: tx.Authority, ID: store.NewID[preschool.Placement](tx, "placement"), Child: children[i].ID, Group: g.ID, Kindergarten: g.Kindergarten,
			Slot: slots[seat.Group], During: civil.DateRange{From: day.Today}, State: preschool.PlacementStarted, Source: preschool.PlacedByOpening, SignedAt: tx.Now,
		})
		slots[seat.Group]++
		if day.Rules.Round.Target == policy.TargetVoucher && day.Rules.VoucherScope == policy.VoucherAllPlaced {
			vouchers = append(vouchers, preschool.Voucher{
				Authority: tx.Authority, ID: store.NewID[preschool.Voucher](tx, "voucher"), Child: children[i].ID, State: preschool.VoucherActivated,
				Source: preschool.VoucherFromOpening, IssuedAt: tx.Now, ActivatedOn: day.Today,
			})
		}
	}
	return placements, vouchers, nil
}

// openingPeople gives ids to the families of the seats; a guardian who is registered keeps the id, siblings share one.
func (s *Service) openingPeople(tx *store.Tx, seats []OpeningSeat) (guardians []register.Guardian, children []register.Child, err error) {
	ids := map[string]register.ID[register.Guardian]{}
	for _, seat := range seats {
		if err := register.CheckIIN(seat.Child.IIN); err != nil {
			return nil, nil, err
		}
		id, known := ids[seat.Guardian.IIN]
		if !known {
			if err := register.CheckIIN(seat.Guardian.IIN); err != nil {
				return nil, nil, err
			}
			id, err = tx.GuardianByIIN(seat.Guardian.IIN)
			if register.KindOf(err) == register.NotFound {
				id, err = store.NewID[register.Guardian](tx, "guardian"), nil
				g := seat.Guardian
				g.Authority, g.ID = tx.Authority, id
				guardians = append(guardians, g)
			}
			if err != nil {
				return nil, nil, err
			}
			ids[seat.Guardian.IIN] = id
		}
		c := seat.Child
		c.Authority, c.ID, c.Guardian = tx.Authority, store.NewID[register.Child](tx, "child"), id
		children = append(children, c)
	}
	return guardians, children, nil
}
