package store

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveNewExchange keeps the proposal of an exchange.
func (tx *Tx) SaveNewExchange(actor access.Actor, e preschool.Exchange, why Cause) error {
	err := tx.q.InsertExchange(tx.ctx, sqlcgen.InsertExchangeParams{
		AuthorityID: tx.auth(), ExchangeID: string(e.ID), PlacementA: string(e.A), PlacementB: string(e.B), GuardianA: string(e.GuardianA),
		GuardianB: string(e.GuardianB), State: string(e.State), ProposedAt: e.ProposedAt, AgreedAt: e.AgreedAt, CarriedOutOn: e.CarriedOutOn,
		Reason: e.Reason, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save exchange %s: %w", e.ID, err)
	}
	return tx.record(actor, why.Event, string(e.ID), why.Ground, exchangeFacts(e)...)
}

// SaveExchange keeps a changed exchange.
func (tx *Tx) SaveExchange(actor access.Actor, e preschool.Exchange, why Cause) error {
	err := tx.q.UpdateExchange(tx.ctx, sqlcgen.UpdateExchangeParams{
		AuthorityID: tx.auth(), ExchangeID: string(e.ID), State: string(e.State), AgreedAt: e.AgreedAt, CarriedOutOn: e.CarriedOutOn, Reason: e.Reason,
	})
	if err != nil {
		return fmt.Errorf("save exchange %s: %w", e.ID, err)
	}
	return tx.record(actor, why.Event, string(e.ID), why.Ground, exchangeFacts(e)...)
}

func exchangeFacts(e preschool.Exchange) []Fact {
	return []Fact{{Name: "a", Value: string(e.A)}, {Name: "b", Value: string(e.B)}, {Name: "state", Value: string(e.State)},
		{Name: "from", Value: e.CarriedOutOn.String()}, {Name: "reason", Value: e.Reason}}
}

func exchangeOf(r sqlcgen.Exchange) preschool.Exchange {
	return preschool.Exchange{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Exchange](r.ExchangeID),
		A: register.ID[preschool.Placement](r.PlacementA), B: register.ID[preschool.Placement](r.PlacementB),
		GuardianA: register.ID[register.Guardian](r.GuardianA), GuardianB: register.ID[register.Guardian](r.GuardianB),
		State: preschool.ExchangeState(r.State), ProposedAt: r.ProposedAt, AgreedAt: r.AgreedAt, CarriedOutOn: r.CarriedOutOn, Reason: r.Reason,
	}
}

// Exchange reads one exchange; in an Update its row is locked.
func (r *Reader) Exchange(id register.ID[preschool.Exchange]) (preschool.Exchange, error) {
	row, err := r.q.GetExchange(r.ctx, sqlcgen.GetExchangeParams{AuthorityID: r.auth(), ExchangeID: string(id)})
	row, err = one(row, err, "exchange.unknown")
	return exchangeOf(row), err
}

// ExchangesIn lists the exchanges in a state, in the order in which they were proposed.
func (r *Reader) ExchangesIn(state preschool.ExchangeState) ([]preschool.Exchange, error) {
	rows, err := r.q.ListExchangesIn(r.ctx, sqlcgen.ListExchangesInParams{AuthorityID: r.auth(), State: string(state)})
	// Sorted here: asked to sort, the planner walks another index.
	slices.SortFunc(rows, func(a, b sqlcgen.Exchange) int {
		return cmp.Or(a.ProposedAt.Compare(b.ProposedAt), cmp.Compare(a.ExchangeID, b.ExchangeID))
	})
	return each(rows, err, exchangeOf)
}

// LiveExchangesOf lists the exchanges of a placement that have not ended, the oldest first.
func (r *Reader) LiveExchangesOf(p register.ID[preschool.Placement]) ([]preschool.Exchange, error) {
	rows, err := r.q.ListLiveExchangesOf(r.ctx, sqlcgen.ListLiveExchangesOfParams{AuthorityID: r.auth(), PlacementID: string(p)})
	return each(rows, err, exchangeOf)
}
