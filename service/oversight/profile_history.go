package oversight

import (
	"context"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/store"
)

// FollowedProfile is a profile that the authority has followed since a day, or will follow by an approved decision.
type FollowedProfile struct {
	From    civil.Date
	Name    string
	Title   policy.Title
	SHA256  string // of the text that was adopted or approved
	Act     string // the legal act behind the switch; "" for the profile of the foundation
	Preview string // SHA-256 of what the two persons saw before they decided; "" for the profile of the foundation
	ToCome  bool   // approved by the second person, not yet in force
}

// ProfileHistory lists by day which profiles the authority has followed, and the one to which it will pass.
func (s *Service) ProfileHistory(ctx context.Context, actor access.Actor) ([]FollowedProfile, error) {
	var list []FollowedProfile
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadOpen, access.Place(actor.Authority)); err != nil {
			return err
		}
		switches, err := r.Switches()
		if err != nil {
			return err
		}
		adopted, err := r.Profiles()
		if err != nil {
			return err
		}
		for _, p := range adopted {
			f := FollowedProfile{From: p.From, Name: p.Profile, SHA256: p.SHA256}
			for _, w := range switches {
				if w.State == preschool.SwitchCarriedOut && w.From == p.From && w.Profile == p.Profile {
					f.Act, f.Preview = w.Reason, w.PreviewSHA256
				}
			}
			list = append(list, f)
		}
		for _, w := range switches {
			if w.State == preschool.SwitchApproved {
				list = append(list, FollowedProfile{From: w.From, Name: w.Profile, SHA256: w.SHA256, Act: w.Reason, Preview: w.PreviewSHA256, ToCome: true})
			}
		}
		return s.addTitles(list)
	})
	if err != nil {
		return nil, fmt.Errorf("list profiles: %w", err)
	}
	return list, nil
}

func (s *Service) addTitles(list []FollowedProfile) error {
	for i := range list {
		p, err := s.Profile(list[i].Name)
		if err != nil {
			return err
		}
		list[i].Title = p.Title
	}
	return nil
}
