package store

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SeatClosuresDuring lists the closures that counted on some day of a period, those that have ended since as well, by group.
func (r *Reader) SeatClosuresDuring(days civil.DateRange) ([]preschool.SeatClosure, error) {
	return sortedClosures(r.q.ListSeatClosuresDuring(r.ctx, sqlcgen.ListSeatClosuresDuringParams{AuthorityID: r.auth(), FirstDay: days.From, LastDay: days.To}))
}
