package nation

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// ring is the geography of a market: its groups in a circle.
type ring struct {
	size    int
	popular []int // groups, the most popular first
	rank    []int // of a group: its place in popular
}

// list draws the wishes of a child: two near groups for each popular one, in the order of what the family would like best.
func (g ring) list(r *rand.Rand, home int) []int32 {
	want := 1
	for range 2 { // few lists are short and few are long
		for want < mostWishes && r.IntN(1000) < oneMoreWish {
			want++
		}
	}
	type wish struct{ group, liking int }
	var found [mostWishes]wish
	n := 0
	for range 8 * want {
		if n == want {
			break
		}
		group := g.candidate(r, home)
		if slices.ContainsFunc(found[:n], func(w wish) bool { return w.group == group }) {
			continue
		}
		popularity := 6000 * (g.size - g.rank[group]) / g.size // worth at most a way of 60 groups
		found[n] = wish{group, popularity - 100*g.distance(home, group) + r.IntN(700)}
		n++
	}
	slices.SortFunc(found[:n], func(a, b wish) int { return cmp.Or(b.liking-a.liking, a.group-b.group) })
	list := make([]int32, n)
	for i, w := range found[:n] {
		list[i] = int32(w.group)
	}
	return list
}

func (g ring) candidate(r *rand.Rand, home int) int {
	if r.IntN(3) == 0 {
		return g.popular[min(r.IntN(g.size), r.IntN(g.size), r.IntN(g.size))]
	}
	return ((home+r.IntN(near)-r.IntN(near))%g.size + g.size) % g.size
}

func (g ring) distance(a, b int) int {
	apart := max(a-b, b-a)
	return min(apart, g.size-apart)
}

// people gives the children ids and numbers and lines them up.
func (d *draw) people() []allocation.Child {
	n := len(d.homes)
	d.place, d.ids = make([]int32, n), make([]string, n)
	for c, place := range d.source(aspectIDs, 0).Perm(n) {
		d.place[c] = int32(place)
		d.ids[place] = fmt.Sprintf("c%07d", place+1)
	}
	classes := d.source(aspectClass, 0)
	all := make([]allocation.Child, n)
	for c, number := range d.numbers() {
		child := allocation.Child{ID: d.ids[d.place[c]], Number: number, Prefers: make([]string, len(d.wishes[c]))}
		for i, g := range d.wishes[c] {
			child.Prefers[i] = d.groups[g].ID
		}
		if d.shape == Slots {
			child.Class = "G"
			if classes.IntN(1000) < priorityOf1000 {
				child.Class = "P"
			}
		}
		all[d.place[c]] = child
	}
	return all
}

// numbers shuffles the queue; siblings stand next to each other.
func (d *draw) numbers() []int64 {
	var turns []int32 // children who bring their younger sibling along
	for _, s := range d.spans {
		for c := s.child; c < s.children; c++ {
			if !second(c - s.child) {
				turns = append(turns, int32(c))
			}
		}
	}
	d.source(aspectQueue, 0).Shuffle(len(turns), func(i, j int) { turns[i], turns[j] = turns[j], turns[i] })
	numbers, next := make([]int64, len(d.homes)), int64(0)
	for _, c := range turns {
		next++
		numbers[c] = next
		if d.pair(int(c)) {
			next++
			numbers[c+1] = next
		}
	}
	return numbers
}

// pair reports whether the child has a younger sibling, the child after it.
func (d *draw) pair(c int) bool {
	s := d.spans[d.marketOf[c]]
	return second(c+1-s.child) && c+1 < s.children
}

// families are pairs of siblings who want one group, or else each its own.
func (d *draw) families(children []allocation.Child) []allocation.Family {
	var all []allocation.Family
	for c := range d.homes {
		if !d.pair(c) {
			continue
		}
		f := allocation.Family{ID: fmt.Sprintf("f%06d", len(all)+1), Rule: allocation.TogetherIfPossible}
		for _, place := range d.place[c : c+2] {
			f.Children = append(f.Children, d.ids[place])
			children[place].Family = f.ID
		}
		all = append(all, f)
	}
	return all
}

// orders lets each group rank the children who list it: those with a sibling there (one of 25), then those of its territory,
// then all others, and inside each by the group's own lottery.
func (d *draw) orders(groups []allocation.Group) {
	type claim struct {
		key   uint64
		place int32
	}
	claims := make([][]claim, len(groups))
	for c, wishes := range d.wishes {
		s := d.spans[d.marketOf[c]]
		ring := ring{size: s.groups - s.group}
		for _, g := range wishes {
			lot := mix(mix(d.seed^aspectOrder<<56) ^ uint64(g)<<32 ^ uint64(d.place[c]))
			tier := uint64(2)
			switch {
			case lot%25 == 0:
				tier = 0
			case ring.distance(int(d.homes[c]), int(g)-s.group) <= territory:
				tier = 1
			}
			claims[g] = append(claims[g], claim{tier<<62 | lot>>2, d.place[c]})
		}
	}
	for g, list := range claims {
		slices.SortFunc(list, func(a, b claim) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.place, b.place)) })
		groups[g].Order = make([]string, len(list))
		for i, one := range list {
			groups[g].Order[i] = d.ids[one.place]
		}
	}
}
