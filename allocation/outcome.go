package allocation

// OutcomeFormat is the word that opens an outcome file.
const OutcomeFormat = "balajol/outcome/1"

// Mechanism is the one mechanism of this library: child-proposing deferred acceptance (Gale & Shapley 1962).
const Mechanism = "deferred_acceptance"

// Path names the way an outcome was found.
type Path string

// The paths, from the most auditable on.
const (
	PathCommonOrder Path = "common_order"       // one order for all groups: each in turn takes the best seat left
	PathOwnOrders   Path = "own_orders"         // deferred acceptance, groups rank children themselves
	PathSlots       Path = "slots"              // deferred acceptance with slot kinds or held seats
	PathHeuristic   Path = "families_heuristic" // families as blocks inside deferred acceptance
	PathExact       Path = "families_exact"     // families by an exact search
)

// Reason says why a child has no seat.
type Reason string

// The reasons.
const (
	NoWishes      Reason = "no_wishes"      // the child lists no group
	NotAcceptable Reason = "not_acceptable" // no listed group may take the child, however many seats it had
	NoSeat        Reason = "no_seat"        // every listed group filled up with children who go before it
	FamilyReason  Reason = "family"         // alone the child would have had a seat; its family's rule says all or none
)

// Outcome is what Solve finds and check.Check judges.
type Outcome struct {
	ProblemSHA256    string // Problem.Hash
	Mechanism        string
	Path             Path
	Assignments      []Assignment     // one per child, by child id
	Cutoffs          []Cutoff         // by group id and slot kind
	Starts           []Start          // one per group with a pattern, by group id
	BlockingFamilies []BlockingFamily // by family id
}

// Assignment is what one child got.
type Assignment struct {
	Child  string
	Group  string // "" = none
	Slot   string // slot kind of the seat; "" where the group has no pattern
	Reason Reason // "" where there is a group
}

// Cutoff is the last child that a kind of seats in a group was given to: who wants in and stands behind it did not get in.
// Seats that holders kept by right were not given out and do not count; a kind with an empty seat has no cutoff. The cutoff
// of a block's child is the block's number (Azevedo & Leshno 2016).
type Cutoff struct {
	Group  string
	Slot   string // "" where the group has no pattern
	Tier   int    // index of the tier, 0 = first
	Number int64  // queue number, where the group has no order of its own, else 0
	Place  int    // place in the group's own order, 1 = first, else 0
}

// Start is the counter to open the next round with: Group.Start plus one plus the index of the last slot given out. Seats
// kept by right do not move it.
type Start struct {
	Group string
	Next  int64
}

// BlockingFamily is an exception that the outcome owns up to.
type BlockingFamily struct {
	Family string
	// Tuple is the best joint wish, one group per child in the order of Family.Children ("" = no new seat), whose groups would
	// all take the family's members rather than leave them where they are. nil = there is none.
	Tuple []string
	// Alone is set for a family that was given up as a block, so that each member stands for itself, and that sits by one of
	// its tuples all the same.
	Alone bool
}
