package round

import (
	"cmp"
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
	stays  []QueueEntry // in the order of Compare
	lanes  []int        // of each stay
	people []int        // number of each stay's application
	target int          // number of the application that looks, -1 = never here
	stands []int        // by application: the stay that stands in the queue, -1 = none
	carry  int
	ahead  []int   // stays ahead of the target's
	was    []int   // ahead, one look earlier
	queues [][]int // by lane, used by look alone
	mark   []int   // by application, for comparing two lists
	marks  int
}

func newReplay(l Ledger, target register.ID[preschool.Application]) *replay {
	r := &replay{dealer: l.Pattern.dealer(), target: -1}
	r.stays = slices.SortedFunc(slices.Values(l.Entries), compareStays)
	numbers := map[register.ID[preschool.Application]]int{}
	for _, stay := range r.stays {
		n, known := numbers[stay.Application]
		if !known {
			n = len(numbers)
			numbers[stay.Application] = n
		}
		r.people = append(r.people, n)
		r.lanes = append(r.lanes, r.laneOf(stay.entry().Counts()))
	}
	if n, known := numbers[target]; known {
		r.target = n
	}
	r.queues = make([][]int, r.dealer.lanes)
	r.stands, r.mark = slices.Repeat([]int{-1}, len(numbers)), make([]int, len(numbers))
	return r
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
	carry        int
	carryChanged bool
}

// changes lists what happened up to an instant, in order of time.
func (r *replay) changes(carries []CarryChange, until civil.Instant) []*change {
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
	for _, carry := range carries {
		if !carry.At.After(until) {
			c := get(carry.At)
			c.carry, c.carryChanged = carry.Carry, true
		}
	}
	all := make([]*change, 0, len(byInstant))
	for _, c := range byInstant {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *change) int { return a.at.Compare(b.at) })
	return all
}

// own is the target's stay, -1 while it does not wait.
func (r *replay) own() int {
	if r.target < 0 {
		return -1
	}
	return r.stands[r.target]
}

// position is that of the target, 0 while it does not wait.
func (r *replay) position() int {
	if r.own() < 0 {
		return 0
	}
	return len(r.ahead) + 1
}

// look finds who stands ahead of the target now. The list that it found before stays good until the next look.
func (r *replay) look() {
	r.ahead, r.was = r.was[:0], r.ahead
	if r.own() < 0 {
		return
	}
	for lane := range r.queues {
		r.queues[lane] = r.queues[lane][:0]
	}
	for i, person := range r.people {
		if r.stands[person] == i {
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
	if own < 0 {
		return slices.ContainsFunc(c.came, func(i int) bool { return r.people[i] == r.target })
	}
	lane := r.lanes[own]
	matters := func(i int) bool {
		if r.lanes[i] == lane {
			return i <= own || r.people[i] == r.target
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
