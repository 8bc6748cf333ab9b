package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
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

// EndPlacement is the family's leaving: today is the child's last day, and its voucher returns to the pool.
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
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		return s.end(tx, actor, day, p, reason, preschool.Voucher.Return)
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
// day. It is open only in the season's window (Education Law, art. 30 p.1). It returns how many left.
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
		present, err := tx.PlacementsDuring(k, civil.DateRange{From: day.Today, To: day.Today})
		if err != nil {
			return err
		}
		for _, p := range present {
			child, err := tx.Child(p.Child)
			if err != nil {
				return err
			}
			if p.State == preschool.PlacementEnded || day.Rules.Age(child.BirthDate, day.Today) < season.ReleaseAge {
				continue
			}
			if err := s.end(tx, actor, day, p, "school", preschool.Voucher.Exhaust); err != nil {
				return fmt.Errorf("release placement %s: %w", p.ID, err)
			}
			released++
		}
		return nil
	})
	return released, err
}
