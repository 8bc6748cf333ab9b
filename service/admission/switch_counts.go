package admission

import (
	"reflect"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
)

// samePattern tells whether the turns of the queues go on as they are.
func samePattern(a, b *policy.Rules) bool {
	return reflect.DeepEqual(a.Queue.Head, b.Queue.Head) && reflect.DeepEqual(a.Queue.Pattern, b.Queue.Pattern)
}

func (c *change) countQueues(p *SwitchPreview) error {
	before, after, err := c.sides()
	if err != nil {
		return err
	}
	counts := map[string]SwitchQueue{}
	for id, was := range before {
		is := after[id]
		q := counts[was.queue]
		q.Before++
		counts[was.queue] = q
		q = counts[is.queue]
		q.After++
		counts[is.queue] = q
		p.Positions.add(was, is)
	}
	turns := "begin"
	if samePattern(&c.before, &c.after) {
		turns = "go_on"
	}
	for _, key := range sorted(counts) {
		p.Queues = append(p.Queues, SwitchQueue{key, counts[key].Before, counts[key].After, turns})
	}
	return nil
}

func (n *SwitchPositions) add(was, is stand) {
	switch {
	case was.number == is.number:
		n.Same++
		return
	case is.number < was.number:
		n.Forward++
	default:
		n.Back++
	}
	switch {
	case was.queue != is.queue:
		n.OtherQueue++
	case was.class != is.class:
		n.OtherClass++
	default:
		n.OtherOrder++
	}
}

func (c *change) countPlaced(p *SwitchPreview) error {
	live, err := c.LivePlacements()
	if err != nil {
		return err
	}
	used, err := c.vouchersInUse()
	if err != nil {
		return err
	}
	for _, l := range live {
		_, has := used[l.Child]
		order := c.stateOrders[l.Kindergarten]
		switch {
		case has && c.toSeats() && order:
			p.Placed.LoseVoucher++
		case has:
			p.Placed.KeepVoucher++
		case c.toVouchers() && c.after.VoucherScope == policy.VoucherAllPlaced:
			p.Placed.GetVoucher++
		case order:
			p.Placed.KeepStateOrder++
		default:
			p.Placed.Unfunded++
		}
	}
	return nil
}

func (c *change) countOffers(p *SwitchPreview) error {
	open, err := c.OffersIn(preschool.OfferOpen)
	if err != nil {
		return err
	}
	for _, o := range open {
		if o.Of == preschool.OfVoucher {
			p.Offers.OpenVouchers++
		} else {
			p.Offers.OpenSeats++
		}
	}
	accepted, err := c.OffersIn(preschool.OfferAccepted)
	if err != nil {
		return err
	}
	p.Offers.AcceptedSeats = len(accepted)
	unseated, err := c.UnseatedVouchers()
	for _, n := range unseated {
		p.Offers.UnseatedVouchers += n
	}
	return err
}

func (c *change) countWaiting(p *SwitchPreview) error {
	for state, n := range map[preschool.ApplicationState]*int{
		preschool.ApplicationSuspended: &p.Waiting.Suspended, preschool.ApplicationDrafted: &p.Waiting.Drafts,
	} {
		apps, err := c.ApplicationsIn(state)
		if err != nil {
			return err
		}
		*n = len(apps)
	}
	queued, err := c.ApplicationsIn(preschool.ApplicationQueued)
	for _, a := range queued {
		if len(a.Choices) > c.after.ChoiceMax {
			p.Waiting.LongLists++
		}
	}
	return err
}

// countTerms lists the figures in which the profiles differ on the day.
func (c *change) countTerms(p *SwitchPreview) error {
	texts := map[string]string{}
	before, err := c.service.Profile(c.before.Profile)
	if err != nil {
		return err
	}
	for _, f := range before.Figures(c.from) {
		texts[f.Key] = f.Text()
	}
	after, err := c.service.Profile(c.after.Profile)
	if err != nil {
		return err
	}
	for _, f := range after.Figures(c.from) {
		if texts[f.Key] != f.Text() {
			p.Terms = append(p.Terms, SwitchTermline{f.Key, texts[f.Key], f.Text()})
		}
	}
	return nil
}

// countMonths says what pays the month before the switch, its own and the next.
func (c *change) countMonths(p *SwitchPreview) {
	month := c.from.Month()
	p.Months = append(p.Months, SwitchMonth{month.Prev().First(), month.Prev().Last(), c.before.Payment.Scope})
	if c.from != month.First() {
		p.Months = append(p.Months, SwitchMonth{month.First(), c.from.AddDays(-1), c.before.Payment.Scope})
	}
	p.Months = append(p.Months, SwitchMonth{c.from, month.Last(), c.after.Payment.Scope},
		SwitchMonth{month.Next().First(), month.Next().Last(), c.after.Payment.Scope})
}

// reclass is an application with the class that its ground has under other rules. A class that is new to it is claimed and
// waits for its proof; what was proven stays proven.
func reclass(rules policy.Rules, today civil.Date, a preschool.Application) (preschool.Application, bool, error) {
	if a.Ground == "" {
		return a, false, nil
	}
	class := rules.Grounds[a.Ground].Class
	if class == a.Class {
		return a, false, nil
	}
	a.Class = class
	if class != register.General && a.Proof == preschool.ProofNone {
		due, err := rules.Proof.VerifyTerm.Due(today, rules.Calendar)
		if err != nil {
			return a, false, err
		}
		a.Proof, a.ProofDue = preschool.ProofClaimed, due
	}
	return a, true, nil
}
