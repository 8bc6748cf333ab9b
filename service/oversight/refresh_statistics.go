package oversight

import (
	"context"

	"github.com/balajol/balajol/access"
)

// RefreshStatistics lets the database plan for the rows that came since: after an import, and once a night.
func (s *Service) RefreshStatistics(ctx context.Context, actor access.Actor) error {
	if err := actor.Require(access.IntegrateLog, access.Place(actor.Authority)); err != nil {
		return err
	}
	return s.DB.RefreshStatistics(ctx)
}
