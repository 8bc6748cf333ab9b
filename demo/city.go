// Package demo is a generated city and its people: they register, answer offers, bring children and confirm days by the same
// use cases that web and api call. The network of kindergartens is Karaganda's of 2017; everybody in it is generated. All chance
// is a pure function of the seed and of the thing it is drawn for, so a run that was broken off goes on as if it had not been.
//
// Figures that calibrate the city name their fact, such as F003-L0035-01, of the department's reports; a figure without a fact
// is assumed.
package demo

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// Site is a kindergarten as the registers hold it after the import of the network.
type Site struct {
	Code      string
	Lat, Lon  int64 // micro-degrees; 0, 0 = unknown
	Ownership register.Ownership
	Kind      register.KindergartenKind
	Groups    []SiteGroup
}

// SiteGroup is a group of a site. Open is the seats that children may take.
type SiteGroup struct {
	Number    int
	BirthYear int
	Language  register.Language
	Open      int
}

// City is the generated people: families in the order of their keys.
type City struct {
	Families []Family
}

// Family is a guardian and the children of preschool age.
type Family struct {
	Key      string // "f00012"
	Guardian Guardian
	Children []Child
}

// Guardian acts for the family. The number is generated with a right control digit, and the phone cannot ring anybody.
type Guardian struct {
	IIN   string
	Phone string
}

// Child holds a seat on the first day, or has an application, never both.
type Child struct {
	Key         string // "c00345"
	IIN         string
	BirthDate   civil.Date
	Language    register.Language
	District    string
	Lat, Lon    int64 // micro-degrees of the home
	Holds       *HeldSeat
	Application *Wish
}

// HeldSeat is a seat that a child holds on 1 January, from the opening balance.
type HeldSeat struct {
	Site  string // code
	Group int    // number inside the site
}

// Wish is the application that a family makes, before or in the year.
type Wish struct {
	RegisterOn civil.Date
	RegisterAt time.Duration // since midnight of that day, local time, in whole seconds
	Class      register.PriorityClass
	Ground     register.PriorityGroup // empty in the general class
	Evidence   Evidence
	Choices    []string   // codes of sites, best first, at most four
	Twin       bool       // the family's other twin applies too
	WithdrawOn civil.Date // none unless the family gives up waiting
}

// Evidence says what a family's claim to a class is worth.
type Evidence string

// What evidence there is. NoClaim goes with the general class.
const (
	NoClaim       Evidence = ""
	EvidenceTrue  Evidence = "true"  // verification confirms it
	EvidenceFalse Evidence = "false" // verification refuses it
	EvidenceNever Evidence = "never" // the family brings no paper; the proof lapses
)

const (
	heldPercent = 97 // of the open seats on the first day: coverage 3–6 of 96.7 % (F003-L0035-01)
	leastSpare  = 3  // and a twelfth of the children at least wait, however small the city is
	spareShare  = 12
)

// Generate makes a city of n children, up to a million, as it stands on 1 January of a year. Children of the groups' birth
// years hold 97 % of the open seats; everybody else applies, of birth years from year-5 to year-1. It is a pure function of its
// arguments; the order of the sites does not matter.
func Generate(seed Seed, n, year int, sites []Site) City {
	m := newMaker(seed, year, sites)
	m.seatHolders(n)
	m.makeApplicants(n - len(m.people))
	m.joinFamilies()
	return m.assemble()
}

// maker holds what is settled so far of a city.
type maker struct {
	seed   Seed
	year   int
	sites  []Site
	box    box
	pulls  []int // pull of each site on families, in metres that they would go further
	people []person
	units  []unit
	homes  [][]int // people of each family, by index
	iins   map[string]bool
}

// person is a child in the making.
type person struct {
	key      string
	born     civil.Date
	language register.Language
	holds    *HeldSeat
	site     int // of the seat held, or -1
	unit     int // of the application, or -1
	family   int // -1 until joined
}

func newMaker(seed Seed, year int, sites []Site) *maker {
	m := &maker{seed: seed, year: year, sites: slices.Clone(sites), box: cityBox, iins: map[string]bool{}}
	slices.SortFunc(m.sites, func(a, b Site) int { return cmp.Compare(a.Code, b.Code) })
	for i, site := range m.sites {
		groups := slices.Clone(site.Groups)
		slices.SortFunc(groups, func(a, b SiteGroup) int { return cmp.Compare(a.Number, b.Number) })
		m.sites[i].Groups = groups
		m.box = m.box.grown(site)
		m.pulls = append(m.pulls, pull(seed, site))
	}
	return m
}

// seatHolders fills the groups.
func (m *maker) seatHolders(n int) {
	type seats struct{ site, group, open int }
	var groups []seats
	open := 0
	for i, site := range m.sites {
		for j, group := range site.Groups {
			groups = append(groups, seats{i, j, max(group.Open, 0)})
			open += max(group.Open, 0)
		}
	}
	total := max(min((open*heldPercent+50)/100, n-max(n/spareShare, leastSpare)), 0)
	held := make([]int, len(groups))
	// Running totals are rounded, not groups, so that the city's share is met; the drawn order scatters the free seats.
	run, given := 0, 0
	for _, i := range m.seed.shuffled("held", len(groups)) {
		run += groups[i].open
		upTo := (2*run*total + open) / max(2*open, 1)
		held[i], given = upTo-given, upTo
	}
	for i, g := range groups {
		for range held[i] {
			m.addHolder(g.site, m.sites[g.site].Groups[g.group])
		}
	}
}

func (m *maker) addHolder(site int, group SiteGroup) {
	key := m.nextKey()
	m.people = append(m.people, person{
		key: key, born: m.birthDate(key, group.BirthYear), language: group.Language,
		holds: &HeldSeat{Site: m.sites[site].Code, Group: group.Number}, site: site, unit: -1, family: -1,
	})
}

func (m *maker) nextKey() string { return numbered("c", len(m.people)+1) }

func numbered(letter string, n int) string {
	digits := strconv.Itoa(n)
	return letter + "00000"[:max(5-len(digits), 0)] + digits
}

func (m *maker) birthDate(key string, year int) civil.Date {
	first := civil.NewDate(year, time.January, 1)
	return first.AddDays(m.seed.Draw("born", key).Below(civil.NewDate(year+1, time.January, 1).DaysSince(first)))
}

// assemble gives every family a guardian and a home, and every child a number and a wish.
func (m *maker) assemble() City {
	var city City
	for f, members := range m.homes {
		key := numbered("f", f+1)
		lat, lon := m.home(key, members)
		family := Family{Key: key, Guardian: m.guardian(key, f, members)}
		elder := m.siteOfSibling(members)
		for _, i := range members {
			p := m.people[i]
			child := Child{
				Key: p.key, IIN: m.iin(p.key, p.born), BirthDate: p.born, Language: p.language,
				District: DistrictAt(lat), Lat: lat, Lon: lon, Holds: p.holds,
			}
			if p.unit >= 0 {
				child.Application = m.wish(p, lat, lon, elder)
			}
			family.Children = append(family.Children, child)
		}
		city.Families = append(city.Families, family)
	}
	return city
}
