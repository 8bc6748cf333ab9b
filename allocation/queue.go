package allocation

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// lineUp returns the children in queue order: by their numbers, by the draw of a lottery, or as the input gives them.
func lineUp(c *Compact) []int32 {
	switch {
	case c.Number != nil:
		return byNumber(c.Number)
	case c.Lottery != nil:
		return draw(c)
	}
	queue := make([]int32, len(c.Class))
	for i := range queue {
		queue[i] = int32(i)
	}
	return queue
}

func byNumber(numbers []int64) []int32 {
	queue := make([]int32, len(numbers))
	for i := range queue {
		queue[i] = int32(i)
	}
	if slices.IsSorted(numbers) {
		return queue
	}
	keys := make([]sortKey, len(numbers))
	for i, n := range numbers {
		keys[i] = sortKey{head: uint64(n), name: int32(i)}
	}
	for i, key := range radixSort(keys) {
		queue[i] = key.name
	}
	return queue
}

// draw ranks by HMAC-SHA-256(seed, id); equal digests would fall in the order of ids.
func draw(c *Compact) []int32 {
	seed, _ := hex.DecodeString(c.Lottery.Seed) // NewCompact has read it before
	digests := make([][sha256.Size]byte, len(c.Class))
	mac := hmac.New(sha256.New, seed)
	for i := range digests {
		mac.Reset()
		mac.Write([]byte(c.ChildIDs.At(int32(i))))
		mac.Sum(digests[i][:0])
	}
	queue := slices.Clone(c.ChildrenByID)
	slices.SortStableFunc(queue, func(a, b int32) int { return bytes.Compare(digests[a][:], digests[b][:]) })
	return queue
}

// list returns the groups that count of a child's wishes: those up to the seat that it holds, and this seat at the end.
func (c *Compact) list(child int32) (wishes []int32, last int32) {
	wishes, last = c.wishes(child), none
	if held := c.Holds[child]; held != none {
		if at := slices.Index(wishes, held); at >= 0 {
			return wishes[:at+1], none
		}
		last = held
	}
	return wishes, last
}

// order returns the children of a group's own order, best first.
func (c *Compact) order(group int32) []int32 { return c.Order[c.OrderOff[group]:c.OrderOff[group+1]] }
