package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// theirOffer loads an offer and its application for their own guardian.
func (s *Service) theirOffer(tx *store.Tx, actor access.Actor, action access.Action, id register.ID[preschool.Offer]) (preschool.Offer, preschool.Application, service.Day, error) {
	o, err := tx.Offer(id)
	if err != nil {
		return o, preschool.Application{}, service.Day{}, err
	}
	a, day, err := s.theirApplication(tx, actor, action, o.Application)
	if err == nil {
		day, err = s.under(tx.Reader, day, o)
	}
	return o, a, day, err
}

// AcceptOffer takes the offer. A voucher is issued at once; a seat waits for its contract.
func (s *Service) AcceptOffer(ctx context.Context, actor access.Actor, id register.ID[preschool.Offer]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, a, day, err := s.theirOffer(tx, actor, access.AnswerOffer, id)
		if err != nil {
			return err
		}
		by, err := day.Rules.Contract.Term.Due(day.Today, day.Rules.Calendar)
		if err != nil {
			return err
		}
		o, err := before.Accept(tx.Now, day.Today, by)
		if err != nil {
			return err
		}
		if o.Of == preschool.OfVoucher {
			if o, err = o.Fulfil(); err != nil {
				return err
			}
		}
		if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.accepted"}); err != nil {
			return err
		}
		promiseReceipt(tx, a.ID)
		if o.Of != preschool.OfVoucher {
			return nil
		}
		return tx.SaveNewVoucher(actor, preschool.Voucher{
			Authority: tx.Authority, ID: store.NewID[preschool.Voucher](tx, "voucher"), Child: a.Child, Application: a.ID, Market: o.Market,
			State: preschool.VoucherIssued, Source: preschool.VoucherFromRound, IssuedAt: tx.Now, ChooseBy: by,
		}, store.Cause{Event: "voucher.issued", Ground: string(o.ID)})
	})
}

// DeclineOffer refuses the offer, with the consequence that the rules attach to it.
func (s *Service) DeclineOffer(ctx context.Context, actor access.Actor, id register.ID[preschool.Offer]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, a, day, err := s.theirOffer(tx, actor, access.AnswerOffer, id)
		if err != nil {
			return err
		}
		o, err := before.Decline(tx.Now)
		if err != nil {
			return err
		}
		if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.declined"}); err != nil {
			return err
		}
		return s.afterMissed(tx, actor, day, o, a, day.Rules.Offer.Declined, "declined")
	})
}

// afterMissed does what a declined or expired offer costs: a seat from a waiting list costs that list, an offer of a round
// what the rules say of the application.
func (s *Service) afterMissed(tx *store.Tx, actor access.Actor, day service.Day, o preschool.Offer, a preschool.Application, c policy.Consequence, why string) error {
	switch o.Source {
	case preschool.FromRound:
		return s.applyConsequence(tx, actor, day, a, c, why)
	case preschool.FromStaff, preschool.FromClosure: // it came by another door than the queue, and costs no place in it
		return s.applyConsequence(tx, actor, day, a, policy.ToQueue, why)
	}
	switch day.Rules.Waitlist.Declined {
	case policy.WaitlistStay:
		return nil
	case policy.WaitlistClose:
		if err := s.dropOffers(tx, actor, day, a, why); err != nil {
			return err
		}
		return s.applyConsequence(tx, actor, day, a, policy.ToClose, why)
	}
	g, err := tx.Group(o.Group)
	if err != nil {
		return err
	}
	return tx.SaveLeaveWaitlist(actor, a.ID, g.Kindergarten, day.Today, store.Cause{Event: "waitlist.left", Ground: why})
}

