package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// AppealAnswer is what a family sees of its appeal.
type AppealAnswer struct {
	AppealReceipt
	Kind      register.AppealKind
	State     preschool.AppealState
	Silent    bool // the term is over without an answer: that counts as a refusal
	DecidedOn civil.Date
	Reasons   string
	Quoted    string // the event of the decision and its leaf in the log
	Next      string // key of the message that names where to complain next, the court among it; none while the term runs
}

// NextInstance is the message that names where to complain after an answer or silence (administrative procedural code,
// art. 80 p.5, 91).
const NextInstance = "word.appeal.next_instance"

// AppealsOfChild lists the appeals about a child that are the actor's own: those of its guardian, or those of somebody who only
// declared to act for it. Neither learns of the other's.
func (s *Service) AppealsOfChild(ctx context.Context, actor access.Actor, id register.ID[register.Child]) ([]AppealAnswer, error) {
	var list []AppealAnswer
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		appeals, err := ownAppeals(r, actor, id)
		for _, a := range appeals {
			answer := AppealAnswer{
				AppealReceipt: receiptOf(a), Kind: a.Kind, State: a.State, Silent: a.Live() && !a.OverdueOn.IsZero(), DecidedOn: a.DecidedOn,
				Reasons: a.Answer, Quoted: a.Quoted,
			}
			if answer.Silent || !a.DecidedOn.IsZero() {
				answer.Next = NextInstance
			}
			list = append(list, answer)
		}
		return err
	})
	return list, err
}

// ownAppeals are the actor's own appeals about a child; somebody who has none and is not its guardian is refused.
func ownAppeals(r *store.Reader, actor access.Actor, id register.ID[register.Child]) ([]preschool.Appeal, error) {
	all, err := r.AppealsOf(id)
	if err != nil {
		return nil, err
	}
	var own []preschool.Appeal
	for _, a := range all {
		who, err := appellant(r, a)
		if err != nil {
			return nil, err
		}
		if actor.Require(access.SubmitAppeal, access.Theirs{Authority: actor.Authority, Guardian: who}) == nil {
			own = append(own, a)
		}
	}
	if len(own) > 0 {
		return own, nil
	}
	return nil, theirs(r, actor, access.SubmitAppeal, id)
}

// AppealToForward is what an officer sees of an appeal that waits to be forwarded: no word of the family.
type AppealToForward struct {
	Code      register.ID[preschool.Appeal]
	Number    int64
	Kind      register.AppealKind
	ForwardBy civil.Date
	Overdue   bool
}

// AppealsToForward lists the appeals that an officer has to hand on, the oldest first.
func (s *Service) AppealsToForward(ctx context.Context, actor access.Actor) ([]AppealToForward, error) {
	var list []AppealToForward
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ForwardAppeal, access.Place(actor.Authority)); err != nil {
			return err
		}
		submitted, err := r.AppealsIn(preschool.AppealSubmitted)
		for _, a := range submitted {
			list = append(list, AppealToForward{a.ID, a.Number, a.Kind, a.ForwardBy, !a.OverdueOn.IsZero()})
		}
		return err
	})
	return list, err
}

// AppealToDecide is what the second reader sees of an appeal: not the code of the application, by which its position is open.
type AppealToDecide struct {
	Code     register.ID[preschool.Appeal]
	Number   int64
	Kind     register.AppealKind
	Child    register.ID[register.Child] // to look the matter up
	Line     register.ID[preschool.Line] // of a disputed day; none otherwise
	Words    string
	DecideBy civil.Date
	Late     bool
	Overdue  bool
	Quoted   string // the decision as the record has it
}

// AppealsToDecide lists the live appeals for the second reader, but for those against decisions of the reader's own.
func (s *Service) AppealsToDecide(ctx context.Context, actor access.Actor) ([]AppealToDecide, error) {
	var list []AppealToDecide
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.DecideAppeal, access.Place(actor.Authority)); err != nil {
			return err
		}
		live, err := liveAppeals(r)
		if err != nil {
			return err
		}
		for _, a := range live {
			if a.DecidedByFirst == actor.ID {
				continue
			}
			quoted, err := quote(r, a)
			if err != nil {
				return err
			}
			var line register.ID[preschool.Line]
			if a.Kind == register.AppealDispute {
				line = register.ID[preschool.Line](a.Subject)
			}
			list = append(list, AppealToDecide{a.ID, a.Number, a.Kind, a.Child, line, a.Words, a.DecideBy, a.Late, !a.OverdueOn.IsZero(), quoted})
		}
		return nil
	})
	return list, err
}

func liveAppeals(r *store.Reader) ([]preschool.Appeal, error) {
	submitted, err := r.AppealsIn(preschool.AppealSubmitted)
	if err != nil {
		return nil, err
	}
	forwarded, err := r.AppealsIn(preschool.AppealForwarded)
	return append(submitted, forwarded...), err
}

// DisputeDuty is a disputed line that an upheld appeal obliges the payer to settle in the next cycle.
type DisputeDuty struct {
	Number    int64
	Line      register.ID[preschool.Line]
	DecidedOn civil.Date
}

// DisputeDuties lists what upheld appeals oblige the payer to, the oldest first.
func (s *Service) DisputeDuties(ctx context.Context, actor access.Actor) ([]DisputeDuty, error) {
	var list []DisputeDuty
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadDuties, access.Place(actor.Authority)); err != nil {
			return err
		}
		upheld, err := r.AppealsIn(preschool.AppealUpheld)
		for _, a := range upheld {
			if a.Kind == register.AppealDispute {
				list = append(list, DisputeDuty{a.Number, register.ID[preschool.Line](a.Subject), a.DecidedOn})
			}
		}
		return err
	})
	return list, err
}
