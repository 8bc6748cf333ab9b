package round_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

// past is a queue that lives: a ledger in the making.
type past struct {
	round.Ledger
	now   civil.Instant
	carry round.Carry
}

// end closes the open stay of an application, if it has one, and returns it.
func (p *past) end(id application, ground round.Ground) (round.QueueEntry, bool) {
	i := slices.IndexFunc(p.Entries, func(e round.QueueEntry) bool { return e.Application == id && e.LeftAt.IsZero() })
	if i < 0 {
		return round.QueueEntry{}, false
	}
	p.Entries[i].LeftAt, p.Entries[i].LeaveReason = p.now, ground
	return p.Entries[i], true
}

// begin opens a stay that follows another, now.
func (p *past) begin(e round.QueueEntry, ground round.Ground) {
	e.EnteredAt, e.EnterReason, e.LeftAt, e.LeaveReason = p.now, ground, civil.Instant{}, ""
	p.Entries = append(p.Entries, e)
}

// anyPast draws what happened to a queue: registrations, proofs, withdrawals, suspensions, restorals, appeals, refreshes,
// changed facts, rounds, and other orderings, by lots too. Half of the rounds serve the first of the order, the others
// anybody. Apart = each transaction has an instant of its own; else much happens at one.
func anyPast(t *rapid.T, orderings func(t *rapid.T) round.Ordering, apart bool) *past {
	p := &past{Ledger: round.Ledger{Ordering: orderings(t), Zone: time.FixedZone("UTC+5", 5*60*60)}, now: start}
	for i := range rapid.IntRange(1, 40).Draw(t, "events") {
		p.now = p.now.Add(time.Duration(rapid.IntRange(0, 9).Draw(t, "hours")) * time.Hour)
		if apart {
			p.now = p.now.Add(time.Second)
		}
		id := application(fmt.Sprintf("a%d", rapid.IntRange(0, 9).Draw(t, "who")))
		switch rapid.IntRange(0, 8).Draw(t, "event") {
		case 0, 1, 2:
			p.enter(t, id, i)
		case 3:
			p.again(t, id, round.ProofVerified, func(e *round.QueueEntry) {
				e.Proof = rapid.SampledFrom([]preschool.ProofState{"verified", "expired"}).Draw(t, "proof")
			})
		case 4:
			p.end(id, rapid.SampledFrom([]round.Ground{round.Withdrawn, round.Suspended}).Draw(t, "ground"))
		case 5:
			p.again(t, id, rapid.SampledFrom([]round.Ground{round.Refreshed, round.Switched}).Draw(t, "ground"), nil)
		case 6:
			p.again(t, id, round.FactsChanged, func(e *round.QueueEntry) { e.Facts = anyFacts(t) })
		case 7:
			if o := orderings(t); rapid.IntRange(0, 2).Draw(t, "switches") == 0 {
				p.Orderings = append(p.Orderings, round.OrderingChange{At: p.now, Ordering: o})
			}
		default:
			p.round(t)
		}
	}
	return p
}

// again ends the open stay of an application and begins another, changed.
func (p *past) again(t *rapid.T, id application, ground round.Ground, change func(e *round.QueueEntry)) {
	if e, ok := p.end(id, ground); ok {
		if change != nil {
			change(&e)
		}
		p.begin(e, ground)
	}
}

func (p *past) enter(t *rapid.T, id application, sequence int) {
	if _, waits := p.end(id, round.Suspended); waits {
		return
	}
	for _, e := range slices.Backward(p.Entries) {
		if e.Application == id {
			p.begin(e, rapid.SampledFrom([]round.Ground{round.Restored, round.Returned, round.AppealUpheld}).Draw(t, "comes back"))
			return
		}
	}
	class := rapid.SampledFrom(register.PriorityClasses).Draw(t, "class")
	proof := rapid.SampledFrom([]preschool.ProofState{"claimed", "verified"}).Draw(t, "proof")
	p.begin(round.QueueEntry{
		Application: id, Class: class, Proof: proof, RegisteredAt: p.now, Sequence: int64(sequence), Facts: anyFacts(t),
		BirthDate: civil.NewDate(2022, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1),
	}, round.Registered)
}

