package preschool

import (
	"slices"

	"github.com/balajol/balajol/register"
)

// Step is one permitted transition: in state From the event leads to state To.
type Step struct{ From, Event, To string }

// Table is the whole life of a noun: its states in order, its first state, and every permitted step. A pair of state
// and event that has no step is refused.
type Table struct {
	Noun   string
	Start  string
	States []string
	Steps  []Step
}

// Tables lists the tables of every noun of this package, in the order of the path.
var Tables = []Table{ApplicationTable, ProofTable, GuardianshipTable, RoundPlanTable, OfferTable, PapersTable, VoucherTable, PlacementTable, TransferTable, ExchangeTable, StaffTable, AppealTable, CapacityEventTable, SheetTable, LineTable, CycleTable, ClaimTable, PaymentTable, SwitchTable, TakeoverTable}

// Events lists the events of a table, sorted, each once.
func (t Table) Events() []string {
	var all []string
	for _, s := range t.Steps {
		all = append(all, s.Event)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// next finds the state that an event leads to, or a conflict `noun.event` that names the state it met.
func next[S ~string](t Table, from S, event string) (S, error) {
	for _, s := range t.Steps {
		if s.From == string(from) && s.Event == event {
			return S(s.To), nil
		}
	}
	return from, register.Refuse(register.Conflict, t.Noun+".not_"+event).With("state", string(from))
}
