package admission

import (
	"context"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// RunChoice is the evening allocation of a voucher city: one allocation over the groups' vacancies serves the day's
// choices and the waiting lists together, in queue order; when somebody chose during the day makes no difference. Whom it
// serves on the day of the choice has the seat to sign for; whom it serves from a waiting list has an offer to answer;
// who gets none enters the waiting lists of its choices. On a day without a choice or a vacancy it does nothing.
func (s *Service) RunChoice(ctx context.Context, actor access.Actor) (r preschool.Round, ran bool, err error) {
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		ran = false
		if err := actor.Require(access.RunRound, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil || day.Rules.Round.Target != policy.TargetVoucher {
			return err
		}
		if _, found, err := tx.RoundOn(preschool.ChoiceRound, day.Today); err != nil || found {
			return err
		}
		e := &evening{bench: bench{Reader: tx.Reader, tx: tx, service: s, day: day, round: preschool.Round{Kind: preschool.ChoiceRound}}}
		if err := e.gather(); err != nil || len(e.holders) == 0 {
			return err
		}
		if err := e.allocate(ctx); err != nil {
			return err
		}
		err = e.publish(actor)
		r, ran = e.round, err == nil
		return err
	})
	return r, ran, err
}

// evening is the table of an evening's choices.
type evening struct {
	bench
	holders []round.Holder
	fresh   map[register.ID[preschool.Application]]bool // chose since the last evening that ran
}

// gather collects the vouchers that wait for a seat: chosen today, or on waiting lists.
func (e *evening) gather() error {
	vouchers, err := e.tx.VouchersIn(preschool.VoucherIssued)
	if err != nil {
		return err
	}
	offered, err := e.tx.ApplicationsIn(preschool.ApplicationOffered)
	if err != nil {
		return err
	}
	seated, err := e.tx.SeatOffered()
	if err != nil {
		return err
	}
	lists, err := e.tx.Waitlists()
	if err != nil {
		return err
	}
	e.apps = make(map[register.ID[preschool.Application]]preschool.Application, len(offered))
	for _, a := range offered {
		e.apps[a.ID] = a
	}
	last, err := e.tx.LastRound(preschool.ChoiceRound)
	if err != nil {
		return err
	}
	e.fresh = map[register.ID[preschool.Application]]bool{}
	families := map[register.ID[preschool.Family]][]register.ID[preschool.Application]{}
	for _, v := range vouchers {
		a, ok := e.apps[v.Application]
		if !ok || v.ChosenOn.IsZero() || seated[a.ID] {
			continue
		}
		choices := a.Choices
		if e.fresh[a.ID] = v.ChosenOn.After(last.On); !e.fresh[a.ID] {
			choices = slices.DeleteFunc(slices.Clone(choices), func(k register.ID[register.Kindergarten]) bool { return !slices.Contains(lists[a.ID], k) })
		}
		market, err := round.ParseMarket(v.Market)
		if err != nil {
			return err
		}
		e.holders = append(e.holders, round.Holder{
			Entry:     round.Entry{Application: a.ID, RegisteredAt: a.RegisteredAt, Sequence: a.Sequence},
			BirthYear: a.BirthDate.Year(), Language: a.Language, Kind: market.Kind, Scope: market.Scope, Choices: choices,
		})
		if a.Family != "" {
			families[a.Family] = append(families[a.Family], a.ID)
		}
	}
	if len(e.holders) == 0 {
		return nil
	}
	return e.layChoice(families)
}

// layChoice makes the evening's problem of the holders and the vacant seats.
func (e *evening) layChoice(families map[register.ID[preschool.Family]][]register.ID[preschool.Application]) error {
	if err := e.freezeSeats(); err != nil {
		return err
	}
	vacancies := e.sites.vacancies(e.Authority, &e.day.Rules, e.groups)
	for _, v := range vacancies {
		e.round.Seats += v.Seats
	}
	// A family with vouchers may take seats apart: each has its own voucher already.
	together := twins(families, policy.TwinsTry)
	e.problem = round.ChoiceProblem(vacancies, e.holders, together)
	if len(e.problem.Children) == 0 && !anyOf(e.fresh) {
		e.holders = nil
	}
	return nil
}

func anyOf(m map[register.ID[preschool.Application]]bool) bool {
	for _, v := range m {
		if v {
			return true
		}
	}
	return false
}

