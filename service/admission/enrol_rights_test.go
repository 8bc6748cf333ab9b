package admission_test

import (
	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
	"github.com/balajol/balajol/store"
)

func init() { moreRights = append(moreRights, enrolRights) }

// enrolRights are the use cases of papers, transfers, exchanges, staff and appeals, on nouns of one family.
func enrolRights(c *town.Town, id register.ID[preschool.Application]) map[string]town.Use {
	ctx, s := c.Ctx(), c.Admission
	n := enrolNouns(c, id)
	uses := map[string]town.Use{}
	theirs := func(name string, action access.Action, do func(access.Actor) error) {
		uses[name] = town.Use{Action: action, Theirs: true, Thing: true, Do: do}
	}
	place := func(name string, action access.Action, do func(access.Actor) error) {
		uses[name] = town.Use{Action: action, Do: do}
	}
	theirs("SubmitPapers", access.SubmitPapers, func(a access.Actor) error { return s.SubmitPapers(ctx, a, n.offer, nil) })
	theirs("AcceptPapers", access.DecidePapers, func(a access.Actor) error { return s.AcceptPapers(ctx, a, n.offer) })
	theirs("RefusePapers", access.DecidePapers, func(a access.Actor) error {
		return s.RefusePapers(ctx, a, n.offer, register.PapersExpired, preschool.Vaccinated{})
	})
	place("SilentKindergartens", access.ReadWorklist, func(a access.Actor) error {
		_, err := s.SilentKindergartens(ctx, a, civil.MustParseMonth("2026-03"))
		return err
	})
	theirs("ReadShownDocument", access.ReadSeatOffers, func(a access.Actor) error {
		_, err := s.ReadShownDocument(ctx, a, n.offer, "document")
		return err
	})
	uses["OffersOfKindergarten"] = town.Use{Action: access.ReadSeatOffers, Theirs: true, Do: func(a access.Actor) error {
		_, err := s.OffersOfKindergarten(ctx, a, town.Sun)
		return err
	}}
	theirs("RequestTransfer", access.RequestTransfer, func(a access.Actor) error {
		_, err := s.RequestTransfer(ctx, a, n.child, []register.ID[register.Kindergarten]{town.Sun})
		return err
	})
	theirs("TransfersOfChild", access.RequestTransfer, func(a access.Actor) error {
		_, err := s.TransfersOfChild(ctx, a, n.child)
		return err
	})
	theirs("RankTransfer", access.RequestTransfer, func(a access.Actor) error { return s.RankTransfer(ctx, a, n.transfer, nil) })
	theirs("WithdrawTransfer", access.RequestTransfer, func(a access.Actor) error { return s.WithdrawTransfer(ctx, a, n.transfer) })
	theirs("AcceptTransfer", access.AnswerTransfer, func(a access.Actor) error { return s.AcceptTransfer(ctx, a, n.transfer) })
	theirs("DeclineTransfer", access.AnswerTransfer, func(a access.Actor) error { return s.DeclineTransfer(ctx, a, n.transfer) })
	theirs("ProposeExchange", access.ExchangeSeats, func(a access.Actor) error {
		_, err := s.ProposeExchange(ctx, a, n.placement, n.placement)
		return err
	})
	theirs("ExchangesOfChild", access.ExchangeSeats, func(a access.Actor) error {
		_, err := s.ExchangesOfChild(ctx, a, n.child)
		return err
	})
	theirs("AgreeExchange", access.ExchangeSeats, func(a access.Actor) error { return s.AgreeExchange(ctx, a, n.exchange) })
	theirs("DeclineExchange", access.ExchangeSeats, func(a access.Actor) error { return s.DeclineExchange(ctx, a, n.exchange) })
	theirs("CancelExchange", access.ExchangeSeats, func(a access.Actor) error { return s.CancelExchange(ctx, a, n.exchange) })
	theirs("AskStaffAdmission", access.AskStaff, func(a access.Actor) error {
		_, err := s.AskStaffAdmission(ctx, a, id, register.StaffChild, "sun-g01")
		return err
	})
	uses["VerifyStaffAdmission"] = town.Use{Action: access.VerifyStaff, Thing: true, Do: func(a access.Actor) error { return s.VerifyStaffAdmission(ctx, a, n.staff, false) }}
	place("StaffAdmissionsToVerify", access.VerifyStaff, func(a access.Actor) error {
		_, err := s.StaffAdmissionsToVerify(ctx, a)
		return err
	})
	theirs("SubmitAppeal", access.SubmitAppeal, func(a access.Actor) error {
		_, err := s.SubmitAppeal(ctx, a, admission.Complaint{Kind: register.AppealProof, Subject: string(id)})
		return err
	})
	theirs("WithdrawAppeal", access.SubmitAppeal, func(a access.Actor) error { return s.WithdrawAppeal(ctx, a, n.appeal) })
	theirs("AppealsOfChild", access.SubmitAppeal, func(a access.Actor) error {
		_, err := s.AppealsOfChild(ctx, a, n.child)
		return err
	})
	uses["ForwardAppeal"] = town.Use{Action: access.ForwardAppeal, Thing: true, Do: func(a access.Actor) error { return s.ForwardAppeal(ctx, a, n.appeal) }}
	uses["DecideAppeal"] = town.Use{Action: access.DecideAppeal, Thing: true, Do: func(a access.Actor) error { return s.DecideAppeal(ctx, a, n.appeal, true, "reasons") }}
	place("AppealsToForward", access.ForwardAppeal, func(a access.Actor) error {
		_, err := s.AppealsToForward(ctx, a)
		return err
	})
	place("AppealsToDecide", access.DecideAppeal, func(a access.Actor) error {
		_, err := s.AppealsToDecide(ctx, a)
		return err
	})
	place("DisputeDuties", access.ReadDuties, func(a access.Actor) error {
		_, err := s.DisputeDuties(ctx, a)
		return err
	})
	place("Protocol", access.ReadOpen, func(a access.Actor) error {
		_, err := s.Protocol(ctx, a, civil.MustParseMonth("2026-03"))
		return err
	})
	place("RunTransfers", access.RunRound, func(a access.Actor) error {
		_, _, err := s.RunTransfers(ctx, a)
		return err
	})
	place("DeliverTransferNotices", access.DeliverNotice, func(a access.Actor) error {
		_, err := s.DeliverTransferNotices(ctx, a, "worker", 1)
		return err
	})
	place("LapseTransfers", access.LapseByRule, func(a access.Actor) error { return s.LapseTransfers(ctx, a) })
	place("CarryOutExchanges", access.LapseByRule, func(a access.Actor) error { return s.CarryOutExchanges(ctx, a) })
	place("EndAppealTerms", access.LapseByRule, func(a access.Actor) error { return s.EndAppealTerms(ctx, a) })
	return uses
}

