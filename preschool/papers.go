package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// papersNone is how the table calls papers that nobody has handed in.
const papersNone = "none"

// PapersTable is the way of a family's papers for one accepted seat. Refused papers may be handed in again, and an upheld
// appeal accepts them.
var PapersTable = Table{
	Noun: "papers", Start: papersNone, States: []string{papersNone, "submitted", "accepted", "refused"},
	Steps: []Step{
		{papersNone, "submit", "submitted"}, {"refused", "submit", "submitted"},
		{"submitted", "accept", "accepted"}, {"submitted", "refuse", "refused"}, {"refused", "uphold", "accepted"},
	},
}

// ContractLate tells whether the last day to sign the contract of an accepted seat has passed. While papers are with the
// kindergarten the term does not run against the family.
func (o Offer) ContractLate(today civil.Date) bool {
	return o.State == OfferAccepted && o.Papers != PapersSubmitted && today.After(o.ContractBy)
}

// SubmitPapers hands the family's papers in to the kindergarten of an accepted seat, within the contract's term.
func (o Offer) SubmitPapers(at civil.Instant, today civil.Date) (Offer, error) {
	if o.ContractLate(today) {
		return o, register.Refuse(register.Conflict, "contract.lapsed").With("by", o.ContractBy.String())
	}
	return o.papers("submit", at, "")
}

// AcceptPapers is the kindergarten's yes: the contract may be signed.
func (o Offer) AcceptPapers(at civil.Instant) (Offer, error) { return o.papers("accept", at, "") }

// RefusePapers is the kindergarten's no, on a ground of the law.
func (o Offer) RefusePapers(at civil.Instant, why register.PapersGround) (Offer, error) {
	return o.papers("refuse", at, why)
}

// UpholdPapers accepts refused papers after an appeal; the contract's term begins anew and ends on contractBy.
func (o Offer) UpholdPapers(at civil.Instant, contractBy civil.Date) (Offer, error) {
	o, err := o.papers("uphold", at, "")
	if err == nil {
		o.ContractBy = contractBy
	}
	return o, err
}

// Keep holds an accepted seat at least until a day: while an appeal about its papers is open, and after their answer.
func (o Offer) Keep(until civil.Date) Offer {
	if o.State == OfferAccepted && until.After(o.ContractBy) {
		o.ContractBy = until
	}
	return o
}

func (o Offer) papers(event string, at civil.Instant, why register.PapersGround) (Offer, error) {
	if o.Of != OfSeat || o.State != OfferAccepted {
		return o, register.Refuse(register.Conflict, "offer.not_accepted").With("state", string(o.State))
	}
	from := string(o.Papers)
	if from == "" {
		from = papersNone
	}
	to, err := next(PapersTable, from, event)
	if err == nil {
		o.Papers, o.PapersAt, o.PapersWhy = PapersState(to), at, why
	}
	return o, err
}

// Vaccinated counts the vaccinated among the children of a group or an organisation.
type Vaccinated struct{ Children, Of int }

// BelowWith tells whether the share of the vaccinated would fall below a threshold (permille) with one child more who is
// not vaccinated (Health Code, art. 85 p.11).
func (v Vaccinated) BelowWith(minShare int) bool { return v.Children*1000 < minShare*(v.Of+1) }
