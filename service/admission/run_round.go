package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// RunRound runs the round that is due: freeze, order, allocate, check, publish, offer, in one transaction. A failed check
// stops the round and leaves everything as it was. Where the rules want a second person it drafts the plan only, and ran is
// false; so it is on a day without a round, when the round was run before, and where lots decide and their seed is missing.
func (s *Service) RunRound(ctx context.Context, actor access.Actor) (r preschool.Round, ran bool, err error) {
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		ran = false
		if err := actor.Require(access.RunRound, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if due, err := roundDue(tx.Reader, day); err != nil || !due {
			return err
		}
		if err := s.refreshQueues(tx, actor, day); err != nil {
			return err
		}
		planned, err := waitsForApproval(tx.Reader, day)
		if err != nil || planned {
			return err
		}
		if missing, err := seedMissing(tx.Reader, day); err != nil || missing {
			return err
		}
		b, err := s.layRound(ctx, tx.Reader, day)
		if err != nil {
			return err
		}
		b.tx = tx
		if day.Rules.Round.Approval == policy.ApprovedByPerson {
			_, err := b.draft(actor)
			return err
		}
		err = b.publish(actor)
		r, ran = b.round, err == nil
		return err
	})
	return r, ran, err
}

// bench is the table on which a round is laid out: what was frozen, what came out.
type bench struct {
	*store.Reader
	tx       *store.Tx // for what is published; none while a round is only looked at
	service  *Service
	day      service.Day
	ordering round.Ordering
	round    preschool.Round
	sites    sites
	groups   []register.Group
	problem  allocation.Problem
	outcome  allocation.Outcome
	apps     map[register.ID[preschool.Application]]preschool.Application
	queues   []round.Queue                               // of everybody who waits
	away     map[register.ID[preschool.Application]]bool // who waits and takes no part
	carries  map[string]round.Carry
	queueOf  map[register.ID[preschool.Application]]string
}

// layRound lays out and solves the round of a day over the present state. Nothing is written. Where lots decide it refuses
// unless a seed was published after the draw before.
func (s *Service) layRound(ctx context.Context, r *store.Reader, day service.Day) (*bench, error) {
	b := &bench{Reader: r, service: s, day: day, ordering: Ordering(&day.Rules, ""), round: preschool.Round{Kind: roundKind(&day.Rules)}}
	if day.Rules.Queue.Drawn() {
		seed, open, err := r.OpenLotterySeed()
		if err != nil || !open {
			return nil, orElse(err, register.Refuse(register.Conflict, "round.seed_missing"))
		}
		b.ordering = drawnBy(&day.Rules, seed)
	}
	if err := b.seat(); err != nil {
		return nil, err
	}
	return b, b.allocate(ctx)
}

func roundKind(rules *policy.Rules) preschool.RoundKind {
	if rules.Round.Target == policy.TargetVoucher {
		return preschool.VoucherRound
	}
	return preschool.SeatRound
}

// seat freezes the inputs: who takes part, in which order, and what is free.
func (b *bench) seat() error {
	apps, err := b.ApplicationsIn(preschool.ApplicationQueued)
	if err != nil {
		return err
	}
	b.apps = make(map[register.ID[preschool.Application]]preschool.Application, len(apps))
	for _, a := range apps {
		b.apps[a.ID] = a
	}
	if b.carries, err = carriesNow(b.Reader); err != nil {
		return err
	}
	if err := b.freezeSeats(); err != nil {
		return err
	}
	entries, families, err := b.stand()
	if err != nil {
		return err
	}
	for _, key := range sorted(entries) {
		b.queues = append(b.queues, round.Queue{Market: key, Standings: b.ordering.Order(entries[key], b.carries[key])})
	}
	return b.lay(twins(families, b.day.Rules.Twins.Rule))
}

// stand lists by queue who waits, and the families among those who take part. Whoever does not, keeps its place and its turn:
// children too young, with a desired start that is far, taken over and not confirmed, without a lot, or from a settlement
// without a free seat.
func (b *bench) stand() (map[string][]round.Entry, map[register.ID[preschool.Family]][]register.ID[preschool.Application], error) {
	stays, err := b.QueuesNow()
	if err != nil {
		return nil, nil, err
	}
	served, err := b.settlementsServed()
	if err != nil {
		return nil, nil, err
	}
	entries := map[string][]round.Entry{}
	families := map[register.ID[preschool.Family]][]register.ID[preschool.Application]{}
	b.queueOf, b.away = map[register.ID[preschool.Application]]string{}, map[register.ID[preschool.Application]]bool{}
	for _, q := range stays {
		a := b.apps[q.Application]
		takesPart, err := day(b.day).takesPart(a)
		if err != nil {
			return nil, nil, err
		}
		b.away[a.ID] = !takesPart || !b.ordering.Drawn(a.RegisteredAt) || !served(q.Queue, a.Settlement)
		entries[q.Queue] = append(entries[q.Queue], round.Entry{
			Application: q.Application, RegisteredAt: q.RegisteredAt, Sequence: q.Sequence, Class: q.Class, Proof: q.Proof,
			BirthDate: a.BirthDate, Facts: factList(a.Facts),
		})
		b.queueOf[q.Application] = q.Queue
		if q.Family != "" && !b.away[a.ID] {
			families[q.Family] = append(families[q.Family], q.Application)
		}
	}
	return entries, families, nil
}

type day service.Day

// takesPart tells whether an application may get an offer today.
func (d day) takesPart(a preschool.Application) (bool, error) {
	if !d.eligible(a.BirthDate) {
		return false, nil
	}
	from, err := d.Rules.Issue.Lead.Before(a.StartOn, d.Rules.Calendar)
	return a.Ready(d.Today, from), err
}

// eligible tells whether a child is old enough to get an offer today. The rules let younger children in once the older are
// satisfied; markets are closed by age, so that a younger child never takes what an older one could have: whoever of the
// older is left waits for a seat that is not there.
func (d day) eligible(birth civil.Date) bool {
	return d.Rules.OldEnough(birth, d.Today) || d.Rules.OldEnoughEarly(birth, d.Today)
}

func twins(families map[register.ID[preschool.Family]][]register.ID[preschool.Application], rule policy.TwinsRule) []round.Family {
	if rule == policy.TwinsApart {
		return nil
	}
	var list []round.Family
	for _, id := range sorted(families) {
		list = append(list, round.Family{ID: id, Applications: families[id], Rule: allocation.Rule(rule)})
	}
	return list
}
