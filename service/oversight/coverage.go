package oversight

import (
	"github.com/balajol/balajol/indicator"
	"github.com/balajol/balajol/store"
)

// Coverage, Count and Share are figures as indicator defines them.
type (
	Coverage = indicator.Coverage
	Count    = indicator.Count
	Share    = indicator.Share
)

// coveredAges are the two published spans: from 3 and from 1 to 6 years.
var coveredAges = [][2]int{{3, 6}, {1, 6}}

func (f *Figures) addCoverage(r *store.Reader) error {
	listed, err := r.ListedByBirthYear()
	if err != nil {
		return err
	}
	known, err := r.Populations()
	if err != nil {
		return err
	}
	populations := make([]indicator.Population, len(known))
	for i, p := range known {
		populations[i] = indicator.Population(p)
	}
	base := indicator.Latest(populations, string(r.Authority), f.Day.Today)
	for _, span := range coveredAges {
		f.Coverage = append(f.Coverage, indicator.CoverageOf(f.Day.Today.Year(), span[0], span[1], listed, base))
	}
	return nil
}
