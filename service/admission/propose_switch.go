package admission

import (
	"context"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/policy"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service"
	"github.com/balajol/balajol/store"
)

// SwitchWish is the wish that a territory passes to another profile.
type SwitchWish struct {
	Profile string
	From    civil.Date // first day of the new profile; tomorrow at the earliest
	Act     string     // the legal act behind it
}

// PreviewSwitch computes what a switch would do, and keeps nothing.
func (s *Service) PreviewSwitch(ctx context.Context, actor access.Actor, wish SwitchWish) (SwitchPreview, error) {
	var p SwitchPreview
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadSwitch, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(r, s.DB.Now())
		if err != nil {
			return err
		}
		p, err = s.previewSwitch(r, day, wish)
		return err
	})
	return p, err
}

// ProposeSwitch proposes that the territory passes to another profile on a day, with the preview that a second person is to
// see. An authority has one live switch.
func (s *Service) ProposeSwitch(ctx context.Context, actor access.Actor, wish SwitchWish) (preschool.ProfileSwitch, error) {
	var proposed preschool.ProfileSwitch
	err := s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		if err := actor.Require(access.ProposeSwitch, access.Place(actor.Authority)); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		if _, found, err := tx.LiveSwitch(); err != nil || found {
			if err == nil {
				err = register.Refuse(register.Conflict, "switch.another")
			}
			return err
		}
		preview, err := s.previewSwitch(tx.Reader, day, wish)
		if err != nil {
			return err
		}
		text, sum, err := preview.Hash()
		if err != nil {
			return err
		}
		proposed = preschool.ProfileSwitch{
			Authority: tx.Authority, ID: store.NewID[preschool.ProfileSwitch](tx, "switch"), Profile: wish.Profile, SHA256: preview.SHA256, From: wish.From,
			State: preschool.SwitchProposed, Preview: text, PreviewSHA256: sum, ProposedBy: actor.ID, Reason: wish.Act,
		}
		return tx.SaveNewSwitch(actor, proposed, store.Cause{Event: "switch.proposed", Ground: wish.Act})
	})
	return proposed, err
}

func (s *Service) previewSwitch(r *store.Reader, day service.Day, wish SwitchWish) (SwitchPreview, error) {
	if strings.TrimSpace(wish.Act) == "" {
		return SwitchPreview{}, &register.Error{Kind: register.Invalid, Code: "switch.act", Field: "act"}
	}
	rules, err := s.nextRules(day, wish)
	if err != nil {
		return SwitchPreview{}, err
	}
	c, err := s.newChange(r, day, rules, wish.From)
	if err != nil {
		return SwitchPreview{}, err
	}
	return c.preview()
}

// nextRules are the rules of the wish on its day, or why there can be no such switch.
func (s *Service) nextRules(day service.Day, wish SwitchWish) (policy.Rules, error) {
	if !wish.From.After(day.Today) {
		return policy.Rules{}, &register.Error{Kind: register.Invalid, Code: "switch.past", Field: "from", Args: map[string]string{"today": day.Today.String()}}
	}
	p, err := s.Profile(wish.Profile)
	if err != nil {
		return policy.Rules{}, &register.Error{Kind: register.Invalid, Code: "switch.profile", Field: "profile"}
	}
	rules, err := p.On(wish.From)
	if err != nil {
		return rules, &register.Error{Kind: register.Invalid, Code: "switch.no_rules", Field: "from", Args: map[string]string{"from": wish.From.String()}}
	}
	switch {
	case rules.SHA256 == day.Rules.SHA256:
		return rules, register.Refuse(register.Conflict, "switch.same_profile")
	case rules.Zone.String() != day.Rules.Zone.String():
		return rules, register.Refuse(register.Invalid, "switch.zone")
	case rules.Payment.Currency != day.Rules.Payment.Currency:
		return rules, register.Refuse(register.Invalid, "switch.currency")
	}
	return rules, nil
}
