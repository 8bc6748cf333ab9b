package oversight_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
)

// The profile of the foundation comes first; a switch is told from its approval on, and with its act for ever after. One that
// was only proposed, or cancelled, is not.
func TestProfileHistory(t *testing.T) {
	t.Parallel()
	c := town.Empty(t, policy.Load)
	c.Found(town.Authority, "kz-classic-2025")
	c.Import(town.Network)
	want := []string{"2026-01-01 kz-classic-2025"}
	history(t, c, want)
	w := c.Propose("kz-voucher-2026", "2026-03-02")
	history(t, c, append(want, "2026-03-02 kz-voucher-2026 resolution 7, to come"))
	c.Do(c.Admission.CancelSwitch(c.Ctx(), town.Actor(access.Officer), w.ID, "not yet"))
	history(t, c, want)
	c.Propose("kz-voucher-2026", "2026-03-02")
	c.Pass("2026-03-02")
	history(t, c, append(want, "2026-03-02 kz-voucher-2026 resolution 7"))
}

func history(t *testing.T, c *town.Town, want []string) {
	t.Helper()
	list, err := c.Oversight.ProfileHistory(c.Ctx(), town.Actor(access.Public))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range list {
		line := f.From.String() + " " + f.Name
		if f.Act != "" {
			line += " " + f.Act
		}
		if f.ToCome {
			line += ", to come"
		}
		got = append(got, line)
		if len(f.SHA256) != 64 || f.Title.KK == "" || (f.Act == "") != (f.Preview == "") {
			t.Errorf("%s: text %q, title %q, preview %q", f.Name, f.SHA256, f.Title.KK, f.Preview)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got) %s", diff)
	}
}
