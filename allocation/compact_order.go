package allocation

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// byName returns the numbers of names in the byte order of the names, which all differ.
func byName(names Names) []int32 {
	n := names.count()
	order := make([]int32, n)
	rising := true
	for i := range order {
		order[i] = int32(i)
		rising = rising && (i == 0 || names.At(int32(i-1)) < names.At(int32(i)))
	}
	if rising {
		return order
	}
	shared := sharedPrefix(names)
	keys := make([]sortKey, n)
	for i := range keys {
		keys[i] = sortKey{head: headOf(names.At(int32(i))[shared:]), name: int32(i)}
	}
	keys = radixSort(keys)
	for from := 0; from < n; {
		to := from + 1
		for to < n && keys[to].head == keys[from].head {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(keys[from:to], func(a, b sortKey) int { return strings.Compare(names.At(a.name), names.At(b.name)) })
		}
		from = to
	}
	for i := range keys {
		order[i] = keys[i].name
	}
	return order
}

// sortKey is the beginning of a name, as a number that orders like the bytes.
type sortKey struct {
	head uint64
	name int32
}

// headOf reads eight bytes; a shorter name is filled up with zeros, equal heads are told apart by the names.
func headOf(name string) uint64 {
	var head [8]byte
	copy(head[:], name)
	return binary.BigEndian.Uint64(head[:])
}

// sharedPrefix returns how many bytes all names begin with alike.
func sharedPrefix(names Names) int {
	first := names.At(0)
	shared := len(first)
	for i := range int32(names.count()) {
		name := names.At(i)
		shared = min(shared, len(name))
		for name[:shared] != first[:shared] {
			shared--
		}
	}
	return shared
}

// radixSort sorts by head, eleven bits at a time from the lowest on, and passes over digits in which all heads agree.
func radixSort(keys []sortKey) []sortKey {
	if len(keys) < 1<<10 {
		slices.SortFunc(keys, func(a, b sortKey) int { return cmp.Compare(a.head, b.head) })
		return keys
	}
	const digit = 11
	spare := make([]sortKey, len(keys))
	for shift := 0; shift < 64; shift += digit {
		var ends [1 << digit]int32
		for i := range keys {
			ends[keys[i].head>>shift&(1<<digit-1)]++
		}
		if ends[keys[0].head>>shift&(1<<digit-1)] == int32(len(keys)) {
			continue
		}
		sum := int32(0)
		for d, count := range ends {
			ends[d] = sum
			sum += count
		}
		for _, key := range keys {
			at := &ends[key.head>>shift&(1<<digit-1)]
			spare[*at] = key
			*at++
		}
		keys, spare = spare, keys
	}
	return keys
}
