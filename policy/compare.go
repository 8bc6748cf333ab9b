package policy

import (
	"slices"

	"github.com/balajol/balajol/civil"
)

// ChangeKind says how a figure of one profile differs from that of another.
type ChangeKind string

// The kinds of change.
const (
	Added         ChangeKind = "added"   // only the second profile has it
	Removed       ChangeKind = "removed" // only the first profile has it
	ChangedValue  ChangeKind = "value"   // value or unit
	ChangedSource ChangeKind = "source"  // the same value, with another source, mark, note or effect
)

// Change is a figure that differs, with the days on which it does. Before is zero in Added, After in Removed.
type Change struct {
	Kind          ChangeKind
	Key           string
	During        civil.DateRange
	Before, After Figure
}

// Comparison is what changes from one profile to another.
type Comparison struct {
	From    civil.Date // first day that both have rules for
	Changes []Change   // along the child's path, by date
	Same    int        // keys without a change
	Lost    []Part     // parts that only the first covers; figures that are missing for this reason are no changes
	Gained  []Part     // parts that only the second covers, likewise
}

// Compare lists what changes from profile a to profile b, figure by figure, from the first day that both have rules for.
func Compare(a, b *Profile) Comparison {
	c := Comparison{From: a.From, Lost: lacking(a.Parts, b.Parts), Gained: lacking(b.Parts, a.Parts)}
	if b.From.After(c.From) {
		c.From = b.From
	}
	for _, s := range order {
		before, after := a.rowsOf(s.key), b.rowsOf(s.key)
		part := partOf(s.key)
		switch {
		case len(before) == 0 && len(after) == 0,
			len(after) == 0 && slices.Contains(c.Lost, part), len(before) == 0 && slices.Contains(c.Gained, part):
			continue
		}
		changes := changesOf(c.From, before, after)
		if len(changes) == 0 {
			c.Same++
		}
		c.Changes = append(c.Changes, changes...)
	}
	return c
}

// lacking is what a list holds and another does not.
func lacking(list, other []Part) []Part {
	return slices.DeleteFunc(slices.Clone(list), func(p Part) bool { return slices.Contains(other, p) })
}

// rowsOf are the rows of a key, by date.
func (p *Profile) rowsOf(key string) []Figure {
	first := slices.IndexFunc(p.figures, func(f Figure) bool { return f.Key == key })
	if first < 0 {
		return nil
	}
	last := first
	for last < len(p.figures) && p.figures[last].Key == key {
		last++
	}
	return p.figures[first:last]
}

// changesOf goes from one day of change to the next and compares the rows that hold there.
func changesOf(from civil.Date, before, after []Figure) []Change {
	days := []civil.Date{from}
	for _, f := range slices.Concat(before, after) {
		days = append(days, f.From)
		if !f.To.IsZero() {
			days = append(days, f.To.AddDays(1))
		}
	}
	days = slices.DeleteFunc(days, func(d civil.Date) bool { return d.Before(from) })
	slices.SortFunc(days, civil.Date.Compare)
	days = slices.Compact(days)
	var changes []Change
	for i, day := range days {
		during := civil.DateRange{From: day}
		if i+1 < len(days) {
			during.To = days[i+1].AddDays(-1)
		}
		if c, is := changeOn(day, before, after); is {
			c.During = during
			changes = append(changes, c)
		}
	}
	return changes
}

func changeOn(day civil.Date, before, after []Figure) (Change, bool) {
	old, had := rowOn(day, before)
	now, has := rowOn(day, after)
	c := Change{Kind: ChangedSource, Key: now.Key, Before: old, After: now}
	switch {
	case !had && !has:
		return c, false
	case !had:
		c.Kind = Added
	case !has:
		c.Kind, c.Key = Removed, old.Key
	case old.Unit != now.Unit || string(old.Value) != string(now.Value):
		c.Kind = ChangedValue
	case old.Source == now.Source && old.Mark == now.Mark && old.Note == now.Note && old.ShownOnly == now.ShownOnly:
		return c, false
	}
	return c, true
}

func rowOn(day civil.Date, rows []Figure) (Figure, bool) {
	at := slices.IndexFunc(rows, func(f Figure) bool { return f.During().Contains(day) })
	if at < 0 {
		return Figure{}, false
	}
	return rows[at], true
}
