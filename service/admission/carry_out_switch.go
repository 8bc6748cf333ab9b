package admission

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// whySwitched is the ground of everything that a switch does.
const whySwitched = string(round.Switched)

// CarryOutSwitch puts an approved switch in force on its day, in one transaction: from then on the authority follows the
// new profile, those who wait stand in its queues by their own date, and the placed are funded by it. It runs every night
// before the other terms and does nothing on any other day; done tells whether it did. If the program stood still on the
// day, the new profile counts from the day on which this runs.
//
// In a territory that gives seats it also returns vouchers whose seat came to nothing after the switch.
func (s *Service) CarryOutSwitch(ctx context.Context, actor access.Actor) (done bool, err error) {
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		done = false
		if err := actor.Require(access.CarryOutSwitch, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		w, found, err := tx.LiveSwitch()
		if err != nil {
			return err
		}
		if found && w.State == preschool.SwitchApproved && !day.Today.Before(w.From) {
			if day, err = s.pass(tx, actor, day, w); err != nil {
				return fmt.Errorf("carry out switch %s: %w", w.ID, err)
			}
			done = true
		}
		return s.returnUnseated(tx, actor, day)
	})
	return done, err
}

func (s *Service) pass(tx *store.Tx, actor access.Actor, day service.Day, w preschool.ProfileSwitch) (service.Day, error) {
	profile, err := s.Profile(w.Profile)
	if err != nil {
		return day, err
	}
	after, err := profile.On(day.Today)
	if err != nil {
		return day, err
	}
	c, err := s.newChange(tx.Reader, day, after, day.Today)
	if err != nil {
		return day, err
	}
	if w, err = w.CarryOut(day.Today, after.SHA256); err != nil {
		return day, err
	}
	adopted := register.AuthorityProfile{Authority: tx.Authority, From: day.Today, Profile: w.Profile, SHA256: w.SHA256}
	if err := tx.SaveAuthorityProfile(actor, adopted, store.Cause{Event: "profile.adopted", Ground: w.Reason}); err != nil {
		return day, err
	}
	if err := tx.SaveSwitch(actor, w, store.Cause{Event: "switch.carried_out", Ground: w.Reason}); err != nil {
		return day, err
	}
	day.Rules = after
	for _, step := range []func(*store.Tx, access.Actor, service.Day) error{c.restartTurns, c.moveQueued, c.moveVouchers} {
		if err := step(tx, actor, day); err != nil {
			return day, err
		}
	}
	return day, nil
}

// restartTurns begins the count of turns anew where the pattern is another: a count says nothing about other turns.
func (c *change) restartTurns(tx *store.Tx, _ access.Actor, _ service.Day) error {
	if samePattern(&c.before, &c.after) {
		return nil
	}
	carries, err := carriesNow(c.Reader)
	if err != nil {
		return err
	}
	for _, queue := range sorted(carries) {
		if carries[queue].Equal(round.Carry{}) {
			continue
		}
		if err := saveCarry(tx, queue, round.Carry{}); err != nil {
			return err
		}
	}
	return nil
}

// moveQueued lets everybody who waits leave the old queue and enter the new one at the same instant: date, sequence and
// number of the family stay, the ground is worth what the new rules say.
func (c *change) moveQueued(tx *store.Tx, actor access.Actor, day service.Day) error {
	queued, err := c.ApplicationsIn(preschool.ApplicationQueued)
	if err != nil {
		return err
	}
	for _, a := range queued {
		a, changed, err := reclass(c.after, day.Today, a)
		if err != nil {
			return err
		}
		if changed {
			if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.reclassed", Ground: whySwitched}); err != nil {
				return err
			}
		}
		if err := tx.SaveLeaveQueue(a.ID, whySwitched); err != nil {
			return err
		}
		if err := c.service.enterQueue(tx, day, a, round.Switched); err != nil {
			return fmt.Errorf("move application %s: %w", a.ID, err)
		}
	}
	return nil
}

