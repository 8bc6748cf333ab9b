package round

import (
	"cmp"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Entry is what the queue knows of one waiting application.
type Entry struct {
	Application  register.ID[preschool.Application]
	RegisteredAt civil.Instant
	Sequence     int64 // the server's counter, decides equal instants
	Class        register.PriorityClass
	Proof        preschool.ProofState
}

// Counts returns the class by which the entry is ordered: an unproven class stands in the general queue.
func (e Entry) Counts() register.PriorityClass {
	return preschool.Application{Class: e.Class, Proof: e.Proof}.Counts()
}

// Compare orders two entries of one queue: by date and time of application, then by the server's counter, then by id.
func Compare(a, b Entry) int {
	return cmp.Or(a.RegisteredAt.Compare(b.RegisteredAt), cmp.Compare(a.Sequence, b.Sequence), cmp.Compare(a.Application, b.Application))
}

// Reason says by which rule an application has its position.
type Reason string

// The reasons.
const (
	ReasonExtraordinary         Reason = "extraordinary"            // head block
	ReasonPriorityTurn          Reason = "priority_turn"            // proven class, on its turn
	ReasonGeneralTurn           Reason = "general_turn"             // general queue, on its turn
	ReasonPriorityInGeneralTurn Reason = "priority_in_general_turn" // the general queue was empty
	ReasonGeneralInPriorityTurn Reason = "general_in_priority_turn" // the priority queue was empty
	ReasonGeneralUnverified     Reason = "general_unverified"       // a class without proof, in the general queue by its own date
)

// Standing is the place of one application in the merged queue.
type Standing struct {
	Application register.ID[preschool.Application]
	Position    int // 1, 2, …
	Reason      Reason
	Turn        int // turns of the pattern served before this one, counted from the start of the carry; -1 in the head block
}

// Order merges the applications into one queue: the head block, then turn by turn, of which carry turns were served
// before. A turn whose queue is empty serves the next queue that is not, and counts. Inside a queue Compare decides. The
// answer does not depend on the order of the argument.
func Order(pattern Pattern, applications []Entry, carry int) []Standing {
	entries := slices.Clone(applications)
	if !slices.IsSortedFunc(entries, Compare) {
		slices.SortFunc(entries, Compare)
	}
	d := pattern.dealer()
	lanes := make([][]int, d.lanes)
	for i, e := range entries {
		lane := d.laneOf(e.Counts())
		lanes[lane] = append(lanes[lane], i)
	}
	standings := make([]Standing, 0, len(entries))
	for dealt := range d.deal(lanes, carry) {
		e := entries[dealt.entry]
		reason := dealt.reason
		if dealt.lane >= d.heads && e.Class != e.Counts() {
			reason = ReasonGeneralUnverified
		}
		standings = append(standings, Standing{e.Application, len(standings) + 1, reason, dealt.turn})
	}
	return standings
}

// Served returns the carry after a round: one turn more for each standing outside the head block that was taken.
func Served(carry int, standings []Standing, taken map[register.ID[preschool.Application]]bool) int {
	for _, s := range standings {
		if s.Turn >= 0 && taken[s.Application] {
			carry++
		}
	}
	return carry
}
