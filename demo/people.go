package demo

import (
	"fmt"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// The two districts of the city by the names of today; the second was the Oktyabr district until 2021.
const (
	KazybekBi        = "Қазыбек би"
	AlikhanBokeikhan = "Әлихан Бөкейхан"
)

const (
	districtLine      = 49_850_000 // generated homes north of it are in the second district
	metreLat          = 9          // micro-degrees of latitude in a metre
	metreLon          = 14         // of longitude, at 50° north
	nearSeat, nearAny = 1500, 2500 // metres by latitude and by longitude that a home lies from the seat held, or from a site, at most
)

// DistrictAt is the city district at a latitude in micro-degrees: generated districts meet on a parallel, not on the
// surveyed border.
func DistrictAt(lat int64) string {
	if lat >= districtLine {
		return AlikhanBokeikhan
	}
	return KazybekBi
}

// box is a range of coordinates in micro-degrees.
type box struct{ south, north, west, east int64 }

// cityBox holds the built-up city.
var cityBox = box{south: 49_740_000, north: 49_950_000, west: 73_020_000, east: 73_240_000}

// grown is the box with the site in it, if it is known where that is.
func (b box) grown(s Site) box {
	if s.Lat == 0 && s.Lon == 0 {
		return b
	}
	return box{min(b.south, s.Lat), max(b.north, s.Lat), min(b.west, s.Lon), max(b.east, s.Lon)}
}

func (b box) hold(lat, lon int64) (int64, int64) {
	return min(max(lat, b.south), b.north), min(max(lon, b.west), b.east)
}

func (b box) anywhere(d Draw) (int64, int64) {
	return b.south + int64(d.At(0).Below(int(b.north-b.south+1))), b.west + int64(d.At(1).Below(int(b.east-b.west+1)))
}

// home draws where a family lives: near the seat that a child holds, or else near a site, more often near a large one.
func (m *maker) home(key string, members []int) (lat, lon int64) {
	d := m.seed.Draw("home", key)
	at, reach := m.siteOfSibling(members), nearSeat
	if at < 0 {
		at, reach = m.someSite(d.Of("site")), nearAny
	}
	if at < 0 || m.sites[at].Lat == 0 && m.sites[at].Lon == 0 {
		return m.box.anywhere(d)
	}
	return m.box.hold(m.sites[at].Lat+metreLat*offset(d.Of("lat"), reach), m.sites[at].Lon+metreLon*offset(d.Of("lon"), reach))
}

// offset is a distance of -reach … reach, small ones more often.
func offset(d Draw, reach int) int64 { return int64(d.At(0).Below(reach+1) - d.At(1).Below(reach+1)) }

// siteOfSibling is the site of the first seat that the family holds, or -1.
func (m *maker) siteOfSibling(members []int) int {
	for _, i := range members {
		if m.people[i].site >= 0 {
			return m.people[i].site
		}
	}
	return -1
}

// someSite draws a site by its open seats, which stand for where people live; -1 without sites.
func (m *maker) someSite(d Draw) int {
	weights := make([]int, len(m.sites))
	for i, site := range m.sites {
		for _, g := range site.Groups {
			weights[i] += max(g.Open, 0)
		}
	}
	if len(weights) == 0 {
		return -1
	}
	return d.Pick(weights...)
}

const (
	elderPerMille   = 150 // applicants with a brother or sister who holds a seat
	besidePerMille  = 40  // applicants with one, not a twin, who applies too
	holdersPerMille = 180 // holders with another holder in the family, at the same site
	tries           = 60  // candidates looked at for one sibling
	birthsApart     = 300 // days between two births of one mother, at least
)

// joinFamilies makes families of applicants and holders.
func (m *maker) joinFamilies() {
	holders := len(m.people)
	if len(m.units) > 0 {
		holders = m.units[0].first
	}
	for u := range m.units {
		first := m.units[u].first
		if m.people[first].family >= 0 {
			continue
		}
		m.open(first, m.units[u].members)
		d := m.seed.Draw("siblings", m.people[first].key)
		if d.At(0).PerMille(elderPerMille) {
			m.adopt(first, 0, d.At(1).Below(holders), holders)
		}
		if d.At(2).PerMille(besidePerMille) {
			m.adopt(first, first+1, 0, len(m.people))
		}
	}
	for i := range holders {
		if m.people[i].family >= 0 {
			continue
		}
		m.open(i, 1)
		if d := m.seed.Draw("siblings", m.people[i].key); d.At(0).PerMille(holdersPerMille) {
			m.adopt(i, i+1, d.At(1).Below(tries), holders)
		}
	}
}

// open begins a family with the people from first on.
func (m *maker) open(first, members int) {
	home := []int{}
	for i := first; i < first+members; i++ {
		m.people[i].family = len(m.homes)
		home = append(home, i)
	}
	m.homes = append(m.homes, home)
}

// adopt looks at people from-skip … end-1 for a sibling of a child and joins the first who can be one.
func (m *maker) adopt(child, from, skip, end int) {
	family := m.people[child].family
	for i := from + skip; i < min(from+skip+tries, end); i++ {
		if m.canJoin(child, i) {
			m.people[i].family = family
			m.homes[family] = append(m.homes[family], i)
			return
		}
	}
}

func (m *maker) canJoin(child, other int) bool {
	a, b := m.people[child], m.people[other]
	if b.family >= 0 || a.language != b.language || b.unit >= 0 && m.units[b.unit].members > 1 {
		return false
	}
	if a.site >= 0 && a.site != b.site {
		return false
	}
	for _, i := range m.homes[a.family] {
		if days := m.people[i].born.DaysSince(b.born); days > -birthsApart && days < birthsApart {
			return false
		}
	}
	return true
}

// guardian draws a guardian between 23 and 46 years old, and at least 19 years older than the eldest child.
func (m *maker) guardian(key string, family int, members []int) Guardian {
	youngest := m.year - 23
	for _, i := range members {
		youngest = min(youngest, m.people[i].born.Year()-19)
	}
	oldest, d := m.year-46, m.seed.Draw("guardian", key)
	span := max(youngest-oldest, 0)
	year := oldest + (d.At(0).Below(span+1)+d.At(1).Below(span+1))/2 // the middle of the span more often
	born := civil.NewDate(year, time.January, 1).AddDays(d.At(2).Below(365))
	return Guardian{IIN: m.iin(key, born), Phone: phone(m.seed, family)}
}

// iin makes a number that nobody else of the city has. Serials are high ones: a generated number should not be anybody's.
func (m *maker) iin(key string, born civil.Date) string {
	d := m.seed.Draw("iin", key)
	century := 2*(born.Year()/100) - 35 // 1900s: 3 and 4; 2000s: 5 and 6
	for try := 0; ; try++ {
		serial := 9000 + d.At(try).Below(1000)
		first := fmt.Sprintf("%02d%02d%02d%d%04d", born.Year()%100, int(born.MonthOfYear()), born.Day(), century+d.Below(2), serial)
		control, ok := register.ControlDigit(first)
		if iin := first + string(rune(control)); ok && !m.iins[iin] {
			m.iins[iin] = true
			return iin
		}
	}
}

// phone makes a number behind +7 600: the codes 600 to 699 are Kazakhstan's and none of them is in service. Two families never
// share one: the step has no divisor in common with 10⁷.
func phone(seed Seed, family int) string {
	return fmt.Sprintf("+7600%07d", (seed.Draw("phone").Below(10_000_000)+family*1_234_567)%10_000_000)
}
