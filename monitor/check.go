package monitor

import (
	"context"
	"fmt"
	"io/fs"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"github.com/balajol/balajol/translog"
)

// check is one run over a published record.
type check struct {
	fsys        fs.FS
	verifierKey string
	report      Report
	replay      replay
	seen        []translog.Head
	receipts    []held // good ones, by index
	next        int    // the first of receipts that the replay has not reached
	bad         []badReceipt
	faults      []fault // in the order met, at most maxFindings
}

// fault is a tile or bundle that cannot be read, or a hash of a tile that the
// replay does not give.
type fault struct {
	tile  translog.TileID
	place int   // of the hash within the tile
	err   error // why it cannot be read, or nil
}

// Check replays the record published in fsys: the file checkpoint, hash tiles
// and entry bundles below tile, and receipts if there are any. The verifier key
// is the log's public key in signed-note encoding, known from elsewhere.
// Checkpoints seen earlier, signed by the same key, must be beginnings of this
// log. What is wrong with the record is in the report; an error means that the
// check itself could not be done: a malformed key, a seen checkpoint that the
// key did not sign, or the end of ctx. Memory grows with the number of
// receipts, not with the log.
func Check(ctx context.Context, fsys fs.FS, verifierKey string, seen ...[]byte) (Report, error) {
	c := &check{fsys: fsys, verifierKey: verifierKey}
	if _, err := note.NewVerifier(verifierKey); err != nil {
		return Report{}, fmt.Errorf("check record: verifier key: %w", err)
	}
	for i, text := range seen {
		earlier, err := translog.OpenCheckpoint(text, verifierKey)
		if err != nil {
			return Report{}, fmt.Errorf("check record: checkpoint %d seen earlier: %w", i+1, err)
		}
		c.seen = append(c.seen, earlier.Head)
	}
	if err := c.run(ctx); err != nil {
		return Report{}, fmt.Errorf("check record: %w", err)
	}
	return c.report, nil
}

// run collects findings in the order of what names the cause best: entries and
// tiles, then the root, then other histories.
func (c *check) run(ctx context.Context) error {
	if !c.openCheckpoint() {
		return nil
	}
	var err error
	if c.receipts, err = c.readReceipts(ctx); err != nil {
		return err
	}
	for _, head := range c.seen {
		c.replay.want(head.Size)
	}
	for _, r := range c.receipts {
		c.replay.want(r.head.Size)
	}
	if err := c.replayEntries(ctx); err != nil {
		return err
	}
	c.report.Entries = c.replay.size
	c.judgeTiles()
	c.judgeRoot()
	c.judgeHistory()
	c.judgeReceipts()
	return nil
}

func (c *check) openCheckpoint() bool {
	text, err := readAtMost(c.fsys, "checkpoint", maxCheckpoint)
	if err != nil {
		c.report.find(KindCheckpoint, NoEntry, "checkpoint", "checkpoint cannot be read: %v", err)
		return false
	}
	checkpoint, err := translog.OpenCheckpoint(text, c.verifierKey)
	if err != nil {
		c.report.find(KindCheckpoint, NoEntry, "checkpoint", "%v", err)
		return false
	}
	c.report.Origin, c.report.Head = checkpoint.Origin, checkpoint.Head
	return true
}

// replayEntries replays bundle by bundle, comparing each tile as it fills. It
// ends at the first bundle that cannot be read.
func (c *check) replayEntries(ctx context.Context) error {
	for size := c.report.Head.Size; c.replay.size < size; {
		if err := ctx.Err(); err != nil {
			return err
		}
		start := c.replay.size
		id := translog.TileID{Level: translog.EntryLevel, Index: start / tileWidth, Width: int(min(tileWidth, size-start))}
		bundle, err := readTile(c.fsys, id)
		if err != nil {
			c.note(fault{id, 0, err})
			return nil
		}
		commitments, err := translog.ParseEntries(bundle)
		if err != nil {
			c.note(fault{id, 0, fmt.Errorf("%s: %w", id.Path(), err)})
			return nil
		}
		for i, commitment := range commitments {
			c.meetReceipts(start+int64(i), commitment)
			c.replay.add(commitment)
		}
		c.compareTiles(tileWidth)
	}
	c.compareTiles(1)
	return nil
}

