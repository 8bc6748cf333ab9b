package nation

import "github.com/balajol/balajol/allocation"

// Lists is a market as textbooks write it down: numbers for names, best first.
type Lists struct {
	Wishes [][]int // of a child: groups
	Orders [][]int // of a group: children
	Seats  []int   // of a group
}

// ListsOf writes down a problem of the shape OwnOrders, in the order of its children and groups.
func ListsOf(p allocation.Problem) Lists {
	l := Lists{Wishes: make([][]int, len(p.Children)), Orders: make([][]int, len(p.Groups)), Seats: make([]int, len(p.Groups))}
	groups, children := make(map[string]int, len(p.Groups)), make(map[string]int, len(p.Children))
	for g := range p.Groups {
		groups[p.Groups[g].ID] = g
	}
	for c := range p.Children {
		children[p.Children[c].ID] = c
	}
	for c, child := range p.Children {
		l.Wishes[c] = make([]int, len(child.Prefers))
		for i, id := range child.Prefers {
			l.Wishes[c][i] = groups[id]
		}
	}
	for g, group := range p.Groups {
		l.Seats[g], l.Orders[g] = group.Seats, make([]int, len(group.Order))
		for i, id := range group.Order {
			l.Orders[g][i] = children[id]
		}
	}
	return l
}

// Ranks turns each order into a table from child to place.
func (l Lists) Ranks() []map[int]int {
	ranks := make([]map[int]int, len(l.Orders))
	for g, order := range l.Orders {
		ranks[g] = make(map[int]int, len(order))
		for place, c := range order {
			ranks[g][c] = place
		}
	}
	return ranks
}

// Textbook is deferred acceptance as textbooks print it (Gale & Shapley 1962), written without regard to the machine and
// without a detour: each free child asks the next group on its list, which keeps the best it has seats for. It returns each
// child's group, -1 where it has none. It is a yardstick, and knows nothing of slots, held seats or families.
func (l Lists) Textbook(ranks []map[int]int) []int {
	free := make([]int, len(l.Wishes))
	for c := range free {
		free[c] = c
	}
	next, held, got := make([]int, len(l.Wishes)), make([][]int, len(l.Seats)), make([]int, len(l.Wishes))
	for c := range got {
		got[c] = -1
	}
	for len(free) > 0 {
		c := free[len(free)-1]
		if next[c] == len(l.Wishes[c]) {
			free = free[:len(free)-1]
			continue
		}
		g := l.Wishes[c][next[c]]
		next[c]++
		if _, acceptable := ranks[g][c]; !acceptable {
			continue
		}
		free = free[:len(free)-1]
		held[g], got[c] = append(held[g], c), g
		if len(held[g]) > l.Seats[g] {
			worst := 0
			for i := range held[g] {
				if ranks[g][held[g][i]] > ranks[g][held[g][worst]] {
					worst = i
				}
			}
			out := held[g][worst]
			held[g] = append(held[g][:worst], held[g][worst+1:]...)
			got[out] = -1
			free = append(free, out)
		}
	}
	return got
}
