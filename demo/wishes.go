package demo

import (
	"slices"
	"time"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// unit is one registration of a family: a child, or twins who stand next to each other in the list of people.
type unit struct {
	first, members int
	ground         int // index into grounds
	evidence       Evidence
	on             civil.Date
	at             time.Duration
	withdraw       civil.Date
}

// ground is a reason for priority with its share of applicants per mille.
type ground struct {
	perMille int
	class    register.PriorityClass
	ground   register.PriorityGroup
}

// grounds: 1.5 % stand at the head, 12 % come first. Guardianship: 643 children (F003-L0743-01) of the city's 65,689 pupils
// (F003-L0046-01) and 18,867 preschool children (F003-L0046-03) = 7.6 per mille. Teachers: 7,413 (F003-L0766-01), 1,728 of them
// of preschools (F003-L0766-12); their share of parents is assumed, and so is the rest.
var grounds = []ground{
	{865, register.General, ""},
	{10, register.Extraordinary, register.Military},
	{5, register.Extraordinary, register.SpecialBodies},
	{70, register.FirstPriority, register.LargeFamily},
	{20, register.FirstPriority, register.TeacherFamily},
	{10, register.FirstPriority, register.SpecialNeeds},
	{7, register.FirstPriority, register.DisabledGuardian},
	{6, register.FirstPriority, register.DisabledChild},
	{5, register.FirstPriority, register.WithoutCare},
	{2, register.FirstPriority, register.Orphan},
}

// birthShares are applicants per mille by age in the year, from 1 on: the youngest have no group yet.
var birthShares = []int{480, 300, 120, 60, 40}

const (
	earlyPerMille    = 700 // registered before the year
	withdrawPerMille = 30
	twinsPerMille    = 12  // of families that apply
	twinsFrom        = 8   // applicants from which on there is a pair in any case
	kazakhPerMille   = 366 // of pupils in the city who are taught in Kazakh (F003-L0046-06)
)

// makeApplicants adds n children who apply: who they are and how each family comes to the queue.
func (m *maker) makeApplicants(n int) {
	pairs := (n*twinsPerMille + 506) / 1012
	if n >= twinsFrom {
		pairs = max(pairs, 1)
	}
	count := max(n-pairs, 0)
	births := m.seed.deal("wish.born", count, birthShares...)
	kazakh, russian := m.languageShares()
	languages := m.seed.deal("wish.language", count, kazakh, russian)
	twins := m.seed.shuffled("wish.twins", count)[:min(pairs, count)]
	for u := range count {
		members := 1
		if slices.Contains(twins, u) {
			members = 2
		}
		m.addUnit(u, members, m.year-1-births[u], register.Languages[languages[u]])
	}
	m.setClaims()
	m.setDates()
}

// languageShares are the city's, less a language in which no group is taught.
func (m *maker) languageShares() (kazakh, russian int) {
	for _, site := range m.sites {
		if teaches(site, register.Kazakh) {
			kazakh = kazakhPerMille
		}
		if teaches(site, register.Russian) {
			russian = 1000 - kazakhPerMille
		}
	}
	if kazakh+russian == 0 {
		return kazakhPerMille, 1000 - kazakhPerMille
	}
	return kazakh, russian
}

func (m *maker) addUnit(u, members, year int, language register.Language) {
	first := len(m.people)
	born := m.birthDate(m.nextKey(), year)
	for range members {
		m.people = append(m.people, person{key: m.nextKey(), born: born, language: language, site: -1, unit: u, family: -1})
	}
	twin := &m.people[len(m.people)-1]
	if next := born.AddDays(1); members == 2 && next.Year() == year && m.seed.Draw("twins.midnight", twin.key).PerMille(30) {
		twin.born = next
	}
	m.units = append(m.units, unit{first: first, members: members})
}

// setClaims deals grounds and what the claims are worth.
func (m *maker) setClaims() {
	shares := make([]int, len(grounds))
	for i, g := range grounds {
		shares[i] = g.perMille
	}
	dealt := m.seed.deal("wish.ground", len(m.units), shares...)
	var claims []int
	for u := range m.units {
		m.units[u].ground = dealt[u]
		if grounds[dealt[u]].ground != "" {
			claims = append(claims, u)
		}
	}
	worth := []Evidence{EvidenceTrue, EvidenceFalse, EvidenceNever}
	for i, kind := range m.seed.deal("wish.evidence", len(claims), 860, 80, 60) {
		m.units[claims[i]].evidence = worth[kind]
	}
}

// lateMonths are late applications by month: before the groups are formed in summer most come.
var lateMonths = []int{60, 60, 70, 80, 95, 140, 150, 150, 75, 50, 40, 30}

// hours are registrations by hour of the day; the last hour is left to the younger twin.
var hours = []int{5, 2, 1, 1, 1, 3, 10, 25, 50, 80, 90, 85, 70, 70, 75, 75, 70, 65, 60, 60, 55, 45, 25, 0}

func (m *maker) setDates() {
	early := m.seed.deal("wish.early", len(m.units), 1000-earlyPerMille, earlyPerMille)
	withdrawn := m.seed.deal("wish.withdraw", len(m.units), 1000-withdrawPerMille, withdrawPerMille)
	for i := range m.units {
		u := &m.units[i]
		d := m.seed.Draw("wish.date", m.people[u.first].key)
		u.on = m.registerOn(d, m.people[u.first+u.members-1].born, early[i] == 1)
		u.at = time.Duration(d.Of("hour").Pick(hours...))*time.Hour + time.Duration(d.Of("second").Below(3600))*time.Second
		if withdrawn[i] == 1 {
			u.withdraw = m.withdrawOn(d.Of("withdraw"), u.on)
		}
	}
}

// registerOn draws a day of the eighteen months before the year, or of the year. A child is ten days old at least.
func (m *maker) registerOn(d Draw, born civil.Date, early bool) civil.Date {
	newYear, known := civil.NewDate(m.year, time.January, 1), born.AddDays(10)
	if early && known.Before(newYear) {
		from := newYear.AddMonths(-18)
		if known.After(from) {
			from = known
		}
		return from.AddDays(d.Of("early").Below(newYear.DaysSince(from)))
	}
	month := newYear.Month().Add(d.Of("month").Pick(lateMonths...))
	on := month.First().AddDays(d.Of("day").Below(month.Days()))
	if on.Before(known) {
		return known
	}
	return on
}

// withdrawOn draws a day of the year, two weeks after registration at least; none if that leaves no day.
func (m *maker) withdrawOn(d Draw, registered civil.Date) civil.Date {
	from, last := civil.NewDate(m.year, time.January, 5), civil.NewDate(m.year, time.December, 20)
	if ready := registered.AddDays(14); ready.After(from) {
		from = ready
	}
	if from.After(last) {
		return civil.Date{}
	}
	return from.AddDays(d.Below(last.DaysSince(from) + 1))
}

// wish is the application of one child of a unit. The younger twin is entered some minutes after the elder.
func (m *maker) wish(p person, lat, lon int64, elder int) *Wish {
	u := m.units[p.unit]
	first := m.people[u.first]
	g := grounds[u.ground]
	w := &Wish{
		RegisterOn: u.on, RegisterAt: u.at, Class: g.class, Ground: g.ground, Evidence: u.evidence,
		Choices: m.choices(first, lat, lon, elder), Twin: u.members == 2, WithdrawOn: u.withdraw,
	}
	if p.key != first.key {
		w.RegisterAt += 3*time.Minute + time.Duration(m.seed.Draw("twins.minutes", p.key).Below(600))*time.Second
	}
	return w
}

const (
	mostChoices  = 4    // per application (unified base of the region, 2024)
	mostPull     = 3000 // metres that people go further for the most popular site
	statePull    = 300  // and for one without a private fee
	agePull      = 2500 // and for one that has a group of the child's age
	elderPull    = 8000 // and for the one to which the brother or sister goes
	taste        = 1500 // what only the family knows
	unknownMetre = 3000 // distance to a site that is not on the map
)

// pull is how popular a site is; few are very popular.
func pull(seed Seed, site Site) int {
	d := seed.Draw("popular", site.Code)
	metres := d.At(0).Below(mostPull) * d.At(1).Below(mostPull) / mostPull
	if site.Ownership == register.State {
		metres += statePull
	}
	return metres
}

// choices ranks the sites that teach in the child's language by distance less pull, and keeps the best one to four.
func (m *maker) choices(p person, lat, lon int64, elder int) []string {
	type option struct{ site, cost int }
	d := m.seed.Draw("choices", p.key)
	best := make([]option, 0, mostChoices+1)
	most := mostChoices - d.Of("count").Pick(550, 250, 120, 80)
	for i, site := range m.sites {
		if !teaches(site, p.language) {
			continue
		}
		cost := metres(site, lat, lon) - m.pulls[i] + d.Of(site.Code).Below(taste)
		if m.hasAge(site, p.language, p.born.Year()) {
			cost -= agePull
		}
		if i == elder && d.Of("elder").PerMille(850) {
			cost -= elderPull
		}
		at := len(best)
		for at > 0 && best[at-1].cost > cost {
			at--
		}
		best = slices.Insert(best, at, option{i, cost})
		best = best[:min(len(best), most)]
	}
	var codes []string
	for _, o := range best {
		codes = append(codes, m.sites[o.site].Code)
	}
	return codes
}

// metres is the way along a grid of streets.
func metres(s Site, lat, lon int64) int {
	if s.Lat == 0 && s.Lon == 0 {
		return unknownMetre
	}
	return int(max(s.Lat-lat, lat-s.Lat)/metreLat + max(s.Lon-lon, lon-s.Lon)/metreLon)
}

func teaches(s Site, language register.Language) bool {
	return slices.ContainsFunc(s.Groups, func(g SiteGroup) bool { return g.Open > 0 && g.Language == language })
}

// hasAge tells whether a site has a group for the birth year; the youngest get the rooms of those who leave for school.
func (m *maker) hasAge(s Site, language register.Language, born int) bool {
	if born == m.year-1 {
		born = m.year - 6
	}
	return slices.ContainsFunc(s.Groups, func(g SiteGroup) bool { return g.Open > 0 && g.Language == language && g.BirthYear == born })
}
