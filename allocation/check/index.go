package check

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
)

// shape judges that every number leads somewhere, so that nothing after it can go astray.
func (f *facts) shape() string {
	groups, children, families := len(f.seats), len(f.class), len(f.given)
	if len(f.classNames) == 0 || f.classNames[0] != "" || f.groupIDs.count() != groups || f.childIDs.count() != children ||
		len(f.site) != groups || len(f.start) != groups || len(f.hasOrder) != groups || len(f.joint) != families ||
		f.number != nil && len(f.number) != children || f.holds != nil && len(f.holds) != children {
		return "the lists of the problem have different lengths"
	}
	for _, lists := range []struct {
		off, of []int32
		rows    int
		values  int
	}{
		{f.patternOff, f.pattern, groups, len(f.slotKinds)}, {f.orderOff, f.order, groups, children},
		{f.wishOff, f.wish, children, groups}, {f.memberOff, f.member, families, children},
	} {
		if !covers(lists.off, lists.rows, len(lists.of)) || !below(lists.of, lists.values) {
			return "a list of the problem leads nowhere"
		}
	}
	if !below(f.class, len(f.classNames)) || !below(f.site, f.siteIDs.count()) || !below(f.groupsByID, groups) || !below(f.childrenByID, children) {
		return "a list of the problem leads nowhere"
	}
	for g := range f.hasOrder {
		if !f.hasOrder[g] && f.orderOff[g] < f.orderOff[g+1] {
			return "a group without an order has one"
		}
	}
	for _, g := range f.holds {
		if g < none || int(g) >= groups {
			return "a child holds a seat in an unknown group"
		}
	}
	return ""
}

// covers reports whether the offsets cut a list of this length into rows.
func covers(off []int32, rows, length int) bool {
	return len(off) == rows+1 && off[0] == 0 && int(off[rows]) == length && slices.IsSorted(off)
}

func below(all []int32, limit int) bool {
	highest := uint32(0)
	for _, one := range all {
		highest = max(highest, uint32(one))
	}
	return len(all) == 0 || int64(highest) < int64(limit)
}

// indexQueue finds the law's order: numbers, places in the file, or a draw.
func (b *book) indexQueue() string {
	b.queue, b.rank = inOrder(int(b.children())), make([]int32, b.children())
	reason := ""
	switch {
	case b.lottery != nil:
		reason = b.draw()
	case b.number != nil:
		reason = b.sortNumbers()
	}
	for at, c := range b.queue {
		b.rank[c] = int32(at)
	}
	return reason
}

func (b *book) draw() string {
	seed, err := hex.DecodeString(b.lottery.Seed)
	if err != nil || len(seed) == 0 || b.number != nil {
		return "the lottery has no seed, or a child has a number besides"
	}
	tickets := make([][sha256.Size]byte, b.children())
	mac := hmac.New(sha256.New, seed)
	for c := range tickets {
		mac.Reset()
		mac.Write([]byte(b.childIDs.at(int32(c))))
		mac.Sum(tickets[c][:0])
	}
	copy(b.queue, b.childrenByID)
	slices.SortStableFunc(b.queue, func(a, c int32) int { return bytes.Compare(tickets[a][:], tickets[c][:]) })
	return ""
}

// sortNumbers orders the children by number. Numbers of a queue are close together: then each has a place of its own.
func (b *book) sortNumbers() string {
	const twice = "some children have no number, or two have the same"
	if len(b.number) == 0 {
		return ""
	}
	most := slices.Max(b.number)
	if slices.Min(b.number) < 1 {
		return twice
	}
	if most > 4*int64(b.children()) {
		keys := make([]uint64, len(b.number))
		for c, number := range b.number {
			keys[c] = uint64(number)
		}
		sortByKey(b.queue, keys)
	} else {
		at := slices.Repeat([]int32{none}, int(most+1))
		for c, number := range b.number {
			if at[number] != none {
				return twice
			}
			at[number] = int32(c)
		}
		b.queue = append(b.queue[:0], slices.DeleteFunc(at, func(c int32) bool { return c == none })...)
	}
	for i := 1; i < len(b.queue); i++ {
		if b.number[b.queue[i-1]] == b.number[b.queue[i]] {
			return twice
		}
	}
	return ""
}

