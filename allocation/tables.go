package allocation

import (
	"cmp"
	"slices"
)

// tables is what all closed markets of a problem share: slot kinds as rows of tiers, patterns as numbers. Groups are rows of
// the Compact here. Kind 0 is the nameless one that takes everybody alike; the others follow by name.
type tables struct {
	src        *Compact
	kindNames  []string
	tiers      []int32 // [kind × classes + class] → tier, none = cannot take
	classes    int     // columns of tiers
	column     []int32 // class → column; classes that every kind treats alike share one
	inUse      []bool  // column → some child has such a class
	patternOff []int32 // group → its first slot kind in pattern
	pattern    []int32
	shapeOf    []int32 // group → shape
	shapes     []shape
}

// shape is what groups with the same slot kinds have in common.
type shape struct {
	kinds     []int32  // each once, by name
	tiers     []uint64 // [class × len(kinds) + index into kinds] → tier in the upper half; more than empty = cannot take
	alike     bool     // the kinds rank all children alike, and all whom they take are of one tier
	everybody bool     // children of any class are taken
	anywhere  bool     // on any slot
	// reserves says for each class and kind, as in tiers, whether the class goes before all others there. It is nil unless the
	// classes that go nowhere before all others are alike in every kind.
	reserves []bool
}

// of returns the tiers of a class in the kinds of the shape.
func (s *shape) of(class int32) []uint64 {
	return s.tiers[int(class)*len(s.kinds):][:len(s.kinds)]
}

func newTables(c *Compact) *tables {
	t := &tables{src: c}
	t.indexKinds()
	t.inUse = make([]bool, t.classes)
	for _, class := range c.Class {
		t.inUse[t.column[class]] = true
	}
	t.indexPatterns()
	return t
}

// indexKinds fills the table of tiers.
func (t *tables) indexKinds() {
	kinds := sorted(t.src.SlotKinds, func(k SlotKind) string { return k.Name })
	named := make(map[string]int, len(t.src.Classes))
	for i, class := range t.src.Classes {
		named[class] = i
	}
	t.kindNames = []string{""}
	columns := make([][]int32, len(t.src.Classes)) // class → its tier in each kind
	for class := range columns {
		columns[class] = slices.Repeat([]int32{none}, len(kinds)+1)
		columns[class][0] = 0
	}
	for i, kind := range kinds {
		t.kindNames = append(t.kindNames, kind.Name)
		for tier, classes := range kind.Tiers {
			for _, class := range classes {
				columns[named[class]][i+1] = int32(tier)
			}
		}
	}
	t.shareColumns(columns)
}

// shareColumns makes one column of all that are equal.
func (t *tables) shareColumns(columns [][]int32) {
	order := make([]int, len(columns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return slices.Compare(columns[a], columns[b]) })
	t.column = make([]int32, len(columns))
	var distinct [][]int32
	for _, class := range order {
		if len(distinct) == 0 || !slices.Equal(distinct[len(distinct)-1], columns[class]) {
			distinct = append(distinct, columns[class])
		}
		t.column[class] = int32(len(distinct) - 1)
	}
	t.classes = len(distinct)
	for kind := range t.kindNames {
		for _, column := range distinct {
			t.tiers = append(t.tiers, column[kind])
		}
	}
}

func (t *tables) indexPatterns() {
	kindOf := make([]int32, len(t.src.SlotKinds)) // index into SlotKinds → kind
	for i, kind := range t.src.SlotKinds {
		at, _ := slices.BinarySearchFunc(t.kindNames[1:], kind.Name, cmp.Compare[string])
		kindOf[i] = int32(at + 1)
	}
	groups := len(t.src.Seats)
	t.patternOff, t.shapeOf = make([]int32, 1, groups+1), make([]int32, groups)
	known := map[string]int32{}
	for g := range int32(groups) {
		given := t.src.pattern(g)
		for _, kind := range given {
			t.pattern = append(t.pattern, kindOf[kind])
		}
		if len(given) == 0 {
			t.pattern = append(t.pattern, 0)
		}
		from := t.patternOff[g]
		t.patternOff = append(t.patternOff, int32(len(t.pattern)))
		if g > 0 && slices.Equal(t.pattern[from:], t.pattern[t.patternOff[g-1]:from]) {
			t.shapeOf[g] = t.shapeOf[g-1]
		} else {
			t.shapeOf[g] = t.shape(t.pattern[from:], known)
		}
	}
}

// shape returns the shape of a pattern, a new one if there was none with these kinds.
func (t *tables) shape(pattern []int32, known map[string]int32) int32 {
	kinds := slices.Clone(pattern)
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	var name []byte
	for _, kind := range kinds {
		name = append(name, byte(kind), byte(kind>>8), byte(kind>>16), byte(kind>>24))
	}
	if at, is := known[string(name)]; is {
		return at
	}
	s := shape{kinds: kinds, alike: t.ranksAlike(kinds), everybody: t.takesEverybody(kinds...), anywhere: true}
	for _, kind := range kinds {
		s.anywhere = s.anywhere && t.takesEverybody(kind)
	}
	for class := range t.classes {
		for _, kind := range kinds {
			s.tiers = append(s.tiers, uint64(uint32(t.tiers[int(kind)*t.classes+class]))<<32)
		}
	}
	t.findReserves(&s)
	t.shapes = append(t.shapes, s)
	known[string(name)] = int32(len(t.shapes) - 1)
	return int32(len(t.shapes) - 1)
}

// findReserves finds the classes that have seats of their own as long as they want them.
func (t *tables) findReserves(s *shape) {
	reserves := make([]bool, len(s.tiers))
	rest := none // a class without a reserve
	for class := range int32(t.classes) {
		if !t.inUse[class] {
			continue
		}
		reserved := false
		for k := range s.kinds {
			first := true
			for other := range int32(t.classes) {
				first = first && (other == class || !t.inUse[other] || s.of(class)[k] < s.of(other)[k])
			}
			reserves[int(class)*len(s.kinds)+k] = first
			reserved = reserved || first
		}
		switch {
		case reserved:
		case rest == none:
			rest = class
		case !slices.Equal(s.of(rest), s.of(class)):
			return
		}
	}
	s.reserves = reserves
}

// ranksAlike reports whether it makes no difference which of the kinds a seat is of.
func (t *tables) ranksAlike(kinds []int32) bool {
	for _, kind := range kinds {
		one := none // the tier of all whom the kind takes
		for class := range t.classes {
			tier := t.tiers[int(kind)*t.classes+class]
			if !t.inUse[class] {
				continue
			}
			if (tier == none) != (t.tiers[int(kinds[0])*t.classes+class] == none) || tier != none && one != none && tier != one {
				return false
			}
			if tier != none {
				one = tier
			}
		}
	}
	return true
}

// takesEverybody reports whether each child may sit on a slot of one of the kinds.
func (t *tables) takesEverybody(kinds ...int32) bool {
	for class, used := range t.inUse {
		if used && !t.takes(kinds, int32(class)) {
			return false
		}
	}
	return true
}

// takes reports whether one of the kinds takes children of this class.
func (t *tables) takes(kinds []int32, class int32) bool {
	for _, kind := range kinds {
		if t.tiers[int(kind)*t.classes+int(class)] != none {
			return true
		}
	}
	return false
}

// slots returns the kinds of a group's slots; the one with index i is of kind [(start + i) mod length].
func (t *tables) slots(group int32) (pattern []int32, start int64) {
	pattern = t.pattern[t.patternOff[group]:t.patternOff[group+1]]
	return pattern, t.src.Start[group] % int64(len(pattern))
}
