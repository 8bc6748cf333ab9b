package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// StaffState is where the admission of a child of the staff stands.
type StaffState string

// The states of a staff admission.
const (
	StaffClaimed  StaffState = "claimed"
	StaffVerified StaffState = "verified" // and an offer was made
	StaffRefused  StaffState = "refused"
)

// StaffTable is the life of a staff admission: the head asks, the authority decides.
var StaffTable = Table{
	Noun: "staff_admission", Start: "claimed", States: []string{"claimed", "verified", "refused"},
	Steps: []Step{{"claimed", "verify", "verified"}, {"claimed", "refuse", "refused"}},
}

// StaffAdmission is the request of a kindergarten's head for a child of somebody who works there. It is a door inside the
// base, never beside it (Education Law, art. 30 p.1), and it is published with a mark.
type StaffAdmission struct {
	Authority    register.ID[register.Authority]
	ID           register.ID[StaffAdmission]
	Application  register.ID[Application]
	Kindergarten register.ID[register.Kindergarten]
	Group        register.ID[register.Group]
	Relation     register.StaffRelation
	State        StaffState
	AskedBy      string // actor id of the head
	DecidedBy    string // actor id of the officer
	DecidedOn    civil.Date
}

// Scope returns the authority.
func (a StaffAdmission) Scope() register.ID[register.Authority] { return a.Authority }

// AtKindergarten returns the kindergarten.
func (a StaffAdmission) AtKindergarten() register.ID[register.Kindergarten] { return a.Kindergarten }

// Decide records whether the relation was found true, by another person than the one who asked.
func (a StaffAdmission) Decide(genuine bool, by string, on civil.Date) (StaffAdmission, error) {
	event := "refuse"
	if genuine {
		event = "verify"
	}
	to, err := next(StaffTable, a.State, event)
	if err != nil {
		return a, err
	}
	if by == a.AskedBy {
		return a, register.Refuse(register.Denied, "staff_admission.same_person")
	}
	a.State, a.DecidedBy, a.DecidedOn = to, by, on
	return a, nil
}
