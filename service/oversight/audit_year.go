package oversight

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/store/audit"
)

// AuditCheck is one invariant, recomputed by code that shares nothing with the writer.
type AuditCheck = audit.Check

// AuditYear recomputes the invariants of the authority's whole database.
func (s *Service) AuditYear(ctx context.Context, actor access.Actor) ([]AuditCheck, error) {
	if err := actor.Require(access.AuditYear, access.Place(actor.Authority)); err != nil {
		return nil, err
	}
	return audit.Run(ctx, s.DB.Raw(), string(actor.Authority))
}
