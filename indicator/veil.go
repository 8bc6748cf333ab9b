package indicator

import (
	"cmp"
	"slices"
)

// line is a row on its way to the page: how many children of each kind it has, and which of its figures are hidden. The bits
// of hidden are the figures and, above them, the averages.
type line struct {
	n      []int // by kind
	values [Figures]int
	hidden uint32
	safe   uint32 // small figures that have another page's value
	weight int    // of what is hidden here
}

// veil decides what of a comparison is hidden.
type veil struct {
	limit   int
	kinds   []kind // that a child can be of; 0 = no child
	total   *line
	keys    [len(splits)][]string
	tables  [len(splits)][]*line
	dropped [len(splits)]bool
	lost    bool
	who     []crowd // of each case
	crowds  []crowd // each once
}

// crowd are children who are alike in everything that is counted.
type crowd struct {
	kind int
	rows [len(splits)]int
}

func newVeil(level Level, limit int, cases []Case) *veil {
	v := &veil{limit: limit, kinds: kindsOf(level)}
	v.total = v.line(4)
	for d, split := range splits {
		for _, c := range cases {
			v.keys[d] = append(v.keys[d], split.key(c))
		}
		slices.SortFunc(v.keys[d], split.order)
		v.keys[d] = slices.Compact(v.keys[d])
		for range v.keys[d] {
			v.tables[d] = append(v.tables[d], v.line(1))
		}
	}
	for _, c := range cases {
		who := crowd{kind: slices.Index(v.kinds, kindOf(level, c.Base, c.Try))}
		v.total.n[who.kind]++
		for d, split := range splits {
			who.rows[d], _ = slices.BinarySearchFunc(v.keys[d], split.key(c), split.order)
			v.tables[d][who.rows[d]].n[who.kind]++
		}
		v.who = append(v.who, who)
	}
	v.crowds = slices.Clone(v.who)
	slices.SortFunc(v.crowds, func(a, b crowd) int { return cmp.Or(cmp.Compare(a.kind, b.kind), slices.Compare(a.rows[:], b.rows[:])) })
	v.crowds = slices.Compact(v.crowds)
	for _, l := range v.lines() {
		v.begin(l)
	}
	return v
}

func (v *veil) line(weight int) *line { return &line{n: make([]int, len(v.kinds)), weight: weight} }

// kindsOf lists the kinds that a child can be of, after none.
func kindsOf(level Level) []kind {
	kinds := []kind{0}
	for _, base := range []Placing{{}, {true, 1}, {true, 2}, {true, 3}} {
		for _, try := range []Placing{{}, {true, 1}, {true, 2}, {true, 3}} {
			if k := kindOf(level, base, try); !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
	}
	return kinds
}

// lines lists the total, then the rows of the tables that are not dropped.
func (v *veil) lines() []*line {
	lines := []*line{v.total}
	for d, table := range v.tables {
		if !v.dropped[d] {
			lines = append(lines, table...)
		}
	}
	return lines
}

// begin sums a line and hides its small figures and the averages over few.
func (v *veil) begin(l *line) {
	for f := range Figures {
		for k, n := range l.n {
			if v.kinds[k].has(f) {
				l.values[f] += n
			}
		}
		if v.small(l.values[f]) {
			l.hidden |= uint32(bits(f)) | means(bits(f))
		}
	}
}

func (v *veil) small(n int) bool { return n > 0 && n < v.limit }

// means are the averages that children of some kind take part in.
func means(k kind) (m uint32) {
	for a, over := range averaged {
		if k.has(over) {
			m |= 1 << (int(Figures) + a)
		}
	}
	return m
}

// cover puts the marks on a row and takes away what is hidden.
func (l *line) cover(row *Row, limit int) {
	for f := range row.Counts {
		if l.hidden>>f&1 == 0 {
			continue
		}
		row.Counts[f] = Cell{Mark: Hidden}
		if n := l.values[f]; n > 0 && n < limit {
			row.Counts[f].Mark = Small
		}
	}
	for a := range row.Means {
		if l.hidden>>(int(Figures)+a)&1 == 1 {
			row.Means[a] = Mean{Mark: Hidden}
		}
	}
}
