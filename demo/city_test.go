package demo_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/register"
)

const year = 2026

var sizes = []int{20, 100, 700, 5000, 20000}

// network is the embedded file as the import leaves it: groups of ages 2, 3, 4, 5, then 1, seats scaled for n children.
func network(tb testing.TB, n int) []demo.Site {
	tb.Helper()
	rows, err := csv.NewReader(bytes.NewReader(demo.Network)).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	var sites []demo.Site
	dealt := 0
	for i, row := range rows[1:] {
		groups, places := number(tb, row[4]), number(tb, row[5])
		site := demo.Site{
			Code: row[0], Ownership: register.Ownership(row[2]), Kind: register.KindergartenKind(row[3]),
			Lat: 49_750_000 + int64(i*7919%190_000), Lon: 73_030_000 + int64(i*6151%200_000),
		}
		for g := range groups {
			seats := places*(g+1)/groups - places*g/groups
			language := register.Russian
			if dealt*366%1000 < 366 {
				language = register.Kazakh
			}
			dealt++
			site.Groups = append(site.Groups, demo.SiteGroup{
				Number: g + 1, BirthYear: 2025 - []int{2, 3, 4, 5, 1}[g%5], Language: language, Open: (seats*n + 19_999) / 20_000,
			})
		}
		sites = append(sites, site)
	}
	return sites
}

func number(tb testing.TB, text string) int {
	tb.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func children(city demo.City) []demo.Child {
	var all []demo.Child
	for _, f := range city.Families {
		all = append(all, f.Children...)
	}
	return all
}

// inEachSize runs a check in cities of all sizes.
func inEachSize(t *testing.T, check func(t *testing.T, n int, sites []demo.Site, city demo.City)) {
	t.Helper()
	for _, n := range sizes {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			sites := network(t, n)
			check(t, n, sites, demo.Generate(1, n, year, sites))
		})
	}
}

func TestNetworkIsTheCity(t *testing.T) {
	t.Parallel()
	sites := network(t, 20_000)
	seats := 0
	for _, s := range sites {
		for _, g := range s.Groups {
			seats += g.Open
		}
	}
	if len(sites) != 105 || seats != 17_547 {
		t.Errorf("%d sites with %d seats, want 105 with 17547", len(sites), seats)
	}
}

func TestHoldersFitTheirGroups(t *testing.T) {
	t.Parallel()
	inEachSize(t, func(t *testing.T, n int, sites []demo.Site, city demo.City) {
		groups := map[demo.HeldSeat]demo.SiteGroup{}
		open, held, most := 0, map[demo.HeldSeat]int{}, 0
		for _, s := range sites {
			for _, g := range s.Groups {
				groups[demo.HeldSeat{Site: s.Code, Group: g.Number}] = g
				open += g.Open
			}
		}
		total := 0
		for _, c := range children(city) {
			if (c.Holds == nil) == (c.Application == nil) {
				t.Fatalf("%s holds a seat and applies, or neither", c.Key)
			}
			if c.Holds == nil {
				continue
			}
			g := groups[*c.Holds]
			if c.BirthDate.Year() != g.BirthYear || c.Language != g.Language {
				t.Fatalf("%s, born %d, %s, sits in a group of %d, %s", c.Key, c.BirthDate.Year(), c.Language, g.BirthYear, g.Language)
			}
			held[*c.Holds]++
			total++
		}
		for seat, count := range held {
			if free := groups[seat].Open - count; free < 0 {
				t.Fatalf("%v: %d children on %d seats", seat, count, groups[seat].Open)
			} else {
				most = max(most, free)
			}
		}
		if want := min((open*97+50)/100, n-max(n/12, 3)); total != want {
			t.Errorf("%d hold seats, want %d", total, want)
		}
		if n == 20_000 && most > 3 {
			t.Errorf("a group has %d free seats: 97 %% of each are to be held", most)
		}
	})
}

func TestPeopleAreWellFormed(t *testing.T) {
	t.Parallel()
	inEachSize(t, func(t *testing.T, n int, _ []demo.Site, city demo.City) {
		seen := map[string]bool{}
		once := func(what string) {
			if seen[what] {
				t.Fatalf("%s twice", what)
			}
			seen[what] = true
		}
		count := 0
		for _, f := range city.Families {
			once(f.Key)
			once(f.Guardian.IIN)
			once(f.Guardian.Phone)
			checkGuardian(t, f)
			for _, c := range f.Children {
				count++
				once(c.Key)
				once(c.IIN)
				checkChild(t, c)
			}
		}
		if count != n {
			t.Errorf("%d children, want %d", count, n)
		}
	})
}

