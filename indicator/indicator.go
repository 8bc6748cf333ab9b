// Package indicator holds the definition and the formula of each published figure: what is counted, on which base, of
// which day, and what is too small to be shown. It computes; it reads nothing.
package indicator

import (
	"slices"

	"github.com/balajol/balajol/civil"
)

// Count is a number of people that is not published when it is small but not zero.
type Count struct {
	N      int
	Hidden bool
}

// CountOf hides a number from 1 to below the limit.
func CountOf(n, limit int) Count {
	if n > 0 && n < limit {
		return Count{Hidden: true}
	}
	return Count{N: n}
}

// Share is a part of a base. It is hidden when the part or its complement is small, since one tells the other.
type Share struct {
	Part, Base int
	Hidden     bool
}

// ShareOf hides a share whose part or rest is from 1 to below the limit.
func ShareOf(part, base, limit int) Share {
	if CountOf(part, limit).Hidden || CountOf(base-part, limit).Hidden {
		return Share{Hidden: true}
	}
	return Share{Part: part, Base: base}
}

// Population is a count of the children of one year of birth, as imported from statistics.
type Population struct {
	Territory string
	BirthYear int
	AsOf      civil.Date
	Children  int
	Source    string
}

// Coverage is the share of the children of some ages who are on the list of a group. Age is counted by calendar year, both
// ends included. The base is the imported population of the same years of birth; children of six who went to school are in
// the base and on no list, so the figure falls in autumn. Two reports may differ only by their base (as two of 92.5 % for
// the country did), hence base, date and source are always shown.
type Coverage struct {
	FromAge, ToAge   int
	FromYear, ToYear int // of birth
	Listed           int
	Base             int // 0 = no population was imported for every year of birth
	AsOf             civil.Date
	Sources          []string
}

// CoverageOf computes coverage in a year of the ages from one to another, of the children listed by year of birth and the
// population by year of birth. If any year of birth has no population there is no base.
func CoverageOf(year, fromAge, toAge int, listed map[int]int, base map[int]Population) Coverage {
	c := Coverage{FromAge: fromAge, ToAge: toAge, FromYear: year - toAge, ToYear: year - fromAge}
	complete := true
	for born := c.FromYear; born <= c.ToYear; born++ {
		c.Listed += listed[born]
		p, known := base[born]
		complete = complete && known
		c.Base += p.Children
		if p.AsOf.After(c.AsOf) {
			c.AsOf = p.AsOf
		}
		if known && !slices.Contains(c.Sources, p.Source) {
			c.Sources = append(c.Sources, p.Source)
		}
	}
	if !complete {
		c.Base, c.AsOf, c.Sources = 0, civil.Date{}, nil
	}
	return c
}

// Latest is the newest population of each year of birth up to a day: of the authority's own territory where it was
// imported, else the sum of its parts. Equal lists give equal answers.
func Latest(populations []Population, own string, today civil.Date) map[int]Population {
	type part struct {
		territory string
		year      int
	}
	newest := map[part]Population{}
	for _, p := range populations {
		at := part{p.Territory, p.BirthYear}
		if old, known := newest[at]; !p.AsOf.After(today) && (!known || p.AsOf.After(old.AsOf)) {
			newest[at] = p
		}
	}
	base := map[int]Population{}
	for _, p := range populations {
		at := part{p.Territory, p.BirthYear}
		if newest[at] != p {
			continue
		}
		if _, whole := newest[part{own, p.BirthYear}]; whole && p.Territory != own {
			continue
		}
		sum := base[p.BirthYear]
		sum.Children += p.Children
		if p.AsOf.After(sum.AsOf) {
			sum.AsOf, sum.Source = p.AsOf, p.Source
		}
		base[p.BirthYear] = sum
	}
	return base
}
