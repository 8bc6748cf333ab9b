package city

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

// builder makes the city and stops at the first error.
type builder struct {
	*City
	err error
	n   int // persons so far
}

func (b *builder) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// build lives six weeks: the network, the children on lists, applications day by day, one round, some answers.
func (b *builder) build() {
	ctx := context.Background()
	b.found(ctx)
	b.fill(ctx)
	for day := range 43 {
		b.apply(ctx, day)
		b.Clock.Advance(24 * time.Hour)
		if b.err != nil {
			return
		}
		switch day {
		case 20:
			b.verify(ctx)
		case 25:
			b.withdraw(ctx)
		}
		_, _, err := b.Admission.RunRound(ctx, Actor(access.System))
		b.do(err)
		_, err = b.Admission.DeliverNotices(ctx, Actor(access.System), "builder", 100)
		b.do(err)
		b.do(b.Admission.LapseDeadlines(ctx, Actor(access.System)))
	}
	_, err := b.Oversight.IntegrateLog(ctx, Actor(access.System))
	b.do(err)
}

func (b *builder) found(ctx context.Context) {
	b.do(b.Registry.FoundAuthority(ctx, Actor(access.System), registry.Founding{
		Authority: register.Authority{
			ID: Authority, Kind: register.City, NameKK: "Қарағанды қаласы", NameRU: "Город Караганда", NameEN: "Karaganda city", Joined: civil.MustParseDate("2026-01-01"),
		}, Profile: "kz-voucher-2026",
	}))
	_, err := b.Registry.BeginSimulation(ctx, Actor(access.System), store.Simulation{
		Seed: 7, Children: 180, Profile: "kz-voucher-2026", NetworkSHA256: "none", Reached: civil.MustParseDate("2026-02-17"), Stage: "finished",
	})
	b.do(err)
	_, err = b.Registry.ImportNetwork(ctx, Actor(access.Officer), strings.NewReader(network()), false)
	b.do(err)
	var counts []registry.Population
	for year := 2019; year <= 2026; year++ {
		counts = append(counts, populationOf(year))
	}
	b.do(b.Registry.ImportPopulation(ctx, Actor(access.Officer), counts))
	b.do(b.DB.Update(ctx, Authority, func(tx *store.Tx) error {
		return tx.SaveTariff(Actor(access.Approver), store.Tariff{
			GroupKind: register.GeneralGroup, Number: 1, From: civil.MustParseDate("2026-01-01"), Rate: money.Tiyn(4_500_000), Act: "assumed",
		}, store.Cause{Event: "tariff.set"})
	}))
}

// fill puts three children into each group and closes all other seats but a few, so that seats are scarce: most free ones
// are for the children of the long queue.
func (b *builder) fill(ctx context.Context) {
	for i := range Kindergartens {
		if b.err != nil {
			return
		}
		code := register.ID[register.Kindergarten](fmt.Sprintf("krg-%03d", i+1))
		var seats []admission.OpeningSeat
		var closings []registry.Closing
		b.do(b.DB.View(ctx, Authority, func(r *store.Reader) error {
			groups, err := r.GroupsOf(code)
			for _, g := range groups {
				closings = append(closings, registry.Closing{Group: g.ID, Seats: g.Seats - 3 - boolean(i%6 == 0 || g.BirthYear == 2023), Reason: register.ClosedDemoScale})
				for range 3 {
					seats = append(seats, b.holder(g))
				}
			}
			return err
		}))
		b.do(b.Registry.CloseSeats(ctx, Actor(access.Officer), closings))
		b.do(b.Admission.ImportOpening(ctx, Actor(access.Officer), code, seats))
	}
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (b *builder) holder(g register.Group) admission.OpeningSeat {
	birth := civil.NewDate(g.BirthYear, time.May, 5)
	return admission.OpeningSeat{
		Guardian: register.Guardian{IIN: b.iin(civil.NewDate(1990, time.March, 3))}, Group: g.Number,
		Child: register.Child{IIN: b.iin(birth), BirthDate: birth, Language: g.Language, Generated: true},
	}
}

// iin makes the next valid number for a birth date.
func (b *builder) iin(birth civil.Date) string {
	for {
		b.n++
		century := "5"
		if birth.Year() < 2000 {
			century = "3"
		}
		body := strings.ReplaceAll(birth.String(), "-", "")[2:] + century + fmt.Sprintf("%04d", b.n%10000)
		if digit, ok := register.ControlDigit(body); ok {
			return body + string(digit)
		}
	}
}

// apply hands in the day's applications: most for one queue, so that it is long, and one for each of some others.
func (b *builder) apply(ctx context.Context, day int) {
	for i := range 4 {
		birth, language := civil.NewDate(2023, time.May, 6), register.Kazakh
		if i == 3 {
			birth, language = civil.NewDate(2020+day%5, time.June, 7), register.Languages[day%2]
		}
		family, err := b.Registry.RegisterFamily(ctx, Actor(access.Officer), register.Guardian{IIN: b.iin(civil.NewDate(1991, time.April, 4))},
			[]registry.NewChild{{IIN: b.iin(birth), BirthDate: birth, Language: language, Generated: true}})
		b.do(err)
		if b.err != nil {
			return
		}
		var ground register.PriorityGroup
		if n := day*4 + i; n%9 == 4 {
			ground = register.LargeFamily
		} else if n%31 == 30 {
			ground = register.Military
		}
		guardian := Actor(access.Family)
		guardian.Guardian = family.Guardian
		_, err = b.Admission.SubmitApplication(ctx, guardian, admission.Submission{
			Child: family.Children[0], Ground: ground, Settlement: string(Authority), Source: "online",
			Choices: []register.ID[register.Kindergarten]{register.ID[register.Kindergarten](fmt.Sprintf("krg-%03d", (day+i)%Kindergartens+1))},
		})
		b.do(err)
		b.Clock.Advance(time.Minute)
	}
}

// verify proves every second claimed ground and refuses the others.
func (b *builder) verify(ctx context.Context) {
	b.do(b.DB.View(ctx, Authority, func(r *store.Reader) error {
		claimed, err := r.ClaimedProofs()
		for i, a := range claimed {
			b.do(b.Admission.VerifyProof(ctx, Actor(access.Officer), admission.ProofTaskOf(Authority, a.ID), i%4 != 3))
		}
		return err
	}))
}

// withdraw takes some of the oldest applications of the long queue back.
func (b *builder) withdraw(ctx context.Context) {
	b.do(b.DB.View(ctx, Authority, func(r *store.Reader) error {
		queued, err := r.ApplicationsIn("queued")
		for _, a := range queued[:min(3, len(queued))] {
			guardian := Actor(access.Family)
			guardian.Guardian = a.Guardian
			b.do(b.Admission.WithdrawApplication(ctx, guardian, a.ID))
		}
		return err
	}))
}
