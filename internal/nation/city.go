package nation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// CityChildren is how many children an authority of the country has: a nation is many authorities, each with a queue of its own.
const CityChildren = 5_000

// MostCities is how many cities the largest country has.
const MostCities = Most / CityChildren

// The cities.
const (
	groupsOfSite     = 5   // one for each birth year; the oldest have their seats and leave for school in summer
	agesApplying     = 4   // the other birth years
	siblingsOf100    = 8   // families of 100 with two children
	kazakhOf5        = 3   // kindergartens of five, and children, in Kazakh
	mostChoices      = 4   // kindergartens that an application names
	moreChoices      = 650 // of 1,000, tried until it failed
	nearSites        = 3   // kindergartens on either side of a home that count as near; a triangular law
	firstDayOf100    = 20  // families of 100 that hand in on the opening day
	registrationDays = 220 // working days over which the others do
	firstBirth       = 2021
)

// Site is a kindergarten of a city, with five groups, one for each birth year.
type Site struct {
	Code     string
	Language register.Language
	Seats    int // of each group
}

// Applicant is a child who is waiting for a seat. No number in it belongs to a person: birth dates are dealt by turns.
type Applicant struct {
	IIN     string
	Birth   civil.Date
	Choices []string // codes of sites, best first
}

// Household is a guardian with one child or two, and the working day on which they hand in, counted from 0.
type Household struct {
	IIN      string
	Language register.Language
	Day      int
	Children []Applicant
}

// City is one authority's share of a country.
type City struct {
	Sites      []Site
	Households []Household // by day
}

// DrawCity draws the city of that number, 0 to 199, with so many children. Its people are nobody else's in the country.
func DrawCity(number, children int, seed uint64) City {
	r := rand.New(rand.NewPCG(mix(seed), mix(uint64(number)+1<<40)))
	sites := max(2, (children*groupsPer+million*agesApplying/2)/(million*agesApplying))
	var c City
	byLanguage := map[register.Language][]string{}
	for i := range sites {
		s := Site{Code: fmt.Sprintf("s%03d", i+1), Language: register.Russian, Seats: 15 + min(r.IntN(16), r.IntN(16), r.IntN(16))}
		if i%5 < kazakhOf5 && i != 1 {
			s.Language = register.Kazakh
		}
		c.Sites = append(c.Sites, s)
		byLanguage[s.Language] = append(byLanguage[s.Language], s.Code)
	}
	for drawn := 0; drawn < children; {
		h := Household{IIN: civilNumber(number*CityChildren+drawn, 1970, 25), Language: register.Russian}
		if r.IntN(5) < kazakhOf5 {
			h.Language = register.Kazakh
		}
		if r.IntN(100) >= firstDayOf100 {
			h.Day = 1 + r.IntN(registrationDays)
		}
		choices := choose(r, byLanguage[h.Language])
		members := 1
		if r.IntN(100) < siblingsOf100 {
			members = min(2, children-drawn)
		}
		for range members {
			iin := civilNumber(number*CityChildren+drawn, firstBirth, agesApplying)
			h.Children = append(h.Children, Applicant{IIN: iin, Birth: birthOf(iin), Choices: choices})
			drawn++
		}
		c.Households = append(c.Households, h)
	}
	slices.SortStableFunc(c.Households, func(a, b Household) int { return a.Day - b.Day })
	return c
}

// choose draws up to four kindergartens around a home; the first ones of the list are the popular ones.
func choose(r *rand.Rand, sites []string) []string {
	want, home := 1, r.IntN(len(sites))
	for want < min(mostChoices, len(sites)) && r.IntN(1000) < moreChoices {
		want++
	}
	var list []string
	for tries := 0; len(list) < want && tries < 40; tries++ {
		at := home + r.IntN(nearSites+1) - r.IntN(nearSites+1)
		if r.IntN(3) == 0 {
			at = min(r.IntN(len(sites)), r.IntN(len(sites)))
		}
		code := sites[((at%len(sites))+len(sites))%len(sites)]
		if !slices.Contains(list, code) {
			list = append(list, code)
		}
	}
	return list
}

// daysOfYear are those that every year has.
const daysOfYear = 12 * 28

// civilNumber is the n-th number of people born in some years from the first on: no two n have the same.
func civilNumber(n, first, years int) string {
	day, turn := n%(years*daysOfYear), n/(years*daysOfYear)
	century := '3'
	year := first + day/daysOfYear
	if year >= 2000 {
		century = '5'
	}
	for try := range 8 { // one of eleven has no control digit
		body := fmt.Sprintf("%02d%02d%02d%c%04d", year%100, 1+day%daysOfYear/28, 1+day%28, century, 8*turn+try)
		if digit, ok := register.ControlDigit(body); ok {
			return body + string(digit)
		}
	}
	panic(fmt.Sprintf("nation: no number for %d", n))
}

func birthOf(iin string) civil.Date {
	return civil.MustParseDate("20" + iin[:2] + "-" + iin[2:4] + "-" + iin[4:6])
}

// Network is the city's register as its department hands it in.
func (c City) Network() string {
	var b strings.Builder
	b.WriteString("id,name,ownership,kind,groups,places,places_source,opened,state_order,seed_ref,language,district\n")
	for _, s := range c.Sites {
		fmt.Fprintf(&b, "%s,%s,private,kindergarten,%d,%d,drawn,,yes,N-1,%s,north\n", s.Code, s.Code, groupsOfSite, groupsOfSite*s.Seats, s.Language)
	}
	return b.String()
}

// Temper is a number below n that belongs to a name and a purpose: what somebody does is decided by it.
func Temper(seed uint64, purpose, name string, n int) int {
	h := mix(seed)
	for _, b := range []byte(purpose + "|" + name) {
		h = mix(h ^ uint64(b))
	}
	return int(h % uint64(n))
}
