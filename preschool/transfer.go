package preschool

import (
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// TransferState is where a transfer stands.
type TransferState string

// The states of a transfer.
const (
	TransferRequested TransferState = "requested"
	TransferOffered   TransferState = "offered"
	TransferAccepted  TransferState = "accepted" // and carried out as soon as its seat is free
	TransferMoved     TransferState = "moved"
	TransferWithdrawn TransferState = "withdrawn"
	TransferClosed    TransferState = "closed"
)

// TransferTable is the life of a transfer. An offer that falls through by no fault of the family leads back to the wish.
var TransferTable = Table{
	Noun: "transfer", Start: "requested",
	States: []string{"requested", "offered", "accepted", "moved", "withdrawn", "closed"},
	Steps: []Step{
		{"requested", "offer", "offered"}, {"requested", "withdraw", "withdrawn"}, {"requested", "close", "closed"},
		{"offered", "accept", "accepted"}, {"offered", "return", "requested"}, {"offered", "withdraw", "withdrawn"}, {"offered", "close", "closed"},
		{"accepted", "move", "moved"}, {"accepted", "return", "requested"}, {"accepted", "withdraw", "withdrawn"}, {"accepted", "close", "closed"},
	},
}

// TransferCause says why a placed child changes the kindergarten.
type TransferCause string

// The causes of a transfer.
const (
	ByWish    TransferCause = "wish"
	ByClosure TransferCause = "closure" // the kindergarten closes: the founder moves its children (Education Law, art. 42 p.2)
)

// Transfer is the move of a placed child to another kindergarten. The child keeps its seat until it has the other.
type Transfer struct {
	Authority    register.ID[register.Authority]
	ID           register.ID[Transfer]
	Child        register.ID[register.Child]
	Guardian     register.ID[register.Guardian]
	Placement    register.ID[Placement] // the one that the child would leave
	State        TransferState
	RegisteredAt civil.Instant
	Sequence     int64                                // the server's counter, decides equal instants
	Choices      []register.ID[register.Kindergarten] // best first; of a closure they may be none: the nearest with a seat
	Cause        TransferCause
	Group        register.ID[register.Group] // offered
	After        register.ID[Transfer]       // whose move frees the offered seat; none: the seat is free and held for this one
	AnswerBy     civil.Date                  // last day to answer the offer; set anew by delivery
	DeliveredAt  civil.Instant               // when the notice of the offer reached the family
	NoticeVia    register.NoticeWay
	NoticeTries  int        // attempts so far on the present way
	NoticedOn    civil.Date // day on which the present way began
	MovedTo      register.ID[Placement]
	Reason       string // why it was closed or its offer fell through
}

// Scope returns the authority.
func (t Transfer) Scope() register.ID[register.Authority] { return t.Authority }

// OfGuardian returns the guardian who acts for the child.
func (t Transfer) OfGuardian() register.ID[register.Guardian] { return t.Guardian }

// Live tells whether the transfer has not ended.
func (t Transfer) Live() bool {
	return t.State == TransferRequested || t.State == TransferOffered || t.State == TransferAccepted
}

// Holds tells whether the transfer keeps a free seat from others.
func (t Transfer) Holds() bool {
	return (t.State == TransferOffered || t.State == TransferAccepted) && t.After.IsZero()
}

// NewTransfer registers a transfer of a child out of its placement, at an instant with the server's counter.
func NewTransfer(id register.ID[Transfer], from Placement, guardian register.ID[register.Guardian], at civil.Instant, sequence int64,
	choices []register.ID[register.Kindergarten], cause TransferCause) Transfer {
	return Transfer{
		Authority: from.Authority, ID: id, Child: from.Child, Guardian: guardian, Placement: from.ID, State: TransferRequested,
		RegisteredAt: at, Sequence: sequence, Choices: choices, Cause: cause,
	}
}

// ForClosure gives a live transfer of the family's own wish the rank of a closure; its date and choices stay, but for the
// kindergarten that closes.
func (t Transfer) ForClosure(closing register.ID[register.Kindergarten]) Transfer {
	t.Cause = ByClosure
	t.Choices = slices.DeleteFunc(slices.Clone(t.Choices), func(k register.ID[register.Kindergarten]) bool { return k == closing })
	return t
}

// Rank replaces the choices while nothing is offered; the date stays.
func (t Transfer) Rank(choices []register.ID[register.Kindergarten]) (Transfer, error) {
	if t.State != TransferRequested {
		return t, register.Refuse(register.Conflict, "transfer.not_rank").With("state", string(t.State))
	}
	t.Choices = choices
	return t, nil
}

// Offer offers a seat to answer by a day: a free one, or the one that another transfer leaves.
func (t Transfer) Offer(group register.ID[register.Group], after register.ID[Transfer], answerBy civil.Date) (Transfer, error) {
	t, err := t.step("offer", "")
	if err == nil {
		t = t.untold()
		t.Group, t.After, t.AnswerBy = group, after, answerBy
	}
	return t, err
}

func (t Transfer) untold() Transfer {
	t.DeliveredAt, t.NoticeVia, t.NoticeTries, t.NoticedOn = civil.Instant{}, "", 0, civil.Date{}
	return t
}

// WaitsForNotice tells whether the family of an offered seat has not been reached, so that its term has not begun.
func (t Transfer) WaitsForNotice() bool { return t.State == TransferOffered && t.DeliveredAt.IsZero() }

// GoOn begins a way to reach the family on a day; with the present one it changes nothing.
func (t Transfer) GoOn(way register.NoticeWay, today civil.Date) (Transfer, error) {
	if !t.WaitsForNotice() {
		return t, register.Refuse(register.Conflict, "offer.noticed")
	}
	if t.NoticeVia != way {
		t.NoticeVia, t.NoticeTries, t.NoticedOn = way, 0, today
	}
	return t, nil
}

// Deliver records that the notice reached the family, or that the family is held to be told, and sets the last day to answer.
func (t Transfer) Deliver(at civil.Instant, answerBy civil.Date) (Transfer, error) {
	if !t.WaitsForNotice() {
		return t, register.Refuse(register.Conflict, "offer.noticed")
	}
	t.DeliveredAt, t.AnswerBy = at, answerBy
	return t, nil
}

// Accept takes the offered seat, not after its last day; the day counts only once the family was told.
func (t Transfer) Accept(today civil.Date) (Transfer, error) {
	if t.State == TransferOffered && !t.DeliveredAt.IsZero() && today.After(t.AnswerBy) {
		return t, register.Refuse(register.Conflict, "offer.lapsed").With("by", t.AnswerBy.String())
	}
	return t.step("accept", "")
}

// SeatFreed marks that the offered seat has been left: from now on it is held for this transfer.
func (t Transfer) SeatFreed() Transfer {
	t.After = ""
	return t
}

// Return takes the offer back, with the reason; the wish stays at its own date.
func (t Transfer) Return(reason string) (Transfer, error) {
	t, err := t.step("return", reason)
	if err == nil {
		t = t.untold()
		t.Group, t.After, t.AnswerBy = "", "", civil.Date{}
	}
	return t, err
}

// Move ends the transfer with the child's new placement.
func (t Transfer) Move(to register.ID[Placement]) (Transfer, error) {
	t, err := t.step("move", "")
	if err == nil {
		t.MovedTo = to
	}
	return t, err
}

// Withdraw ends the transfer at the family's wish.
func (t Transfer) Withdraw(reason string) (Transfer, error) { return t.step("withdraw", reason) }

// Close ends the transfer by a rule.
func (t Transfer) Close(reason string) (Transfer, error) { return t.step("close", reason) }

func (t Transfer) step(event, reason string) (Transfer, error) {
	to, err := next(TransferTable, t.State, event)
	if err == nil {
		t.State, t.Reason = to, reason
	}
	return t, err
}
