package exact

import "slices"

// order is a heap of variables, those that were in the most recent conflicts first: activities grow by a step that grows itself
// (Eén & Sörensson 2004), here in integers.
type order struct {
	heap     []int
	at       []int // variable → place in the heap, none
	activity []uint64
	rank     []int // variable → its turn among equals
	step     uint64
}

const (
	firstStep = 1 << 10
	lastStep  = 1 << 50
	growth    = 4 // a step is a sixteenth longer than the last
)

// newOrder begins with the variables of the cost, the heaviest first.
func newOrder(variables int, cost []term) order {
	o := order{at: make([]int, variables), activity: make([]uint64, variables), rank: make([]int, variables), step: firstStep}
	for _, t := range cost {
		o.heap = append(o.heap, t.literal.variable())
	}
	first := slices.Clone(o.heap)
	slices.Sort(first)
	for v := range variables {
		if _, ok := slices.BinarySearch(first, v); !ok {
			o.heap = append(o.heap, v)
		}
	}
	for i, v := range o.heap {
		o.at[v], o.rank[v] = i, i
	}
	return o
}

func (o *order) before(a, b int) bool {
	if o.activity[a] != o.activity[b] {
		return o.activity[a] > o.activity[b]
	}
	return o.rank[a] < o.rank[b]
}

// bump moves a variable forward.
func (o *order) bump(v int) {
	o.activity[v] += o.step
	if o.at[v] != none {
		o.up(o.at[v])
	}
}

// decay makes the next bumps count for more.
func (o *order) decay() {
	o.step += o.step >> growth
	if o.step < lastStep {
		return
	}
	o.step = firstStep
	for v := range o.activity {
		o.activity[v] /= lastStep / firstStep
	}
	for i := len(o.heap)/2 - 1; i >= 0; i-- { // what was different may be equal now
		o.down(i)
	}
}

// push puts a variable back.
func (o *order) push(v int) {
	if o.at[v] != none {
		return
	}
	o.at[v] = len(o.heap)
	o.heap = append(o.heap, v)
	o.up(o.at[v])
}

// pop takes the first variable.
func (o *order) pop() int {
	first, last := o.heap[0], o.heap[len(o.heap)-1]
	o.heap[0], o.at[last] = last, 0
	o.heap, o.at[first] = o.heap[:len(o.heap)-1], none
	if len(o.heap) > 0 {
		o.down(0)
	}
	return first
}

func (o *order) up(i int) {
	for i > 0 && o.before(o.heap[i], o.heap[(i-1)/2]) {
		o.swap(i, (i-1)/2)
		i = (i - 1) / 2
	}
}

func (o *order) down(i int) {
	for {
		best := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(o.heap); child++ {
			if o.before(o.heap[child], o.heap[best]) {
				best = child
			}
		}
		if best == i {
			return
		}
		o.swap(i, best)
		i = best
	}
}

func (o *order) swap(i, j int) {
	o.heap[i], o.heap[j] = o.heap[j], o.heap[i]
	o.at[o.heap[i]], o.at[o.heap[j]] = i, j
}
