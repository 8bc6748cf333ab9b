package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// TakeoverKind says what an old list holds.
type TakeoverKind string

// The kinds of list.
const (
	TakeoverQueue  TakeoverKind = "queue"  // children who wait
	TakeoverPlaced TakeoverKind = "placed" // children who hold a seat
)

// TakeoverKinds are both.
var TakeoverKinds = []TakeoverKind{TakeoverQueue, TakeoverPlaced}

// TakeoverState is where a line of an old list stands.
type TakeoverState string

// The states of a line.
const (
	TakeoverLoaded       TakeoverState = "loaded"       // entered; its family has not confirmed it
	TakeoverConfirmed    TakeoverState = "confirmed"    // by the family, with its code
	TakeoverDoubled      TakeoverState = "doubled"      // the child stands in another line or is here already
	TakeoverContradicted TakeoverState = "contradicted" // the line cannot be true as it is
	TakeoverCorrected    TakeoverState = "corrected"    // entered by one person; waits for the second
	TakeoverDropped      TakeoverState = "dropped"      // by an officer and a second person where it held a place
)

// TakeoverTable is the life of a line. A faulty line enters nothing; corrected by one person and approved by another, it is
// loaded at its old number.
var TakeoverTable = Table{
	Noun: "takeover", Start: "loaded",
	States: []string{"loaded", "confirmed", "doubled", "contradicted", "corrected", "dropped"},
	Steps: []Step{
		{"loaded", "confirm", "confirmed"}, {"loaded", "drop", "dropped"}, {"loaded", "double", "doubled"}, {"loaded", "contradict", "contradicted"},
		{"doubled", "correct", "corrected"}, {"doubled", "drop", "dropped"},
		{"contradicted", "correct", "corrected"}, {"contradicted", "drop", "dropped"},
		{"corrected", "approve", "loaded"}, {"corrected", "drop", "dropped"},
	},
}

// TakeoverBatch is one old list as it was loaded. The same file again loads nothing. Its lines keep their places and take no
// part in anything before a second person has approved it.
type TakeoverBatch struct {
	Authority   register.ID[register.Authority]
	ID          register.ID[TakeoverBatch]
	Kind        TakeoverKind
	Source      string // the old system, in the officer's words
	SHA256      string // of the file
	LoadedBy    string // key of the officer
	ApprovedBy  string // key of the second person; none before
	ApprovedOn  civil.Date
	Lines       int
	OrderSHA256 string // of the accepted lines in the file's order; see admission.OrderHash
}

// Scope returns the authority.
func (b TakeoverBatch) Scope() register.ID[register.Authority] { return b.Authority }

// Approved tells whether the second person has approved the list.
func (b TakeoverBatch) Approved() bool { return b.ApprovedBy != "" }

// Require refuses what a list may not do before its approval.
func (b TakeoverBatch) Require() error {
	if !b.Approved() {
		return register.Refuse(register.Conflict, "takeover.not_approved")
	}
	return nil
}

// Approve is the word of another person than the one who loaded the list, for the file of that hash.
func (b TakeoverBatch) Approve(by, sha256 string, on civil.Date) (TakeoverBatch, error) {
	switch {
	case b.Approved():
		return b, register.Refuse(register.Conflict, "takeover.approved_before")
	case by == "" || by == b.LoadedBy:
		return b, register.Refuse(register.Denied, "takeover.second_person")
	case sha256 != b.SHA256:
		return b, register.Refuse(register.Conflict, "takeover.other_file")
	}
	b.ApprovedBy, b.ApprovedOn = by, on
	return b, nil
}

// TakeoverLine is one line of it. What the line said of people is not kept: an accepted line became an application or a
// placement, a faulty one is found in the officer's file by its number.
type TakeoverLine struct {
	Authority   register.ID[register.Authority]
	Batch       register.ID[TakeoverBatch]
	Number      int // line of the file, the header being 1
	State       TakeoverState
	Application register.ID[Application] // of an accepted line of a queue
	Placement   register.ID[Placement]   // of an accepted line of placed children
	Sequence    int64                    // the counter that is kept for the line: a corrected line takes its old turn
	CodeSHA256  string                   // of the code that the family has; the code itself is not kept
	Faults      string                   // words, separated by commas: what is wrong, or what is still to do
	CorrectedBy string                   // key of the officer who corrected the line; none if it was not corrected
	ApprovedBy  string                   // key of the second person who approved the correction
	ConfirmedOn civil.Date
	ConfirmBy   civil.Date // from the next day on the line is on the officer's worklist; none before it is approved
}

// Scope returns the authority.
func (l TakeoverLine) Scope() register.ID[register.Authority] { return l.Authority }

// Confirm records that the family has confirmed its line.
func (l TakeoverLine) Confirm(today civil.Date) (TakeoverLine, error) {
	l, err := l.step("confirm")
	if err == nil {
		l.ConfirmedOn, l.CodeSHA256, l.Faults = today, "", ""
	}
	return l, err
}

// Double takes a loaded line for the double of another.
func (l TakeoverLine) Double(fault string) (TakeoverLine, error) { return l.fail("double", fault) }

// Contradict takes a loaded line for untrue.
func (l TakeoverLine) Contradict(fault string) (TakeoverLine, error) {
	return l.fail("contradict", fault)
}

// Correct enters a faulty line as an officer corrected it. It waits for the second person.
func (l TakeoverLine) Correct(by string) (TakeoverLine, error) {
	l, err := l.fail("correct", "")
	if err == nil {
		l.CorrectedBy, l.ApprovedBy = by, ""
	}
	return l, err
}

// Approve is the word of another person than the one who corrected the line.
func (l TakeoverLine) Approve(by string) (TakeoverLine, error) {
	if l.State == TakeoverCorrected && (by == "" || by == l.CorrectedBy) {
		return l, register.Refuse(register.Denied, "takeover.second_person")
	}
	l, err := l.fail("approve", "")
	if err == nil {
		l.ApprovedBy = by
	}
	return l, err
}

// Holds tells whether an unconfirmed line holds a place: in the queue or in a group.
func (l TakeoverLine) Holds() bool { return l.State == TakeoverLoaded || l.State == TakeoverCorrected }

// Drop gives a line up. Where it held a place, first and second are two people.
func (l TakeoverLine) Drop(reason, first, second string) (TakeoverLine, error) {
	if l.Holds() && (second == "" || first == second) {
		return l, register.Refuse(register.Denied, "takeover.second_person")
	}
	return l.fail("drop", reason)
}

func (l TakeoverLine) fail(event, faults string) (TakeoverLine, error) {
	l, err := l.step(event)
	if err == nil {
		l.CodeSHA256, l.Faults = "", faults
	}
	return l, err
}

func (l TakeoverLine) step(event string) (TakeoverLine, error) {
	to, err := next(TakeoverTable, l.State, event)
	l.State = to
	return l, err
}
