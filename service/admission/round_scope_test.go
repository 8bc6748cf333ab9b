package admission_test

import (
	"testing"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
	"github.com/balajol/balajol/store"
)

const wideHeader = "id,name,ownership,kind,groups,places,places_source,opened,state_order,seed_ref,language,district,settlement,group_kind\n"

// rural is a town with its own network.
func rural(t *testing.T, p *policy.Profile, network string) *town.Town {
	t.Helper()
	c := town.Empty(t, func(string) (*policy.Profile, error) { return p, nil })
	c.Found(town.Authority, p.Name)
	c.Import(wideHeader + network)
	return c
}

// applies hands in an application of a child born on 6 May 2023 that lives in a settlement.
func applies(c *town.Town, sub admission.Submission, language register.Language) register.ID[preschool.Application] {
	c.TB.Helper()
	done, err := c.Registry.RegisterFamily(c.Ctx(), town.Actor(access.Family), register.Guardian{IIN: c.IIN("1990-03-03")},
		[]registry.NewChild{{IIN: c.IIN("2023-05-06"), BirthDate: civil.MustParseDate("2023-05-06"), Language: language, District: "north"}})
	c.Do(err)
	sub.Child, sub.Source = done.Children[0], register.FromGuardian
	id, err := c.Admission.SubmitApplication(c.Ctx(), town.Guardian(done.Guardian), sub)
	c.Do(err)
	return id
}

// change keeps an application with something else in it.
func change(c *town.Town, id register.ID[preschool.Application], how func(*preschool.Application)) {
	c.TB.Helper()
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
		a, err := tx.Application(id)
		if err != nil {
			return err
		}
		how(&a)
		return tx.SaveApplication(town.Actor(access.System), a, store.Cause{Event: "application.changed"})
	}))
}

const villages = "sun,Күн,private,kindergarten,5,25,test,,yes,T-1,ru,north,,\nmoon,Ай,state,kindergarten,5,25,test,,no,T-2,ru,north,village,\n"

func TestAnIterationRunsOverItsScope(t *testing.T) {
	t.Parallel()
	only := func(k register.ID[register.Kindergarten]) []register.ID[register.Kindergarten] {
		return []register.ID[register.Kindergarten]{k}
	}
	for name, s := range map[string]struct {
		figures map[string]any
		queue   string // of the child in the village
		village int    // its offers
		town    int    // those of the child in the town, who applied later
	}{
		"city":                    {map[string]any{"round.scope": "city"}, "krg/2/ru", 1, 0},
		"settlement":              {map[string]any{"round.scope": "settlement"}, "krg/village/2/ru", 0, 1},
		"district":                {map[string]any{"round.scope": "district"}, "krg/north/2/ru", 0, 1},
		"district, nobody skips":  {map[string]any{"round.scope": "district", "round.skip_without_seats": false}, "krg/north/2/ru", 1, 0},
		"settlement, nobody skip": {map[string]any{"round.scope": "settlement", "round.skip_without_seats": false}, "krg/village/2/ru", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := rural(t, with(t, "kz-voucher-2026", s.figures), villages)
			c.Open(town.Sun, 2023, 1) // in the town; the village has none
			far := applies(c, admission.Submission{Choices: only(town.Sun), Settlement: "village"}, register.Russian)
			near := applies(c, admission.Submission{Choices: only(town.Sun), Settlement: string(town.Authority)}, register.Russian)
			c.At("2026-03-02 09:00")
			c.Morning()
			if got := []int{len(c.Offers(far)), len(c.Offers(near))}; got[0] != s.village || got[1] != s.town {
				t.Errorf("offers of the village and the town: %v", got)
			}
			p, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), far)
			c.Do(err)
			if p.Queue.Key != s.queue || p.State == preschool.ApplicationQueued && p.Number != 1 {
				t.Errorf("the village stands in %s as number %d", p.Queue.Key, p.Number)
			}
		})
	}
}

// In a round over seats a kindergarten of another settlement is out of reach, whoever wishes for it.
func TestSeatsStayInTheirSettlement(t *testing.T) {
	t.Parallel()
	c := rural(t, with(t, "kz-classic-2025", map[string]any{"round.scope": "settlement"}), villages)
	c.Seats(map[register.ID[register.Kindergarten]]map[int]int{town.Sun: {2023: 1}, town.Moon: {2023: 1}})
	both := []register.ID[register.Kindergarten]{town.Sun, town.Moon}
	far := applies(c, admission.Submission{Choices: both, Settlement: "village"}, register.Russian)
	near := applies(c, admission.Submission{Choices: []register.ID[register.Kindergarten]{town.Moon}, Settlement: string(town.Authority)}, register.Russian)
	c.At("2026-03-02 09:00")
	c.Morning()
	if g := c.Last(far).Group; g != "moon-g01" || len(c.Offers(near)) != 0 {
		t.Errorf("the village has %s, the town %d offers", g, len(c.Offers(near)))
	}
}

