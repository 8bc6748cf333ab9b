package admission

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// protocolLimit bounds the lists of a month's protocol; a city has a few hundred events a year.
const protocolLimit = 10_000

// Protocol is what everybody may read of a month of admission. It names no child and no family; counts of people below the
// rules' limit are hidden, and none follows from the others.
type Protocol struct {
	Month      civil.Month
	Rounds     []ProtocolRound
	Seeds      []PublicSeed // of the draws, where lots decide
	NoSeed     bool         // the next round waits for its seed; told in the month of today alone
	Directions []TierCount
	Staff      []StaffEntry    // one for each offer to a child of the staff: marked, as the law of the protocol asks
	Exchanges  []ExchangeEntry // one for each exchange of seats
	Moves      []MoveCount
	Unanswered indicator.Count // papers that a rule accepted because the kindergarten had not answered them
	Capacity   []preschool.CapacityEvent
	Appeals    []AppealStatistic
}

// ProtocolRound is a round with the hashes by which anybody can check it.
type ProtocolRound struct {
	Number        int64
	Kind          preschool.RoundKind
	On            civil.Date
	Profile       string
	ProfileSHA256 string
	ProblemSHA256 string
	OutcomeSHA256 string
	Seats         int
	Offers        indicator.Count
}

// TierCount is how many left the queue with an offer, by the class that counted for them.
type TierCount struct {
	Class  register.PriorityClass
	Offers indicator.Count
}

// StaffEntry marks an offer to a child of the staff.
type StaffEntry struct {
	Kindergarten register.ID[register.Kindergarten]
}

// ExchangeEntry names the two kindergartens of an exchange.
type ExchangeEntry struct {
	A, B register.ID[register.Kindergarten]
}

// MoveCount is how many children changed the kindergarten, by cause.
type MoveCount struct {
	Cause preschool.TransferCause
	Moves indicator.Count
}

// AppealStatistic is how many appeals of a kind, submitted in the month, came to an outcome; and how many were not
// answered in their term.
type AppealStatistic struct {
	Kind    register.AppealKind
	State   preschool.AppealState
	Appeals indicator.Count
	Overdue indicator.Count
}

// Protocol reads the public protocol of a month.
func (s *Service) Protocol(ctx context.Context, actor access.Actor, month civil.Month) (Protocol, error) {
	p := Protocol{Month: month}
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		if p.Month.Contains(day.Today) {
			if p.NoSeed, err = seedMissing(r, day); err != nil {
				return err
			}
		}
		for _, add := range []func(*store.Reader, *policy.Rules) error{p.addRounds, p.addSeeds, p.addDirections, p.addMarked, p.addUnanswered, p.addMoves, p.addCapacity, p.addAppeals} {
			if err := add(r, &day.Rules); err != nil {
				return err
			}
		}
		return nil
	})
	return p, err
}

// days are the days of the month, and instants its first and the first after it.
func (p *Protocol) days() civil.DateRange {
	return civil.DateRange{From: p.Month.First(), To: p.Month.Last()}
}

func (p *Protocol) instants(rules *policy.Rules) (since, until civil.Instant) {
	return civil.InstantOf(p.Month.First().At(0, 0, 0, rules.Zone)), civil.InstantOf(p.Month.Next().First().At(0, 0, 0, rules.Zone))
}

func (p *Protocol) addRounds(r *store.Reader, rules *policy.Rules) error {
	rounds, err := r.RoundsDuring(p.days())
	var directing []int // what these rounds gave adds up to the directions of the month
	for _, x := range rounds {
		if x.Kind == preschool.SeatRound || x.Kind == preschool.VoucherRound {
			directing = append(directing, x.Offers)
		}
	}
	shown := veiled(directing, rules.SmallCell)
	for _, x := range rounds {
		offers := indicator.CountOf(x.Offers, rules.SmallCell)
		if x.Kind == preschool.SeatRound || x.Kind == preschool.VoucherRound {
			offers, shown = shown[0], shown[1:]
		}
		p.Rounds = append(p.Rounds, ProtocolRound{x.Number, x.Kind, x.On, x.Profile, x.ProfileSHA256, x.ProblemSHA256, x.OutcomeSHA256, x.Seats, offers})
	}
	return err
}

