package round

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// replay is a queue that is moved through its past, seen by one application.
type replay struct {
	dealer
	zone   *time.Location
	seed   string       // of the ordering in force
	stays  []QueueEntry // whatever the ordering, in the order of their applications' dates
	order  []int        // stays as the ordering in force has them
	rank   []int        // of each stay, its place there
	drawn  []bool       // of each stay: it has a position
	lanes  []int        // of each stay
	people []int        // number of each stay's application
	target int          // number of the application that looks, -1 = never here
	stands []int        // by application: the stay that stands in the queue, -1 = none
	carry  Carry
	ahead  []int   // stays ahead of the target's
	was    []int   // ahead, one look earlier
	queues [][]int // by lane, used by look alone
	mark   []int   // by application, for comparing two lists
	marks  int
}

func newReplay(l Ledger, target register.ID[preschool.Application]) *replay {
	r := &replay{target: -1, zone: l.Zone}
	r.stays = slices.SortedFunc(slices.Values(l.Entries), compareStays)
	numbers := map[register.ID[preschool.Application]]int{}
	for _, stay := range r.stays {
		n, known := numbers[stay.Application]
		if !known {
			n = len(numbers)
			numbers[stay.Application] = n
		}
		r.people = append(r.people, n)
	}
	if n, known := numbers[target]; known {
		r.target = n
	}
	r.stands, r.mark = slices.Repeat([]int{-1}, len(numbers)), make([]int, len(numbers))
	r.rank, r.lanes, r.drawn = make([]int, len(r.stays)), make([]int, len(r.stays)), make([]bool, len(r.stays))
	r.obey(l.Ordering)
	return r
}

// obey puts an ordering in force.
func (r *replay) obey(o Ordering) {
	r.dealer, r.seed = o.Pattern.dealer(), o.Seed
	entries := make([]Entry, len(r.stays))
	for i, stay := range r.stays {
		entries[i] = stay.entry()
		r.lanes[i], r.drawn[i] = r.laneOf(entries[i].Counts()), o.Drawn(stay.RegisteredAt)
	}
	r.order = o.sort(entries).order
	for place, stay := range r.order {
		r.rank[stay] = place
	}
	r.queues = make([][]int, r.dealer.lanes)
}

// length of a stay; one that lasts is longer than any that ended.
func (e QueueEntry) length() time.Duration {
	if e.LeftAt.IsZero() {
		return math.MaxInt64
	}
	return e.LeftAt.Sub(e.EnteredAt)
}

// compareStays orders stays as their applications, and those of one application by time, one of no length first.
func compareStays(a, b QueueEntry) int {
	return cmp.Or(Compare(a.entry(), b.entry()), a.EnteredAt.Compare(b.EnteredAt), cmp.Compare(a.length(), b.length()),
		cmp.Compare(a.EnterReason, b.EnterReason), cmp.Compare(a.LeaveReason, b.LeaveReason))
}

// change is everything that happens to the queue at one instant, as indices of the replay's stays. Of several transactions
// at one instant those count as first that brought somebody who left again at it (a child restored just before a round).
type change struct {
	at           civil.Instant
	passed       []int // came and left at this instant
	left, came   []int
	carry        Carry
	carryChanged bool
	ordering     *Ordering // from now on; nil = as before
}

// changes lists what happened up to an instant, in order of time.
func (r *replay) changes(l Ledger, until civil.Instant) []*change {
	byInstant := map[civil.Instant]*change{}
	get := func(at civil.Instant) *change {
		if byInstant[at] == nil {
			byInstant[at] = &change{at: at}
		}
		return byInstant[at]
	}
	for i, stay := range r.stays {
		if stay.EnteredAt.After(until) {
			continue
		}
		entered := get(stay.EnteredAt)
		if stay.length() == 0 {
			entered.passed = append(entered.passed, i)
			continue
		}
		entered.came = append(entered.came, i)
		if !stay.LeftAt.IsZero() && !stay.LeftAt.After(until) {
			c := get(stay.LeftAt)
			c.left = append(c.left, i)
		}
	}
	for _, o := range l.Orderings {
		if !o.At.After(until) {
			get(o.At).ordering = &o.Ordering
		}
	}
	for _, carry := range l.Carries {
		if !carry.At.After(until) {
			c := get(carry.At)
			c.carry, c.carryChanged = carry.Carry, true
		}
	}
	return slices.SortedFunc(maps.Values(byInstant), func(a, b *change) int { return a.at.Compare(b.at) })
}

// own is the target's stay, -1 while it does not wait.
func (r *replay) own() int {
	if r.target < 0 {
		return -1
	}
	return r.stands[r.target]
}

// undrawn tells whether the target waits and has no lot yet.
func (r *replay) undrawn() bool { return r.own() >= 0 && !r.drawn[r.own()] }

// position is that of the target, 0 while it does not wait and before the draw of its lot.
func (r *replay) position() int {
	if r.own() < 0 || r.undrawn() {
		return 0
	}
	return len(r.ahead) + 1
}

// look finds who stands ahead of the target now. The list that it found before stays good until the next look.
func (r *replay) look() {
	r.ahead, r.was = r.was[:0], r.ahead
	if r.own() < 0 || r.undrawn() {
		return
	}
	for lane := range r.queues {
		r.queues[lane] = r.queues[lane][:0]
	}
	for _, i := range r.order {
		if r.stands[r.people[i]] == i && r.drawn[i] {
			r.queues[r.lanes[i]] = append(r.queues[r.lanes[i]], i)
		}
	}
	for dealt := range r.deal(r.queues, r.carry) {
		if dealt.entry == r.own() {
			return
		}
		r.ahead = append(r.ahead, dealt.entry)
	}
}

// touches tells whether a change can matter to the target's position: not if all who came or left stand behind it in its
// own lane. This is what makes the replay of a long queue cheap.
func (r *replay) touches(c *change) bool {
	own := r.own()
	if own >= 0 && c.ordering != nil {
		return true
	}
	if own < 0 {
		return slices.ContainsFunc(c.came, func(i int) bool { return r.people[i] == r.target })
	}
	lane := r.lanes[own]
	matters := func(i int) bool {
		if r.lanes[i] == lane {
			return r.rank[i] < r.rank[own] || r.people[i] == r.target
		}
		return lane >= r.heads || r.lanes[i] < lane
	}
	return c.carryChanged && lane >= r.heads || slices.ContainsFunc(c.passed, matters) ||
		slices.ContainsFunc(c.left, matters) || slices.ContainsFunc(c.came, matters)
}

// put puts stays into the queue, each in the place of an earlier one of its application.
func (r *replay) put(stays []int) {
	for _, i := range stays {
		r.stands[r.people[i]] = i
	}
}

// take takes stays out of the queue.
func (r *replay) take(stays []int) {
	for _, i := range stays {
		if r.stands[r.people[i]] == i {
			r.stands[r.people[i]] = -1
		}
	}
}

// marked marks the applications of some stays and returns a test for them, good until the next call.
func (r *replay) marked(stays []int) func(stay int) bool {
	r.marks++
	for _, i := range stays {
		r.mark[r.people[i]] = r.marks
	}
	now := r.marks
	return func(stay int) bool { return r.mark[r.people[stay]] == now }
}
