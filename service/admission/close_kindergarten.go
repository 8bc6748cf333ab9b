package admission

import (
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// whyClosed is the ground of everything that the closing of a kindergarten or a group brings to families.
const whyClosed = "kindergarten_closed"

// shut closes the groups of the event for good: offers of their seats end and cost the families nothing, each placed child is
// moved to another kindergarten before everybody else (Education Law, art. 42 p.2) and keeps its seat until then, and what is
// vacant is closed. With the last group the kindergarten is no more.
func (c *capacityChange) shut() error {
	for _, g := range c.groups {
		if err := c.endOffers(g, whyClosed); err != nil {
			return err
		}
	}
	if err := c.moveChildren(); err != nil {
		return err
	}
	if c.event.Group == "" {
		if err := c.leaveWaitlist(); err != nil {
			return err
		}
		c.site.ClosedOn = c.day.Today
		return c.tx.SaveKindergartenCapacity(c.site)
	}
	return nil
}

// endOffers annuls the live offers of a group's seats. Those of the queue return to it at their own date; a voucher stays, and
// its family chooses anew in a new term; the offer of a transfer falls back to the wish.
func (c *capacityChange) endOffers(g register.Group, why string) error {
	offers, err := c.tx.OffersOfGroup(g.ID)
	if err != nil {
		return err
	}
	for _, before := range offers {
		o, err := before.Annul(why)
		if err != nil {
			return err
		}
		if err := c.tx.SaveOffer(c.actor, before, o, store.Cause{Event: "offer.annulled", Ground: why}); err != nil {
			return err
		}
		if err := c.giveBack(o, why); err != nil {
			return fmt.Errorf("give back offer %s: %w", o.ID, err)
		}
	}
	waiting, err := promised(c.tx.Reader)
	if err != nil {
		return err
	}
	for _, before := range waiting {
		if before.Group != g.ID {
			continue
		}
		t, err := before.Return(why)
		if err != nil {
			return err
		}
		if err := c.tx.SaveTransfer(c.actor, before, t, store.Cause{Event: "transfer.returned", Ground: why}); err != nil {
			return err
		}
		if err := dropAfter(c.tx, c.actor, t.ID); err != nil {
			return err
		}
	}
	return nil
}

// giveBack puts the family of an annulled offer where it stood before the offer.
func (c *capacityChange) giveBack(o preschool.Offer, why string) error {
	a, err := c.tx.Application(o.Application)
	if err != nil {
		return err
	}
	v, found, err := c.tx.LiveVoucher(a.Child)
	if err != nil {
		return err
	}
	if found && v.State == preschool.VoucherIssued {
		v.ChosenOn = civil.Date{}
		if v.ChooseBy, err = c.day.Rules.Contract.Term.Due(c.day.Today, c.day.Rules.Calendar); err != nil {
			return err
		}
		return c.tx.SaveVoucher(c.actor, v, store.Cause{Event: "voucher.reopened", Ground: why})
	}
	if a, err = a.Queue(); err != nil {
		return err
	}
	if err := c.tx.SaveApplication(c.actor, a, store.Cause{Event: "application.queued", Ground: why}); err != nil {
		return err
	}
	return c.service.enterQueue(c.tx, c.day, a, round.Returned)
}

// moveChildren gives each child of the groups a transfer with the rank of a closure; into a merged kindergarten first.
func (c *capacityChange) moveChildren() error {
	present, err := c.tx.PlacementsDuring(c.site.ID, civil.DateRange{From: c.day.Today, To: c.day.Today.AddYears(1)})
	if err != nil {
		return err
	}
	shut := map[register.ID[register.Group]]bool{}
	for _, g := range c.groups {
		shut[g.ID] = true
	}
	for _, p := range present {
		if p.State == preschool.PlacementEnded || !shut[p.Group] {
			continue
		}
		if err := c.moveChild(p); err != nil {
			return fmt.Errorf("move the child of placement %s: %w", p.ID, err)
		}
	}
	return nil
}

func (c *capacityChange) moveChild(p preschool.Placement) error {
	cause := store.Cause{Event: "transfer.requested", Ground: string(preschool.ByClosure)}
	before, found, err := c.tx.LiveTransfer(p.Child)
	if err != nil {
		return err
	}
	if found {
		return c.tx.SaveTransfer(c.actor, before, before.ForClosure(c.site.ID), cause)
	}
	child, err := c.tx.Child(p.Child)
	if err != nil {
		return err
	}
	sequence, err := c.tx.NextSequence()
	if err != nil {
		return err
	}
	var choices []register.ID[register.Kindergarten]
	if c.event.Into != "" {
		choices = append(choices, c.event.Into)
	}
	id := store.NewID[preschool.Transfer](c.tx, "transfer")
	t := preschool.NewTransfer(id, p, child.Guardian, c.tx.Now, sequence, choices, preschool.ByClosure)
	return c.tx.SaveNewTransfer(c.actor, t, cause)
}

// leaveWaitlist ends the kindergarten's waiting list.
func (c *capacityChange) leaveWaitlist() error {
	waiting, err := c.tx.WaitlistOf(c.site.ID)
	if err != nil {
		return err
	}
	for _, id := range waiting {
		err := c.tx.SaveLeaveWaitlist(c.actor, id, c.site.ID, c.day.Today, store.Cause{Event: "waitlist.left", Ground: whyClosed})
		if err != nil {
			return err
		}
	}
	return nil
}

// closeWhatIsNoMore closes the vacant seats of kindergartens and groups that are closed for good, as their children leave.
func (s *Service) closeWhatIsNoMore(tx *store.Tx, actor access.Actor, day service.Day) error {
	shut, err := tx.ClosedGroups()
	if err != nil || len(shut) == 0 {
		return err
	}
	for _, id := range sorted(shut) {
		g, err := tx.Group(id)
		if err != nil {
			return err
		}
		c := preschool.SeatClosure{Group: g.ID, Seats: g.Vacant(), Reason: register.ClosedByEvent, From: day.Today}
		if err := s.closeSeats(tx, actor, day, g, c, actor.ID, shut[id]); err != nil {
			return err
		}
	}
	return nil
}
