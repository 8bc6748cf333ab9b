package admission

import (
	"context"
	"fmt"
	"slices"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// AcceptPapers is the kindergarten's yes to a family's papers: from now on the contract may be signed.
func (s *Service) AcceptPapers(ctx context.Context, actor access.Actor, id register.ID[preschool.Offer]) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, _, day, err := s.shownOffer(tx, actor, access.DecidePapers, id)
		if err != nil {
			return err
		}
		o, err := before.AcceptPapers(tx.Now)
		if err != nil {
			return err
		}
		return saveAnswer(tx, actor, day, before, o, store.Cause{Event: "papers.accepted"})
	})
}

// saveAnswer saves the answer to papers and leaves the family time for what it has to do then.
func saveAnswer(tx *store.Tx, actor access.Actor, day service.Day, before, o preschool.Offer, why store.Cause) error {
	until, err := day.Rules.Enrol.AnswerTerm.Due(day.Today, day.Rules.Calendar)
	if err != nil {
		return err
	}
	return tx.SaveOffer(actor, before, o.Keep(until), why)
}

// RefusePapers is the kindergarten's no, on a ground that the rules list and on no other. The ground of vaccination wants
// the counts of the group or organisation, and holds only if the share would fall below the threshold.
func (s *Service) RefusePapers(ctx context.Context, actor access.Actor, id register.ID[preschool.Offer], why register.PapersGround, v preschool.Vaccinated) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		before, g, day, err := s.shownOffer(tx, actor, access.DecidePapers, id)
		if err != nil {
			return err
		}
		if !slices.Contains(day.Rules.Enrol.Refusals, why) {
			return register.Refuse(register.Conflict, "papers.ground").With("ground", string(why))
		}
		if why == register.PapersVaccination {
			if err := belowThreshold(tx, &day.Rules.Vaccination, g, v); err != nil {
				return err
			}
		}
		o, err := before.RefusePapers(tx.Now, why)
		if err != nil {
			return err
		}
		return saveAnswer(tx, actor, day, before, o, store.Cause{Event: "papers.refused", Ground: string(why)})
	})
}

// belowThreshold checks the counts of the vaccinated: of how many is known here, and the threshold is the rules'.
func belowThreshold(tx *store.Tx, rules *policy.Vaccination, g register.Group, v preschool.Vaccinated) error {
	if slices.Contains(rules.Exempt, g.Kind) {
		return register.Refuse(register.Conflict, "papers.exempt_group").With("kind", string(g.Kind))
	}
	of := g.Placed
	if rules.Scope == policy.VaccinatedInOrganisation {
		groups, err := tx.GroupsOf(g.Kindergarten)
		if err != nil {
			return err
		}
		of = 0
		for _, other := range groups {
			if !slices.Contains(rules.Exempt, other.Kind) {
				of += other.Placed
			}
		}
	}
	if v.Of != of || v.Children < 0 || v.Children > v.Of {
		return &register.Error{Kind: register.Invalid, Code: "papers.vaccinated_count", Field: "vaccinated", Args: map[string]string{"of": fmt.Sprint(of)}}
	}
	if !v.BelowWith(rules.MinShare) {
		return register.Refuse(register.Conflict, "papers.share_kept").With("permille", fmt.Sprint(rules.MinShare))
	}
	return nil
}

// shownOffer loads an offer for the kindergarten of its seat. What is not shown to the kindergarten is not there for it.
func (s *Service) shownOffer(tx *store.Tx, actor access.Actor, action access.Action, id register.ID[preschool.Offer]) (o preschool.Offer, g register.Group, day service.Day, err error) {
	if o, err = tx.Offer(id); err != nil {
		return o, g, day, err
	}
	if !o.Group.IsZero() {
		if g, err = tx.Group(o.Group); err != nil {
			return o, g, day, err
		}
	}
	if err = actor.Require(action, access.Theirs{Authority: o.Authority, Kindergarten: g.Kindergarten}); err != nil {
		return o, g, day, err
	}
	a, err := tx.Application(o.Application)
	if err != nil {
		return o, g, day, err
	}
	if !shown(o.State, a.Proof) {
		return o, g, day, register.Refuse(register.NotFound, "offer.unknown")
	}
	day, err = s.Day(tx.Reader, tx.Now)
	return o, g, day, err
}

// shown tells whether a kindergarten may know of an offer of its seat: not before the family has accepted it, and not
// while a claimed ground waits for its check (bilim.astana.kz 49457).
func shown(state preschool.OfferState, proof preschool.ProofState) bool {
	return (state == preschool.OfferAccepted || state == preschool.OfferFulfilled) && proof != preschool.ProofClaimed
}
