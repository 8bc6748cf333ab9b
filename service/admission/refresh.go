package admission

import (
	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// refreshQueues carries out the newest day of refresh, once, on the first night on which the program runs: everybody who
// waits moves into the queue of its age, by its own date, and so do the vouchers that are offered or issued.
func (s *Service) refreshQueues(tx *store.Tx, actor access.Actor, day service.Day) error {
	q, err := tx.QueueRefresh(lastRefresh(&day.Rules, day.Today))
	if err != nil || !q.CarriedOutOn.IsZero() {
		return err
	}
	if q.Moved, err = s.relabelQueues(tx, actor, day); err != nil {
		return err
	}
	if err := s.relabelVouchers(tx, actor, day); err != nil {
		return err
	}
	q.CarriedOutOn = day.Today
	return tx.SaveQueueRefresh(actor, q)
}

// isRefreshed tells whether the queues have the names of the day.
func isRefreshed(r *store.Reader, day service.Day) (bool, error) {
	q, err := r.QueueRefresh(lastRefresh(&day.Rules, day.Today))
	return !q.CarriedOutOn.IsZero(), err
}

// relabelQueues moves those who wait, and closes the applications of children who have grown too old for the queue.
func (s *Service) relabelQueues(tx *store.Tx, actor access.Actor, day service.Day) (moved int, err error) {
	stays, err := tx.QueuesNow()
	if err != nil {
		return 0, err
	}
	queueOf := make(map[register.ID[preschool.Application]]string, len(stays))
	for _, stay := range stays {
		queueOf[stay.Application] = stay.Queue
	}
	queued, err := tx.ApplicationsIn(preschool.ApplicationQueued)
	if err != nil {
		return 0, err
	}
	for _, a := range queued {
		if tooOld(day, a) {
			if err := s.endApplication(tx, actor, a, outgrown); err != nil {
				return 0, err
			}
			moved++
			continue
		}
		queue, err := s.marketOf(tx.Reader, day, a)
		if err != nil {
			return 0, err
		}
		if queue == queueOf[a.ID] {
			continue
		}
		if err := tx.SaveLeaveQueue(a.ID, string(round.Refreshed)); err != nil {
			return 0, err
		}
		if err := s.enterQueue(tx, day, a, round.Refreshed); err != nil {
			return 0, err
		}
		moved++
	}
	return moved, nil
}

// tooOld tells whether a child is above the last age at which one may queue.
func tooOld(day service.Day, a preschool.Application) bool {
	return day.Rules.Age(a.BirthDate, day.Today) > day.Rules.Issue.MaxAge
}

// relabelVouchers gives the vouchers that hold no seat yet the names of today's markets: a voucher that kept last year's
// would be counted against the seats of another cohort.
func (s *Service) relabelVouchers(tx *store.Tx, actor access.Actor, day service.Day) error {
	cause := store.Cause{Event: "voucher.refreshed", Ground: string(round.Refreshed)}
	issued, err := tx.VouchersIn(preschool.VoucherIssued)
	if err != nil {
		return err
	}
	for _, v := range issued {
		if v.Application == "" {
			continue
		}
		market, err := s.marketNow(tx, day, v.Application)
		if err != nil {
			return err
		}
		if market == v.Market {
			continue
		}
		v.Market = market
		if err := tx.SaveVoucherMarket(actor, v, cause); err != nil {
			return err
		}
	}
	open, err := tx.OffersIn(preschool.OfferOpen)
	if err != nil {
		return err
	}
	for _, o := range open {
		if o.Of != preschool.OfVoucher {
			continue
		}
		market, err := s.marketNow(tx, day, o.Application)
		if err != nil {
			return err
		}
		if market == o.Market {
			continue
		}
		o.Market = market
		if err := tx.SaveOfferMarket(actor, o, store.Cause{Event: "offer.refreshed", Ground: cause.Ground}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) marketNow(tx *store.Tx, day service.Day, id register.ID[preschool.Application]) (string, error) {
	a, err := tx.Application(id)
	if err != nil {
		return "", err
	}
	return s.marketOf(tx.Reader, day, a)
}

// announceRefresh promises, in due time before the next refresh, a notice to every family whose application will move.
func (s *Service) announceRefresh(tx *store.Tx, actor access.Actor, day service.Day) error {
	next := nextRefresh(&day.Rules, day.Today)
	from, err := day.Rules.Queue.RefreshNotice.Before(next, day.Rules.Calendar)
	if err != nil || day.Rules.Queue.RefreshNotice.IsZero() || day.Today.Before(from) {
		return err
	}
	q, err := tx.QueueRefresh(next)
	if err != nil || !q.AnnouncedOn.IsZero() {
		return err
	}
	moves, err := s.refreshMoves(tx.Reader, day)
	if err != nil {
		return err
	}
	for _, m := range moves {
		tx.Promise(RefreshJob, string(m.Application), tx.Now)
	}
	q.AnnouncedOn = day.Today
	return tx.SaveQueueRefresh(actor, q)
}
