package oversight

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// RulesInForce are the figures of the profile that the authority follows today, and its tariffs.
type RulesInForce struct {
	Day     service.Day
	Profile *policy.Profile
	Figures []policy.Figure
	Tariffs []store.Tariff // all, by group kind

	Categories []CategoryRow // the numbers of queue.categories, oldest year of birth first
}

// Rules shows the rules in force.
func (s *Service) Rules(ctx context.Context, actor access.Actor) (RulesInForce, error) {
	var rules RulesInForce
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		if rules.Day, err = s.Day(r, s.DB.Now()); err != nil {
			return err
		}
		if rules.Profile, err = s.Profile(rules.Day.Rules.Profile); err != nil {
			return err
		}
		rules.Figures = rules.Profile.Figures(rules.Day.Today)
		rules.Categories = categories(rules.Day)
		rules.Tariffs, err = r.Tariffs()
		return err
	})
	if err != nil {
		return RulesInForce{}, fmt.Errorf("show rules: %w", err)
	}
	return rules, nil
}
