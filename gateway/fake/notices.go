package fake

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"github.com/balajol/balajol/gateway"
)

// Notices is a sink that delivers nothing and counts by template. The zero value is ready, and it may be used by several
// goroutines.
type Notices struct {
	mu     sync.Mutex
	seen   map[string]bool // by key
	counts map[string]int  // by template
}

// Send counts a notice once, by its key; see gateway.Notices.
func (s *Notices) Send(ctx context.Context, n gateway.Notice) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("send notice %s: %w", n.Key, err)
	}
	if err := n.Check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen[n.Key] {
		return nil
	}
	if s.seen == nil {
		s.seen, s.counts = map[string]bool{}, map[string]int{}
	}
	s.seen[n.Key] = true
	s.counts[n.Template]++
	return nil
}

// Counts tells how many notices were sent of each template.
func (s *Notices) Counts() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.counts)
}
