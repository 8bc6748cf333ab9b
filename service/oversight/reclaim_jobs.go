package oversight

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/store"
)

// ReclaimJobs makes due again what workers of these names had taken when they were stopped. A process whose worker names
// are stable asks for it when it starts, instead of waiting until the leases run out.
func (s *Service) ReclaimJobs(ctx context.Context, actor access.Actor, workers ...string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.IntegrateLog, access.Place(actor.Authority)); err != nil {
			return err
		}
		for _, w := range workers {
			if err := tx.ReclaimJobs(w); err != nil {
				return err
			}
		}
		return nil
	})
}