func (p *Protocol) addDirections(r *store.Reader, rules *policy.Rules) error {
	tiers, err := r.OfferedByTier(p.instants(rules))
	counts := make([]int, len(register.PriorityClasses))
	for i, class := range register.PriorityClasses {
		counts[i] = tiers[class]
	}
	for i, c := range veiled(counts, rules.SmallCell) {
		p.Directions = append(p.Directions, TierCount{register.PriorityClasses[i], c})
	}
	return err
}

func (p *Protocol) addMarked(r *store.Reader, _ *policy.Rules) error {
	staff, err := r.StaffOffers(p.days())
	if err != nil {
		return err
	}
	for _, k := range staff {
		p.Staff = append(p.Staff, StaffEntry{k})
	}
	exchanges, err := r.ExchangedSites(p.days())
	for _, e := range exchanges {
		p.Exchanges = append(p.Exchanges, ExchangeEntry{e[0], e[1]})
	}
	return err
}

func (p *Protocol) addUnanswered(r *store.Reader, rules *policy.Rules) error {
	counts, err := r.UnansweredPapers(p.instants(rules))
	all := 0
	for _, n := range counts {
		all += n
	}
	p.Unanswered = indicator.CountOf(all, rules.SmallCell)
	return err
}

func (p *Protocol) addMoves(r *store.Reader, rules *policy.Rules) error {
	moves, err := r.MovesByCause(p.days())
	causes := []preschool.TransferCause{preschool.ByWish, preschool.ByClosure}
	for i, c := range veiled([]int{moves[causes[0]], moves[causes[1]]}, rules.SmallCell) {
		p.Moves = append(p.Moves, MoveCount{causes[i], c})
	}
	return err
}

func (p *Protocol) addCapacity(r *store.Reader, _ *policy.Rules) error {
	events, err := r.CapacityEvents(protocolLimit)
	for _, e := range events {
		if p.Month.Contains(e.From) || p.Month.Contains(e.CarriedOutOn) {
			p.Capacity = append(p.Capacity, e)
		}
	}
	return err
}

// appealOutcomes are the states of an appeal in the order of the protocol.
var appealOutcomes = []preschool.AppealState{preschool.AppealSubmitted, preschool.AppealForwarded, preschool.AppealUpheld, preschool.AppealDismissed, preschool.AppealWithdrawn}

func (p *Protocol) addAppeals(r *store.Reader, rules *policy.Rules) error {
	counts, err := r.AppealCounts(p.instants(rules))
	for _, kind := range register.AppealKinds {
		appeals, overdue := make([]int, len(appealOutcomes)), make([]int, len(appealOutcomes))
		for _, c := range counts {
			if i := slices.Index(appealOutcomes, c.State); i >= 0 && c.Kind == kind {
				appeals[i], overdue[i] = c.Appeals, c.Overdue
			}
		}
		shown, late := veiled(appeals, rules.SmallCell), veiled(overdue, rules.SmallCell)
		for i, state := range appealOutcomes {
			p.Appeals = append(p.Appeals, AppealStatistic{kind, state, shown[i], late[i]})
		}
	}
	return err
}

// veiled hides a whole row of counts when one of them is small: its sum may be known, and a rule that hid a part would tell
// by what it hides.
func veiled(counts []int, limit int) []indicator.Count {
	shown := make([]indicator.Count, len(counts))
	small := slices.ContainsFunc(counts, func(n int) bool { return indicator.CountOf(n, limit).Hidden })
	for i, n := range counts {
		if shown[i].Hidden = small; !small {
			shown[i].N = n
		}
	}
	return shown
}