func (p *past) round(t *rapid.T) {
	order := p.At(p.now)
	if p.OrderingAt(p.now).Undrawn() {
		return // there is no order to serve
	}
	first, offers := rapid.Bool().Draw(t, "the first"), rapid.IntRange(0, 3).Draw(t, "offers")
	taken := map[application]bool{}
	for i, s := range order {
		if s.Position > 0 && (first && i < offers || !first && rapid.Bool().Draw(t, "taken")) {
			taken[s.Application] = true
			p.end(s.Application, round.Offered)
		}
	}
	p.carry = round.Served(p.carry, order, taken)
	p.Carries = append(p.Carries, round.CarryChange{At: p.now, Carry: p.carry})
}

// anyDrawn draws an ordering whose lots, if it has any, are drawn or are still to be drawn.
func anyDrawn(t *rapid.T) round.Ordering {
	o := anyOrdering(t)
	o.Seed = rapid.SampledFrom([]string{"c0ffee", "c0ffee", "5eed", ""}).Draw(t, "seed")
	if rapid.Bool().Draw(t, "some are late") {
		o.SeedAt = start.Add(time.Duration(rapid.Int64Range(0, 3000).Draw(t, "seed at")) * time.Minute)
	}
	return o
}

// lawful draws an ordering whose pattern Check permits.
func lawful(t *rapid.T) round.Ordering {
	o := anyDrawn(t)
	o.Pattern = rapid.SampledFrom([]round.Pattern{oneToThree, byDate, threeQueues}).Draw(t, "lawful pattern")
	return o
}

// byOneToThree is the ordering of kz-classic, always.
func byOneToThree(*rapid.T) round.Ordering { return round.Ordering{Pattern: oneToThree} }

// stayed tells whether an application never left the queue on a day, but for a change of its class or facts, and had a
// position before and after every other ordering.
func (p *past) stayed(id application, day civil.Date) bool {
	for i, c := range p.Orderings {
		before := p.Ordering
		if i > 0 {
			before = p.Orderings[i-1].Ordering
		}
		if c.At.Date(p.Zone) == day && before.Drawn(p.registered(id)) != c.Ordering.Drawn(p.registered(id)) {
			return false
		}
	}
	return !slices.ContainsFunc(p.Entries, func(e round.QueueEntry) bool {
		return e.Application == id && e.LeftAt.Date(p.Zone) == day && !slices.Contains([]round.Ground{round.ProofVerified, round.Refreshed, round.Switched, round.FactsChanged}, e.LeaveReason)
	})
}

// registered is the instant of an application that ever waited.
func (p *past) registered(id application) civil.Instant {
	for _, e := range p.Entries {
		if e.Application == id {
			return e.RegisteredAt
		}
	}
	return civil.Instant{}
}

func position(standings []round.Standing, id application) int {
	for _, s := range standings {
		if s.Application == id {
			return s.Position
		}
	}
	return 0
}

// lastOf is the last instant of a day in the zone of the test.
func lastOf(day civil.Date, zone *time.Location) civil.Instant {
	return civil.InstantOf(day.AddDays(1).At(0, 0, 0, zone)).Add(-time.Microsecond)
}

// The history agrees with the queue of each day's end, sorted anew: From and To of each move, and no other day has a move.
func TestHistoryAgreesWithOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPast(t, anyDrawn, rapid.Bool().Draw(t, "apart"))
		end := start.Add(time.Duration(rapid.Int64Range(0, int64(p.now.Sub(start)/time.Minute)+600).Draw(t, "until")) * time.Minute)
		first, last := start.Date(p.Zone), end.Date(p.Zone)
		for n := range 10 {
			id := application(fmt.Sprintf("a%d", n))
			moves := p.History(id, end)
			before := 0
			for day := first; !day.After(last); day = day.AddDays(1) {
				at := lastOf(day, p.Zone)
				if at.After(end) {
					at = end
				}
				now := position(p.At(at), id)
				if len(moves) > 0 && moves[0].On == day {
					if m := moves[0]; m.From != before || m.To != now {
						t.Fatalf("%s on %s: %+v, want %d to %d", id, day, m, before, now)
					}
					moves = moves[1:]
				} else if now != before {
					t.Fatalf("%s on %s: no move, want %d to %d", id, day, before, now)
				}
				before = now
			}
			if len(moves) > 0 {
				t.Fatalf("%s: moves %+v on no day", id, moves)
			}
		}
	})
}

