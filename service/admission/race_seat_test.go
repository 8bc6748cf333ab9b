package admission_test

import (
	"slices"
	"sync/atomic"
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/internal/kit"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

const clients = 100

// applied registers families one after the other, so that the order is known.
func applied(c *town.Town, people []town.Person, choices ...register.ID[register.Kindergarten]) []register.ID[preschool.Application] {
	c.TB.Helper()
	ids := make([]register.ID[preschool.Application], len(people))
	for i, p := range people {
		ids[i] = c.Apply(p, "", choices...)
	}
	return ids
}

// A hundred voucher holders choose one seat during the day, each twice at once, while the evening is run by four servers at
// once. The evening runs once; the seat goes to the first in the queue, whoever clicked first; the others wait for it.
func TestAHundredHoldersChooseTheLastSeat(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		c := arena(t, engine, "kz-voucher-2026")
		c.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Sun: {2023: 1}, town.Moon: {2023: clients - 1}})
		people := residents(c, clients, "2023-05-06")
		ids := applied(c, people, town.Sun)
		c.At("2026-03-02 09:00")
		iteration(c)
		told, vouchers := &verdicts{t: t}, lastOffers(c, ids)
		storm(2*clients, func(n int) {
			told.add("accept", c.Admission.AcceptOffer(c.Ctx(), people[n%clients].Actor(), vouchers[n%clients]))
		})
		told.only("accept", "accept offer.not_accept")
		if told.counts["accept"] != clients {
			t.Fatalf("%d of %d vouchers were accepted: %v", told.counts["accept"], clients, told.counts)
		}
		storm(2*clients, func(n int) {
			told.add("choose", c.Admission.ChooseKindergartens(c.Ctx(), people[n%clients].Actor(), ids[n%clients], []register.ID[register.Kindergarten]{town.Sun}))
		})
		var ran atomic.Int64
		storm(4, func(int) {
			if _, did, err := c.Admission.RunChoice(c.Ctx(), town.Actor(access.System)); told.add("evening", err) && did {
				ran.Add(1)
			}
		})
		if ran.Load() != 1 {
			t.Errorf("the evening ran %d times", ran.Load())
		}
		last := lastOffers(c, ids)
		c.Do(c.HandIn(ids[0]))
		storm(4*clients, func(n int) {
			i := n % clients
			_, err := c.Admission.SignContract(c.Ctx(), people[i].Actor(), last[(i+n/clients)%clients])
			told.add("sign", err)
		})
		told.only("accept", "accept offer.not_accept", "choose", "evening", "sign", "sign access.not_theirs", "sign contract.not_a_seat", "sign offer.not_fulfil")
		if told.counts["sign"] != 1 || told.counts["choose"] != 2*clients {
			t.Errorf("one seat was signed for %d times: %v", told.counts["sign"], told.counts)
		}
		if children := live(c, "sun-g01"); len(children) != 1 || children[people[0].Child] != 1 {
			t.Errorf("placed are %v, want the first in the queue", children)
		}
		stands(t, c, ids[0], preschool.ApplicationPlaced)
		inTruth(t, c)
	})
}

// In the classic profile nobody chooses: the seat is offered to the first, and a hundred families press the button. When the
// first declines, it is the next one's; the seat is never held twice.
func TestAHundredFamiliesPressTheButton(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		c := arena(t, engine, "kz-classic-2025")
		c.Open(town.Sun, 2023, 1)
		people := residents(c, clients, "2023-05-06")
		ids := applied(c, people, town.Sun)
		told := &verdicts{t: t}
		for turn, day := range []string{"2026-03-02 09:00", "2026-03-03 09:00", "2026-03-04 09:00"} {
			c.At(day)
			var ran atomic.Int64
			storm(4, func(int) {
				if _, did, err := c.Admission.RunRound(c.Ctx(), town.Actor(access.System)); told.add("round", err) && did {
					ran.Add(1)
				}
			})
			if ran.Load() != 1 {
				t.Fatalf("%s: the round ran %d times", day, ran.Load())
			}
			c.Deliver()
			offer := c.Last(ids[turn]).ID
			storm(clients, func(n int) { told.add("accept", c.Admission.AcceptOffer(c.Ctx(), people[n].Actor(), offer)) })
			c.Do(c.HandIn(ids[turn]))
			storm(clients, func(n int) {
				who := people[n].Actor()
				if turn < 2 {
					told.add("withdraw", c.Admission.WithdrawApplication(c.Ctx(), people[turn].Actor(), ids[turn]))
					return
				}
				_, err := c.Admission.SignContract(c.Ctx(), who, offer)
				told.add("sign", err)
			})
		}
		told.only("round", "accept", "accept access.not_theirs", "withdraw", "withdraw application.not_withdraw", "sign", "sign access.not_theirs")
		for what, want := range map[string]int{"accept": 3, "withdraw": 2, "sign": 1} {
			if told.counts[what] != want {
				t.Errorf("%s: %d times, want %d", what, told.counts[what], want)
			}
		}
		if children := live(c, "sun-g01"); len(children) != 1 || children[people[2].Child] != 1 {
			t.Errorf("placed are %v", children)
		}
		if g, err := groupOf(c, "sun-g01"); err != nil || g.Placed != 1 || g.Offered != 0 {
			t.Errorf("%d placed and %d offered in a group of one seat, %v", g.Placed, g.Offered, err)
		}
		inTruth(t, c)
	})
}

