package preschool

import (
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/register"
)

// SwitchState is where the passage of a territory to another profile stands.
type SwitchState string

// The states of a switch.
const (
	SwitchProposed   SwitchState = "proposed"
	SwitchApproved   SwitchState = "approved"
	SwitchCarriedOut SwitchState = "carried_out"
	SwitchCancelled  SwitchState = "cancelled"
)

// SwitchTable is the life of a switch. An authority has one live switch at most.
var SwitchTable = Table{
	Noun: "switch", Start: "proposed",
	States: []string{"proposed", "approved", "carried_out", "cancelled"},
	Steps: []Step{
		{"proposed", "approve", "approved"}, {"proposed", "cancel", "cancelled"},
		{"approved", "carry_out", "carried_out"}, {"approved", "cancel", "cancelled"},
	},
}

// ProfileSwitch is the passage of a territory from one profile to another on a day: previewed, and approved by a second
// person.
type ProfileSwitch struct {
	Authority     register.ID[register.Authority]
	ID            register.ID[ProfileSwitch]
	Profile       string // that the authority follows from then on
	SHA256        string // of the profile's text as it was when it was proposed
	From          civil.Date
	State         SwitchState
	Preview       string // what the first person saw; it names nobody
	PreviewSHA256 string
	ProposedBy    string
	ApprovedBy    string
	CarriedOutOn  civil.Date
	Reason        string // the legal act, or why it was cancelled
}

// Scope returns the authority.
func (s ProfileSwitch) Scope() register.ID[register.Authority] { return s.Authority }

// Approve needs another person than the one who proposed, who has seen the same preview of the same profile.
func (s ProfileSwitch) Approve(actor, previewSHA256, profileSHA256 string) (ProfileSwitch, error) {
	switch {
	case s.State != SwitchProposed:
	case actor == s.ProposedBy:
		return s, register.Refuse(register.Denied, "switch.same_person")
	case previewSHA256 != s.PreviewSHA256:
		return s, register.Refuse(register.Conflict, "switch.other_preview")
	case profileSHA256 != s.SHA256:
		return s, register.Refuse(register.Conflict, "switch.text_changed").With("profile", s.Profile)
	}
	to, err := next(SwitchTable, s.State, "approve")
	if err == nil {
		s.State, s.ApprovedBy = to, actor
	}
	return s, err
}

// Cancel ends a switch before its day, with a reason.
func (s ProfileSwitch) Cancel(reason string) (ProfileSwitch, error) {
	to, err := next(SwitchTable, s.State, "cancel")
	if err == nil {
		s.State, s.Reason = to, reason
	}
	return s, err
}

// CarryOut puts the approved profile in force, not before its day and only while its text is the approved one.
func (s ProfileSwitch) CarryOut(today civil.Date, profileSHA256 string) (ProfileSwitch, error) {
	if s.State == SwitchApproved {
		if today.Before(s.From) {
			return s, register.Refuse(register.Conflict, "switch.early").With("from", s.From.String())
		}
		if profileSHA256 != s.SHA256 {
			return s, register.Refuse(register.Conflict, "switch.text_changed").With("profile", s.Profile)
		}
	}
	to, err := next(SwitchTable, s.State, "carry_out")
	if err == nil {
		s.State, s.CarriedOutOn = to, today
	}
	return s, err
}