// A family that takes another language too comes behind that language's own queue, and keeps its place in its own.
func TestAnotherLanguageIsServedAfterItsOwnQueue(t *testing.T) {
	t.Parallel()
	c := rural(t, with(t, "kz-classic-2025", nil), "sun,Күн,private,kindergarten,5,25,test,,yes,T-1,ru,north,,\nmoon,Ай,state,kindergarten,5,25,test,,no,T-2,kk,north,,\n")
	c.Open(town.Sun, 2023, 2) // Russian
	choices := []register.ID[register.Kindergarten]{town.Moon, town.Sun}
	sub := admission.Submission{Choices: choices, Settlement: string(town.Authority)}
	also := sub
	also.AlsoLanguage = register.Russian
	guest := applies(c, also, register.Kazakh)
	strict := applies(c, sub, register.Kazakh)
	first, second := applies(c, sub, register.Russian), applies(c, sub, register.Russian)
	c.At("2026-03-02 09:00")
	c.Morning()
	for id, want := range map[register.ID[preschool.Application]]int{guest: 0, strict: 0, first: 1, second: 1} {
		if n := len(c.Offers(id)); n != want {
			t.Errorf("%s has %d offers, want %d", id, n, want)
		}
	}
	inOrder(t, c, guest, strict)
	c.At("2026-03-03 08:00")
	c.Do(c.Admission.DeclineOffer(c.Ctx(), guardian(c, second), c.Last(second).ID))
	c.At("2026-03-03 09:00")
	c.Morning()
	if n := len(c.Offers(guest)); n != 1 {
		t.Errorf("nobody of the language waits, and the guest has %d offers", n)
	}
}

// A group with special conditions takes the children for whom it was advised, and nobody else.
func TestKindsOfGroupsAreServedApart(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"kz-classic-2025", "kz-voucher-2026"} {
		c := rural(t, with(t, profile, nil), "sun,Күн,private,kindergarten,5,25,test,,yes,T-1,ru,north,,special\nmoon,Ай,state,kindergarten,5,25,test,,no,T-2,ru,north,,\n")
		c.Open(town.Sun, 2023, 1)
		sub := admission.Submission{Choices: []register.ID[register.Kindergarten]{town.Sun}, Settlement: string(town.Authority)}
		plain := applies(c, sub, register.Russian)
		special := applies(c, sub, register.Russian)
		change(c, special, func(a *preschool.Application) {
			a.GroupKind, a.AdviceOn, a.ConsentOn = register.SpecialGroup, civil.MustParseDate("2026-01-05"), civil.MustParseDate("2026-01-05")
		})
		c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error { // as its verification does
			if err := tx.SaveLeaveQueue(special, "facts_changed"); err != nil {
				return err
			}
			return tx.SaveEnterQueue(store.QueueEntry{Application: special, Queue: map[string]string{
				"kz-classic-2025": "krg/3/ru/special", "kz-voucher-2026": "krg/2/ru/special"}[profile], Class: register.General, EnterReason: "facts_changed"})
		}))
		c.At("2026-03-02 09:00")
		c.Morning()
		if len(c.Offers(plain)) != 0 || len(c.Offers(special)) != 1 {
			t.Errorf("%s: %d offers to the one, %d to the child with advice", profile, len(c.Offers(plain)), len(c.Offers(special)))
		}
		p, err := c.Admission.Position(c.Ctx(), town.Actor(access.Public), special)
		if err != nil || p.Queue.Kind != register.SpecialGroup {
			t.Errorf("%s: %+v, %v", profile, p.Queue, err)
		}
	}
}

// Whoever does not take part keeps the place: a start that is far, a line of an old list that nobody confirmed.
func TestWhoDoesNotTakePartKeepsThePlace(t *testing.T) {
	t.Parallel()
	c := town.New(t, "kz-classic-2025")
	c.Open(town.Sun, 2023, 1)
	ids := c.Queue(3, "2023-05-06", "", town.Sun)
	change(c, ids[0], func(a *preschool.Application) { a.StartOn = civil.MustParseDate("2026-04-03") })
	change(c, ids[1], func(a *preschool.Application) { a.Unconfirmed = true })
	c.At("2026-03-02 09:00") // a month and a day before
	c.Morning()
	inOrder(t, c, ids[:2]...)
	wantState(t, c, ids[2], preschool.ApplicationOffered)
	c.At("2026-03-03 09:00")
	c.Open(town.Sun, 2023, 2)
	c.Morning()
	wantState(t, c, ids[0], preschool.ApplicationOffered)
	wantState(t, c, ids[1], preschool.ApplicationQueued)
}
