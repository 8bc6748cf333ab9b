package allocation

// The heap of a group with one slot kind: state[slot+slotOff[g]] is the worst child's wish, size says how many there are.

func (d *deferred) heapKey(g, w int32) uint64 { return d.key(d.m.distinct[g][0], w) }

// push adds a wish.
func (d *deferred) push(g, w int32) {
	base := d.slot + d.slotOff[g]
	at := d.state[d.size+g]
	d.set(d.size+g, at+1)
	key := d.heapKey(g, w)
	for at > 0 {
		parent := (at - 1) / 2
		above := d.state[base+parent]
		if d.heapKey(g, above) > key {
			break
		}
		d.set(base+at, above)
		at = parent
	}
	d.set(base+at, w)
}

// pop removes the worst wish and returns it.
func (d *deferred) pop(g int32) int32 {
	base := d.slot + d.slotOff[g]
	worst := d.state[base]
	last := d.state[d.size+g] - 1
	d.set(d.size+g, last)
	if last > 0 {
		d.sink(g, d.state[base+last])
	}
	return worst
}

// sink replaces the worst wish by another.
func (d *deferred) sink(g, w int32) {
	base := d.slot + d.slotOff[g]
	size := d.state[d.size+g]
	key := d.heapKey(g, w)
	at := int32(0)
	for {
		child := 2*at + 1
		if child >= size {
			break
		}
		if child+1 < size && d.heapKey(g, d.state[base+child+1]) > d.heapKey(g, d.state[base+child]) {
			child++
		}
		if d.heapKey(g, d.state[base+child]) < key {
			break
		}
		d.set(base+at, d.state[base+child])
		at = child
	}
	d.set(base+at, w)
}
