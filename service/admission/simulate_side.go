package admission

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
)

// side is a round under one profile on a snapshot.
type side struct {
	bench
	frozen    *snapshot
	entries   map[register.ID[preschool.Application]]round.Entry // who takes part, as the rules order them
	families  map[register.ID[preschool.Family]][]register.ID[preschool.Application]
	vacancies []round.Vacancy
	choose    bool
	placings  map[register.ID[preschool.Application]]indicator.Placing
	report    SimulatedSide
}

// side lays the round of a profile, with seats changed.
func (f *snapshot) side(profile *policy.Profile, changes []SeatChange, choose bool) (*side, error) {
	rules, err := profile.On(f.day.Today)
	if err != nil {
		return nil, err
	}
	groups, err := changeSeats(f.groups, f.kindergartens, changes, f.day.Today.Year())
	if err != nil {
		return nil, err
	}
	on := service.Day{Today: f.day.Today, Now: f.day.Now, Rules: rules}
	s := f.table(on, roundKind(&rules))
	s.choose, s.groups = choose, groups
	s.report = SimulatedSide{Profile: profile, Target: rules.Round.Target}
	s.vacancies = f.reserve(s.sites.vacancies(f.Authority, &s.day.Rules, groups))
	if err := s.line(); err != nil {
		return nil, err
	}
	return s, s.pose(groups)
}

// table is the table of a side.
func (f *snapshot) table(on service.Day, kind preschool.RoundKind) *side {
	return &side{frozen: f, bench: bench{
		Reader: f.Reader, day: on, ordering: Ordering(&on.Rules, simulatedSeed(on)), round: preschool.Round{Kind: kind}, sites: sitesOf(f.kindergartens, on.Today),
	}}
}

// seated tells whether the side ends with seats in kindergartens.
func (s *side) seated() bool { return s.choose || s.round.Kind == preschool.SeatRound }

// line puts those who wait into the queues of the side's rules, with as many of the best wishes as they let a family rank.
func (s *side) line() error {
	s.entries = map[register.ID[preschool.Application]]round.Entry{}
	s.families = map[register.ID[preschool.Family]][]register.ID[preschool.Application]{}
	s.apps = map[register.ID[preschool.Application]]preschool.Application{}
	s.queueOf, s.away = map[register.ID[preschool.Application]]string{}, map[register.ID[preschool.Application]]bool{}
	queues := map[string][]round.Entry{}
	served, err := s.settlementsServed()
	if err != nil {
		return err
	}
	for _, w := range s.frozen.waiting {
		a := w.Application
		a.State, a.Choices = preschool.ApplicationQueued, a.Choices[:min(len(a.Choices), s.day.Rules.ChoiceMax)] // as it was then
		takesPart, err := day(s.day).takesPart(a)
		if err != nil {
			return err
		}
		key := market(s.frozen.Authority, s.day, s.frozen.homeOf(w.Application, w.district), w.BirthDate.Year(), w.Language, w.Kind())
		s.away[w.ID] = !takesPart || !served(key, a.Settlement)
		class, proof := s.claim(w)
		entry := round.Entry{
			Application: w.ID, RegisteredAt: w.RegisteredAt, Sequence: w.Sequence, Class: class, Proof: proof, BirthDate: w.BirthDate, Facts: factList(w.Facts),
		}
		s.apps[w.ID], s.queueOf[w.ID], queues[key] = a, key, append(queues[key], entry)
		if !s.away[w.ID] {
			s.entries[w.ID] = entry
		}
	}
	for _, key := range sorted(queues) {
		slices.SortFunc(queues[key], round.Compare)
		for _, e := range queues[key] {
			if family := s.apps[e.Application].Family; family != "" && !s.away[e.Application] {
				s.families[family] = append(s.families[family], e.Application)
			}
		}
		s.queues = append(s.queues, round.Queue{Market: key, Standings: s.ordering.Order(queues[key], s.frozen.carries[key])})
	}
	return nil
}

