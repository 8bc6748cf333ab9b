package round

import (
	"cmp"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Move is how a position changed over one day.
type Move struct {
	On       civil.Date
	From, To int     // at the end of the day before and of this day; 0 = not in the queue
	Own      Ground  // what happened to the application itself, "" = nothing
	Causes   []Cause // what others did to it while it waited, by ground
	Pushed   int     // places that it went back when others left or turns were counted: 0 unless a round was unfair
}

// Cause counts those of one ground: who stood ahead and does so no longer, and who came ahead. Over a day on which the
// application itself neither came nor left, To − From = Σ Came − Σ Left.
type Cause struct {
	Ground     Ground
	Left, Came int
}

// History replays the queue and lists the days up to an instant on which the application's position changed, and why. Days
// are those of the ledger's zone. Cost: the events that can touch the position × the length of the queue.
func (l Ledger) History(application register.ID[preschool.Application], until civil.Instant) []Move {
	r := newReplay(l, application)
	var moves []Move
	var today *tally
	for _, c := range r.changes(l.Carries, until) {
		if !r.touches(c) {
			r.count(c)
			r.apply(c.left, c.came)
			continue
		}
		if on := c.at.Date(l.Zone); today == nil || today.On != on {
			moves = today.into(moves)
			today = &tally{Move: Move{On: on, From: r.position()}, causes: map[Ground]Cause{}}
		}
		r.step(c, today)
		today.To = r.position()
	}
	return today.into(moves)
}

// count sets the carry.
func (r *replay) count(c *change) {
	if c.carryChanged {
		r.carry = c.carry
	}
}

// tally is a day's move while it is being counted.
type tally struct {
	Move
	causes map[Ground]Cause
}

func (t *tally) left(g Ground) { c := t.causes[g]; c.Left++; t.causes[g] = c }
func (t *tally) came(g Ground) { c := t.causes[g]; c.Came++; t.causes[g] = c }

// into closes the day and adds it to the moves if there was one.
func (t *tally) into(moves []Move) []Move {
	if t == nil || t.From == t.To && t.Pushed == 0 {
		return moves
	}
	for ground, c := range t.causes {
		t.Causes = append(t.Causes, Cause{ground, c.Left, c.Came})
	}
	slices.SortFunc(t.Causes, func(a, b Cause) int { return cmp.Compare(a.Ground, b.Ground) })
	return append(moves, t.Move)
}

// step moves the queue through one change in two parts: first others leave and turns are counted, which can only bring the
// target forward; then others come, and classes change.
func (r *replay) step(c *change, t *tally) {
	comes := r.marked(c.came)
	var gone, changed []int // stays that end for good; stays that another follows at once
	for _, i := range c.left {
		if comes(i) {
			changed = append(changed, i)
		} else {
			gone = append(gone, i)
		}
	}
	before, own := r.ahead, r.own
	r.count(c)
	r.apply(gone, nil)
	r.look()
	if own >= 0 && r.own < 0 {
		t.Own = r.stays[own].LeaveReason
	}
	if r.own >= 0 {
		r.compareLeaving(before, t)
	}

	before, own = r.ahead, r.own
	r.apply(changed, c.came)
	r.look()
	if r.own != own {
		t.Own = r.stays[r.own].EnterReason
	}
	if own >= 0 {
		r.compareComing(before, own, c.came, t)
	}
}

// compareLeaving counts the difference that leaving and counting made.
func (r *replay) compareLeaving(before []int, t *tally) {
	t.Pushed += max(0, len(r.ahead)-len(before))
	stays := r.marked(r.ahead)
	for _, i := range before {
		switch {
		case stays(i):
		case r.active[i]:
			t.left(Interleaved)
		default:
			t.left(r.stays[i].LeaveReason)
		}
	}
	stood := r.marked(before)
	for _, i := range r.ahead {
		if !stood(i) {
			t.came(Interleaved)
		}
	}
}

// compareComing counts the difference that coming and changed classes made. Who passed the target, or was passed, without a
// change of its own did so because the target's class changed, or else because the turns fell differently.
func (r *replay) compareComing(before []int, own int, came []int, t *tally) {
	passed := Interleaved
	if r.lanes[own] != r.lanes[r.own] {
		passed = r.stays[r.own].EnterReason
	}
	grounds := map[int]Ground{}
	for _, i := range came {
		grounds[r.people[i]] = r.stays[i].EnterReason
	}
	ground := func(stay int) Ground { return cmp.Or(grounds[r.people[stay]], passed) }
	stands := r.marked(r.ahead)
	for _, i := range before {
		if !stands(i) {
			t.left(ground(i))
		}
	}
	stood := r.marked(before)
	for _, i := range r.ahead {
		if !stood(i) {
			t.came(ground(i))
		}
	}
}

// Backward names the moves that break the theorem "a queue moves only forward, except on a permitted ground": the
// application went back when others left or turns were counted, or somebody came ahead on another ground than the
// permitted ones, or it went back and nobody came at all.
func Backward(moves []Move, permitted []Ground) []Move {
	var bad []Move
	for _, m := range moves {
		if m.From == 0 || m.To == 0 && m.Pushed == 0 {
			continue
		}
		founded := slices.Contains(permitted, m.Own)
		unfounded := m.Pushed > 0
		for _, c := range m.Causes {
			known := slices.Contains(permitted, c.Ground)
			founded = founded || known && c.Came > 0
			unfounded = unfounded || m.To > m.From && c.Came > 0 && !known && c.Ground != Interleaved
		}
		if unfounded || m.To > m.From && !founded {
			bad = append(bad, m)
		}
	}
	return bad
}
