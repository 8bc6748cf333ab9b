package store

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// RoundsDuring lists the rounds of some days by number.
func (r *Reader) RoundsDuring(days civil.DateRange) ([]preschool.Round, error) {
	rows, err := r.q.ListRoundsDuring(r.ctx, sqlcgen.ListRoundsDuringParams{AuthorityID: r.auth(), FirstDay: days.From, LastDay: days.To})
	return each(rows, err, roundOf)
}

// OfferedByTier counts the applications that left the queue with an offer, from an instant until before another, by the
// class that counted for them then.
func (r *Reader) OfferedByTier(since, until civil.Instant) (map[register.PriorityClass]int, error) {
	rows, err := r.q.CountOfferedByTier(r.ctx, sqlcgen.CountOfferedByTierParams{AuthorityID: r.auth(), Since: since, Until: until})
	counts := map[register.PriorityClass]int{}
	for _, c := range rows {
		class := register.General
		if preschool.ProofState(c.Proof) == preschool.ProofVerified {
			class = register.PriorityClass(c.Class)
		}
		counts[class] += int(c.Offers)
	}
	return counts, err
}

// StaffOffers lists the kindergartens of the offers to children of the staff that were decided on some days, one for each.
func (r *Reader) StaffOffers(days civil.DateRange) ([]register.ID[register.Kindergarten], error) {
	rows, err := r.q.ListStaffOffersDuring(r.ctx, sqlcgen.ListStaffOffersDuringParams{AuthorityID: r.auth(), FirstDay: days.From, LastDay: days.To})
	return each(rows, err, func(k string) register.ID[register.Kindergarten] { return register.ID[register.Kindergarten](k) })
}

// ExchangedSites lists the two kindergartens of each exchange that was carried out on some days.
func (r *Reader) ExchangedSites(days civil.DateRange) ([][2]register.ID[register.Kindergarten], error) {
	rows, err := r.q.ListExchangesDuring(r.ctx, sqlcgen.ListExchangesDuringParams{AuthorityID: r.auth(), FirstDay: days.From, LastDay: days.To})
	return each(rows, err, func(e sqlcgen.ListExchangesDuringRow) [2]register.ID[register.Kindergarten] {
		return [2]register.ID[register.Kindergarten]{register.ID[register.Kindergarten](e.SiteA), register.ID[register.Kindergarten](e.SiteB)}
	})
}

// UnansweredPapers counts the papers that a rule accepted for want of an answer, from an instant until before another, by
// kindergarten.
func (r *Reader) UnansweredPapers(since, until civil.Instant) (map[register.ID[register.Kindergarten]]int, error) {
	rows, err := r.q.CountUnansweredPapers(r.ctx, sqlcgen.CountUnansweredPapersParams{AuthorityID: r.auth(), Since: since, Until: until})
	counts := map[register.ID[register.Kindergarten]]int{}
	for _, c := range rows {
		counts[register.ID[register.Kindergarten](c.KindergartenID)] = int(c.Papers)
	}
	return counts, err
}

// MovesByCause counts the transfers whose new placement began on some days.
func (r *Reader) MovesByCause(days civil.DateRange) (map[preschool.TransferCause]int, error) {
	rows, err := r.q.CountMovesByCause(r.ctx, sqlcgen.CountMovesByCauseParams{AuthorityID: r.auth(), FirstDay: days.From, LastDay: days.To})
	counts := map[preschool.TransferCause]int{}
	for _, c := range rows {
		counts[preschool.TransferCause(c.Cause)] = int(c.Moves)
	}
	return counts, err
}
