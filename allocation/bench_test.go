package allocation_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
)

// city draws a problem in the shape of a real one: popular groups, four wishes a child, fewer seats than children.
func city(children, groups int) allocation.Problem {
	r := rand.New(rand.NewPCG(7, 7))
	p := allocation.Problem{}
	for g := range groups {
		p.Groups = append(p.Groups, allocation.Group{ID: fmt.Sprintf("g%05d", g), Seats: children * 9 / 10 / groups})
	}
	for c := range children {
		child := allocation.Child{ID: fmt.Sprintf("k%07d", c), Number: int64(c + 1), Prefers: make([]string, 0, 4)}
		for len(child.Prefers) < 4 {
			id := p.Groups[min(r.IntN(groups), r.IntN(groups))].ID
			if !contains(child.Prefers, id) {
				child.Prefers = append(child.Prefers, id)
			}
		}
		p.Children = append(p.Children, child)
	}
	return p
}

func contains(all []string, one string) bool {
	for _, other := range all {
		if other == one {
			return true
		}
	}
	return false
}

// variants are the paths that a city may take.
var variants = []struct {
	name   string
	change func(p *allocation.Problem)
}{
	{"common_order", func(*allocation.Problem) {}},
	{"one_to_three", func(p *allocation.Problem) {
		p.SlotKinds = []allocation.SlotKind{{Name: "priority", Tiers: [][]string{{"P"}, {"G"}}}, {Name: "general", Tiers: [][]string{{"P", "G"}}}}
		for g := range p.Groups {
			p.Groups[g].Pattern = []string{"priority", "general", "general", "general"}
		}
		for c := range p.Children {
			p.Children[c].Class = []string{"P", "G", "G", "G", "G"}[c%5]
		}
	}},
	{"transfers", func(p *allocation.Problem) {
		for c := range p.Children {
			if c%7 == 0 {
				p.Children[c].Holds = p.Groups[(c/7)%len(p.Groups)].ID
			}
		}
	}},
	{"twins", func(p *allocation.Problem) { addTwins(p) }},
	{"twins_one_to_three", func(p *allocation.Problem) {
		p.SlotKinds = []allocation.SlotKind{{Name: "priority", Tiers: [][]string{{"P"}, {""}}}, {Name: "general", Tiers: [][]string{{"P", ""}}}}
		for g := range p.Groups {
			p.Groups[g].Pattern = []string{"priority", "general", "general", "general"}
		}
		addTwins(p)
	}},
}

func addTwins(p *allocation.Problem) {
	for c := 0; c+1 < len(p.Children); c += 40 {
		p.Children[c+1].Prefers = p.Children[c].Prefers
		p.Families = append(p.Families, allocation.Family{
			ID: p.Children[c].ID, Rule: allocation.TogetherIfPossible, Children: []string{p.Children[c].ID, p.Children[c+1].ID},
		})
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, size := range []struct{ children, groups int }{{20_000, 700}, {1_000_000, 46_000}} {
		for _, variant := range variants {
			p := city(size.children, size.groups)
			variant.change(&p)
			b.Run(fmt.Sprintf("%s/%d", variant.name, size.children), func(b *testing.B) {
				for b.Loop() {
					if _, err := allocation.Solve(context.Background(), p, allocation.Options{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	p := city(20_000, 700)
	o, err := allocation.Solve(context.Background(), p, allocation.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if violations := check.Check(p, o); violations != nil {
			b.Fatal(violations[0])
		}
	}
}
