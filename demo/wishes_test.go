package demo_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/register"
)

func applications(city demo.City) []*demo.Wish {
	var all []*demo.Wish
	for _, c := range children(city) {
		if c.Application != nil {
			all = append(all, c.Application)
		}
	}
	return all
}

func TestWishesAreWellFormed(t *testing.T) {
	t.Parallel()
	inEachSize(t, func(t *testing.T, _ int, sites []demo.Site, city demo.City) {
		languages := map[string][]register.Language{}
		for _, s := range sites {
			for _, g := range s.Groups {
				languages[s.Code] = append(languages[s.Code], g.Language)
			}
		}
		for _, c := range children(city) {
			w := c.Application
			if w == nil {
				continue
			}
			if len(w.Choices) < 1 || len(w.Choices) > 4 || len(slices.Compact(slices.Sorted(slices.Values(w.Choices)))) != len(w.Choices) {
				t.Fatalf("%s: choices %v", c.Key, w.Choices)
			}
			for _, code := range w.Choices {
				if !slices.Contains(languages[code], c.Language) {
					t.Fatalf("%s: chose %s, which does not teach in %s", c.Key, code, c.Language)
				}
			}
			checkDates(t, c)
			if (w.Class == register.General) != (w.Ground == "") || (w.Ground == "") != (w.Evidence == demo.NoClaim) {
				t.Fatalf("%s: class %s, ground %q, evidence %q", c.Key, w.Class, w.Ground, w.Evidence)
			}
		}
	})
}

func checkDates(t *testing.T, c demo.Child) {
	t.Helper()
	w := c.Application
	if w.RegisterOn.Before(civil.NewDate(year-2, time.July, 1)) || w.RegisterOn.Year() > year || !w.RegisterOn.After(c.BirthDate) {
		t.Fatalf("%s: registered on %s", c.Key, w.RegisterOn)
	}
	if w.RegisterAt < 0 || w.RegisterAt >= 24*time.Hour || w.RegisterAt%time.Second != 0 {
		t.Fatalf("%s: registered at %s", c.Key, w.RegisterAt)
	}
	if !w.WithdrawOn.IsZero() && (w.WithdrawOn.Year() != year || !w.WithdrawOn.After(w.RegisterOn)) {
		t.Fatalf("%s: registered on %s and withdrew on %s", c.Key, w.RegisterOn, w.WithdrawOn)
	}
}

func TestTwinsApplyTogether(t *testing.T) {
	t.Parallel()
	inEachSize(t, func(t *testing.T, _ int, _ []demo.Site, city demo.City) {
		pairs, families := 0, 0
		for _, f := range city.Families {
			var twins []demo.Child
			applies := 0
			for _, c := range f.Children {
				if c.Application != nil {
					applies = 1
				}
				if c.Application != nil && c.Application.Twin {
					twins = append(twins, c)
				}
			}
			families += applies
			if len(twins) == 0 {
				continue
			}
			pairs++
			if len(twins) != 2 {
				t.Fatalf("%s: %d twins", f.Key, len(twins))
			}
			a, b := twins[0], twins[1]
			if days := b.BirthDate.DaysSince(a.BirthDate); days < 0 || days > 1 || a.Language != b.Language {
				t.Fatalf("%s: twins %d days apart", f.Key, days)
			}
			later := *b.Application
			if later.RegisterAt <= a.Application.RegisterAt {
				t.Fatalf("%s: the younger twin first", f.Key)
			}
			later.RegisterAt = a.Application.RegisterAt
			if diff := cmp.Diff(*a.Application, later, cmp.Comparer(func(x, y civil.Date) bool { return x == y })); diff != "" {
				t.Fatalf("%s: twins apply differently: %s", f.Key, diff)
			}
		}
		if want := max((families*12+500)/1000, min(families/8, 1)); pairs < want-1 || pairs > want+1 || pairs == 0 && want > 0 {
			t.Errorf("%d pairs among %d families, want about %d", pairs, families, want)
		}
	})
}

