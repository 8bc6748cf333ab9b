package allocation

// heap is hold for a group with many seats: a heap with the worst entry on top.
func (d *state) heap(s *set, line, c int32, key uint32) (refused int32) {
	entry := uint64(key)<<32 | uint64(uint32(c))
	refused = none
	if s.size == s.to-s.from {
		refused = int32(uint32(d.entry[s.from]))
		d.sink(s.from, s.size, entry)
	} else {
		if d.recording {
			d.journal = append(d.journal, change{inSet, d.groupOf[line], uint64(s.size) << 32})
		}
		s.size++
		d.rise(s.from, s.size-1, entry)
	}
	if s.size == s.to-s.from {
		put(d, inCutoff, d.cutoff, line, uint32(d.entry[s.from]>>32))
	}
	return refused
}

// rise puts an entry at the end of a heap.
func (d *state) rise(base, at int32, entry uint64) {
	for at > 0 {
		parent := (at - 1) / 2
		above := d.entry[base+parent]
		if above > entry {
			break
		}
		put(d, inEntry, d.entry, base+at, above)
		at = parent
	}
	put(d, inEntry, d.entry, base+at, entry)
}

// sink puts an entry in the place of the worst one.
func (d *state) sink(base, size int32, entry uint64) {
	at := int32(0)
	for {
		child := 2*at + 1
		if child >= size {
			break
		}
		if child+1 < size && d.entry[base+child+1] > d.entry[base+child] {
			child++
		}
		if d.entry[base+child] < entry {
			break
		}
		put(d, inEntry, d.entry, base+at, d.entry[base+child])
		at = child
	}
	put(d, inEntry, d.entry, base+at, entry)
}
