package allocation

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// indexChildren puts the children in queue order.
func (m *market) indexChildren() error {
	given := m.problem.Children
	byID, twice := sortIDs(len(given), func(i int32) string { return given[i].ID })
	if twice != none {
		return wrong("child id repeated", "children[%d].id", twice)
	}
	if err := m.checkChildren(); err != nil {
		return err
	}
	numbered := slices.ContainsFunc(given, func(c Child) bool { return c.Number != 0 })
	m.number = make([]int64, len(given))
	var err error
	switch {
	case m.problem.Lottery != nil:
		err = m.draw(byID, numbered)
	case numbered:
		err = m.sortNumbers()
	default:
		m.input = make([]int32, len(given))
		for i := range given {
			m.input[i], m.number[i] = int32(i), int64(i+1)
		}
	}
	if err != nil {
		return err
	}
	rank := make([]int32, len(given))
	for c, i := range m.input {
		rank[i] = int32(c)
	}
	for i, in := range byID {
		byID[i] = rank[in]
	}
	m.byID = byID
	m.class = make([]int32, len(given))
	for c := range m.class {
		m.class[c] = m.classes[m.child(int32(c)).Class]
	}
	return nil
}

func (m *market) checkChildren() error {
	for i := range m.problem.Children {
		c := &m.problem.Children[i]
		if reason := checkID(c.ID); reason != "" {
			return wrong(reason, "children[%d].id", i)
		}
		if !utf8.ValidString(c.Class) {
			return wrong("not UTF-8", "children[%d].class", i)
		}
		if _, known := m.classes[c.Class]; known {
			continue
		}
		if len(m.problem.SlotKinds) > 0 {
			return wrong(unknown("class", c.Class), "children[%d].class", i)
		}
	}
	return nil
}

// sortNumbers ranks by the numbers given: every child has one and no two are equal.
func (m *market) sortNumbers() error {
	given := m.problem.Children
	m.input = make([]int32, len(given))
	for i := range given {
		if given[i].Number == 0 {
			return wrong("missing, though other children have a number", "children[%d].number", i)
		}
		if given[i].Number < 0 {
			return wrong("a number is 1 or more", "children[%d].number", i)
		}
		m.input[i] = int32(i)
	}
	byNumber := func(a, b int32) int {
		return cmp.Or(cmp.Compare(given[a].Number, given[b].Number), cmp.Compare(a, b))
	}
	if !slices.IsSortedFunc(m.input, byNumber) {
		slices.SortFunc(m.input, byNumber)
	}
	for c, i := range m.input {
		m.number[c] = given[i].Number
		if c > 0 && m.number[c-1] == m.number[c] {
			return wrong("number "+strconv.FormatInt(m.number[c], 10)+" repeated", "children[%d].number", i)
		}
	}
	return nil
}

// draw ranks by HMAC-SHA-256(seed, id); byID makes equal digests fall in the order of ids.
func (m *market) draw(byID []int32, numbered bool) error {
	if numbered {
		i := slices.IndexFunc(m.problem.Children, func(c Child) bool { return c.Number != 0 })
		return wrong("a lottery stands instead of numbers", "children[%d].number", i)
	}
	seed, err := hex.DecodeString(m.problem.Lottery.Seed)
	if err != nil || len(seed) == 0 {
		return wrong("must be hexadecimal, two digits a byte, at least one byte", "lottery.seed")
	}
	digests := make([][sha256.Size]byte, len(byID))
	mac := hmac.New(sha256.New, seed)
	for i := range m.problem.Children {
		mac.Reset()
		mac.Write([]byte(m.problem.Children[i].ID))
		mac.Sum(digests[i][:0])
	}
	m.input = slices.Clone(byID)
	slices.SortStableFunc(m.input, func(a, b int32) int { return bytes.Compare(digests[a][:], digests[b][:]) })
	for c := range m.number {
		m.number[c] = int64(c + 1)
	}
	return nil
}

