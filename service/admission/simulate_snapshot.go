package admission

import (
	"math"
	"slices"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// snapshot is what a round would find: who waits, what is free, how far the turns are.
//
// The past is restored from stays, dates and the record: who stood in the queue with which class, seats placed and offered,
// groups before they moved up. Wishes, home and language are those on record today, since the store keeps no others.
type snapshot struct {
	*store.Reader
	day           service.Day   // under the authority's own rules
	until         civil.Instant // what happened before it is seen
	round         preschool.Round
	waiting       []waiting
	groups        []register.Group
	kindergartens []register.Kindergarten
	carries       map[string]round.Carry
	promised      []promise
}

// waiting is an application in the queue.
type waiting struct {
	preschool.Application
	proof    preschool.ProofState
	district string // of the home
}

// freeze takes the snapshot that a simulation asks for.
func (s *Service) freeze(r *store.Reader, q Simulation) (*snapshot, error) {
	now := s.DB.Now()
	f := &snapshot{Reader: r, until: now.Add(time.Microsecond)}
	var err error
	if f.day, err = s.Day(r, now); err != nil {
		return nil, err
	}
	if err = f.find(q); err != nil {
		return nil, err
	}
	if !f.until.After(now) {
		at := f.until
		if f.round.ID == "" {
			at = at.Add(-time.Microsecond) // the last of the day
		}
		if f.day, err = s.Day(r, at); err != nil {
			return nil, err
		}
	}
	if f.kindergartens, err = r.Kindergartens(); err != nil {
		return nil, err
	}
	if err = f.countSeats(!f.until.After(now)); err != nil {
		return nil, err
	}
	return f, f.line()
}

// find looks for the round or the day that is asked for.
func (f *snapshot) find(q Simulation) error {
	switch {
	case q.Round != "":
		rounds, err := f.Rounds(math.MaxInt32)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(rounds, func(r preschool.Round) bool { return r.ID == q.Round })
		if i < 0 || rounds[i].Kind == preschool.ChoiceRound {
			return register.Refuse(register.NotFound, "simulation.round").With("round", string(q.Round))
		}
		return f.before(rounds[i])
	case q.On.IsZero():
		return nil
	case q.On.After(f.day.Today):
		return register.Refuse(register.Invalid, "simulation.future").With("today", f.day.Today.String())
	}
	for _, kind := range []preschool.RoundKind{preschool.VoucherRound, preschool.SeatRound} {
		r, found, err := f.RoundOn(kind, q.On)
		if err != nil {
			return err
		}
		if found {
			return f.before(r)
		}
	}
	if q.On.Before(f.day.Today) {
		f.until = civil.InstantOf(q.On.AddDays(1).At(0, 0, 0, f.day.Rules.Zone))
	}
	return nil
}

// before stops the snapshot at the instant of a round.
func (f *snapshot) before(r preschool.Round) error {
	events, err := f.EventsOf(string(r.ID))
	if err != nil || len(events) == 0 {
		return err
	}
	f.round, f.until = r, events[0].At
	return nil
}

// line finds who stood in the queues, and how far their turns were.
func (f *snapshot) line() error {
	apps, err := f.applications()
	if err != nil {
		return err
	}
	keys, err := f.queueNames(apps)
	if err != nil {
		return err
	}
	f.carries = map[string]round.Carry{}
	for _, key := range sorted(keys) {
		carries, err := f.Carries(key)
		if err != nil {
			return err
		}
		for _, c := range carries {
			if c.ChangedAt.Before(f.until) {
				if f.carries[key], err = carryOf(c); err != nil {
					return err
				}
			}
		}
		if err := f.stand(key, apps); err != nil {
			return err
		}
	}
	return nil
}

// stand finds who stood in one queue.
func (f *snapshot) stand(key string, apps map[register.ID[preschool.Application]]preschool.Application) error {
	stays, err := f.QueueEntries(key)
	if err != nil {
		return err
	}
	for _, stay := range stays {
		if !stay.EnteredAt.Before(f.until) || !stay.LeftAt.IsZero() && stay.LeftAt.Before(f.until) {
			continue
		}
		w := waiting{Application: apps[stay.Application], proof: apps[stay.Application].Proof}
		if !stay.LeftAt.IsZero() && stay.Class != register.General {
			w.proof = stay.Proof
		}
		if w.district, err = f.District(w.Child); err != nil {
			return err
		}
		f.waiting = append(f.waiting, w)
	}
	return nil
}

// applications are all, with their wishes.
func (f *snapshot) applications() (map[register.ID[preschool.Application]]preschool.Application, error) {
	all := map[register.ID[preschool.Application]]preschool.Application{}
	for _, state := range preschool.ApplicationTable.States {
		apps, err := f.ApplicationsIn(preschool.ApplicationState(state))
		if err != nil {
			return nil, err
		}
		for _, a := range apps {
			all[a.ID] = a
		}
	}
	return all, nil
}

// queueNames are the queues in which the applications may have stood: that of their age, on the day of a refresh perhaps still
// that of the day before.
func (f *snapshot) queueNames(apps map[register.ID[preschool.Application]]preschool.Application) (map[string]bool, error) {
	names := map[string]bool{}
	counts, err := f.CarriesNow()
	if err != nil {
		return nil, err
	}
	for _, c := range counts {
		names[c.Queue] = true
	}
	for _, a := range apps {
		at, err := homeOf(f.Reader, &f.day.Rules, a)
		if err != nil {
			return nil, err
		}
		before := f.day
		before.Today = lastRefresh(&f.day.Rules, f.day.Today).AddDays(-1)
		for _, on := range []service.Day{f.day, before} {
			names[market(f.Authority, on, at, a.BirthDate.Year(), a.Language, a.Kind())] = true
		}
	}
	return names, nil
}

// restored tells whether the round's input was restored to the byte.
func (f *snapshot) restored() (bool, error) {
	if f.round.ID == "" {
		return false, nil
	}
	own := f.table(f.day, f.round.Kind)
	own.groups = f.groups
	own.vacancies = own.sites.vacancies(f.Authority, &f.day.Rules, f.groups)
	if err := own.line(); err != nil {
		return false, err
	}
	if err := own.pose(f.groups); err != nil {
		return false, err
	}
	hash, err := own.problem.Hash()
	return hash == f.round.ProblemSHA256, err
}
