package admission

import (
	"slices"

	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
)

// freezeSeats reads the groups that work and where they are.
func (b *bench) freezeSeats() error {
	var err error
	if b.groups, err = b.Groups(); err != nil {
		return err
	}
	shut, err := b.ClosedGroups()
	if err != nil {
		return err
	}
	forming, err := formingOn(b.day)
	if err != nil {
		return err
	}
	b.groups = slices.DeleteFunc(b.groups, func(g register.Group) bool {
		_, is := shut[g.ID]
		return is || forming.leaves(g)
	})
	all, err := b.Kindergartens()
	b.sites = sitesOf(all, b.day.Today)
	return err
}

// settlementsServed gives the test of whether a child's settlement takes part in its queue: where one iteration runs over the
// settlements of a district, one without a free seat of the queue's kind is skipped, and its children keep their place
// (pilot of the voucher, as told by nurtoday.com, 12.2024). In every other scope a queue without seats is skipped as a whole.
func (b *bench) settlementsServed() (func(queue, settlement string) bool, error) {
	rules := &b.day.Rules
	if rules.Round.Scope != policy.ScopeDistrict || !rules.Round.SkipWithoutSeats {
		return func(string, string) bool { return true }, nil
	}
	free := map[[2]string]bool{}
	for _, g := range b.sites.vacant(b.groups) {
		at := b.sites[g.Kindergarten].home
		free[[2]string{market(b.Authority, b.day, at, g.BirthYear, g.Language, g.Kind), at.settlement}] = true
	}
	return func(queue, settlement string) bool {
		if settlement == string(b.Authority) {
			settlement = ""
		}
		return free[[2]string{queue, settlement}]
	}, nil
}

// lay makes the problem: markets of free vouchers, or groups with free seats.
func (b *bench) lay(families []round.Family) error {
	if b.round.Kind == preschool.VoucherRound {
		markets, err := b.freeVouchers()
		if err != nil {
			return err
		}
		for _, m := range markets {
			b.round.Seats += m.Seats
		}
		b.problem = round.VoucherProblem(markets, b.present(), families)
		return nil
	}
	vacancies := b.sites.vacancies(b.Authority, &b.day.Rules, b.groups)
	for _, v := range vacancies {
		b.round.Seats += v.Seats
	}
	applicants, err := b.applicants()
	b.problem = round.SeatProblem(vacancies, applicants, families)
	return err
}

// present are the queues without those who take no part.
func (b *bench) present() []round.Queue {
	list := make([]round.Queue, 0, len(b.queues))
	for _, q := range b.queues {
		q.Standings = slices.DeleteFunc(slices.Clone(q.Standings), func(s round.Standing) bool { return b.away[s.Application] })
		if len(q.Standings) > 0 {
			list = append(list, q)
		}
	}
	return list
}

// applicants are those who take part in a round over seats, in the order of their queues.
func (b *bench) applicants() ([]round.Applicant, error) {
	var list []round.Applicant
	for _, q := range b.present() {
		name, err := round.ParseMarket(q.Market)
		if err != nil {
			return nil, err
		}
		for _, st := range q.Standings {
			a := b.apps[st.Application]
			list = append(list, round.Applicant{
				Application: a.ID, BirthYear: a.BirthDate.Year(), Language: a.Language, Also: a.AlsoLanguage, Kind: a.Kind(), Scope: name.Scope, Choices: a.Choices,
			})
		}
	}
	return list, nil
}

// freeVouchers counts, market by market, the vacant seats less the vouchers that are out and hold no seat yet.
func (b *bench) freeVouchers() ([]round.Market, error) {
	free := b.seatsByMarket(b.groups)
	open, err := b.OpenVoucherOffers()
	if err != nil {
		return nil, err
	}
	issued, err := b.UnseatedVouchers()
	if err != nil {
		return nil, err
	}
	var markets []round.Market
	for _, key := range sorted(free) {
		if n := free[key] - open[key] - issued[key]; n > 0 { // a market without vouchers takes no part, and its turn waits
			markets = append(markets, round.Market{Key: key, Seats: n})
		}
	}
	return markets, nil
}

// seatsByMarket adds up the vacant seats of each market.
func (b *bench) seatsByMarket(groups []register.Group) map[string]int {
	free := map[string]int{}
	for _, g := range b.sites.vacant(groups) {
		free[market(b.Authority, b.day, b.sites[g.Kindergarten].home, g.BirthYear, g.Language, g.Kind)] += g.Vacant()
	}
	return free
}