// nouns are what the rights are tried on.
type nouns struct {
	child     register.ID[register.Child]
	placement register.ID[preschool.Placement]
	offer     register.ID[preschool.Offer]
	transfer  register.ID[preschool.Transfer]
	exchange  register.ID[preschool.Exchange]
	staff     register.ID[preschool.StaffAdmission]
	appeal    register.ID[preschool.Appeal]
}

// enrolNouns makes a seat's offer, a transfer, an exchange, a request for a child of the staff and an appeal.
func enrolNouns(c *town.Town, id register.ID[preschool.Application]) nouns {
	live, err := c.Admission.LivePlacements(c.Ctx(), town.Actor(access.Officer))
	c.Do(err)
	p := live[0]
	n := nouns{child: p.Child, placement: p.ID, transfer: "transfer", exchange: "exchange", staff: "staff", appeal: "appeal", offer: "seat"}
	a := c.Application(id)
	actor := town.Actor(access.System)
	c.Do(c.DB.Update(c.Ctx(), town.Authority, func(tx *store.Tx) error {
		why := store.Cause{Event: "town.laid_in"}
		if err := tx.SaveNewTransfer(actor, preschool.NewTransfer(n.transfer, p.Placement, p.Guardian, tx.Now, 1, nil, preschool.ByWish), why); err != nil {
			return err
		}
		err := tx.SaveNewExchange(actor, preschool.Exchange{
			Authority: town.Authority, ID: n.exchange, A: p.ID, B: live[1].ID, GuardianA: p.Guardian, GuardianB: live[1].Guardian,
			State: preschool.ExchangeProposed, ProposedAt: tx.Now,
		}, why)
		if err != nil {
			return err
		}
		err = tx.SaveNewStaffAdmission(actor, preschool.StaffAdmission{
			Authority: town.Authority, ID: n.staff, Application: id, Kindergarten: town.Sun, Group: "sun-g01", Relation: register.StaffChild, State: preschool.StaffClaimed, AskedBy: "head",
		}, why)
		if err != nil {
			return err
		}
		err = tx.SaveNewAppeal(actor, preschool.Appeal{
			Authority: town.Authority, ID: n.appeal, Number: 1, Application: id, Child: a.Child, Kind: register.AppealProof, Subject: string(id),
			State: preschool.AppealSubmitted, SubmittedAt: tx.Now, ForwardBy: civil.MustParseDate("2026-03-05"), DecideBy: civil.MustParseDate("2026-03-10"),
		}, why)
		if err != nil {
			return err
		}
		return tx.SaveNewOffer(actor, preschool.Offer{
			Authority: town.Authority, ID: n.offer, Application: id, Child: a.Child, Of: preschool.OfSeat, Source: preschool.FromStaff, Group: "sun-g01",
			State: preschool.OfferDeclined, OfferedAt: tx.Now, AnsweredAt: tx.Now, AnswerBy: civil.MustParseDate("2026-03-05"),
		}, why)
	}))
	return n
}
