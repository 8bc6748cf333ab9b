package round

import (
	"fmt"
	"iter"
	"slices"

	"github.com/balajol/balajol/register"
)

// Turn is one part of a pattern: take so many of a set of classes, then go on to the next turn.
type Turn struct {
	Classes []register.PriorityClass // they share one queue
	Take    int
}

// Pattern is the order by law: classes of the head block, each before the next, then turns that repeat. "One
// first-priority, then three general" is two turns.
type Pattern struct {
	Head  []register.PriorityClass
	Turns []Turn
}

// Check refuses a pattern that does not give every class one place: a class twice in the head or in unlike turns, an
// unknown class, a turn that takes nobody, or no turn for the general class.
func (p Pattern) Check() error {
	home := map[register.PriorityClass]int{} // class → first turn that serves it, -1 = head
	for _, class := range p.Head {
		if _, twice := home[class]; twice || !slices.Contains(register.PriorityClasses, class) {
			return fmt.Errorf("check pattern: head class %q is unknown or stands twice", class)
		}
		home[class] = -1
	}
	for i, turn := range p.Turns {
		if turn.Take < 1 || len(turn.Classes) == 0 {
			return fmt.Errorf("check pattern: turn %d takes nobody", i+1)
		}
		for _, class := range turn.Classes {
			if !slices.Contains(register.PriorityClasses, class) {
				return fmt.Errorf("check pattern: turn %d names the unknown class %q", i+1, class)
			}
			first, known := home[class]
			if known && (first < 0 || !sameSet(p.Turns[first].Classes, turn.Classes)) {
				return fmt.Errorf("check pattern: class %q has two places", class)
			}
			if !known {
				home[class] = i
			}
		}
	}
	if turn, known := home[register.General]; !known || turn < 0 {
		return fmt.Errorf("check pattern: no turn serves the class %q", register.General)
	}
	return nil
}

// Period is how many single turns the pattern has before it begins again, at least 1: a carry and the carry less a multiple of
// it order alike.
func (p Pattern) Period() int { return len(p.dealer().slots) }

func sameSet(a, b []register.PriorityClass) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// dealer is a pattern made ready to deal. A lane is a queue: first those of the head block, then those of the turns.
type dealer struct {
	lane    map[register.PriorityClass]int
	heads   int   // lanes of the head block
	lanes   int   // all lanes
	general int   // lane of the general class, and of any class that has none
	slots   []int // lane of each single turn of one period
}

func (p Pattern) dealer() dealer {
	d := dealer{lane: map[register.PriorityClass]int{}, heads: len(p.Head), lanes: len(p.Head)}
	for i, class := range p.Head {
		d.lane[class] = i
	}
	for _, turn := range p.Turns {
		lane := d.lanes
		for _, class := range turn.Classes {
			if known, ok := d.lane[class]; ok && known >= d.heads {
				lane = known
			}
		}
		for _, class := range turn.Classes {
			if _, ok := d.lane[class]; !ok {
				d.lane[class] = lane
			}
		}
		d.lanes = max(d.lanes, lane+1)
		for range turn.Take {
			d.slots = append(d.slots, lane)
		}
	}
	if d.lanes == d.heads || len(d.slots) == 0 {
		d.slots = append(d.slots, d.lanes)
		d.lanes++
	}
	d.general = d.lanes - 1
	d.general = d.laneOf(register.General)
	return d
}

func (d dealer) laneOf(class register.PriorityClass) int {
	if lane, ok := d.lane[class]; ok {
		return lane
	}
	return d.general
}

// dealt is one entry as it comes out: its number, the lane it stood in, its turn, and why.
type dealt struct {
	entry, lane, turn int
	reason            Reason
}

// deal empties the lanes, each a list of entries in order, in the order of the law.
func (d dealer) deal(lanes [][]int, carry Carry) iter.Seq[dealt] {
	return func(yield func(dealt) bool) {
		left := 0
		for lane, entries := range lanes {
			if lane >= d.heads {
				left += len(entries)
				continue
			}
			for _, e := range entries {
				if !yield(dealt{e, lane, -1, ReasonExtraordinary}) {
					return
				}
			}
		}
		next := make([]int, d.lanes)
		for turn := range carry.turns() {
			if left == 0 {
				return
			}
			left--
			slot := d.slots[(turn%len(d.slots)+len(d.slots))%len(d.slots)]
			lane := slot
			for next[lane] == len(lanes[lane]) { // empty: the next queue is served
				if lane++; lane == d.lanes {
					lane = d.heads
				}
			}
			if !yield(dealt{lanes[lane][next[lane]], lane, turn, d.reason(slot, lane)}) {
				return
			}
			next[lane]++
		}
	}
}

func (d dealer) reason(slot, lane int) Reason {
	switch {
	case lane == d.general && slot == d.general:
		return ReasonGeneralTurn
	case lane == d.general:
		return ReasonGeneralInPriorityTurn
	case slot == d.general:
		return ReasonPriorityInGeneralTurn
	}
	return ReasonPriorityTurn
}