// SignContract is the contract between guardian and provider over an accepted seat, once the kindergarten has accepted the
// papers if the rules ask for them: the child is placed from the next working day, and its voucher follows it.
func (s *Service) SignContract(ctx context.Context, actor access.Actor, id register.ID[preschool.Offer]) (register.ID[preschool.Placement], error) {
	var placed register.ID[preschool.Placement]
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, a, day, err := s.theirOffer(tx, actor, access.SignContract, id)
		if err != nil {
			return err
		}
		if before.Of != preschool.OfSeat {
			return register.Refuse(register.Invalid, "contract.not_a_seat")
		}
		if before.ContractLate(day.Today) {
			return register.Refuse(register.Conflict, "contract.lapsed").With("by", before.ContractBy.String())
		}
		if day.Rules.Enrol.Papers && before.State == preschool.OfferAccepted && before.Papers != preschool.PapersAccepted {
			return register.Refuse(register.Conflict, "contract.papers_not_accepted")
		}
		o, err := before.Fulfil()
		if err != nil {
			return err
		}
		if err := tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.fulfilled"}); err != nil {
			return err
		}
		if a, err = a.Place(); err != nil {
			return err
		}
		if err := tx.SaveApplication(actor, a, store.Cause{Event: "application.placed", Ground: string(o.ID)}); err != nil {
			return err
		}
		if err := tx.SaveLeaveWaitlists(a.ID, day.Today, "placed"); err != nil {
			return err
		}
		placed, err = s.place(tx, actor, day, o)
		return err
	})
	return placed, err
}

func (s *Service) place(tx *store.Tx, actor access.Actor, day service.Day, o preschool.Offer) (register.ID[preschool.Placement], error) {
	from, err := day.Rules.Calendar.NextWorking(day.Today)
	if err != nil {
		return "", err
	}
	g, err := tx.Group(o.Group)
	if err != nil {
		return "", err
	}
	slot, err := tx.FreeSlot(g.ID)
	if err != nil {
		return "", err
	}
	p := preschool.Placement{
		Authority: tx.Authority, ID: store.NewID[preschool.Placement](tx, "placement"), Child: o.Child, Group: g.ID, Kindergarten: g.Kindergarten,
		Offer: o.ID, Slot: slot, During: civil.DateRange{From: from}, State: preschool.PlacementPlanned, Source: preschool.PlacementSource(o.Source), SignedAt: tx.Now,
	}
	if err := tx.SaveNewPlacements(actor, []preschool.Placement{p}, store.Cause{Event: "contract.signed", Ground: string(o.ID)}); err != nil {
		return "", err
	}
	v, found, err := tx.LiveVoucher(o.Child)
	if err != nil {
		return "", err
	}
	if !found && o.Source == preschool.FromStaff && day.Rules.Round.Target == policy.TargetVoucher {
		return p.ID, tx.SaveNewVoucher(actor, staffVoucher(tx, o, from), store.Cause{Event: "voucher.issued", Ground: string(o.ID)})
	}
	if !found {
		return p.ID, s.giveVoucher(tx, actor, day, p)
	}
	if v, err = v.Activate(from); err != nil {
		return "", err
	}
	return p.ID, tx.SaveVoucher(actor, v, store.Cause{Event: "voucher.activated", Ground: string(p.ID)})
}

// staffVoucher funds a child of the staff, for whom no round issued one: its seat was free, and vouchers are counted by
// free seats.
func staffVoucher(tx *store.Tx, o preschool.Offer, from civil.Date) preschool.Voucher {
	return preschool.Voucher{
		Authority: tx.Authority, ID: store.NewID[preschool.Voucher](tx, "voucher"), Child: o.Child, Application: o.Application, Market: o.Market,
		State: preschool.VoucherActivated, Source: preschool.VoucherFromStaff, IssuedAt: tx.Now, ActivatedOn: from,
	}
}

// ExtendContract gives the family more time to sign, as often as the rules grant it.
func (s *Service) ExtendContract(ctx context.Context, actor access.Actor, id register.ID[preschool.Offer]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, _, day, err := s.theirOffer(tx, actor, access.SignContract, id)
		if err != nil {
			return err
		}
		if before.ContractLate(day.Today) {
			return register.Refuse(register.Conflict, "contract.lapsed").With("by", before.ContractBy.String())
		}
		to, err := day.Rules.Contract.ExtensionTerm.Due(day.Today, day.Rules.Calendar)
		if err != nil {
			return err
		}
		o, err := before.Extend(to, day.Rules.Contract.ExtensionLimit)
		if err != nil {
			return err
		}
		return tx.SaveOffer(actor, before, o, store.Cause{Event: "offer.extended"})
	})
}
