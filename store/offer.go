package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// NextRoundNumber counts the rounds of the authority.
func (tx *Tx) NextRoundNumber() (int64, error) { return tx.q.NextRoundNumber(tx.ctx, tx.auth()) }

// SaveNewRound publishes a round.
func (tx *Tx) SaveNewRound(actor access.Actor, r preschool.Round, why Cause) error {
	err := tx.q.InsertRound(tx.ctx, sqlcgen.InsertRoundParams{
		AuthorityID: tx.auth(), RoundID: string(r.ID), Number: r.Number, Kind: string(r.Kind), OnDay: r.On, Profile: r.Profile, ProfileSha256: r.ProfileSHA256,
		ProblemSha256: r.ProblemSHA256, OutcomeSha256: r.OutcomeSHA256, Children: int64(r.Children), Seats: int64(r.Seats), Offers: int64(r.Offers),
		Carry: r.Carry, PlanID: r.Plan, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save round %d: %w", r.Number, err)
	}
	return tx.record(actor, why.Event, string(r.ID), why.Ground, Fact{Name: "number", Value: fmt.Sprint(r.Number)}, Fact{Name: "kind", Value: string(r.Kind)},
		Fact{Name: "profile_sha256", Value: r.ProfileSHA256}, Fact{Name: "problem_sha256", Value: r.ProblemSHA256}, Fact{Name: "outcome_sha256", Value: r.OutcomeSHA256},
		Fact{Name: "children", Value: fmt.Sprint(r.Children)}, Fact{Name: "seats", Value: fmt.Sprint(r.Seats)}, Fact{Name: "offers", Value: fmt.Sprint(r.Offers)},
		Fact{Name: "carry", Value: r.Carry})
}

func roundOf(r sqlcgen.Round) preschool.Round {
	return preschool.Round{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Round](r.RoundID), Number: r.Number,
		Kind: preschool.RoundKind(r.Kind), On: r.OnDay, Profile: r.Profile, ProfileSHA256: r.ProfileSha256, ProblemSHA256: r.ProblemSha256,
		OutcomeSHA256: r.OutcomeSha256, Children: int(r.Children), Seats: int(r.Seats), Offers: int(r.Offers), Carry: r.Carry, Plan: r.PlanID,
	}
}

// RoundOn finds the round of a kind on a day; found is false when there was none.
func (r *Reader) RoundOn(kind preschool.RoundKind, on civil.Date) (round preschool.Round, found bool, err error) {
	row, err := r.q.FindRound(r.ctx, sqlcgen.FindRoundParams{AuthorityID: r.auth(), Kind: string(kind), OnDay: on})
	if errors.Is(err, sql.ErrNoRows) {
		return preschool.Round{}, false, nil
	}
	return roundOf(row), err == nil, err
}

// Rounds lists the newest rounds first.
func (r *Reader) Rounds(limit int) ([]preschool.Round, error) {
	rows, err := r.q.ListRounds(r.ctx, sqlcgen.ListRoundsParams{AuthorityID: r.auth(), Lim: int32(limit)})
	return each(rows, err, roundOf)
}

