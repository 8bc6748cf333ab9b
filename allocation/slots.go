package allocation

import "slices"

// empty is the entry of a slot on which nobody sits: behind every child that may sit there, before every child that may not.
const empty = uint64(1)<<63 - 1

// kept is the entry of a bound slot on which its holder sits.
const kept = uint64(0)

// sitter is a child on a slot, its class above; nobody is on an empty one.
type sitter uint64

func sitterOf(class, c int32) sitter { return sitter(class)<<32 | sitter(uint32(c)) }

func (s sitter) child() int32 { return int32(uint32(s)) }

func (s sitter) class() int32 { return int32(s >> 32) }

// slots is room to work in for groups whose slots differ.
type slots struct {
	last []ending // the last slot of each kind of a group
	line []uint64 // entries in the order of keys
	next []int32  // place in line → the next one of its class
	head []uint64 // class → its first place in line
}

// ending is who sits on the last slot of a kind.
type ending struct {
	kind  uint16
	entry uint64
}

// openSlots empties all slots that differ.
func (d *state) openSlots() {
	d.slots.head = resize(d.slots.head, d.classes)
	d.left = append(d.left[:0], d.reserve...)
	for g := range d.set {
		s := &d.set[g]
		if s.shape == none {
			continue
		}
		if d.quick {
			s.seated = d.shapes[s.shape].reserves == nil
			continue
		}
		for at := s.from; at < s.to; at++ {
			d.entry[at] = empty
		}
		s.seated, s.size = true, s.to-s.from
		d.drawLines(int32(g))
	}
}

// gather is hold for a group whose slots differ, where d.quick. As long as the children of every class with a reserve fit into
// it, all of them get in whoever else comes, and the others get in by their keys alone: the group holds a small set in which
// the former stand before all others. When a reserve is used up, slots decide from then on; until all slots have somebody,
// nobody need sit.
func (d *state) gather(g, line, c int32, key uint32) (refused int32) {
	s := &d.set[g]
	if left := d.left[line]; s.seated {
		// slots decide
	} else if left > 0 {
		d.left[line]--
		key = heldKey
	} else if left == 0 {
		s.seated = true
		if s.size == s.to-s.from {
			d.seat(g)
		}
	}
	entry := uint64(key)<<32 | uint64(c)<<d.bits
	switch {
	case s.size < s.to-s.from:
		d.entry[s.from+s.size] = entry | uint64(s.size)
		refused = none
		if s.size++; s.size < s.to-s.from {
			return none
		}
		if s.seated {
			d.seat(g)
			return none
		}
	case s.seated:
		return d.sit(g, c, key)
	default:
		place := s.worst & (1<<d.bits - 1)
		refused = s.worst >> d.bits
		d.entry[s.from+place] = entry | uint64(place)
	}
	worst := latest(d.entry[s.from:s.to])
	s.worst = int32(uint32(worst))
	for at := d.lineOff[g]; at < d.lineOff[g+1]; at++ {
		if d.left[at] == none {
			d.cutoff[at] = uint32(worst >> 32)
		}
	}
	return refused
}

// nobody is the place in line behind all others.
const nobody = uint64(1) << 31

// seat gives all slots of a group to as many children as it has gathered, slot by slot to the best one left.
func (d *state) seat(g int32) {
	s := &d.set[g]
	shape := &d.shapes[s.shape]
	all, kinds := d.entry[s.from:s.to], d.slotKind[s.from:s.to]
	line, head := append(d.slots.line[:0], all...), d.slots.head
	for i, entry := range line {
		if entry>>32 == uint64(heldKey) { // gathered in a reserve
			line[i] |= uint64(d.key(d.got[uint32(entry)>>d.bits])) << 32
		}
	}
	next := resize(d.slots.next, len(line))
	d.slots.line, d.slots.next = line, next
	sortEntries(line)
	for class := range head {
		head[class] = nobody
	}
	for i := len(line) - 1; i >= 0; i-- {
		class := d.class[uint32(line[i])>>d.bits]
		next[i], head[class] = int32(uint32(head[class])), uint64(i)
	}
	for i, kind := range kinds {
		best, whose := nowhere, 0
		for class, first := range head {
			// behind all tiers stands who is not in line
			rank := shape.tiers[class*len(shape.kinds)+int(kind)] | first | -(first >> 31)
			if rank < best {
				best, whose = rank, class
			}
		}
		first := uint32(best)
		head[whose] = uint64(uint32(next[first]))
		all[i] = best>>32<<32 | line[first]>>32
		d.who[s.from+int32(i)] = sitterOf(int32(whose), int32(uint32(line[first])>>d.bits))
	}
	d.drawLines(g)
}

