package round

import (
	"cmp"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// Entry is what the queue knows of one waiting application.
type Entry struct {
	Application  register.ID[preschool.Application]
	RegisteredAt civil.Instant
	Sequence     int64 // the server's counter, decides equal instants
	Class        register.PriorityClass
	Proof        preschool.ProofState
	BirthDate    civil.Date // counts where an ordering says so
	Facts        []string   // what is proven of the family, "name=value", each name once; counts where an ordering says so
}

// Counts returns the class by which the entry is ordered: an unproven class stands in the general queue.
func (e Entry) Counts() register.PriorityClass {
	return preschool.Application{Class: e.Class, Proof: e.Proof}.Counts()
}

// Compare orders two entries of one queue by date: by date and time of application, then by the server's counter, then by
// id. It ends every other order.
func Compare(a, b Entry) int {
	return cmp.Or(a.RegisteredAt.Compare(b.RegisteredAt), cmp.Compare(a.Sequence, b.Sequence), cmp.Compare(a.Application, b.Application))
}

// Reason says by which rule an application has its position. In an ordering by date alone, or with several queues that take
// turns, it is one of the words below, by the turn. Where one queue stands behind the head block and more than the date
// counts, it is the criterion that tells the application from the one ahead of it in its queue (the first: from the second; one
// alone: the first criterion), or "sequence" or "application" where only those differ.
type Reason string

// The reasons.
const (
	ReasonExtraordinary         Reason = "extraordinary"            // head block
	ReasonPriorityTurn          Reason = "priority_turn"            // proven class, on its turn
	ReasonGeneralTurn           Reason = "general_turn"             // general queue, on its turn
	ReasonPriorityInGeneralTurn Reason = "priority_in_general_turn" // the general queue was empty
	ReasonGeneralInPriorityTurn Reason = "general_in_priority_turn" // the priority queue was empty
	ReasonGeneralUnverified     Reason = "general_unverified"       // a class without proof, in the general queue by its own date
	ReasonUndrawn               Reason = "undrawn"                  // lots decide and are not drawn yet: no position
)

// Standing is the place of one application in the merged queue.
type Standing struct {
	Application register.ID[preschool.Application]
	Position    int // 1, 2, …; 0 before the draw of its lot
	Reason      Reason
	Turn        int // the number of its turn of the pattern, from 0; -1 in the head block and before the draw
}

// Order merges the applications into one queue: the head block, then turn by turn, those that the carry owes before its
// next. A turn whose queue is empty serves the next queue that is not, and counts. Inside a queue the criteria decide. The
// answer does not depend on the order of the argument. Whoever has no lot yet has no position: these come last, by
// their ids.
func (o Ordering) Order(applications []Entry, carry Carry) []Standing {
	applications, late := o.split(applications)
	return append(o.number(applications, carry), undrawn(late)...)
}

// split takes those apart who have no lot yet.
func (o Ordering) split(applications []Entry) (drawn, late []Entry) {
	if !slices.Contains(o.Criteria, ByLottery) {
		return applications, nil
	}
	for _, e := range applications {
		if o.Drawn(e.RegisteredAt) {
			drawn = append(drawn, e)
		} else {
			late = append(late, e)
		}
	}
	return drawn, late
}

// number orders those who have a position.
func (o Ordering) number(applications []Entry, carry Carry) []Standing {
	s := o.sort(applications)
	d := o.Pattern.dealer()
	lanes := make([][]int, d.lanes)
	for _, i := range s.order {
		lane := d.laneOf(s.entries[i].Counts())
		lanes[lane] = append(lanes[lane], i)
	}
	last := make([]int, d.lanes) // how many of each lane were dealt
	standings := make([]Standing, 0, len(s.entries))
	for dealt := range d.deal(lanes, carry) {
		e := s.entries[dealt.entry]
		reason := dealt.reason
		if d.laneOf(e.Class) != d.laneOf(e.Counts()) {
			reason = ReasonGeneralUnverified
		} else if dealt.lane >= d.heads && d.lanes == d.heads+1 && s.ranks != nil {
			reason = s.deciding(lanes[dealt.lane], last[dealt.lane]).Reason()
		}
		last[dealt.lane]++
		standings = append(standings, Standing{e.Application, len(standings) + 1, reason, dealt.turn})
	}
	return standings
}

func undrawn(applications []Entry) []Standing {
	standings := make([]Standing, len(applications))
	for i, e := range applications {
		standings[i] = Standing{Application: e.Application, Reason: ReasonUndrawn, Turn: -1}
	}
	slices.SortFunc(standings, func(a, b Standing) int { return cmp.Compare(a.Application, b.Application) })
	return standings
}

// Deciding is the criterion by which application a stands before b in one queue, or b before a: the first that tells them
// apart, else "sequence" or "application".
func (o Ordering) Deciding(a, b Entry) Criterion {
	s := o.sort([]Entry{a, b})
	return s.between(0, 1)
}

// sorted are entries in the order of an ordering, without turns.
type sorted struct {
	entries []Entry
	ranks   *ranks // nil = the date alone decides
	order   []int
}

func (o Ordering) sort(entries []Entry) sorted {
	s := sorted{entries: entries, ranks: o.rank(entries), order: make([]int, len(entries))}
	keys := make([]sortKey, len(entries))
	for i := range keys {
		keys[i] = s.key(i)
	}
	if !slices.IsSortedFunc(keys, s.compareKeys) {
		slices.SortFunc(keys, s.compareKeys)
	}
	for place, key := range keys {
		s.order[place] = key.entry
	}
	return s
}

// sortKey is the first two words of what an entry is compared by, side by side in memory: they nearly always decide.
type sortKey struct {
	first, second int64
	entry         int
}

func (s sorted) key(i int) sortKey {
	e := s.entries[i]
	switch {
	case s.ranks == nil:
		return sortKey{micros(e), e.Sequence, i}
	case s.ranks.width == 1:
		return sortKey{s.ranks.words[i], micros(e), i}
	}
	return sortKey{s.ranks.words[i*s.ranks.width], s.ranks.words[i*s.ranks.width+1], i}
}

func (s sorted) compareKeys(a, b sortKey) int {
	if a.first != b.first {
		return cmp.Compare(a.first, b.first)
	}
	if a.second != b.second {
		return cmp.Compare(a.second, b.second)
	}
	return s.compare(a.entry, b.entry)
}

func (s sorted) compare(i, j int) int {
	if s.ranks != nil {
		if c := s.ranks.compare(i, j); c != 0 {
			return c
		}
	}
	return Compare(s.entries[i], s.entries[j])
}

// deciding tells an entry of a lane from the one ahead of it, the first from the second.
func (s sorted) deciding(lane []int, at int) Criterion {
	switch {
	case at > 0:
		return s.between(lane[at-1], lane[at])
	case len(lane) > 1:
		return s.between(lane[0], lane[1])
	}
	return s.ranks.columns[0]
}

func (s sorted) between(i, j int) Criterion {
	if s.ranks != nil {
		if c := s.ranks.deciding(i, j); c != "" {
			return c
		}
	}
	a, b := s.entries[i], s.entries[j]
	switch {
	case a.RegisteredAt != b.RegisteredAt:
		return ByRegistration
	case a.Sequence != b.Sequence:
		return bySequence
	}
	return byApplication
}
