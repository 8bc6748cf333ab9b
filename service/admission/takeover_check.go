package admission

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// OldList is a list of an old system as an officer hands it over.
type OldList struct {
	Kind     preschool.TakeoverKind
	Source   string // the old system, in the officer's words
	SHA256   string // of the file
	Table    gateway.Table
	Mapping  Mapping
	Progress func(stage string, done, total int) // may be nil
}

// takeoverCheck is a list while it is checked.
type takeoverCheck struct {
	*store.Reader
	day    service.Day
	list   OldList
	lines  []*oldLine
	kinder map[string]register.ID[register.Kindergarten] // by code and by folded name
	groups map[register.ID[register.Kindergarten]]map[string]register.Group
}

// checkTakeover reads and checks a list against itself and against the register. It writes nothing.
func (s *Service) checkTakeover(r *store.Reader, day service.Day, list OldList) (*takeoverCheck, map[string]int, error) {
	places, err := columnsOf(list.Kind, list.Table.Header, list.Mapping)
	if err != nil {
		return nil, nil, err
	}
	c := &takeoverCheck{Reader: r, day: day, list: list}
	reader := &rowReader{kind: list.Kind, places: places, width: len(list.Table.Header), form: list.Table.Form, words: list.Mapping.Words, zone: day.Rules.Zone}
	for _, row := range list.Table.Rows {
		c.lines = append(c.lines, reader.read(row))
	}
	return c, places, c.check()
}

func (c *takeoverCheck) check() error {
	if err := c.readHouse(); err != nil {
		return err
	}
	for _, l := range c.lines {
		c.checkDates(l)
	}
	c.findDoubles()
	if err := c.findHere(); err != nil {
		return err
	}
	if c.list.Kind == preschool.TakeoverQueue {
		for _, l := range c.lines {
			c.checkChoices(l)
		}
		c.checkOrder()
		return nil
	}
	c.checkSeats()
	return nil
}

// readHouse reads the kindergartens and groups by the names that a list may use.
func (c *takeoverCheck) readHouse() error {
	all, err := c.Kindergartens()
	if err != nil {
		return err
	}
	c.kinder = map[string]register.ID[register.Kindergarten]{}
	for _, k := range all {
		for _, name := range append([]string{k.Name}, k.FormerNames...) {
			c.kinder[register.Fold(name)] = k.ID
		}
	}
	for _, k := range all {
		c.kinder[register.Fold(k.Code)] = k.ID
	}
	groups, err := c.Groups()
	c.groups = map[register.ID[register.Kindergarten]]map[string]register.Group{}
	for _, g := range groups {
		if c.groups[g.Kindergarten] == nil {
			c.groups[g.Kindergarten] = map[string]register.Group{}
		}
		c.groups[g.Kindergarten][strconv.Itoa(g.Number)] = g
	}
	return err
}

func (c *takeoverCheck) checkDates(l *oldLine) {
	if !l.birth.IsZero() {
		age, last := c.day.Rules.Age(l.birth, c.day.Today), c.day.Rules.Issue.MaxAge
		if c.list.Kind == preschool.TakeoverPlaced {
			last = max(last, c.day.Rules.Season.ReleaseAge)
		}
		if l.birth.After(c.day.Today) || age > last {
			l.fault(colBirth, "age", 0)
		}
	}
	if l.registered.IsZero() {
		return
	}
	day := civil.DateOf(l.registered, c.day.Rules.Zone)
	switch {
	case l.registered.After(c.day.Now.Time()):
		l.fault(colRegistered, "future", 0)
	case !l.birth.IsZero() && day.Before(l.birth):
		l.fault(colRegistered, "before_birth", 0)
	}
}

