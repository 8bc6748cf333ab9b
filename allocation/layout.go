package allocation

import "slices"

// partition splits a problem into closed markets: groups that no child and no family connects never meet. Components are
// numbered by their first group in the byte order of ids; behind them stands the one of those that nothing connects: groups
// that nobody lists, children who list nothing.
type partition struct {
	count    int     // components, the idle one included
	ofGroup  []int32 // group → component
	groups   []int32 // by component, then in the byte order of ids
	groupOff []int32 // component → its first group
	children []int32 // by component, then in queue order
	childOff []int32
	wishOff  []int32 // component → wishes before it
}

func newPartition(c *Compact, queue []int32) (p *partition, ofChild []int32) {
	anchor, wanted, root := connect(c)
	p, ofChild = &partition{ofGroup: make([]int32, len(c.Seats))}, make([]int32, len(c.Class))
	number := slices.Repeat([]int32{none}, len(c.Seats))
	for _, g := range c.GroupsByID {
		if !wanted[g] {
			p.ofGroup[g] = none
			continue
		}
		if number[root[g]] == none {
			number[root[g]] = int32(p.count)
			p.count++
		}
		p.ofGroup[g] = number[root[g]]
	}
	idle := int32(p.count)
	p.count++
	for g := range p.ofGroup {
		if p.ofGroup[g] == none {
			p.ofGroup[g] = idle
		}
	}
	for child, g := range anchor {
		ofChild[child] = idle
		if g != none {
			ofChild[child] = p.ofGroup[g]
		}
	}
	p.groups, p.groupOff = gather(c.GroupsByID, p.ofGroup, p.count)
	p.children, p.childOff = gather(queue, ofChild, p.count)
	p.wishOff = make([]int32, p.count+1)
	for child, component := range ofChild {
		list, last := c.list(int32(child))
		p.wishOff[component+1] += int32(len(list))
		if last != none {
			p.wishOff[component+1]++
		}
	}
	for i := range p.count {
		p.wishOff[i+1] += p.wishOff[i]
	}
	return p, ofChild
}

// connect returns for each child a group of its component, none if there is none; which groups are on some list; and the root
// of each group in the forest of components.
func connect(c *Compact) (anchor []int32, wanted []bool, root []int32) {
	anchor, wanted = make([]int32, len(c.Class)), make([]bool, len(c.Seats))
	f := newForest(len(c.Seats))
	for child := range anchor {
		list, last := c.list(int32(child))
		anchor[child] = last
		if len(list) > 0 {
			anchor[child] = list[0]
		}
		for _, g := range list {
			wanted[g] = true
			f.join(anchor[child], g)
		}
		if last != none {
			wanted[last] = true
			f.join(anchor[child], last)
		}
	}
	for family := range c.Families {
		members := c.Member[c.MemberOff[family]:c.MemberOff[family+1]]
		at := slices.IndexFunc(members, func(child int32) bool { return anchor[child] != none })
		for _, child := range members {
			if at >= 0 && anchor[child] == none {
				anchor[child] = anchor[members[at]]
			} else if at >= 0 {
				f.join(anchor[members[at]], anchor[child])
			}
		}
	}
	for g := range f {
		f[g] = f.find(int32(g))
	}
	return anchor, wanted, f
}

// forest is union-find by path halving (Tarjan & van Leeuwen 1984).
type forest []int32

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = int32(i)
	}
	return f
}

func (f forest) find(i int32) int32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

// join makes the lower root the root of both.
func (f forest) join(a, b int32) {
	if f[a] == f[b] {
		return
	}
	a, b = f.find(a), f.find(b)
	f[max(a, b)] = min(a, b)
}

// gather sorts rows by component and keeps their order inside.
func gather(rows, component []int32, count int) (gathered, off []int32) {
	off = make([]int32, count+1)
	for _, row := range rows {
		off[component[row]+1]++
	}
	for i := range count {
		off[i+1] += off[i]
	}
	next := slices.Clone(off)
	gathered = make([]int32, len(rows))
	for _, row := range rows {
		gathered[next[component[row]]] = row
		next[component[row]]++
	}
	return gathered, off
}
