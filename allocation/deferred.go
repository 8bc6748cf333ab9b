package allocation

import "slices"

// deferAcceptance lets children propose in queue order and groups hold the best so far (Gale & Shapley 1962, with the choice
// of Kominers & Sönmez 2016). The order of proposals cannot change the outcome; from the first in the queue on, fewest are
// sent away again.
func (s *solution) deferAcceptance(r *run) error {
	d, err := newDeferred(s)
	if err != nil {
		return err
	}
	for c := range s.got {
		if err := r.tick(); err != nil {
			return err
		}
		d.propose(int32(c))
	}
	d.read()
	return nil
}

// maxSlots bounds the memory of a problem whose patterns leave most slots empty.
const maxSlots = 1 << 28

// deferred is the state of deferred acceptance. A group with one slot kind keeps its children in a heap, the worst on top; a
// group with several keeps an array of slots in the order of precedence. All that changes lives in one array, so that a
// journal can take back whatever a family tried.
type deferred struct {
	*solution
	mixed     []bool  // group → has several slot kinds
	slotOff   []int32 // group → its first slot
	kind      []int32 // slot → slot kind, where mixed
	state     []int32
	journal   []change
	recording bool

	// Parts of state.
	next int32 // child → wish to propose next
	held int32 // child → wish that holds it now, none
	slot int32 // slot → wish, none
	size int32 // group → children in its heap
	room int32 // group → most children in its heap: seats that no holder has claimed
}

type change struct{ at, was int32 }

func newDeferred(s *solution) (*deferred, error) {
	m := s.m
	d := &deferred{solution: s, mixed: make([]bool, len(m.groups)), slotOff: make([]int32, 1, len(m.groups)+1)}
	applicants := make([]int64, len(m.groups))
	for _, g := range m.wish {
		applicants[g]++
	}
	total := int64(0)
	for g := range m.groups {
		d.mixed[g] = len(m.distinct[g]) > 1
		total += d.slots(int32(g), applicants[g])
		if total > maxSlots {
			return nil, wrong("the patterns need too many slots", "groups")
		}
		d.slotOff = append(d.slotOff, int32(total))
	}
	d.kind = make([]int32, total)
	n, groups := int32(len(m.input)), int32(len(m.groups))
	d.held, d.slot = n, 2*n
	d.size = d.slot + int32(total)
	d.room = d.size + groups
	d.state = slices.Repeat([]int32{none}, int(d.room+groups))
	for c := range n {
		d.state[d.next+c] = m.wishOff[c]
	}
	for g := range groups {
		d.state[d.size+g], d.state[d.room+g] = 0, int32(m.groups[g].Seats)
		if d.mixed[g] {
			d.layOut(g)
		}
	}
	return d, nil
}

// slots returns how many slots of the group can matter: a whole pattern that nobody takes is never passed, and the bound ones.
func (d *deferred) slots(g int32, applicants int64) int64 {
	length := int64(d.m.patternOff[g+1] - d.m.patternOff[g])
	if !d.mixed[g] {
		length = 1
	}
	return min(int64(d.m.open(g)), (applicants+1)*length) + int64(len(d.m.bound(g)))
}

func (d *deferred) layOut(g int32) {
	bound := d.m.bound(g)
	from, to := d.slotOff[g], d.slotOff[g+1]
	free := to - from - int32(len(bound))
	for i := range free {
		d.kind[from+i] = d.m.slotKind(g, int64(i))
	}
	for i := range int32(len(bound)) {
		d.kind[from+free+i] = d.m.slotKind(g, int64(d.m.open(g)+i))
	}
}

func (d *deferred) set(at, value int32) {
	if d.recording {
		d.journal = append(d.journal, change{at, d.state[at]})
	}
	d.state[at] = value
}

// undo takes back everything since the journal had this length.
func (d *deferred) undo(length int) {
	for i := len(d.journal) - 1; i >= length; i-- {
		d.state[d.journal[i].at] = d.journal[i].was
	}
	d.journal = d.journal[:length]
}

// propose lets the child go down its list, and whoever it sends away after it. It stops when that is a member of a placed
// block, and returns the block's family; none = all went well.
func (d *deferred) propose(c int32) (evicted int32) {
	for {
		w := d.state[d.next+c]
		if w == d.m.wishOff[c+1] {
			return none
		}
		d.set(d.next+c, w+1)
		loser := d.offer(w)
		if loser == w {
			continue
		}
		d.set(d.held+c, w)
		if loser == none {
			return none
		}
		c = d.m.wishOf[loser]
		if f := d.m.familyOf(c); f != none && d.whole[f] {
			return f
		}
		d.set(d.held+c, none)
	}
}

// offer puts a wish before its group and returns the wish that the group refuses now, none if it had room.
func (d *deferred) offer(w int32) (refused int32) {
	c, g := d.m.wishOf[w], d.m.wish[w]
	switch {
	case d.mixed[g] && d.m.held[c] == w:
		return d.claim(g, c, w)
	case d.mixed[g]:
		return d.walk(g, d.slotOff[g], w)
	case d.m.held[c] == w:
		d.set(d.room+g, d.state[d.room+g]-1)
		if d.state[d.size+g] > d.state[d.room+g] {
			return d.pop(g)
		}
		return none
	}
	key := d.heapKey(g, w)
	if key == cannot || d.state[d.room+g] == 0 {
		return w
	}
	if d.state[d.size+g] < d.state[d.room+g] {
		d.push(g, w)
		return none
	}
	top := d.state[d.slot+d.slotOff[g]]
	if key > d.heapKey(g, top) {
		return w
	}
	d.sink(g, w)
	return top
}

// claim gives a holder its own slot back; whoever sat there goes on to the later slots.
func (d *deferred) claim(g, c, w int32) (refused int32) {
	i, _ := slices.BinarySearch(d.m.bound(g), c)
	at := d.slotOff[g+1] - int32(len(d.m.bound(g))) + int32(i)
	sitting := d.state[d.slot+at]
	d.set(d.slot+at, w)
	if sitting == none {
		return none
	}
	return d.walk(g, at+1, sitting)
}

// walk offers the slots from one on to a wish, in the order of precedence, and to whoever it pushes out.
func (d *deferred) walk(g, from, w int32) (refused int32) {
	for at := from; at < d.slotOff[g+1]; at++ {
		sitting := d.state[d.slot+at]
		if sitting != none && d.m.held[d.m.wishOf[sitting]] == sitting {
			continue
		}
		key := d.key(d.kind[at], w)
		switch {
		case key == cannot:
		case sitting == none:
			d.set(d.slot+at, w)
			return none
		case key < d.key(d.kind[at], sitting):
			d.set(d.slot+at, w)
			w = sitting
		}
	}
	return w
}

// read copies what every child holds now into the solution.
func (d *deferred) read() { copy(d.got, d.state[d.held:d.held+int32(len(d.got))]) }
