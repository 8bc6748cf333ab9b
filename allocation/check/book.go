package check

import (
	"math"
	"slices"
)

// none marks the absence of an index.
const none = int32(-1)

// cannot is the key of a child that a group may not take.
const cannot = math.MaxUint32

// kind is a slot kind: the classes that can take it, best tier first.
type kind struct {
	name    string
	classes []int32
}

// book is a valid problem, read for judging. Keys rank the children who want one group: by the group's own order, or by their
// position in the queue, from 1 on.
type book struct {
	*facts
	hash string // SHA-256 of the canonical text

	kinds    []kind  // 0 = the nameless kind that takes everybody alike, then those of the problem
	tiers    []int32 // [kind × classes + class] → tier, none = cannot take
	places   []int32 // the groups' patterns in kinds of seats, never empty
	placeOff []int32
	takes    []int32 // the same, each kind once, in order
	takesOff []int32
	solo     []int32  // group → its only kind of seats; none for a group with several, or with more tiers than a key of 32 bits can tell
	flat     bool     // all groups are plain and take everybody alike
	stride   uint32   // above every place and position: a tier's share in a key
	tierKey  []uint32 // [kind × classes + class] → what the tier adds to a key, cannot

	queue    []int32 // children in the law's order
	rank     []int32 // child → place in queue, from 0 on
	off      []int32 // child → its first wish that counts: those down to the seat that it holds
	list     []int32 // wish → group
	held     []int32 // child → wish of the seat that it holds, none; nil = nobody holds a seat
	place    []int32 // wish → place in the group's own order, 0 = it has none, none = left out; nil = no group has an order
	bound    []int32 // children who hold a seat, by group, in queue order
	boundOff []int32

	clans      []clan
	inClan     []int32 // child → family, none; nil = there are no families
	own, block []int32 // child → position alone, and in a block, next to its first member; nil without families
}

// newBook judges the facts and returns what makes them no problem, "" if nothing does. The hash of the text is found meanwhile.
func newBook(f *facts) (*book, string) {
	b := &book{facts: f}
	if reason := f.shape(); reason != "" {
		return nil, reason
	}
	hashed := make(chan string, 1)
	go func() { hashed <- f.hashText() }()
	reason := ""
	for _, step := range []func() string{b.indexNames, b.indexKinds, b.indexGroups, b.indexQueue, b.indexLists, b.indexOrders, b.indexHolders, b.indexClans} {
		if reason = step(); reason != "" {
			break
		}
	}
	b.hash = <-hashed
	b.order = nil // its places stand at the wishes
	return b, reason
}

func (b *book) groups() int32   { return int32(len(b.seats)) }
func (b *book) children() int32 { return int32(len(b.class)) }

// indexNames judges the ids.
func (b *book) indexNames() string {
	kinds := listed(len(b.slotKinds), func(i int) string { return b.slotKinds[i].Name })
	families := listed(len(b.given), func(i int) string { return b.given[i].ID })
	for _, one := range []struct {
		what  string
		names names
		order []int32
	}{
		{"group ids", b.groupIDs, b.groupsByID}, {"child ids", b.childIDs, b.childrenByID},
		{"slot kinds", kinds, kinds.sorted()}, {"family ids", families, families.sorted()},
	} {
		if !one.names.every(isID) || !one.names.ranks(one.order) {
			return one.what + " are not unique, or one is empty or no text"
		}
	}
	if !b.siteIDs.every(isID) || !(names{list: b.classNames[1:]}).every(isID) {
		return "a class or kindergarten is no text"
	}
	return ""
}

// indexKinds fills the table of tiers.
func (b *book) indexKinds() string {
	classes := len(b.classNames)
	if (len(b.slotKinds)+1)*classes > 1<<27 {
		return "too many slot kinds and classes"
	}
	classAt := make(map[string]int32, classes)
	for class, name := range b.classNames {
		classAt[name] = int32(class)
	}
	b.tiers = make([]int32, classes, (len(b.slotKinds)+1)*classes)
	b.kinds = []kind{{classes: inOrder(classes)}}
	for _, given := range b.slotKinds {
		k := kind{name: given.Name}
		row := slices.Repeat([]int32{none}, classes)
		for t, tier := range given.Tiers {
			for _, name := range tier {
				class, known := classAt[name]
				if !known || row[class] != none {
					return "slot kind " + given.Name + " names a class twice"
				}
				row[class] = int32(t)
				k.classes = append(k.classes, class)
			}
		}
		b.kinds, b.tiers = append(b.kinds, k), append(b.tiers, row...)
	}
	return b.indexClasses()
}

