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
	TakeoverDropped      TakeoverState = "dropped"      // by an officer and a second person where it held a place
)

// TakeoverTable is the life of a line. A faulty line enters nothing; corrected, it is loaded at its old number.
var TakeoverTable = Table{
	Noun: "takeover", Start: "loaded",
	States: []string{"loaded", "confirmed", "doubled", "contradicted", "dropped"},
	Steps: []Step{
		{"loaded", "confirm", "confirmed"}, {"loaded", "drop", "dropped"}, {"loaded", "double", "doubled"}, {"loaded", "contradict", "contradicted"},
		{"doubled", "load", "loaded"}, {"doubled", "drop", "dropped"},
		{"contradicted", "load", "loaded"}, {"contradicted", "drop", "dropped"},
	},
}

// TakeoverBatch is one old list as it was loaded. The same file again loads nothing.
type TakeoverBatch struct {
	Authority   register.ID[register.Authority]
	ID          register.ID[TakeoverBatch]
	Kind        TakeoverKind
	Source      string // the old system, in the officer's words
	SHA256      string // of the file
	LoadedBy    string
	Lines       int
	OrderSHA256 string // of the accepted lines in the file's order; see admission.OrderHash
}

// Scope returns the authority.
func (b TakeoverBatch) Scope() register.ID[register.Authority] { return b.Authority }

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
	ConfirmedOn civil.Date
	ConfirmBy   civil.Date // from the next day on the line is on the officer's worklist
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

// Load enters a faulty line after its correction.
func (l TakeoverLine) Load() (TakeoverLine, error) { return l.fail("load", "") }

// Drop gives a line up. Where it held a place, first and second are two people.
func (l TakeoverLine) Drop(reason, first, second string) (TakeoverLine, error) {
	if l.State == TakeoverLoaded && (second == "" || first == second) {
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