func checkGuardian(t *testing.T, f demo.Family) {
	t.Helper()
	if err := register.CheckIIN(f.Guardian.IIN); err != nil {
		t.Fatalf("%s: guardian: %v", f.Key, err)
	}
	born := 1900 + number(t, f.Guardian.IIN[:2])
	if f.Guardian.IIN[6] >= '5' {
		born += 100
	}
	if born < 1980 || born > 2003 {
		t.Fatalf("%s: guardian of the year %d", f.Key, born)
	}
	if len(f.Guardian.Phone) != 12 || !strings.HasPrefix(f.Guardian.Phone, "+7600") {
		t.Fatalf("%s: phone that may ring somebody", f.Key)
	}
	for i, c := range f.Children {
		if c.BirthDate.Year()-born < 19 {
			t.Fatalf("%s: guardian under nineteen", f.Key)
		}
		for _, o := range f.Children[:i] {
			twins := c.Application != nil && o.Application != nil && c.Application.Twin && o.Application.Twin
			apart := c.BirthDate.DaysSince(o.BirthDate)
			if !twins && apart > -300 && apart < 300 {
				t.Fatalf("%s: births %d days apart", f.Key, apart)
			}
			if c.Language != o.Language || c.Lat != o.Lat || c.Lon != o.Lon {
				t.Fatalf("%s: children of one family in two homes", f.Key)
			}
		}
	}
	if len(f.Children) == 0 {
		t.Fatalf("%s: no children", f.Key)
	}
}

func checkChild(t *testing.T, c demo.Child) {
	t.Helper()
	if err := register.CheckIIN(c.IIN); err != nil {
		t.Fatalf("%s: %v", c.Key, err)
	}
	if register.BirthWarning(c.IIN, c.BirthDate) || c.IIN[6] != '5' && c.IIN[6] != '6' {
		t.Fatalf("%s: number and birth date disagree", c.Key)
	}
	if c.Lat < 49_740_000 || c.Lat > 49_950_000 || c.Lon < 73_020_000 || c.Lon > 73_240_000 {
		t.Fatalf("%s: home outside the city", c.Key)
	}
	if c.District != demo.DistrictAt(c.Lat) {
		t.Fatalf("%s: home in another district", c.Key)
	}
	if born := c.BirthDate.Year(); c.Application != nil && (born < year-5 || born > year-1) {
		t.Fatalf("%s: applicant of the year %d", c.Key, born)
	}
}

func hash(tb testing.TB, city demo.City) [32]byte {
	tb.Helper()
	text, err := json.Marshal(city)
	if err != nil {
		tb.Fatal(err)
	}
	return sha256.Sum256(text)
}

func TestSameSeedSameCity(t *testing.T) {
	t.Parallel()
	sites := network(t, 700)
	want := hash(t, demo.Generate(1, 700, year, sites))
	turned := slices.Clone(sites)
	slices.Reverse(turned)
	for i := range turned {
		turned[i].Groups = slices.Clone(turned[i].Groups)
		slices.Reverse(turned[i].Groups)
	}
	if hash(t, demo.Generate(1, 700, year, turned)) != want {
		t.Error("the order of the sites changes the city")
	}
	if diff := cmp.Diff(network(t, 700), sites); diff != "" {
		t.Errorf("generation changed its argument: %s", diff)
	}
	if hash(t, demo.Generate(2, 700, year, sites)) == want {
		t.Error("another seed gives the same city")
	}
}

// Any network, down to none at all, gives a city of exactly n children on seats that exist.
func TestOddNetworks(t *testing.T) {
	t.Parallel()
	group := rapid.Custom(func(t *rapid.T) demo.SiteGroup {
		return demo.SiteGroup{
			BirthYear: rapid.IntRange(2020, 2024).Draw(t, "born"), Language: rapid.SampledFrom(register.Languages).Draw(t, "language"),
			Open: rapid.IntRange(0, 30).Draw(t, "open"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		sites := make([]demo.Site, rapid.IntRange(0, 5).Draw(t, "sites"))
		open := map[demo.HeldSeat]int{}
		for i := range sites {
			sites[i] = demo.Site{Code: fmt.Sprintf("x-%d", i), Groups: rapid.SliceOfN(group, 0, 6).Draw(t, "groups")}
			if rapid.Bool().Draw(t, "mapped") {
				sites[i].Lat, sites[i].Lon = 49_800_000, 73_100_000
			}
			for g := range sites[i].Groups {
				sites[i].Groups[g].Number = g + 1
				open[demo.HeldSeat{Site: sites[i].Code, Group: g + 1}] = sites[i].Groups[g].Open
			}
		}
		n := rapid.IntRange(0, 300).Draw(t, "n")
		all := children(demo.Generate(demo.Seed(rapid.Int64().Draw(t, "seed")), n, year, sites))
		if len(all) != n {
			t.Fatalf("%d children, want %d", len(all), n)
		}
		for _, c := range all {
			if c.Holds == nil {
				continue
			}
			if open[*c.Holds]--; open[*c.Holds] < 0 {
				t.Fatalf("%v over full", *c.Holds)
			}
		}
	})
}

func BenchmarkGenerate(b *testing.B) {
	sites := network(b, 20_000)
	for b.Loop() {
		demo.Generate(1, 20_000, year, sites)
	}
}
