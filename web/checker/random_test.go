package checker_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// oddNames make ids that sort otherwise in UTF-16 than in UTF-8, that JSON must escape, or that look alike.
var oddNames = []string{"", "a", "Z", "ә", "\uff5e", "\U00010348", "\ufffd", "\U0010ffff", "\u2028", "\"", "\\", "\n", "\x01", "<&>", "e\u0301", "é", "/", "\u007f", "null"}

// draw makes small problems with all the corners that real ones have: no seats, many more seats than children, no wishes, nobody
// acceptable, counters that start anywhere, kinds that nobody can take, odd ids, numbers beyond what a float holds.
type draw struct {
	*rand.Rand
	p allocation.Problem
}

func randomProblem(seed uint64) allocation.Problem {
	d := draw{Rand: rand.New(rand.NewPCG(seed, 7))}
	classes := []string{""}
	if d.IntN(3) > 0 {
		classes = append(classes, "P", "G", "ә")
		d.addKinds(classes)
	}
	groups, most, dense := d.IntN(6), 13, d.IntN(4) == 0
	if dense { // everybody lists everything, single seats, groups disagree: many stable outcomes
		groups = 4 + d.IntN(3)
	}
	if seed%20 == 0 {
		groups, most = 4+d.IntN(9), 70
	}
	for i := range d.IntN(most) {
		d.p.Children = append(d.p.Children, allocation.Child{ID: d.id("k", i), Class: classes[d.IntN(len(classes))], Prefers: []string{}})
	}
	for i := range groups {
		d.p.Groups = append(d.p.Groups, d.group(i, dense))
	}
	d.number()
	for i := range d.p.Children {
		length := d.IntN(groups + 1)
		if dense {
			length = groups
		}
		for _, at := range d.Perm(groups)[:length] {
			d.p.Children[i].Prefers = append(d.p.Children[i].Prefers, d.p.Groups[at].ID)
		}
	}
	if !dense && d.IntN(3) == 0 {
		d.addHolders()
	}
	if !dense && d.IntN(2) == 0 {
		d.addFamilies()
	}
	return d.p
}

func (d *draw) id(prefix string, i int) string {
	odd := oddNames[d.IntN(len(oddNames))]
	if d.IntN(2) == 0 {
		return fmt.Sprint(odd, prefix, i)
	}
	return fmt.Sprint(prefix, i, odd)
}

func (d *draw) addKinds(classes []string) {
	for i := range 1 + d.IntN(4) {
		kind := allocation.SlotKind{Name: d.id("s", i), Tiers: [][]string{}}
		for range d.IntN(4) {
			kind.Tiers = append(kind.Tiers, []string{})
		}
		for _, class := range classes {
			if n := len(kind.Tiers); n > 0 && d.IntN(5) > 0 {
				tier := &kind.Tiers[d.IntN(n)]
				*tier = append(*tier, class)
			}
		}
		d.p.SlotKinds = append(d.p.SlotKinds, kind)
	}
	d.p.SlotKinds = append(d.p.SlotKinds, allocation.SlotKind{Name: "all", Tiers: [][]string{classes}})
}

func (d *draw) group(i int, dense bool) allocation.Group {
	g := allocation.Group{ID: d.id("D", i), Seats: d.IntN(5)}
	if d.IntN(30) == 0 {
		g.Seats = math.MaxInt32
	}
	if dense {
		g.Seats = 1
		if d.IntN(8) == 0 {
			g.Seats = 2
		}
	}
	if d.IntN(2) == 0 {
		g.Kindergarten = fmt.Sprint("K", d.IntN(2))
	}
	if len(d.p.SlotKinds) > 0 && !dense && d.IntN(4) > 0 {
		for range 1 + d.IntN(4) {
			g.Pattern = append(g.Pattern, d.p.SlotKinds[d.IntN(len(d.p.SlotKinds))].Name)
		}
		g.Start = []int64{0, 1, 5, 1<<52 - 3, 1 << 52}[d.IntN(5)]
	}
	if dense || d.IntN(3) == 0 {
		g.Order = []string{}
		length := d.IntN(len(d.p.Children) + 1)
		if dense {
			length = len(d.p.Children)
		}
		for _, at := range d.Perm(len(d.p.Children))[:length] {
			g.Order = append(g.Order, d.p.Children[at].ID)
		}
	}
	return g
}

// number gives numbers, a lottery or neither.
func (d *draw) number() {
	switch d.IntN(4) {
	case 0:
	case 1:
		d.p.Lottery = &allocation.Lottery{Seed: fmt.Sprintf("%0*X", 2+2*d.IntN(40), d.Uint64()%256)}
	default:
		first := []int64{1, 1<<53 - 6, math.MaxInt64 - 70}[d.IntN(3)]
		for i, at := range d.Perm(len(d.p.Children)) {
			d.p.Children[i].Number = first + int64(at)
		}
	}
}

func (d *draw) addHolders() {
	held := map[string]int{}
	for i := range d.p.Children {
		if len(d.p.Groups) == 0 || d.IntN(3) > 0 {
			continue
		}
		if g := d.p.Groups[d.IntN(len(d.p.Groups))]; held[g.ID] < g.Seats {
			held[g.ID]++
			d.p.Children[i].Holds = g.ID
		}
	}
}

func (d *draw) addFamilies() {
	rules := []allocation.Rule{allocation.TogetherOrNone, allocation.TogetherIfPossible, allocation.SameKindergartenIfPossible, allocation.Joint}
	order := d.Perm(len(d.p.Children))
	for i := range 2 + len(d.p.Children)/6 {
		size := min(len(order), d.IntN(4))
		f := allocation.Family{ID: d.id("f", i), Rule: rules[d.IntN(len(rules))], Children: []string{}}
		for _, at := range order[:size] {
			f.Children = append(f.Children, d.p.Children[at].ID)
		}
		if f.Rule == allocation.Joint || d.IntN(6) == 0 {
			f.Joint = [][]string{}
			for range d.IntN(4) {
				f.Joint = append(f.Joint, d.tuple(order[:size]))
			}
		}
		d.p.Families = append(d.p.Families, f)
		order = order[size:]
	}
}

func (d *draw) tuple(members []int) []string {
	tuple := []string{}
	for _, at := range members {
		c := d.p.Children[at]
		list := slices.Clone(c.Prefers)
		if c.Holds != "" {
			held := slices.Index(list, c.Holds)
			list = append(list[:max(held, 0)], c.Holds)
			if held < 0 {
				list = append(slices.Clone(c.Prefers), c.Holds)
			}
		}
		if len(list) == 0 || d.IntN(5) == 0 {
			tuple = append(tuple, "")
		} else {
			tuple = append(tuple, list[d.IntN(len(list))])
		}
	}
	return tuple
}
