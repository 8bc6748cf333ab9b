package allocation

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// maxStart keeps start + seats exact in JSON readers that know only 64-bit floats.
const maxStart = 1 << 52

// none marks the absence of an index.
const none = int32(-1)

// market is a valid problem as numbers. Groups are indexed in the byte order of their ids and children in queue order, so an
// outcome cannot depend on the order of the file, and a loop over children is a loop from the first to the last in the queue.
type market struct {
	problem *Problem

	// Slot kinds by name; kind 0 is the nameless one that takes everybody alike.
	kindNames []string
	kinds     map[string]int32
	classes   map[string]int32
	tiers     []int32 // [kind × classes + class] → tier, none = cannot take

	// Groups.
	groups     []*Group
	groupIndex map[string]int32
	patternOff []int32 // group → its first slot kind in pattern
	pattern    []int32
	distinct   [][]int32 // group → its slot kinds, each once, in index order (that is by name)
	site       []int32   // group → kindergarten
	holderOff  []int32   // group → its first holder in holders
	holders    []int32   // children who hold a seat, by group, in queue order

	// Children.
	input  []int32 // child → index in Problem.Children
	byID   []int32 // children in the byte order of ids
	number []int64
	class  []int32

	// Wishes: every child's list without what stands behind a held seat, one after the other.
	wishOff []int32 // child → its first wish; one more entry at the end
	wish    []int32 // wish → group
	wishOf  []int32 // wish → child
	held    []int32 // child → wish of the seat it holds, none
	place   []int32 // wish → place in the group's own order from 1 on, none = left out; nil when no group has an order

	families []family
	inFamily []int32 // child → family, none; nil without families
	childAt  map[string]int32
}

// newMarket validates the problem and indexes it.
func newMarket(p *Problem) (*market, error) {
	m := &market{problem: p}
	steps := []func() error{m.indexKinds, m.indexGroups, m.indexChildren, m.indexWishes, m.indexOrders, m.indexHolders, m.indexFamilies}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *market) child(c int32) *Child { return &m.problem.Children[m.input[c]] }

func (m *market) familyOf(c int32) int32 {
	if m.inFamily == nil {
		return none
	}
	return m.inFamily[c]
}

// wishes returns the range of the child's wishes.
func (m *market) wishes(c int32) (from, to int32) { return m.wishOff[c], m.wishOff[c+1] }

// tier returns where the child stands for a slot kind, none = cannot take.
func (m *market) tier(kind, c int32) int32 { return m.tiers[int(kind)*len(m.classes)+int(m.class[c])] }

// may reports whether the group may take the child of this wish at all.
func (m *market) may(w int32) bool {
	c, g := m.wishOf[w], m.wish[w]
	if m.held[c] == w {
		return true
	}
	if m.place != nil && m.place[w] == none {
		return false
	}
	return slices.ContainsFunc(m.distinct[g], func(k int32) bool { return m.tier(k, c) != none })
}

// slotKind returns the kind of the slot with this index in the group.
func (m *market) slotKind(g int32, index int64) int32 {
	pattern := m.pattern[m.patternOff[g]:m.patternOff[g+1]]
	return pattern[(m.groups[g].Start%int64(len(pattern))+index)%int64(len(pattern))]
}

// bound returns the children who hold a seat in the group, in queue order: the first has the first bound slot.
func (m *market) bound(g int32) []int32 { return m.holders[m.holderOff[g]:m.holderOff[g+1]] }

// open returns how many slots come before the bound ones.
func (m *market) open(g int32) int32 { return int32(m.groups[g].Seats) - int32(len(m.bound(g))) }

// checkID refuses ids that no file can carry.
func checkID(id string) string {
	switch {
	case id == "":
		return "empty"
	case !utf8.ValidString(id):
		return "not UTF-8"
	}
	return ""
}

