package store

import (
	"database/sql"
	"errors"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/preschool"
	"github.com/balajol/balajol/register"
	"github.com/balajol/balajol/store/sqlcgen"
)

// ApplicationByKey finds the application that was sent in with a key of the sender; found is false when there is none.
func (r *Reader) ApplicationByKey(key string) (a preschool.Application, found bool, err error) {
	row, err := r.q.GetApplicationByKey(r.ctx, sqlcgen.GetApplicationByKeyParams{AuthorityID: r.auth(), RequestKey: key})
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	return applicationOf(row), err == nil, err
}

// ApplicationsOfGuardian lists all applications of a guardian, in the order of registration, without choices.
func (r *Reader) ApplicationsOfGuardian(id register.ID[register.Guardian]) ([]preschool.Application, error) {
	rows, err := r.q.ListApplicationsOfGuardian(r.ctx, sqlcgen.ListApplicationsOfGuardianParams{AuthorityID: r.auth(), GuardianID: string(id)})
	return each(rows, err, applicationOf)
}

// ProofsEnding lists the live applications whose proof is to be checked, or whose certificate ends, by a day at the latest.
func (r *Reader) ProofsEnding(until civil.Date) ([]preschool.Application, error) {
	rows, err := r.q.ListProofsEnding(r.ctx, sqlcgen.ListProofsEndingParams{AuthorityID: r.auth(), Until: until})
	return each(rows, err, applicationOf)
}

// ApplicationsClaiming lists the ids of the applications whose class is claimed and not checked, by id.
func (r *Reader) ApplicationsClaiming() ([]register.ID[preschool.Application], error) {
	rows, err := r.q.ListIDsClaiming(r.ctx, r.auth())
	return each(rows, err, func(id string) register.ID[preschool.Application] { return register.ID[preschool.Application](id) })
}

// ApplicationsWithProof lists the ids of the applications that have or had a proof, by id.
func (r *Reader) ApplicationsWithProof() ([]register.ID[preschool.Application], error) {
	rows, err := r.q.ListIDsWithProof(r.ctx, r.auth())
	return each(rows, err, func(id string) register.ID[preschool.Application] { return register.ID[preschool.Application](id) })
}

// GuardiansWaiting lists the guardians of live applications, each once, by id.
func (r *Reader) GuardiansWaiting() ([]register.ID[register.Guardian], error) {
	rows, err := r.q.ListGuardiansWaiting(r.ctx, r.auth())
	return each(rows, err, func(id string) register.ID[register.Guardian] { return register.ID[register.Guardian](id) })
}
