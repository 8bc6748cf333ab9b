package kit

import (
	"sync"
	"time"

	"github.com/balajol/balajol/civil"
)

// Clock stands still until a test moves it. Goroutines may share it.
type Clock struct {
	mu  sync.Mutex
	now civil.Instant
}

// NewClock returns a clock that shows an instant, written as in "2026-09-01T09:00:00.000000Z". It panics on any other form.
func NewClock(now string) *Clock { return &Clock{now: civil.MustParseInstant(now)} }

// Now is the instant that the clock shows.
func (c *Clock) Now() civil.Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock forward.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Set moves the clock to an instant, back too.
func (c *Clock) Set(now civil.Instant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}
