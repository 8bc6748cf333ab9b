package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// OfferState is where an offer stands.
type OfferState string

// The states of an offer.
const (
	OfferOpen      OfferState = "open"
	OfferAccepted  OfferState = "accepted"
	OfferFulfilled OfferState = "fulfilled"
	OfferDeclined  OfferState = "declined"
	OfferExpired   OfferState = "expired"
	OfferAnnulled  OfferState = "annulled"
)

// OfferTable is the life of an offer. An extension is a field, not a state.
var OfferTable = Table{
	Noun: "offer", Start: "open",
	States: []string{"open", "accepted", "fulfilled", "declined", "expired", "annulled"},
	Steps: []Step{
		{"open", "accept", "accepted"}, {"open", "decline", "declined"}, {"open", "expire", "expired"}, {"open", "annul", "annulled"},
		{"accepted", "fulfil", "fulfilled"}, {"accepted", "annul", "annulled"},
	},
}

// OfferOf says what is offered.
type OfferOf string

// What an offer is of.
const (
	OfVoucher OfferOf = "voucher"
	OfSeat    OfferOf = "seat"
)

// PapersState is how far the family's papers have come at the kindergarten; none: nothing was handed in.
type PapersState string

// The states of papers.
const (
	PapersSubmitted PapersState = "submitted"
	PapersAccepted  PapersState = "accepted"
	PapersRefused   PapersState = "refused"
)

// OfferSource says what made the offer.
type OfferSource string

// The sources of an offer.
const (
	FromRound    OfferSource = "round"    // an iteration over the queue
	FromChoice   OfferSource = "choice"   // the evening allocation of the day's consents
	FromWaitlist OfferSource = "waitlist" // the evening allocation, to a child on a waiting list
	FromStaff    OfferSource = "staff"    // a child of the kindergarten's staff, marked in the public protocol
	FromClosure  OfferSource = "closure"  // a seat for a child whose kindergarten closes
)

// Offer is a seat or a voucher to answer by a deadline.
type Offer struct {
	Authority   register.ID[register.Authority]
	ID          register.ID[Offer]
	Application register.ID[Application]
	Child       register.ID[register.Child]
	Round       register.ID[Round]
	Of          OfferOf
	Source      OfferSource
	Market      string                      // of a voucher: scope, age and language, e.g. "city/2/kk"
	Group       register.ID[register.Group] // of a seat
	State       OfferState
	OfferedAt   civil.Instant
	DeliveredAt civil.Instant // when the notice reached the family: the term starts on the next day
	AnswerBy    civil.Date    // last day to answer; set anew by delivery
	NoticeVia   register.NoticeWay
	NoticeTries int        // attempts so far on the present way
	NoticedOn   civil.Date // day on which the present way was first tried
	RemindedOn  civil.Date
	AnsweredAt  civil.Instant
	ContractBy  civil.Date            // last day to sign the contract (seat) or to choose a kindergarten (voucher); none until accepted
	Papers      PapersState           // the family's papers at the kindergarten
	PapersWhy   register.PapersGround // why they were refused
	PapersAt    civil.Instant         // of the last step
	Extended    int
	AnnulledWhy string
}

// Scope returns the authority.
func (o Offer) Scope() register.ID[register.Authority] { return o.Authority }

// Target is what the offer points at: the market of a voucher or the group of a seat.
func (o Offer) Target() string {
	if o.Of == OfVoucher {
		return o.Market
	}
	return o.Group.String()
}

// Deliver records that the notice reached the family and sets the last day to answer.
func (o Offer) Deliver(at civil.Instant, answerBy civil.Date) (Offer, error) {
	if o.State != OfferOpen {
		return o, register.Refuse(register.Conflict, "offer.not_open").With("state", string(o.State))
	}
	if o.DeliveredAt.IsZero() {
		o.DeliveredAt, o.AnswerBy = at, answerBy
	}
	return o, nil
}

// TryNotice counts an attempt to reach the family by a way. The first by another way than before begins that way.
func (o Offer) TryNotice(way register.NoticeWay, today civil.Date) (Offer, error) {
	o, err := o.GoOn(way, today)
	if err == nil {
		o.NoticeTries++
	}
	return o, err
}

