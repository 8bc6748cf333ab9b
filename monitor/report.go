package monitor

import (
	"fmt"

	"github.com/balajol/balajol/translog"
)

// Kind says what a finding is about.
type Kind string

const (
	// KindCheckpoint: the checkpoint is missing, malformed or not signed by the log.
	KindCheckpoint Kind = "checkpoint"
	// KindEntry: an entry or entry bundle is missing, malformed or changed.
	KindEntry Kind = "entry"
	// KindTile: a hash tile is missing, truncated or wrong.
	KindTile Kind = "tile"
	// KindRoot: the entries do not give the signed root.
	KindRoot Kind = "root"
	// KindHistory: a checkpoint seen earlier is no beginning of this log; it was
	// forked or rolled back.
	KindHistory Kind = "history"
	// KindReceipt: a receipt does not verify or does not lie in this log.
	KindReceipt Kind = "receipt"
)

// NoEntry stands for the entry of a finding that concerns none in particular.
const NoEntry = int64(-1)

// maxFindings bounds a report; what is beyond is only counted.
const maxFindings = 100

// Finding is one thing that is wrong with a published record.
type Finding struct {
	Kind  Kind
	Entry int64  // index of the first entry concerned, or NoEntry
	Path  string // file below the record's folder; empty if none
	Text  string // what is wrong, in English words, without personal data
}

// Report is what a check found.
type Report struct {
	Origin   string        // name of the log
	Head     translog.Head // as signed
	Entries  int64         // entries replayed
	Tiles    int           // hash tiles compared with the replay
	Receipts int           // receipts that verify and lie in this log
	Findings []Finding     // empty if all is well; at most 100, the first bad one first
	Omitted  int           // findings beyond those
}

// Err returns nil if nothing was found, or else the first finding as an error.
func (r Report) Err() error {
	if len(r.Findings) == 0 {
		return nil
	}
	first := r.Findings[0]
	if more := len(r.Findings) - 1 + r.Omitted; more > 0 {
		return fmt.Errorf("%s: %s (and %d more)", first.Kind, first.Text, more)
	}
	return fmt.Errorf("%s: %s", first.Kind, first.Text)
}

func (r *Report) find(kind Kind, entry int64, path, format string, args ...any) {
	if len(r.Findings) == maxFindings {
		r.Omitted++
		return
	}
	r.Findings = append(r.Findings, Finding{kind, entry, path, fmt.Sprintf(format, args...)})
}
