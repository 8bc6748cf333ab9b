package monitor

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"path"
	"slices"

	"github.com/balajol/balajol/translog"
)

// held is a receipt that verifies by itself and is to be found in the log.
type held struct {
	path       string
	index      int64
	commitment [32]byte
	head       translog.Head // the tree that it was issued under
	lost       bool          // the log has another entry at index
}

// badReceipt is a file that is no receipt of this log.
type badReceipt struct {
	path string
	err  error
}

// readReceipts verifies each file receipts/*.txt and receipts/*.tlog-proof, in
// subfolders too, and returns the good ones by index. Having no receipts is no
// fault.
func (c *check) readReceipts(ctx context.Context) ([]held, error) {
	const folder = "receipts"
	opened := make(map[[32]byte]translog.Checkpoint) // many receipts share one
	var all []held
	err := fs.WalkDir(c.fsys, folder, func(name string, d fs.DirEntry, err error) error {
		if name == folder && errors.Is(err, fs.ErrNotExist) {
			return fs.SkipAll
		}
		if err := cmp.Or(ctx.Err(), err); err != nil {
			return err
		}
		if d.IsDir() || path.Ext(name) != ".txt" && path.Ext(name) != ".tlog-proof" {
			return nil
		}
		receipt, err := c.readReceipt(name, opened)
		if err != nil {
			c.bad = append(c.bad, badReceipt{name, err})
			return nil
		}
		all = append(all, receipt)
		return nil
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		c.bad = append(c.bad, badReceipt{folder, err})
	}
	slices.SortStableFunc(all, func(a, b held) int { return cmp.Compare(a.index, b.index) })
	return all, nil
}

func (c *check) readReceipt(name string, opened map[[32]byte]translog.Checkpoint) (held, error) {
	text, err := readAtMost(c.fsys, name, maxReceipt)
	if err != nil {
		return held{}, err
	}
	r, err := translog.ParseReceipt(text)
	if err != nil {
		return held{}, err
	}
	key := sha256.Sum256(r.Checkpoint)
	checkpoint, ok := opened[key]
	if !ok {
		if checkpoint, err = translog.OpenCheckpoint(r.Checkpoint, c.verifierKey); err != nil {
			return held{}, err
		}
		opened[key] = checkpoint
	}
	if err := r.Check(checkpoint); err != nil {
		return held{}, err
	}
	return held{path: name, index: r.Index, commitment: r.Commitment(), head: checkpoint.Head}, nil
}

// meetReceipts compares the receipts for an entry with the entry replayed.
func (c *check) meetReceipts(index int64, commitment [32]byte) {
	for ; c.next < len(c.receipts) && c.receipts[c.next].index == index; c.next++ {
		c.receipts[c.next].lost = c.receipts[c.next].commitment != commitment
	}
}

// judgeReceipts reports receipts that do not verify or whose tree or entry is
// not of this log.
func (c *check) judgeReceipts() {
	for _, b := range c.bad {
		c.report.find(KindReceipt, NoEntry, b.path, "%s: %v", b.path, b.err)
	}
	for _, r := range c.receipts {
		root, replayed := c.rootAt(r.head.Size)
		switch {
		case r.lost:
			c.report.find(KindReceipt, r.index, r.path, "entry %d is not the one that %s holds a signed proof of", r.index, r.path)
		case r.head.Size > c.report.Head.Size:
			c.report.find(KindReceipt, r.index, r.path, "%s was issued when the log had %d entries, now it has %d: it was rolled back",
				r.path, r.head.Size, c.report.Head.Size)
		case replayed && root != r.head.Root:
			c.report.find(KindReceipt, r.index, r.path, "%s was issued under another history of the first %d entries", r.path, r.head.Size)
		case replayed:
			c.report.Receipts++
		}
	}
}
