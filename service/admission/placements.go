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

// StartPlacements marks the placements whose first day has come. Done twice it changes nothing.
func (s *Service) StartPlacements(ctx context.Context, actor access.Actor) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.LapseByRule, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		planned, err := tx.PlannedPlacements(day.Today)
		if err != nil {
			return err
		}
		for _, before := range planned {
			p, err := before.Start(day.Today)
			if err != nil {
				return err
			}
			if err := tx.SavePlacement(actor, before, p, store.Cause{Event: "placement.started"}); err != nil {
				return err
			}
		}
		return nil
	})
}

// EmploymentEnded is the reason by which a child of the staff leaves when the one who worked there does. Nothing ends by
// itself: the family or the head says so.
const EmploymentEnded = "employment_ended"

// ToSchool is the reason by which a child leaves for school: released when it has reached the age, or before that at its
// family's word.
const ToSchool = "school"

// EndPlacement is the family's leaving, or the head's word of it: today is the child's last day, and its voucher returns to
// the pool; that of a child who goes to school is used up.
func (s *Service) EndPlacement(ctx context.Context, actor access.Actor, id register.ID[preschool.Placement], reason string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		p, err := tx.Placement(id)
		if err != nil {
			return err
		}
		child, err := tx.Child(p.Child)
		if err != nil {
			return err
		}
		theirs := access.Theirs{Authority: p.Authority, Guardian: child.Guardian, Kindergarten: p.Kindergarten}
		if err := actor.Require(access.EndPlacement, theirs); err != nil {
			return err
		}
		if reason == EmploymentEnded && p.Source != preschool.PlacedByStaff {
			return register.Refuse(register.Conflict, "placement.not_staff")
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		voucher := preschool.Voucher.Return
		if reason == ToSchool && day.Rules.Season.GrowsOut(child.BirthDate.Year(), day.Today.Year()) {
			voucher = preschool.Voucher.Exhaust
		}
		return s.end(tx, actor, day, p, reason, voucher)
	})
}

func (s *Service) end(tx *store.Tx, actor access.Actor, day service.Day, before preschool.Placement, reason string, voucher func(preschool.Voucher, civil.Date) (preschool.Voucher, error)) error {
	p, err := before.End(day.Today, reason)
	if err != nil {
		return err
	}
	if err := tx.SavePlacement(actor, before, p, store.Cause{Event: "placement.ended", Ground: reason}); err != nil {
		return err
	}
	if err := closeTransfer(tx, actor, p.Child, "placement_ended"); err != nil {
		return err
	}
	if err := cancelExchanges(tx, actor, p.ID, "placement_ended"); err != nil {
		return err
	}
	v, found, err := tx.LiveVoucher(p.Child)
	if err != nil || !found {
		return err
	}
	if v, err = voucher(v, day.Today); err != nil {
		return err
	}
	return tx.SaveVoucher(actor, v, store.Cause{Event: "voucher." + string(v.State), Ground: reason})
}

// ReleaseLeavers lets a kindergarten's children who have reached the age of release go to school: today is their last
// day. It is open only in the season's window, and children of exempt kinds of group stay as the commission advises
// (Education Law, art. 30 p.1). It returns how many left.
func (s *Service) ReleaseLeavers(ctx context.Context, actor access.Actor, k register.ID[register.Kindergarten]) (int, error) {
	released := 0
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		released = 0
		if err := actor.Require(access.EndPlacement, access.Theirs{Authority: actor.Authority, Kindergarten: k}); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		season := day.Rules.Season
		if day.Today.Before(season.ReleaseFrom.In(day.Today.Year())) || day.Today.After(season.ReleaseTo.In(day.Today.Year())) {
			return register.Refuse(register.Conflict, "placement.release_closed").With("from", season.ReleaseFrom.String()).With("to", season.ReleaseTo.String())
		}
		leavers, err := leaversOf(tx, day, k)
		if err != nil {
			return err
		}
		for _, p := range leavers {
			if err := s.end(tx, actor, day, p, ToSchool, preschool.Voucher.Exhaust); err != nil {
				return fmt.Errorf("release placement %s: %w", p.ID, err)
			}
			released++
		}
		return nil
	})
	return released, err
}

// leaversOf lists the placements of a kindergarten's children who may go to school today.
func leaversOf(tx *store.Tx, day service.Day, k register.ID[register.Kindergarten]) ([]preschool.Placement, error) {
	present, err := tx.PlacementsDuring(k, civil.DateRange{From: day.Today, To: day.Today})
	if err != nil {
		return nil, err
	}
	stays, err := exempt(tx, k, day.Rules.Season.ReleaseExempt)
	if err != nil {
		return nil, err
	}
	var leavers []preschool.Placement
	for _, p := range present {
		if p.State == preschool.PlacementEnded || stays[p.Group] {
			continue
		}
		child, err := tx.Child(p.Child)
		if err != nil {
			return nil, err
		}
		if policy.Reached(child.BirthDate, day.Rules.Season.ReleaseAge, day.Today) {
			leavers = append(leavers, p)
		}
	}
	return leavers, nil
}

// exempt are the groups of a kindergarten whose children the season does not release.
func exempt(tx *store.Tx, k register.ID[register.Kindergarten], kinds []register.GroupKind) (map[register.ID[register.Group]]bool, error) {
	groups, err := tx.GroupsOf(k)
	stays := make(map[register.ID[register.Group]]bool, len(groups))
	for _, g := range groups {
		stays[g.ID] = slices.Contains(kinds, g.Kind)
	}
	return stays, err
}
