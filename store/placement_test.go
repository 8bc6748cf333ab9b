package store_test

import (
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// placement of a child in g1 of k1 from the second of March.
func placement(i int) preschool.Placement {
	return preschool.Placement{
		Authority: city, ID: register.ID[preschool.Placement]("pl" + child(i, 1).ID[1:]), Child: child(i, 1).ID, Group: "g1", Kindergarten: "k1", Slot: i - 1,
		During: days("2026-03-02", ""), State: preschool.PlacementStarted, Source: preschool.PlacedByOpening, SignedAt: at("2026-02-20T10:00:00.000009Z"),
	}
}

func (town *town) place(list ...preschool.Placement) {
	town.t.Helper()
	town.update(func(tx *store.Tx) error { return tx.SaveNewPlacements(officer, list, why) })
}

func TestPlacements(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.offered(1)
		third := placement(3)
		third.Group, third.Kindergarten, third.Offer, third.Slot = "g3", "k2", "of1", 0
		third.State, third.Source, third.During = preschool.PlacementPlanned, preschool.PlacedByRound, days("2026-03-09", "")
		town.place(placement(1), third)

		get := func(id register.ID[preschool.Placement]) preschool.Placement {
			return read(town, func(r *store.Reader) (preschool.Placement, error) { return r.Placement(id) })
		}
		same(t, "placement", third, get("pl3"))
		if code := refusal(town, func(r *store.Reader) (preschool.Placement, error) { return r.Placement("pl9") }); code != "placement.unknown" {
			t.Errorf("unknown placement: %q", code)
		}
		list := func(fn func(*store.Reader) ([]preschool.Placement, error)) []preschool.Placement {
			return read(town, fn)
		}
		same(t, "all", []preschool.Placement{placement(1), third}, list((*store.Reader).Placements))
		due := func(today string) []preschool.Placement {
			return list(func(r *store.Reader) ([]preschool.Placement, error) { return r.PlannedPlacements(day(today)) })
		}
		same(t, "due the day before", []preschool.Placement{}, due("2026-03-08"))
		same(t, "due", []preschool.Placement{third}, due("2026-03-09"))
		live := read(town, (*store.Reader).LivePlacements)
		same(t, "live", []store.LivePlacement{{Placement: placement(1), Guardian: "w1", BirthDate: day("2023-01-01")}, {Placement: third, Guardian: "w2", BirthDate: day("2023-01-01")}}, live)
		same(t, "on the lists", map[int]int{2023: 1}, read(town, (*store.Reader).ListedByBirthYear))

		ended := third
		ended.State, ended.During, ended.EndReason = preschool.PlacementEnded, days("2026-03-09", "2026-03-20"), "moved_away"
		town.update(func(tx *store.Tx) error { return tx.SavePlacement(officer, third, ended, why) })
		same(t, "ended", ended, get("pl3"))
		during := func(from, to string) []preschool.Placement {
			return list(func(r *store.Reader) ([]preschool.Placement, error) { return r.PlacementsDuring("k2", days(from, to)) })
		}
		same(t, "on its last day", []preschool.Placement{ended}, during("2026-03-20", "2026-03-31"))
		same(t, "on its first day", []preschool.Placement{ended}, during("2026-03-01", "2026-03-09"))
		same(t, "before", []preschool.Placement{}, during("2026-03-01", "2026-03-08"))
		same(t, "afterwards", []preschool.Placement{}, during("2026-03-21", "2026-03-31"))
		slots := read(town, func(r *store.Reader) (map[register.ID[register.Group]][]int, error) {
			return r.SlotsOn("k2", day("2026-03-20"))
		})
		same(t, "slots", map[register.ID[register.Group]][]int{"g3": {0}}, slots)
		same(t, "events", []string{"test.done", "test.done"}, town.events("pl3"))
	})
}

