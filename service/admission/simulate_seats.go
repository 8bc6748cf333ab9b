package admission

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
)

// SeatChange adds seats or takes them away: of a group, or of the general groups of a kindergarten, age and language. Where
// there is no such group, adding opens one. Only free seats can be taken away.
type SeatChange struct {
	Group        register.ID[register.Group] // none = by the next three
	Kindergarten register.ID[register.Kindergarten]
	Age          int // years by calendar year on the day of the snapshot
	Language     register.Language
	Delta        int
}

// SeatChangeError says which of the changes cannot be made, by its place in the list, and in which column the mistake is.
type SeatChangeError struct {
	At     int
	Column string
	Err    *register.Error
}

// Error implements error.
func (e *SeatChangeError) Error() string { return fmt.Sprintf("change %d of seats: %s", e.At+1, e.Err) }

// Unwrap gives the refusal.
func (e *SeatChangeError) Unwrap() error { return e.Err }

// changeSeats is a copy of the groups with the changes made, one after the other.
func changeSeats(groups []register.Group, sites []register.Kindergarten, changes []SeatChange, year int) ([]register.Group, error) {
	groups = slices.Clone(groups)
	for at, c := range changes {
		refuse := func(column, code string) error {
			return &SeatChangeError{at, column, register.Refuse(register.Invalid, code).With("group", string(c.Group)).
				With("kindergarten", string(c.Kindergarten)).With("free", strconv.Itoa(free(groups, c, year)))}
		}
		switch {
		case c.Group != "" && !slices.ContainsFunc(groups, func(g register.Group) bool { return c.meets(g, year) }):
			return nil, refuse("group", "simulation.group")
		case c.Group == "" && !slices.ContainsFunc(sites, func(k register.Kindergarten) bool { return k.ID == c.Kindergarten }):
			return nil, refuse("kindergarten", "simulation.kindergarten")
		case c.Delta < -free(groups, c, year):
			return nil, refuse("delta", "simulation.taken")
		}
		groups = c.apply(groups, year)
	}
	return groups, nil
}

func (c SeatChange) meets(g register.Group, year int) bool {
	if g.Kind != register.GeneralGroup {
		return false // the round gives no seats of other groups
	}
	if c.Group != "" {
		return g.ID == c.Group
	}
	return g.Kindergarten == c.Kindergarten && year-g.BirthYear == c.Age && g.Language == c.Language
}

func free(groups []register.Group, c SeatChange, year int) (seats int) {
	for _, g := range groups {
		if c.meets(g, year) {
			seats += g.Vacant()
		}
	}
	return seats
}

// apply gives new seats to the first group and takes seats from one after the other, in the order of their numbers.
func (c SeatChange) apply(groups []register.Group, year int) []register.Group {
	left, last := c.Delta, 0
	for i := range groups {
		g := &groups[i]
		if g.Kindergarten == c.Kindergarten {
			last = max(last, g.Number)
		}
		if left == 0 || !c.meets(*g, year) {
			continue
		}
		step := max(left, -g.Vacant())
		g.Seats += step
		left -= step
	}
	if left > 0 {
		groups = append(groups, register.Group{
			ID:           register.ID[register.Group](fmt.Sprintf("new/%s/%d/%s", c.Kindergarten, c.Age, c.Language)),
			Kindergarten: c.Kindergarten, Number: last + 1, Age: c.Age, BirthYear: year - c.Age, Language: c.Language, Kind: register.GeneralGroup, Seats: left,
		})
	}
	return groups
}

// promise is a voucher that is out, offered or issued, and holds no seat yet.
type promise struct {
	home
	birthYear int
	language  register.Language
	kind      register.GroupKind
}

// vouchers counts the free vouchers of each market: vacant seats less those promised.
func (f *snapshot) vouchers(day service.Day, groups []register.Group) map[string]int {
	seats := map[string]int{}
	sites := sitesOf(f.kindergartens, day.Today)
	for _, g := range sites.vacant(groups) {
		seats[market(f.Authority, day, sites[g.Kindergarten].home, g.BirthYear, g.Language, g.Kind)] += g.Vacant()
	}
	for _, p := range f.promised {
		seats[market(f.Authority, day, p.home, p.birthYear, p.language, p.kind)]--
	}
	return seats
}

// reserve keeps a seat for each promised voucher, wherever the most are free for its age and language.
func (f *snapshot) reserve(vacancies []round.Vacancy) []round.Vacancy {
	for _, p := range f.promised {
		var most *round.Vacancy
		for i := range vacancies {
			v := &vacancies[i]
			if v.BirthYear == p.birthYear && v.Language == p.language && v.Kind == p.kind && v.Seats > 0 && (most == nil || roomier(v, most)) {
				most = v
			}
		}
		if most != nil {
			most.Seats--
		}
	}
	return vacancies
}

func roomier(a, b *round.Vacancy) bool {
	return cmp.Or(cmp.Compare(b.Seats, a.Seats), cmp.Compare(a.Kindergarten, b.Kindergarten), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Group, b.Group)) < 0
}
