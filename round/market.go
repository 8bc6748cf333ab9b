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

// MarketKey names the market of a child: the scope of the iteration, the age by calendar year and the language of
// teaching, as in "krg/3/kk". Children of different markets never compete.
func MarketKey(scope string, age int, language register.Language) string {
	return scope + "/" + strconv.Itoa(age) + "/" + string(language)
}

// ParseMarketKey reads a market key back. The scope may hold slashes itself.
func ParseMarketKey(key string) (scope string, age int, language register.Language, err error) {
	parts := strings.Split(key, "/")
	n := len(parts)
	if n < 3 || n == 3 && parts[0] == "" {
		return "", 0, "", fmt.Errorf("parse market key %q: want scope/age/language as in krg/3/kk", key)
	}
	age, err = strconv.Atoi(parts[n-2])
	if err != nil || age < 0 || strconv.Itoa(age) != parts[n-2] {
		return "", 0, "", fmt.Errorf("parse market key %q: %q is no age in years", key, parts[n-2])
	}
	if language, err = register.ParseWord(register.Languages, parts[n-1]); err != nil {
		return "", 0, "", fmt.Errorf("parse market key %q: %w", key, err)
	}
	return strings.Join(parts[:n-2], "/"), age, language, nil
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
