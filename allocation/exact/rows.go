package exact

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/balajol/balajol/allocation"
)

// literal is twice a variable, counted from 0, and one more for its negation.
type literal int32

func (l literal) not() literal  { return l ^ 1 }
func (l literal) variable() int { return int(l >> 1) }

func (l literal) holds(model []bool) bool { return model[l>>1] == (l&1 == 0) }

type term struct {
	literal literal
	weight  int64
}

// row demands that the weights of the literals that hold come to atLeast. Each variable stands in it once.
type row struct {
	terms   []term // heaviest first
	atLeast int64
}

// mostWeight is the largest sum of weights, far enough from the end of the numbers for every difference of two sums.
const mostWeight = math.MaxInt64/2 + 1

var errWeights = errors.New("weights add up to too much")

// normal is a problem in the form that the search takes.
type normal struct {
	rows       []row
	cost       []term // heaviest first
	impossible bool

	weight []int64 // literal → weight in the row being read
	met    []int   // its variables
}

func normalize(p *allocation.PseudoBoolean) (*normal, error) {
	if p.Variables < 0 || p.Variables > MostVariables {
		return nil, fmt.Errorf("%d variables", p.Variables)
	}
	n := &normal{weight: make([]int64, 2*p.Variables)}
	for i, c := range p.Constraints {
		terms, always, err := n.merge(c.Terms)
		if err != nil {
			return nil, fmt.Errorf("constraint %d: %w", i, err)
		}
		if c.AtLeast > always {
			n.add(terms, c.AtLeast-always)
		}
	}
	var err error
	if n.cost, _, err = n.merge(p.Cost); err != nil {
		return nil, fmt.Errorf("cost: %w", err)
	}
	return n, nil
}

// add takes a row on. No weight needs to be more than what is demanded.
func (n *normal) add(terms []term, atLeast int64) {
	for i := range terms {
		terms[i].weight = min(terms[i].weight, atLeast)
	}
	n.rows = append(n.rows, row{terms, atLeast})
	n.impossible = n.impossible || total(terms) < atLeast
}

// merge adds up what stands for one variable. What holds both ways is always there.
func (n *normal) merge(from []allocation.Term) (terms []term, always int64, err error) {
	sum := int64(0)
	n.met = n.met[:0]
	for _, t := range from {
		v := int64(t.Literal)
		if v == 0 || max(v, -v) > int64(len(n.weight)/2) {
			return nil, 0, fmt.Errorf("no literal %d", t.Literal)
		}
		if t.Weight < 1 {
			return nil, 0, fmt.Errorf("weight %d", t.Weight)
		}
		if t.Weight > mostWeight-sum {
			return nil, 0, errWeights
		}
		sum += t.Weight
		l := literal(2*max(v, -v) - 2)
		n.met = append(n.met, l.variable())
		if v < 0 {
			l = l.not()
		}
		n.weight[l] += t.Weight
	}
	terms = make([]term, 0, len(n.met))
	for _, v := range n.met {
		l := literal(2 * v)
		yes, no := n.weight[l], n.weight[l.not()]
		n.weight[l], n.weight[l.not()] = 0, 0
		always += min(yes, no)
		if yes < no {
			l = l.not()
		}
		if yes != no {
			terms = append(terms, term{l, max(yes, no) - min(yes, no)})
		}
	}
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(b.weight, a.weight) })
	return terms, always, nil
}

// total adds up weights.
func total(terms []term) int64 {
	sum := int64(0)
	for _, t := range terms {
		sum += t.weight
	}
	return sum
}

// value adds up the weights of what holds.
func value(terms []term, model []bool) int64 {
	sum := int64(0)
	for _, t := range terms {
		if t.literal.holds(model) {
			sum += t.weight
		}
	}
	return sum
}

// parts cuts a cost where it may be minimized in turns: no sum of the terms before the cut changes by as little as all terms behind
// it come to. Each part is divided by what divides all its weights; there is at least one.
func parts(cost []term) (found [][]term) {
	rest := total(cost)
	from, divisor := 0, int64(0)
	cut := func(to int) {
		part := slices.Clone(cost[from:to])
		for i := range part {
			part[i].weight /= divisor
		}
		found = append(found, part)
		from, divisor = to, 0
	}
	for i, t := range cost {
		if i > from && divisor > rest {
			cut(i)
		}
		divisor = gcd(t.weight, divisor)
		rest -= t.weight
	}
	cut(len(cost))
	return found
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// noMore demands that a part of the cost comes to no more than with this model.
func noMore(part []term, model []bool) row {
	return row{negated(part), total(part) - value(part, model)}
}

// negated turns a sum to keep low into one to keep high.
func negated(part []term) []term {
	terms := slices.Clone(part)
	for i := range terms {
		terms[i].literal = terms[i].literal.not()
	}
	return terms
}
