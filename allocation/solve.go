package allocation

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// Options tunes a run. Nothing but Exact and Steps changes the outcome, and these only where families are left with a claim.
type Options struct {
	// Progress, if given, is called now and then with the children considered so far and their total, by one goroutine at a
	// time. It must be quick.
	Progress func(done, total int)
	// Threads is how many goroutines take closed markets at once; 0 is as good as 1. It cannot change a byte.
	Threads int
	// Exact, if given, searches for an outcome with fewer exceptions in the closed markets where the heuristic leaves some.
	Exact Exact
	// Steps caps each search of Exact, in its own steps and never in time; 0 = DefaultSteps.
	Steps int64
}

// stride is how many children pass between two looks at the context.
const stride = 1 << 12

// Solve finds the outcome of the problem: the child-optimal stable one, or, with families, the one that the package
// documentation describes. It returns an InputError for a malformed problem and the context's error when that ends first. The
// problem is not changed. Equal problems have equal outcomes, whatever the order of groups, families and numbered children.
func Solve(ctx context.Context, p Problem, options Options) (Outcome, error) {
	m, err := NewMarket(p)
	if err != nil {
		return Outcome{}, fmt.Errorf("solve problem: %w", err)
	}
	s, err := m.Solve(ctx, options)
	if err != nil {
		return Outcome{}, err
	}
	return s.Outcome(), nil
}

// Solve finds the outcome of the market, as the function Solve does. It may be called again and again.
func (m *Market) Solve(ctx context.Context, options Options) (*Solution, error) {
	s := newSolution(m)
	every := make([]int, len(m.parts))
	for i := range every {
		every[i] = i
	}
	if err := s.solve(ctx, options, every); err != nil {
		return nil, fmt.Errorf("solve problem: %w", err)
	}
	return s, nil
}

// Solution is what was found for a market: who got what, and no words. It never changes.
type Solution struct {
	market  *Market
	parts   []placement
	path    Path
	options Options // what the run was asked for, for reruns; no progress
}

// placement is what was found for one closed market.
type placement struct {
	*component
	got   []int32 // child → wish that it got, none
	whole []bool  // family → stands as a block (placed, or refused as a whole), not each member alone
	exact bool    // an exact search found it
}

func newSolution(m *Market) *Solution {
	s := &Solution{market: m, path: m.path, parts: make([]placement, len(m.parts))}
	got := make([]int32, len(m.childAt))
	for i := range m.parts {
		part := &m.parts[i]
		s.parts[i] = placement{component: part, got: cut(&got, len(part.children)), whole: make([]bool, len(part.families))}
	}
	return s
}

// solve solves the closed markets with these indices, whole ones on each goroutine.
func (s *Solution) solve(ctx context.Context, options Options, parts []int) error {
	s.options = options
	s.options.Progress = nil
	r := &run{ctx: ctx, report: options.Progress, total: len(s.market.childAt)}
	if err := ctx.Err(); err != nil {
		return err
	}
	err := share(len(parts), options.Threads, func() func(int) error {
		e := engine{run: r, options: options}
		return func(i int) error { return e.place(&s.parts[parts[i]], s.market.path) }
	})
	if err != nil {
		return err
	}
	for i := range s.parts {
		if s.parts[i].exact {
			s.path = PathExact
		}
	}
	return nil
}

// share hands the numbers below n to so many workers, the next number to whoever is free, and returns the first error of the
// first worker that has one. What a worker makes of a number may not depend on the others.
func share(n, threads int, newWorker func() func(i int) error) error {
	threads = max(1, min(threads, n))
	failed := make([]error, threads)
	var next atomic.Int64
	work := func(worker int) {
		do := newWorker()
		for i := int(next.Add(1) - 1); i < n && failed[worker] == nil; i = int(next.Add(1) - 1) {
			failed[worker] = do(i)
		}
	}
	var others sync.WaitGroup
	for worker := 1; worker < threads; worker++ {
		others.Go(func() { work(worker) })
	}
	work(0)
	others.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// run carries what a long loop owes to its caller.
type run struct {
	ctx    context.Context
	report func(done, total int)
	total  int
	done   int
	one    sync.Mutex
}

// tick counts children; it returns the context's error when that has ended.
func (r *run) tick(children int) error {
	if r.report != nil {
		r.one.Lock()
		before := r.done / stride
		if r.done += children; r.done/stride > before {
			r.report(min(r.done, r.total), r.total)
		}
		r.one.Unlock()
	}
	return r.ctx.Err()
}

// engine solves closed markets one after the other in the same memory.
type engine struct {
	*run
	options Options
	left    []int32
	state   state
}

// place finds the outcome of one closed market.
func (e *engine) place(p *placement, path Path) error {
	switch path {
	case PathCommonOrder:
		return e.takeTurns(p)
	case PathHeuristic:
		return e.placeBlocks(p)
	}
	return e.deferAcceptance(p)
}

// Market returns what was solved.
func (s *Solution) Market() *Market { return s.market }

// Considered returns how many wishes were looked at from the child's side: the place in its list of what each child got, the
// length of the list for those who got nothing. It does not depend on the engine: the rest of a list nobody needs to read.
func (s *Solution) Considered() int64 {
	sum := int64(0)
	for i := range s.parts {
		p := &s.parts[i]
		for c, w := range p.got {
			from, to := p.wishes(int32(c))
			if w != none {
				to = w + 1
			}
			sum += int64(to - from)
		}
	}
	return sum
}
