package allocation

import "context"

// Exact minimizes a pseudo-boolean problem. The library declares what it needs and comes without one: package allocation/exact
// has an adapter to a solver.
//
// Minimize returns the truth value of each variable in an assignment that meets every constraint, of the lowest cost that it
// finds within so many of its own steps; nil = it found none. It counts steps and never time, so that it answers alike
// everywhere. An error ends the run.
type Exact interface {
	Minimize(ctx context.Context, p PseudoBoolean, steps int64) ([]bool, error)
}

// DefaultSteps caps a search where Options.Steps is 0.
const DefaultSteps = 1_000_000

// PseudoBoolean is a set of linear inequalities over truth values, and a sum to minimize (Boros & Hammer 2002).
type PseudoBoolean struct {
	Variables   int // numbered from 1 on
	Constraints []Constraint
	Cost        []Term // weights are positive
}

// Constraint asks that the weights of the literals that hold come to AtLeast or more.
type Constraint struct {
	Terms   []Term // weights are positive
	AtLeast int64
}

// Term is a literal and what it counts.
type Term struct {
	Literal int32 // a variable's number; negative = its negation
	Weight  int64
}

// holds reports whether the literal holds.
func (t Term) holds(model []bool) bool {
	if t.Literal < 0 {
		return !model[-t.Literal-1]
	}
	return model[t.Literal-1]
}

// meets reports whether an answer is one.
func (p *PseudoBoolean) meets(model []bool) bool {
	if len(model) != p.Variables {
		return false
	}
	for i := range p.Constraints {
		sum := int64(0)
		for _, term := range p.Constraints[i].Terms {
			if term.holds(model) {
				sum += term.Weight
			}
		}
		if sum < p.Constraints[i].AtLeast {
			return false
		}
	}
	return true
}

// mostExact is how many children an exact search takes on.
const mostExact = 3000

// improve lets the exact search look for an outcome with fewer exceptions around those that the heuristic left. Every child who
// lists a group that such a family lists may move, with its family; all others stay where they are and keep their claims. What
// the search finds counts only if it leaves fewer exceptions in the closed market.
func (e *engine) improve(p *placement) error {
	left := newTally(p, nil).exceptions()
	if len(left) == 0 || p.slotted != nil {
		return nil
	}
	x := newExactMarket(p, left)
	if x == nil {
		return nil
	}
	x.build()
	steps := e.options.Steps
	if steps == 0 {
		steps = DefaultSteps
	}
	model, err := e.options.Exact.Minimize(e.ctx, x.problem, steps)
	if err != nil || model == nil || !x.problem.meets(model) {
		return err
	}
	better := x.read(model)
	if len(newTally(better, nil).exceptions()) < len(left) {
		copy(p.got, better.got)
		copy(p.whole, better.whole)
		p.exact = true
	}
	return nil
}
