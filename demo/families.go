package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/service/registry"
)

// wish is a child's application as its family plans it.
type wish struct {
	family *Family
	child  *Child
	on     civil.Date    // the day on which the family registers
	clock  time.Duration // since midnight
	app    register.ID[preschool.Application]
	owner  register.ID[register.Guardian]
}

// people are the families of the city and what they know.
type people struct {
	city     City
	children []*Child
	wishes   []*wish // in the order of registration
	byDay    map[civil.Date][]*wish
	byApp    map[register.ID[preschool.Application]]*wish
}

const (
	// opens is when people begin to act, up to twelve hours later. Registrations of a whole day keep their order in these
	// hours, for a day's events come in the order of its steps.
	opens = 8 * time.Hour

	// registrationDays are the first days of January, in which families who wait since before the department joined register
	// anew. They keep their order.
	registrationDays = 10
)

func newPeople(seed Seed, city City) people {
	p := people{city: city, byDay: map[civil.Date][]*wish{}, byApp: map[register.ID[preschool.Application]]*wish{}}
	for i := range city.Families {
		f := &city.Families[i]
		for j := range f.Children {
			c := &f.Children[j]
			p.children = append(p.children, c)
			if c.Application != nil {
				p.wishes = append(p.wishes, &wish{family: f, child: c, on: c.Application.RegisterOn, clock: opens + c.Application.RegisterAt/2})
			}
		}
	}
	slices.SortFunc(p.wishes, func(a, b *wish) int {
		return cmp.Or(a.on.Compare(b.on), cmp.Compare(a.clock, b.clock), cmp.Compare(a.child.Key, b.child.Key))
	})
	p.joinInJanuary(seed)
	for _, w := range p.wishes {
		p.byDay[w.on] = append(p.byDay[w.on], w)
	}
	return p
}

// joinInJanuary spreads the registrations of former years over the first days, in their order.
func (p *people) joinInJanuary(seed Seed) {
	first := civil.NewDate(Year, time.January, 1)
	old, _ := slices.BinarySearchFunc(p.wishes, first, func(w *wish, d civil.Date) int { return w.on.Compare(d) })
	const hours = 10 * time.Hour
	for i, w := range p.wishes[:old] {
		place := time.Duration(i) * registrationDays * hours / time.Duration(old)
		w.on = first.AddDays(int(place / hours))
		w.clock = opens + place%hours
	}
	for _, w := range p.wishes {
		w.clock += time.Duration(seed.Draw("registration.micros", w.child.Key).Below(1000)) * time.Microsecond
	}
}

// action is something that somebody does at an instant.
type action struct {
	at  time.Time
	key string
	do  func(context.Context) error
}

// act does the day's actions in the order of their instants. A refusal is an answer that people get in life (the offer is
// gone, the child was withdrawn in the morning): the day goes on. Any other error ends the run.
func (y *year) act(ctx context.Context, actions []action) error {
	slices.SortFunc(actions, func(a, b action) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.key, b.key)) })
	for _, a := range actions {
		err := y.once(a.at, func() error { return a.do(ctx) })
		if err != nil && register.KindOf(err) != register.Conflict {
			return fmt.Errorf("act %s: %w", a.key, err)
		}
	}
	return nil
}

// hour is an instant between 9 and 20 o'clock that follows from what the action is about, to the microsecond.
func (y *year) hour(day civil.Date, key string) time.Time {
	return y.at(day, 9*time.Hour+time.Duration(y.Seed.Draw("hour", key, day.String()).Below(11*3600*1e6))*time.Microsecond)
}

// familyActions are what families do on a day, seen from its morning. After a restart they are seen from later: so an
// action that an earlier one of the same day makes possible or impossible is planned in any case, and refused when it comes.
func (y *year) familyActions(ctx context.Context, day civil.Date) ([]action, error) {
	var actions []action
	add := func(key string, do func(context.Context) error) {
		actions = append(actions, action{y.hour(day, key), key, do})
	}
	for _, w := range y.people.byDay[day] {
		actions = append(actions, action{y.at(day, w.clock), "register " + w.child.Key, func(ctx context.Context) error { return y.register(ctx, w) }})
	}
	for _, l := range y.leaves[day] {
		add("leave "+string(l.placement), func(ctx context.Context) error { return y.leave(ctx, l) })
	}
	work, err := y.Admission.Worklist(ctx, system)
	if err != nil {
		return nil, err
	}
	rules := y.rules(day)
	y.answerActions(day, &rules, work, add)
	papers, err := y.papersActions(day, &rules, work)
	if err != nil {
		return nil, err
	}
	actions = append(actions, papers...)
	if err := y.renewalActions(ctx, day, add); err != nil {
		return nil, err
	}
	for _, w := range y.people.wishes {
		if w.app != "" && w.on.Before(day) {
			y.proofAction(day, w, add)
			if w.child.Application.WithdrawOn == day {
				add("withdraw "+string(w.app), func(ctx context.Context) error { return y.Admission.WithdrawApplication(ctx, family(w.owner), w.app) })
			}
		}
	}
	return actions, nil
}

