package mutant

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// shape says what a problem may hold.
type shape struct {
	children, groups     int
	slots, orders, holds bool
	families, lottery    bool
	dense                bool // everybody lists everything, seats are few and groups disagree: many stable outcomes
}

// shapes are drawn in turn.
var shapes = []shape{
	{children: 12, groups: 4},
	{children: 12, groups: 5, orders: true},
	{children: 6, groups: 6, orders: true, dense: true},
	{children: 8, groups: 6, orders: true, dense: true},
	{children: 14, groups: 5, slots: true},
	{children: 14, groups: 5, slots: true, orders: true, holds: true},
	{children: 7, groups: 4, slots: true, orders: true, holds: true, dense: true},
	{children: 12, groups: 5, orders: true, holds: true, lottery: true},
	{children: 12, groups: 4, families: true},
	{children: 14, groups: 5, families: true, orders: true},
	{children: 14, groups: 5, families: true, orders: true, slots: true, holds: true},
	{children: 12, groups: 4, families: true, lottery: true, slots: true},
	{children: 8, groups: 5, families: true, orders: true, dense: true},
	{children: 10, groups: 3, families: true, dense: true},
	{children: 60, groups: 12, slots: true, orders: true, holds: true},
}

// Problem draws a small problem with the corners that real ones have: no seats, no wishes, nobody acceptable, seats held with and
// without patterns, counters that start anywhere, kinds that nobody can take, families of every rule, lotteries, ids that a file has
// to escape. Seeds that follow each other give problems of different shapes.
func Problem(seed uint64) allocation.Problem {
	s := shapes[seed%uint64(len(shapes))]
	d := draw{Rand: rand.New(rand.NewPCG(seed, 1)), shape: s}
	n, m := d.IntN(s.children+1), d.IntN(s.groups+1)
	if s.dense {
		n, m = s.children, s.groups
	}
	d.classes = []string{""}
	if s.slots && d.IntN(4) > 0 {
		d.classes = []string{"", "P", "G", "S"}
		d.kinds()
	}
	d.children(n)
	for i := range m {
		d.group(i)
	}
	d.wishes()
	if s.holds && m > 0 {
		d.holders()
	}
	if s.families {
		d.families()
	}
	return d.p
}

// draw is a problem in the making.
type draw struct {
	*rand.Rand
	shape
	p       allocation.Problem
	classes []string
}

func (d *draw) kinds() {
	d.p.SlotKinds = []allocation.SlotKind{
		{Name: "reserve", Tiers: [][]string{{"P"}, {"G", ""}}},
		{Name: "general", Tiers: [][]string{{"P", "G", "", "S"}}},
		{Name: "quota", Tiers: [][]string{{"S"}}},
		{Name: "three", Tiers: [][]string{{"S"}, {}, {"P", "G"}, {""}}},
		{Name: "contrary", Tiers: [][]string{{"", "G"}, {"S"}, {"P"}}},
		{Name: "nobody", Tiers: [][]string{}},
	}
	d.Shuffle(len(d.p.SlotKinds), func(i, j int) { d.p.SlotKinds[i], d.p.SlotKinds[j] = d.p.SlotKinds[j], d.p.SlotKinds[i] })
}

func (d *draw) children(n int) {
	strange := []string{"", "", "", "", `"`, `\`, "\n", "\x01", "ә", "𐍈", "\u2028"}[d.IntN(11)]
	for i := range n {
		c := allocation.Child{ID: fmt.Sprintf("k%02d%s", i, strange), Class: d.classes[d.IntN(len(d.classes))], Prefers: []string{}}
		d.p.Children = append(d.p.Children, c)
	}
	d.Shuffle(n, func(i, j int) { d.p.Children[i], d.p.Children[j] = d.p.Children[j], d.p.Children[i] })
	switch {
	case d.lottery:
		d.p.Lottery = &allocation.Lottery{Seed: fmt.Sprintf("%016X", d.Uint64())}
	case d.IntN(5) > 0:
		step := []int64{1, 3, 1 << 40}[d.IntN(3)]
		for i, at := range d.Perm(n) {
			d.p.Children[i].Number = step*int64(at) + 1
		}
	}
}

func (d *draw) group(i int) {
	g := allocation.Group{ID: fmt.Sprintf("D%d", i), Seats: d.IntN(5)}
	if d.dense {
		g.Seats = 1 + d.IntN(2)*d.IntN(2)
	}
	if d.IntN(2) == 0 {
		g.Kindergarten = fmt.Sprintf("K%d", d.IntN(2))
	}
	if len(d.p.SlotKinds) > 0 && d.IntN(4) > 0 {
		for range 1 + d.IntN(4) {
			g.Pattern = append(g.Pattern, d.p.SlotKinds[d.IntN(len(d.p.SlotKinds))].Name)
		}
		g.Start = int64(d.IntN(6))
	}
	if d.orders && d.IntN(3) > 0 || d.orders && d.dense && len(d.p.SlotKinds) == 0 {
		g.Order = []string{}
		length := d.IntN(len(d.p.Children) + 1)
		if d.dense {
			length = len(d.p.Children)
		}
		for _, at := range d.Perm(len(d.p.Children))[:length] {
			g.Order = append(g.Order, d.p.Children[at].ID)
		}
	}
	d.p.Groups = append(d.p.Groups, g)
}

func (d *draw) wishes() {
	m := len(d.p.Groups)
	for i := range d.p.Children {
		length := d.IntN(m + 1)
		if d.dense {
			length = m
		}
		for _, at := range d.Perm(m)[:length] {
			d.p.Children[i].Prefers = append(d.p.Children[i].Prefers, d.p.Groups[at].ID)
		}
	}
}

func (d *draw) holders() {
	held := map[string]int{}
	for i := range d.p.Children {
		if g := d.p.Groups[d.IntN(len(d.p.Groups))]; d.IntN(3) == 0 && held[g.ID] < g.Seats {
			held[g.ID]++
			d.p.Children[i].Holds = g.ID
		}
	}
}

func (d *draw) families() {
	rules := []allocation.Rule{allocation.TogetherOrNone, allocation.TogetherIfPossible, allocation.SameKindergartenIfPossible, allocation.Joint}
	order := d.Perm(len(d.p.Children))
	for i := 0; len(order) > 0 && i < 4; i++ {
		size := min(len(order), d.IntN(4))
		if d.dense {
			size = min(len(order), 2)
		}
		f := allocation.Family{ID: fmt.Sprintf("f%d", i), Rule: rules[d.IntN(len(rules))]}
		for _, at := range order[:size] {
			f.Children = append(f.Children, d.p.Children[at].ID)
		}
		if f.Rule == allocation.Joint || d.IntN(6) == 0 {
			f.Joint = [][]string{}
			for range d.IntN(5) {
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
		list := wishesOf(d.p.Children[at])
		if len(list) == 0 || d.IntN(5) == 0 {
			tuple = append(tuple, "")
		} else {
			tuple = append(tuple, list[d.IntN(len(list))])
		}
	}
	return tuple
}

// wishesOf cuts a list behind the seat that the child holds.
func wishesOf(c allocation.Child) []string {
	if c.Holds == "" {
		return c.Prefers
	}
	if at := slices.Index(c.Prefers, c.Holds); at >= 0 {
		return c.Prefers[:at+1]
	}
	return append(slices.Clone(c.Prefers), c.Holds)
}
