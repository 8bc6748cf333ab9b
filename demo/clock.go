package demo

import (
	"crypto/hmac"
	"crypto/sha256"
	"strconv"
	"sync"
	"time"

	"github.com/balajol/balajol/civil"
)

// Clock is the simulated time. Every action sets it to an instant of its own, which follows from the day and from what the
// action is about; within an action every reading is a microsecond later. So ids and the record's order, which follow from
// the instants, are the same in a run that was broken off and went on.
type Clock struct {
	mu   sync.Mutex
	next time.Time
}

// NewClock stands at midnight, UTC, of a day.
func NewClock(day civil.Date) *Clock { return &Clock{next: day.At(0, 0, 0, time.UTC)} }

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.next
	c.next = now.Add(time.Microsecond)
	return now
}

// Set puts the clock to an instant.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next = at
}

// Entropy derives ids, nonces and keys from the seed, so that the same seed gives the same record. A real city draws them
// at random; the pages of a demonstration say so.
type Entropy Seed

// Bytes implements the store's source of chance: HMAC-SHA-256 of the label under the seed.
func (e Entropy) Bytes(label string) [32]byte {
	mac := hmac.New(sha256.New, []byte("balajol demo "+strconv.FormatInt(int64(e), 10)))
	mac.Write([]byte(label))
	return [32]byte(mac.Sum(nil))
}