// SaveNewOffer makes an offer. An offer of a seat holds the seat from this moment.
func (tx *Tx) SaveNewOffer(actor access.Actor, o preschool.Offer, why Cause) error {
	err := tx.q.InsertOffer(tx.ctx, sqlcgen.InsertOfferParams{
		AuthorityID: tx.auth(), OfferID: string(o.ID), ApplicationID: string(o.Application), ChildID: string(o.Child), RoundID: register.AnyID(o.Round),
		OfWhat: string(o.Of), Source: string(o.Source), Market: o.Market, GroupID: register.AnyID(o.Group), State: string(o.State), OfferedAt: o.OfferedAt,
		DeliveredAt: o.DeliveredAt, AnswerBy: o.AnswerBy, AnsweredAt: o.AnsweredAt, ContractBy: o.ContractBy, Extended: int64(o.Extended),
		NoticeVia: string(o.NoticeVia), NoticeTries: int64(o.NoticeTries), NoticedOn: o.NoticedOn, RemindedOn: o.RemindedOn,
		Papers: string(o.Papers), PapersWhy: string(o.PapersWhy), PapersAt: o.PapersAt, AnnulledWhy: o.AnnulledWhy, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save offer %s: %w", o.ID, err)
	}
	if err := tx.countSeats(o.Group, 0, holds(o)); err != nil {
		return err
	}
	return tx.record(actor, why.Event, string(o.ID), why.Ground, offerFacts(o)...)
}

// SaveOffer keeps an answered, lapsed or fulfilled offer; before is the offer as it was read, so that the seat that it
// held is freed with it.
func (tx *Tx) SaveOffer(actor access.Actor, before, o preschool.Offer, why Cause) error {
	err := tx.q.UpdateOffer(tx.ctx, sqlcgen.UpdateOfferParams{
		AuthorityID: tx.auth(), OfferID: string(o.ID), State: string(o.State), DeliveredAt: o.DeliveredAt, AnswerBy: o.AnswerBy,
		AnsweredAt: o.AnsweredAt, ContractBy: o.ContractBy, Extended: int64(o.Extended), AnnulledWhy: o.AnnulledWhy,
		NoticeVia: string(o.NoticeVia), NoticeTries: int64(o.NoticeTries), NoticedOn: o.NoticedOn, RemindedOn: o.RemindedOn,
		Papers: string(o.Papers), PapersWhy: string(o.PapersWhy), PapersAt: o.PapersAt,
	})
	if err != nil {
		return fmt.Errorf("save offer %s: %w", o.ID, err)
	}
	if err := tx.countSeats(o.Group, 0, holds(o)-holds(before)); err != nil {
		return err
	}
	return tx.record(actor, why.Event, string(o.ID), why.Ground, offerFacts(o)...)
}

// holds is the seat that an offer keeps from others: one while a seat's offer is open or accepted.
func holds(o preschool.Offer) int {
	if o.Of == preschool.OfSeat && (o.State == preschool.OfferOpen || o.State == preschool.OfferAccepted) {
		return 1
	}
	return 0
}

func offerFacts(o preschool.Offer) []Fact {
	return []Fact{{Name: "application", Value: string(o.Application)}, {Name: "round", Value: string(o.Round)}, {Name: "of", Value: string(o.Of)},
		{Name: "target", Value: o.Target()}, {Name: "state", Value: string(o.State)}, {Name: "answer_by", Value: o.AnswerBy.String()},
		{Name: "contract_by", Value: o.ContractBy.String()}}
}

func offerOf(r sqlcgen.Offer) preschool.Offer {
	return preschool.Offer{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Offer](r.OfferID),
		Application: register.ID[preschool.Application](r.ApplicationID), Child: register.ID[register.Child](r.ChildID), Round: register.ID[preschool.Round](r.RoundID),
		Of: preschool.OfferOf(r.OfWhat), Source: preschool.OfferSource(r.Source), Market: r.Market, Group: register.ID[register.Group](r.GroupID),
		State: preschool.OfferState(r.State), OfferedAt: r.OfferedAt, DeliveredAt: r.DeliveredAt, AnswerBy: r.AnswerBy, AnsweredAt: r.AnsweredAt,
		ContractBy: r.ContractBy, Extended: int(r.Extended), AnnulledWhy: r.AnnulledWhy,
		NoticeVia: register.NoticeWay(r.NoticeVia), NoticeTries: int(r.NoticeTries), NoticedOn: r.NoticedOn, RemindedOn: r.RemindedOn,
		Papers: preschool.PapersState(r.Papers), PapersWhy: register.PapersGround(r.PapersWhy), PapersAt: r.PapersAt,
	}
}

// Offer reads one offer; in an Update its row is locked.
func (r *Reader) Offer(id register.ID[preschool.Offer]) (preschool.Offer, error) {
	row, err := r.q.GetOffer(r.ctx, sqlcgen.GetOfferParams{AuthorityID: r.auth(), OfferID: string(id)})
	row, err = one(row, err, "offer.unknown")
	return offerOf(row), err
}

// OffersIn lists the offers in a state, in the order in which they were made.
func (r *Reader) OffersIn(state preschool.OfferState) ([]preschool.Offer, error) {
	rows, err := r.q.ListOffersIn(r.ctx, sqlcgen.ListOffersInParams{AuthorityID: r.auth(), State: string(state)})
	return each(rows, err, offerOf)
}

// OffersPastAnswer lists the open offers whose last day to answer is over, in the order in which they were made.
func (r *Reader) OffersPastAnswer(today civil.Date) ([]preschool.Offer, error) {
	rows, err := r.q.ListOffersPastAnswer(r.ctx, sqlcgen.ListOffersPastAnswerParams{AuthorityID: r.auth(), Today: today})
	return inOrder(rows, err)
}

