package funding_test

import (
	"fmt"
	"testing"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// The month of a switch, whatever its day: what a profile pays of the days before and what the other pays of the days after
// come to the whole month where both pay, and to the part where only one does. No day is paid twice, and none is lost.
func TestTheMonthOfASwitchIsPaid(t *testing.T) {
	t.Parallel()
	first, month := day("2026-03-02"), civil.MustParseMonth("2026-03")
	for _, from := range []string{"2026-03-01", "2026-03-02", "2026-03-11", "2026-03-20", "2026-03-31"} {
		for before, after := range map[string]string{"kz-classic-2025": "kz-voucher-2026", "kz-voucher-2026": "kz-classic-2025"} {
			t.Run(after+"@"+from, func(t *testing.T) {
				t.Parallel()
				c := town.Empty(t, policy.Load)
				c.Found(town.Authority, before)
				c.Import(town.Network)
				c.Norm()
				c.Hold(town.Sun, 1)  // with a state order
				c.Hold(town.Moon, 2) // without
				c.At("2026-02-20 09:00")
				c.Propose(after, from)
				called := 0
				for d := first.AddDays(-1); !d.After(month.Last()); d = d.AddDays(1) {
					if d == day(from) {
						c.Pass(from)
					}
					if !working(t, c, d) {
						continue
					}
					c.Call(town.Sun, d, 'P')
					c.Call(town.Moon, d, 'P')
					if d.Before(day(from)) {
						called++
					}
				}
				c.At("2026-04-01 09:00")
				c.Sign(town.Sun, month.String())
				c.At("2026-04-01 09:10")
				c.Sign(town.Moon, month.String())
				sun, moon := paid(c, town.Sun), paid(c, town.Moon)
				if sun != norm {
					t.Errorf("the kindergarten with a state order gets %d of %d tiyn", sun, norm)
				}
				want := norm // the voucher stays with the child
				if before == "kz-classic-2025" {
					want = share(t, 18-called)
				}
				if moon != want {
					t.Errorf("the kindergarten without one gets %d of %d tiyn", moon, want)
				}
			})
		}
	}
}

func working(t *testing.T, c *town.Town, d civil.Date) bool {
	t.Helper()
	p, err := c.Deps.Profiles("kz-classic-2025")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := p.On(d)
	if err != nil {
		t.Fatal(err)
	}
	works, err := rules.Calendar.IsWorking(d)
	if err != nil {
		t.Fatal(err)
	}
	return works
}

// paid confirms the only line of a kindergarten's March, calculates once all are confirmed, and gives its money.
func paid(c *town.Town, k register.ID[register.Kindergarten]) money.Tiyn {
	c.TB.Helper()
	if k == town.Sun {
		for i, site := range []register.ID[register.Kindergarten]{town.Sun, town.Moon} {
			c.At(fmt.Sprintf("2026-04-01 1%d:00", i))
			c.Do(c.Answer(c.Lines(site, "2026-03")[0], civil.Date{}))
		}
		c.At("2026-04-07 21:30")
		c.Pay("2026-03")
	}
	var tiyn money.Tiyn
	c.Read(func(r *store.Reader) error {
		payments, err := r.Payments()
		for _, p := range payments {
			if p.Kindergarten == k {
				tiyn += p.Tiyn
			}
		}
		return err
	})
	return tiyn
}

func share(t *testing.T, days int) money.Tiyn {
	t.Helper()
	sum, err := money.Share(norm, int64(days), 18, money.HalfUp)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}
