package translog

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

const (
	receiptHeader = "c2sp.org/tlog-proof@v1\n"
	maxProof      = 48 // MaxSize is below 2**48
	maxReceipt    = 128 << 10
)

// Receipt lets its holder show, offline and to anyone, that an entry is in the
// log. It holds the opening, so it is as private as the entry.
type Receipt struct {
	Index      int64    // place of the entry in the log, from 0
	Nonce      [32]byte // secret of the commitment
	Canonical  []byte   // the entry, see ParseEntry
	Proof      []Hash   // inclusion proof under the checkpoint
	Checkpoint []byte   // signed note, verbatim
}

// Entry is the entry that the receipt opens.
func (r Receipt) Entry() (Entry, error) {
	return ParseEntry(r.Canonical)
}

// Commitment is what the log holds at Index if the receipt is true.
func (r Receipt) Commitment() [32]byte {
	return Commit(r.Nonce, r.Canonical)
}

// FormatReceipt writes a receipt as C2SP tlog-proof, about 1.5 kB, with nonce ‖
// canonical entry as the extra data. It checks the form; [VerifyReceipt] checks
// the truth.
func FormatReceipt(r Receipt) ([]byte, error) {
	if r.Index < 0 || r.Index > MaxSize || len(r.Proof) > maxProof ||
		len(r.Canonical) > MaxEntry || len(r.Checkpoint) == 0 || len(r.Checkpoint) > maxCheckpoint {
		return nil, fmt.Errorf("format receipt of entry %d: a part is missing or too large", r.Index)
	}
	var b bytes.Buffer
	b.WriteString(receiptHeader)
	opening := append(r.Nonce[:], r.Canonical...)
	fmt.Fprintf(&b, "extra %s\n", base64.StdEncoding.EncodeToString(opening))
	fmt.Fprintf(&b, "index %d\n", r.Index)
	for _, h := range r.Proof {
		fmt.Fprintf(&b, "%s\n", h)
	}
	b.WriteByte('\n')
	b.Write(r.Checkpoint)
	return b.Bytes(), nil
}

// ParseReceipt reads what [FormatReceipt] writes. Nothing of it is to be
// believed yet.
func ParseReceipt(text []byte) (Receipt, error) {
	if len(text) > maxReceipt {
		return Receipt{}, fmt.Errorf("parse receipt: %d bytes exceed %d", len(text), maxReceipt)
	}
	rest, ok := strings.CutPrefix(string(text), receiptHeader)
	proof, checkpoint, found := strings.Cut(rest, "\n\n")
	if !ok || !found || checkpoint == "" || len(checkpoint) > maxCheckpoint {
		return Receipt{}, errors.New("parse receipt: not a tlog-proof of version 1 with a checkpoint")
	}
	lines := strings.Split(proof, "\n")
	if len(lines) < 2 || len(lines) > 2+maxProof {
		return Receipt{}, errors.New("parse receipt: no opening and index, or too many hashes")
	}
	r := Receipt{Checkpoint: []byte(checkpoint)}
	if err := r.parseOpening(lines[0]); err != nil {
		return Receipt{}, fmt.Errorf("parse receipt: opening: %w", err)
	}
	index, ok := strings.CutPrefix(lines[1], "index ")
	if !ok {
		return Receipt{}, errors.New("parse receipt: no index")
	}
	var err error
	if r.Index, err = parseNumber(index); err != nil {
		return Receipt{}, fmt.Errorf("parse receipt: index: %w", err)
	}
	for i, line := range lines[2:] {
		h, err := parseHash(line)
		if err != nil {
			return Receipt{}, fmt.Errorf("parse receipt: hash %d: %w", i+1, err)
		}
		r.Proof = append(r.Proof, h)
	}
	return r, nil
}

func (r *Receipt) parseOpening(line string) error {
	extra, ok := strings.CutPrefix(line, "extra ")
	if !ok {
		return errors.New("missing")
	}
	opening, err := parseBase64(extra)
	if err != nil || len(opening) < len(r.Nonce) || len(opening) > len(r.Nonce)+MaxEntry {
		return errors.New("not the base64 of a nonce and an entry")
	}
	r.Nonce, r.Canonical = [32]byte(opening), opening[len(r.Nonce):]
	return nil
}

// Check checks everything but the signature: the opening is a canonical entry,
// and its commitment is at Index of the tree of c. The caller has opened c from
// r.Checkpoint; many receipts share one.
func (r Receipt) Check(c Checkpoint) error {
	if _, err := r.Entry(); err != nil {
		return fmt.Errorf("check receipt of entry %d: %w", r.Index, err)
	}
	if err := CheckInclusion(c.Head, r.Index, LeafHash(r.Commitment()), r.Proof); err != nil {
		return fmt.Errorf("check receipt: %w", err)
	}
	return nil
}

// VerifyReceipt checks a receipt with nothing but the log's public key: the log
// signed the checkpoint, and the opened entry is in the tree under it.
func VerifyReceipt(text []byte, verifierKey string) (Receipt, error) {
	r, err := ParseReceipt(text)
	if err != nil {
		return Receipt{}, err
	}
	c, err := OpenCheckpoint(r.Checkpoint, verifierKey)
	if err != nil {
		return Receipt{}, fmt.Errorf("verify receipt of entry %d: %w", r.Index, err)
	}
	if err := r.Check(c); err != nil {
		return Receipt{}, err
	}
	return r, nil
}
