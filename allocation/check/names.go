package check

import (
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// names are strings by number: one by one, or cut from one text, so that name i is text[end[i]:end[i+1]].
type names struct {
	list []string
	text string
	end  []uint32
}

// listed collects n names.
func listed(n int, name func(i int) string) names {
	all := names{list: make([]string, n)}
	for i := range all.list {
		all.list[i] = name(i)
	}
	return all
}

func (n names) count() int {
	if n.list != nil {
		return len(n.list)
	}
	return max(len(n.end)-1, 0)
}

func (n names) at(i int32) string {
	if n.list != nil {
		return n.list[i]
	}
	return n.text[n.end[i]:n.end[i+1]]
}

// every reports whether all names are such.
func (n names) every(such func(name string) bool) bool {
	for i := range int32(n.count()) {
		if !such(n.at(i)) {
			return false
		}
	}
	return true
}

func isID(name string) bool { return name != "" && utf8.ValidString(name) }

// ranks reports whether the order lists all names, each before those with more bytes or higher ones; then no two are equal.
func (n names) ranks(order []int32) bool {
	if len(order) != n.count() {
		return false
	}
	for i := 1; i < len(order); i++ {
		if n.at(order[i-1]) >= n.at(order[i]) {
			return false
		}
	}
	return true
}

// sorted returns the numbers of the names in the byte order of the names.
func (n names) sorted() []int32 {
	order := inOrder(n.count())
	if n.count() == 0 || n.ranks(order) {
		return order
	}
	shared := n.shared()
	heads := make([]uint64, n.count())
	for i := range heads {
		var head [8]byte
		copy(head[:], n.at(int32(i))[shared:])
		heads[i] = binary.BigEndian.Uint64(head[:])
	}
	sortByKey(order, heads)
	for from, to := 0, 1; from < len(order); from, to = to, to+1 {
		for to < len(order) && heads[order[to]] == heads[order[from]] {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(order[from:to], func(a, b int32) int { return strings.Compare(n.at(a), n.at(b)) })
		}
	}
	return order
}

// shared returns the length of the longest beginning that all names have in common.
func (n names) shared() int {
	beginning := n.at(0)
	for i := range int32(n.count()) {
		for !strings.HasPrefix(n.at(i), beginning) {
			beginning = beginning[:len(beginning)-1]
		}
	}
	return len(beginning)
}

func inOrder(n int) []int32 {
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	return order
}

// sortByKey sorts indices by their keys, equal keys as they stood: by the lowest eleven bits first, then the next eleven. What
// all keys have in common is passed over.
func sortByKey(order []int32, keys []uint64) {
	const bits, digits = 11, 1 << 11
	if len(order) < digits {
		slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(keys[a], keys[b]) })
		return
	}
	differ := uint64(0)
	for _, key := range keys {
		differ |= key ^ keys[0]
	}
	from, to := order, make([]int32, len(order))
	for shift := 0; shift < 64; shift += bits {
		if differ>>shift&(digits-1) == 0 {
			continue
		}
		var start [digits + 1]int32
		for _, key := range keys {
			start[key>>shift&(digits-1)+1]++
		}
		for d := range digits {
			start[d+1] += start[d]
		}
		for _, i := range from {
			at := &start[keys[i]>>shift&(digits-1)]
			to[*at] = i
			*at++
		}
		from, to = to, from
	}
	copy(order, from)
}

// table finds the number of a name. The seed differs from run to run, so that nobody can write names that all fall on one
// place; it cannot change an answer.
type table struct {
	names
	seed  maphash.Seed
	slots []uint64 // upper half of the hash, number + 1; 0 = free. A power of two, at least half of them free
	batch [32]question
}

func newTable(all names) *table {
	size := 16
	for size < 2*all.count() {
		size *= 2
	}
	t := &table{names: all, seed: maphash.MakeSeed(), slots: make([]uint64, size)}
	for i := range int32(all.count()) {
		hash := maphash.String(t.seed, all.at(i))
		at := hash & uint64(size-1)
		for t.slots[at] != 0 {
			at = (at + 1) & uint64(size-1)
		}
		t.slots[at] = hash&tagged | uint64(i+1)
	}
	return t
}

const tagged = math.MaxUint32 << 32

// find returns the number of the name, none if there is none; of equal names, the first.
func (t *table) find(name string) int32 { return t.probe(maphash.String(t.seed, name), name) }

func (t *table) probe(hash uint64, name string) int32 {
	mask := uint64(len(t.slots) - 1)
	for at := hash & mask; t.slots[at] != 0; at = (at + 1) & mask {
		if (t.slots[at]^hash)&tagged == 0 {
			if i := int32(uint32(t.slots[at])) - 1; t.at(i) == name {
				return i
			}
		}
	}
	return none
}

// findAll finds many names and returns how many it found before the first that there is none of. What takes the time is waiting
// for memory, so it asks for many places at once.
func (t *table) findAll(list []string, found []int32) int {
	b, mask := &t.batch, uint64(len(t.slots)-1)
	for done := 0; done < len(list); done += len(b) {
		wanted := list[done:min(done+len(b), len(list))]
		for i, name := range wanted {
			b[i].hash = maphash.String(t.seed, name)
		}
		for i := range wanted {
			b[i].slot = t.slots[b[i].hash&mask]
		}
		for i := range wanted {
			q := &b[i]
			for at := q.hash & mask; q.slot != 0 && (q.slot^q.hash)&tagged != 0; q.slot = t.slots[at] {
				at = (at + 1) & mask
			}
			if q.slot != 0 {
				q.name = t.at(int32(uint32(q.slot)) - 1)
			}
		}
		for i, name := range wanted {
			number := int32(uint32(b[i].slot)) - 1
			if number != none && b[i].name != name {
				number = t.probe(b[i].hash, name)
			}
			if number == none {
				return done + i
			}
			found[done+i] = number
		}
	}
	return len(list)
}

// question is a name on its way through findAll.
type question struct {
	hash, slot uint64
	name       string // that of the slot
}
