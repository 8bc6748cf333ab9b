package admission

import (
	"context"
	"strings"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store"
)

// ApproveSwitch is the second person's word. It is given to a preview by its hash, and computes nothing anew: what is
// approved is what the first person saw, under a profile whose text is still the same.
func (s *Service) ApproveSwitch(ctx context.Context, actor access.Actor, id register.ID[preschool.ProfileSwitch], previewSHA256 string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		w, err := tx.Switch(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ApproveSwitch, w); err != nil {
			return err
		}
		day, err := s.Day(tx.Reader, tx.Now)
		if err != nil {
			return err
		}
		rules, err := s.nextRules(day, SwitchWish{Profile: w.Profile, From: w.From})
		if err != nil {
			return err
		}
		if w, err = w.Approve(actor.ID, previewSHA256, rules.SHA256); err != nil {
			return err
		}
		return tx.SaveSwitch(actor, w, store.Cause{Event: "switch.approved", Ground: w.Reason})
	})
}

// CancelSwitch ends a switch before its day, with a reason. Everything stays as it is.
func (s *Service) CancelSwitch(ctx context.Context, actor access.Actor, id register.ID[preschool.ProfileSwitch], reason string) error {
	return s.DB.Update(ctx, actor.Authority, func(tx *store.Tx) error {
		w, err := tx.Switch(id)
		if err != nil {
			return err
		}
		if err := actor.Require(access.ProposeSwitch, w); err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return &register.Error{Kind: register.Invalid, Code: "switch.reason", Field: "reason"}
		}
		if w, err = w.Cancel(reason); err != nil {
			return err
		}
		return tx.SaveSwitch(actor, w, store.Cause{Event: "switch.cancelled", Ground: reason})
	})
}

// Switches lists the switches of the authority, by day.
func (s *Service) Switches(ctx context.Context, actor access.Actor) ([]preschool.ProfileSwitch, error) {
	var all []preschool.ProfileSwitch
	err := s.DB.View(ctx, actor.Authority, func(r *store.Reader) error {
		if err := actor.Require(access.ReadSwitch, access.Place(actor.Authority)); err != nil {
			return err
		}
		var err error
		all, err = r.Switches()
		return err
	})
	return all, err
}
