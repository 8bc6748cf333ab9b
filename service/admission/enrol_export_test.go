package admission

import (
	"context"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Veiled hides small counts of a row.
var Veiled = veiled

// Wish is a child who sits in a group and wants others, best first.
type Wish struct {
	ID    register.ID[preschool.Transfer]
	From  register.Group
	Wants []register.ID[register.Group]
	Cause preschool.TransferCause
}

// Moved is who moves where, and after whom.
type Moved struct {
	ID, After register.ID[preschool.Transfer]
	Group     register.ID[register.Group]
}

// Settle lays out the transfers of a day, allocates, and judges: wishes stand in their order, waiting names a group for each
// seat that somebody in the queue wants.
func Settle(ctx context.Context, groups []register.Group, wishes []Wish, waiting []register.ID[register.Group], order policy.TransferOrder) (moves []Moved, judged int, err error) {
	movers := make([]mover, len(wishes))
	for i, w := range wishes {
		movers[i] = mover{Transfer: preschool.Transfer{ID: w.ID, Cause: w.Cause, Sequence: int64(i + 1)}, from: w.From, wants: w.Wants}
	}
	rivals := make([]rival, len(waiting))
	for i, g := range waiting {
		rivals[i] = rival{g, civil.Instant{}, int64(i + 1)}
	}
	p := transferProblem(groups, movers, rivals, order)
	o, err := allocation.Solve(ctx, p, allocation.Options{})
	if err != nil {
		return nil, 0, err
	}
	for _, l := range linked(groups, movers, o) {
		moves = append(moves, Moved{l.mover.ID, l.after, l.group})
	}
	return moves, len(check.Check(p, o)), nil
}