// compareTiles compares the rows that have at least so many hashes with the
// tiles that show them, and begins those rows anew.
func (c *check) compareTiles(width int) {
	for level, row := range c.replay.rows {
		if len(row) < width {
			continue
		}
		index := (c.replay.size>>(8*level) - 1) / tileWidth
		id := translog.TileID{Level: level, Index: index, Width: len(row)}
		c.replay.rows[level] = row[:0]
		data, err := readTile(c.fsys, id)
		if err != nil {
			c.note(fault{id, 0, err})
			continue
		}
		c.report.Tiles++
		place := 0
		for hash := range slices.Chunk(data, hashBytes) {
			if translog.Hash(hash) != row[place] {
				c.note(fault{id, place, nil})
			}
			place++
		}
	}
}

func (c *check) note(f fault) {
	if len(c.faults) == maxFindings {
		c.report.Omitted++
		return
	}
	c.faults = append(c.faults, f)
}

// judgeTiles words the faults. If the entries give the signed root it is the
// tile that was changed, and otherwise, as far as one can tell, an entry.
func (c *check) judgeTiles() {
	root, complete := c.rootAt(c.report.Head.Size)
	good := complete && root == c.report.Head.Root
	for _, f := range c.faults {
		first, path := firstEntry(f.tile, f.place), f.tile.Path()
		switch {
		case f.err != nil && f.tile.Level == translog.EntryLevel:
			c.report.find(KindEntry, first, path, "entries from %d on cannot be checked: %v", first, f.err)
		case f.err != nil:
			c.report.find(KindTile, first, path, "%v", f.err)
		case good:
			c.report.find(KindTile, first, path, "hash %d of %s, over entries from %d on, is wrong: the entries give the signed root without it",
				f.place, path, first)
		case f.tile.Level == 0:
			bundle := f.tile
			bundle.Level = translog.EntryLevel
			c.report.find(KindEntry, first, bundle.Path(), "entry %d, number %d of %s, is not the one under hash %d of %s",
				first, f.place, bundle.Path(), f.place, path)
		default:
			last := firstEntry(f.tile, f.place+1) - 1
			c.report.find(KindEntry, first, path, "entries %d to %d do not give hash %d of %s", first, last, f.place, path)
		}
	}
}

// firstEntry is the index of the first entry under a hash of a tile.
func firstEntry(id translog.TileID, place int) int64 {
	return (id.Index*tileWidth + int64(place)) << (8 * max(id.Level, 0))
}

func (c *check) judgeRoot() {
	if root, complete := c.rootAt(c.report.Head.Size); complete && root != c.report.Head.Root {
		c.report.find(KindRoot, NoEntry, "checkpoint", "the %d entries give root %s, the checkpoint is signed for %s",
			c.report.Head.Size, root, c.report.Head.Root)
	}
}

func (c *check) judgeHistory() {
	for _, head := range c.seen {
		root, replayed := c.rootAt(head.Size)
		switch {
		case head.Size > c.report.Head.Size:
			c.report.find(KindHistory, c.report.Head.Size, "checkpoint", "the log had %d entries before and has %d now: it was rolled back",
				head.Size, c.report.Head.Size)
		case replayed && root != head.Root:
			c.report.find(KindHistory, NoEntry, "checkpoint", "the first %d entries had root %s before and give %s now: the log was forked",
				head.Size, head.Root, root)
		}
	}
}

// rootAt is the root over the first entries, if the replay came so far.
func (c *check) rootAt(size int64) (translog.Hash, bool) {
	switch {
	case size > c.replay.size:
		return translog.Hash{}, false
	case size == 0:
		return translog.EmptyHead().Root, true
	case size == c.replay.size:
		return c.replay.root(), true
	}
	root, wanted := c.replay.roots[size]
	return root, wanted
}
