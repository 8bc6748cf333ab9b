package allocation

import "slices"

// batchSize is how many ids are looked up at a time.
const batchSize = 64

// batch looks up the ids of lists, many together: the memory that they touch is asked for at once rather than one miss after
// the other, which makes a table of a million ids several times as fast.
type batch struct {
	of       *ids
	to       *[]int32 // takes the numbers
	mark     int32    // tells one list from another
	repeated string   // what to say when an id stands in a list twice; "" = it may

	size  int
	token [batchSize][]byte
	count [batchSize]uint32 // counters
	heat  int32             // what was read ahead; means nothing
}

// add takes an id, whose bytes must stay until flush. It reports whether the batch is full.
func (q *batch) add(id []byte) bool {
	q.token[q.size], q.count[q.size] = id, q.of.counter(id)
	q.size++
	return q.size == batchSize
}

// flush appends the numbers of the ids taken. If one of them cannot stand here, bad is its place in the batch.
func (q *batch) flush() (bad int, reason string) {
	q.readAhead()
	size, all, counts := q.size, *q.to, q.of.counts
	q.size = 0
	if len(all)+size > cap(all) {
		all = slices.Grow(all, max(size, len(all))) // append would grow by a quarter and copy four times as much
	}
	for i := range size {
		var found *spot
		if count := q.count[i]; count < uint32(len(counts)) && counts[count].next != 0 {
			found = &counts[count]
		} else if found = q.of.place(q.token[i], count); found == nil {
			return i, "not UTF-8"
		} else {
			counts = q.of.counts
		}
		if found.mark == q.mark && q.repeated != "" {
			return i, q.repeated
		}
		found.mark = q.mark
		all = append(all, found.next-1)
	}
	*q.to = all
	return 0, ""
}

// describe notes that the ids taken have their descriptions in the rows from first on. If one has another already, bad is its
// place in the batch.
func (q *batch) describe(first int) (bad int, reason string) {
	q.readAhead()
	size := q.size
	q.size = 0
	for i := range size {
		found := q.of.place(q.token[i], q.count[i])
		if found == nil {
			return i, "not UTF-8"
		}
		seen := &q.of.seen[found.next-1]
		if seen.row != none {
			return i, q.repeated
		}
		seen.row = int32(first + i)
	}
	return 0, ""
}

// readAhead asks for the memory that the ids of the batch need, where the table is too large for a cache.
func (q *batch) readAhead() {
	heat := int32(0)
	if counts := q.of.counts; len(counts) > small {
		for _, count := range q.count[:q.size] {
			if int(count) < len(counts) {
				heat ^= counts[count].next
			}
		}
	}
	if slots := q.of.slots; q.of.hashed > small {
		mask := uint64(len(slots) - 1)
		for i := range q.size {
			if int(q.count[i]) >= len(q.of.counts) {
				heat ^= slots[keyOf(q.token[i]).hash()&mask].next
			}
		}
	}
	q.heat = heat
}

// small is how many ids fit into a cache that answers at once.
const small = 1 << 13

// walk takes a whole list of strings, which it copies to lent. If one of them cannot stand here, bad is its place.
func (q *batch) walk(list []string, lent *[]byte) (bad int, reason string) {
	for from := 0; from < len(list); from += batchSize {
		part := list[from:min(from+batchSize, len(list))]
		*lent = (*lent)[:0]
		for _, id := range part {
			*lent = append(*lent, id...)
		}
		rest := *lent
		for _, id := range part {
			q.add(rest[:len(id)])
			rest = rest[len(id):]
		}
		if bad, reason = q.flush(); reason != "" {
			return from + bad, reason
		}
	}
	return 0, ""
}