// register enters the family and hands in the application.
func (y *year) register(ctx context.Context, w *wish) error {
	done, err := y.enter(ctx, w)
	if err != nil {
		return err
	}
	choices := make([]register.ID[register.Kindergarten], len(w.child.Application.Choices))
	for i, code := range w.child.Application.Choices {
		choices[i] = register.ID[register.Kindergarten](code)
	}
	id, err := y.Admission.SubmitApplication(ctx, family(done.Guardian), admission.Submission{
		Key:   w.child.Key, // what was handed in before the program was stopped is not handed in again
		Child: done.Children[0], Ground: w.child.Application.Ground, Choices: choices, Settlement: y.settlement(w), Source: register.FromGuardian,
	})
	if err != nil {
		return fmt.Errorf("submit application of %s: %w", w.child.Key, err)
	}
	y.know(w, id, done.Guardian)
	return nil
}

// settlement is where the family lives: two of a hundred live outside the city.
func (y *year) settlement(w *wish) string {
	if y.Seed.Draw("settlement", w.family.Key).PerMille(20) {
		return "temirtau"
	}
	return string(Karaganda)
}

func (y *year) enter(ctx context.Context, w *wish) (registry.Registered, error) {
	c := w.child
	return y.Registry.RegisterFamily(ctx, actor(access.Family, "family:new"), register.Guardian{IIN: w.family.Guardian.IIN, Phone: w.family.Guardian.Phone},
		[]registry.NewChild{{IIN: c.IIN, BirthDate: c.BirthDate, Language: c.Language, District: c.District, Lat: c.Lat, Lon: c.Lon, Generated: true}})
}

func (y *year) know(w *wish, id register.ID[preschool.Application], owner register.ID[register.Guardian]) {
	w.app, w.owner = id, owner
	y.people.byApp[id] = w
}

// knownApplication finds the application that a wish became, if the family is in the register.
func (y *year) knownApplication(ctx context.Context, w *wish) (bool, error) {
	child, guardian, err := y.Registry.FamilyOf(ctx, officer, w.child.IIN)
	if register.KindOf(err) == register.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	list, err := y.Admission.ApplicationsOfChild(ctx, family(guardian), child)
	if err != nil || len(list) == 0 {
		return false, err
	}
	y.know(w, list[len(list)-1].ID, guardian)
	return true, nil
}

func (y *year) leave(ctx context.Context, l leaver) error {
	err := y.Admission.EndPlacement(ctx, family(l.guardian), l.placement, "moved_away")
	y.roll.stale(l.site)
	if code := register.CodeOf(err); code == "placement.end_before_start" {
		return nil // the day lies before the child's first
	}
	return err
}

// answerActions are the answers that are due by what families drew when they were asked.
func (y *year) answerActions(day civil.Date, rules *policy.Rules, work admission.Worklist, add func(string, func(context.Context) error)) {
	zone := rules.Zone
	for _, o := range work.Open {
		reply := y.Seed.OfferAnswer(string(o.ID))
		asked := o.DeliveredAt.Date(zone)
		due := asked.AddDays(reply.AfterDays)
		if due.After(o.AnswerBy) {
			due = o.AnswerBy
		}
		if reply.Answer == Ignore || o.DeliveredAt.IsZero() || due != day {
			continue
		}
		who, answer := family(o.Application.Guardian), y.Admission.AcceptOffer
		if reply.Answer == Decline {
			answer = y.Admission.DeclineOffer
		}
		add("answer "+string(o.ID), func(ctx context.Context) error { return answer(ctx, who, o.ID) })
	}
	for _, o := range work.Accepted {
		signs, after := y.Seed.ContractSigned(string(o.ID))
		due, err := rules.Calendar.AddWorkingDays(o.AnsweredAt.Date(zone), max(after, 1))
		if !signs || err != nil || day.Before(due) {
			continue // from then on each day: the kindergarten may have to wait for the check of a ground
		}
		add("contract "+string(o.ID), func(ctx context.Context) error { return y.sign(ctx, o) })
	}
	for _, h := range work.Holders {
		y.choiceAction(day, rules, h, add)
	}
	for _, a := range work.Suspended {
		asks, after := y.Seed.RestoreRequest(string(a.ID))
		if rules.Suspension.Restore == policy.RestoreOnRequest && asks && a.Restored < rules.Suspension.RestoreLimit && a.SuspendedUntil.AddDays(after-28) == day {
			add("restore "+string(a.ID), func(ctx context.Context) error { return y.Admission.RestoreApplication(ctx, family(a.Guardian), a.ID) })
		}
	}
}

func (y *year) sign(ctx context.Context, o admission.OfferOf) error {
	placement, err := y.Admission.SignContract(ctx, family(o.Application.Guardian), o.ID)
	if err != nil {
		return err
	}
	site := register.ID[register.Kindergarten](siteOf(o.Group))
	y.roll.stale(site)
	y.expectLeaving(placement, o.Application.Guardian, site)
	return nil
}

// proofAction is the officer's check of a claimed ground, one to four days after the registration; evidence that the family
// never brings is not checked, and neither is that of a family that gave up.
func (y *year) proofAction(day civil.Date, w *wish, add func(string, func(context.Context) error)) {
	a := w.child.Application
	if a.Ground == "" || a.Evidence == EvidenceNever || day.DaysSince(w.on) != 1+y.Seed.Draw("verify", string(w.app)).Below(4) {
		return
	}
	if a.WithdrawOn.IsZero() || a.WithdrawOn.After(day) {
		add("verify "+string(w.app), func(ctx context.Context) error {
			return y.Admission.VerifyProof(ctx, officer, admission.ProofTaskOf(Karaganda, w.app), a.Evidence == EvidenceTrue)
		})
	}
}