// sortEntries sorts few entries by insertion.
func sortEntries(all []uint64) {
	if len(all) > mostScanned {
		slices.Sort(all)
		return
	}
	for i, entry := range all {
		for i > 0 && all[i-1] > entry {
			all[i] = all[i-1]
			i--
		}
		all[i] = entry
	}
}

// sit lets a child look for a slot of the group, in the order of precedence, and whoever it pushes out after it. A holder goes
// to its own slot.
func (d *state) sit(g, c int32, key uint32) (refused int32) {
	at := d.set[g].from
	if key == heldKey {
		bound := d.bound(g)
		at = d.set[g].to - int32(len(bound)) + int32(slices.Index(bound, c))
		was, sitting := d.entry[at], d.who[at]
		put(d, inEntry, d.entry, at, kept)
		put(d, inWho, d.who, at, sitterOf(d.class[c], c))
		if was == empty {
			d.drawLines(g)
			return none
		}
		c, key = sitting.child(), uint32(was)
		at++
	}
	refused = d.walk(g, c, key, at)
	d.drawLines(g)
	return refused
}

// walk is sit from a slot on.
func (d *state) walk(g, c int32, key uint32, at int32) (refused int32) {
	s := &d.set[g]
	shape, me := &d.shapes[s.shape], sitterOf(d.class[c], c)
	tiers := shape.of(me.class())
	entries, kinds, who := d.entry[:s.to], d.slotKind[:s.to], d.who[:s.to]
	for ; at < s.to; at++ {
		was := entries[at]
		mine := tiers[kinds[at]] | uint64(key)
		if mine >= was {
			continue
		}
		sitting := who[at]
		put(d, inEntry, entries, at, mine)
		put(d, inWho, who, at, me)
		if was == empty {
			return none
		}
		key = uint32(was)
		if sitting.class() != me.class() {
			tiers = shape.of(sitting.class())
		}
		me = sitting
	}
	return me.child()
}

// drawLines says for each class from which key on a child would find no slot. Among the slots of one kind a later one has a
// child who stands behind, so that the last one decides.
func (d *state) drawLines(g int32) {
	from, to := d.lineOff[g], d.lineOff[g+1]
	if to-from != int32(d.classes) {
		return
	}
	d.findEndings(g)
	shape := d.shape(g)
	for class := range to - from {
		cutoff := d.cutoffOf(shape.of(class))
		if cutoff != d.cutoff[from+class] {
			put(d, inCutoff, d.cutoff, from+class, cutoff)
		}
	}
}

// findEndings looks for the last slot of each kind; those that holders have taken back are not to be had.
func (d *state) findEndings(g int32) {
	s := &d.set[g]
	last, kinds := d.slots.last[:0], len(d.shapes[s.shape].kinds)
	for at := s.to - 1; at >= s.from && len(last) < kinds; at-- {
		entry, kind := d.entry[at], d.slotKind[at]
		if entry == kept {
			continue
		}
		seen := false
		for i := range last {
			seen = seen || last[i].kind == kind
		}
		if !seen {
			last = append(last, ending{kind, entry})
		}
	}
	d.slots.last = last
}

// cutoffOf compares a class with the endings. Whoever holds a seat here always gets in.
func (d *state) cutoffOf(tiers []uint64) uint32 {
	cutoff := heldKey + 1
	for _, last := range d.slots.last {
		switch tier := tiers[last.kind] >> 32; {
		case tier < last.entry>>32:
			return cannot
		case tier == last.entry>>32:
			cutoff = max(cutoff, uint32(last.entry))
		}
	}
	return cutoff
}
