package admission

import (
	"cmp"
	"slices"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// tryAgain is how long after a failed attempt the same way is tried again.
const tryAgain = time.Hour

// address is a way to reach a family with the key under which the sender finds it.
type address struct {
	way     register.NoticeWay
	key     string
	contact preschool.Contact // none: the telephone of the guardian's registration
}

func (a address) channel() gateway.Channel {
	switch a.way {
	case register.ByEmail:
		return gateway.Email
	case register.ByAccount:
		return gateway.Push
	}
	return gateway.SMS
}

// addresses are the family's own ways, the first one first: its telephone, which every guardian has, and its mailbox.
func addresses(r *store.Reader, guardian register.ID[register.Guardian]) (own []address, second *address, err error) {
	contacts, err := r.ContactsOf(guardian)
	if err != nil {
		return nil, nil, err
	}
	own = []address{{way: register.BySMS, key: string(guardian)}}
	for _, c := range contacts {
		a := address{c.Way, string(c.ID), c}
		switch c.Way {
		case register.BySMS:
			own[0] = a
		case register.ByEmail:
			own = append(own, a)
		case register.BySecondContact:
			second = &a
		}
	}
	return own, second, nil
}

// addressOf is the address of a way; the family's first where it is none of theirs.
func addressOf(r *store.Reader, guardian register.ID[register.Guardian], way register.NoticeWay) (address, error) {
	own, second, err := addresses(r, guardian)
	if err != nil {
		return address{}, err
	}
	if second != nil && way == register.BySecondContact {
		return *second, nil
	}
	for _, a := range own {
		if a.way == way {
			return a, nil
		}
	}
	if way == register.ByAccount {
		return address{way: way, key: string(guardian)}, nil
	}
	return own[0], nil
}

// waysOf is the whole way of a notice to a family: its own addresses, then what the rules name and the family has.
func (s *Service) waysOf(r *store.Reader, day service.Day, o preschool.Offer) ([]address, error) {
	a, err := r.Application(o.Application)
	if err != nil {
		return nil, err
	}
	return waysTo(r, day, a.Guardian)
}

// waysTo is the whole way of a notice to a guardian.
func waysTo(r *store.Reader, day service.Day, guardian register.ID[register.Guardian]) ([]address, error) {
	ways, second, err := addresses(r, guardian)
	if err != nil {
		return nil, err
	}
	for _, way := range day.Rules.Notice.Fallback {
		if slices.ContainsFunc(ways, func(a address) bool { return a.way == way }) {
			continue
		}
		switch {
		case way != register.BySecondContact:
			ways = append(ways, address{way: way, key: string(guardian)})
		case second != nil:
			ways = append(ways, *second)
		}
	}
	return ways, nil
}

// notArrived counts a failed attempt. The same way is tried again after an hour, until the rules' attempts are used up.
func (s *Service) notArrived(tx *store.Tx, actor access.Actor, day service.Day, before preschool.Offer, way register.NoticeWay) error {
	o, err := before.TryNotice(way, day.Today)
	if err != nil {
		return err
	}
	failed := store.Notice{Offer: o.ID, Way: way, Template: offerTemplate, On: day.Today}
	if err := tx.SaveNotice(actor, before, o, failed, store.Cause{Event: "notice.failed", Ground: string(way)}); err != nil {
		return err
	}
	if o.NoticeTries >= day.Rules.Notice.Attempts {
		return s.goOn(tx, actor, day, o)
	}
	tx.Promise(NoticeJob, string(o.ID), tx.Now.Add(tryAgain))
	return nil
}

// passNoticesOn lets the notices whose way had its term go the next way, so that no seat waits for ever for a family that
// cannot be reached.
func (s *Service) passNoticesOn(tx *store.Tx, actor access.Actor, day service.Day) error {
	untold, err := tx.OffersUntold()
	if err != nil {
		return err
	}
	for _, o := range untold {
		if o.NoticedOn.IsZero() { // nothing was sent yet: the term of the first way begins
			if day.Today.After(o.OfferedAt.Date(day.Rules.Zone)) {
				if err := s.begin(tx, actor, day, o); err != nil {
					return err
				}
			}
			continue
		}
		last, err := day.Rules.Notice.FallbackTerm.Due(o.NoticedOn, day.Rules.Calendar)
		if err != nil {
			return err
		}
		if !day.Today.After(last) {
			continue
		}
		if err := s.goOn(tx, actor, day, o); err != nil {
			return err
		}
	}
	return nil
}

// begin starts the term of a notice's first way, where no worker has come to send it.
func (s *Service) begin(tx *store.Tx, actor access.Actor, day service.Day, before preschool.Offer) error {
	ways, err := s.waysOf(tx.Reader, day, before)
	if err != nil {
		return err
	}
	o, err := before.GoOn(ways[0].way, day.Today)
	if err != nil {
		return err
	}
	return tx.SaveOffer(actor, before, o, store.Cause{Event: "notice.passed_on", Ground: string(o.NoticeVia)})
}

// goOn begins the next way: another address, the clerk's list, the public notice. After the last one the family is held to
// be told, and the ordinary term to answer begins.
func (s *Service) goOn(tx *store.Tx, actor access.Actor, day service.Day, before preschool.Offer) error {
	ways, err := s.waysOf(tx.Reader, day, before)
	if err != nil {
		return err
	}
	via := cmp.Or(before.NoticeVia, ways[0].way)
	at := slices.IndexFunc(ways, func(a address) bool { return a.way == via })
	if at >= 0 && ways[at].contact.ID != "" {
		if err := tx.SaveContact(actor, ways[at].contact.Failed(day.Today), store.Cause{Event: "contact.failed"}); err != nil {
			return err
		}
	}
	if at+1 >= len(ways) {
		return s.arrived(tx, actor, day, before, via, store.Cause{Event: "notice.held_delivered", Ground: string(via)})
	}
	next := ways[at+1].way
	if next == register.ByPublic {
		return s.arrived(tx, actor, day, before, next, store.Cause{Event: "notice.published", Ground: string(via)})
	}
	o, err := before.GoOn(next, day.Today)
	if err != nil {
		return err
	}
	if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "notice.passed_on", Ground: string(next)}); err != nil {
		return err
	}
	if next != register.ByCounter {
		promiseNotice(tx, o)
	}
	return nil
}

// remind promises a reminder to the families that have so long left as the rules say, unless they were told that day.
func (s *Service) remind(tx *store.Tx, _ access.Actor, day service.Day) error {
	ahead := day.Rules.Offer.Reminder
	until, err := ahead.Due(day.Today, day.Rules.Calendar)
	if err != nil || ahead.IsZero() {
		return err
	}
	offers, err := tx.OffersToRemind(day.Today, until)
	if err != nil {
		return err
	}
	for _, o := range offers {
		from, err := ahead.Before(o.AnswerBy, day.Rules.Calendar)
		if err != nil {
			return err
		}
		if day.Today.Before(from) || !o.DeliveredAt.Date(day.Rules.Zone).Before(from) {
			continue
		}
		o.RemindedOn = day.Today
		if err := tx.SaveReminded(o); err != nil {
			return err
		}
		tx.Promise(ReminderJob, string(o.ID), tx.Now)
	}
	return nil
}
