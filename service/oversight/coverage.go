package oversight

import (
	"slices"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/store"
)

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

// coveredAges are the two published spans: from 3 and from 1 to 6 years.
var coveredAges = [][2]int{{3, 6}, {1, 6}}

func (f *Figures) addCoverage(r *store.Reader) error {
	listed, err := r.ListedByBirthYear()
	if err != nil {
		return err
	}
	populations, err := r.Populations()
	if err != nil {
		return err
	}
	base := latest(populations, string(r.Authority), f.Day.Today)
	for _, span := range coveredAges {
		year := f.Day.Today.Year()
		f.Coverage = append(f.Coverage, coverageOf(Coverage{FromAge: span[0], ToAge: span[1], FromYear: year - span[1], ToYear: year - span[0]}, listed, base))
	}
	return nil
}

func coverageOf(c Coverage, listed map[int]int, base map[int]store.Population) Coverage {
	complete := true
	for year := c.FromYear; year <= c.ToYear; year++ {
		c.Listed += listed[year]
		p, known := base[year]
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

// latest is the newest population of each year of birth up to a day: of the authority's own territory where it was
// imported, else the sum of its parts.
func latest(populations []store.Population, own string, today civil.Date) map[int]store.Population {
	type part struct {
		territory string
		year      int
	}
	newest := map[part]store.Population{}
	for _, p := range populations {
		at := part{p.Territory, p.BirthYear}
		if old, known := newest[at]; !p.AsOf.After(today) && (!known || p.AsOf.After(old.AsOf)) {
			newest[at] = p
		}
	}
	base := map[int]store.Population{}
	for _, p := range populations { // in the database's order, so that equal data give equal text
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
