package fake

import (
	"context"
	"fmt"
	"sync"

	"github.com/balajol/balajol/gateway"
)

// Mailbox delivers notices into boxes that a test may read: the newest one of each address. The zero value is ready, and it may
// be used by several goroutines.
type Mailbox struct {
	Notices
	mu     sync.Mutex
	newest map[string]gateway.Notice // by address
	closed map[string]bool           // by address
}

// Send puts a notice into the box of its address; see gateway.Notices.
func (m *Mailbox) Send(ctx context.Context, n gateway.Notice) error {
	m.mu.Lock()
	closed := m.closed[n.Address]
	m.mu.Unlock()
	if closed {
		return fmt.Errorf("send notice %s: not delivered", n.Key)
	}
	if err := m.Notices.Send(ctx, n); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.newest == nil {
		m.newest = map[string]gateway.Notice{}
	}
	m.newest[n.Address] = n
	return nil
}

// Last is the newest notice of an address; false when there is none.
func (m *Mailbox) Last(address string) (gateway.Notice, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, found := m.newest[address]
	return n, found
}

// Close makes an address unreachable, or reachable again.
func (m *Mailbox) Close(address string, closed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed == nil {
		m.closed = map[string]bool{}
	}
	m.closed[address] = closed
}
