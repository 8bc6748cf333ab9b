package demo_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/demo"
	"github.com/balajol/balajol/gateway"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

func init() {
	stories["voucher.scope"] = placedAtTheSwitch
	stories["takeover.confirm_term"] = unconfirmedLine
}

// placedAtTheSwitch is what a child who holds a seat has after its town has passed to the profile from that of places.
func placedAtTheSwitch(t *testing.T, p *policy.Profile) string {
	c := town.Empty(t, func(name string) (*policy.Profile, error) {
		if name == p.Name {
			return p, nil
		}
		return policy.Load(name)
	})
	c.Found(town.Authority, "kz-classic-2025")
	c.Import(town.Network)
	c.Hold(town.Sun, 1)
	c.At("2026-02-02 09:00")
	c.Propose(p.Name, "2026-02-09")
	c.Pass("2026-02-09")
	var said string
	c.Read(func(r *store.Reader) error {
		counts, err := r.VoucherCounts()
		said = fmt.Sprint(counts)
		return err
	})
	return said
}

// unconfirmedLine is the last day on which the family of an old line may confirm it.
func unconfirmedLine(t *testing.T, p *policy.Profile) string {
	c := town.Under(t, p)
	c.At("2026-02-02 09:00")
	text := "№;дата регистрации;иин;иин родителя;телефон;сад 1\n1;02.09.2024;" + c.IIN("2023-05-06") + ";" + c.IIN("1990-03-03") + ";87001234567;sun\n"
	table, err := gateway.ReadTable([]byte(text))
	c.Do(err)
	sum := sha256.Sum256([]byte(text))
	rep, err := c.Admission.ImportTakeover(c.Ctx(), town.Actor(access.Officer), admission.OldList{Kind: preschool.TakeoverQueue, SHA256: hex.EncodeToString(sum[:]), Table: table})
	c.Do(err)
	_, _, err = c.Admission.ApproveTakeover(c.Ctx(), town.Actor(access.Approver), rep.Batch, hex.EncodeToString(sum[:]))
	c.Do(err)
	var by civil.Date
	c.Read(func(r *store.Reader) error {
		lines, err := r.TakeoverLines(rep.Batch)
		by = lines[0].ConfirmBy
		return err
	})
	return by.String()
}

// A city that passes to another profile in the year is as true as one that does not, in both directions and whenever it is
// stopped; and no other child-month loses its money than one that has none under either profile.
func TestAYearWithASwitch(t *testing.T) {
	t.Parallel()
	for from, to := range map[string]string{"kz-classic-2025": "kz-voucher-2026", "kz-voucher-2026": "kz-classic-2025"} {
		first, err := policy.Load(from)
		if err != nil {
			t.Fatal(err)
		}
		second, err := policy.Load(to)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range []string{"2026-03-18", "2026-07-15"} {
			t.Run(to+"@"+day, func(t *testing.T) {
				t.Parallel()
				change := demo.Switch{Profile: second, From: civil.MustParseDate(day)}
				days := 366
				if testing.Short() {
					days = 100
				}
				if err := playTo(t, first, change, func(done int, _ string) bool { return done < days }); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

func TestASwitchThatCannotBePlayed(t *testing.T) {
	t.Parallel()
	voucher, err := policy.Load("kz-voucher-2026")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{"2026-01-02": "simulation.switch_day", "2027-01-01": "simulation.switch_day", "2026-05-05": "switch.same_profile"} {
		if err := (demo.Switch{Profile: voucher, From: civil.MustParseDate(day)}).Check(voucher); register.CodeOf(err) != want {
			t.Errorf("%s: got %v, want %s", day, err, want)
		}
	}
}