// OffersPastContract lists the accepted offers whose contract is overdue and whose papers do not wait for an answer, in the order
// in which they were made.
func (r *Reader) OffersPastContract(today civil.Date) ([]preschool.Offer, error) {
	rows, err := r.q.ListOffersPastContract(r.ctx, sqlcgen.ListOffersPastContractParams{AuthorityID: r.auth(), Today: today})
	return inOrder(rows, err)
}

// OffersOfGroup lists the live offers of a group's seats, in the order in which they were made.
func (r *Reader) OffersOfGroup(g register.ID[register.Group]) ([]preschool.Offer, error) {
	rows, err := r.q.ListOffersOfGroup(r.ctx, sqlcgen.ListOffersOfGroupParams{AuthorityID: r.auth(), GroupID: register.AnyID(g)})
	return inOrder(rows, err)
}

// OffersUntold lists the open offers whose families were not reached yet, in the order in which they were made.
func (r *Reader) OffersUntold() ([]preschool.Offer, error) {
	rows, err := r.q.ListOffersUntold(r.ctx, r.auth())
	return inOrder(rows, err)
}

// OffersToRemind lists the open offers to answer by a day, from today on, whose families know of them and were not reminded.
func (r *Reader) OffersToRemind(today, until civil.Date) ([]preschool.Offer, error) {
	rows, err := r.q.ListOffersToRemind(r.ctx, sqlcgen.ListOffersToRemindParams{AuthorityID: r.auth(), Today: today, Until: until})
	return inOrder(rows, err)
}

// OffersPublic lists the open offers that are told of in public, in the order in which they were made.
func (r *Reader) OffersPublic() ([]preschool.Offer, error) {
	rows, err := r.q.ListOffersPublic(r.ctx, r.auth())
	return inOrder(rows, err)
}

// inOrder sorts here: asked to sort, the planner would walk another index.
func inOrder(rows []sqlcgen.Offer, err error) ([]preschool.Offer, error) {
	slices.SortFunc(rows, func(a, b sqlcgen.Offer) int {
		return cmp.Or(a.OfferedAt.Compare(b.OfferedAt), cmp.Compare(a.OfferID, b.OfferID))
	})
	return each(rows, err, offerOf)
}

// OffersOf lists the offers of one application.
func (r *Reader) OffersOf(id register.ID[preschool.Application]) ([]preschool.Offer, error) {
	rows, err := r.q.ListOffersOf(r.ctx, sqlcgen.ListOffersOfParams{AuthorityID: r.auth(), ApplicationID: string(id)})
	return each(rows, err, offerOf)
}

// Offers lists all.
func (r *Reader) Offers() ([]preschool.Offer, error) {
	rows, err := r.q.ListOffers(r.ctx, r.auth())
	return each(rows, err, offerOf)
}

// OpenVoucherOffers counts the vouchers that open offers hold in each market.
func (r *Reader) OpenVoucherOffers() (map[string]int, error) {
	rows, err := r.q.CountOpenVoucherOffers(r.ctx, r.auth())
	counts := make(map[string]int, len(rows))
	for _, c := range rows {
		counts[c.Market] = int(c.Held)
	}
	return counts, err
}

// SaveNewVoucher issues a voucher.
func (tx *Tx) SaveNewVoucher(actor access.Actor, v preschool.Voucher, why Cause) error {
	err := tx.q.InsertVoucher(tx.ctx, sqlcgen.InsertVoucherParams{
		AuthorityID: tx.auth(), VoucherID: string(v.ID), ChildID: string(v.Child), ApplicationID: string(v.Application), Market: v.Market,
		State: string(v.State), Source: string(v.Source), IssuedAt: v.IssuedAt, ActivatedOn: v.ActivatedOn, EndedOn: v.EndedOn,
		ChooseBy: v.ChooseBy, ChosenOn: v.ChosenOn, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save voucher %s: %w", v.ID, err)
	}
	return tx.record(actor, why.Event, string(v.ID), why.Ground, voucherFacts(v)...)
}

// SaveVoucher keeps a changed voucher.
func (tx *Tx) SaveVoucher(actor access.Actor, v preschool.Voucher, why Cause) error {
	err := tx.q.UpdateVoucher(tx.ctx, sqlcgen.UpdateVoucherParams{
		AuthorityID: tx.auth(), VoucherID: string(v.ID), State: string(v.State), ActivatedOn: v.ActivatedOn, EndedOn: v.EndedOn, ChooseBy: v.ChooseBy, ChosenOn: v.ChosenOn,
	})
	if err != nil {
		return fmt.Errorf("save voucher %s: %w", v.ID, err)
	}
	return tx.record(actor, why.Event, string(v.ID), why.Ground, voucherFacts(v)...)
}

func voucherFacts(v preschool.Voucher) []Fact {
	return []Fact{{Name: "application", Value: string(v.Application)}, {Name: "market", Value: v.Market}, {Name: "state", Value: string(v.State)},
		{Name: "source", Value: string(v.Source)}}
}

func voucherOf(r sqlcgen.Voucher) preschool.Voucher {
	return preschool.Voucher{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.Voucher](r.VoucherID), Child: register.ID[register.Child](r.ChildID),
		Application: register.ID[preschool.Application](r.ApplicationID), Market: r.Market, State: preschool.VoucherState(r.State),
		Source: preschool.VoucherSource(r.Source), IssuedAt: r.IssuedAt, ActivatedOn: r.ActivatedOn, EndedOn: r.EndedOn, ChooseBy: r.ChooseBy, ChosenOn: r.ChosenOn,
	}
}