// numberOf returns the child's place in the law's order.
func (b *book) numberOf(c int32) int64 {
	if b.number != nil {
		return b.number[c]
	}
	return int64(b.rank[c]) + 1
}

// indexLists reads the wishes that count: those down to the seat that the child holds.
func (b *book) indexLists() string {
	if len(b.wish)+len(b.class) > math.MaxInt32 {
		return "the problem has too many wishes"
	}
	last := slices.Repeat([]int32{none}, int(b.groups()))
	for c := range b.children() {
		for _, g := range b.wish[b.wishOff[c]:b.wishOff[c+1]] {
			if last[g] == c {
				return "a child lists a group twice"
			}
			last[g] = c
		}
	}
	b.off, b.list = b.wishOff, b.wish
	if slices.ContainsFunc(b.holds, func(g int32) bool { return g != none }) {
		b.cutLists()
	}
	return ""
}

func (b *book) cutLists() {
	b.off, b.held = make([]int32, b.children()+1), make([]int32, b.children())
	b.list = make([]int32, 0, len(b.wish))
	for c := range b.children() {
		list := b.wish[b.wishOff[c]:b.wishOff[c+1]]
		b.held[c] = none
		if held := b.holds[c]; held != none {
			if at := slices.Index(list, held); at >= 0 {
				list = list[:at]
			}
			b.held[c] = int32(len(b.list) + len(list))
			b.list = append(append(b.list, list...), held)
		} else {
			b.list = append(b.list, list...)
		}
		b.off[c+1] = int32(len(b.list))
	}
}

func (b *book) indexOrders() string {
	if !slices.Contains(b.hasOrder, true) {
		return ""
	}
	b.place = make([]int32, len(b.list))
	for w, g := range b.list {
		if b.hasOrder[g] {
			b.place[w] = none
		}
	}
	last := slices.Repeat([]int32{none}, int(b.children()))
	for g := range b.groups() {
		order := b.order[b.orderOff[g]:b.orderOff[g+1]]
		if !b.placeAll(g, order, last) {
			return "group " + b.groupIDs.at(g) + " orders a child twice"
		}
	}
	return ""
}

// placeAll notes the places of a group's order at the wishes; false = a child has two. Its time goes into waiting for memory, so it
// asks for many places at once.
func (b *book) placeAll(g int32, order, last []int32) bool {
	var from, to [32]int32
	for done := 0; done < len(order); done += len(from) {
		batch := order[done:min(done+len(from), len(order))]
		for i, c := range batch {
			from[i], to[i] = b.off[c], b.off[c+1]
		}
		for i, c := range batch {
			if last[c] == g {
				return false
			}
			last[c] = g
			if at := slices.Index(b.list[from[i]:to[i]], g); at >= 0 {
				b.place[from[i]+int32(at)] = int32(done + i + 1)
			}
		}
	}
	return true
}

// indexHolders lists who holds a seat where, in queue order.
func (b *book) indexHolders() string {
	if b.held == nil {
		return ""
	}
	b.boundOff = make([]int32, b.groups()+1)
	for _, g := range b.holds {
		if g != none {
			b.boundOff[g+1]++
		}
	}
	for g := range b.groups() {
		if b.boundOff[g+1] > b.seats[g] {
			return "more children hold a seat in group " + b.groupIDs.at(g) + " than it has"
		}
		b.boundOff[g+1] += b.boundOff[g]
	}
	b.bound = make([]int32, b.boundOff[b.groups()])
	next := slices.Clone(b.boundOff)
	for _, c := range b.queue {
		if g := b.holds[c]; g != none {
			b.bound[next[g]] = c
			next[g]++
		}
	}
	return ""
}