// moveVouchers gives vouchers to the placed, or ends those that a state order takes over from.
func (c *change) moveVouchers(tx *store.Tx, actor access.Actor, day service.Day) error {
	if !c.toSeats() && !c.toVouchers() {
		return nil
	}
	live, err := c.LivePlacements()
	if err != nil {
		return err
	}
	used, err := c.vouchersInUse()
	if err != nil {
		return err
	}
	for _, p := range live {
		v, has := used[p.Child]
		switch {
		case !has && c.toVouchers():
			err = c.service.giveVoucher(tx, actor, day, p.Placement)
		case has && c.toSeats() && c.stateOrders[p.Kindergarten]:
			if v, err = v.Return(day.Today.AddDays(-1)); err == nil {
				err = tx.SaveVoucher(actor, v, store.Cause{Event: "voucher.returned", Ground: whySwitched})
			}
		}
		if err != nil {
			return fmt.Errorf("fund placement %s: %w", p.ID, err)
		}
	}
	if c.toSeats() {
		return c.endVoucherOffers(tx, actor, day)
	}
	return nil
}

func (c *change) vouchersInUse() (map[register.ID[register.Child]]preschool.Voucher, error) {
	list, err := c.VouchersIn(preschool.VoucherActivated)
	used := make(map[register.ID[register.Child]]preschool.Voucher, len(list))
	for _, v := range list {
		used[v.Child] = v
	}
	return used, err
}

// giveVoucher gives a placed child the voucher that the rules give to all who hold a seat. It is used where the territory
// passed to vouchers: on the day itself, and when a seat that was offered before is contracted.
func (s *Service) giveVoucher(tx *store.Tx, actor access.Actor, day service.Day, p preschool.Placement) error {
	past, err := s.Past(tx.Reader)
	if err != nil {
		return err
	}
	rules := day.Rules
	if !past.Switched() || rules.Round.Target != policy.TargetVoucher || rules.VoucherScope != policy.VoucherAllPlaced {
		return nil
	}
	from := day.Today
	if p.During.From.After(from) {
		from = p.During.From
	}
	v := preschool.Voucher{
		Authority: tx.Authority, ID: store.NewID[preschool.Voucher](tx, "voucher"), Child: p.Child, State: preschool.VoucherActivated,
		Source: preschool.VoucherFromSwitch, IssuedAt: tx.Now, ActivatedOn: from,
	}
	return tx.SaveNewVoucher(actor, v, store.Cause{Event: "voucher.opened", Ground: whySwitched})
}

// endVoucherOffers ends the offers of vouchers that nobody can use any more; their families stand in the queue again.
func (c *change) endVoucherOffers(tx *store.Tx, actor access.Actor, day service.Day) error {
	open, err := c.OffersIn(preschool.OfferOpen)
	if err != nil {
		return err
	}
	for _, before := range open {
		if before.Of != preschool.OfVoucher {
			continue
		}
		o, err := before.Annul(whySwitched)
		if err != nil {
			return err
		}
		if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.annulled", Ground: whySwitched}); err != nil {
			return err
		}
		if err := c.service.comeBack(tx, actor, day, o.Application); err != nil {
			return err
		}
	}
	return nil
}

// returnUnseated returns, in a territory that gives seats, the vouchers that are issued and have no seat to sign for.
func (s *Service) returnUnseated(tx *store.Tx, actor access.Actor, day service.Day) error {
	if day.Rules.Round.Target == policy.TargetVoucher {
		return nil
	}
	issued, err := tx.VouchersIn(preschool.VoucherIssued)
	if err != nil || len(issued) == 0 {
		return err
	}
	seated, err := tx.SeatOffered()
	if err != nil {
		return err
	}
	for _, v := range issued {
		if seated[v.Application] {
			continue
		}
		if v, err = v.Return(day.Today); err != nil {
			return err
		}
		if err := tx.SaveVoucher(actor, v, store.Cause{Event: "voucher.returned", Ground: whySwitched}); err != nil {
			return err
		}
		if err := tx.SaveLeaveWaitlists(v.Application, day.Today, whySwitched); err != nil {
			return err
		}
		if err := s.comeBack(tx, actor, day, v.Application); err != nil {
			return err
		}
	}
	return nil
}

// comeBack puts an application whose offer a switch ended into the queue, by its own date.
func (s *Service) comeBack(tx *store.Tx, actor access.Actor, day service.Day, id register.ID[preschool.Application]) error {
	a, err := tx.Application(id)
	if err != nil || a.State != preschool.ApplicationOffered {
		return err
	}
	if a, _, err = reclass(day.Rules, day.Today, a); err != nil {
		return err
	}
	if a, err = a.Queue(); err != nil {
		return err
	}
	if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.queued", Ground: whySwitched}); err != nil {
		return err
	}
	return s.enterQueue(tx, day, a, round.Switched)
}
