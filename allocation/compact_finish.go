package allocation

import (
	"encoding/hex"
	"math"
	"slices"
	"sort"
	"strconv"
)

// finish turns first sights into rows and checks what only the whole can tell.
func (b *builder) finish() (*Compact, error) {
	steps := []func() error{
		b.arrive, b.finishKinds, b.finishPatterns, b.finishClasses, b.finishNumbers, b.finishWishes, b.finishOrders, b.finishHolds,
		b.finishNames, b.finishFamilies,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return b.c, nil
}

// finishKinds checks the slot kinds and numbers their classes.
func (b *builder) finishKinds() error {
	var mark []int // class → 1 + the last kind that names it
	for k, kind := range b.c.SlotKinds {
		if reason := b.kinds.describe(b.bytes(kind.Name), k); reason == "repeated" {
			return wrong("slot kind repeated", "slot_kinds.%s", shown(kind.Name))
		} else if reason != "" {
			return wrong("the name of a slot kind is "+reason, "slot_kinds")
		}
		for t, tier := range kind.Tiers {
			for i, class := range tier {
				n := b.classes.number(b.bytes(class))
				if n == none {
					return wrong("not UTF-8", "slot_kinds.%s[%d][%d]", shown(kind.Name), t, i)
				}
				for int(n) >= len(mark) {
					mark = append(mark, 0)
				}
				if mark[n] == k+1 {
					return wrong("class repeated in this slot kind", "slot_kinds.%s[%d][%d]", shown(kind.Name), t, i)
				}
				mark[n] = k + 1
			}
		}
	}
	b.known = mark
	return nil
}

// rowOf finds the row of a list in which element i stands, and the element's place in the list.
func rowOf(offsets []int32, i int) (row, place int) {
	row = sort.Search(len(offsets), func(k int) bool { return int(offsets[k]) > i }) - 1
	return row, i - int(offsets[row])
}

func (b *builder) finishPatterns() error {
	if bad := b.kinds.toRows(b.c.Pattern); bad >= 0 {
		g, place := rowOf(b.c.PatternOff, bad)
		return b.wrongGroup(g, "pattern", unknown("slot kind", b.kinds.at(b.c.Pattern[bad])), place)
	}
	return nil
}

// finishClasses demands that slot kinds, where there are some, know every child's class.
func (b *builder) finishClasses() error {
	for n := range b.classes.seen {
		b.c.Classes = append(b.c.Classes, b.classes.at(int32(n)))
	}
	if len(b.c.SlotKinds) == 0 {
		return nil
	}
	for i, class := range b.c.Class {
		if class != 0 && (int(class) >= len(b.known) || b.known[class] == 0) {
			return b.wrongChild(i, "class", unknown("class", b.c.Classes[class]))
		}
	}
	return nil
}

// finishNumbers demands a number of everybody or nobody, and no two equal ones.
func (b *builder) finishNumbers() error {
	c := b.c
	switch i := slices.IndexFunc(c.Number, func(n int64) bool { return n != 0 }); {
	case c.Lottery != nil && i >= 0:
		return b.wrongChild(i, "number", "a lottery stands instead of numbers")
	case c.Lottery != nil:
		if seed, err := hex.DecodeString(c.Lottery.Seed); err != nil || len(seed) == 0 {
			return wrong("must be hexadecimal, two digits a byte, at least one byte", "lottery.seed")
		}
	}
	if b.numbered == 0 {
		c.Number = nil
		return nil
	}
	if b.numbered < len(c.Number) {
		return b.wrongChild(slices.Index(c.Number, 0), "number", "missing, though other children have a number")
	}
	if i := repeated(c.Number); i >= 0 {
		return b.wrongChild(i, "number", "number "+strconv.FormatInt(c.Number[i], 10)+" repeated")
	}
	return nil
}

// repeated returns the first place whose number stood before, −1 if all differ. Numbers of a queue are close together, so that
// a bit for each usually does.
func repeated(numbers []int64) int {
	least, most := int64(math.MaxInt64), int64(0)
	rising := true
	for i, n := range numbers {
		least, most = min(least, n), max(most, n)
		rising = rising && (i == 0 || numbers[i-1] < n)
	}
	if rising {
		return -1
	}
	if span := most - least; span < int64(64*len(numbers)) {
		seen := make([]uint64, span/64+1)
		for i, n := range numbers {
			word, bit := (n-least)/64, uint64(1)<<((n-least)%64)
			if seen[word]&bit != 0 {
				return i
			}
			seen[word] |= bit
		}
		return -1
	}
	seen := make(map[int64]bool, len(numbers))
	for i, n := range numbers {
		if seen[n] {
			return i
		}
		seen[n] = true
	}
	return -1
}

func (b *builder) finishWishes() error {
	c := b.c
	if b.groups.settled(len(c.Site)) {
		return nil
	}
	if bad := b.groups.toRows(c.Wish); bad >= 0 {
		child, place := rowOf(c.WishOff, bad)
		return b.wrongChild(child, "prefers", unknown("group", b.groups.at(c.Wish[bad])), place)
	}
	if bad := b.groups.toRows(c.Holds); bad >= 0 {
		return b.wrongChild(bad, "holds", unknown("group", b.groups.at(c.Holds[bad])))
	}
	return nil
}

func (b *builder) finishOrders() error {
	c := b.c
	if b.children.settled(len(c.Class)) {
		return nil
	}
	if bad := b.children.toRows(c.Order); bad >= 0 {
		group, place := rowOf(c.OrderOff, bad)
		return b.wrongGroup(group, "order", "unknown child", place)
	}
	return nil
}

// finishHolds counts who holds a seat where.
func (b *builder) finishHolds() error {
	c := b.c
	holders := make([]int32, len(c.Seats))
	for _, g := range c.Holds {
		if g != none {
			holders[g]++
		}
	}
	for g, count := range holders {
		if count > c.Seats[g] {
			return b.wrongGroup(g, "seats", strconv.Itoa(int(count))+" children hold a seat here, more than there are")
		}
	}
	return nil
}

// finishNames lays out the ids and their byte order, and writes out that a group without a kindergarten is its own.
func (b *builder) finishNames() error {
	c := b.c
	c.GroupIDs, c.ChildIDs = b.groups.names(len(c.Site)), b.children.names(len(c.Class))
	for g := range c.Site {
		if c.Site[g] == none {
			c.Site[g] = b.sites.number(b.bytes(c.GroupIDs.At(int32(g))))
		}
	}
	for n := range b.sites.seen {
		b.sites.seen[n].row = int32(n)
	}
	c.Sites = b.sites.names(len(b.sites.seen))
	c.GroupsByID, c.ChildrenByID = byName(c.GroupIDs), byName(c.ChildIDs)
	return nil
}
