package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// AppealState is where an appeal stands.
type AppealState string

// The states of an appeal.
const (
	AppealSubmitted AppealState = "submitted"
	AppealForwarded AppealState = "forwarded"
	AppealUpheld    AppealState = "upheld"
	AppealDismissed AppealState = "dismissed"
	AppealWithdrawn AppealState = "withdrawn"
)

// AppealTable is the life of an appeal. It may be met in full before it is forwarded, but only dismissed after
// (administrative procedural code, art. 91 p.4).
var AppealTable = Table{
	Noun: "appeal", Start: "submitted", States: []string{"submitted", "forwarded", "upheld", "dismissed", "withdrawn"},
	Steps: []Step{
		{"submitted", "forward", "forwarded"}, {"submitted", "uphold", "upheld"}, {"submitted", "withdraw", "withdrawn"},
		{"forwarded", "uphold", "upheld"}, {"forwarded", "dismiss", "dismissed"}, {"forwarded", "withdraw", "withdrawn"},
	},
}

// Appeal is a family's complaint against one decision.
type Appeal struct {
	Authority      register.ID[register.Authority]
	ID             register.ID[Appeal] // also the code that the family keeps
	Number         int64
	Application    register.ID[Application] // none: a disputed line of a child who was placed on the first day
	Child          register.ID[register.Child]
	Kind           register.AppealKind
	Subject        string // id of the application, offer or line of the decision
	State          AppealState
	Words          string // of the family; personal
	DecidedByFirst string // actor id of the decision: that person never decides the appeal
	SubmittedAt    civil.Instant
	ForwardBy      civil.Date
	ForwardedOn    civil.Date
	ForwardedBy    string // actor id of the officer who handed it on; none until then
	DecideBy       civil.Date
	Late           bool       // lodged after the term to lodge; it is taken all the same
	OverdueOn      civil.Date // silence counts as a refusal that may be appealed (art. 91 p.2)
	DecidedOn      civil.Date
	DecidedBy      string
	Answer         string // the reasons in the decider's words; personal
	Quoted         string // event of the decision and its leaf in the log
}

// Scope returns the authority.
func (a Appeal) Scope() register.ID[register.Authority] { return a.Authority }

// Live tells whether the appeal waits for a decision.
func (a Appeal) Live() bool { return a.State == AppealSubmitted || a.State == AppealForwarded }

// Forward hands the appeal to the second reader.
func (a Appeal) Forward(by string, on civil.Date) (Appeal, error) {
	to, err := next(AppealTable, a.State, "forward")
	if err == nil {
		a.State, a.ForwardedBy, a.ForwardedOn = to, by, on
	}
	return a, err
}

// Decide upholds or dismisses the appeal, with reasons. Whoever made the decision does not judge it. Where a rule made it nobody has
// looked at the matter yet: it is undone only by a second person, after another one has forwarded the appeal.
func (a Appeal) Decide(uphold bool, by string, on civil.Date, answer, quoted string) (Appeal, error) {
	event := "dismiss"
	if uphold {
		event = "uphold"
	}
	to, err := next(AppealTable, a.State, event)
	if err != nil {
		return a, err
	}
	if by == a.DecidedByFirst {
		return a, register.Refuse(register.Denied, "appeal.same_person")
	}
	if uphold && a.DecidedByFirst == "" && (a.ForwardedBy == "" || a.ForwardedBy == by) {
		return a, register.Refuse(register.Denied, "appeal.two_people")
	}
	if answer == "" {
		return a, &register.Error{Kind: register.Invalid, Code: "appeal.answer_missing", Field: "answer"}
	}
	a.State, a.DecidedBy, a.DecidedOn, a.Answer, a.Quoted = to, by, on, answer, quoted
	return a, nil
}

// Withdraw ends the appeal at the family's wish.
func (a Appeal) Withdraw() (Appeal, error) {
	to, err := next(AppealTable, a.State, "withdraw")
	a.State = to
	return a, err
}

// Silence marks once that the term to decide is over without an answer; the appeal can still be decided.
func (a Appeal) Silence(today civil.Date) (Appeal, bool) {
	if !a.Live() || !a.OverdueOn.IsZero() || !today.After(a.DecideBy) {
		return a, false
	}
	a.OverdueOn = today
	return a, true
}

// Reopen brings a closed application back into the queue at its own date, after an appeal.
func (a Application) Reopen() (Application, error) {
	a, err := a.step("reopen", "")
	a.SuspendedUntil = civil.Date{}
	return a, err
}

// UpholdProof verifies a refused or expired proof after an appeal.
func (a Application) UpholdProof() (Application, error) { return a.proof("uphold") }
