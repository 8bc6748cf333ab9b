// Package audit recomputes the invariants of a city from its tables, with its own SQL and its own arithmetic: it shares
// no code with the programs that wrote them. Every check holds at any committed moment, so it may be asked after a
// killed process as well as at the year's end.
//
// A check that fails names the first offender by its ids, and never a person.
package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// Check is the outcome of one recomputation. Detail says what is wrong with the first offender; it is empty when OK.
type Check struct {
	Name   string
	OK     bool
	Detail string
}

// auditor reads one authority in one snapshot.
type auditor struct {
	ctx       context.Context
	tx        *sql.Tx
	authority string
}

// finder looks for the first offender; an empty text means that there is none.
type finder func(*auditor) (string, error)

var checks = []struct {
	name string
	find finder
}{
	{"capacity", capacity},
	{"child_once", childOnce},
	{"offers_in_order", offersInOrder},
	{"answers", answers},
	{"line_amounts", lineAmounts},
	{"payment_equals_lines", paymentEqualsLines},
	{"ledger_zero", ledgerZero},
	{"four_eyes", fourEyes},
	{"bank_files", bankFiles},
	{"log_root", logRoot},
	{"event_leaf", eventLeaf},
}

// Run checks everything that an authority has in one snapshot of the database, in a fixed order. It only reads. An error
// means that the database could not be read, not that a check failed.
func Run(ctx context.Context, db *sql.DB, authority string) ([]Check, error) {
	tx, err := db.BeginTx(ctx, snapshot(db))
	if err != nil {
		return nil, fmt.Errorf("begin audit: %w", err)
	}
	defer tx.Rollback()
	if err := plan(ctx, db, tx); err != nil {
		return nil, fmt.Errorf("begin audit: %w", err)
	}
	a := &auditor{ctx, tx, authority}
	done := make([]Check, len(checks))
	for i, c := range checks {
		detail, err := c.find(a)
		if err != nil {
			return nil, fmt.Errorf("audit %s: %w", c.name, err)
		}
		done[i] = Check{c.name, detail == "", detail}
	}
	return done, nil
}

// plan keeps PostgreSQL from joining whole tables row by row, which it does while it has no statistics: every query here
// reads a city's tables from end to end, and a hash of one of them is never far from the best.
func plan(ctx context.Context, db *sql.DB, tx *sql.Tx) error {
	if snapshot(db) == nil {
		return nil
	}
	_, err := tx.ExecContext(ctx, "SET LOCAL enable_nestloop = off")
	return err
}

// snapshot: SQLite's readers see one state always and take no options, PostgreSQL's when asked.
func snapshot(db *sql.DB) *sql.TxOptions {
	if _, lite := db.Driver().(*sqlite.Driver); lite {
		return nil
	}
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// rule is one sentence about rows: a query for the ids of those that break it. $1 is the authority.
type rule struct {
	broken string // what is wrong with a row that the query finds
	query  string // one column of text, called id
}

// first asks the rules in order for the first row that breaks one.
func (a *auditor) first(rules []rule) (string, error) {
	for _, r := range rules {
		var id string
		err := a.tx.QueryRowContext(a.ctx, "SELECT id FROM ("+r.query+") AS broken ORDER BY id LIMIT 1", a.authority).Scan(&id)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return "", fmt.Errorf("%s: %w", r.broken, err)
		default:
			return id + ": " + r.broken, nil
		}
	}
	return "", nil
}

// stream reads rows one by one until a row is an offence, which scan tells in words.
func (a *auditor) stream(query string, scan func(*sql.Rows) (string, error)) (string, error) {
	rows, err := a.tx.QueryContext(a.ctx, query, a.authority)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		if offence, err := scan(rows); offence != "" || err != nil {
			return offence, err
		}
	}
	return "", rows.Err()
}