// claim is the class and proof of an application under the side's rules. A ground that these rules privilege and those of
// its registration did not was never proven nor doubted: it counts as proven.
func (s *side) claim(w waiting) (register.PriorityClass, preschool.ProofState) {
	a := w.Application
	asked := a.Class != register.General
	a.Class, a.Proof = register.General, preschool.ProofNone
	if ground := s.day.Rules.Grounds[a.Ground]; a.Ground != "" && ground.Class != register.General {
		if a.Class, a.Proof = ground.Class, preschool.ProofVerified; asked {
			a.Proof = w.proof
		}
	}
	return counted(s.frozen.Reader, &s.day.Rules, a)
}

// pose makes the problem: markets of vouchers, or groups with seats.
func (s *side) pose(groups []register.Group) error {
	families := twins(s.families, s.day.Rules.Twins.Rule)
	if s.round.Kind == preschool.SeatRound {
		for _, v := range s.vacancies {
			s.report.Seats += v.Seats
		}
		applicants, err := s.applicants()
		s.problem = round.SeatProblem(s.vacancies, applicants, families)
		return err
	}
	var markets []round.Market
	free := s.frozen.vouchers(s.day, groups)
	for _, key := range sorted(free) {
		if free[key] > 0 {
			markets = append(markets, round.Market{Key: key, Seats: free[key]})
			s.report.Seats += free[key]
		}
	}
	s.problem = round.VoucherProblem(markets, s.present(), families)
	return nil
}

// run solves the round, and the choice after it where the side has one.
func (s *side) run(ctx context.Context) error {
	offers, err := s.solve(ctx, &s.bench)
	if err != nil {
		return err
	}
	if s.round.Kind == preschool.VoucherRound && s.choose {
		evening := &bench{day: s.day}
		var holders []round.Holder
		for _, o := range offers {
			a := s.apps[o.Application]
			name, err := round.ParseMarket(s.queueOf[a.ID])
			if err != nil {
				return err
			}
			holders = append(holders, round.Holder{Entry: s.entries[a.ID], BirthYear: a.BirthDate.Year(), Language: a.Language, Kind: name.Kind, Scope: name.Scope, Choices: a.Choices})
		}
		evening.problem = round.ChoiceProblem(s.vacancies, holders, twins(s.families, policy.TwinsTry))
		if offers, err = s.solve(ctx, evening); err != nil {
			return err
		}
	}
	homes := make(map[string]register.ID[register.Kindergarten], len(s.vacancies))
	for _, v := range s.vacancies {
		homes[v.Group.String()] = v.Kindergarten
	}
	s.placings = make(map[register.ID[preschool.Application]]indicator.Placing, len(offers))
	for _, o := range offers {
		p := indicator.Placing{Placed: true}
		if s.seated() {
			p.Rank = slices.Index(s.apps[o.Application].Choices, homes[o.Target]) + 1
		}
		s.placings[o.Application] = p
	}
	return nil
}

// solve lets the judge look at the outcome, as for a round that is published.
func (s *side) solve(ctx context.Context, b *bench) ([]round.Offer, error) {
	if err := b.allocate(ctx); err != nil {
		return nil, err
	}
	problem, err := b.problem.Hash()
	if err != nil {
		return nil, err
	}
	outcome, err := b.outcome.Hash()
	s.report.Hashes = append(s.report.Hashes, problem, outcome)
	return round.Offers(b.problem, b.outcome), err
}

// simulatedSeed is the seed of a simulated lottery, fixed by the day and the rules so that the same simulation gives the same
// answer; "" where the rules draw no lots. Nobody gets a seat by it.
func simulatedSeed(d service.Day) string {
	if !d.Rules.Queue.Drawn() {
		return ""
	}
	seed := sha256.Sum256([]byte(d.Today.String() + "|" + d.Rules.SHA256))
	return hex.EncodeToString(seed[:])
}
