package allocation

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Names are strings laid one after the other: name i is Text[End[i]:End[i+1]], so that a million ids are two objects.
type Names struct {
	Text string
	End  []uint32 // one entry more than there are names, the first 0
}

// At returns name i as a part of Text.
func (n Names) At(i int32) string { return n.Text[n.End[i]:n.End[i+1]] }

// count returns how many names there are; the zero value has none.
func (n Names) count() int { return max(len(n.End)-1, 0) }

// ids numbers strings by first sight. A file may name a child before it describes it; row tells which description a number
// got, none = no one yet. Ids that count up, as most do, are found by their counter, all others by a hash.
type ids struct {
	text   strings.Builder
	seen   []sight
	shape  idShape
	counts []spot // by counter
	slots  []idSlot
	hashed int // ids in slots
}

// sight is what is known of a number.
type sight struct {
	from, to uint32 // in text
	row      int32  // the description of this id, none = only named
}

// spot is what a look-up finds.
type spot struct {
	next int32 // number + 1, 0 = free
	mark int32 // the last list that named it, from 1 on
}

// idSlot is a place of the hash table with everything that a look-up needs, so that it costs one line of the cache.
type idSlot struct {
	idKey
	spot
}

const (
	maxText = 1<<32 - 1
	maxIDs  = 1 << 30
)

// number returns the number of id, a new one if id was not seen before; none for a new id that is not UTF-8, or too much.
func (t *ids) number(id []byte) int32 {
	found := t.place(id, t.counter(id))
	if found == nil {
		return none
	}
	return found.next - 1
}

// counter returns the counter of an id. The first id that has a shape gives it; none before it has that shape.
func (t *ids) counter(id []byte) uint32 {
	if t.shape.length == 0 {
		t.shape = shapeOf(id)
	}
	return t.shape.counter(id)
}

// place returns where the number of id stands, which is a new one if id was not seen before; nil for a new id that cannot be
// one. The place is good until the next new id.
func (t *ids) place(id []byte, counter uint32) *spot {
	if counter < uint32(len(t.counts)) && t.counts[counter].next != 0 {
		return &t.counts[counter]
	}
	key := keyOf(id)
	if found := t.findKey(id, key); found != nil {
		return found
	}
	if !utf8.Valid(id) || t.text.Len()+len(id) > maxText || len(t.seen) >= maxIDs {
		return nil
	}
	if len(t.seen) == cap(t.seen) {
		t.expect(max(16, len(t.seen)))
	}
	from := uint32(t.text.Len())
	t.text.Write(id)
	t.seen = append(t.seen, sight{from: from, to: uint32(t.text.Len()), row: none})
	free := t.free(key, counter)
	free.next = int32(len(t.seen))
	return free
}

// find returns where the number of id stands, nil if it was not seen before.
func (t *ids) find(id []byte, counter uint32) *spot {
	if counter < uint32(len(t.counts)) && t.counts[counter].next != 0 {
		return &t.counts[counter]
	}
	return t.findKey(id, keyOf(id))
}

func (t *ids) findKey(id []byte, key idKey) *spot {
	if t.hashed == 0 {
		return nil
	}
	mask := uint64(len(t.slots) - 1)
	for at := key.hash() & mask; t.slots[at].next != 0; at = (at + 1) & mask {
		slot := &t.slots[at]
		if slot.idKey == key && (key.high < longID || t.at(slot.next-1) == string(id)) {
			return &slot.spot
		}
	}
	return nil
}

// free returns a place for a new id: by its counter, unless there are too few ids for so high a counter.
func (t *ids) free(key idKey, counter uint32) *spot {
	if most := uint32(min(64*len(t.seen)+1<<10, max(4*len(t.seen), 1<<20))); counter < most {
		if long := uint32(len(t.counts)); counter >= long {
			t.counts = append(t.counts, make([]spot, min(most, max(2*long, counter+1))-long)...)
		}
		return &t.counts[counter]
	}
	if t.hashed >= len(t.slots)/4*3 {
		t.grow(max(64, 2*len(t.slots)))
	}
	t.hashed++
	mask := uint64(len(t.slots) - 1)
	at := key.hash() & mask
	for t.slots[at].next != 0 {
		at = (at + 1) & mask
	}
	t.slots[at].idKey = key
	return &t.slots[at].spot
}

// expect asks for memory for so many more ids.
func (t *ids) expect(many int) { t.seen = slices.Grow(t.seen, many) }

func (t *ids) grow(size int) {
	old := t.slots
	t.slots = make([]idSlot, size)
	mask := uint64(size - 1)
	for i := range old {
		if old[i].next == 0 {
			continue
		}
		at := old[i].hash() & mask
		for t.slots[at].next != 0 {
			at = (at + 1) & mask
		}
		t.slots[at] = old[i]
	}
}

// at returns a string by its number.
func (t *ids) at(n int32) string { return t.text.String()[t.seen[n].from:t.seen[n].to] }

// row returns the description of id, none if there is none.
func (t *ids) row(id []byte) int32 {
	found := t.find(id, t.shape.counter(id))
	if found == nil {
		return none
	}
	return t.seen[found.next-1].row
}

// describe notes that id has its description in this row; the reason says why that cannot be.
func (t *ids) describe(id []byte, row int) (reason string) {
	if len(id) == 0 {
		return "empty"
	}
	n := t.number(id)
	switch {
	case n == none:
		return "not UTF-8"
	case t.seen[n].row != none:
		return "repeated"
	}
	t.seen[n].row = int32(row)
	return ""
}

// settled reports whether numbers are rows already, as they are when every id was described before it was named.
func (t *ids) settled(rows int) bool {
	if len(t.seen) != rows {
		return false
	}
	for n := range t.seen {
		if t.seen[n].row != int32(n) {
			return false
		}
	}
	return true
}

// toRows turns numbers into rows and returns the first place whose id has none, −1 if all have.
func (t *ids) toRows(numbers []int32) int {
	for i, n := range numbers {
		if n == none {
			continue
		}
		numbers[i] = t.seen[n].row
		if numbers[i] == none {
			numbers[i] = n
			return i
		}
	}
	return -1
}

// names returns the described ids in the order of their rows.
func (t *ids) names(rows int) Names {
	if t.settled(rows) {
		names := Names{Text: t.text.String(), End: make([]uint32, rows+1)}
		for n := range t.seen {
			names.End[n+1] = t.seen[n].to
		}
		return names
	}
	numbers := slices.Repeat([]int32{none}, rows)
	for n := range t.seen {
		if row := t.seen[n].row; row != none {
			numbers[row] = int32(n)
		}
	}
	var text strings.Builder
	text.Grow(t.text.Len())
	names := Names{End: make([]uint32, 1, rows+1)}
	for _, n := range numbers {
		text.WriteString(t.at(n))
		names.End = append(names.End, uint32(text.Len()))
	}
	names.Text = text.String()
	return names
}
