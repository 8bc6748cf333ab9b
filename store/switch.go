package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// SaveNewSwitch proposes that the authority passes to another profile.
func (tx *Tx) SaveNewSwitch(actor access.Actor, s preschool.ProfileSwitch, why Cause) error {
	err := tx.q.InsertSwitch(tx.ctx, sqlcgen.InsertSwitchParams{
		AuthorityID: tx.auth(), SwitchID: string(s.ID), Profile: s.Profile, Sha256: s.SHA256, FromDay: s.From, State: string(s.State), Preview: s.Preview,
		PreviewSha256: s.PreviewSHA256, ProposedBy: s.ProposedBy, ApprovedBy: s.ApprovedBy, CarriedOutOn: s.CarriedOutOn, Reason: s.Reason, CreatedAt: tx.Now,
	})
	if err != nil {
		return fmt.Errorf("save switch %s: %w", s.ID, err)
	}
	return tx.record(actor, why.Event, string(s.ID), why.Ground, switchFacts(s)...)
}

// SaveSwitch keeps an approved, carried out or cancelled switch.
func (tx *Tx) SaveSwitch(actor access.Actor, s preschool.ProfileSwitch, why Cause) error {
	err := tx.q.UpdateSwitch(tx.ctx, sqlcgen.UpdateSwitchParams{
		AuthorityID: tx.auth(), SwitchID: string(s.ID), State: string(s.State), ApprovedBy: s.ApprovedBy, CarriedOutOn: s.CarriedOutOn, Reason: s.Reason,
	})
	if err != nil {
		return fmt.Errorf("save switch %s: %w", s.ID, err)
	}
	return tx.record(actor, why.Event, string(s.ID), why.Ground, switchFacts(s)...)
}

func switchFacts(s preschool.ProfileSwitch) []Fact {
	return []Fact{{Name: "profile", Value: s.Profile}, {Name: "profile_sha256", Value: s.SHA256}, {Name: "from", Value: s.From.String()},
		{Name: "state", Value: string(s.State)}, {Name: "preview_sha256", Value: s.PreviewSHA256}}
}

func switchOf(r sqlcgen.ProfileSwitch) preschool.ProfileSwitch {
	return preschool.ProfileSwitch{
		Authority: register.ID[register.Authority](r.AuthorityID), ID: register.ID[preschool.ProfileSwitch](r.SwitchID), Profile: r.Profile, SHA256: r.Sha256,
		From: r.FromDay, State: preschool.SwitchState(r.State), Preview: r.Preview, PreviewSHA256: r.PreviewSha256, ProposedBy: r.ProposedBy,
		ApprovedBy: r.ApprovedBy, CarriedOutOn: r.CarriedOutOn, Reason: r.Reason,
	}
}

// Switch reads one switch; in an Update its row is locked.
func (r *Reader) Switch(id register.ID[preschool.ProfileSwitch]) (preschool.ProfileSwitch, error) {
	row, err := r.q.GetSwitch(r.ctx, sqlcgen.GetSwitchParams{AuthorityID: r.auth(), SwitchID: string(id)})
	row, err = one(row, err, "switch.unknown")
	return switchOf(row), err
}

// LiveSwitch finds the switch that is proposed or approved; found is false when there is none.
func (r *Reader) LiveSwitch() (s preschool.ProfileSwitch, found bool, err error) {
	row, err := r.q.FindLiveSwitch(r.ctx, r.auth())
	if errors.Is(err, sql.ErrNoRows) {
		return s, false, nil
	}
	return switchOf(row), err == nil, err
}

// Switches lists all, by day.
func (r *Reader) Switches() ([]preschool.ProfileSwitch, error) {
	rows, err := r.q.ListSwitches(r.ctx, r.auth())
	return each(rows, err, switchOf)
}