// Two clicks, two clients of one guardian, and two guardians who both say that the child is theirs: one application.
func TestOneChildIsRegisteredOnce(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		c := arena(t, engine, "kz-classic-2025")
		people := residents(c, 20, "2023-05-06")
		told := &verdicts{t: t}
		storm(5*len(people), func(n int) {
			p := people[n%len(people)]
			who := p.Actor()
			if n < len(people) {
				who = people[(n+1)%len(people)].Actor()
			}
			_, err := c.Admission.SubmitApplication(c.Ctx(), who, town.Submission(p.Child, "", town.Sun))
			told.add("submit", err)
		})
		told.only("submit", "submit access.not_theirs", "submit application.live")
		if told.counts["submit"] != len(people) || told.counts["submit application.live"] != 3*len(people) {
			t.Errorf("%d children: %v", len(people), told.counts)
		}
		for _, p := range people {
			list, err := c.Admission.ApplicationsOfChild(c.Ctx(), p.Actor(), p.Child)
			list = slices.DeleteFunc(list, func(a preschool.Application) bool { return a.State == preschool.ApplicationRefused })
			if err != nil || len(list) != 1 {
				t.Errorf("a child has %d applications, %v", len(list), err)
			}
		}
		inTruth(t, c)
	})
}

// The evening is run while families still choose, each twice, and one chooses later still: whoever was too late is served the
// next evening. Everybody has one seat in the end, and the one in Sun went to somebody.
func TestTheEveningComesWhileFamiliesChoose(t *testing.T) {
	t.Parallel()
	kit.EachEngine(t, func(t *testing.T, engine kit.Engine) {
		c := arena(t, engine, "kz-voucher-2026")
		const families = 30
		c.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Sun: {2023: 1}, town.Moon: {2023: families - 1}})
		people := residents(c, families, "2023-05-06")
		ids := applied(c, people, town.Sun)
		c.At("2026-03-02 09:00")
		iteration(c)
		for _, id := range ids {
			c.Accept(id)
		}
		told, hurried := &verdicts{t: t}, families-1
		storm(2*hurried+2, func(n int) {
			if n >= 2*hurried {
				_, _, err := c.Admission.RunChoice(c.Ctx(), town.Actor(access.System))
				told.add("evening", err)
				return
			}
			wish := []register.ID[register.Kindergarten]{town.Sun, town.Moon}
			told.add("choose", c.Admission.ChooseKindergartens(c.Ctx(), people[n%hurried].Actor(), ids[n%hurried], wish))
		})
		_, _, err := c.Admission.RunChoice(c.Ctx(), town.Actor(access.System)) // if the storm's were before the first choice
		c.Do(err)
		c.Choose(ids[hurried], town.Sun, town.Moon)
		told.only("evening", "choose", "choose choice.seat_offered")
		c.At("2026-03-03 20:00")
		c.Evening()
		for i, id := range ids {
			if o := c.Last(id); o.Of != preschool.OfSeat || o.State != preschool.OfferAccepted {
				t.Errorf("family %d has an offer of a %s that is %s", i, o.Of, o.State)
			}
		}
		if g, err := groupOf(c, "sun-g01"); err != nil || g.Offered != 1 {
			t.Errorf("%d hold the one seat, %v", g.Offered, err)
		}
		inTruth(t, c)
	})
}
