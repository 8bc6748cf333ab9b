package allocation

import "math/bits"

// deferAcceptance lets children propose and groups hold the best so far (Gale & Shapley 1962, with the choice of Kominers &
// Sönmez 2016). The order of proposals cannot change the outcome.
func (e *engine) deferAcceptance(p *placement) error {
	d := &e.state
	d.open(p)
	propose := d.proposeAll
	switch {
	case !d.quick:
	case d.slotted == nil:
		propose = d.race
	default:
		propose = d.raceForSlots
	}
	for from := 0; from < len(p.children); from += stride {
		to := min(from+stride, len(p.children))
		if err := e.tick(to - from); err != nil {
			return err
		}
		propose(int32(from), int32(to))
	}
	return nil
}

func (d *state) proposeAll(from, to int32) {
	for c := from; c < to; c++ {
		d.propose(c, d.wishOff[c])
	}
}

// isQuick reports whether a faster loop will do. Where no slots differ, sets must be small. Where some do, each child must be
// welcome on all of them: then a group may gather children until all its slots have somebody, and who sits where shows then. In
// a market with families every step can be taken back, so that nothing waits.
func (d *state) isQuick() bool {
	most := int32(0)
	for g := range d.set {
		s := &d.set[g]
		if s.shape != none && (!d.shapes[s.shape].anywhere || len(d.bound(int32(g))) > 0) {
			return false
		}
		if s.shape != none || d.slotted == nil {
			most = max(most, s.to-s.from)
		}
	}
	if d.slotted == nil {
		return most <= d.scan
	}
	d.bits = bits.Len32(uint32(most))
	return d.families == nil && d.classes <= mostLines && len(d.children)>>(31-d.bits) == 0
}

// race is propose for all children from one to another where no slots differ and d.quick: the same, in one loop.
func (d *state) race(from, to int32) {
	off, wish, got, cutoff := d.wishOff, d.wish, d.got, d.cutoff
	for first := from; first < to; first++ {
		c, w := first, off[first]
		for {
			var key, line uint32
			end := off[c+1]
			for ; w < end; w++ {
				key, line = uint32(wish[w]>>32), uint32(wish[w])
				if key < cutoff[line] {
					break
				}
			}
			if w == end {
				got[c] = none
				break
			}
			got[c] = w
			s := &d.set[line]
			seats := d.entry[s.from:s.to]
			entry := uint64(key)<<32 | uint64(c)<<seatBits
			if n := s.size; n < int32(len(seats)) {
				seats[n] = entry | uint64(n)
				s.size = n + 1
				if n+1 == int32(len(seats)) {
					worst := latest(seats)
					s.worst, cutoff[line] = int32(uint32(worst)), uint32(worst>>32)
				}
				break
			}
			place := s.worst & (mostScanned - 1)
			c = s.worst >> seatBits
			seats[place] = entry | uint64(place)
			worst := latest(seats)
			s.worst, cutoff[line] = int32(uint32(worst)), uint32(worst>>32)
			w = got[c] + 1
		}
	}
}

// raceForSlots is race where some slots differ.
func (d *state) raceForSlots(from, to int32) {
	off, wish, got, cutoff := d.wishOff, d.wish, d.got, d.cutoff
	for first := from; first < to; first++ {
		c, w := first, off[first]
		for c != none {
			var key, line uint32
			end := off[c+1]
			for ; w < end; w++ {
				key, line = uint32(wish[w]>>32), uint32(wish[w])
				if key < cutoff[line] {
					break
				}
			}
			if w == end {
				got[c] = none
				break
			}
			got[c] = w
			if g := d.groupOf[line]; d.set[g].shape != none {
				c = d.gather(g, int32(line), c, key)
			} else {
				c = d.hold(c, w)
			}
			if c != none {
				w = got[c] + 1
			}
		}
	}
}

// latest returns the largest of some entries. Four chains of comparisons run side by side.
func latest(seats []uint64) uint64 {
	var a, b, c, d uint64
	for len(seats) >= 8 {
		a, b, c, d = max(a, seats[0]), max(b, seats[1]), max(c, seats[2]), max(d, seats[3])
		a, b, c, d = max(a, seats[4]), max(b, seats[5]), max(c, seats[6]), max(d, seats[7])
		seats = seats[8:]
	}
	for _, entry := range seats {
		a = max(a, entry)
	}
	return max(a, b, c, d)
}
