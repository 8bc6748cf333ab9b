package admission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

func propose(c *town.Town, a, b store.LivePlacement) (register.ID[preschool.Exchange], error) {
	return c.Admission.ProposeExchange(c.Ctx(), town.Guardian(a.Guardian), a.ID, b.ID)
}

func exchangeOf(c *town.Town, id register.ID[preschool.Exchange]) (e preschool.Exchange) {
	c.TB.Helper()
	c.Read(func(r *store.Reader) (err error) {
		e, err = r.Exchange(id)
		return err
	})
	return e
}

// Two families exchange the seats of their children: both sign, and on the next working day each child sits where the other
// one sat, without a day between and with its voucher. Everybody may read that it was so; nobody reads of whom.
func TestTwoFamiliesExchangeTheirSeats(t *testing.T) {
	t.Parallel()
	c, sun, moon := sitters(t, "kz-voucher-2026", 1, 1, 0, 0)
	a, b := sun[0], moon[0]
	id, err := propose(c, a, b)
	c.Do(err)
	c.Refused("access.not_theirs", c.Admission.AgreeExchange(c.Ctx(), town.Guardian(a.Guardian), id))
	other, err := c.Admission.ExchangesOfChild(c.Ctx(), town.Guardian(b.Guardian), b.Child)
	if err != nil || len(other) != 1 || other[0].Kindergarten != town.Sun || other[0].Proposed || other[0].Mine != b.ID {
		t.Fatalf("the other family sees %+v, %v", other, err)
	}
	c.At("2026-03-06 18:00") // a Friday before a long weekend
	c.Do(c.Admission.AgreeExchange(c.Ctx(), town.Guardian(b.Guardian), id))
	for _, night := range []string{"2026-03-06 23:00", "2026-03-07 01:00", "2026-03-09 01:00", "2026-03-10 01:00", "2026-03-10 02:00"} {
		c.At(night)
		c.Night()
	}
	for child, want := range map[register.ID[register.Child]]string{
		a.Child: "sun-g01 2026-01-05..2026-03-09 ended opening exchanged\nmoon-g01 2026-03-10.. started exchange ",
		b.Child: "moon-g01 2026-01-05..2026-03-09 ended opening exchanged\nsun-g01 2026-03-10.. started exchange ",
	} {
		if diff := cmp.Diff(want, history(c, child)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	sound(c)
	p, err := c.Admission.Protocol(c.Ctx(), town.Actor(access.Public), civil.MustParseMonth("2026-03"))
	if err != nil || len(p.Exchanges) != 1 {
		t.Errorf("the protocol has %d exchanges, %v", len(p.Exchanges), err)
	}
}

func TestOnlySeatsAlikeAreExchanged(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Hold(town.Sun, 1, 1, 2)
	c.Hold(town.Moon, 1)
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	moon, first, second, older := live[0], live[1], live[2], live[3]
	if moon.Kindergarten != town.Moon || older.Group != "sun-g02" {
		t.Fatalf("%+v", live)
	}
	try := func(code string, a, b store.LivePlacement) {
		t.Helper()
		_, err := propose(c, a, b)
		c.Refused(code, err)
	}
	try("exchange.same_seat", first, second)
	try("exchange.same_seat", first, first)
	try("exchange.differ", older, moon)
	id, err := propose(c, first, moon)
	c.Do(err)
	try("exchange.live", second, moon)
	try("exchange.live", first, moon)
	c.Do(c.Admission.DeclineExchange(c.Ctx(), town.Guardian(moon.Guardian), id))
	if id, err = propose(c, second, moon); err != nil {
		t.Fatal(err)
	}
	c.Do(c.Admission.CancelExchange(c.Ctx(), town.Guardian(second.Guardian), id))
	c.Refused("exchange.not_agree", c.Admission.AgreeExchange(c.Ctx(), town.Guardian(moon.Guardian), id))

	never := town.Under(t, profile(t, "kz-classic-2025", "exchange.allowed", false))
	never.Hold(town.Sun, 1)
	never.Hold(town.Moon, 1)
	live, err = never.Admission.LivePlacements(never.Ctx(), town.Actor(access.Officer))
	never.Do(err)
	_, err = propose(never, live[0], live[1])
	never.Refused("exchange.not_in_rules", err)
}

// What happens between the signatures and the next working day cancels the exchange: nobody is moved into a seat that
// somebody has left.
func TestAnExchangeEndsWithThePlacement(t *testing.T) {
	t.Parallel()
	c, sun, moon := sitters(t, "kz-classic-2025", 1, 1, 0, 0)
	id, err := propose(c, sun[0], moon[0])
	c.Do(err)
	c.Do(c.Admission.AgreeExchange(c.Ctx(), town.Guardian(moon[0].Guardian), id))
	c.Do(c.Admission.EndPlacement(c.Ctx(), town.Guardian(sun[0].Guardian), sun[0].ID, "moved_away"))
	if e := exchangeOf(c, id); e.State != preschool.ExchangeCancelled || e.Reason != "placement_ended" {
		t.Errorf("%s, %s", e.State, e.Reason)
	}
	c.At("2026-03-03 01:00")
	c.Night()
	if p := c.Placement(moon[0].Child); p.Kindergarten != town.Moon {
		t.Errorf("in %s", p.Kindergarten)
	}
	sound(c)
}