// indexClasses judges that slot kinds, where there are some, know every child's class.
func (b *book) indexClasses() string {
	known := make([]bool, len(b.classNames))
	known[0] = true
	for _, k := range b.kinds[min(1, len(b.slotKinds)):] {
		for _, class := range k.classes {
			known[class] = true
		}
	}
	for _, class := range b.class {
		if !known[class] {
			return "a child has a class that no slot kind knows"
		}
	}
	return ""
}

// tier returns where a class stands for a kind of seats, none = cannot take.
func (b *book) tier(k, class int32) int32 { return b.tiers[int(k)*len(b.classNames)+int(class)] }

func (b *book) indexGroups() string {
	b.placeOff, b.takesOff = []int32{0}, []int32{0}
	for g := range b.groups() {
		if b.start[g] < 0 || b.start[g] > 1<<52 {
			return "group " + b.groupIDs.at(g) + " has an impossible start"
		}
		from := len(b.places)
		for _, k := range b.pattern[b.patternOff[g]:b.patternOff[g+1]] {
			b.places = append(b.places, k+1)
		}
		if len(b.places) == from {
			b.places = append(b.places, 0)
		}
		b.placeOff = append(b.placeOff, int32(len(b.places)))
		distinct := b.takes[len(b.takes):]
		if pattern := b.places[from:]; len(pattern) == 1 {
			distinct = append(distinct, pattern[0])
		} else {
			distinct = slices.Clone(pattern)
			slices.Sort(distinct)
			distinct = slices.Compact(distinct)
		}
		b.takes = append(b.takes, distinct...)
		b.takesOff = append(b.takesOff, int32(len(b.takes)))
	}
	b.indexPlain()
	return ""
}

// indexPlain finds the plain groups: a single limit describes each, a child gets in if its key is low enough.
func (b *book) indexPlain() {
	stride := 2*uint64(b.children()) + 2
	b.stride = uint32(min(stride, cannot))
	b.tierKey = make([]uint32, len(b.tiers))
	fits := make([]bool, len(b.kinds))
	for k := range b.kinds {
		fits[k] = true
		for class := range b.classNames {
			at := k*len(b.classNames) + class
			switch key := uint64(b.tiers[at]) * stride; {
			case b.tiers[at] == none:
				b.tierKey[at] = cannot
			case key+stride >= cannot:
				fits[k] = false
			default:
				b.tierKey[at] = uint32(key)
			}
		}
	}
	b.solo, b.flat = make([]int32, b.groups()), true
	for g := range b.solo {
		b.solo[g] = none
		if k := b.takes[b.takesOff[g]]; b.takesOff[g+1] == b.takesOff[g]+1 && fits[k] {
			b.solo[g] = k
		}
		b.flat = b.flat && b.solo[g] == 0
	}
}

// slotKind returns the kind of a slot, counted from 0 on.
func (b *book) slotKind(g int32, slot int64) int32 {
	pattern := b.patternOf(g)
	return pattern[(b.start[g]+slot)%int64(len(pattern))]
}

func (b *book) patternOf(g int32) []int32 { return b.places[b.placeOff[g]:b.placeOff[g+1]] }

func (b *book) kindsOf(g int32) []int32 { return b.takes[b.takesOff[g]:b.takesOff[g+1]] }

// holders returns the children who hold a seat in the group, in queue order.
func (b *book) holders(g int32) []int32 {
	if b.held == nil {
		return nil
	}
	return b.bound[b.boundOff[g]:b.boundOff[g+1]]
}

// heldWish returns the child's wish for the seat that it holds, none if it holds none.
func (b *book) heldWish(c int32) int32 {
	if b.held == nil {
		return none
	}
	return b.held[c]
}

func (b *book) clanOf(c int32) int32 {
	if b.inClan == nil {
		return none
	}
	return b.inClan[c]
}

// find returns the child's wish for a group, none if it has none.
func (b *book) find(c, g int32) int32 {
	for w, end := b.off[c], b.off[c+1]; w < end; w++ {
		if b.list[w] == g {
			return w
		}
	}
	return none
}

// acceptable reports whether the group may take the child of this wish at all.
func (b *book) acceptable(c, w int32) bool {
	if b.heldWish(c) == w {
		return true
	}
	if b.place != nil && b.place[w] == none {
		return false
	}
	if b.flat {
		return true
	}
	for _, k := range b.kindsOf(b.list[w]) {
		if b.tier(k, b.class[c]) != none {
			return true
		}
	}
	return false
}
