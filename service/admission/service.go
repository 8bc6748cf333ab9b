// Package admission leads a child through the queue: applications, priority proofs, rounds, offers, contracts and
// placements.
//
// Nobody wins anything by being quick. A seat is offered to one family, which has days to answer; answers that come in a
// burst are transactions of one database and take their turn by the server's clock, each about its own offer; and whoever
// names kindergartens during a day is served in the evening by the date of its application.
package admission

import (
	"context"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/service"
)

// Service holds the use cases of the queue.
type Service struct {
	*service.Deps

	solve func(context.Context, allocation.Problem, allocation.Options) (allocation.Outcome, error) // of tests; nil = the engine
}
