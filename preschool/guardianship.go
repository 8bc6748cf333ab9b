package preschool

import (
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// GuardianGround is the kind of legal act on which one guardian takes the place of another.
type GuardianGround string

// The grounds.
const (
	ByCourt        GuardianGround = "court"        // a judgment that takes or restricts parental rights, or decides with whom the child lives
	ByTutelage     GuardianGround = "tutelage"     // order of the body of tutelage and guardianship
	ByAdoption     GuardianGround = "adoption"     // judgment of adoption
	ByDeath        GuardianGround = "death"        // of the guardian before
	ByProtection   GuardianGround = "protection"   // urgent protection of the child, before a court has decided: needs a second person
	ByAgreement    GuardianGround = "agreement"    // the guardian before agrees in writing: needs a second person
	AtRegistration GuardianGround = "registration" // the guardian who registered the child
)

// GuardianGrounds are the grounds of a replacement.
var GuardianGrounds = []GuardianGround{ByCourt, ByTutelage, ByAdoption, ByDeath, ByProtection, ByAgreement}

// Exceptional tells whether a second person must approve a replacement on the ground: no court, body of tutelage or register
// stands behind it.
func (g GuardianGround) Exceptional() bool { return g == ByProtection || g == ByAgreement }

// GuardianshipState is where the right to act for a child stands.
type GuardianshipState string

// The states of a guardianship.
const (
	GuardianshipClaimed GuardianshipState = "claimed" // declared, by a second guardian or by an officer who waits for the second person
	GuardianshipInForce GuardianshipState = "in_force"
	GuardianshipEnded   GuardianshipState = "ended"
	GuardianshipDropped GuardianshipState = "dropped"
)

// GuardianshipTable is the life of the right to act for a child.
var GuardianshipTable = Table{
	Noun: "guardianship", Start: "claimed", States: []string{"claimed", "in_force", "ended", "dropped"},
	Steps: []Step{{"claimed", "approve", "in_force"}, {"claimed", "drop", "dropped"}, {"in_force", "end", "ended"}},
}

// Guardianship is who acts for a child, since when, and on which legal act. A child without one is acted for by the guardian
// who registered it.
type Guardianship struct {
	Authority  register.ID[register.Authority]
	ID         register.ID[Guardianship]
	Child      register.ID[register.Child]
	Guardian   register.ID[register.Guardian]
	State      GuardianshipState
	Ground     GuardianGround // none while a second guardian only declared it
	Act        string         // number and day of the act, as on its face
	During     civil.DateRange
	EnteredBy  string // key of the officer
	ApprovedBy string // key of the second person; none where none is needed
}

// Scope returns the authority.
func (g Guardianship) Scope() register.ID[register.Authority] { return g.Authority }

// Found gives the claim its legal act, entered by an officer.
func (g Guardianship) Found(ground GuardianGround, act, officer string) (Guardianship, error) {
	switch {
	case g.State != GuardianshipClaimed:
		return g, register.Refuse(register.Conflict, "guardianship.not_approve").With("state", string(g.State))
	case !slices.Contains(GuardianGrounds, ground):
		return g, &register.Error{Kind: register.Invalid, Code: "guardianship.ground", Field: "ground"}
	case act == "":
		return g, &register.Error{Kind: register.Invalid, Code: "guardianship.act", Field: "act"}
	}
	g.Ground, g.Act, g.EnteredBy = ground, act, officer
	return g, nil
}

// Approve puts the guardianship in force from a day. On an exceptional ground it needs the key of a person other than the one
// who entered it; on any other ground second is empty.
func (g Guardianship) Approve(second string, from civil.Date) (Guardianship, error) {
	if g.Ground.Exceptional() && (second == "" || second == g.EnteredBy) {
		return g, register.Refuse(register.Denied, "guardianship.second_person")
	}
	to, err := next(GuardianshipTable, g.State, "approve")
	if err == nil {
		g.State, g.ApprovedBy, g.During = to, second, civil.DateRange{From: from}
	}
	return g, err
}

// Drop ends a claim that was not approved.
func (g Guardianship) Drop(second string) (Guardianship, error) {
	to, err := next(GuardianshipTable, g.State, "drop")
	if err == nil {
		g.State, g.ApprovedBy = to, second
	}
	return g, err
}

// End ends the right to act, with its last day.
func (g Guardianship) End(last civil.Date) (Guardianship, error) {
	to, err := next(GuardianshipTable, g.State, "end")
	if err == nil {
		g.State, g.During.To = to, last
	}
	return g, err
}
