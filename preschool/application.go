package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// ApplicationState is where an application stands.
type ApplicationState string

// The states of an application.
const (
	ApplicationDrafted   ApplicationState = "drafted"
	ApplicationSubmitted ApplicationState = "submitted"
	ApplicationQueued    ApplicationState = "queued"
	ApplicationSuspended ApplicationState = "suspended"
	ApplicationOffered   ApplicationState = "offered"
	ApplicationPlaced    ApplicationState = "placed"
	ApplicationWithdrawn ApplicationState = "withdrawn"
	ApplicationClosed    ApplicationState = "closed"
)

// ApplicationTable is the life of an application.
var ApplicationTable = Table{
	Noun: "application", Start: "drafted",
	States: []string{"drafted", "submitted", "queued", "suspended", "offered", "placed", "withdrawn", "closed"},
	Steps: []Step{
		{"drafted", "submit", "submitted"}, {"drafted", "withdraw", "withdrawn"},
		{"submitted", "queue", "queued"}, {"submitted", "withdraw", "withdrawn"}, {"submitted", "close", "closed"},
		{"queued", "offer", "offered"}, {"queued", "suspend", "suspended"}, {"queued", "withdraw", "withdrawn"}, {"queued", "close", "closed"},
		{"offered", "queue", "queued"}, {"offered", "suspend", "suspended"}, {"offered", "place", "placed"},
		{"offered", "withdraw", "withdrawn"}, {"offered", "close", "closed"},
		{"suspended", "queue", "queued"}, {"suspended", "withdraw", "withdrawn"}, {"suspended", "close", "closed"},
	},
}

// ProofState is how far the evidence for a priority class has come.
type ProofState string

// The states of a priority proof; ProofNone for the general class.
const (
	ProofNone     ProofState = ""
	ProofClaimed  ProofState = "claimed"
	ProofVerified ProofState = "verified"
	ProofRefused  ProofState = "refused"
	ProofExpired  ProofState = "expired"
)

// Family links the applications of siblings who are to be placed together (twins).
type Family struct{}

// Application is the request for a seat for one child.
type Application struct {
	Authority      register.ID[register.Authority]
	ID             register.ID[Application]
	Child          register.ID[register.Child]
	Guardian       register.ID[register.Guardian]
	State          ApplicationState
	RegisteredAt   civil.Instant // decides the order; never changes
	Sequence       int64         // the server's counter, decides equal instants
	Class          register.PriorityClass
	Ground         register.PriorityGroup // of the class; personal
	Proof          ProofState
	ProofDue       civil.Date // day by which a claimed proof is verified or falls to the general queue
	BirthDate      civil.Date
	Settlement     string
	Language       register.Language
	Family         register.ID[Family]
	Choices        []register.ID[register.Kindergarten] // best first
	SuspendedUntil civil.Date                           // last day of suspension, or the last day to ask for restoring
	Restored       int                                  // how many times it was restored on request
	Source         string                               // online, counter, import, birth_registration
	Reason         string                               // why it was suspended, withdrawn or closed
}

// Scope returns the authority.
func (a Application) Scope() register.ID[register.Authority] { return a.Authority }

// OfGuardian returns the guardian who acts for the child.
func (a Application) OfGuardian() register.ID[register.Guardian] { return a.Guardian }

// Waiting tells whether the child still waits for an offer: queued or suspended.
func (a Application) Waiting() bool {
	return a.State == ApplicationQueued || a.State == ApplicationSuspended
}

// Counts returns the class by which the queue orders the application: an unproven class stands in the general queue.
func (a Application) Counts() register.PriorityClass {
	if a.Proof == ProofVerified {
		return a.Class
	}
	return register.General
}

// Submit hands the application in at an instant with the server's counter; from then on its order is fixed.
func (a Application) Submit(at civil.Instant, sequence int64) (Application, error) {
	to, err := next(ApplicationTable, a.State, "submit")
	if err != nil {
		return a, err
	}
	a.State, a.RegisteredAt, a.Sequence = to, at, sequence
	return a, nil
}

// Queue puts a submitted, lapsed or suspended application into the queue at its own date.
func (a Application) Queue() (Application, error) {
	to, err := next(ApplicationTable, a.State, "queue")
	if err != nil {
		return a, err
	}
	a.State, a.Reason, a.SuspendedUntil = to, "", civil.Date{}
	return a, nil
}

// Restore brings a suspended application back on the family's request; limit is how often that is granted, and the
// day of the request must not be after the last day to ask.
func (a Application) Restore(today civil.Date, limit int) (Application, error) {
	if a.State != ApplicationSuspended {
		return a, register.Refuse(register.Conflict, "application.not_suspended").With("state", string(a.State))
	}
	if a.Restored >= limit {
		return a, register.Refuse(register.Conflict, "application.restored_before")
	}
	if today.After(a.SuspendedUntil) {
		return a, register.Refuse(register.Conflict, "application.restore_late")
	}
	a, err := a.Queue()
	a.Restored++
	return a, err
}

// Offer marks that an offer was made.
func (a Application) Offer() (Application, error) { return a.step("offer", "") }

// Place marks that the child is placed.
func (a Application) Place() (Application, error) { return a.step("place", "") }

// Suspend takes the application out of the queue until a day, with a reason.
func (a Application) Suspend(until civil.Date, reason string) (Application, error) {
	a, err := a.step("suspend", reason)
	if err == nil {
		a.SuspendedUntil = until
	}
	return a, err
}

// Withdraw ends the application at the family's wish.
func (a Application) Withdraw(reason string) (Application, error) { return a.step("withdraw", reason) }

// Close ends the application by a rule.
func (a Application) Close(reason string) (Application, error) { return a.step("close", reason) }

func (a Application) step(event, reason string) (Application, error) {
	to, err := next(ApplicationTable, a.State, event)
	if err != nil {
		return a, err
	}
	a.State, a.Reason = to, reason
	return a, nil
}

// VerifyProof records the outcome of checking the evidence for the class.
func (a Application) VerifyProof(genuine bool) (Application, error) {
	if a.Proof != ProofClaimed {
		return a, register.Refuse(register.Conflict, "proof.not_claimed").With("state", string(a.Proof))
	}
	a.Proof = ProofRefused
	if genuine {
		a.Proof = ProofVerified
	}
	return a, nil
}

// ExpireProof ends a proof whose term has run out: the application stays in the general queue by its own date.
func (a Application) ExpireProof() (Application, error) {
	if a.Proof != ProofClaimed && a.Proof != ProofVerified {
		return a, register.Refuse(register.Conflict, "proof.not_live").With("state", string(a.Proof))
	}
	a.Proof = ProofExpired
	return a, nil
}
