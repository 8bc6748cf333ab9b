package registry_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/i18n"
	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/registry"
)

func search(t *testing.T, c *city.City, s registry.Search) registry.Listing {
	t.Helper()
	l, err := c.Registry.SearchKindergartens(t.Context(), city.Actor(access.Public), s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestSearchForgivesLetters(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	for typed, want := range map[string]string{
		"балдырган": "Балдырған", "АК ЕРКЕ": "Ақ ерке", "растем": "Растём вместе", "шанырак": "Шаңырақ", "инкарим": "Іңкәрім", "Нурлы": "Нұрлы балақай",
	} {
		found := search(t, c, registry.Search{Words: typed}).Found
		if len(found) != city.Kindergartens/9 || found[0].Name != want {
			t.Errorf("%q finds %d, first %v", typed, len(found), found)
		}
	}
	if l := search(t, c, registry.Search{Words: "no such name"}); len(l.Found) != 0 || l.Free != 0 || l.Total != city.Kindergartens {
		t.Errorf("nothing found: %+v", l)
	}
}

func TestSearchFiltersAndSums(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	all := search(t, c, registry.Search{})
	if len(all.Found) != city.Kindergartens || all.Newest-all.Oldest != 4 {
		t.Fatalf("%d kindergartens, born %d to %d", len(all.Found), all.Oldest, all.Newest)
	}
	free, parts := 0, 0
	for i, f := range all.Found {
		s := f.Seats
		free += s.Free
		if s.Licensed != s.Closed+s.Placed+s.Offered+s.Free || s.Licensed != f.Places {
			t.Errorf("%s: a seat is lost: %+v of %d", f.Code, s, f.Places)
		}
		if i > 0 && i18n.Collate(all.Found[i-1].Name, f.Name) > 0 {
			t.Errorf("%s stands after %s", f.Name, all.Found[i-1].Name)
		}
	}
	for _, language := range register.Languages {
		for year := all.Oldest; year <= all.Newest; year++ {
			parts += search(t, c, registry.Search{Language: language, BirthYear: year}).Free
		}
	}
	if free != all.Free || parts != free || free == 0 {
		t.Errorf("free seats: %d in all, %d added up, %d by language and year", all.Free, free, parts)
	}
	for _, f := range search(t, c, registry.Search{Ownership: register.Private, Free: true, BirthYear: 2023}).Found {
		if f.Ownership != register.Private || f.Seats.Free == 0 {
			t.Errorf("%s passes the filter", f.Code)
		}
	}
}

func TestKindergartenIsTheSumOfItsGroups(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	hidden, shown := 0, 0
	for _, f := range search(t, c, registry.Search{}).Found {
		d, err := c.Registry.Kindergarten(t.Context(), city.Actor(access.Public), f.Code)
		if err != nil {
			t.Fatal(err)
		}
		if d.Seats != f.Seats || d.Waiting != f.Waiting || len(d.Groups) != f.Seats.Groups {
			t.Errorf("%s: %+v, in the list %+v", f.Code, d.Seats, f.Seats)
		}
		switch {
		case d.BIN == "":
			hidden++
		case d.BIN[4] < '4' || d.BIN[4] > '6':
			t.Errorf("%s shows a person's number", f.Code)
		default:
			shown++
		}
	}
	t.Logf("numbers hidden %d, shown %d", hidden, shown)
	_, err := c.Registry.Kindergarten(t.Context(), city.Actor(access.Public), "none")
	if register.CodeOf(err) != "kindergarten.unknown" {
		t.Errorf("unknown code: %v", err)
	}
}
