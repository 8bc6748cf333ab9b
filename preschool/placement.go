package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// VoucherState is where a voucher stands.
type VoucherState string

// The states of a voucher.
const (
	VoucherIssued    VoucherState = "issued"
	VoucherActivated VoucherState = "activated"
	VoucherExhausted VoucherState = "exhausted"
	VoucherReturned  VoucherState = "returned"
	VoucherExpired   VoucherState = "expired"
)

// VoucherTable is the life of a voucher.
var VoucherTable = Table{
	Noun: "voucher", Start: "issued",
	States: []string{"issued", "activated", "exhausted", "returned", "expired"},
	Steps: []Step{
		{"issued", "activate", "activated"}, {"issued", "return", "returned"}, {"issued", "expire", "expired"},
		{"activated", "exhaust", "exhausted"}, {"activated", "return", "returned"},
	},
}

// VoucherSource says how a voucher came to be.
type VoucherSource string

// The sources of a voucher.
const (
	VoucherFromRound   VoucherSource = "round"
	VoucherFromOpening VoucherSource = "opening" // for a child who held a seat on the first day
	VoucherFromSwitch  VoucherSource = "switch"  // for a child placed when its territory passed to vouchers
	VoucherFromStaff   VoucherSource = "staff"   // with the contract of a child of the staff
)

// Voucher is the funding that follows one child.
type Voucher struct {
	Authority   register.ID[register.Authority]
	ID          register.ID[Voucher]
	Child       register.ID[register.Child]
	Application register.ID[Application] // none for the opening balance
	Market      string
	State       VoucherState
	Source      VoucherSource
	IssuedAt    civil.Instant
	ActivatedOn civil.Date
	EndedOn     civil.Date
	ChooseBy    civil.Date // last day to name kindergartens; none for the opening balance
	ChosenOn    civil.Date // day on which the family named them; from then on it stands in the evening allocation
}

// Scope returns the authority.
func (v Voucher) Scope() register.ID[register.Authority] { return v.Authority }

// Activate puts the voucher to use from the first day of the placement.
func (v Voucher) Activate(on civil.Date) (Voucher, error) {
	to, err := next(VoucherTable, v.State, "activate")
	if err == nil {
		v.State, v.ActivatedOn = to, on
	}
	return v, err
}

// Return gives the voucher back to the pool, on a day.
func (v Voucher) Return(on civil.Date) (Voucher, error) { return v.end("return", on) }

// Expire ends a voucher that was never put to use.
func (v Voucher) Expire(on civil.Date) (Voucher, error) { return v.end("expire", on) }

// Exhaust ends a voucher whose child leaves for school.
func (v Voucher) Exhaust(on civil.Date) (Voucher, error) { return v.end("exhaust", on) }

func (v Voucher) end(event string, on civil.Date) (Voucher, error) {
	to, err := next(VoucherTable, v.State, event)
	if err == nil {
		v.State, v.EndedOn = to, on
	}
	return v, err
}

// PlacementState is where a placement stands.
type PlacementState string

// The states of a placement.
const (
	PlacementPlanned PlacementState = "planned"
	PlacementStarted PlacementState = "started"
	PlacementEnded   PlacementState = "ended"
)

// PlacementTable is the life of a placement.
var PlacementTable = Table{
	Noun: "placement", Start: "planned",
	States: []string{"planned", "started", "ended"},
	Steps:  []Step{{"planned", "start", "started"}, {"planned", "end", "ended"}, {"started", "end", "ended"}},
}

// PlacementSource says what put the child into the group.
type PlacementSource string

// The sources of a placement.
const (
	PlacedByOpening  PlacementSource = "opening" // the opening balance: held on the first day
	PlacedByRound    PlacementSource = "round"
	PlacedByChoice   PlacementSource = "choice"
	PlacedByWaitlist PlacementSource = "waitlist"
	PlacedByTransfer PlacementSource = "transfer"
	PlacedByExchange PlacementSource = "exchange"
	PlacedByStaff    PlacementSource = "staff"
	PlacedByClosure  PlacementSource = "closure"
	PlacedByTakeover PlacementSource = "takeover" // from an old system's list
)

// Placement is a child in a group over a range of days, with the contract behind it.
type Placement struct {
	Authority    register.ID[register.Authority]
	ID           register.ID[Placement]
	Child        register.ID[register.Child]
	Group        register.ID[register.Group]
	Kindergarten register.ID[register.Kindergarten]
	Offer        register.ID[Offer] // none for the opening balance
	Slot         int                // the child's row on the group's sheet: 0, 1, …
	During       civil.DateRange    // end inclusive; open end = zero
	State        PlacementState
	Source       PlacementSource
	SignedAt     civil.Instant // contract
	EndReason    string        // school, moved_away, …
	Unconfirmed  bool          // taken over and not confirmed by its family: no money moves for it
}

// Scope returns the authority.
func (p Placement) Scope() register.ID[register.Authority] { return p.Authority }

// AtKindergarten returns the kindergarten.
func (p Placement) AtKindergarten() register.ID[register.Kindergarten] { return p.Kindergarten }

// Start marks that the child's first day has come.
func (p Placement) Start(today civil.Date) (Placement, error) {
	if today.Before(p.During.From) {
		return p, register.Refuse(register.Conflict, "placement.early").With("from", p.During.From.String())
	}
	to, err := next(PlacementTable, p.State, "start")
	p.State = to
	return p, err
}

// End closes the placement on its last day, with a reason.
func (p Placement) End(last civil.Date, reason string) (Placement, error) {
	to, err := next(PlacementTable, p.State, "end")
	if err != nil {
		return p, err
	}
	if last.Before(p.During.From) {
		return p, register.Refuse(register.Invalid, "placement.end_before_start").With("from", p.During.From.String())
	}
	p.State, p.During.To, p.EndReason = to, last, reason
	return p, nil
}
