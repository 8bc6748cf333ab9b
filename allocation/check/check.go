package check

import "github.com/balajol/balajol/allocation"

// Code names a kind of violation.
type Code string

// The codes. Child, Group and Detail of a violation are set where they apply.
const (
	MalformedProblem Code = "malformed_problem"         // the problem itself is none
	WrongHash        Code = "wrong_hash"                // the outcome belongs to another problem
	WrongMechanism   Code = "wrong_mechanism"           // not the mechanism that this package judges
	WrongPath        Code = "wrong_path"                // not the path that this problem takes
	UnknownChild     Code = "unknown_child"             // an assignment of a child that the problem does not know
	RepeatedChild    Code = "repeated_child"            // a second assignment of a child
	MissingChild     Code = "missing_child"             // no assignment of a child
	UnknownGroup     Code = "unknown_group"             // an assignment to a group that the problem does not know
	Infeasible       Code = "infeasible"                // the group may not take the child: left out of its order, or wrong class
	OverCapacity     Code = "over_capacity"             // more children than seats, or than seats of a kind
	NotRational      Code = "not_individually_rational" // a group that the child does not list
	SeatLost         Code = "seat_lost"                 // a holder ends with something worse than its seat
	WastedSeat       Code = "wasted_seat"               // an empty seat that the child wants and may take
	JustifiedEnvy    Code = "justified_envy"            // a seat went to a child behind this one
	WrongSlot        Code = "wrong_slot"                // the seat is of another slot kind
	WrongReason      Code = "wrong_reason"              // the reason is not the one that follows
	WrongCutoff      Code = "wrong_cutoff"              // a cutoff is missing, changed or invented
	WrongStart       Code = "wrong_start"               // a counter is missing, changed or invented
	FamilyApart      Code = "family_apart"              // a family sits as its rule forbids
	WrongException   Code = "wrong_exception"           // a blocking family is not listed, or one listed does not block
	NotOptimal       Code = "not_optimal"               // stable, but some children could all do better
)

// Violation is one thing that is wrong with an outcome.
type Violation struct {
	Code   Code
	Child  string // child id, "" = none concerned
	Group  string // group id, "" = none concerned
	Detail string // more, in English; it may hold ids
}

// Verdict is what Judge finds.
type Verdict struct {
	Violations []Violation // empty = the outcome stands
	// Optimality tells whether child-optimality was decided: it is not where families stand in groups that rank differently.
	Optimality bool
	// Stability names the definition for families: "blocking_tuples_free_claims", "" without families.
	Stability string
}

// Check returns everything that is wrong with the outcome, nil if nothing is. It never panics, whatever it is given.
func Check(p allocation.Problem, o allocation.Outcome) []Violation { return Judge(p, o).Violations }

// Judge is Check with a word on what could not be decided.
func Judge(p allocation.Problem, o allocation.Outcome) Verdict { return New(p).Judge(o) }

// Checker judges outcomes of one problem, as many as are put before it, also at once. It is the problem in numbers, with its hash. A
// malformed problem has a Checker too, whose every verdict is that.
type Checker struct {
	book      *book
	malformed string // why there is no problem
}

// New numbers and judges a problem: that is what takes most of the time of Check. The problem's ids are not copied, and neither they
// nor its families and slot kinds may change while the Checker is in use.
func New(p allocation.Problem) *Checker {
	f, reason := number(&p)
	if reason != "" {
		return &Checker{malformed: reason}
	}
	return newChecker(f)
}

func newChecker(f *facts) *Checker {
	b, reason := newBook(f)
	return &Checker{book: b, malformed: reason}
}

// Judge is Read and Verdict in one.
func (x *Checker) Judge(o allocation.Outcome) Verdict { return x.Read(o).Verdict() }
