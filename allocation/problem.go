package allocation

// ProblemFormat is the word that opens a problem file.
const ProblemFormat = "balajol/problem/1"

// MaxTuples bounds the joint wishes that a family's rule derives from its members' lists; later tuples are not considered.
const MaxTuples = 4096

// Problem is everything that decides an outcome. The zero value is a legal problem in which nothing happens.
//
// A Problem is plain data: build it in code or read it with Decode. Solve, Canonical and Hash refuse a malformed one with
// an InputError and never change it.
type Problem struct {
	SlotKinds []SlotKind // names unique; the order of kinds means nothing
	Groups    []Group    // ids unique
	Children  []Child    // ids unique; the order counts only when nobody has a number
	Families  []Family   // ids unique; a child belongs to one family at most
	Lottery   *Lottery   // nil = the children's numbers decide
}

// SlotKind says who may take a seat of this kind and who goes first: a list of tiers, each a set of priority classes. An
// earlier tier goes before a later one; a class in no tier cannot take such a seat. Source: Kominers & Sönmez 2016.
type SlotKind struct {
	Name  string
	Tiers [][]string
}

// Group is a set of seats that children are placed in.
type Group struct {
	ID           string
	Kindergarten string   // "" = the group itself
	Seats        int      // 0 is legal
	Pattern      []string // slot kinds, repeated from Start on; empty = takes everybody alike
	Start        int64    // slots that earlier rounds served: the first slot is Pattern[Start mod len(Pattern)]
	Order        []string // the group's own order of children; nil = none, empty = nobody is acceptable
}

// Child is one child in the queue.
type Child struct {
	ID      string
	Number  int64    // place in the law's order, at least 1 and unique; 0 for every child = the place in Children
	Class   string   // priority class; "" = the class without a name
	Prefers []string // group ids, best first
	Holds   string   // group in which the child has a seat already; "" = none
	Family  string   // optional; if given it agrees with Families
}

// Rule says what a family wants of its seats.
type Rule string

// The rules of families. A block is a family placed as a whole; it stands in the queue at its first member's number.
const (
	// TogetherOrNone seats all members, as near to each other as their lists allow, or none of them.
	TogetherOrNone Rule = "together_or_none"
	// TogetherIfPossible seats all members in one group (or one kindergarten, if their lists share no group), else each alone.
	TogetherIfPossible Rule = "together_if_possible"
	// SameKindergartenIfPossible seats all members in groups of one kindergarten, else each alone.
	SameKindergartenIfPossible Rule = "same_kindergarten_if_possible"
	// Joint seats the members by one of the family's own tuples, or none of them.
	Joint Rule = "joint"
)

// Family is a set of children who want their seats decided together.
type Family struct {
	ID       string
	Children []string
	Rule     Rule // "" = Joint where Joint is given
	// Joint ranks tuples of group ids, one per child in the order of Children, "" = no new seat. nil = tuples follow from Rule.
	// Every group stands in its child's list. With an "if possible" rule the members go alone when no tuple fits.
	Joint [][]string
}

// Lottery draws the queue: children rank by HMAC-SHA-256(seed, id), ties by id. Nothing else in the library draws.
type Lottery struct {
	Seed string // hexadecimal, at least one byte
}

// binds reports whether the family takes nothing rather than separate seats.
func (r Rule) binds() bool { return r == TogetherOrNone || r == Joint }
