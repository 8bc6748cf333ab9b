package admission

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/allocation"
	"github.com/balajol/balajol/allocation/check"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/round"
	"github.com/balajol/balajol/store"
)

// allocate solves and lets the judge look: a violation stops the round.
func (b *bench) allocate(ctx context.Context) error {
	solve := allocation.Solve
	if b.service != nil && b.service.solve != nil {
		solve = b.service.solve
	}
	var err error
	if b.outcome, err = solve(ctx, b.problem, allocation.Options{}); err != nil {
		return fmt.Errorf("run round: %w", err)
	}
	if found := check.Check(b.problem, b.outcome); len(found) > 0 {
		return fmt.Errorf("run round: the outcome was refused by the check: %s (%d in all)", found[0].Code, len(found))
	}
	return nil
}

// publish saves the round, its offers and the carried counters. tx is set.
func (b *bench) publish(actor access.Actor) error {
	offers := round.Offers(b.problem, b.outcome)
	if err := b.describe(len(offers)); err != nil {
		return err
	}
	taken := make(map[register.ID[preschool.Application]]bool, len(offers))
	for _, o := range offers {
		taken[o.Application] = true
	}
	if err := b.carry(taken); err != nil {
		return err
	}
	if err := b.tx.SaveNewRound(actor, b.round, store.Cause{Event: "round.published", Ground: b.round.Profile}); err != nil {
		return err
	}
	for _, o := range offers {
		if err := b.offer(actor, b.apps[o.Application], o.Target); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) describe(offers int) error {
	number, err := b.tx.NextRoundNumber()
	if err != nil {
		return err
	}
	b.round.ID, b.round.Number = store.NewID[preschool.Round](b.tx, "round"), number
	return b.sum(offers)
}

// sum notes on the round what it was laid over and what came out.
func (b *bench) sum(offers int) error {
	problem, err := b.problem.Hash()
	if err != nil {
		return err
	}
	outcome, err := b.outcome.Hash()
	r := &b.round
	r.Authority, r.On = b.Authority, b.day.Today
	r.Profile, r.ProfileSHA256, r.ProblemSHA256, r.OutcomeSHA256 = b.day.Rules.Profile, b.day.Rules.SHA256, problem, outcome
	r.Children, r.Offers = len(b.problem.Children), offers
	return err
}

// carry uses up the turns that got an offer, queue by queue, and notes it on the round.
func (b *bench) carry(taken map[register.ID[preschool.Application]]bool) error {
	var notes []string
	for _, q := range b.queues {
		before := b.carries[q.Market]
		after := round.Served(before, q.Standings, taken)
		if after.Equal(before) {
			continue
		}
		notes = append(notes, fmt.Sprintf("%s: %s → %s", q.Market, before, after))
		if err := saveCarry(b.tx, q.Market, after); err != nil {
			return err
		}
	}
	b.round.Carry = strings.Join(notes, "; ")
	return nil
}

func (b *bench) offer(actor access.Actor, a preschool.Application, target string) error {
	answerBy, err := b.day.Rules.Offer.AnswerTerm.Due(b.day.Today, b.day.Rules.Calendar)
	if err != nil {
		return err
	}
	o := preschool.Offer{
		Authority: b.tx.Authority, ID: store.NewID[preschool.Offer](b.tx, "offer"), Application: a.ID, Child: a.Child, Round: b.round.ID,
		Of: preschool.OfSeat, Source: preschool.FromRound, State: preschool.OfferOpen, OfferedAt: b.tx.Now, AnswerBy: answerBy, Market: b.queueOf[a.ID],
	}
	if b.round.Kind == preschool.VoucherRound {
		o.Of, o.Market = preschool.OfVoucher, target
	} else {
		o.Group = register.ID[register.Group](target)
	}
	if a, err = a.Offer(); err != nil {
		return err
	}
	if err := b.tx.SaveApplication(actor, a, store.Cause{Event: "application.offered", Ground: string(b.round.ID)}); err != nil {
		return err
	}
	if err := b.tx.SaveLeaveQueue(a.ID, string(round.Offered)); err != nil {
		return err
	}
	if err := b.tx.SaveNewOffer(actor, o, store.Cause{Event: "offer.made", Ground: string(b.round.Kind)}); err != nil {
		return err
	}
	promiseNotice(b.tx, o)
	return nil
}

func sorted[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
