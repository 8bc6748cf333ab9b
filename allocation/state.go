package allocation

import "slices"

// state is deferred acceptance in one closed market, in the middle of it. A wish is refused at once when its key is not before
// the cutoff of its line.
//
// A group that ranks all seats alike holds a set of entries. An entry is a key above and the child below. In a small set, in no
// order, the lowest bits are the entry's own place, so that the worst entry says where it is; a large set is a heap with the
// worst entry on top. A group whose slots differ holds its slots in the order of precedence: an entry is tier above and key
// below, the child stands beside it in who.
type state struct {
	*placement
	cutoff []uint32 // line → key from which on nobody gets in
	set    []set    // by group
	entry  []uint64 // by seat
	left   []int32  // line → what is left of its reserve
	who    []sitter // slot → who sits there, where slots differ
	scan   int32    // the most seats of a small set
	quick  bool     // no group needs more than race and raceForSlots know
	bits   int      // of an entry's place among those gathered for slots
	slots  slots

	recording bool
	journal   []change // what to put back, while recording
}

// set is the seats of a group and who has them.
type set struct {
	from, to int32 // in entry
	size     int32 // entries
	worst    int32 // of a full small set: the lower half of the worst entry
	shape    int32 // where slots differ: what they are; else none
	seated   bool  // where slots differ: who is here sits on a slot, or will do so when all have somebody
}

// Places in a small set take seatBits of an entry, children the rest of the lower half; where there are more children than
// that, all sets are heaps. More seats than mostScanned take longer to look at than a heap takes to turn over.
const (
	seatBits    = 6
	mostScanned = 1 << seatBits
	mostInSet   = 1 << (31 - seatBits)
)

// open empties the groups of a market.
func (d *state) open(p *placement) {
	d.placement = p
	d.recording, d.journal = false, d.journal[:0]
	d.scan = mostScanned
	if len(p.children) > mostInSet {
		d.scan = 0
	}
	seats := int(p.seatOff[len(p.groups)])
	d.cutoff, d.set = resize(d.cutoff, len(p.groupOf)), resize(d.set, len(p.groups))
	d.entry = resize(d.entry, seats)
	for g := range d.set {
		d.set[g] = set{from: p.seatOff[g], to: p.seatOff[g+1], shape: none}
		if p.slotted != nil && p.slotted[g] {
			d.set[g].shape = p.shapeOf[p.groups[g]]
		}
	}
	for line, g := range p.groupOf {
		d.cutoff[line] = cannot
		if d.set[g].from == d.set[g].to {
			d.cutoff[line] = heldKey
		}
	}
	d.quick = d.isQuick()
	if p.slotted != nil {
		d.who = resize(d.who, seats)
		d.openSlots()
	}
}

// resize returns room for n elements whose values mean nothing.
func resize[T any](room []T, n int) []T { return slices.Grow(room[:0], n)[:n] }

// propose lets the child go down its list from a wish on, and whoever it sends away after it. It stops when that is a member of
// a placed block, and returns the block's family; none = all went well.
func (d *state) propose(c, w int32) (evicted int32) {
	for {
		w = d.next(c, w)
		put(d, inGot, d.got, c, w)
		if w == none {
			return none
		}
		loser := d.hold(c, w)
		if loser == none {
			return none
		}
		if loser != c {
			if f := d.familyOf(loser); f != none && d.whole[f] {
				return f
			}
		}
		c, w = loser, d.got[loser]+1
	}
}

// next returns the first wish from one on that is not refused at once, none if there is none. The child stands for itself.
func (d *state) next(c, w int32) int32 {
	for end := d.wishOff[c+1]; w < end; w++ {
		if wish := d.wish[w]; uint32(wish>>32) < d.cutoff[uint32(wish)] {
			return w
		}
	}
	return none
}

// keyOf returns the key with which the child stands for a wish, in a block that of the block.
func (d *state) keyOf(c, w int32) uint32 {
	key := d.key(w)
	if d.inFamily == nil || key == cannot || key == heldKey {
		return key
	}
	if f := d.inFamily[c]; f != none && d.whole[f] && !d.src.HasOrder[d.groups[d.group(w)]] {
		return uint32(d.block[c]) + 1
	}
	return key
}

// hold puts a wish before its group and returns the child whom the group refuses now, none if it had room.
func (d *state) hold(c, w int32) (refused int32) {
	line, key := d.lineOf(w), d.keyOf(c, w)
	if key >= d.cutoff[line] {
		return c
	}
	g := d.groupOf[line]
	s := &d.set[g]
	switch {
	case s.shape != none:
		return d.sit(g, c, key)
	case s.to-s.from > d.scan:
		return d.heap(s, line, c, key)
	}
	place, was := s.size, *s
	refused = none
	if s.size == s.to-s.from {
		place, refused = s.worst&(mostScanned-1), s.worst>>seatBits
	} else {
		s.size++
	}
	put(d, inEntry, d.entry, s.from+place, uint64(key)<<32|uint64(c)<<seatBits|uint64(place))
	if s.size == s.to-s.from {
		worst := latest(d.entry[s.from:s.to])
		s.worst = int32(uint32(worst))
		put(d, inCutoff, d.cutoff, line, uint32(worst>>32))
	}
	if d.recording {
		d.journal = append(d.journal, change{inSet, g, uint64(was.size)<<32 | uint64(was.worst)})
	}
	return refused
}

// change is the value that an array had at a place.
type change struct {
	of  array
	at  int32
	was uint64
}

// array names an array of the state.
type array uint8

const (
	inGot array = iota
	inCutoff
	inSet
	inEntry
	inWho
)

func put[T int32 | uint32 | uint64 | sitter](d *state, name array, to []T, at int32, value T) {
	if d.recording {
		d.journal = append(d.journal, change{name, at, uint64(to[at])})
	}
	to[at] = value
}

// undo takes back everything since the journal had this length.
func (d *state) undo(length int) {
	for i := len(d.journal) - 1; i >= length; i-- {
		at, was := d.journal[i].at, d.journal[i].was
		switch d.journal[i].of {
		case inGot:
			d.got[at] = int32(was)
		case inCutoff:
			d.cutoff[at] = uint32(was)
		case inSet:
			d.set[at].size, d.set[at].worst = int32(was>>32), int32(uint32(was))
		case inEntry:
			d.entry[at] = was
		case inWho:
			d.who[at] = sitter(was)
		}
	}
	d.journal = d.journal[:length]
}