// LiveVoucher finds the child's voucher that is issued or in use; found is false when there is none.
func (r *Reader) LiveVoucher(child register.ID[register.Child]) (v preschool.Voucher, found bool, err error) {
	row, err := r.q.FindLiveVoucher(r.ctx, sqlcgen.FindLiveVoucherParams{AuthorityID: r.auth(), ChildID: string(child)})
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	return voucherOf(row), err == nil, err
}

// VouchersIn lists the vouchers in a state, in the order of issue.
func (r *Reader) VouchersIn(state preschool.VoucherState) ([]preschool.Voucher, error) {
	rows, err := r.q.ListVouchersIn(r.ctx, sqlcgen.ListVouchersInParams{AuthorityID: r.auth(), State: string(state)})
	return each(rows, err, voucherOf)
}

// VouchersPastChoice lists the issued vouchers whose families named no kindergarten in their term, in the order of issue.
func (r *Reader) VouchersPastChoice(today civil.Date) ([]preschool.Voucher, error) {
	rows, err := r.q.ListVouchersPastChoice(r.ctx, sqlcgen.ListVouchersPastChoiceParams{AuthorityID: r.auth(), Today: today})
	slices.SortFunc(rows, func(a, b sqlcgen.Voucher) int {
		return cmp.Or(a.IssuedAt.Compare(b.IssuedAt), cmp.Compare(a.VoucherID, b.VoucherID))
	})
	return each(rows, err, voucherOf)
}

// IdleVouchers lists the issued vouchers whose families chose before today and now wait for no seat: none is offered to them,
// and they stand on no waiting list. In the order of issue.
func (r *Reader) IdleVouchers(today civil.Date) ([]preschool.Voucher, error) {
	rows, err := r.q.ListVouchersIdle(r.ctx, sqlcgen.ListVouchersIdleParams{AuthorityID: r.auth(), Today: today})
	slices.SortFunc(rows, func(a, b sqlcgen.Voucher) int {
		return cmp.Or(a.IssuedAt.Compare(b.IssuedAt), cmp.Compare(a.VoucherID, b.VoucherID))
	})
	return each(rows, err, voucherOf)
}

// UnseatedVouchers counts, by market, the issued vouchers that no offer of a seat serves yet.
func (r *Reader) UnseatedVouchers() (map[string]int, error) {
	rows, err := r.q.CountUnseatedVouchers(r.ctx, r.auth())
	counts := make(map[string]int, len(rows))
	for _, c := range rows {
		counts[c.Market] = int(c.Held)
	}
	return counts, err
}

// SeatOffered tells which applications have an open or accepted offer of a seat.
func (r *Reader) SeatOffered() (map[register.ID[preschool.Application]]bool, error) {
	rows, err := r.q.ListSeatOffered(r.ctx, r.auth())
	offered := make(map[register.ID[preschool.Application]]bool, len(rows))
	for _, id := range rows {
		offered[register.ID[preschool.Application](id)] = true
	}
	return offered, err
}

// VoucherSpans gives the days on which each child has, or had, a voucher in use.
func (r *Reader) VoucherSpans() (map[register.ID[register.Child]][]civil.DateRange, error) {
	rows, err := r.q.ListVoucherSpans(r.ctx, r.auth())
	spans := make(map[register.ID[register.Child]][]civil.DateRange, len(rows))
	for _, v := range rows {
		id := register.ID[register.Child](v.ChildID)
		spans[id] = append(spans[id], civil.DateRange{From: v.ActivatedOn, To: v.EndedOn})
	}
	return spans, err
}
