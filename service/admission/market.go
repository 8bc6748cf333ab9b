package admission

import (
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// home is where a child lives or a kindergarten stands. An empty word is the authority's own.
type home struct{ district, settlement string }

// scope names the territory over which one queue runs.
func scope(authority register.ID[register.Authority], rules *policy.Rules, at home) string {
	part := ""
	switch rules.Round.Scope {
	case policy.ScopeDistrict:
		part = at.district
	case policy.ScopeSettlement:
		part = at.settlement
	}
	if part == "" {
		return string(authority)
	}
	return string(authority) + "/" + part
}

// market is the queue of a child, or the market of a group: the scope of the iteration, the age, the language and the kind of
// group. A group takes children of one birth year, so that whatever the rules count as age elsewhere, a queue holds one birth
// year too.
//
// The age is that of the last refresh, on both sides: between two refreshes nobody's queue changes its name, and a refresh
// moves a whole cohort at once. Children born since stand with those of age 0.
func market(authority register.ID[register.Authority], day service.Day, at home, birthYear int, language register.Language, kind register.GroupKind) string {
	age := max(cohortYear(&day.Rules, day.Today)-birthYear, 0)
	return round.MarketName{Scope: scope(authority, &day.Rules, at), Age: age, Language: language, Kind: kind}.Key()
}

// cohortYear is the year by which queues count ages on a day: that of the last refresh.
func cohortYear(rules *policy.Rules, today civil.Date) int { return lastRefresh(rules, today).Year() }

// newYear is the refresh of rules that name none: ages count by the calendar.
var newYear = []policy.MonthDay{{Month: time.January, Day: 1}}

func refreshDays(rules *policy.Rules) []policy.MonthDay {
	if len(rules.Queue.Refresh) == 0 {
		return newYear
	}
	return rules.Queue.Refresh
}

// lastRefresh is the newest day of refresh that is not after a day.
func lastRefresh(rules *policy.Rules, today civil.Date) civil.Date {
	last := civil.Date{}
	for _, day := range refreshDays(rules) {
		on := day.In(today.Year())
		if on.After(today) {
			on = day.In(today.Year() - 1)
		}
		if on.After(last) {
			last = on
		}
	}
	return last
}

// nextRefresh is the first day of refresh after a day.
func nextRefresh(rules *policy.Rules, today civil.Date) civil.Date {
	next := civil.Date{}
	for _, day := range refreshDays(rules) {
		on := day.In(today.Year())
		if !on.After(today) {
			on = day.In(today.Year() + 1)
		}
		if next.IsZero() || on.Before(next) {
			next = on
		}
	}
	return next
}

// marketOf is the queue in which an application stands on a day.
func (s *Service) marketOf(tx *store.Reader, day service.Day, a preschool.Application) (string, error) {
	at, err := homeOf(tx, &day.Rules, a)
	if err != nil {
		return "", err
	}
	return market(tx.Authority, day, at, a.BirthDate.Year(), a.Language, a.Kind()), nil
}

// homeOf is where the child of an application lives, as far as the rules ask.
func homeOf(r *store.Reader, rules *policy.Rules, a preschool.Application) (home, error) {
	at := home{settlement: a.Settlement}
	if at.settlement == string(r.Authority) {
		at.settlement = ""
	}
	if rules.Round.Scope != policy.ScopeDistrict {
		return at, nil
	}
	var err error
	at.district, err = r.District(a.Child)
	return at, err
}

// site is a kindergarten as a round sees it.
type site struct {
	home
	closed bool
}

type sites map[register.ID[register.Kindergarten]]site

func sitesOf(all []register.Kindergarten, today civil.Date) sites {
	list := make(sites, len(all))
	for _, k := range all {
		list[k.ID] = site{home{k.District, k.Settlement}, !k.ClosedOn.IsZero() && !today.Before(k.ClosedOn)}
	}
	return list
}

// vacant lists the groups with free seats that a round may give out: not those of pre-school classes, which another order
// pays for (Education Law, art. 62 p.6), nor those of a kindergarten that is no more.
func (s sites) vacant(groups []register.Group) []register.Group {
	var list []register.Group
	for _, g := range groups {
		if g.Vacant() > 0 && g.Kind != register.PreSchoolClass && !s[g.Kindergarten].closed {
			list = append(list, g)
		}
	}
	return list
}

// vacancies are the vacant groups as a round over seats takes them.
func (s sites) vacancies(authority register.ID[register.Authority], rules *policy.Rules, groups []register.Group) []round.Vacancy {
	var list []round.Vacancy
	for _, g := range s.vacant(groups) {
		list = append(list, round.Vacancy{
			Group: g.ID, Kindergarten: g.Kindergarten, Number: g.Number, BirthYear: g.BirthYear, Language: g.Language, Kind: g.Kind,
			Scope: scope(authority, rules, s[g.Kindergarten].home), Seats: g.Vacant(),
		})
	}
	return list
}
