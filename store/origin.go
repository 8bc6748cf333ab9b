package store

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// UnconfirmedPlacements tells which placements of an old list their families have not confirmed.
func (r *Reader) UnconfirmedPlacements() (map[register.ID[preschool.Placement]]bool, error) {
	rows, err := r.q.ListUnconfirmedPlacements(r.ctx, r.auth())
	ids := make(map[register.ID[preschool.Placement]]bool, len(rows))
	for _, id := range rows {
		ids[register.ID[preschool.Placement](id)] = true
	}
	return ids, err
}

// Origin is when a placement was promised.
type Origin struct {
	From      civil.Date    // its first day
	OfferedAt civil.Instant // of its offer; none for a seat that came by no offer
}

// LineOrigins gives the origin of each placement that has a line in a month.
func (r *Reader) LineOrigins(month civil.Month) (map[register.ID[preschool.Placement]]Origin, error) {
	rows, err := r.q.ListLineOrigins(r.ctx, sqlcgen.ListLineOriginsParams{AuthorityID: r.auth(), Month: month.String()})
	origins := make(map[register.ID[preschool.Placement]]Origin, len(rows))
	for _, o := range rows {
		origins[register.ID[preschool.Placement](o.PlacementID)] = Origin{o.FromDay, o.OfferedAt}
	}
	return origins, err
}
