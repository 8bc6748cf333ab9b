package exact

import "context"

// none is no variable, no literal, no row.
const none = -1

// clause demands that one of its literals holds. The first two are watched: while neither is false nothing follows.
type clause struct {
	literals []literal
	levels   int32 // from how many levels its literals came when it was learned, 0 = part of the problem
}

// counted is a row and how it stands.
type counted struct {
	terms []term
	spare int64 // what the weights come to beyond what is demanded
	slack int64 // the same without the literals that are false
	most  int64 // the heaviest weight
}

// use is a row in which a literal stands.
type use struct {
	row    int32
	weight int64
}

// reason is the clause or else the row from which a literal follows, or that cannot be met.
type reason struct {
	clause *clause
	row    int32 // none for a decision and for what always holds
}

var noReason = reason{row: none}

func (r reason) given() bool { return r != noReason }

// solver is one search: rows and clauses to meet, a cost to lower. Its first row is the bound on the cost.
type solver struct {
	rows    []counted
	uses    [][]use     // literal → where it stands
	watches [][]*clause // literal → clauses that watch it
	learned []*clause
	never   bool // the empty clause was learned

	value  []int8 // literal → 1 true, −1 false, 0 open
	trail  []literal
	read   int      // how much of the trail has been counted
	marks  []int    // level → its start in the trail, from level 1 on
	level  []int32  // variable → level at which it was set
	place  []int32  // variable → place in the trail
	reason []reason // variable → why it was set
	phase  []int8   // variable → the value that it had last
	order  order

	seen  []bool    // variable → it is in the clause being learned
	found []literal // room for an explanation
	stamp []int     // level → the conflict that met it last

	cost      []term
	best      []bool
	steps     int64 // left
	conflicts int
	keep      int // learned clauses at which to throw some away
}

// newSolver prepares a search for an answer of a lower cost than that of best, if that is given.
func newSolver(variables int, rows []row, cost []term, best []bool, steps int64) *solver {
	s := &solver{
		uses: make([][]use, 2*variables), watches: make([][]*clause, 2*variables), value: make([]int8, 2*variables),
		level: make([]int32, variables), place: make([]int32, variables), reason: make([]reason, variables),
		phase: make([]int8, variables), seen: make([]bool, variables), stamp: make([]int, variables+1),
		order: newOrder(variables, cost), cost: cost, best: best, steps: steps, keep: firstKeep,
	}
	for v := range variables {
		s.phase[v] = -1
		if best != nil && best[v] {
			s.phase[v] = 1
		}
	}
	s.addRow(row{negated(cost), 0})
	for _, r := range rows {
		s.add(r)
	}
	if best != nil {
		s.tighten()
	}
	return s
}

// add takes on a demand of the problem: a clause where one literal is enough.
func (s *solver) add(r row) {
	switch last := len(r.terms) - 1; {
	case r.atLeast <= 0:
	case r.terms[last].weight < r.atLeast:
		s.addRow(r)
	case last == 0:
		s.follow(r.terms[0].literal, noReason)
	default:
		c := &clause{}
		for _, t := range r.terms {
			c.literals = append(c.literals, t.literal)
		}
		s.watch(c)
	}
}

func (s *solver) addRow(r row) {
	spare := total(r.terms) - r.atLeast
	c := counted{terms: r.terms, spare: spare, slack: spare}
	for _, t := range r.terms {
		c.most = max(c.most, t.weight)
		s.uses[t.literal] = append(s.uses[t.literal], use{int32(len(s.rows)), t.weight})
	}
	s.rows = append(s.rows, c)
}

func (s *solver) watch(c *clause) {
	for _, l := range c.literals[:2] {
		s.watches[l] = append(s.watches[l], c)
	}
}

// tighten demands a lower cost than the best.
func (s *solver) tighten() {
	bound := &s.rows[0]
	spare := value(s.cost, s.best) - 1
	bound.slack -= bound.spare - spare
	bound.spare = spare
}

// looks is how many decisions and conflicts pass between two looks at the context.
const looks = 1 << 8

// minimize searches until nothing better is left, and reports whether it came that far.
func (s *solver) minimize(ctx context.Context) (complete bool, err error) {
	for i := range len(s.rows) {
		if s.examine(int32(i)); s.rows[i].slack < 0 {
			return true, nil
		}
	}
	restart, next := 1, luby(1)*restartEvery
	for round := 0; !s.never; round++ {
		if round%looks == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		conflict := s.propagate()
		if s.steps < 0 {
			return false, nil
		}
		switch {
		case conflict.given():
			s.resolve(conflict)
		case len(s.trail) == len(s.level):
			s.accept()
		case s.conflicts >= next:
			restart++
			next = s.conflicts + luby(restart)*restartEvery
			s.undo(0)
			s.forget()
		case s.steps == 0:
			return false, nil
		default:
			s.decide()
		}
	}
	return true, nil
}

// accept takes the assignment as the best answer so far; the bound is broken from here on.
func (s *solver) accept() {
	s.best = make([]bool, len(s.level))
	for v := range s.best {
		s.best[v] = s.value[2*v] > 0
	}
	s.tighten()
}

// decide sets the first open variable to what it was last.
func (s *solver) decide() {
	v := s.order.pop()
	for s.value[2*v] != 0 {
		v = s.order.pop()
	}
	s.marks = append(s.marks, len(s.trail))
	l := literal(2 * v)
	if s.phase[v] < 0 {
		l = l.not()
	}
	s.set(l, noReason)
}

// restartEvery is how many conflicts a unit of Luby's sequence lasts.
const restartEvery = 64

// luby returns a number of the sequence 1 1 2 1 1 2 4 … (Luby, Sinclair & Zuckerman 1993), counted from 1.
func luby(i int) int {
	size := 1
	for size < i {
		size = 2*size + 1
	}
	for size != i {
		size /= 2
		if i > size {
			i -= size
		}
	}
	return (size + 1) / 2
}
