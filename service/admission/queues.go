package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// QueueLength is a queue with how many wait in it.
type QueueLength struct {
	QueueName
	Waiting int
}

// Queues lists the queues that are not empty, by key.
func (s *Service) Queues(ctx context.Context, actor access.Actor) ([]QueueLength, error) {
	var queues []QueueLength
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		lengths, err := r.QueueLengths()
		if err != nil {
			return err
		}
		for _, l := range lengths {
			name, err := nameQueue(l.Queue)
			if err != nil {
				return err
			}
			queues = append(queues, QueueLength{name, l.Waiting})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list queues: %w", err)
	}
	return queues, nil
}

// AnonymousPlace is one place of a queue as everybody may see it: no code, the coarse tier, of the registration only the
// month. The rule of the place is left out: it would tell who claims a class without proof.
type AnonymousPlace struct {
	Number     int
	Tier       register.PriorityClass
	Registered civil.Month
}

// AnonymousQueue is a queue without its people.
type AnonymousQueue struct {
	QueueName
	Day     service.Day
	Small   bool // fewer wait than may be told apart in public: places come without tier and month
	Undrawn bool // lots decide and are not drawn: places come without number, tier and month, as those of later draws always do
	Places  []AnonymousPlace
}

// Queue shows a queue in its order. A queue that was never stood in is not found.
func (s *Service) Queue(ctx context.Context, actor access.Actor, key string) (AnonymousQueue, error) {
	var q AnonymousQueue
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		if q.QueueName, err = nameQueue(key); err != nil {
			return register.Refuse(register.NotFound, "queue.unknown")
		}
		if q.Day, err = s.Day(r, s.DB.Now()); err != nil {
			return err
		}
		l, err := s.ledger(r, key, &q.Day.Rules)
		if err != nil {
			return err
		}
		if len(l.Entries) == 0 {
			return register.Refuse(register.NotFound, "queue.unknown")
		}
		q.place(l)
		return nil
	})
	if err != nil {
		return AnonymousQueue{}, fmt.Errorf("show queue: %w", err)
	}
	return q, nil
}

func (q *AnonymousQueue) place(l round.Ledger) {
	stays := make(map[register.ID[preschool.Application]]round.QueueEntry, len(l.Entries))
	for _, e := range l.Entries {
		stays[e.Application] = e // the last stay of each
	}
	standings := l.At(q.Day.Now)
	q.Small, q.Undrawn = len(standings) < q.Day.Rules.SmallCell, l.OrderingAt(q.Day.Now).Undrawn()
	for _, s := range standings {
		place := AnonymousPlace{Number: s.Position}
		if stay := stays[s.Application]; !q.Small && s.Position > 0 {
			place.Tier = preschool.Application{Class: stay.Class, Proof: stay.Proof}.Counts()
			place.Registered = stay.RegisteredAt.Date(q.Day.Rules.Zone).Month()
		}
		q.Places = append(q.Places, place)
	}
}
