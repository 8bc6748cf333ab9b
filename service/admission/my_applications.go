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

// OwnApplication is an application as its own family sees it.
type OwnApplication struct {
	preschool.Application
	Number int        // in its queue; 0 while it is in none. Twins that are placed together have one number: the better of the two
	Of     int        // length of that queue
	Renew  civil.Date // last day of a certificate that is to be renewed; none if there is nothing to renew
}

// MyApplications lists the applications of a guardian's children, in the order of registration.
func (s *Service) MyApplications(ctx context.Context, actor access.Actor) ([]OwnApplication, error) {
	var own []OwnApplication
	together := false
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOwn, access.Theirs{Authority: actor.Authority, Guardian: actor.Guardian}); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		together = day.Rules.Twins.Rule != policy.TwinsApart
		list, err := r.ApplicationsOfGuardian(actor.Guardian)
		if err != nil {
			return err
		}
		for _, a := range list {
			if a, err = r.Application(a.ID); err != nil { // with its choices
				return err
			}
			o := OwnApplication{Application: a}
			if a.Proof == preschool.ProofVerified && !a.Renewing() {
				o.Renew = a.ProofValid
			}
			own = append(own, o)
		}
		return nil
	})
	for i := 0; i < len(own) && err == nil; i++ {
		if own[i].State == preschool.ApplicationQueued {
			var p Position
			p, err = s.Position(ctx, actor, own[i].ID)
			own[i].Number, own[i].Of = p.Number, p.Of
		}
	}
	if together {
		shareNumbers(own)
	}
	return own, err
}

// shareNumbers gives children who are placed together the number of the one who stands best: a round serves them there.
func shareNumbers(own []OwnApplication) {
	best := map[register.ID[preschool.Family]]int{}
	for i, o := range own {
		if o.Family == "" || o.Number == 0 {
			continue
		}
		if at, known := best[o.Family]; !known || o.Number < own[at].Number {
			best[o.Family] = i
		}
	}
	for i, o := range own {
		if at, known := best[o.Family]; known && o.Number != 0 {
			own[i].Number, own[i].Of = own[at].Number, own[at].Of
		}
	}
}
