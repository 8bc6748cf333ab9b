package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func TestKindergartens(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		want := []register.Kindergarten{kindergarten(0), kindergarten(1)}
		same(t, "kindergartens", want, read(town, (*store.Reader).Kindergartens))
		same(t, "providers", []register.Provider{provider(0), provider(1)}, read(town, (*store.Reader).Providers))

		k := want[0]
		k.Name, k.FormerNames, k.Ownership, k.Kind = "Жаңа", nil, register.State, register.SchoolComplex
		k.PlacesSource, k.Opened, k.StateOrder, k.District = "visit", "", false, "south"
		k.Lat, k.Lon, k.Languages, k.Regime, k.Ref, k.Generated = 0, 0, "ru", "24", "row 9", nil
		town.update(func(tx *store.Tx) error { return tx.SaveKindergarten(officer, k, why) })
		got := read(town, func(r *store.Reader) (register.Kindergarten, error) { return r.KindergartenByCode("001") })
		same(t, "changed kindergarten", k, got)
		code := refusal(town, func(r *store.Reader) (register.Kindergarten, error) { return r.KindergartenByCode("009") })
		if code != "kindergarten.unknown" {
			t.Errorf("unknown code: %q", code)
		}
		town.fails("a second kindergarten of one code", func(tx *store.Tx) error {
			p, k := provider(2), kindergarten(0)
			k.ID, k.Provider = "k3", p.ID
			return tx.SaveNewKindergarten(officer, p, k, why)
		})
	})
}

func TestGroups(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		want := []register.Group{group("g1", "k1", 2), group("g2", "k1", 1), group("g3", "k2", 3)}
		same(t, "groups", want, read(town, (*store.Reader).Groups))
		same(t, "groups of a kindergarten", want[:2], read(town, func(r *store.Reader) ([]register.Group, error) { return r.GroupsOf("k1") }))

		g := want[2]
		g.Age, g.BirthYear, g.Language, g.Closed, g.CloseReason = 4, 2022, register.Russian, 1, register.ClosedRenovation
		town.update(func(tx *store.Tx) error { return tx.SaveGroup(officer, g, why) })
		same(t, "changed group", g, read(town, func(r *store.Reader) (register.Group, error) { return r.Group("g3") }))
		if code := refusal(town, func(r *store.Reader) (register.Group, error) { return r.Group("g9") }); code != "group.unknown" {
			t.Errorf("unknown group: %q", code)
		}
		for what, spoil := range map[string]func(*register.Group){
			"closed without a reason":   func(g *register.Group) { g.CloseReason = "" },
			"a reason and none closed":  func(g *register.Group) { g.Closed = 0 },
			"more closed than licensed": func(g *register.Group) { g.Closed = 4 },
		} {
			bad := g
			spoil(&bad)
			town.fails(what, func(tx *store.Tx) error { return tx.SaveGroup(officer, bad, why) })
		}
	})
}

// The order of names is the Kazakh one on both engines: ә after а, ғ after г, қ after к, ң after н, ө after о, ұ ү after у, һ after х, і after ы.
func TestKindergartensSortAsKazakhsRead(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		names := []string{"Ақбота", "Әсем", "Балапан", "Гүлдер", "Ғажап", "Ертегі", "Ёлочка", "Зере", "Көбелек", "Құлыншақ", "Нұр", "Ңая",
			"Ойын", "Өрнек", "Ручеёк", "Уақыт", "Ұшқын", "Үміт", "Хан", "Һәм", "Шұғыла", "Ынта", "Іңкәр", "Эдельвейс"}
		town.update(func(tx *store.Tx) error {
			for i := range names {
				p, k := provider(0), kindergarten(0)
				p.ID, p.BIN = register.ID[register.Provider](fmt.Sprint("sorted", i)), fmt.Sprint("sorted", i)
				k.ID, k.Code, k.Provider, k.Generated = register.ID[register.Kindergarten](p.ID), p.BIN, p.ID, []string{"sorted"}
				k.Name = names[(i*7)%len(names)]
				if err := tx.SaveNewKindergarten(officer, p, k, why); err != nil {
					return err
				}
			}
			return nil
		})
		var got []string
		for _, k := range read(town, func(r *store.Reader) ([]register.Kindergarten, error) { return r.SearchKindergartens("") }) {
			if k.Generated[0] == "sorted" {
				got = append(got, k.Name)
			}
		}
		same(t, "order", strings.Join(names, " "), strings.Join(got, " "))
	})
}

func TestSearchFindsWhatPeopleType(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		for words, want := range map[string]string{
			"":           "Әсем, Балбөбек",
			"әсем":       "Әсем",
			"АСЕМ":       "Әсем", // no ә on a Russian keyboard
			"балбобек":   "Балбөбек",
			"Бaлбобeк":   "Балбөбек", // Latin a and e
			"бөб":        "Балбөбек",
			"елочка":     "Әсем, Балбөбек", // a former name, ё
			"ЁЛОЧКА":     "Әсем, Балбөбек",
			"№15":        "Әсем, Балбөбек",
			"15":         "Әсем, Балбөбек",
			"сем балбоб": "",
			"%":          "Әсем, Балбөбек", // no sign of a pattern, but no word either
			"а_ем":       "",
			"|":          "Әсем, Балбөбек",
			"елочка 15":  "", // two former names are two names
			"' OR 1=1":   "",
		} {
			var names []string
			for _, k := range read(town, func(r *store.Reader) ([]register.Kindergarten, error) { return r.SearchKindergartens(words) }) {
				names = append(names, k.Name)
			}
			if got := strings.Join(names, ", "); got != want {
				t.Errorf("%q finds %q, want %q", words, got, want)
			}
		}
	})
}
