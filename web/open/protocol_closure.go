package open

import (
	"cmp"
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

// closingOrder is one decision to close seats, with every kindergarten that it names: a city's order is one row, not a
// hundred.
type closingOrder struct {
	decision
	Seats  int
	Sites  []closedSite
	Groups []registry.PublicClosure // one by one
}

// decision is what the closures of one order share.
type decision struct {
	Reason            register.CloseReason
	From, To, EndedOn civil.Date
	Act, ClosedBy     string
}

// closedSite is how many seats of a kindergarten an order closes.
type closedSite struct {
	siteLink
	Seats int
}

// ordersOf gathers closures by their order: the latest first, of one day those that close most.
func ordersOf(names sites, closures []registry.PublicClosure) []closingOrder {
	var list []closingOrder
	at := map[decision]int{}
	for _, c := range closures {
		key := decision{c.Reason, c.From, c.To, c.EndedOn, c.Act, c.ClosedBy}
		i, known := at[key]
		if !known {
			i, at[key] = len(list), len(list)
			list = append(list, closingOrder{decision: key})
		}
		list[i].Groups = append(list[i].Groups, c)
		list[i].add(names.link(c.Kindergarten), c.Seats)
	}
	slices.SortStableFunc(list, func(a, b closingOrder) int {
		return cmp.Or(b.From.Compare(a.From), cmp.Compare(b.Seats, a.Seats), cmp.Compare(a.Act, b.Act))
	})
	return list
}

func (o *closingOrder) add(site siteLink, seats int) {
	o.Seats += seats
	for i := range o.Sites {
		if o.Sites[i].siteLink == site {
			o.Sites[i].Seats += seats
			return
		}
	}
	o.Sites = append(o.Sites, closedSite{site, seats})
}
