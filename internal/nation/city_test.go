package nation_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/balajol/balajol/internal/nation"
	"github.com/balajol/balajol/register"
)

func TestSameSeedSameCity(t *testing.T) {
	t.Parallel()
	if !reflect.DeepEqual(nation.DrawCity(3, 500, 7), nation.DrawCity(3, 500, 7)) {
		t.Error("two draws differ")
	}
	for name, other := range map[string]nation.City{"seed": nation.DrawCity(3, 500, 8), "number": nation.DrawCity(4, 500, 7)} {
		if reflect.DeepEqual(nation.DrawCity(3, 500, 7), other) {
			t.Errorf("the %s means nothing", name)
		}
	}
}

func TestACityHasTheNationalFigures(t *testing.T) {
	t.Parallel()
	c := nation.DrawCity(0, nation.CityChildren, 1)
	seats, siblings, first, choices, days := 0, 0, 0, 0, 0
	for _, s := range c.Sites {
		seats += 4 * s.Seats // the oldest groups are full
	}
	for _, h := range c.Households {
		siblings += len(h.Children) - 1
		if days = max(days, h.Day); h.Day == 0 {
			first += len(h.Children)
		}
		for _, child := range h.Children {
			choices += len(child.Choices)
		}
	}
	of := float64(nation.CityChildren)
	for _, figure := range []struct {
		name             string
		got, least, most float64
	}{
		{"seats for a child", float64(seats) / of, 0.83, 0.90},
		{"families with two children", float64(siblings) / float64(len(c.Households)), 0.06, 0.10},
		{"children of the first day", float64(first) / of, 0.17, 0.23},
		{"kindergartens named", float64(choices) / of, 2, 2.8},
		{"last day", float64(days), 200, 220},
	} {
		if figure.got < figure.least || figure.got > figure.most {
			t.Errorf("%s: %v, want %v to %v", figure.name, figure.got, figure.least, figure.most)
		}
	}
	if !slices.IsSortedFunc(c.Households, func(a, b nation.Household) int { return a.Day - b.Day }) {
		t.Error("the households do not come by day")
	}
}

// A country is drawn city by city: a number belongs to one person, its control digit is right, and wishes are for
// kindergartens of the city in the language of the household.
func TestNobodyIsDrawnTwice(t *testing.T) {
	t.Parallel()
	guardians, children := map[string]bool{}, map[string]bool{}
	for _, number := range []int{0, 1, 100, nation.MostCities - 1} {
		c := nation.DrawCity(number, nation.CityChildren, 1)
		language := map[string]register.Language{}
		for _, s := range c.Sites {
			language[s.Code] = s.Language
		}
		drawn := 0
		for _, h := range c.Households {
			if err := register.CheckIIN(h.IIN); err != nil || guardians[h.IIN] {
				t.Fatalf("city %d: the number of a guardian: %v, twice %v", number, err, guardians[h.IIN])
			}
			guardians[h.IIN] = true
			for _, child := range h.Children {
				drawn++
				if err := register.CheckIIN(child.IIN); err != nil || children[child.IIN] || register.BirthWarning(child.IIN, child.Birth) {
					t.Fatalf("city %d: the number of a child: %v, twice %v", number, err, children[child.IIN])
				}
				children[child.IIN] = true
				if len(child.Choices) == 0 || slices.ContainsFunc(child.Choices, func(code string) bool { return language[code] != h.Language }) {
					t.Fatalf("city %d: a household of %s wants %v", number, h.Language, child.Choices)
				}
			}
		}
		if drawn != nation.CityChildren || strings.Count(c.Network(), "\n") != len(c.Sites)+1 {
			t.Errorf("city %d: %d children, %d kindergartens", number, drawn, len(c.Sites))
		}
	}
}

// The smallest city has a kindergarten in each language.
func TestASmallCity(t *testing.T) {
	t.Parallel()
	c := nation.DrawCity(0, 1, 1)
	if len(c.Sites) != 2 || c.Sites[0].Language == c.Sites[1].Language || len(c.Households) != 1 || len(c.Households[0].Children) != 1 {
		t.Errorf("%+v", c)
	}
}

func TestATemperIsSpread(t *testing.T) {
	t.Parallel()
	var counts [10]int
	for i := range 10_000 {
		counts[nation.Temper(1, "answers", string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune(i)), 10)]++
	}
	for n, count := range counts {
		if count < 850 || count > 1150 {
			t.Errorf("%d of 10,000 draw %d", count, n)
		}
	}
	if nation.Temper(1, "a", "b", 1000) == nation.Temper(1, "b", "a", 1000) && nation.Temper(2, "a", "b", 1000) == nation.Temper(2, "b", "a", 1000) {
		t.Error("purpose and name are the same")
	}
}
