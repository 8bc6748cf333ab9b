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

// RunRound runs the day's iteration over the queue: freeze, order, allocate, check, publish, offer, in one transaction.
// A failed check stops the round and leaves everything as it was. On a day without a round, and when the day's round was
// run before, it does nothing and ran is false.
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
		kind := preschool.SeatRound
		if day.Rules.Round.Target == policy.TargetVoucher {
			kind = preschool.VoucherRound
		}
		if due, err := roundDue(tx.Reader, day, kind); err != nil || !due {
			return err
		}
		b := &bench{tx: tx, day: day, service: s, pattern: Pattern(&day.Rules), round: preschool.Round{Kind: kind}}
		if err := b.seat(); err != nil {
			return err
		}
		if err := b.allocate(ctx); err != nil {
			return err
		}
		err = b.publish(actor)
		r, ran = b.round, err == nil
		return err
	})
	return r, ran, err
}

// roundDue tells whether the rules want a round today and none has run.
func roundDue(r *store.Reader, day service.Day, kind preschool.RoundKind) (bool, error) {
	working, err := day.Rules.Calendar.IsWorking(day.Today)
	if err != nil || !working {
		return false, err
	}
	if day.Rules.Round.Every == policy.EveryWeek {
		before, err := day.Rules.Calendar.PrevWorking(day.Today)
		if err != nil {
			return false, err
		}
		if !before.Before(monday(day.Today)) {
			return false, nil // an earlier working day of this week had the round
		}
	}
	_, found, err := r.RoundOn(kind, day.Today)
	return !found, err
}

func monday(d civil.Date) civil.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// bench is the table on which a round is laid out: what was frozen, what came out.
type bench struct {
	tx      *store.Tx
	service *Service
	day     service.Day
	pattern round.Pattern
	round   preschool.Round
	problem allocation.Problem
	outcome allocation.Outcome
	apps    map[register.ID[preschool.Application]]preschool.Application
	queues  []round.Queue
	carries map[string]int
	queueOf map[register.ID[preschool.Application]]string
}

// seat freezes the inputs: who is queued and old enough, in which order, and what is free.
func (b *bench) seat() error {
	apps, err := b.tx.ApplicationsIn(preschool.ApplicationQueued)
	if err != nil {
		return err
	}
	b.apps = make(map[register.ID[preschool.Application]]preschool.Application, len(apps))
	for _, a := range apps {
		b.apps[a.ID] = a
	}
	if b.carries, err = b.tx.CarriesNow(); err != nil {
		return err
	}
	stays, err := b.tx.QueuesNow()
	if err != nil {
		return err
	}
	entries := map[string][]round.Entry{}
	families := map[register.ID[preschool.Family]][]register.ID[preschool.Application]{}
	b.queueOf = map[register.ID[preschool.Application]]string{}
	for _, q := range stays {
		a := b.apps[q.Application]
		if !day(b.day).eligible(a.BirthDate) {
			continue
		}
		entries[q.Queue] = append(entries[q.Queue], round.Entry{
			Application: q.Application, RegisteredAt: q.RegisteredAt, Sequence: q.Sequence, Class: q.Class, Proof: q.Proof,
		})
		b.queueOf[q.Application] = q.Queue
		if q.Family != "" {
			families[q.Family] = append(families[q.Family], q.Application)
		}
	}
	for _, key := range sorted(entries) {
		b.queues = append(b.queues, round.Queue{Market: key, Standings: round.Order(b.pattern, entries[key], b.carries[key])})
	}
	return b.lay(twins(families, b.day.Rules.Twins.Rule))
}

type day service.Day

// eligible tells whether a child may get an offer today. The rules let younger children in once the older are satisfied;
// markets are closed by age, so that a younger child never takes what an older one could have: whoever of the older is
// left waits for a seat that is not there.
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

// lay makes the problem: markets of free vouchers, or groups with free seats.
func (b *bench) lay(families []round.Family) error {
	groups, err := b.tx.Groups()
	if err != nil {
		return err
	}
	if b.round.Kind == preschool.VoucherRound {
		markets, err := b.freeVouchers(groups)
		if err != nil {
			return err
		}
		for _, m := range markets {
			b.round.Seats += m.Seats
		}
		b.problem = round.VoucherProblem(markets, b.queues, families)
		return nil
	}
	vacancies := vacanciesOf(groups)
	for _, v := range vacancies {
		b.round.Seats += v.Seats
	}
	var applicants []round.Applicant
	for _, q := range b.queues {
		for _, st := range q.Standings {
			a := b.apps[st.Application]
			applicants = append(applicants, round.Applicant{Application: a.ID, BirthYear: a.BirthDate.Year(), Language: a.Language, Choices: a.Choices})
		}
	}
	b.problem = round.SeatProblem(vacancies, applicants, families)
	return nil
}

func vacanciesOf(groups []register.Group) []round.Vacancy {
	var list []round.Vacancy
	for _, g := range groups {
		if g.Vacant() > 0 && g.Kind == register.GeneralGroup {
			list = append(list, round.Vacancy{Group: g.ID, Kindergarten: g.Kindergarten, Number: g.Number, BirthYear: g.BirthYear, Language: g.Language, Seats: g.Vacant()})
		}
	}
	return list
}

// freeVouchers counts, market by market, the vacant seats less the vouchers that are out and hold no seat yet.
func (b *bench) freeVouchers(groups []register.Group) ([]round.Market, error) {
	free := map[string]int{}
	districts, err := b.districts()
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		if g.Vacant() > 0 && g.Kind == register.GeneralGroup {
			age := b.day.Today.Year() - g.BirthYear
			free[market(b.tx.Authority, &b.day.Rules, districts[g.Kindergarten], age, g.Language)] += g.Vacant()
		}
	}
	open, err := b.tx.OpenVoucherOffers()
	if err != nil {
		return nil, err
	}
	issued, err := b.tx.UnseatedVouchers()
	if err != nil {
		return nil, err
	}
	var markets []round.Market
	for _, key := range sorted(free) {
		if n := free[key] - open[key] - issued[key]; n > 0 { // a market without vouchers takes no part, and its turn waits
			markets = append(markets, round.Market{Key: key, Seats: n})
		}
	}
	return markets, nil
}

func (b *bench) districts() (map[register.ID[register.Kindergarten]]string, error) {
	if b.day.Rules.Round.Scope == policy.ScopeCity {
		return nil, nil
	}
	all, err := b.tx.Kindergartens()
	districts := make(map[register.ID[register.Kindergarten]]string, len(all))
	for _, k := range all {
		districts[k.ID] = k.District
	}
	return districts, err
}
