package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
)

// CycleState is where a payer's month stands.
type CycleState string

// The states of a payment cycle, in their only order.
const (
	CycleOpened       CycleState = "opened"
	CycleSheetsSigned CycleState = "sheets_signed"
	CycleAnswered     CycleState = "answered"
	CycleCalculated   CycleState = "calculated"
	CycleChecked      CycleState = "checked"
	CycleApproved     CycleState = "approved"
	CycleIssued       CycleState = "issued"
	CycleAccepted     CycleState = "accepted"
	CycleSettled      CycleState = "settled"
	CycleReconciled   CycleState = "reconciled"
	CycleClosed       CycleState = "closed"
)

// CycleTable is the life of a payment cycle: one way, one step at a time.
var CycleTable = Table{
	Noun: "cycle", Start: "opened",
	States: []string{"opened", "sheets_signed", "answered", "calculated", "checked", "approved", "issued", "accepted", "settled", "reconciled", "closed"},
	Steps: []Step{
		{"opened", "sign", "sheets_signed"}, {"sheets_signed", "answer", "answered"}, {"answered", "calculate", "calculated"},
		{"calculated", "check", "checked"}, {"checked", "approve", "approved"}, {"approved", "issue", "issued"},
		{"issued", "accept", "accepted"}, {"accepted", "settle", "settled"}, {"settled", "reconcile", "reconciled"}, {"reconciled", "close", "closed"},
	},
}

// Cycle is one month of a payer, from the first sheet to the closed books.
type Cycle struct {
	Authority register.ID[register.Authority]
	Month     civil.Month
	State     CycleState
	Checker   string // actor who checked
	Approver  string // another actor, who approved
}

// Scope returns the authority.
func (c Cycle) Scope() register.ID[register.Authority] { return c.Authority }

// Advance takes the cycle one step by its event. Checking and approving name a person: use Check and Approve.
func (c Cycle) Advance(event string) (Cycle, error) {
	if event == "check" || event == "approve" {
		return c, register.Refuse(register.Denied, "cycle.nameless").With("event", event)
	}
	return c.step(event)
}

// Check records who checked the calculation.
func (c Cycle) Check(actor string) (Cycle, error) {
	c, err := c.step("check")
	if err == nil {
		c.Checker = actor
	}
	return c, err
}

// Approve needs another person than the one who checked.
func (c Cycle) Approve(actor string) (Cycle, error) {
	if actor == c.Checker {
		return c, register.Refuse(register.Denied, "cycle.same_person")
	}
	c, err := c.step("approve")
	if err == nil {
		c.Approver = actor
	}
	return c, err
}

func (c Cycle) step(event string) (Cycle, error) {
	to, err := next(CycleTable, c.State, event)
	c.State = to
	return c, err
}

// ClaimState is where a claim stands.
type ClaimState string

// The states of a claim.
const (
	ClaimDrafted   ClaimState = "drafted"
	ClaimSubmitted ClaimState = "submitted"
	ClaimApproved  ClaimState = "approved"
	ClaimReturned  ClaimState = "returned"
	ClaimPaid      ClaimState = "paid"
)

// ClaimTable is the life of a claim.
var ClaimTable = Table{
	Noun: "claim", Start: "drafted", States: []string{"drafted", "submitted", "approved", "returned", "paid"},
	Steps: []Step{
		{"drafted", "submit", "submitted"}, {"submitted", "approve", "approved"}, {"submitted", "return", "returned"},
		{"returned", "submit", "submitted"}, {"approved", "pay", "paid"},
	},
}

// ClaimKind tells a month's first claim from a later correction.
type ClaimKind string

// The kinds of claim and of payment order.
const (
	KindClaim      ClaimKind = "claim"
	KindAdjustment ClaimKind = "adjustment"
)

