package registry_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

var officer = town.Actor(access.Officer)

// unregistered is an authority without kindergartens.
func unregistered(t *testing.T) *town.Town {
	t.Helper()
	c := town.Empty(t, policy.Load)
	c.Found(town.Authority, "kz-voucher-2026")
	return c
}

func imported(c *town.Town, file string, partial bool) (registry.NetworkImport, error) {
	return c.Registry.ImportNetwork(c.Ctx(), officer, strings.NewReader(file), partial)
}

// recorded is how many events the record has taken since the last call.
func recorded(c *town.Town) int {
	n, err := c.Oversight.IntegrateLog(c.Ctx(), town.Actor(access.System))
	c.Do(err)
	return n
}

func sites(c *town.Town) []registry.Site {
	list, err := c.Registry.Network(c.Ctx(), town.Actor(access.Public))
	c.Do(err)
	return list
}

func TestAnImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	c := unregistered(t)
	file := town.Network +
		"star,Жұлдыз,communal,kindergarten,2,10,test,,yes,T-3,ru,\n" +
		"sky,,state,kindergarten,0,10,test,,maybe,T-4,fr,\n" +
		"sun,Күн,state,kindergarten,2,10,test,,no,T-5,ru,\n" +
		"sea,Теңіз,state\n"
	recorded(c)
	done, err := imported(c, file, false)
	wrong, listed := errors.AsType[registry.FileErrors](err)
	if !listed || register.KindOf(err) != register.Invalid || len(sites(c)) != 0 || recorded(c) != 0 {
		t.Fatalf("got %v with %d kindergartens", err, len(sites(c)))
	}
	var got []string
	for _, e := range wrong {
		got = append(got, fmt.Sprintf("%d %s %s", e.Line, e.Column, e.Err.Code))
	}
	want := []string{
		"4 ownership network.word", "5 name network.empty", "5 groups network.number", "5 state_order network.word", "5 language network.word",
		"6 id network.duplicate", "7  file.cells",
	}
	if diff := cmp.Diff(want, got); diff != "" || len(done.Wrong) != len(want) {
		t.Errorf("(-want +got)\n%s", diff)
	}
	done, err = imported(c, file, true)
	if err != nil || done.Added != 2 || len(done.Wrong) != len(want) || len(sites(c)) != 2 {
		t.Errorf("partial: %+v, %v, %d kindergartens", done, err, len(sites(c)))
	}
}

func TestAFileThatIsNoNetworkIsRefused(t *testing.T) {
	t.Parallel()
	c := unregistered(t)
	for name, row := range map[string]struct{ file, code string }{
		"nothing":           {"", "file.empty"},
		"a broken header":   {"\"id,name\n", "file.not_csv"},
		"an unknown column": {strings.Replace(town.Network, "district", "colour", 1), "file.rows"},
		"a column twice":    {strings.Replace(town.Network, "district", "name", 1), "file.rows"},
		"a column missing":  {strings.Replace(town.Network, "places,", "", 1), "file.rows"},
		"a broken quote":    {town.Network + "\"star,Жұлдыз\n", "file.rows"},
	} {
		if _, err := imported(c, row.file, true); register.CodeOf(err) != row.code && name != "a broken quote" {
			t.Errorf("%s: got %v, want %s", name, err, row.code)
		}
		if _, err := imported(c, row.file, false); register.CodeOf(err) != row.code {
			t.Errorf("%s, all or nothing: got %v, want %s", name, err, row.code)
		}
	}
}

func TestASecondImportChangesNothing(t *testing.T) {
	t.Parallel()
	c := unregistered(t)
	for run := range 2 {
		done, err := imported(c, string(demo.Network), false)
		if err != nil || done.Added != 105*(1-run) || done.Same != 105*run || done.Changed != 0 || done.Places != 17_547 {
			t.Fatalf("run %d: %+v, %v", run+1, done, err)
		}
		if n := recorded(c); (n == 0) != (run == 1) {
			t.Errorf("run %d recorded %d events", run+1, n)
		}
	}
}

func TestAnotherNameKeepsTheOldOne(t *testing.T) {
	t.Parallel()
	c := unregistered(t)
	c.Import(town.Network)
	recorded(c)
	done, err := imported(c, strings.Replace(town.Network, "Күн,private", "Күншуақ,private", 1), false)
	if err != nil || done.Changed != 1 || done.Same != 1 || recorded(c) != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	for _, words := range []string{"күншуақ", "Күн", "кун"} {
		l, err := c.Registry.SearchKindergartens(c.Ctx(), town.Actor(access.Public), registry.Search{Words: words})
		if err != nil || len(l.Found) != 1 || l.Found[0].ID != town.Sun {
			t.Errorf("%s: %+v, %v", words, l.Found, err)
		}
	}
	_, err = imported(c, strings.Replace(town.Network, ",5,25,", ",6,30,", 1), false)
	c.Refused("network.capacity_changed", err)
}

// Names are no keys (consistency row C-40): two kindergartens of the city share a name and differ in ownership, and letters
// that look alike are found for one another.
func TestNamesAreNoKeys(t *testing.T) {
	t.Parallel()
	c := unregistered(t)
	c.Import(string(demo.Network))
	byName := map[string][]register.Kindergarten{}
	for _, s := range sites(c) {
		byName[s.Name] = append(byName[s.Name], s.Kindergarten)
	}
	for _, name := range []string{"Алтын бесік", "Балапан"} {
		twice := byName[name]
		if len(twice) != 2 || twice[0].Code == twice[1].Code || twice[0].Ownership == twice[1].Ownership || twice[0].Provider == twice[1].Provider {
			t.Errorf("%s: %+v", name, twice)
		}
	}
	for _, words := range []string{"Iңкәрiм", "Іңкәрім", "инкарим", "іңкәрім"} {
		l, err := c.Registry.SearchKindergartens(c.Ctx(), town.Actor(access.Public), registry.Search{Words: words})
		if err != nil || len(l.Found) != 1 || l.Found[0].Code != "krg-067" {
			t.Errorf("%s: found %d, %v", words, len(l.Found), err)
		}
	}
}

// What the source lacks is dealt: places as even as possible, ages 2, 3, 4, 5, then 1; numbers have right check digits.
func TestGroupsAreDealt(t *testing.T) {
	t.Parallel()
	c := unregistered(t)
	c.Import(string(demo.Network))
	kazakh, seats := 0, 0
	for _, s := range sites(c) {
		sum, least, most := 0, s.Places, 0
		for i, g := range s.Groups {
			if g.Number != i+1 || g.Age != []int{2, 3, 4, 5, 1}[i%5] || g.BirthYear != 2025-g.Age || !g.Generated {
				t.Fatalf("%s: group %+v", s.Code, g)
			}
			sum, least, most = sum+g.Seats, min(least, g.Seats), max(most, g.Seats)
			if g.Language == register.Kazakh {
				kazakh += g.Seats
			}
		}
		if sum != s.Places || most-least > 1 || len(s.Groups) != s.Kindergarten.Groups {
			t.Errorf("%s: %d places in groups of %d to %d", s.Code, sum, least, most)
		}
		seats += sum
	}
	if share := 1000 * kazakh / seats; share < 360 || share > 372 {
		t.Errorf("%d of a thousand seats are Kazakh, want 366", share)
	}
	k, err := c.Registry.Kindergarten(c.Ctx(), town.Actor(access.Public), "krg-001")
	if err != nil || register.CheckBIN(k.BIN) != nil {
		t.Errorf("BIN %s, %v", k.BIN, err)
	}
}
