package main

import (
	"fmt"
	"runtime"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/internal/nation"
)

// plain measures the shape that the others are compared with, and all that is asked of it.
func (m *measuring) plain() error {
	l, err := m.lay("plain", m.draw(nation.OwnOrders))
	if err != nil {
		return err
	}
	m.plainSolve = l.solve
	m.r.PerWish, m.r.OverRead, m.r.Considered = l.perWish(), l.solve/l.read, l.solution.Considered()
	raw := m.r.Raw["plain"].(map[string]any)
	m.r.Layout = raw["layout"].(float64) / l.solve
	twice := l
	two, err := m.solve(&twice, 2)
	if err != nil {
		return err
	}
	m.r.Threads2, raw["solve_threads2"] = l.solve/two, two
	if err := m.whatIf(l, raw); err != nil {
		return err
	}
	if err := m.check(l, raw); err != nil {
		return err
	}
	return m.endToEnd(l.compact.Expand())
}

// check times the judge as a whole call: on the numbered problem that the engine starts from too, from which the judge makes its
// own arrays and its own hash. The problem as text and the judge's finished arrays stand in raw.
func (m *measuring) check(l laid, raw map[string]any) (err error) {
	stage("checking")
	runtime.GC()
	began := elapsed()
	o := l.solution.Outcome()
	raw["outcome"] = (elapsed() - began).Seconds() // with the problem's hash
	if m.r.Outcome, err = o.Hash(); err != nil {
		return err
	}
	var found []check.Violation
	whole := best(3, func() { found = append(found, check.Compact(l.compact).Judge(o).Violations...) })
	read := check.Compact(l.compact).Read(o)
	arrays := best(5, func() { found = append(found, read.Verdict().Violations...) })
	p := l.compact.Expand()
	text := best(1, func() { found = append(found, check.Check(p, o)...) })
	if len(found) > 0 {
		return fmt.Errorf("check the outcome: %s", found[0].Code)
	}
	m.r.Check, raw["check"], raw["check_text"], raw["check_arrays"], raw["check_arrays_over_solve"] = whole/l.solve, whole, text, arrays, arrays/l.solve
	raw["check_over_layout_solve_outcome"] = whole / (raw["layout"].(float64) + l.solve + raw["outcome"].(float64))
	return m.ctx.Err()
}

// whatIf asks of a thousand children what would be if they had listed their last wish first, and compares with the time that
// it takes to solve the market of one of them.
func (m *measuring) whatIf(l laid, raw map[string]any) error {
	stage("asking what if")
	const asked = 1000
	runtime.GC()
	c := l.compact
	components := map[int]float64{}
	var answers, markets []float64
	for i := range asked {
		child := i * (m.Children - 1) / asked
		wishes := c.Wish[c.WishOff[child]:c.WishOff[child+1]]
		id := c.ChildIDs.At(int32(child))
		lists := make([]string, len(wishes))
		for j, g := range wishes {
			lists[(j+1)%len(wishes)] = c.GroupIDs.At(g)
		}
		at, err := l.solution.ComponentOf(id)
		if err != nil {
			return err
		}
		if components[at] == 0 {
			components[at] = best(3, func() { err = l.solution.Rerun(at) })
		}
		if err != nil {
			return err
		}
		began := elapsed()
		if _, err := l.solution.WhatIf(id, allocation.Change{Prefers: lists}); err != nil {
			return err
		}
		answers, markets = append(answers, (elapsed()-began).Seconds()), append(markets, components[at])
	}
	p99, median := quantile(answers, 0.99), quantile(markets, 0.5)
	m.r.WhatIf, raw["whatif_p99"], raw["whatif_median"], raw["component_median"] = p99/median, p99, quantile(answers, 0.5), median
	return m.ctx.Err()
}

// common measures the linear path.
func (m *measuring) common() error {
	l, err := m.lay("common", m.draw(nation.CommonOrder))
	if err != nil {
		return err
	}
	m.r.CommonPerWish, m.r.CommonOver = l.perWish(), l.solve/l.read
	return nil
}

// slots measures one seat for the first priority and three for all, everywhere, beside the own orders.
func (m *measuring) slots() error {
	l, err := m.lay("slots", m.draw(nation.Slots))
	if err != nil {
		return err
	}
	m.r.Slots = l.solve / m.plainSolve
	return nil
}

// families measures siblings on both paths.
func (m *measuring) families() error {
	l, err := m.lay("families_common", m.draw(nation.FamiliesCommon))
	if err != nil {
		return err
	}
	m.r.FamCommon = l.solve / m.plainSolve
	if blocking := len(l.solution.Outcome().BlockingFamilies); blocking > 0 {
		return fmt.Errorf("families with a common order: %d exceptions", blocking)
	}
	if l, err = m.lay("families_orders", m.draw(nation.FamiliesOrders)); err != nil {
		return err
	}
	m.r.FamOrders = l.solve / m.plainSolve
	blocking := len(l.solution.Outcome().BlockingFamilies)
	m.r.Exceptions = float64(blocking) / float64(max(len(l.compact.Families), 1))
	raw := m.r.Raw["families_orders"].(map[string]any)
	raw["families"], raw["blocking"] = len(l.compact.Families), blocking
	return nil
}

// naive compares with deferred acceptance by the textbook on small countries. Both start from numbers: the textbook from lists
// and finished tables of ranks, solve from its arrays. What comes before, making the tables and laying out, is in raw.
func (m *measuring) naive() error {
	raw := map[string]any{}
	m.r.Raw["naive"] = raw
	for _, size := range []struct {
		children int
		ratio    *float64
	}{{1000, &m.r.Naive1000}, {10_000, &m.r.Naive10000}, {100_000, &m.r.Naive100000}} {
		stage("naive: %d children", size.children)
		p := nation.Problem(size.children, m.Seed, nation.OwnOrders)
		small := measuring{ctx: m.ctx, country: country{size.children, m.Seed}, r: allocationReport{Raw: map[string]any{}}}
		l, err := small.lay("solve", p)
		if err != nil {
			return err
		}
		lists := nation.ListsOf(p)
		var ranks []map[int]int
		tables := best(3, func() { ranks = lists.Ranks() })
		var got []int
		textbook := best(runsOf(size.children), func() { got = lists.Textbook(ranks) })
		if !same(p, l.solution.Outcome(), got) {
			return fmt.Errorf("%d children: the engine and the textbook disagree", size.children)
		}
		*size.ratio = textbook / l.solve
		raw[fmt.Sprint(size.children)] = map[string]any{"textbook": textbook, "ranks": tables, "engine": small.r.Raw["solve"]}
	}
	return nil
}

// same reports whether two outcomes of a problem seat everybody alike.
func same(p allocation.Problem, o allocation.Outcome, got []int) bool {
	groups := make(map[string]string, len(o.Assignments))
	for _, a := range o.Assignments {
		groups[a.Child] = a.Group
	}
	for c, g := range got {
		want := ""
		if g >= 0 {
			want = p.Groups[g].ID
		}
		if groups[p.Children[c].ID] != want {
			return false
		}
	}
	return true
}