// Claim is a kindergarten's request to be paid for a month: the sum of its lines.
type Claim struct {
	Authority    register.ID[register.Authority]
	ID           register.ID[Claim]
	Kindergarten register.ID[register.Kindergarten]
	Month        civil.Month // the month that the money is for
	Cycle        civil.Month // the cycle that calculated it
	Kind         ClaimKind
	State        ClaimState
	Lines        int
	Tiyn         money.Tiyn
}

// Scope returns the authority.
func (c Claim) Scope() register.ID[register.Authority] { return c.Authority }

// AtKindergarten returns the kindergarten.
func (c Claim) AtKindergarten() register.ID[register.Kindergarten] { return c.Kindergarten }

// Advance takes the claim one step by its event.
func (c Claim) Advance(event string) (Claim, error) {
	to, err := next(ClaimTable, c.State, event)
	c.State = to
	return c, err
}

// ClaimLine is what one line adds to one claim: target less what was posted before.
type ClaimLine struct {
	Claim register.ID[Claim]
	Line  register.ID[Line]
	Tiyn  money.Tiyn
}

// PaymentState is where a payment order stands.
type PaymentState string

// The states of a payment order.
const (
	PaymentDrafted  PaymentState = "drafted"
	PaymentApproved PaymentState = "approved"
	PaymentSent     PaymentState = "sent"
	PaymentSettled  PaymentState = "settled"
	PaymentRejected PaymentState = "rejected"
)

// PaymentTable is the life of a payment order.
var PaymentTable = Table{
	Noun: "payment", Start: "drafted", States: []string{"drafted", "approved", "sent", "settled", "rejected"},
	Steps: []Step{{"drafted", "approve", "approved"}, {"approved", "send", "sent"}, {"sent", "settle", "settled"}, {"sent", "reject", "rejected"}},
}

// Payment is the instruction to pay one kindergarten's provider for one month. There is one of each kind.
type Payment struct {
	Authority    register.ID[register.Authority]
	ID           register.ID[Payment]
	Claim        register.ID[Claim]
	Kindergarten register.ID[register.Kindergarten]
	Month        civil.Month // the month that the money is for
	Kind         ClaimKind
	State        PaymentState
	Tiyn         money.Tiyn
	DraftedBy    string
	ApprovedBy   string
	File         register.ID[BankFile]
	SettledOn    civil.Date
}

// Scope returns the authority.
func (p Payment) Scope() register.ID[register.Authority] { return p.Authority }

// AtKindergarten returns the kindergarten.
func (p Payment) AtKindergarten() register.ID[register.Kindergarten] { return p.Kindergarten }

// Approve needs another person than the one who drafted.
func (p Payment) Approve(actor string) (Payment, error) {
	if actor == p.DraftedBy {
		return p, register.Refuse(register.Denied, "payment.same_person")
	}
	to, err := next(PaymentTable, p.State, "approve")
	if err == nil {
		p.State, p.ApprovedBy = to, actor
	}
	return p, err
}

// Send puts the order into a bank file.
func (p Payment) Send(file register.ID[BankFile]) (Payment, error) {
	to, err := next(PaymentTable, p.State, "send")
	if err == nil {
		p.State, p.File = to, file
	}
	return p, err
}

// Settle records that the bank paid.
func (p Payment) Settle(on civil.Date) (Payment, error) {
	to, err := next(PaymentTable, p.State, "settle")
	if err == nil {
		p.State, p.SettledOn = to, on
	}
	return p, err
}

// Reject records that the bank refused.
func (p Payment) Reject() (Payment, error) {
	to, err := next(PaymentTable, p.State, "reject")
	p.State = to
	return p, err
}

// BankFile is one issued file of payment orders (pain.001), kept as the text that was sent.
type BankFile struct {
	Authority register.ID[register.Authority]
	ID        register.ID[BankFile]
	Cycle     civil.Month
	Message   string // message id of the file
	XML       string
	SHA256    string
	Payments  int
	Tiyn      money.Tiyn
	IssuedAt  civil.Instant
}

// Scope returns the authority.
func (f BankFile) Scope() register.ID[register.Authority] { return f.Authority }
