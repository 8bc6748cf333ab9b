package store_test

import (
	"strings"
	"testing"

	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store"
)

// A seed is open from its publication to the first round after it that gives out seats or vouchers.
func TestLotterySeeds(t *testing.T) {
	exercise(t, func(t *testing.T, town *town) {
		seed := func(on, digit string) store.LotterySeed {
			return store.LotterySeed{On: day(on), Seed: strings.Repeat(digit, 64), Source: "beacon", PublishedBy: "approver"}
		}
		publish := func(s store.LotterySeed) {
			town.update(func(tx *store.Tx) error { return tx.SaveNewLotterySeed(officer, s) })
		}
		open := func() store.LotterySeed {
			return read(town, func(r *store.Reader) (store.LotterySeed, error) {
				s, found, err := r.OpenLotterySeed()
				if found != (s.Seed != "") {
					t.Errorf("found %t: %+v", found, s)
				}
				return undated(s), err
			})
		}
		same(t, "none", store.LotterySeed{}, open())
		first, second := seed("2026-03-02", "a"), seed("2026-03-03", "b")
		publish(first)
		same(t, "the first is open", first, open())
		town.fails("two seeds of a day", func(tx *store.Tx) error { return tx.SaveNewLotterySeed(officer, seed("2026-03-02", "c")) })
		town.fails("no seed", func(tx *store.Tx) error {
			short := seed("2026-03-04", "c")
			short.Seed = "5eed"
			return tx.SaveNewLotterySeed(officer, short)
		})
		choice := round(1)
		choice.Kind = preschool.ChoiceRound
		town.update(func(tx *store.Tx) error { return tx.SaveNewRound(officer, choice, why) })
		same(t, "a round of choices draws no lots", first, open())
		town.update(func(tx *store.Tx) error { return tx.SaveNewRound(officer, round(2), why) })
		same(t, "drawn", store.LotterySeed{}, open())
		publish(second)
		same(t, "the second is open", second, open())
		all := read(town, (*store.Reader).LotterySeeds)
		if len(all) != 2 || undated(all[0]) != first || undated(all[1]) != second || !all[0].PublishedAt.Before(all[1].PublishedAt) {
			t.Errorf("all seeds: %+v", all)
		}
		last := read(town, (*store.Reader).LastLotterySeed)
		if undated(last) != second || last.PublishedAt != all[1].PublishedAt {
			t.Errorf("the last: %+v", last)
		}
	})
}

// undated is a seed without its instant.
func undated(s store.LotterySeed) store.LotterySeed {
	return store.LotterySeed{On: s.On, Seed: s.Seed, Source: s.Source, PublishedBy: s.PublishedBy}
}
