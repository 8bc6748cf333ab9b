package admission_test

import (
	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/internal/town"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/service/admission"
)

func init() { moreRights = append(moreRights, switchRights, takeoverRights) }

func switchRights(c *town.Town, _ register.ID[preschool.Application]) map[string]town.Use {
	ctx, s := c.Ctx(), c.Admission
	wish := admission.SwitchWish{Profile: "kz-classic-2025", From: civil.MustParseDate("2026-12-01"), Act: "resolution"}
	w, err := s.ProposeSwitch(ctx, town.Actor(access.Officer), wish)
	c.Do(err)
	return map[string]town.Use{
		"PreviewSwitch": {Action: access.ReadSwitch, Do: func(a access.Actor) error {
			_, err := s.PreviewSwitch(ctx, a, wish)
			return err
		}},
		"ProposeSwitch": {Action: access.ProposeSwitch, Do: func(a access.Actor) error {
			_, err := s.ProposeSwitch(ctx, a, wish)
			return err
		}},
		"ApproveSwitch": {Action: access.ApproveSwitch, Thing: true, Do: func(a access.Actor) error { return s.ApproveSwitch(ctx, a, w.ID, w.PreviewSHA256) }},
		"CancelSwitch":  {Action: access.ProposeSwitch, Thing: true, Do: func(a access.Actor) error { return s.CancelSwitch(ctx, a, w.ID, "council") }},
		"CarryOutSwitch": {Action: access.CarryOutSwitch, Do: func(a access.Actor) error {
			_, err := s.CarryOutSwitch(ctx, a)
			return err
		}},
		"Switches": {Action: access.ReadSwitch, Do: func(a access.Actor) error {
			_, err := s.Switches(ctx, a)
			return err
		}},
	}
}

func takeoverRights(c *town.Town, _ register.ID[preschool.Application]) map[string]town.Use {
	ctx, s := c.Ctx(), c.Admission
	c.Codes()
	list := oldQueue(c, 3, nil)
	done, err := s.ImportTakeover(ctx, town.Actor(access.Officer), list)
	c.Do(err)
	_, _, err = s.ApproveTakeover(ctx, town.Actor(access.Approver), done.Batch, list.SHA256)
	c.Do(err)
	var code string
	for _, sent := range c.Codes() {
		code = sent
	}
	return map[string]town.Use{
		"PreviewTakeover": {Action: access.ImportTakeover, Do: func(a access.Actor) error {
			_, err := s.PreviewTakeover(ctx, a, list)
			return err
		}},
		"ImportTakeover": {Action: access.ImportTakeover, Do: func(a access.Actor) error {
			_, err := s.ImportTakeover(ctx, a, list)
			return err
		}},
		"ConfirmTakeover": {Action: access.ConfirmTakeover, Theirs: true, Thing: true, Do: func(a access.Actor) error {
			_, err := s.ConfirmTakeover(ctx, a, code)
			return err
		}},
		"ReviewTakeover": {Action: access.ReadTakeover, Thing: true, Do: func(a access.Actor) error {
			_, err := s.ReviewTakeover(ctx, a, done.Batch)
			return err
		}},
		"ApproveTakeover": {Action: access.ApproveTakeover, Thing: true, Do: func(a access.Actor) error {
			_, _, err := s.ApproveTakeover(ctx, a, done.Batch, list.SHA256)
			return err
		}},
		"ApproveTakeoverLine": {Action: access.ApproveTakeover, Thing: true, Do: func(a access.Actor) error {
			_, err := s.ApproveTakeoverLine(ctx, a, done.Batch, 2)
			return err
		}},
		"TakeoverWorklist": {Action: access.ReadTakeover, Do: func(a access.Actor) error {
			_, err := s.TakeoverWorklist(ctx, a)
			return err
		}},
		"Takeovers": {Action: access.ReadTakeover, Do: func(a access.Actor) error {
			_, err := s.Takeovers(ctx, a)
			return err
		}},
		"ResendTakeoverCode": {Action: access.ResolveTakeover, Thing: true, Do: func(a access.Actor) error { return s.ResendTakeoverCode(ctx, a, done.Batch, 2) }},
		"DropTakeoverLine":   {Action: access.ResolveTakeover, Thing: true, Do: func(a access.Actor) error { return s.DropTakeoverLine(ctx, a, done.Batch, 2, "double") }},
		"CorrectTakeoverLine": {Action: access.ResolveTakeover, Thing: true, Do: func(a access.Actor) error {
			_, err := s.CorrectTakeoverLine(ctx, a, done.Batch, 2, map[string]string{})
			return err
		}},
		"ApproveTakeoverDrop": {Action: access.ApproveTakeover, Thing: true, Do: func(a access.Actor) error { return s.ApproveTakeoverDrop(ctx, a, done.Batch, 2) }},
	}
}
