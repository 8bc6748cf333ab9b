package round

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// MarketName says whose market it is: the scope of the iteration, the age by which the queue counts, the language of teaching
// and the kind of group. Children of different markets never compete.
type MarketName struct {
	Scope    string // may hold slashes
	Age      int    // in years, by the year of the last refresh
	Language register.Language
	Kind     register.GroupKind // "" = general
}

// Key writes the name as "krg/3/kk", and as "krg/3/kk/special" where the group is not a general one.
func (m MarketName) Key() string {
	key := m.Scope + "/" + strconv.Itoa(m.Age) + "/" + string(m.Language)
	if m.Kind != "" && m.Kind != register.GeneralGroup {
		key += "/" + string(m.Kind)
	}
	return key
}

// ParseMarket reads a key back; the kind of a general market is "general".
func ParseMarket(key string) (MarketName, error) {
	m := MarketName{Kind: register.GeneralGroup}
	parts := strings.Split(key, "/")
	last := len(parts) - 1
	if kind := register.GroupKind(parts[last]); slices.Contains(register.GroupKinds, kind) && kind != register.GeneralGroup {
		m.Kind, parts, last = kind, parts[:last], last-1
	}
	if last < 2 || last == 2 && parts[0] == "" {
		return MarketName{}, fmt.Errorf("parse market key %q: want scope/age/language as in krg/3/kk", key)
	}
	var err error
	if m.Age, err = strconv.Atoi(parts[last-1]); err != nil || m.Age < 0 || strconv.Itoa(m.Age) != parts[last-1] {
		return MarketName{}, fmt.Errorf("parse market key %q: %q is no age in years", key, parts[last-1])
	}
	if m.Language, err = register.ParseWord(register.Languages, parts[last]); err != nil {
		return MarketName{}, fmt.Errorf("parse market key %q: %w", key, err)
	}
	m.Scope = strings.Join(parts[:last-1], "/")
	return m, nil
}

// Market is a market with the vouchers that are free in it.
type Market struct {
	Key   string
	Seats int
}

// Queue is the order of one market's applications, as Order gives it or a part of it: positions may have gaps.
type Queue struct {
	Market    string
	Standings []Standing
}

// VoucherProblem makes the problem of a voucher round: one group for each market with seats, its id the market's key, and
// the children of its queue in their order. A market without seats takes no part and its children keep their place; so do
// the members of a family that must stay together when one of them stands in such a market.
//
// Numbers run through the queues one after the other, by key. A family's members in one market have consecutive numbers
// and stand where the first of them stands.
func VoucherProblem(markets []Market, queues []Queue, families []Family) allocation.Problem {
	var problem allocation.Problem
	open := map[string]bool{}
	for _, m := range slices.SortedFunc(slices.Values(markets), func(a, b Market) int { return cmp.Compare(a.Key, b.Key) }) {
		if m.Seats > 0 && !open[m.Key] {
			open[m.Key] = true
			problem.Groups = append(problem.Groups, allocation.Group{ID: m.Key, Seats: m.Seats})
		}
	}
	var candidates []candidate
	for _, q := range slices.SortedStableFunc(slices.Values(queues), func(a, b Queue) int { return cmp.Compare(a.Market, b.Market) }) {
		for _, s := range q.Standings {
			c := candidate{application: s.Application, market: q.Market}
			if open[q.Market] {
				c.prefers = []string{q.Market}
			}
			candidates = append(candidates, c)
		}
	}
	return enrol(problem, candidates, families)
}

// Offer is what an application gets: a market's voucher or a group's seat.
type Offer struct {
	Application register.ID[preschool.Application]
	Target      string // market key or group id
}

// Offers lists what an outcome gives out, in the order of the problem's numbers. A child that stays where it is gets
// no offer.
func Offers(problem allocation.Problem, outcome allocation.Outcome) []Offer {
	got := make(map[string]string, len(outcome.Assignments))
	for _, a := range outcome.Assignments {
		got[a.Child] = a.Group
	}
	children := slices.Clone(problem.Children)
	slices.SortStableFunc(children, func(a, b allocation.Child) int { return cmp.Compare(a.Number, b.Number) })
	var offers []Offer
	for _, c := range children {
		if group := got[c.ID]; group != "" && group != c.Holds {
			offers = append(offers, Offer{register.ID[preschool.Application](c.ID), group})
		}
	}
	return offers
}