func TestSeatsNeverAboveCapacity(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.place(placement(1), placement(2))
		if g := town.group("g1"); g.Placed != 2 {
			t.Errorf("%d placed", g.Placed)
		}
		before := town.rows()
		town.fails("a third child on two seats", func(tx *store.Tx) error {
			return tx.SaveNewPlacements(officer, []preschool.Placement{placement(3)}, why)
		})
		if after := town.rows(); after != before {
			t.Errorf("a refused placement left rows: %v, before %v", after, before)
		}
		ended := placement(1)
		ended.State, ended.During = preschool.PlacementEnded, days("2026-03-02", "2026-03-10")
		town.update(func(tx *store.Tx) error { return tx.SavePlacement(officer, placement(1), ended, why) })
		free := -1
		town.update(func(tx *store.Tx) (err error) {
			free, err = tx.FreeSlot("g1")
			return err
		})
		if free != 0 {
			t.Errorf("slot %d is free, want the one of the child who left", free)
		}
		third := placement(3)
		third.Slot = free
		town.place(third)
		town.fails("two children on one slot", func(tx *store.Tx) error {
			fourth := placement(4)
			fourth.Group, fourth.Kindergarten, fourth.Slot = "g2", "k1", 0
			fifth := placement(1)
			fifth.ID, fifth.Group, fifth.Slot = "pl5", "g2", 0
			return tx.SaveNewPlacements(officer, []preschool.Placement{fourth, fifth}, why)
		})
	})
}

func TestOneLivePlacementPerChild(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		town.place(placement(1))
		again := placement(1)
		again.ID, again.Group, again.Kindergarten = "pl9", "g3", "k2"
		town.fails("a second live placement", func(tx *store.Tx) error {
			return tx.SaveNewPlacements(officer, []preschool.Placement{again}, why)
		})
		find := func() (p preschool.Placement, found bool) {
			read(town, func(r *store.Reader) (bool, error) {
				var err error
				p, found, err = r.LivePlacement("c1")
				return found, err
			})
			return p, found
		}
		got, found := find()
		same(t, "live placement", placement(1), got)
		ended := placement(1)
		ended.State, ended.During = preschool.PlacementEnded, days("2026-03-02", "2026-03-10")
		town.update(func(tx *store.Tx) error { return tx.SavePlacement(officer, placement(1), ended, why) })
		if _, left := find(); !found || left {
			t.Errorf("live before the end: %v, after it: %v", found, left)
		}
		again.During = days("2026-03-11", "")
		town.place(again)
	})
}

// A child has one live placement in the nation, whichever authority placed it first.
func TestOneLivePlacementInTheNation(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		holder := func() register.ID[register.Authority] {
			return read(town, func(r *store.Reader) (register.ID[register.Authority], error) {
				return r.LivePlacementOf(child(1, 1).IIN)
			})
		}
		elsewhere := func() error {
			return town.Update(t.Context(), other, func(tx *store.Tx) error {
				return tx.SaveNewPlacements(officer, []preschool.Placement{placement(1)}, why)
			})
		}
		if holder() != "" {
			t.Errorf("%s holds a placement before there was one", holder())
		}
		town.place(placement(1))
		if holder() != city {
			t.Errorf("%s holds the placement, want %s", holder(), city)
		}
		if err := elsewhere(); err == nil {
			t.Error("a second authority placed the same child")
		}
		if n := town.count("placement WHERE authority_id = 'ast'"); n != 0 {
			t.Errorf("%d rows of the refused placement", n)
		}
		// Its own register does not let another authority's placement go.
		err := town.Update(t.Context(), other, func(tx *store.Tx) error {
			p := placement(1)
			p.State = preschool.PlacementEnded
			return tx.SavePlacement(officer, placement(1), p, why)
		})
		if err == nil || holder() != city {
			t.Errorf("an ending without a placement: %v, and %s holds", err, holder())
		}
		ended := placement(1)
		ended.State, ended.During = preschool.PlacementEnded, days("2026-03-02", "2026-03-10")
		town.update(func(tx *store.Tx) error { return tx.SavePlacement(officer, placement(1), ended, why) })
		if err := elsewhere(); err != nil || holder() != other {
			t.Errorf("after the child left: %v, and %s holds", err, holder())
		}
	})
}
