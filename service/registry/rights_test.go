package registry_test

import (
	"strings"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

func TestEveryUseCaseAsksForRights(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	c.Found(town.Other, "kz-voucher-2026")
	p := c.Family("2023-05-06")[0]
	number := c.IIN("2022-02-02")
	family := []registry.NewChild{{IIN: number, BirthDate: civil.MustParseDate("2022-02-02"), Language: register.Russian}}
	first := civil.MustParseDate("2026-01-01")
	ctx, s := c.Ctx(), c.Registry
	place := func(action access.Action, do func(access.Actor) error) town.Use {
		return town.Use{Action: action, Do: do}
	}
	thing := func(action access.Action, do func(access.Actor) error) town.Use {
		return town.Use{Action: action, Do: do, Thing: true}
	}
	theirs := func(action access.Action, do func(access.Actor) error) town.Use {
		return town.Use{Action: action, Do: do, Thing: true, Theirs: true}
	}
	c.Do(s.CloseSeats(ctx, officer, []registry.Closing{{Group: "sun-g02", Seats: 1, Reason: register.ClosedStaff, Act: "order 2"}}))
	closures, err := s.SeatClosures(ctx, officer)
	c.Do(err)
	renaming := preschool.CapacityEvent{Kindergarten: town.Sun, Kind: register.CapacityRenaming, From: civil.MustParseDate("2026-03-02"), NewName: "Шуақ", Act: "resolution 1"}
	event, err := s.RecordCapacityEvent(ctx, officer, renaming)
	c.Do(err)
	c.Rights(s, map[string]town.Use{
		"FoundAuthority": place(access.FoundAuthority, func(a access.Actor) error {
			return s.FoundAuthority(ctx, a, registry.Founding{Authority: register.Authority{ID: town.Authority}})
		}),
		"MoveAuthority": place(access.AdoptProfile, func(a access.Actor) error { return s.MoveAuthority(ctx, a, "kz", first) }),
		"ImportNetwork": place(access.ImportNetwork, func(a access.Actor) error {
			_, err := s.ImportNetwork(ctx, a, strings.NewReader(town.Network), false)
			return err
		}),
		"ImportPopulation": place(access.ImportPopulation, func(a access.Actor) error { return s.ImportPopulation(ctx, a, nil) }),
		"CloseSeats": thing(access.CloseSeats, func(a access.Actor) error {
			return s.CloseSeats(ctx, a, []registry.Closing{{Group: "sun-g01", Seats: 1, Reason: register.ClosedStaff, Act: "order 1"}})
		}),
		"CloseOwnSeats": theirs(access.CloseOwnSeats, func(a access.Actor) error {
			return s.CloseOwnSeats(ctx, a, []registry.Closing{{Group: "sun-g01", Seats: 1, Reason: register.ClosedStaff, Act: "order 1"}})
		}),
		"ReopenSeats":      thing(access.ReopenSeats, func(a access.Actor) error { return s.ReopenSeats(ctx, a, closures[0].ID) }),
		"ReopenOwnSeats":   theirs(access.ReopenOwnSeats, func(a access.Actor) error { return s.ReopenOwnSeats(ctx, a, closures[0].ID) }),
		"CarryOutClosures": place(access.LapseByRule, func(a access.Actor) error { return s.CarryOutClosures(ctx, a) }),
		"ClosuresDuring": place(access.ReadOpen, func(a access.Actor) error {
			_, err := s.ClosuresDuring(ctx, a, civil.MustParseMonth("2026-01").Range())
			return err
		}),
		"SeatClosures": place(access.ReadOpen, func(a access.Actor) error {
			_, err := s.SeatClosures(ctx, a)
			return err
		}),
		"RecordCapacityEvent": place(access.RecordCapacity, func(a access.Actor) error {
			_, err := s.RecordCapacityEvent(ctx, a, renaming)
			return err
		}),
		"CancelCapacityEvent": thing(access.RecordCapacity, func(a access.Actor) error { return s.CancelCapacityEvent(ctx, a, event, "act") }),
		"CapacityEvents": place(access.ReadOpen, func(a access.Actor) error {
			_, err := s.CapacityEvents(ctx, a, 10)
			return err
		}),
		"FormGroups": place(access.FormGroup, func(a access.Actor) error { return s.FormGroups(ctx, a, town.Sun) }),
		"RegisterFamily": place(access.RegisterPerson, func(a access.Actor) error {
			_, err := s.RegisterFamily(ctx, a, register.Guardian{IIN: c.IIN("1980-01-01")}, family)
			return err
		}),
		"FamilyOf": thing(access.RegisterPerson, func(a access.Actor) error {
			_, _, err := s.FamilyOf(ctx, a, number)
			return err
		}),
		"ReadChildren": place(access.RegisterPerson, func(a access.Actor) error {
			_, err := s.ReadChildren(ctx, a, "proof", []register.ID[register.Child]{p.Child})
			return err
		}),
		"Network": place(access.ReadOpen, func(a access.Actor) error {
			_, err := s.Network(ctx, a)
			return err
		}),
		"SearchKindergartens": place(access.ReadOpen, func(a access.Actor) error {
			_, err := s.SearchKindergartens(ctx, a, registry.Search{})
			return err
		}),
		"Kindergarten": thing(access.ReadOpen, func(a access.Actor) error {
			_, err := s.Kindergarten(ctx, a, "sun")
			return err
		}),
		"BeginSimulation": place(access.Simulate, func(a access.Actor) error {
			_, err := s.BeginSimulation(ctx, a, registry.Simulation{})
			return err
		}),
		"FindSimulation": place(access.Simulate, func(a access.Actor) error {
			_, _, err := s.FindSimulation(ctx, a, registry.Simulation{})
			return err
		}),
		"LastEvent": place(access.Simulate, func(a access.Actor) error {
			_, err := s.LastEvent(ctx, a)
			return err
		}),
		"AdvanceSimulation": place(access.Simulate, func(a access.Actor) error { return s.AdvanceSimulation(ctx, a, first, "running") }),
	})
}
