package admission

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// Position is where an application stands, and how it came there. It names nobody.
type Position struct {
	Day            service.Day
	Application    register.ID[preschool.Application]
	State          preschool.ApplicationState
	RegisteredAt   civil.Instant
	Queue          QueueName // its queue, or the last one that it stood in; zero if it never did
	Number         int       // 1, 2, …; 0 while it is not in a queue, and before the draw of its lot
	Of             int       // length of the queue
	Tier           register.PriorityClass
	Proof          preschool.ProofState
	Category       int          // its number in the matrix of age and class; 0 where the rules know none, and outside a queue
	Reason         round.Reason // the rule that gives it this number
	SuspendedUntil civil.Date
	Offers         []PositionOffer // in the order in which they were made
	Moves          []PositionMove  // in the order of days
	Course         []round.Point   // its number over time, for a chart
	Seed           PublicSeed      // from which its lot was drawn; none before, and where no lots decide
	Small          bool            // fewer wait than may be told apart: who came ahead is counted, not described
}

// PositionOffer is what the one who knows the code may see of an offer: not the kindergarten, which would tell where a
// child is to be found.
type PositionOffer struct {
	Of         preschool.OfferOf
	State      preschool.OfferState
	OfferedOn  civil.Date
	AnswerBy   civil.Date
	ContractBy civil.Date
}

// PositionMove is one day's move in one queue.
type PositionMove struct {
	Queue QueueName
	round.Move
}

// QueueName says whose queue it is.
type QueueName struct {
	Key       string
	Territory string
	Age       int // by calendar year, of the year of the last refresh
	Language  register.Language
	Kind      register.GroupKind
}

func nameQueue(key string) (QueueName, error) {
	m, err := round.ParseMarket(key)
	return QueueName{key, m.Scope, m.Age, m.Language, m.Kind}, err
}

// codeSlips are the characters that a code never has and people read for one that it has.
var codeSlips = strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\t", "", "o", "0", "i", "1", "l", "1")

// ParseCode reads an application's code as people type it: capitals, spaces, hyphens and letters that look like digits are
// forgiven. What cannot be a code is refused.
func ParseCode(typed string) (register.ID[preschool.Application], error) {
	code := codeSlips.Replace(strings.ToLower(strings.TrimSpace(typed)))
	if len(code) != codeLength || strings.Trim(code, "0123456789abcdefghjkmnpqrstvwxyz") != "" {
		return "", &register.Error{Kind: register.Invalid, Code: "application.code_form", Field: "code"}
	}
	return register.ID[preschool.Application](code), nil
}

// codeLength is the length of 128 bits in base32.
const codeLength = 26

// Position looks an application up by its code and replays its queues. Whoever knows the code may ask: it is random and
// stands only on the family's receipt.
func (s *Service) Position(ctx context.Context, actor access.Actor, code register.ID[preschool.Application]) (Position, error) {
	var p Position
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		a, err := r.Application(code)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ReadPosition, a); err != nil {
			return err
		}
		if p.Day, err = s.Day(r, s.DB.Now()); err != nil {
			return err
		}
		p.Application, p.State, p.RegisteredAt, p.SuspendedUntil = a.ID, a.State, a.RegisteredAt, a.SuspendedUntil
		p.Tier, p.Proof = a.Counts(), a.Proof
		if err := p.replay(s, r); err != nil {
			return err
		}
		return p.addOffers(r)
	})
	if err != nil {
		return Position{}, fmt.Errorf("show position: %w", err)
	}
	return p, nil
}

// replay finds the number and the moves in every queue that the application stood in.
func (p *Position) replay(s *Service, r *store.Reader) error {
	queues, err := r.QueuesOf(p.Application)
	if err != nil {
		return err
	}
	for _, key := range queues {
		if p.Queue, err = nameQueue(key); err != nil {
			return err
		}
		l, err := s.ledger(r, key, &p.Day.Rules)
		if err != nil {
			return err
		}
		for _, m := range l.History(p.Application, p.Day.Now) {
			p.Moves = append(p.Moves, PositionMove{p.Queue, m})
		}
		standings := l.At(p.Day.Now)
		for _, standing := range standings {
			if standing.Application == p.Application {
				p.Number, p.Of, p.Reason = standing.Position, len(standings), standing.Reason
				p.Small = p.Of < p.Day.Rules.SmallCell
				p.classify(l)
			}
		}
	}
	p.draw()
	if p.Number > 0 && p.Day.Rules.Queue.Drawn() {
		seed, err := r.LastLotterySeed()
		if err != nil {
			return err
		}
		p.Seed = publicSeed(seed)
	}
	if len(queues) == 0 {
		return nil
	}
	last, err := r.LastStay(p.Application) // which may be in a queue that it had left before
	if err == nil {
		p.Queue, err = nameQueue(last.Queue)
	}
	return err
}

// draw makes the chart of the moves in all queues.
func (p *Position) draw() {
	slices.SortStableFunc(p.Moves, func(a, b PositionMove) int { return a.On.Compare(b.On) })
	moves := make([]round.Move, len(p.Moves))
	for i, m := range p.Moves {
		moves[i] = m.Move
	}
	p.Course = round.Course(moves, p.Day.Today)
}

// classify finds the tier by which the application stands in the queue, that of its last stay, and the number of its category.
func (p *Position) classify(l round.Ledger) {
	p.Tier = register.General
	for _, e := range l.Entries {
		if e.Application != p.Application {
			continue
		}
		entry := round.Entry{Class: e.Class, Proof: e.Proof, BirthDate: e.BirthDate}
		p.Tier, p.Category = entry.Counts(), 0
		if p.Day.Rules.Queue.Categories == policy.CategoriesAgeByClass {
			p.Category = round.CategoryOf(entry, e.BirthDate.Year()+p.Queue.Age-p.Day.Rules.Issue.MaxAge) // the year by which the queue counts
		}
	}
}

func (p *Position) addOffers(r *store.Reader) error {
	offers, err := r.OffersOf(p.Application)
	for _, o := range offers {
		p.Offers = append(p.Offers, PositionOffer{o.Of, o.State, o.OfferedAt.Date(p.Day.Rules.Zone), o.AnswerBy, o.ContractBy})
	}
	return err
}

// ledger reads the past of a queue.
func (s *Service) ledger(r *store.Reader, queue string, rules *policy.Rules) (round.Ledger, error) {
	l := round.Ledger{Ordering: Ordering(rules, ""), Zone: rules.Zone}
	if err := s.orderings(r, &l); err != nil {
		return l, err
	}
	entries, err := r.QueueEntries(queue)
	if err != nil {
		return l, err
	}
	for _, e := range entries {
		l.Entries = append(l.Entries, round.QueueEntry{
			Application: e.Application, Class: e.Class, Proof: e.Proof, RegisteredAt: e.RegisteredAt, Sequence: e.Sequence,
			BirthDate: e.BirthDate, Facts: factList(e.Facts), EnteredAt: e.EnteredAt, EnterReason: round.Ground(e.EnterReason), LeftAt: e.LeftAt, LeaveReason: round.Ground(e.LeaveReason),
		})
	}
	carries, err := r.Carries(queue)
	if err != nil {
		return l, err
	}
	for _, c := range carries {
		carry, err := carryOf(c)
		if err != nil {
			return l, err
		}
		l.Carries = append(l.Carries, round.CarryChange{At: c.ChangedAt, Carry: carry})
	}
	return l, nil
}
