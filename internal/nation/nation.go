// Package nation draws allocation problems of the size of a country, to measure by: 46,568 groups for each million
// children, in 160 closed markets (region × age × language), one to twenty wishes a child, 5.4 on average, near and popular
// groups first, and about 86 seats for 100 children. The figures are those of public statistics, the children are drawn:
// nothing in a problem belongs to a person.
//
// All shapes of one size and seed have the same children, wishes, seats and queue, so that the times of two shapes differ by
// what the shape adds and by nothing else. Integers and a seeded generator alone decide: a problem is the same on every machine.
package nation

import (
	"fmt"
	"math/rand/v2"

	"github.com/balajol/balajol/allocation"
)

// Shape names what the groups of a problem ask for beside the queue.
type Shape string

// The shapes.
const (
	OwnOrders      Shape = "own_orders"      // each group ranks the children who list it: siblings there, then its territory, then its own lottery
	CommonOrder    Shape = "common_order"    // the queue alone
	Slots          Shape = "slots"           // own orders, and everywhere one seat for the first priority, then three of the general queue
	FamiliesCommon Shape = "families_common" // the queue alone, 8 % of the children with a sibling who stands next to them
	FamiliesOrders Shape = "families_orders" // own orders, the same families
)

// Shapes lists every shape.
var Shapes = []Shape{OwnOrders, CommonOrder, Slots, FamiliesCommon, FamiliesOrders}

// Most is the largest number of children that Problem draws.
const Most = 1_000_000

// The country, for each million children.
const (
	million        = 1_000_000
	groupsPer      = 46_568
	marketsPer     = 160
	marketsRegion  = 8 // four ages, two languages
	mostWishes     = 20
	oneMoreWish    = 688 // of 1,000, tried until it failed twice: the mean is 5.4
	near           = 13  // groups on either side of a home that count as near; a triangular law
	territory      = 4   // groups on either side of a home that give its children precedence
	priorityOf1000 = 120 // children of the first priority
	siblingsEvery  = 25  // two siblings in so many children: 8 %
)

// Problem draws a problem of so many children, 1 to Most. Numbers are a shuffled queue from 1 on, siblings next to each
// other; ids say nothing about the market or the place in the queue. Children stand in the order of their ids and groups by
// market. A wish list never leaves its market, and siblings have the same list. It panics where children is out of range.
func Problem(children int, seed uint64, shape Shape) allocation.Problem {
	if children < 1 || children > Most {
		panic(fmt.Sprintf("nation: %d children", children))
	}
	d := draw{seed: seed, shape: shape}
	d.markets(children)
	d.homes = make([]int32, children)
	d.marketOf = make([]int32, children)
	d.wishes = make([][]int32, children)
	for m := range d.spans {
		d.market(m)
	}
	p := allocation.Problem{Groups: d.groups, Children: d.people()}
	if shape == Slots {
		p.SlotKinds = []allocation.SlotKind{{Name: "general", Tiers: [][]string{{"P", "G"}}}, {Name: "priority", Tiers: [][]string{{"P"}, {"G"}}}}
	}
	if shape == OwnOrders || shape == Slots || shape == FamiliesOrders {
		d.orders(p.Groups)
	}
	if shape == FamiliesCommon || shape == FamiliesOrders {
		p.Families = d.families(p.Children)
	}
	return p
}

// span is where the groups and the children of a market stand, first included, last not.
type span struct{ group, groups, child, children int }

// draw is a problem in the making. Children are counted by market here; place tells where each stands in the file.
type draw struct {
	seed     uint64
	shape    Shape
	spans    []span
	groups   []allocation.Group
	homes    []int32   // of a child: the group next door, counted inside its market
	marketOf []int32   // of a child
	wishes   [][]int32 // of a child: places in groups
	place    []int32   // of a child: place in the file
	ids      []string  // by place in the file
}

// source draws one aspect of the problem, so that a shape which draws less changes nothing else.
func (d *draw) source(aspect, part int) *rand.Rand {
	return rand.New(rand.NewPCG(mix(d.seed), mix(uint64(aspect)<<32|uint64(part))))
}

// The aspects.
const (
	aspectMarkets = iota + 1
	aspectMarket
	aspectIDs
	aspectQueue
	aspectClass
	aspectOrder
)

// markets divides groups and children among the markets, of which the largest are three times the smallest.
func (d *draw) markets(children int) {
	scaled := func(per int) int { return max(1, (children*per+million/2)/million) }
	groups, r := scaled(groupsPer), d.source(aspectMarkets, 0)
	weights, total := make([]int, scaled(marketsPer)), 0
	for m := range weights {
		weights[m] = 50 + r.IntN(101)
		total += weights[m]
	}
	d.groups = make([]allocation.Group, 0, groups)
	sum, last := 0, span{}
	for _, w := range weights {
		sum += w
		next := span{group: last.groups, groups: groups * sum / total, child: last.children, children: children * sum / total}
		d.spans, last = append(d.spans, next), next
	}
}

// market draws the groups of a market, which stand in a ring, and the wishes of its children.
func (d *draw) market(m int) {
	s, r := d.spans[m], d.source(aspectMarket, m)
	ring := ring{size: s.groups - s.group}
	ring.popular = r.Perm(ring.size)
	ring.rank = make([]int, ring.size)
	for rank, g := range ring.popular {
		ring.rank[g] = rank
		group := allocation.Group{
			ID: fmt.Sprintf("g%06d", s.group+rank+1), Kindergarten: fmt.Sprintf("n%03d%04d", m/marketsRegion+1, rank+1),
			Seats: 15 + min(r.IntN(16), r.IntN(16), r.IntN(16)), // 15 to 30, small ones more often
		}
		if d.shape == Slots {
			group.Pattern = []string{"priority", "general", "general", "general"}
		}
		d.groups = append(d.groups, group)
	}
	for c := s.child; c < s.children; c++ {
		d.marketOf[c] = int32(m)
		if second(c - s.child) {
			d.homes[c], d.wishes[c] = d.homes[c-1], d.wishes[c-1]
			continue
		}
		home := r.IntN(ring.size)
		d.homes[c] = int32(home)
		d.wishes[c] = ring.list(r, home)
		for i := range d.wishes[c] {
			d.wishes[c][i] += int32(s.group)
		}
	}
}

// second reports whether the child, counted inside its market, is the younger sibling of the child before it.
func second(c int) bool { return c%siblingsEvery == 1 }

// mix is the finalizer of SplitMix64 (Steele, Lea & Flood 2014): a hash of a counter.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
