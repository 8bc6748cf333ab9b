package round

import (
	"cmp"
	"maps"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Move is how a position changed over one day.
type Move struct {
	On       civil.Date
	From, To int       // at the end of the day before and of this day; 0 = not in the queue
	Own      Ground    // what happened to the application itself, "" = nothing
	Causes   []Cause   // what others did to it while it waited, by ground
	Grounds  []Ground  // on which others came, or changed class, at the times at which it went back
	Ahead    []Passage // who came ahead, as everybody may know it; one who came twice stands here twice
	Pushed   int       // places that it went back when others only left and turns were counted: 0 unless a round was unfair
}

// Passage is one who came ahead: nothing that names a child.
type Passage struct {
	Ground     Ground
	Tier       register.PriorityClass // by which it is ordered
	Registered civil.Date             // the day of its application
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
	for _, c := range r.changes(l, until) {
		if !r.touches(c) {
			if c.ordering != nil {
				r.obey(*c.ordering)
			}
			r.count(c)
			r.take(c.left)
			r.put(c.came)
			continue
		}
		if on := c.at.Date(l.Zone); today == nil || today.On != on {
			moves = today.into(moves)
			today = &tally{Move: Move{On: on, From: r.position()}, causes: map[Ground]Cause{}, back: map[Ground]bool{}}
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
	back   map[Ground]bool
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
	t.Grounds = slices.Sorted(maps.Keys(t.back))
	slices.SortFunc(t.Causes, func(a, b Cause) int { return cmp.Compare(a.Ground, b.Ground) })
	slices.SortFunc(t.Ahead, func(a, b Passage) int {
		return cmp.Or(cmp.Compare(a.Ground, b.Ground), cmp.Compare(a.Tier, b.Tier), a.Registered.Compare(b.Registered))
	})
	return append(moves, t.Move)
}

// step moves the queue through one change in the order that Ledger promises. Leaving and counting can only bring the target
// forward; coming and a change of class may send it back.
func (r *replay) step(c *change, t *tally) {
	r.switchTo(c.ordering, t)
	r.come(c.passed, t)
	r.leave(c, t)
	r.come(c.came, t)
}

// switchTo puts another ordering in force and notes the difference that it made.
func (r *replay) switchTo(o *Ordering, t *tally) {
	if o == nil {
		return
	}
	before, undrawn, why := r.ahead, r.undrawn(), Switched
	if o.Seed != "" && o.Seed != r.seed {
		why = Drawn
	}
	r.obey(*o)
	r.look()
	switch {
	case r.own() < 0:
	case undrawn && !r.undrawn():
		t.Own = Drawn
	case r.undrawn() && !undrawn: // lots are to be drawn anew
		t.Own = Switched
	default:
		if len(r.ahead) > len(before) {
			t.back[why] = true
		}
		r.compare(before, t, func(int) Ground { return why })
	}
}

// leave takes out those who go for good and counts the turns, and notes the difference that it made.
func (r *replay) leave(c *change, t *tally) {
	before, own := r.ahead, r.own()
	stays := r.marked(c.came) // who comes back at once only changes its stay
	r.take(slices.DeleteFunc(slices.Concat(c.left, c.passed), stays))
	r.count(c)
	r.look()
	switch {
	case own < 0:
		return
	case r.own() < 0:
		t.Own = r.stays[own].LeaveReason
		return
	}
	t.Pushed += max(0, len(r.ahead)-len(before))
	r.compare(before, t, func(i int) Ground {
		if r.stands[r.people[i]] == i {
			return Interleaved
		}
		return r.stays[i].LeaveReason
	})
}

// come puts stays in and notes the difference that it made.
func (r *replay) come(stays []int, t *tally) {
	if len(stays) == 0 {
		return
	}
	before, own := r.ahead, r.own()
	r.put(stays)
	r.look()
	if r.own() != own {
		t.Own = r.stays[r.own()].EnterReason
	}
	if own < 0 {
		return
	}
	grounds := map[int]Ground{}
	for _, i := range stays {
		grounds[r.people[i]] = r.stays[i].EnterReason
		if len(r.ahead) > len(before) {
			t.back[r.stays[i].EnterReason] = true
		}
	}
	r.compare(before, t, func(i int) Ground { return cmp.Or(grounds[r.people[i]], r.passing(i, own, t.Own)) })
}

// passing is the ground on which a stay without a change of its own changed places with the target: that of the target's
// own change, if its queue or its place there is another than before; else the turns fell differently.
func (r *replay) passing(stay, before int, own Ground) Ground {
	now := r.own()
	moved := r.lanes[stay] == r.lanes[now] && (r.rank[stay] < r.rank[before]) != (r.rank[stay] < r.rank[now])
	if r.lanes[before] != r.lanes[now] || moved {
		return own
	}
	return Interleaved
}

// compare counts who stood ahead before and does so no longer, and who came ahead, each with the ground of its stay.
func (r *replay) compare(before []int, t *tally, ground func(stay int) Ground) {
	ahead := r.marked(r.ahead)
	for _, i := range before {
		if !ahead(i) {
			t.left(ground(i))
		}
	}
	stood := r.marked(before)
	for _, i := range r.ahead {
		if !stood(i) {
			t.came(ground(i))
			t.Ahead = append(t.Ahead, Passage{ground(i), r.stays[i].entry().Counts(), r.stays[i].RegisteredAt.Date(r.zone)})
		}
	}
}

// Backward names the moves that break the theorem "a queue moves only forward, except on a permitted ground": the
// application went back though others only left and turns were counted; or over the day it went back, and nobody had a
// permitted ground, or somebody came ahead on another one.
func Backward(moves []Move, permitted []Ground) []Move {
	forbidden := func(g Ground) bool { return !slices.Contains(permitted, g) }
	var bad []Move
	for _, m := range moves {
		back := m.From > 0 && m.To > m.From
		founded := !forbidden(m.Own) || slices.ContainsFunc(m.Grounds, func(g Ground) bool { return !forbidden(g) })
		stranger := slices.ContainsFunc(m.Causes, func(c Cause) bool { return c.Came > 0 && c.Ground != Interleaved && forbidden(c.Ground) })
		if m.Pushed > 0 || back && (stranger || !founded) {
			bad = append(bad, m)
		}
	}
	return bad
}
