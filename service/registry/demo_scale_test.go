package registry_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

// The one reason that needs no order is a demonstration's own: in a city no official closes seats with it.
func TestOnlyADemonstrationClosesSeatsWithoutAnOrder(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-voucher-2026")
	closing := []registry.Closing{{Group: "sun-g01", Seats: 1, Reason: register.ClosedDemoScale}}
	before := groupOf(c, "sun-g01").Closed
	c.Refused("closure.demonstration_only", c.Registry.CloseSeats(c.Ctx(), officer, closing))
	if got := groupOf(c, "sun-g01").Closed; got != before {
		t.Errorf("%d seats are closed, want %d", got, before)
	}
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
		return tx.SaveNewSimulation(town.Actor(access.System), store.Simulation{Profile: "kz-voucher-2026", Reached: day("2026-01-01"), Stage: "running"}, store.Cause{Event: "simulation.begun"})
	}))
	c.Do(c.Registry.CloseSeats(c.Ctx(), officer, closing))
	if got := groupOf(c, "sun-g01").Closed; got != before+1 {
		t.Errorf("%d seats are closed, want %d", got, before+1)
	}
}
