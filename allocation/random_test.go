package allocation_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/balajol/balajol/allocation"
)

// ingredients says what a random problem may hold.
type ingredients struct {
	children, groups     int
	slots, orders, holds bool
	families, lottery    bool
	dense                bool // everybody lists everything, seats are few and groups disagree: many stable outcomes
}

// randomProblem draws a small problem with all the corners that real ones have: no seats, no wishes, nobody acceptable,
// counters that start anywhere, kinds that nobody can take.
func randomProblem(seed uint64, in ingredients) allocation.Problem {
	r := rand.New(rand.NewPCG(seed, 1))
	p := allocation.Problem{}
	classes := []string{""}
	if in.slots && r.IntN(4) > 0 {
		classes = []string{"", "P", "G", "S"}
		p.SlotKinds = randomKinds(r)
	}
	n, m := r.IntN(in.children+1), r.IntN(in.groups+1)
	if in.dense {
		n, m = in.children, in.groups
	}
	for i := range n {
		c := allocation.Child{ID: fmt.Sprintf("k%02d", i), Class: classes[r.IntN(len(classes))], Prefers: []string{}}
		p.Children = append(p.Children, c)
	}
	if !in.lottery && r.IntN(5) > 0 {
		for i, at := range r.Perm(n) {
			p.Children[i].Number = int64(3*at + 1)
		}
	}
	if in.lottery {
		p.Lottery = &allocation.Lottery{Seed: fmt.Sprintf("%016x", r.Uint64())}
	}
	for i := range m {
		p.Groups = append(p.Groups, randomGroup(r, in, p, i))
	}
	for i := range p.Children {
		length := r.IntN(m + 1)
		if in.dense {
			length = m
		}
		for _, at := range r.Perm(m)[:length] {
			p.Children[i].Prefers = append(p.Children[i].Prefers, p.Groups[at].ID)
		}
	}
	if in.holds && m > 0 {
		addHolders(r, &p)
	}
	if in.families {
		addFamilies(r, &p)
	}
	return p
}

func randomKinds(r *rand.Rand) []allocation.SlotKind {
	kinds := []allocation.SlotKind{
		{Name: "reserve", Tiers: [][]string{{"P"}, {"G", ""}}},
		{Name: "general", Tiers: [][]string{{"P", "G", "", "S"}}},
		{Name: "quota", Tiers: [][]string{{"S"}}},
		{Name: "three", Tiers: [][]string{{"S"}, {}, {"P", "G"}, {""}}},
		{Name: "contrary", Tiers: [][]string{{"", "G"}, {"S"}, {"P"}}},
		{Name: "nobody", Tiers: [][]string{}},
	}
	r.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	return kinds
}

func randomGroup(r *rand.Rand, in ingredients, p allocation.Problem, i int) allocation.Group {
	g := allocation.Group{ID: fmt.Sprintf("D%d", i), Seats: r.IntN(5)}
	if in.dense {
		g.Seats = 1 + r.IntN(2)*r.IntN(2)
	}
	if r.IntN(2) == 0 {
		g.Kindergarten = fmt.Sprintf("K%d", r.IntN(2))
	}
	if len(p.SlotKinds) > 0 && r.IntN(4) > 0 {
		for range 1 + r.IntN(4) {
			g.Pattern = append(g.Pattern, p.SlotKinds[r.IntN(len(p.SlotKinds))].Name)
		}
		g.Start = int64(r.IntN(6))
	}
	if in.orders && r.IntN(3) > 0 {
		g.Order = []string{}
		length := r.IntN(len(p.Children) + 1)
		if in.dense {
			length = len(p.Children)
		}
		for _, at := range r.Perm(len(p.Children))[:length] {
			g.Order = append(g.Order, p.Children[at].ID)
		}
	}
	return g
}

func addHolders(r *rand.Rand, p *allocation.Problem) {
	held := map[string]int{}
	for i := range p.Children {
		if g := p.Groups[r.IntN(len(p.Groups))]; r.IntN(3) == 0 && held[g.ID] < g.Seats {
			held[g.ID]++
			p.Children[i].Holds = g.ID
		}
	}
}

func addFamilies(r *rand.Rand, p *allocation.Problem) {
	rules := []allocation.Rule{allocation.TogetherOrNone, allocation.TogetherIfPossible, allocation.SameKindergartenIfPossible, allocation.Joint}
	order := r.Perm(len(p.Children))
	for i := 0; len(order) > 0 && i < 4; i++ {
		size := min(len(order), 1+r.IntN(3))
		f := allocation.Family{ID: fmt.Sprintf("f%d", i), Rule: rules[r.IntN(len(rules))]}
		for _, at := range order[:size] {
			f.Children = append(f.Children, p.Children[at].ID)
		}
		if f.Rule == allocation.Joint || r.IntN(6) == 0 {
			f.Joint = [][]string{}
			for range r.IntN(4) {
				f.Joint = append(f.Joint, randomTuple(r, p, order[:size]))
			}
		}
		p.Families = append(p.Families, f)
		order = order[size:]
	}
}

func randomTuple(r *rand.Rand, p *allocation.Problem, members []int) []string {
	tuple := []string{}
	for _, at := range members {
		list := referenceList(p.Children[at])
		if len(list) == 0 || r.IntN(5) == 0 {
			tuple = append(tuple, "")
		} else {
			tuple = append(tuple, list[r.IntN(len(list))])
		}
	}
	return tuple
}
