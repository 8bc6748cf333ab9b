package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// RunTransfers offers seats to placed children who asked for another kindergarten, once a day after the queue was served:
// one allocation in which each keeps the seat that it holds unless it gets one that it likes better, so that chains and
// circles free each other's seats and nobody is worse off. Free seats that somebody in the queue waits for stay the
// queue's. The judge looks before anything is offered. When nobody gets a seat no round is published and ran is false.
func (s *Service) RunTransfers(ctx context.Context, actor access.Actor) (r preschool.Round, ran bool, err error) {
	err = s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		ran = false
		if err := actor.Require(access.RunRound, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if _, found, err := tx.RoundOn(preschool.TransferRound, day.Today); err != nil || found {
			return err
		}
		table := &transferTable{bench: bench{Reader: tx.Reader, tx: tx, service: s, day: day, round: preschool.Round{Kind: preschool.TransferRound}}}
		if err := table.gather(); err != nil || len(table.movers) == 0 {
			return err
		}
		if err := table.settle(ctx); err != nil {
			return err
		}
		r, ran, err = table.publishMoves(actor)
		return err
	})
	return r, ran, err
}

// mover is a child with a seat who may get another one.
type mover struct {
	preschool.Transfer
	from  register.Group
	wants []register.ID[register.Group]
}

// transferTable is the table of a day's transfers.
type transferTable struct {
	bench
	movers  []mover // those of closures first, then by registration
	groups  []register.Group
	forming forming
	home    map[register.ID[register.Kindergarten]]register.Kindergarten
}

// settle lets the engine allocate and the judge look.
func (b *transferTable) settle(ctx context.Context) error {
	rivals, err := b.rivals()
	if err != nil {
		return err
	}
	b.problem = transferProblem(b.groups, b.movers, rivals, b.day.Rules.Transfer.Order)
	return b.allocate(ctx)
}

// publishMoves saves the round and offers the seats. Who gets a free seat has it held; the others wait for the seat of the one
// who leaves it.
func (b *transferTable) publishMoves(actor access.Actor) (preschool.Round, bool, error) {
	links := linked(b.groups, b.movers, b.outcome)
	if len(links) == 0 {
		return b.round, false, nil
	}
	for _, g := range b.groups {
		b.round.Seats += max(g.Vacant(), 0)
	}
	if err := b.describe(len(links)); err != nil {
		return b.round, false, err
	}
	b.round.Children = len(b.movers)
	if err := b.tx.SaveNewRound(actor, b.round, store.Cause{Event: "round.published", Ground: b.round.Profile}); err != nil {
		return b.round, false, err
	}
	by, err := b.answerBy()
	if err != nil {
		return b.round, false, err
	}
	for _, l := range links {
		t, err := l.mover.Offer(l.group, l.after, by)
		if err != nil {
			return b.round, false, err
		}
		if err := b.tx.SaveTransfer(actor, l.mover, t, store.Cause{Event: "transfer.offered", Ground: string(b.round.ID)}); err != nil {
			return b.round, false, err
		}
		b.tx.Promise(TransferJob, string(t.ID), b.tx.Now)
	}
	return b.round, true, nil
}

// answerBy is the last day to answer: the term of a waiting list where the rules have one, else of an offer.
func (b *bench) answerBy() (civil.Date, error) {
	term := b.day.Rules.Offer.AnswerTerm
	if b.day.Rules.Round.Target == policy.TargetVoucher {
		term = b.day.Rules.Waitlist.AnswerTerm
	}
	return term.Due(b.day.Today, b.day.Rules.Calendar)
}

// TransferJob is the kind of job that tells a family of a seat for its transfer; payload: transfer id.
const TransferJob = "transfer_notice"
