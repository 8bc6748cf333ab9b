package policy

import (
	"fmt"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// step holds the rules from a day of change on, until the next one.
type step struct {
	rules Rules
	err   error // a key has no value any more
}

// On is the rules of a day. The error names the first key that has no value on that day; the profile gives no rules before its
// first day.
func (p *Profile) On(day civil.Date) (Rules, error) {
	at, found := slices.BinarySearchFunc(p.days, day, civil.Date.Compare)
	if !found {
		at--
	}
	if at < 0 {
		return Rules{}, fmt.Errorf("apply profile %s on %s: it begins on %s", p.Name, day, p.From)
	}
	return p.steps[at].rules, p.steps[at].err
}

// resolve computes the rules of every period between two changes.
func (p *Profile) resolve() error {
	p.days = p.changes()
	for _, day := range p.days {
		var s step
		s.rules, s.err = p.rulesOn(day)
		if s.err == nil {
			if err := s.rules.check(); err != nil {
				return fmt.Errorf("rules from %s: %w", day, err)
			}
		}
		p.steps = append(p.steps, s)
	}
	return nil
}

// changes lists the days on which the rules or their marks may change, the profile's first day first.
func (p *Profile) changes() []civil.Date {
	days := []civil.Date{p.From}
	for _, f := range p.figures {
		days = append(days, f.From)
		if !f.To.IsZero() {
			days = append(days, f.To.AddDays(1))
		}
		if f.Key == expiryKey && f.Text() != "none" {
			days = append(days, civil.MustParseDate(f.Text()))
		}
	}
	days = slices.DeleteFunc(days, func(d civil.Date) bool { return d.Before(p.From) })
	slices.SortFunc(days, civil.Date.Compare)
	return slices.Compact(days)
}

func (p *Profile) rulesOn(day civil.Date) (Rules, error) {
	rules := Rules{Profile: p.Name, SHA256: p.SHA256, Calendar: p.workdays}
	figures := p.Figures(day)
	for _, key := range p.keys {
		if len(figures) == 0 || figures[0].Key != key {
			return Rules{}, fmt.Errorf("apply profile %s on %s: figure %s has no value", p.Name, day, key)
		}
		if err := specs[key].read(figures[0], &rules); err != nil {
			return Rules{}, fmt.Errorf("apply profile %s on %s: figure %s: %w", p.Name, day, key, err)
		}
		figures = figures[1:]
	}
	rules.fillGrounds()
	return rules, nil
}

// expiryKey is the figure from whose day on nothing in the profile has a legal basis.
const expiryKey = "pilot.expires"

// Figures lists the figures that hold on a day, in reading order, with the mark that they have on that day: from the day in
// pilot.expires on, every figure is assumed.
func (p *Profile) Figures(day civil.Date) []Figure {
	var list []Figure
	for _, f := range p.figures {
		if f.During().Contains(day) {
			list = append(list, f)
		}
	}
	if end := expiry(list); !end.IsZero() && !day.Before(end) {
		for i := range list {
			list[i].Mark = Assumed
		}
	}
	return list
}

// expiry is the value of pilot.expires among the figures of a day, or none.
func expiry(figures []Figure) civil.Date {
	for _, f := range figures {
		if f.Key == expiryKey && f.Text() != "none" {
			return civil.MustParseDate(f.Text())
		}
	}
	return civil.Date{}
}

// fillGrounds lets every ground that the profile does not know count for nothing.
func (r *Rules) fillGrounds() {
	if r.Grounds == nil {
		r.Grounds = map[register.PriorityGroup]Ground{}
	}
	for _, group := range register.PriorityGroups {
		if _, known := r.Grounds[group]; !known {
			r.Grounds[group] = Ground{Class: register.General}
		}
	}
}

// gives reports whether anybody can be of a class.
func (r *Rules) gives(class register.PriorityClass) bool {
	if class == register.General {
		return true
	}
	for _, group := range register.PriorityGroups {
		if r.Grounds[group].Class == class {
			return true
		}
	}
	return false
}

// check refuses rules that contradict each other.
func (r *Rules) check() error {
	for _, class := range register.PriorityClasses {
		if !r.gives(class) {
			continue
		}
		inTurn := slices.ContainsFunc(r.Queue.Pattern, func(t Turn) bool { return t.Class == class })
		if !inTurn && !slices.Contains(r.Queue.Head, class) {
			return fmt.Errorf("class %s stands neither in queue.head nor in queue.pattern", class)
		}
	}
	for _, c := range r.Queue.Order {
		stage, is := c.Stage()
		if is && !slices.ContainsFunc(r.Points, func(row PointRow) bool { return row.Stage == stage }) {
			return fmt.Errorf("queue.order names %s: points.table has no such stage", c)
		}
	}
	if r.Season.ReleaseTo.Compare(r.Season.ReleaseFrom) < 0 {
		return fmt.Errorf("season.release_to %s is before season.release_from %s", r.Season.ReleaseTo, r.Season.ReleaseFrom)
	}
	return nil
}
