package store

import (
	"encoding/base64"
	"fmt"

	"github.com/balajol/balajol/access"
	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/translog"
)

// event is one entry of the record that waits for the end of its transaction.
type event struct {
	sequence   int64
	kind       string
	role, key  string
	subject    string
	payload    string
	nonce      string
	commitment string
}

// Fact is one named value of an event.
type Fact = translog.Field

// record adds an event to the transaction: canonical entry, nonce, commitment. It is the only way into the record, and
// every Save goes through it. ground is the legal or policy ground; facts carry no name, IIN or phone.
func (tx *Tx) record(actor access.Actor, kind, subject, ground string, facts ...Fact) error {
	entry := translog.Entry{
		Version: translog.EntryVersion, Type: kind, At: tx.Now.Time(), Role: string(actor.Role), Key: actor.ID,
		Subject: subject, Ground: ground, Fields: facts,
	}
	canonical, err := entry.Canonical()
	if err != nil {
		return fmt.Errorf("record %s: %w", kind, err)
	}
	if tx.events == nil {
		tx.sequenceBase()
	}
	nonce := tx.draw("nonce")
	commitment := translog.Commit(nonce, canonical)
	tx.events = append(tx.events, event{
		sequence: tx.base + int64(len(tx.events)), kind: kind, role: string(actor.Role), key: actor.ID, subject: subject,
		payload: string(canonical), nonce: encode(nonce[:]), commitment: encode(commitment[:]),
	})
	return nil
}

func (tx *Tx) sequenceBase() { tx.base = tx.drawSequence() }

func encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

var (
	eventColumns = []string{"at", "sequence", "type", "actor_role", "actor_id", "subject", "payload", "nonce"}
	leafColumns  = []string{"at", "sequence", "commitment"}
	jobColumns   = []string{"job_id", "kind", "payload", "state", "attempt", "run_at", "locked_by", "last_error"}
)

// flush writes the events, their leaves and the jobs of the transaction.
func (tx *Tx) flush() error {
	err := tx.bulk("event", eventColumns, len(tx.events), func(i int) []any {
		e := &tx.events[i]
		return []any{tx.Now, e.sequence, e.kind, e.role, e.key, e.subject, e.payload, e.nonce}
	})
	if err != nil {
		return err
	}
	err = tx.bulk("log_leaf", leafColumns, len(tx.events), func(i int) []any {
		return []any{tx.Now, tx.events[i].sequence, tx.events[i].commitment}
	})
	if err != nil {
		return err
	}
	return tx.bulk("job", jobColumns, len(tx.jobs), func(i int) []any {
		j := &tx.jobs[i]
		return []any{j.id, j.kind, j.payload, "ready", int64(0), j.runAt, "", ""}
	})
}

// EventRef points at an event: its instant and its number.
type EventRef struct {
	At       civil.Instant
	Sequence int64
}

// LastEvent points at the event that was recorded last in this transaction, for a receipt.
func (tx *Tx) LastEvent() EventRef {
	return EventRef{tx.Now, tx.events[len(tx.events)-1].sequence}
}
