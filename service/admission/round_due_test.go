package admission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
)

func equalAll(t *testing.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(civil.Date{}, civil.Instant{}, civil.Month{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// On which of some days a round runs, whenever the program is awake: it tries on each of them twice.
func TestMissedRoundsAreMadeUpOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		profile string
		figures map[string]any
		awake   []string
		want    []string
	}{
		"every day": {
			"kz-classic-2025", nil, []string{"2026-03-02", "2026-03-05", "2026-03-07", "2026-03-10"}, []string{"2026-03-02", "2026-03-05", "2026-03-10"},
		},
		"every week on its first working day": {
			"kz-voucher-2026", nil, []string{"2026-03-02", "2026-03-03", "2026-03-06", "2026-03-09", "2026-03-10", "2026-03-11"}, []string{"2026-03-02", "2026-03-10"},
		},
		"the program slept on Monday": {
			"kz-voucher-2026", nil, []string{"2026-03-04", "2026-03-05", "2026-03-06", "2026-03-16"}, []string{"2026-03-04", "2026-03-16"},
		},
		"a whole week was slept through": {
			"kz-voucher-2026", nil, []string{"2026-03-02", "2026-03-16", "2026-03-17"}, []string{"2026-03-02", "2026-03-16"},
		},
		"once a season": {
			"kz-classic-2025", map[string]any{"round.every": "season"}, []string{"2026-02-02", "2026-07-31", "2026-08-03", "2026-08-04", "2026-10-05"}, []string{"2026-08-03"},
		},
		"the season's day was missed": {
			"kz-classic-2025", map[string]any{"round.every": "season"}, []string{"2026-07-31", "2026-08-17", "2026-08-18"}, []string{"2026-08-17"},
		},
		"frozen": {
			"kz-classic-2025", map[string]any{"season.freeze_from": "08-10", "season.freeze_to": "08-12"},
			[]string{"2026-08-07", "2026-08-10", "2026-08-11", "2026-08-12", "2026-08-13"}, []string{"2026-08-07", "2026-08-13"},
		},
		"frozen over New Year": {
			"kz-classic-2025", map[string]any{"season.freeze_from": "12-29", "season.freeze_to": "01-12"},
			[]string{"2026-01-12", "2026-01-13", "2026-12-28", "2026-12-29", "2027-01-12", "2027-01-13"}, []string{"2026-01-13", "2026-12-28", "2027-01-13"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			city := town.Under(t, with(t, c.profile, c.figures))
			var got []string
			for _, day := range c.awake {
				city.At(day + " 09:00")
				for range 2 {
					_, ran, err := city.Admission.RunRound(city.Ctx(), town.Actor(access.System))
					city.Do(err)
					if ran {
						got = append(got, day)
					}
				}
			}
			equalAll(t, c.want, got)
		})
	}
}