func TestSharesOfTheQueue(t *testing.T) {
	t.Parallel()
	for _, n := range []int{5000, 20_000} {
		for seed := range demo.Seed(3) {
			wishes := applications(demo.Generate(seed, n, year, network(t, n)))
			share := func(what string, low, high float64, is func(*demo.Wish) bool) {
				count := 0
				for _, w := range wishes {
					if is(w) {
						count++
					}
				}
				if got := 100 * float64(count) / float64(len(wishes)); got < low || got > high {
					t.Errorf("n %d, seed %d: %s %.1f %%, want %v to %v", n, seed, what, got, low, high)
				}
			}
			late := func(w *demo.Wish) bool { return w.RegisterOn.Year() == year }
			share("extraordinary", 1, 2, func(w *demo.Wish) bool { return w.Class == register.Extraordinary })
			share("first priority", 11, 13, func(w *demo.Wish) bool { return w.Class == register.FirstPriority })
			share("large families", 6, 8, func(w *demo.Wish) bool { return w.Ground == register.LargeFamily })
			share("false claims", 0.7, 1.6, func(w *demo.Wish) bool { return w.Evidence == demo.EvidenceFalse })
			share("claims never proven", 0.4, 1.3, func(w *demo.Wish) bool { return w.Evidence == demo.EvidenceNever })
			share("registered in the year", 28, 33, late)
			share("registered in summer", 10, 17, func(w *demo.Wish) bool {
				month := w.RegisterOn.MonthOfYear()
				return late(w) && month >= time.June && month <= time.August
			})
			share("withdrawn", 2, 4, func(w *demo.Wish) bool { return !w.WithdrawOn.IsZero() })
			share("four choices", 48, 62, func(w *demo.Wish) bool { return len(w.Choices) == 4 })
		}
	}
}

func TestApplicantsAreYoung(t *testing.T) {
	t.Parallel()
	counts, all := map[int]int{}, 0
	kazakh := 0
	for _, c := range children(demo.Generate(5, 20_000, year, network(t, 20_000))) {
		if c.Application == nil {
			continue
		}
		all++
		counts[c.BirthDate.Year()]++
		if c.Language == register.Kazakh {
			kazakh++
		}
	}
	if young := counts[2024] + counts[2025]; young*100 < 75*all || young*100 > 81*all || counts[2020] != 0 {
		t.Errorf("birth years %v", counts)
	}
	if kazakh*1000 < 350*all || kazakh*1000 > 380*all {
		t.Errorf("%d of %d in Kazakh", kazakh, all)
	}
}

func TestChoicesAreNearAndPopular(t *testing.T) {
	t.Parallel()
	sites := network(t, 20_000)
	at := map[string]demo.Site{}
	for _, s := range sites {
		at[s.Code] = s
	}
	var first, all, wishes int64
	chosen := map[string]int{}
	for _, c := range children(demo.Generate(1, 20_000, year, sites)) {
		if c.Application == nil {
			continue
		}
		wishes++
		first += way(c, at[c.Application.Choices[0]])
		chosen[c.Application.Choices[0]]++
		for _, s := range sites {
			all += way(c, s)
		}
	}
	if mean := all / int64(len(sites)); first*2 > mean {
		t.Errorf("first choices lie %d m off, a kindergarten on average %d m", first/wishes, mean/wishes)
	}
	most := 0
	for _, n := range chosen {
		most = max(most, n)
	}
	if int64(most)*105 < 3*wishes {
		t.Errorf("the most popular is the first choice of %d of %d", most, wishes)
	}
}

func way(c demo.Child, s demo.Site) int64 {
	return max(c.Lat-s.Lat, s.Lat-c.Lat)/9 + max(c.Lon-s.Lon, s.Lon-c.Lon)/14
}

func TestSiblings(t *testing.T) {
	t.Parallel()
	wait, join, follow := 0, 0, 0
	for _, f := range demo.Generate(1, 20_000, year, network(t, 20_000)).Families {
		i := slices.IndexFunc(f.Children, func(c demo.Child) bool { return c.Holds != nil })
		for _, c := range f.Children {
			if c.Application == nil {
				continue
			}
			wait++
			if i < 0 {
				continue
			}
			join++
			if c.Application.Choices[0] == f.Children[i].Holds.Site {
				follow++
			}
		}
	}
	if join*100 < 10*wait || join*100 > 20*wait {
		t.Errorf("%d of %d applicants have a sibling with a seat", join, wait)
	}
	if follow*100 < 60*join {
		t.Errorf("%d of %d want to go where the sibling goes", follow, join)
	}
}
