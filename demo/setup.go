package demo

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/money"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/oversight"
	"github.com/balajol/balajol/service/registry"
)

// noticeWorker names the demonstration among those who deliver notices: it is the same after a restart.
const noticeWorker = "demo"

// norm is the demonstration's tariff: the order of magnitude of 2026 (rules 5.3: about 65,000 tenge a month), twice that for
// groups with support, in the proportion of the capital's inclusive norm of 2021 (84,075 to 38,028). All of it is assumed.
var norm = []struct {
	kind  register.GroupKind
	tenge int64
}{{register.GeneralGroup, 65_000}, {register.SpecialGroup, 143_700}, {register.SanatoriumGroup, 97_500}, {register.InclusiveGroup, 143_700}}

// setUp brings an empty database to the first morning, or a database that was begun to where it stands. Every step does
// nothing when it was done before, at the same instant as before.
func (y *year) setUp(ctx context.Context) error {
	return y.timed("setup", func() error {
		first := civil.NewDate(Year, time.January, 1)
		steps := []func(context.Context, civil.Date) error{y.found, y.begin, y.network, y.scale, y.populate, y.takeOver, y.resume}
		for i, step := range steps {
			y.Progress("setup", i, len(steps))
			y.Clock.Set(y.at(first, time.Duration(i)*time.Minute))
			if err := step(ctx, first); err != nil {
				return err
			}
		}
		y.Progress("setup", len(steps), len(steps))
		return nil
	})
}

// found enters nation, region and city, each under the other.
func (y *year) found(ctx context.Context, first civil.Date) error {
	tree := []registry.Founding{
		{Authority: register.Authority{ID: Nation, Kind: register.Nation, NameKK: "Қазақстан", NameRU: "Казахстан", NameEN: "Kazakhstan"}},
		{Authority: register.Authority{ID: Region, Kind: register.Region, NameKK: "Қарағанды облысы", NameRU: "Карагандинская область", NameEN: "Karaganda region"}, Parent: Nation},
		{Authority: register.Authority{ID: Karaganda, Kind: register.City, NameKK: "Қарағанды", NameRU: "Караганда", NameEN: "Karaganda"}, Parent: Region},
	}
	for _, f := range tree {
		f.Authority.Joined, f.Profile = first, y.Profile.Name
		who := system
		who.Authority = f.Authority.ID
		if err := y.Registry.FoundAuthority(ctx, who, f); err != nil {
			return fmt.Errorf("found authority %s: %w", f.Authority.ID, err)
		}
	}
	return nil
}

func (y *year) begin(ctx context.Context, _ civil.Date) error {
	var err error
	y.state, err = y.Registry.BeginSimulation(ctx, system, y.wanted())
	return err
}

// settled tells whether the first morning was reached in an earlier run.
func (y *year) settled() bool { return y.state.Stage != stageSettingUp }

func (y *year) network(ctx context.Context, first civil.Date) error {
	if !y.settled() {
		if _, err := y.Registry.ImportNetwork(ctx, officer, bytes.NewReader(y.Network), false); err != nil {
			return err
		}
		for i, t := range norm {
			y.Clock.Set(y.at(first, 2*time.Minute+time.Duration(i+1)*time.Second))
			if err := y.Funding.SetTariff(ctx, approver, t.kind, first, money.FromTenge(t.tenge), "demonstration (assumed)"); err != nil {
				return err
			}
		}
	}
	return y.loadSites(ctx)
}

func (y *year) loadSites(ctx context.Context) error {
	var err error
	y.sites, err = y.Registry.Network(ctx, public)
	return err
}

// scale opens ⌈places × N ÷ whole city⌉ seats of each group, so that seats are as scarce for any number of children. A
// network of other places scales with its own size.
func (y *year) scale(ctx context.Context, _ civil.Date) error {
	if y.settled() {
		return nil
	}
	whole := y.wholeCity()
	var closings []registry.Closing
	for _, s := range y.sites {
		for _, g := range s.Groups {
			open := min((g.Seats*y.Children+whole-1)/whole, g.Seats)
			if open < g.Seats {
				closings = append(closings, registry.Closing{Group: g.ID, Seats: g.Seats - open, Reason: register.ClosedDemoScale})
			}
		}
	}
	if err := y.Registry.CloseSeats(ctx, officer, closings); err != nil {
		return err
	}
	return y.loadSites(ctx)
}

// cityPlaces are the places of the embedded network.
const cityPlaces = 17_547

func (y *year) wholeCity() int {
	places := 0
	for _, s := range y.sites {
		places += s.Places
	}
	return max(WholeCity*places/cityPlaces, 1)
}

