// Package check judges an outcome of package allocation without trusting the engine that found it. It takes only the types
// and the decoder from there; canonical form, hash, queue, choice, cutoffs and families are written again from the model.
//
// # What is judged
//
// Check accepts exactly one outcome of a problem without families, the child-optimal stable one:
//
//  1. the problem's hash, the mechanism and the path are the problem's own;
//  2. every child has one line, no seat is given twice, nobody sits where it may not or did not want to;
//  3. nobody who held a seat ends with anything worse;
//  4. in every group, the choice among all who list it no lower than what they got is exactly those who got it, in the slots
//     that the outcome names: this one test covers wasted seats, justified envy, reserves and interleaving;
//  5. cutoffs, counters and reasons are those that follow;
//  6. families: each sits by its rule, and every family left with a claim is listed with it, no other;
//  7. no stable improvement cycle is left (Erdil & Ergin 2008) in the market of children and slots (Kominers & Sönmez 2016):
//     each slot points at the best child who would rather have it, that child at its own slot.
//
// The time is linear in the wishes but for sorting. A test that makes no sense after an earlier one failed is left out: (4)
// needs (2) and (3), and all that follows needs (4).
//
// # Families
//
// With families a stable outcome need not exist. Three definitions of stability are in use for couples; this package uses
// that of blocking tuples with free claims: a family blocks with a tuple that it prefers to what it has if every group of the
// tuple would choose its members among them and all other children who claim the group, the seats that the family would leave
// being open to all of them. Blocks of other families claim only what they have. Test (7) is left out and Verdict says so,
// unless the order is common: then the outcome is unique anyway.
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
func Judge(p allocation.Problem, o allocation.Outcome) Verdict {
	j := judge{problem: &p, outcome: &o}
	if reason := j.index(); reason != "" {
		j.violate(MalformedProblem, none, none, reason)
		return Verdict{Violations: j.found}
	}
	v := Verdict{Optimality: len(p.Families) == 0 || j.commonOrder()}
	if len(p.Families) > 0 {
		v.Stability = "blocking_tuples_free_claims"
	}
	j.header()
	before := len(j.found)
	j.readAssignments()
	j.feasible()
	if len(j.found) == before {
		j.readFamilies()
	}
	if len(j.found) == before {
		j.choices()
	}
	if len(j.found) == before {
		j.lines()
		j.reasons()
		j.families()
		if len(p.Families) == 0 {
			j.optimal()
		}
	}
	v.Violations = j.found
	return v
}

const none = -1

// judge holds the problem in its own numbering, that of the file, and what it finds.
type judge struct {
	problem *allocation.Problem
	outcome *allocation.Outcome
	found   []Violation

	groupAt map[string]int
	childAt map[string]int
	kindAt  map[string]int
	kinds   []kind  // 0 = the nameless kind that takes everybody alike
	pattern [][]int // group → slot kinds
	takes   [][]int // group → the same, each once
	holders [][]int // group → children who hold a seat, in queue order
	class   []int   // child → class
	number  []int64 // child → place in the law's order
	queue   []int   // children in that order
	off     []int   // child → its first wish
	wish    []int   // group of each wish, cut behind a held seat
	place   []int   // wish → place in the group's own order, 0 = it has none, −1 = left out
	holds   []int   // child → wish of the seat that it holds, none
	clans   []clan
	inClan  []int    // child → family, none
	sites   []string // group → kindergarten

	got    []int      // child → wish, none
	line   []int      // child → its assignment in the outcome
	choice [][]claim  // group → the claims on it and what it chose
	ends   [][]ending // group → where its kinds of seats end
}

func (j *judge) violate(code Code, child, group int, detail string) {
	v := Violation{Code: code, Detail: detail}
	if child != none {
		v.Child = j.problem.Children[child].ID
	}
	if group != none {
		v.Group = j.problem.Groups[group].ID
	}
	j.found = append(j.found, v)
}

// header judges what the outcome says about itself.
func (j *judge) header() {
	if want := j.hash(); j.outcome.ProblemSHA256 != want {
		j.violate(WrongHash, none, none, "the problem's hash is "+want)
	}
	if j.outcome.Mechanism != allocation.Mechanism {
		j.violate(WrongMechanism, none, none, "want "+allocation.Mechanism)
	}
	got := j.outcome.Path
	switch {
	case j.commonOrder():
		j.expectPath(allocation.PathCommonOrder)
	case len(j.problem.Families) > 0:
		if got != allocation.PathExact {
			j.expectPath(allocation.PathHeuristic)
		}
	case j.hasSlots():
		j.expectPath(allocation.PathSlots)
	default:
		j.expectPath(allocation.PathOwnOrders)
	}
}

func (j *judge) expectPath(want allocation.Path) {
	if j.outcome.Path != want {
		j.violate(WrongPath, none, none, "want "+string(want))
	}
}

// commonOrder reports whether all groups rank all children alike; with families, by number alone.
func (j *judge) commonOrder() bool {
	reference := 0
	for g := range j.problem.Groups {
		if j.problem.Groups[g].Order != nil || len(j.holders[g]) > 0 {
			return false
		}
		if len(j.problem.Families) == 0 && g == 0 {
			reference = j.pattern[g][0]
		}
	}
	used := map[int]bool{}
	for _, class := range j.class {
		used[class] = true
	}
	for _, pattern := range j.pattern {
		for _, k := range pattern {
			for class := range used {
				if j.kinds[k].tier[class] != j.kinds[reference].tier[class] {
					return false
				}
			}
		}
	}
	return true
}

func (j *judge) hasSlots() bool {
	for g := range j.problem.Groups {
		if len(j.problem.Groups[g].Pattern) > 0 || len(j.holders[g]) > 0 {
			return true
		}
	}
	return false
}
