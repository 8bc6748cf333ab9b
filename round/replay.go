package round

import (
	"slices"

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
	active []bool       // which stays stand in the queue
	carry  int
	own    int   // the target's active stay, -1 = none
	ahead  []int // active stays ahead of own
	mark   []int // by application, for comparing two lists
	marks  int
}

func newReplay(l Ledger, target register.ID[preschool.Application]) *replay {
	r := &replay{dealer: l.Pattern.dealer(), target: -1, own: -1}
	r.stays = slices.SortedStableFunc(slices.Values(l.Entries), func(a, b QueueEntry) int { return Compare(a.entry(), b.entry()) })
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
	r.active, r.mark = make([]bool, len(r.stays)), make([]int, len(numbers))
	return r
}

// change is everything that happens to the queue at one instant, as indices of the replay's stays.
type change struct {
	at           civil.Instant
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
		if !stay.LeftAt.IsZero() && !stay.LeftAt.After(stay.EnteredAt) {
			continue // it never stood in the queue
		}
		if !stay.EnteredAt.After(until) {
			c := get(stay.EnteredAt)
			c.came = append(c.came, i)
		}
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

// position is that of the target, 0 while it does not wait.
func (r *replay) position() int {
	if r.own < 0 {
		return 0
	}
	return len(r.ahead) + 1
}

// look finds who stands ahead of the target now.
func (r *replay) look() {
	r.ahead = nil
	if r.own < 0 {
		return
	}
	lanes := make([][]int, r.dealer.lanes)
	for i, active := range r.active {
		if active {
			lanes[r.lanes[i]] = append(lanes[r.lanes[i]], i)
		}
	}
	for dealt := range r.deal(lanes, r.carry) {
		if dealt.entry == r.own {
			return
		}
		r.ahead = append(r.ahead, dealt.entry)
	}
}

// touches tells whether a change can matter to the target's position: not if all who came or left stand behind it in its
// own lane. This is what makes the replay of a long queue cheap.
func (r *replay) touches(c *change) bool {
	if r.own < 0 {
		return slices.ContainsFunc(c.came, func(i int) bool { return r.people[i] == r.target })
	}
	lane := r.lanes[r.own]
	matters := func(i int) bool {
		if r.lanes[i] == lane {
			return i <= r.own || r.people[i] == r.target
		}
		return lane >= r.heads || r.lanes[i] < lane
	}
	return c.carryChanged && lane >= r.heads || slices.ContainsFunc(c.left, matters) || slices.ContainsFunc(c.came, matters)
}

// apply takes stays out and puts stays in.
func (r *replay) apply(left, came []int) {
	for _, i := range left {
		r.active[i] = false
		if i == r.own {
			r.own = -1
		}
	}
	for _, i := range came {
		r.active[i] = true
		if r.people[i] == r.target {
			r.own = i
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
