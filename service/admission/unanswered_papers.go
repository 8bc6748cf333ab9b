package admission

import (
	"context"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// unanswered is the ground on which a rule accepts papers for a kindergarten.
const unanswered = "silence"

// acceptUnanswered accepts the papers that a kindergarten has not answered in its term: only a refusal on a ground of the law
// keeps a child out, and silence is none.
func (s *Service) acceptUnanswered(tx *store.Tx, actor access.Actor, day service.Day) error {
	waiting, err := tx.OffersUnanswered()
	if err != nil {
		return err
	}
	for _, before := range waiting {
		by, seen, err := answerPapersBy(tx.Reader, day, before)
		if err != nil {
			return err
		}
		if !seen || !day.Today.After(by) {
			continue
		}
		o, err := before.AcceptPapers(tx.Now)
		if err != nil {
			return err
		}
		if err := saveAnswer(tx, actor, day, before, o, store.Cause{Event: "papers.accepted", Ground: unanswered}); err != nil {
			return err
		}
	}
	return nil
}

// answerPapersBy is the kindergarten's last day to answer papers. The term runs from the day on which it could see them; seen is
// false while a claimed ground that waits for its check hides them.
func answerPapersBy(r *store.Reader, day service.Day, o preschool.Offer) (by civil.Date, seen bool, err error) {
	a, err := r.Application(o.Application)
	if err != nil || !shown(o.State, a.Proof) {
		return by, false, err
	}
	from := o.PapersAt
	settled, found, err := r.DecisionOn(string(a.ID), "proof.verified", "proof.refused", "proof.expired")
	if err != nil {
		return by, false, err
	}
	if found && settled.At.After(from) {
		from = settled.At
	}
	by, err = day.Rules.Enrol.AnswerTerm.Due(from.Date(day.Rules.Zone), day.Rules.Calendar)
	return by, true, err
}

// SilentKindergarten is how many papers a rule accepted in a month because a kindergarten had not answered them.
type SilentKindergarten struct {
	Kindergarten register.ID[register.Kindergarten]
	Papers       int
}

// SilentKindergartens lists for the authority the kindergartens that left papers unanswered in a month.
func (s *Service) SilentKindergartens(ctx context.Context, actor access.Actor, month civil.Month) ([]SilentKindergarten, error) {
	var list []SilentKindergarten
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadWorklist, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		counts, err := r.UnansweredPapers((&Protocol{Month: month}).instants(&day.Rules))
		for _, k := range sorted(counts) {
			list = append(list, SilentKindergarten{k, counts[k]})
		}
		return err
	})
	return list, err
}
