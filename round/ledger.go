package round

import (
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Ground says why an application came into a queue or left it.
type Ground string

// The grounds. Interleaved is no event: the turns fell differently, because others came or left.
const (
	Registered    Ground = "registered"
	Restored      Ground = "restored"       // after a suspension, at its own date
	Returned      Ground = "returned"       // after an offer that ended without its fault, at its own date
	ProofVerified Ground = "proof_verified" // the class counts from now on
	ProofExpired  Ground = "proof_expired"  // the class counts no longer
	Refreshed     Ground = "refreshed"      // moved between markets by the yearly refresh
	AppealUpheld  Ground = "appeal_upheld"
	FactsChanged  Ground = "facts_changed" // what is proven of the family changed, and the ordering looks at it
	Switched      Ground = "switched"      // the territory passed to another profile, or the profile's order changed
	Drawn         Ground = "drawn"         // the seed of the lottery was published: from now on there are positions
	Offered       Ground = "offered"
	Suspended     Ground = "suspended"
	Withdrawn     Ground = "withdrawn"
	Closed        Ground = "closed"
	Interleaved   Ground = "interleaved"
)

// Grounds are all of them.
var Grounds = []Ground{
	Registered, Restored, Returned, ProofVerified, ProofExpired, Refreshed, AppealUpheld, FactsChanged, Switched, Drawn, Offered, Suspended,
	Withdrawn, Closed, Interleaved,
}

// PermittedGrounds are those on which the law lets somebody come ahead of others who wait; everything else may only move
// them forward.
var PermittedGrounds = []Ground{Registered, Restored, Returned, ProofVerified, ProofExpired, Refreshed, AppealUpheld, FactsChanged, Switched, Drawn}

// QueueEntry is one stay of an application in a queue, during which neither its class, its proof nor its facts changed. Such a change
// ends the stay and begins another at the same instant, with the same ground. Stays of one application do not overlap.
type QueueEntry struct {
	Application  register.ID[preschool.Application]
	Class        register.PriorityClass
	Proof        preschool.ProofState
	RegisteredAt civil.Instant
	Sequence     int64
	BirthDate    civil.Date
	Facts        []string
	EnteredAt    civil.Instant
	EnterReason  Ground
	LeftAt       civil.Instant // none = still waiting
	LeaveReason  Ground
}

func (e QueueEntry) entry() Entry {
	return Entry{e.Application, e.RegisteredAt, e.Sequence, e.Class, e.Proof, e.BirthDate, e.Facts}
}

func (e QueueEntry) activeAt(at civil.Instant) bool {
	return !e.EnteredAt.After(at) && (e.LeftAt.IsZero() || e.LeftAt.After(at))
}

// CarryChange sets the carry, at the instant of a round. Before the first change no turn is served.
type CarryChange struct {
	At    civil.Instant
	Carry Carry
}

// OrderingChange puts another ordering in force: the territory passed to another profile, or lots were drawn.
type OrderingChange struct {
	At       civil.Instant
	Ordering Ordering
}

// Ledger is the past of one queue. Positions are never stored: they are replayed from it. Where several transactions share
// one instant, another ordering is taken to have come first; then those who came and left at it, then others leave and turns
// are counted, then others come and classes change.
type Ledger struct {
	Ordering  Ordering         // in force from the beginning
	Orderings []OrderingChange // and those that followed
	Entries   []QueueEntry
	Carries   []CarryChange
	Zone      *time.Location // whose days History counts
}

// At returns the queue as it stood at an instant, after everything that happened at it. Whoever has no lot yet has
// position 0.
func (l Ledger) At(at civil.Instant) []Standing {
	var entries []Entry
	for _, e := range l.Entries {
		if e.activeAt(at) {
			entries = append(entries, e.entry())
		}
	}
	carry, set := Carry{}, civil.Instant{}
	for _, c := range l.Carries {
		if !c.At.After(at) && !c.At.Before(set) {
			carry, set = c.Carry, c.At
		}
	}
	return l.OrderingAt(at).Order(entries, carry)
}

// OrderingAt is the ordering in force at an instant.
func (l Ledger) OrderingAt(at civil.Instant) Ordering {
	ordering, set := l.Ordering, civil.Instant{}
	for _, c := range l.Orderings {
		if !c.At.After(at) && !c.At.Before(set) {
			ordering, set = c.Ordering, c.At
		}
	}
	return ordering
}
