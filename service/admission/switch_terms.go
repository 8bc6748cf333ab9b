package admission

import (
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// under is today with the terms under which an offer was made: what was promised with it stays so, whatever profile the
// territory has passed to since. Queues, ages and everything else are today's.
func (s *Service) under(r *store.Reader, day service.Day, o preschool.Offer) (service.Day, error) {
	past, err := s.Past(r)
	if err != nil || !past.Switched() || o.OfferedAt.IsZero() {
		return day, err
	}
	own, err := past.On(o.OfferedAt.Date(day.Rules.Zone))
	if err != nil {
		return day, err
	}
	day.Rules.Offer, day.Rules.Suspension, day.Rules.Contract, day.Rules.Waitlist = own.Offer, own.Suspension, own.Contract, own.Waitlist
	return day, nil
}

// underLast is today with the terms of the newest offer of an application: a suspension ends as the rules said that began it.
func (s *Service) underLast(r *store.Reader, day service.Day, id register.ID[preschool.Application]) (service.Day, error) {
	past, err := s.Past(r)
	if err != nil || !past.Switched() {
		return day, err
	}
	offers, err := r.OffersOf(id)
	if err != nil || len(offers) == 0 {
		return day, err
	}
	return s.under(r, day, offers[len(offers)-1])
}

// orderings tells a ledger by which orders its queue has stood: that of the first profile, of each that followed, and of each
// draw. The newest seed holds until the next one.
func (s *Service) orderings(r *store.Reader, l *round.Ledger) error {
	past, err := s.Past(r)
	if err != nil {
		return err
	}
	seeds, err := r.LotterySeeds()
	if err != nil || !past.Switched() && len(seeds) == 0 {
		return err
	}
	var changes []orderChange
	for i, a := range past.Adopted() {
		rules, err := past.On(a.From)
		if err != nil {
			return err
		}
		if i == 0 {
			l.Ordering = Ordering(&rules, "")
			continue
		}
		changes = append(changes, orderChange{at: civil.InstantOf(a.From.At(0, 0, 0, rules.Zone)), on: a.From})
	}
	for _, seed := range seeds {
		changes = append(changes, orderChange{seed.PublishedAt, seed.On, seed})
	}
	slices.SortStableFunc(changes, func(a, b orderChange) int { return a.at.Compare(b.at) })
	var seed store.LotterySeed // the newest
	for _, c := range changes {
		rules, err := past.On(c.on)
		if err != nil {
			return err
		}
		if c.seed.Seed != "" {
			seed = c.seed
		}
		l.Orderings = append(l.Orderings, round.OrderingChange{At: c.at, Ordering: drawnBy(&rules, seed)})
	}
	return nil
}

// orderChange is an instant from which a queue stands in another order, the day whose rules it is under, and the seed that was
// published at it, if any.
type orderChange struct {
	at   civil.Instant
	on   civil.Date
	seed store.LotterySeed
}