// GoOn begins the next way to reach the family; with the present one it changes nothing.
func (o Offer) GoOn(way register.NoticeWay, today civil.Date) (Offer, error) {
	if o.State != OfferOpen {
		return o, register.Refuse(register.Conflict, "offer.not_open").With("state", string(o.State))
	}
	if !o.DeliveredAt.IsZero() {
		return o, register.Refuse(register.Conflict, "offer.noticed")
	}
	if o.NoticeVia != way {
		o.NoticeVia, o.NoticeTries, o.NoticedOn = way, 0, today
	}
	return o, nil
}

// WaitsForNotice tells whether the family of an open offer has not been reached, so that its term has not begun.
func (o Offer) WaitsForNotice() bool { return o.State == OfferOpen && o.DeliveredAt.IsZero() }

// Accept takes the offer, not after its last day; contractBy is the last day of the next step.
func (o Offer) Accept(at civil.Instant, today, contractBy civil.Date) (Offer, error) {
	if o.State == OfferOpen && today.After(o.AnswerBy) {
		return o, register.Refuse(register.Conflict, "offer.lapsed").With("by", o.AnswerBy.String())
	}
	o, err := o.answer("accept", at)
	if err == nil {
		o.ContractBy = contractBy
	}
	return o, err
}

// Decline refuses the offer.
func (o Offer) Decline(at civil.Instant) (Offer, error) { return o.answer("decline", at) }

// Expire ends an offer that nobody answered by its last day.
func (o Offer) Expire(at civil.Instant, today civil.Date) (Offer, error) {
	if o.State == OfferOpen && !today.After(o.AnswerBy) {
		return o, register.Refuse(register.Conflict, "offer.not_lapsed").With("by", o.AnswerBy.String())
	}
	return o.answer("expire", at)
}

// Extend moves the last day of the contract once or as often as limit says.
func (o Offer) Extend(to civil.Date, limit int) (Offer, error) {
	if o.State != OfferAccepted {
		return o, register.Refuse(register.Conflict, "offer.not_accepted").With("state", string(o.State))
	}
	if o.Extended >= limit {
		return o, register.Refuse(register.Conflict, "offer.extended_before")
	}
	o.ContractBy, o.Extended = to, o.Extended+1
	return o, nil
}

// Fulfil ends an accepted offer: the contract is signed, or the voucher is in use.
func (o Offer) Fulfil() (Offer, error) {
	to, err := next(OfferTable, o.State, "fulfil")
	o.State = to
	return o, err
}

// Annul ends an open or accepted offer by a rule, with the reason.
func (o Offer) Annul(why string) (Offer, error) {
	to, err := next(OfferTable, o.State, "annul")
	if err == nil {
		o.State, o.AnnulledWhy = to, why
	}
	return o, err
}

func (o Offer) answer(event string, at civil.Instant) (Offer, error) {
	to, err := next(OfferTable, o.State, event)
	if err == nil {
		o.State, o.AnsweredAt = to, at
	}
	return o, err
}

// RoundKind says over what a round ran.
type RoundKind string

// The kinds of round.
const (
	VoucherRound  RoundKind = "voucher"  // an iteration: vouchers to the queue
	SeatRound     RoundKind = "seat"     // seats of groups to the queue
	ChoiceRound   RoundKind = "choice"   // seats to voucher holders by their own choices
	TransferRound RoundKind = "transfer" // seats to placed children who asked for another kindergarten
)

// Round is one run of the allocation over frozen inputs. It has no states: it is published or it never was.
type Round struct {
	Authority     register.ID[register.Authority]
	ID            register.ID[Round]
	Number        int64
	Kind          RoundKind
	On            civil.Date
	Profile       string
	ProfileSHA256 string
	ProblemSHA256 string // hash of the canonical problem
	OutcomeSHA256 string // hash of the canonical outcome
	Children      int
	Seats         int
	Offers        int
	Plan          string // the preview that a second person published; none: published by rule
	Carry         string // turns of the pattern served before and after, per queue: "city/2: 4 → 9; …"
}

// Scope returns the authority.
func (r Round) Scope() register.ID[register.Authority] { return r.Authority }