// populate generates the people and imports their numbers by year of birth: the base of coverage.
func (y *year) populate(ctx context.Context, first civil.Date) error {
	sites := make([]Site, len(y.sites))
	for i, s := range y.sites {
		sites[i] = Site{Code: s.Code, Lat: s.Lat, Lon: s.Lon, Ownership: s.Ownership, Kind: s.Kind}
		for _, g := range s.Groups {
			sites[i].Groups = append(sites[i].Groups, SiteGroup{g.Number, g.BirthYear, g.Language, g.Open()})
		}
	}
	if y.settled() {
		// The people were made from the groups as they were dealt; the season may have moved them since.
		for i := range sites {
			for j := range sites[i].Groups {
				sites[i].Groups[j].BirthYear = dealtBirthYear(sites[i].Groups[j].Number)
			}
		}
	}
	y.people = newPeople(y.Seed, Generate(y.Seed, y.Children, Year, sites))
	if y.settled() {
		return nil
	}
	counts := map[int]int{}
	for _, c := range y.people.children {
		counts[c.BirthDate.Year()]++
	}
	var list []registry.Population
	for birth := Year - 7; birth <= Year; birth++ {
		if counts[birth] > 0 {
			list = append(list, registry.Population{Territory: string(Karaganda), BirthYear: birth, AsOf: first, Children: counts[birth], Source: "generated"})
		}
	}
	return y.Registry.ImportPopulation(ctx, officer, list)
}

// dealtBirthYear is the birth year of the children of a group as the network import dealt it, in the season before.
func dealtBirthYear(number int) int { return Year - 1 - []int{2, 3, 4, 5, 1}[(number-1)%5] }

// takeOver imports the children who hold seats on the first day, kindergarten by kindergarten.
func (y *year) takeOver(ctx context.Context, first civil.Date) error {
	if y.settled() {
		return nil
	}
	bySite := map[string][]admission.OpeningSeat{}
	for _, f := range y.people.city.Families {
		for _, c := range f.Children {
			if c.Holds == nil {
				continue
			}
			bySite[c.Holds.Site] = append(bySite[c.Holds.Site], admission.OpeningSeat{
				Guardian: register.Guardian{IIN: f.Guardian.IIN, Phone: f.Guardian.Phone},
				Child:    register.Child{IIN: c.IIN, BirthDate: c.BirthDate, Language: c.Language, District: c.District, Lat: c.Lat, Lon: c.Lon, Generated: true},
				Group:    c.Holds.Group,
			})
		}
	}
	for i, s := range y.sites {
		y.Clock.Set(y.at(first, time.Hour+time.Duration(i)*time.Second))
		if err := y.Admission.ImportOpening(ctx, officer, s.ID, bySite[s.Code]); err != nil {
			return fmt.Errorf("take over children of %s: %w", s.Code, err)
		}
		y.Progress("opening", i+1, len(y.sites))
	}
	if err := y.Oversight.RefreshStatistics(ctx, system); err != nil {
		return err
	}
	y.Clock.Set(y.at(first, 2*time.Hour))
	if err := y.Registry.AdvanceSimulation(ctx, system, y.state.Reached, stageRunning); err != nil {
		return err
	}
	y.state.Stage = stageRunning
	return nil
}

// resume gathers what the people know: their applications, who lives where in the groups, what is promised, and how far
// the day was when the program was stopped.
func (y *year) resume(ctx context.Context, _ civil.Date) error {
	last, err := y.Registry.LastEvent(ctx, system)
	if err != nil {
		return err
	}
	y.acted, y.resumed = last.Time(), y.state.Reached.AddDays(1)
	if err := y.Oversight.ReclaimJobs(ctx, system, noticeWorker, oversight.ReceiptWorker); err != nil {
		return err
	}
	live, err := y.Admission.LivePlacements(ctx, officer)
	if err != nil {
		return err
	}
	for _, p := range live {
		y.expectLeaving(p.ID, p.Guardian, p.Kindergarten)
	}
	y.roll = newRoll(y.sites)
	if err := y.recall(ctx); err != nil {
		return err
	}
	return y.money.resume(ctx, y)
}

// recall asks the register for the applications that families handed in before the program was stopped.
func (y *year) recall(ctx context.Context) error {
	for _, w := range y.people.wishes {
		if w.on.After(y.state.Reached.AddDays(1)) {
			continue
		}
		if _, err := y.knownApplication(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

func (y *year) expectLeaving(p register.ID[preschool.Placement], g register.ID[register.Guardian], k register.ID[register.Kindergarten]) {
	if on, leaves := y.Seed.LeavesOn(string(p), Year); leaves {
		y.leaves[on] = append(y.leaves[on], leaver{p, g, k})
	}
}