// indexKinds numbers slot kinds by name and classes, and fills the table of tiers.
func (m *market) indexKinds() error {
	kinds := sorted(m.problem.SlotKinds, func(k SlotKind) string { return k.Name })
	m.kindNames, m.kinds = []string{""}, map[string]int32{}
	m.classes = map[string]int32{"": 0}
	for _, kind := range kinds {
		if reason := checkID(kind.Name); reason != "" {
			return wrong("the name of a slot kind is "+reason, "slot_kinds")
		}
		if _, again := m.kinds[kind.Name]; again {
			return wrong("slot kind repeated", "slot_kinds.%s", shown(kind.Name))
		}
		m.kinds[kind.Name] = int32(len(m.kindNames))
		m.kindNames = append(m.kindNames, kind.Name)
		for t, tier := range kind.Tiers {
			for i, class := range tier {
				if !utf8.ValidString(class) {
					return wrong("not UTF-8", "slot_kinds.%s[%d][%d]", shown(kind.Name), t, i)
				}
				if _, known := m.classes[class]; !known {
					m.classes[class] = int32(len(m.classes))
				}
			}
		}
	}
	return m.fillTiers(kinds)
}

func (m *market) fillTiers(kinds []SlotKind) error {
	m.tiers = make([]int32, len(m.kindNames)*len(m.classes))
	for i := len(m.classes); i < len(m.tiers); i++ {
		m.tiers[i] = none
	}
	for k, kind := range kinds {
		row := m.tiers[(k+1)*len(m.classes):]
		for t, tier := range kind.Tiers {
			for i, class := range tier {
				at := m.classes[class]
				if row[at] != none {
					return wrong("class repeated in this slot kind", "slot_kinds.%s[%d][%d]", shown(kind.Name), t, i)
				}
				row[at] = int32(t)
			}
		}
	}
	return nil
}

// indexGroups sorts groups by id.
func (m *market) indexGroups() error {
	given := m.problem.Groups
	order, twice := sortIDs(len(given), func(i int32) string { return given[i].ID })
	if twice != none {
		return wrong("group id repeated", "groups[%d].id", twice)
	}
	if len(given) >= math.MaxInt32 || len(m.problem.Children) >= math.MaxInt32 {
		return wrong("too many groups or children", "groups")
	}
	m.groupIndex = make(map[string]int32, len(given))
	m.patternOff = make([]int32, 1, len(given)+1)
	sites := map[string]int32{}
	for _, i := range order {
		g := &given[i]
		if err := m.checkGroup(int(i), g); err != nil {
			return err
		}
		m.groupIndex[g.ID] = int32(len(m.groups))
		m.groups = append(m.groups, g)
		if len(g.Pattern) == 0 {
			m.pattern = append(m.pattern, 0)
		}
		for _, name := range g.Pattern {
			m.pattern = append(m.pattern, m.kinds[name])
		}
		m.patternOff = append(m.patternOff, int32(len(m.pattern)))
		m.distinct = append(m.distinct, distinct(m.pattern[m.patternOff[len(m.groups)-1]:]))
		if _, known := sites[g.kindergarten()]; !known {
			sites[g.kindergarten()] = int32(len(sites))
		}
		m.site = append(m.site, sites[g.kindergarten()])
	}
	return nil
}

func (m *market) checkGroup(i int, g *Group) error {
	if reason := checkID(g.ID); reason != "" {
		return wrong(reason, "groups[%d].id", i)
	}
	if !utf8.ValidString(g.Kindergarten) {
		return wrong("not UTF-8", "groups[%d].kindergarten", i)
	}
	if g.Seats < 0 || g.Seats > math.MaxInt32 {
		return wrong("seats must be 0 or more (got "+strconv.Itoa(g.Seats)+")", "groups[%d].seats", i)
	}
	if g.Start < 0 || g.Start > maxStart {
		return wrong("start must be 0 or more", "groups[%d].start", i)
	}
	for j, name := range g.Pattern {
		if _, known := m.kinds[name]; !known {
			return wrong(unknown("slot kind", name), "groups[%d].pattern[%d]", i, j)
		}
	}
	return nil
}

// distinct returns the kinds of a pattern, each once, sorted.
func distinct(pattern []int32) []int32 {
	if len(pattern) == 1 {
		return pattern
	}
	kinds := slices.Clone(pattern)
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// sortIDs returns 0 … n−1 in the byte order of ids, and the later of two that are equal, none if all differ.
func sortIDs(n int, id func(int32) string) (order []int32, twice int32) {
	order = make([]int32, n)
	inOrder := true
	for i := range order {
		order[i] = int32(i)
		inOrder = inOrder && (i == 0 || id(int32(i-1)) < id(int32(i)))
	}
	if inOrder {
		return order, none
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(id(a), id(b)), cmp.Compare(a, b)) })
	for i := 1; i < n; i++ {
		if id(order[i-1]) == id(order[i]) {
			return order, order[i]
		}
	}
	return order, none
}
