package indicator

import mathbits "math/bits"

// Hiding a small count is not enough: it may follow from the total and the other rows, or from the other figures of its row.
// Which other figures must be hidden with it is judged by the reader's doubt: a small count is safe when one can name another
// set of children that prints the same page and has another count there. Two such sets are tried, both by changing as little
// as possible:
//
//   - two children of different rows of one table change places in it (or one child alone changes its row): no total and no
//     other table feels it;
//   - one child got something else: then the total and its row in each table change alike.
//
// What differs between the two sets is hidden, and an average over a child that moved as well; what was hidden before must
// keep its mark, small or not. So each small count that is hidden has its witness, and a later hiding takes no witness away:
// that is the proof, and TestNobodyCanTell tries it by going through all sets of children. It says that a count cannot be
// told, not how wide the doubt is, and it supposes a reader who knows the page but no child of the city.

// witness is a set of children that differs in a few lines from the real one.
type witness []swap

// swap is a line in which one child of a kind becomes one of another; kinds are numbers in veil.kinds, 0 = no child.
type swap struct {
	*line
	from, to int
}

// protect hides more figures until no small one can be told. A table without a witness is dropped, and so are tables that
// leave a total without one; if nothing helps, everything is.
func (v *veil) protect() {
	if v.lost = v.total.values[Children] < v.limit; v.lost {
		return
	}
	for f := range Figures {
		if v.bare(v.total, f) && !v.doubt(v.changeTotal(f)) {
			v.lost = true
			return
		}
	}
	for d, table := range v.tables {
		for _, l := range table {
			for f := range Figures {
				if !v.dropped[d] && v.bare(l, f) && !v.doubt(v.exchange(table, l, f)) && !v.doubt(v.change(l, f)) {
					v.dropped[d] = true
				}
			}
		}
	}
}

// bare tells whether a figure is small and still without a witness.
func (v *veil) bare(l *line, f Figure) bool { return v.small(l.values[f]) && l.safe>>f&1 == 0 }

// doubt hides what a witness needs hidden; false if there is none.
func (v *veil) doubt(w witness) bool {
	for _, s := range w {
		s.hidden |= v.felt(s)
		s.safe |= uint32(v.kinds[s.from] ^ v.kinds[s.to])
	}
	return w != nil
}

// felt are the figures and averages of a line that a swap changes.
func (v *veil) felt(s swap) uint32 {
	from, to := v.kinds[s.from], v.kinds[s.to]
	return uint32(from^to) | means(from|to)
}

// exchange looks for the cheapest witness in which a figure of a row differs and another row of the table makes up for it.
func (v *veil) exchange(table []*line, l *line, f Figure) (best witness) {
	for _, other := range table {
		if other == l {
			continue
		}
		for mine := range v.kinds {
			for theirs := range v.kinds {
				if v.kinds[mine].has(f) == v.kinds[theirs].has(f) || mine > 0 && l.n[mine] == 0 || theirs > 0 && other.n[theirs] == 0 {
					continue
				}
				best = v.cheaper(best, witness{{l, mine, theirs}, {other, theirs, mine}})
			}
		}
	}
	return best
}

// change looks for the cheapest witness in which one child got something else, and a figure of a line with it.
func (v *veil) change(l *line, f Figure) (best witness) {
	for _, c := range v.crowds {
		for to := 1; to < len(v.kinds); to++ {
			if v.kinds[c.kind].has(f) == v.kinds[to].has(f) {
				continue
			}
			w, here := witness{{v.total, c.kind, to}}, l == v.total
			for d, row := range c.rows {
				if !v.dropped[d] {
					w = append(w, swap{v.tables[d][row], c.kind, to})
					here = here || l == v.tables[d][row]
				}
			}
			if here {
				best = v.cheaper(best, w)
			}
		}
	}
	return best
}

// changeTotal looks for a witness of a total, and drops as few tables as it needs for that.
func (v *veil) changeTotal(f Figure) witness {
	before := v.dropped
	for fewest := range len(splits) + 1 {
		for set := range 1 << len(splits) {
			if mathbits.OnesCount(uint(set)) != fewest {
				continue
			}
			for d := range v.dropped {
				v.dropped[d] = before[d] || set>>d&1 == 1
			}
			if w := v.change(v.total, f); w != nil {
				return w
			}
		}
	}
	return nil
}

// cheaper is w if it prints the same marks and hides less than the best so far.
func (v *veil) cheaper(best, w witness) witness {
	if best != nil && v.cost(w) >= v.cost(best) {
		return best
	}
	for _, s := range w {
		from, to := v.kinds[s.from], v.kinds[s.to]
		for f := range Figures {
			if now := s.values[f]; from.has(f) != to.has(f) && v.small(now) != v.small(now+int(to>>f&1)-int(from>>f&1)) {
				return best
			}
		}
	}
	return w
}

// costs of hiding a figure: what policy is made by is dearer.
var costs = [Figures]int{
	Children: 8, BasePlaced: 4, BaseFirst: 3, BaseOther: 2, BaseUnplaced: 4, TryPlaced: 4, TryFirst: 3, TryOther: 2, TryUnplaced: 4, Gain: 3, Lose: 3, Unchanged: 2,
}

// cost weighs what a witness hides anew; an average costs 1.
func (v *veil) cost(w witness) (sum int) {
	for _, s := range w {
		more := v.felt(s) &^ s.hidden
		sum += s.weight * mathbits.OnesCount32(more>>Figures)
		for f, c := range costs {
			sum += s.weight * c * int(more>>f&1)
		}
	}
	return sum
}
