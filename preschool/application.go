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
	ApplicationRefused   ApplicationState = "refused" // not registered, with the reason: the family may appeal
)

// ApplicationTable is the life of an application.
var ApplicationTable = Table{
	Noun: "application", Start: "drafted",
	States: []string{"drafted", "submitted", "queued", "suspended", "offered", "placed", "withdrawn", "closed", "refused"},
	Steps: []Step{
		{"drafted", "submit", "submitted"}, {"drafted", "withdraw", "withdrawn"}, {"drafted", "refuse", "refused"}, {"refused", "submit", "submitted"},
		{"submitted", "queue", "queued"}, {"submitted", "withdraw", "withdrawn"}, {"submitted", "close", "closed"},
		{"queued", "offer", "offered"}, {"queued", "suspend", "suspended"}, {"queued", "withdraw", "withdrawn"}, {"queued", "close", "closed"},
		{"offered", "queue", "queued"}, {"offered", "suspend", "suspended"}, {"offered", "place", "placed"},
		{"offered", "withdraw", "withdrawn"}, {"offered", "close", "closed"},
		{"suspended", "queue", "queued"}, {"suspended", "withdraw", "withdrawn"}, {"suspended", "close", "closed"},
		{"closed", "reopen", "queued"},
	},
}

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
	ProofDue       civil.Date // day by which a claimed proof is verified or falls to the general queue; none while a line of an old list is unconfirmed
	ProofIssued    civil.Date // day of the certificate, if the ground has one
	ProofValid     civil.Date // last day on which a verified certificate counts; none: as long as the application lives
	ProofVia       string     // who verified or refused it: officer, register, or nobody yet
	BirthDate      civil.Date
	Settlement     string
	Language       register.Language
	AlsoLanguage   register.Language  // another language that the family takes; none
	GroupKind      register.GroupKind // the kind of group that the child needs; none = general
	AdviceOn       civil.Date         // day on which the advice for a group with special conditions was verified
	ConsentOn      civil.Date         // day on which the guardian agreed to such a group
	StartOn        civil.Date         // desired first day; none: as soon as possible
	Facts          string             // what the order of other jurisdictions asks for, "name=value" sorted, one to a line
	Family         register.ID[Family]
	Choices        []register.ID[register.Kindergarten] // best first
	SuspendedUntil civil.Date                           // last day of suspension, or the last day to ask for restoring
	Restored       int                                  // how many times it was restored on request
	Source         register.ApplicationSource
	Key            string // the sender's own key: the same submission sent twice is one application
	Unconfirmed    bool   // taken over and not confirmed by its family: keeps its place, gets no offer
	Reason         string // why it was suspended, withdrawn or closed
}

// Scope returns the authority.
func (a Application) Scope() register.ID[register.Authority] { return a.Authority }

// OfGuardian returns the guardian who acts for the child.
func (a Application) OfGuardian() register.ID[register.Guardian] { return a.Guardian }

// Waiting tells whether the child still waits for an offer: queued or suspended.
func (a Application) Waiting() bool {
	return a.State == ApplicationQueued || a.State == ApplicationSuspended
}

// Ready tells whether the application takes part in a round: it is queued, its family has confirmed it, and its desired start
// is not too far away. from is the first day on which that start is served; none for as soon as possible.
func (a Application) Ready(today, from civil.Date) bool {
	return a.State == ApplicationQueued && !a.Unconfirmed && !today.Before(from)
}

// Kind is the kind of group that counts: a group with special conditions only on verified advice and with the guardian's
// consent (law on the support of children with limited abilities, art. 10 p.2).
func (a Application) Kind() register.GroupKind {
	if NeedsAdvice(a.GroupKind) && (a.AdviceOn.IsZero() || a.ConsentOn.IsZero()) || a.GroupKind == "" {
		return register.GeneralGroup
	}
	return a.GroupKind
}

// NeedsAdvice tells whether a child enters groups of a kind only on advice.
func NeedsAdvice(kind register.GroupKind) bool {
	return kind == register.SpecialGroup || kind == register.InclusiveGroup || kind == register.SanatoriumGroup
}

// Wishes are what a family may change without losing its date.
type Wishes struct {
	Choices      []register.ID[register.Kindergarten] // best first
	StartOn      civil.Date
	Language     register.Language
	AlsoLanguage register.Language
	GroupKind    register.GroupKind
	Settlement   string
	Facts        string // as in Application
}

// Wishes are what the application asks for now.
func (a Application) Wishes() Wishes {
	return Wishes{a.Choices, a.StartOn, a.Language, a.AlsoLanguage, a.GroupKind, a.Settlement, a.Facts}
}

// Change puts other wishes in the place of the present ones; instant and number of the registration stay. What came
// with the registration of a birth is confirmed by it; a line of an old list is confirmed only by its code.
func (a Application) Change(w Wishes) (Application, error) {
	if a.State != ApplicationDrafted && a.State != ApplicationSubmitted && !a.Waiting() {
		return a, register.Refuse(register.Conflict, "application.not_change").With("state", string(a.State))
	}
	a.Choices, a.StartOn, a.Language, a.AlsoLanguage = w.Choices, w.StartOn, w.Language, w.AlsoLanguage
	a.GroupKind, a.Settlement, a.Facts = w.GroupKind, w.Settlement, w.Facts
	if a.Source == register.FromBirth {
		a.Unconfirmed = false
	}
	return a, nil
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

// Refuse ends the registration with a reason of the law, at the instant and with the server's counter that would have
// decided its order: an upheld appeal submits it with the same two.
func (a Application) Refuse(at civil.Instant, sequence int64, reason register.RefusalGround) (Application, error) {
	b, err := a.step("refuse", string(reason))
	if err == nil {
		b.RegisteredAt, b.Sequence = at, sequence
	}
	return b, err
}

func (a Application) step(event, reason string) (Application, error) {
	to, err := next(ApplicationTable, a.State, event)
	if err != nil {
		return a, err
	}
	a.State, a.Reason, a.SuspendedUntil = to, reason, civil.Date{}
	return a, nil
}
