// Package exact searches for the best answer to a small pseudo-boolean problem, for allocation.Options.Exact. It is our own and
// not one of the public solvers, because those that we looked at (gophersat among them) can be stopped by a clock but not after
// a number of steps, and an outcome may not depend on how fast a machine is.
//
// The search is conflict-driven clause learning (Marques-Silva & Sakallah 1999): inequalities keep count of what they can still
// reach, a conflict is explained by a clause up to its first unique implication point, variables in recent conflicts are decided
// first, restarts follow Luby's sequence. The cost is one more inequality, tightened whenever an answer is found; a cost whose
// heavy terms outweigh all others together is minimized in turns, the heavy part first (Marques-Silva et al. 2011). It computes
// in integers, in one goroutine, without clock or chance: the same problem and cap have the same answer everywhere.
package exact

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/allocation"
)

// MostVariables is the largest problem that a Search takes on.
const MostVariables = 1 << 20

// Search implements allocation.Exact. It holds nothing and may be used by many goroutines at once.
type Search struct{}

var _ allocation.Exact = Search{}

// Minimize returns the truth values of the best answer found within so many steps, nil if none was found: with enough steps
// this is the optimum, or nil means that there is none. A step is a literal that is set, by a decision or because it follows. More
// steps never make the answer worse. It refuses a literal or a number of variables out of range, a weight below 1, weights that
// add up to more than 2^62, and returns the context's error when that ends first.
func (Search) Minimize(ctx context.Context, p allocation.PseudoBoolean, steps int64) ([]bool, error) {
	n, err := normalize(&p)
	if err != nil {
		return nil, fmt.Errorf("minimize pseudo-boolean problem: %w", err)
	}
	if n.impossible {
		return nil, nil
	}
	var best []bool
	for _, part := range parts(n.cost) {
		s := newSolver(p.Variables, n.rows, part, best, steps)
		complete, err := s.minimize(ctx)
		if err != nil {
			return nil, fmt.Errorf("minimize pseudo-boolean problem: %w", err)
		}
		best, steps = s.best, s.steps
		if !complete || best == nil {
			break
		}
		n.rows = append(n.rows, noMore(part, best))
	}
	return best, nil
}
