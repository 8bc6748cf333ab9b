package fake

import (
	"context"
	"fmt"
	"sync"

	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/register"
)

// Evidence is a state register that answers what it was told to, and "unknown" of anybody else. The zero value is ready, and
// it may be used by several goroutines.
type Evidence struct {
	mu    sync.Mutex
	known map[register.ID[register.Child]]gateway.Finding
	down  bool
	asked int
}

// Tell makes the register answer a finding about a child.
func (e *Evidence) Tell(child register.ID[register.Child], f gateway.Finding) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.known == nil {
		e.known = map[register.ID[register.Child]]gateway.Finding{}
	}
	e.known[child] = f
}

// Down makes the register silent, or lets it answer again.
func (e *Evidence) Down(down bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.down = down
}

// Asked tells how many questions came in.
func (e *Evidence) Asked() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.asked
}

// Ask answers a question; see gateway.Evidence.
func (e *Evidence) Ask(ctx context.Context, q gateway.EvidenceQuery) (gateway.Finding, error) {
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("ask register: %w", err)
	}
	if err := q.Check(); err != nil {
		return "", err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked++
	if e.down {
		return "", fmt.Errorf("ask register of %s: it does not answer", q.Ground)
	}
	if f, known := e.known[q.Child]; known {
		return f, nil
	}
	return gateway.Unknown, nil
}