func (e *evening) publish(actor access.Actor) error {
	offers := round.Offers(e.problem, e.outcome)
	if err := e.describe(len(offers)); err != nil {
		return err
	}
	if err := e.tx.SaveNewRound(actor, e.round, store.Cause{Event: "round.published", Ground: e.round.Profile}); err != nil {
		return err
	}
	served := map[register.ID[preschool.Application]]bool{}
	for _, o := range offers {
		served[o.Application] = true
		if err := e.seatOffer(actor, e.apps[o.Application], register.ID[register.Group](o.Target)); err != nil {
			return err
		}
	}
	for _, h := range e.holders {
		if id := h.Entry.Application; e.fresh[id] && !served[id] {
			if err := e.tx.SaveEnterWaitlists(actor, e.apps[id], e.day.Today, store.Cause{Event: "waitlist.entered"}); err != nil {
				return err
			}
		}
	}
	return nil
}

// seatOffer gives the seat: accepted at once for today's choice, which named it; open for a waiting list.
func (e *evening) seatOffer(actor access.Actor, a preschool.Application, group register.ID[register.Group]) error {
	o := preschool.Offer{
		Authority: e.tx.Authority, ID: store.NewID[preschool.Offer](e.tx, "offer"), Application: a.ID, Child: a.Child, Round: e.round.ID,
		Of: preschool.OfSeat, Group: group, State: preschool.OfferOpen, OfferedAt: e.tx.Now,
	}
	term, cause := e.day.Rules.Waitlist.AnswerTerm, store.Cause{Event: "offer.made", Ground: "waitlist"}
	o.Source = preschool.FromWaitlist
	if e.fresh[a.ID] {
		o.Source, term, cause = preschool.FromChoice, policy.Term{}, store.Cause{Event: "offer.accepted", Ground: "choice"}
	}
	var err error
	if o.AnswerBy, err = term.Due(e.day.Today, e.day.Rules.Calendar); err != nil {
		return err
	}
	if e.fresh[a.ID] {
		o.AnswerBy, o.DeliveredAt = e.day.Today, e.tx.Now
		by, err := e.contractBy()
		if err != nil {
			return err
		}
		if o, err = o.Accept(e.tx.Now, e.day.Today, by); err != nil {
			return err
		}
	}
	if err := e.tx.SaveNewOffer(actor, o, cause); err != nil {
		return err
	}
	if o.State == preschool.OfferAccepted {
		promiseReceipt(e.tx, a.ID)
		return nil
	}
	promiseNotice(e.tx, o)
	return nil
}

func (b *bench) contractBy() (civil.Date, error) {
	return b.day.Rules.Contract.Term.Due(b.day.Today, b.day.Rules.Calendar)
}

// ChooseKindergartens is the family's consent to the voucher's next step: ranked kindergartens for this evening's
// allocation. Choosing again leaves the waiting lists of the choice before.
func (s *Service) ChooseKindergartens(ctx context.Context, actor access.Actor, id register.ID[preschool.Application], choices []register.ID[register.Kindergarten]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		a, day, err := s.theirApplication(tx, actor, access.ChooseSeat, id)
		if err != nil {
			return err
		}
		v, found, err := tx.LiveVoucher(a.Child)
		if err != nil {
			return err
		}
		if !found || v.State != preschool.VoucherIssued {
			return register.Refuse(register.Conflict, "voucher.none")
		}
		if err := s.mayChoose(tx, day, a, v, choices); err != nil {
			return err
		}
		if err := tx.SaveLeaveWaitlists(a.ID, day.Today, "chose_again"); err != nil {
			return err
		}
		if !slices.Equal(a.Choices, choices) {
			a.Choices = choices
			if err := tx.SaveChoices(actor, a, store.Cause{Event: "choice.changed"}); err != nil {
				return err
			}
		}
		v.ChosenOn = day.Today
		if _, ran, err := tx.RoundOn(preschool.ChoiceRound, day.Today); err != nil || ran {
			if err != nil {
				return err
			}
			v.ChosenOn = day.Today.AddDays(1) // the evening has run: the next one serves this choice
		}
		return tx.SaveVoucher(actor, v, store.Cause{Event: "choice.submitted"})
	})
}

func (s *Service) mayChoose(tx *store.Tx, day service.Day, a preschool.Application, v preschool.Voucher, choices []register.ID[register.Kindergarten]) error {
	if v.ChosenOn.IsZero() && day.Today.After(v.ChooseBy) {
		return register.Refuse(register.Conflict, "voucher.lapsed").With("by", v.ChooseBy.String())
	}
	if len(choices) == 0 || len(choices) > day.Rules.ChoiceMax {
		return &register.Error{Kind: register.Invalid, Code: "application.choices", Field: "choices"}
	}
	if err := choosable(tx.Reader, choices); err != nil {
		return err
	}
	seated, err := tx.SeatOffered()
	if err == nil && seated[a.ID] {
		err = register.Refuse(register.Conflict, "choice.seat_offered")
	}
	return err
}
