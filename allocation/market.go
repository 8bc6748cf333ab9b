package allocation

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// none marks the absence of an index.
const none = int32(-1)

// Market is a valid problem, laid out so that it is solved as fast as memory can be read: closed markets one after the other,
// the children of each best first, wishes in one array. It never changes; any number of goroutines may solve it at once.
type Market struct {
	tables  *tables
	path    Path
	parts   []component // closed markets; the last one is that of groups and children without wishes
	rank    []int32     // child → place in the queue where nobody has a number, else nil
	split   *partition
	childAt []address // child → component and index there
	groupAt []int32   // group → its index in its component
	wishes  int
	desks   sync.Pool // of *desk
}

// NewMarket validates a problem, an InputError if it is malformed, and lays it out. The problem is not changed.
func NewMarket(p Problem) (*Market, error) {
	c, err := NewCompact(p)
	if err != nil {
		return nil, err
	}
	return c.Market()
}

// Market lays the problem out for solving. An InputError says that it is too large for the engine: more than about two
// billion wishes, or patterns with more than 268 million slots to look at.
func (c *Compact) Market() (*Market, error) {
	if int64(len(c.Wish))+int64(len(c.Class)) >= math.MaxInt32 {
		return nil, fmt.Errorf("lay out problem: %w", wrong("too many wishes", "children"))
	}
	queue := lineUp(c)
	split, ofChild := newPartition(c, queue)
	m := &Market{tables: newTables(c), split: split, childAt: make([]address, len(c.Class)), groupAt: make([]int32, len(c.Seats))}
	for child, component := range ofChild {
		m.childAt[child].component = component
	}
	m.desks.New = func() any { return &desk{} }
	m.path = m.tables.findPath()
	if c.Number == nil && c.Lottery != nil {
		m.rank = make([]int32, len(queue))
		for i, child := range queue {
			m.rank[child] = int32(i)
		}
	}
	m.wishes = int(m.split.wishOff[m.split.count])
	return m, m.layOut()
}

// layOut lays out all components, on as many goroutines as there are processors: each has its own places in the arenas.
func (m *Market) layOut() error {
	all := m.arenas()
	m.parts = make([]component, m.split.count)
	var slots atomic.Int64
	return share(m.split.count, runtime.GOMAXPROCS(0), func() func(int) error {
		return func(i int) error {
			b := m.layouter(m.groupAt, m.childAt, int32(i))
			b.arenas, b.laid = m.split.share(&all, i), &slots
			part, err := b.component(m.groupsOf(i), m.childrenOf(i))
			if err != nil {
				return fmt.Errorf("lay out problem: %w", err)
			}
			m.parts[i] = *part
			return nil
		}
	})
}

func (m *Market) layouter(groupAt []int32, childAt []address, id int32) *layouter {
	return &layouter{tables: m.tables, common: m.path == PathCommonOrder, rank: m.rank, groupAt: groupAt, childAt: childAt, id: id, laid: &atomic.Int64{}}
}

// arenas makes one arena for each kind of list.
func (m *Market) arenas() arenas {
	children, components := len(m.childAt), m.split.count
	a := arenas{
		offsets: make([]int32, children+components), classes: make([]int32, children), numbers: make([]int64, children),
	}
	if m.path == PathCommonOrder {
		a.lines = make([]int32, m.wishes)
		return a
	}
	a.wishes = make([]uint64, m.wishes)
	if slices.Contains(m.Compact().HasOrder, true) {
		a.positions = make([]int32, children)
	}
	return a
}

// share returns the places of a component in the arenas.
func (p *partition) share(all *arenas, component int) arenas {
	c, w := int(p.childOff[component]), int(p.wishOff[component])
	children, wishes := int(p.childOff[component+1])-c, int(p.wishOff[component+1])-w
	return arenas{
		lines:     sharePart(all.lines, w, wishes),
		offsets:   sharePart(all.offsets, c+component, children+1),
		classes:   sharePart(all.classes, c, children),
		positions: sharePart(all.positions, c, children),
		wishes:    sharePart(all.wishes, w, wishes),
		numbers:   sharePart(all.numbers, c, children),
	}
}

func sharePart[T any](arena []T, from, n int) []T {
	if arena == nil {
		return nil
	}
	return arena[from : from+n : from+n]
}

func (m *Market) groupsOf(component int) []int32 {
	return m.split.groups[m.split.groupOff[component]:m.split.groupOff[component+1]]
}

func (m *Market) childrenOf(component int) []int32 {
	return m.split.children[m.split.childOff[component]:m.split.childOff[component+1]]
}

// Children returns how many children there are.
func (m *Market) Children() int { return len(m.childAt) }

// Groups returns how many groups there are.
func (m *Market) Groups() int { return len(m.split.ofGroup) }

// Wishes returns how many wishes there are; those behind a seat that the child holds do not count.
func (m *Market) Wishes() int { return m.wishes }

// Components returns how many closed markets there are: sets of groups that lists and families connect, the groups that nobody
// lists aside.
func (m *Market) Components() int { return m.split.count - 1 }

// Path tells which way leads to the outcome, PathHeuristic where an exact search may still improve on it.
func (m *Market) Path() Path { return m.path }

// Compact returns the problem. It must not be changed.
func (m *Market) Compact() *Compact { return m.tables.src }

// Hash is Problem.Hash.
func (m *Market) Hash() string { return m.tables.src.Hash() }

// ReadOnce reads every wish once, in the order in which they lie in memory: its group and, unless the order is common, the
// child's place there. It returns a sum that means nothing. No engine that looks at all wishes is faster: it is the yardstick of
// the benchmarks.
func (m *Market) ReadOnce() uint64 {
	sum := uint64(0)
	for i := range m.parts {
		part := uint64(0)
		for _, line := range m.parts[i].line {
			part += uint64(uint32(line))
		}
		for _, wish := range m.parts[i].wish {
			part += wish
		}
		sum += part
	}
	return sum
}

// findPath tells which way leads to the outcome.
func (t *tables) findPath() Path {
	held := slices.ContainsFunc(t.src.Holds, func(g int32) bool { return g != none })
	switch {
	case !held && t.hasCommonOrder():
		return PathCommonOrder
	case len(t.src.Families) > 0:
		return PathHeuristic
	case held || len(t.src.Pattern) > 0:
		return PathSlots
	}
	return PathOwnOrders
}

// hasCommonOrder reports whether all groups rank all children alike, so that turns in that order are enough. With families
// the order must be that of the numbers alone: a block has one place, its members may have several tiers.
func (t *tables) hasCommonOrder() bool {
	if slices.Contains(t.src.HasOrder, true) {
		return false
	}
	if len(t.src.Families) > 0 && !t.sameTiers(0, t.commonKind()) {
		return false
	}
	for i := range t.shapes {
		for _, kind := range t.shapes[i].kinds {
			if !t.sameTiers(kind, t.commonKind()) {
				return false
			}
		}
	}
	return true
}

// commonKind returns the kind that speaks for all where the order is common.
func (t *tables) commonKind() int32 {
	if len(t.pattern) == 0 {
		return 0
	}
	return t.pattern[0]
}

// sameTiers reports whether two kinds rank alike all classes that some child has.
func (t *tables) sameTiers(a, b int32) bool {
	for class, used := range t.inUse {
		if used && t.tiers[int(a)*t.classes+class] != t.tiers[int(b)*t.classes+class] {
			return false
		}
	}
	return true
}
