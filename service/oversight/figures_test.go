package oversight_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/store"
	"github.com/balajol/balajol/translog"
)

func figures(t *testing.T, c *city.City) oversight.Figures {
	t.Helper()
	f, err := c.Oversight.Figures(t.Context(), city.Actor(access.Public))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFiguresAreSumsOfRows(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	f := figures(t, c)
	listed, queued := map[int]int{}, 0
	err := c.DB.View(t.Context(), city.Authority, func(r *store.Reader) error {
		placements, err := r.LivePlacements()
		if err != nil {
			return err
		}
		for _, p := range placements {
			if p.State == preschool.PlacementStarted {
				listed[p.BirthDate.Year()]++
			}
		}
		waiting, err := r.ApplicationsIn(preschool.ApplicationQueued)
		queued = len(waiting)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if f.Queued != queued || f.Licensed != f.Placed+f.Closed+f.Free {
		t.Errorf("queued %d of %d; licensed %d = placed %d + closed %d + free %d", f.Queued, queued, f.Licensed, f.Placed, f.Closed, f.Free)
	}
	for _, v := range f.Coverage {
		want, base := 0, 0
		for year := 2026 - v.ToAge; year <= 2026-v.FromAge; year++ {
			want += listed[year]
			base += 900
		}
		if v.Listed != want || v.Base != base || len(v.Sources) != 1 || v.AsOf.String() != "2026-01-01" || want == 0 {
			t.Errorf("coverage %+v, want %d of %d", v, want, base)
		}
	}
	if f.Network.Total != city.Kindergartens || f.Network.Of(register.State)+f.Network.Of(register.Private) != f.Network.Total || f.Network.Stated == nil {
		t.Errorf("network %+v", f.Network)
	}
	_, network, err := c.Oversight.Network(t.Context(), city.Actor(access.Public))
	if err != nil || network.Total != f.Network.Total || network.Places != f.Network.Places {
		t.Errorf("network apart %+v, %v", network, err)
	}
}

func TestRecordIsTheSignedHead(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	record, err := c.Oversight.Record(t.Context(), city.Actor(access.Public))
	if err != nil {
		t.Fatal(err)
	}
	checkpoint, err := translog.OpenCheckpoint([]byte(record.Text), c.Verifier)
	if err != nil || checkpoint.Head.Size != record.Size || checkpoint.Head.Root.String() != record.Root || record.Size != figures(t, c).LogSize {
		t.Errorf("record %+v, opened %+v, %v", record, checkpoint, err)
	}
}

func TestRulesAreThoseOfToday(t *testing.T) {
	t.Parallel()
	c := city.New(t)
	rules, err := c.Oversight.Rules(t.Context(), city.Actor(access.Public))
	if err != nil || len(rules.Figures) != len(rules.Profile.Keys()) || rules.Profile.SHA256 != rules.Day.Rules.SHA256 || len(rules.Tariffs) != 1 {
		t.Errorf("%d figures of %d, %d tariffs, %v", len(rules.Figures), len(rules.Profile.Keys()), len(rules.Tariffs), err)
	}
	setting, err := c.Oversight.Setting(t.Context(), city.Actor(access.Public))
	if err != nil || setting.Today != rules.Day.Today || setting.Simulation == nil || setting.Authority.NameKK == "" {
		t.Errorf("setting %+v, %v", setting, err)
	}
}

func TestFiguresOfNothing(t *testing.T) {
	t.Parallel()
	c := city.Empty(t)
	if _, err := c.Oversight.Figures(t.Context(), city.Actor(access.Public)); register.CodeOf(err) != "profile.none" {
		t.Errorf("a database without authority: %v", err)
	}
}
