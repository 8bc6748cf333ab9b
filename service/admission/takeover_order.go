package admission

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/balajol/balajol/preschool"
)

// OrderHash is the proof that the order of an old list was kept: SHA-256, in hexadecimal, over "number of the line, space,
// application or placement, newline" of the accepted lines in the order in which they stand here.
func OrderHash(lines []preschool.TakeoverLine) string {
	h := sha256.New()
	for _, l := range lines {
		fmt.Fprintf(h, "%d %s\n", l.Number, cmp.Or(string(l.Application), string(l.Placement)))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// inOrder are the lines in the order of the old list: by date, then by number, then as they stand in the file.
func inOrder(lines []*oldLine) []*oldLine {
	ordered := slices.Clone(lines)
	slices.SortStableFunc(ordered, func(a, b *oldLine) int {
		return cmp.Or(a.registered.Compare(b.registered), cmp.Compare(a.list, b.list), cmp.Compare(a.number, b.number), cmp.Compare(a.line, b.line))
	})
	return ordered
}

// checkOrder looks for lines whose number and date contradict each other: all but a longest run of lines that agree, in
// each of the old queues.
func (c *takeoverCheck) checkOrder() {
	lists := map[string][]*oldLine{}
	for _, l := range c.lines {
		if l.accepted() && l.number > 0 {
			lists[l.list] = append(lists[l.list], l)
		}
	}
	for _, name := range sorted(lists) {
		lines := lists[name]
		slices.SortFunc(lines, func(a, b *oldLine) int { return cmp.Compare(a.number, b.number) })
		times := make([]time.Time, len(lines))
		for i, l := range lines {
			times[i] = l.registered
		}
		agree := longestRun(times)
		for i, l := range lines {
			if !agree[i] {
				l.fault(colRegistered, "order", 0)
			}
		}
	}
}

// longestRun marks the members of one longest subsequence that never goes back in time.
func longestRun(times []time.Time) []bool {
	var tails []int // index of the last member of the best run of each length
	before := make([]int, len(times))
	for i, at := range times {
		n := sort.Search(len(tails), func(n int) bool { return times[tails[n]].After(at) })
		before[i] = -1
		if n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	member := make([]bool, len(times))
	if len(tails) == 0 {
		return member
	}
	for i := tails[len(tails)-1]; i >= 0; i = before[i] {
		member[i] = true
	}
	return member
}