// What the causes count adds up to the move, and the history does not depend on the order of the ledger.
func TestCausesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPast(t, anyDrawn, rapid.Bool().Draw(t, "apart"))
		mixed := p.Ledger
		mixed.Entries = rapid.Permutation(p.Entries).Draw(t, "mixed")
		for n := range 10 {
			id := application(fmt.Sprintf("a%d", n))
			moves := p.History(id, p.now)
			if diff := cmp.Diff(moves, mixed.History(id, p.now), cmp.Comparer(func(a, b civil.Date) bool { return a == b })); diff != "" {
				t.Fatalf("the order of the ledger counts:\n%s", diff)
			}
			for _, m := range moves {
				sum := m.From
				for _, c := range m.Causes {
					sum += c.Came - c.Left
				}
				came := 0
				for _, c := range m.Causes {
					came += c.Came
				}
				if len(m.Ahead) != came {
					t.Fatalf("%s: %d are named of %d who came ahead", id, len(m.Ahead), came)
				}
				if m.From > 0 && p.stayed(id, m.On) && sum != m.To {
					t.Fatalf("%s: causes of %+v add up to %d", id, m, sum)
				}
			}
		}
	})
}

// The theorem of rule 2.9: whoever the rounds serve, nobody goes back without a permitted ground.
func TestQueueMovesOnlyForward(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPast(t, rapid.SampledFrom([]func(*rapid.T) round.Ordering{lawful, byOneToThree}).Draw(t, "orderings"), true)
		for n := range 10 {
			id := application(fmt.Sprintf("a%d", n))
			moves := p.History(id, p.now)
			if bad := round.Backward(moves, round.PermittedGrounds); len(bad) > 0 {
				t.Fatalf("%s: %+v", id, bad)
			}
			if i := slices.IndexFunc(moves, func(m round.Move) bool { return m.Pushed != 0 }); i >= 0 {
				t.Fatalf("%s: pushed back by a round: %+v", id, moves[i])
			}
			for _, m := range round.Backward(moves, nil) {
				if m.To <= m.From {
					t.Fatalf("%s: %+v is no move backward", id, m)
				}
			}
		}
	})
}

func TestBackward(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule string
		move round.Move
		bad  bool
	}{
		{"forward", round.Move{From: 5, To: 3, Causes: []round.Cause{{Ground: round.Offered, Left: 2}}}, false},
		{"forward, though a stranger came ahead", round.Move{From: 5, To: 4, Causes: []round.Cause{{Ground: "by_hand", Came: 1}, {Ground: round.Offered, Left: 2}}}, false},
		{"entering is no move backward", round.Move{From: 0, To: 7, Own: round.Registered}, false},
		{"leaving is no move backward", round.Move{From: 7, To: 0, Own: round.Offered}, false},
		{"somebody was restored", round.Move{From: 3, To: 4, Grounds: []round.Ground{round.Restored}, Causes: []round.Cause{{Ground: round.Restored, Came: 1}}}, false},
		{"somebody ahead changed class and the turns fell differently", round.Move{From: 4, To: 5, Grounds: []round.Ground{round.ProofVerified}, Causes: []round.Cause{{Ground: round.Interleaved, Came: 1}}}, false},
		{"its own proof expired", round.Move{From: 3, To: 9, Own: round.ProofExpired, Causes: []round.Cause{{Ground: round.ProofExpired, Came: 6}}}, false},
		{"put ahead by hand", round.Move{From: 3, To: 4, Causes: []round.Cause{{Ground: "by_hand", Came: 1}}}, true},
		{"put ahead by hand beside a permitted ground", round.Move{From: 3, To: 5, Grounds: []round.Ground{"by_hand", round.Restored}, Causes: []round.Cause{{Ground: "by_hand", Came: 1}, {Ground: round.Restored, Came: 1}}}, true},
		{"back when nobody came", round.Move{From: 3, To: 4, Causes: []round.Cause{{Ground: round.Interleaved, Came: 1}}}, true},
		{"back within the day", round.Move{From: 3, To: 3, Pushed: 1}, true},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			got := round.Backward([]round.Move{c.move}, round.PermittedGrounds)
			if (len(got) == 1) != c.bad {
				t.Errorf("Backward names %+v", got)
			}
		})
	}
}
