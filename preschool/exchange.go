package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// ExchangeState is where an exchange of seats stands.
type ExchangeState string

// The states of an exchange.
const (
	ExchangeProposed   ExchangeState = "proposed"
	ExchangeAgreed     ExchangeState = "agreed"
	ExchangeCarriedOut ExchangeState = "carried_out"
	ExchangeDeclined   ExchangeState = "declined"
	ExchangeCancelled  ExchangeState = "cancelled"
)

// ExchangeTable is the life of an exchange. It has no step at which anybody could pay.
var ExchangeTable = Table{
	Noun: "exchange", Start: "proposed", States: []string{"proposed", "agreed", "carried_out", "declined", "cancelled"},
	Steps: []Step{
		{"proposed", "agree", "agreed"}, {"proposed", "decline", "declined"}, {"proposed", "cancel", "cancelled"},
		{"agreed", "carry_out", "carried_out"}, {"agreed", "cancel", "cancelled"},
	},
}

// Exchange is two families who change the seats of their children: A proposes, B agrees.
type Exchange struct {
	Authority    register.ID[register.Authority]
	ID           register.ID[Exchange]
	A, B         register.ID[Placement]
	GuardianA    register.ID[register.Guardian]
	GuardianB    register.ID[register.Guardian]
	State        ExchangeState
	ProposedAt   civil.Instant // A's signature
	AgreedAt     civil.Instant // B's signature
	CarriedOutOn civil.Date    // first day of the new placements
	Reason       string        // why it was cancelled
}

// Scope returns the authority.
func (e Exchange) Scope() register.ID[register.Authority] { return e.Authority }

// Live tells whether the exchange has not ended.
func (e Exchange) Live() bool { return e.State == ExchangeProposed || e.State == ExchangeAgreed }

// Agree is the other family's signature.
func (e Exchange) Agree(at civil.Instant) (Exchange, error) {
	e, err := e.step("agree", "")
	if err == nil {
		e.AgreedAt = at
	}
	return e, err
}

// Decline is the other family's no.
func (e Exchange) Decline() (Exchange, error) { return e.step("decline", "") }

// Cancel ends the exchange before it is carried out, by one of the families or because a placement ended.
func (e Exchange) Cancel(reason string) (Exchange, error) { return e.step("cancel", reason) }

// CarryOut marks that both children have changed their seats from a day on.
func (e Exchange) CarryOut(from civil.Date) (Exchange, error) {
	e, err := e.step("carry_out", "")
	if err == nil {
		e.CarriedOutOn = from
	}
	return e, err
}

func (e Exchange) step(event, reason string) (Exchange, error) {
	to, err := next(ExchangeTable, e.State, event)
	if err == nil {
		e.State, e.Reason = to, reason
	}
	return e, err
}