// findDoubles keeps the first line of a child and takes the others for doubles, whatever they say. Which one is true, the
// family knows.
func (c *takeoverCheck) findDoubles() {
	first := map[string]int{}
	numbers := map[string]int{}
	for _, l := range c.lines {
		if l.number > 0 {
			key := l.list + "\x00" + strconv.Itoa(l.number)
			if with, twice := numbers[key]; twice {
				l.fault(colNumber, "number_twice", with)
			} else {
				numbers[key] = l.line
			}
		}
		if !l.accepted() {
			continue
		}
		if with, twice := first[l.child]; twice {
			l.fault(colChild, "twice", with)
			continue
		}
		first[l.child] = l.line
	}
}

// findHere looks for children who wait or hold a seat already, here or in another territory.
func (c *takeoverCheck) findHere() error {
	for i, l := range c.lines {
		c.progress("check", i, len(c.lines))
		if !l.accepted() {
			continue
		}
		elsewhere, err := c.LivePlacementOf(l.child)
		if err != nil {
			return err
		}
		if elsewhere != "" && elsewhere != c.Authority {
			l.fault(colChild, "placed_elsewhere", 0)
			continue
		}
		if elsewhere == c.Authority {
			l.fault(colChild, "here_placed", 0)
			continue
		}
		known, err := c.ChildByIIN(l.child)
		if register.KindOf(err) == register.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		l.childID = known.ID
		if err := c.findLive(l, known); err != nil {
			return err
		}
	}
	return nil
}

func (c *takeoverCheck) findLive(l *oldLine, known store.ChildLink) error {
	guardian, err := c.GuardianByIIN(l.guardian)
	if err != nil && register.KindOf(err) != register.NotFound {
		return err
	}
	if guardian != known.Guardian {
		l.fault(colGuardian, "other_guardian", 0)
		return nil
	}
	apps, err := c.ApplicationsOf(known.ID)
	if err != nil {
		return err
	}
	for _, a := range apps {
		live := a.Waiting() || a.State == preschool.ApplicationDrafted || a.State == preschool.ApplicationSubmitted || a.State == preschool.ApplicationOffered
		if live {
			l.fault(colChild, "here_queued", 0)
			return nil
		}
	}
	return nil
}

func (c *takeoverCheck) checkChoices(l *oldLine) {
	var known []string
	for _, name := range l.choices {
		id, there := c.kinder[register.Fold(name)]
		if !there {
			l.fault(colChoices, "choice_unknown", 0)
			continue
		}
		if !slices.Contains(known, string(id)) {
			known = append(known, string(id))
		}
	}
	if most := c.day.Rules.ChoiceMax; len(known) > most {
		known = known[:most]
		l.fault(colChoices, "choices_cut", 0)
	}
	if l.choices = known; len(known) == 0 {
		l.fault(colChoices, "no_choice", 0)
	}
}

// checkSeats finds group and seat of each line, in the order of the first days. Children beyond the open seats are left
// out: nobody but the kindergarten can tell which of them is there.
func (c *takeoverCheck) checkSeats() {
	lines := slices.Clone(c.lines)
	slices.SortStableFunc(lines, func(a, b *oldLine) int { return cmp.Or(a.from.Compare(b.from), cmp.Compare(a.line, b.line)) })
	free := map[register.ID[register.Group]]int{}
	for _, l := range lines {
		k, there := c.kinder[register.Fold(l.kinder)]
		if !there {
			l.fault(colKinder, "kindergarten_unknown", 0)
			continue
		}
		g, there := c.groups[k][l.group]
		if !there {
			l.fault(colGroup, "group_unknown", 0)
			continue
		}
		l.kinder, l.group = string(k), string(g.ID)
		switch {
		case !l.from.IsZero() && l.from.After(c.day.Today):
			l.fault(colFrom, "future", 0)
		case !l.birth.IsZero() && l.birth.Year() != g.BirthYear:
			l.fault(colGroup, "group_age", 0)
		}
		if !l.accepted() {
			continue
		}
		if free[g.ID]++; free[g.ID] > g.Vacant() {
			l.fault(colGroup, "seats", 0)
		}
	}
}

func (c *takeoverCheck) progress(stage string, done, total int) {
	if c.list.Progress != nil && done%500 == 0 {
		c.list.Progress(stage, done, total)
	}
}
