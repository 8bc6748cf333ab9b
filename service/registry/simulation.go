package registry

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// Simulation is the state of a demonstration.
type Simulation = store.Simulation

// FindSimulation gives the state of the demonstration that was begun with what is wanted; begun is false in an empty
// database. A database that was begun otherwise (another seed, number of children, profile or network) is refused, and so
// is one that holds a real city.
func (s *Service) FindSimulation(ctx context.Context, actor access.Actor, want Simulation) (state Simulation, begun bool, err error) {
	err = s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.Simulate, access.Place(actor.Authority)); err != nil {
			return err
		}
		state, begun, err = findSimulation(r, want)
		return err
	})
	return state, begun, err
}

func findSimulation(r *store.Reader, want Simulation) (Simulation, bool, error) {
	have, err := r.Simulation()
	if register.KindOf(err) == register.NotFound {
		known, err := r.Kindergartens()
		if err == nil && len(known) > 0 {
			err = register.Refuse(register.Conflict, "simulation.real_database")
		}
		return want, false, err
	}
	if err != nil {
		return want, false, err
	}
	if have.Seed != want.Seed || have.Children != want.Children || have.Profile != want.Profile || have.NetworkSHA256 != want.NetworkSHA256 {
		return want, false, register.Refuse(register.Conflict, "simulation.other")
	}
	return have, true, nil
}

// BeginSimulation marks the database as a demonstration and gives its state; what FindSimulation refuses is refused.
func (s *Service) BeginSimulation(ctx context.Context, actor access.Actor, want Simulation) (Simulation, error) {
	var state Simulation
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.Simulate, access.Place(actor.Authority)); err != nil {
			return err
		}
		var begun bool
		var err error
		if state, begun, err = findSimulation(tx.Reader, want); err != nil || begun {
			return err
		}
		return tx.SaveNewSimulation(actor, want, store.Cause{Event: "simulation.begun"})
	})
	return state, err
}

// LastEvent is the instant of the newest event of the record: a demonstration that was stopped goes on after it.
func (s *Service) LastEvent(ctx context.Context, actor access.Actor) (civil.Instant, error) {
	var at civil.Instant
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.Simulate, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		at, err = r.LastEventAt()
		return err
	})
	return at, err
}

// AdvanceSimulation notes the last simulated day that is done.
func (s *Service) AdvanceSimulation(ctx context.Context, actor access.Actor, reached civil.Date, stage string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.Simulate, access.Place(actor.Authority)); err != nil {
			return err
		}
		return tx.SaveSimulation(reached, stage)
	})
}