// indexWishes lays the lists one after the other, cut behind the seat that the child holds.
func (m *market) indexWishes() error {
	total := 0
	for i := range m.problem.Children {
		total += len(m.problem.Children[i].Prefers) + 1
	}
	if total >= math.MaxInt32 {
		return wrong("too many wishes", "children")
	}
	n := len(m.input)
	m.wishOff = make([]int32, 1, n+1)
	m.wish, m.wishOf = make([]int32, 0, total), make([]int32, 0, total)
	m.held = make([]int32, n)
	listed := make([]int32, len(m.groups)) // group → the last child that listed it, from 1 on
	for c := range m.input {
		if err := m.indexList(int32(c), listed); err != nil {
			return err
		}
		m.wishOff = append(m.wishOff, int32(len(m.wish)))
	}
	return nil
}

func (m *market) indexList(c int32, listed []int32) error {
	child, i := m.child(c), m.input[c]
	holds := none
	if child.Holds != "" {
		at, known := m.groupIndex[child.Holds]
		if !known {
			return wrong(unknown("group", child.Holds), "children[%d].holds", i)
		}
		holds = at
	}
	m.held[c] = none
	for j, id := range child.Prefers {
		g, known := m.groupIndex[id]
		if !known {
			return wrong(unknown("group", id), "children[%d].prefers[%d]", i, j)
		}
		if listed[g] == c+1 {
			return wrong("wish repeated", "children[%d].prefers[%d]", i, j)
		}
		listed[g] = c + 1
		if m.held[c] == none {
			m.addWish(c, g, holds)
		}
	}
	if holds != none && m.held[c] == none {
		m.addWish(c, holds, holds)
	}
	return nil
}

func (m *market) addWish(c, g, holds int32) {
	if g == holds {
		m.held[c] = int32(len(m.wish))
	}
	m.wish, m.wishOf = append(m.wish, g), append(m.wishOf, c)
}

// at returns the child with this id; the table is built when the first group order or family asks.
func (m *market) at(id string) (c int32, known bool) {
	if m.childAt == nil {
		m.childAt = make(map[string]int32, len(m.input))
		for c := range m.input {
			m.childAt[m.child(int32(c)).ID] = int32(c)
		}
	}
	c, known = m.childAt[id]
	return c, known
}

// indexOrders notes every child's place where a group has its own order.
func (m *market) indexOrders() error {
	if !slices.ContainsFunc(m.groups, func(g *Group) bool { return g.Order != nil }) {
		return nil
	}
	m.place = make([]int32, len(m.wish))
	for w, g := range m.wish {
		if m.groups[g].Order != nil {
			m.place[w] = none
		}
	}
	named := make([]int, len(m.input)) // child → the last group that named it, from 1 on
	for i := range m.problem.Groups {
		group := &m.problem.Groups[i]
		g := m.groupIndex[group.ID]
		for j, id := range group.Order {
			c, known := m.at(id)
			if !known {
				return wrong("unknown child", "groups[%d].order[%d]", i, j)
			}
			if named[c] == i+1 {
				return wrong("child repeated", "groups[%d].order[%d]", i, j)
			}
			named[c] = i + 1
			from, to := m.wishes(c)
			if at := slices.Index(m.wish[from:to], g); at >= 0 {
				m.place[from+int32(at)] = int32(j + 1)
			}
		}
	}
	return nil
}

// indexHolders lists who holds a seat where.
func (m *market) indexHolders() error {
	m.holderOff = make([]int32, len(m.groups)+1)
	for _, w := range m.held {
		if w != none {
			m.holderOff[m.wish[w]+1]++
		}
	}
	for g := range m.groups {
		if count := int(m.holderOff[g+1]); count > m.groups[g].Seats {
			i := slices.IndexFunc(m.problem.Groups, func(other Group) bool { return other.ID == m.groups[g].ID })
			return wrong(strconv.Itoa(count)+" children hold a seat here, more than there are", "groups[%d].seats", i)
		}
		m.holderOff[g+1] += m.holderOff[g]
	}
	next := slices.Clone(m.holderOff)
	m.holders = make([]int32, m.holderOff[len(m.groups)])
	for c, w := range m.held {
		if w != none {
			g := m.wish[w]
			m.holders[next[g]] = int32(c)
			next[g]++
		}
	}
	return nil
}
