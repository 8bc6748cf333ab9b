package store

import (
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/balajol/balajol/civil"
	"github.com/balajol/balajol/store/sqlcgen"
	"github.com/balajol/balajol/translog"
)

// Checkpoint is a signed head of the authority's log.
type Checkpoint struct {
	Head translog.Head
	Text string
	At   civil.Instant
}

// LastCheckpoint reads the newest signed head; an empty log has none and gives the empty head.
func (r *Reader) LastCheckpoint() (Checkpoint, error) {
	row, err := r.q.LastCheckpoint(r.ctx, r.auth())
	if errors.Is(err, sql.ErrNoRows) {
		return Checkpoint{Head: translog.EmptyHead()}, nil
	}
	if err != nil {
		return Checkpoint{}, err
	}
	root, err := decode32(row.Root)
	return Checkpoint{translog.Head{Size: row.Size, Root: root}, row.Text, row.CreatedAt}, err
}

func decode32(s string) (h [32]byte, err error) {
	b, err := base64.StdEncoding.DecodeString(s)
	if err == nil && len(b) != len(h) {
		err = fmt.Errorf("decode hash: %d bytes", len(b))
	}
	if err != nil {
		return h, err
	}
	return [32]byte(b), nil
}

// batch bounds one integration: the leaves of a busy hour, a few megabytes.
const batch = 200_000

var errRaced = errors.New("the log was integrated by another at the same time")

// SaveIntegrated gives new leaves their index in the order (instant, number), stores the tiles that changed and signs
// the new head, all in this transaction. It returns how many leaves it took; none leaves the log as it was.
func (tx *Tx) SaveIntegrated(signer string) (int, error) {
	last, err := tx.holdHead()
	if err != nil {
		return 0, fmt.Errorf("integrate log: %w", err)
	}
	commitments, err := tx.indexLeaves(last.Head.Size)
	if err != nil || len(commitments) == 0 {
		return 0, err
	}
	grown, err := translog.Grow(last.Head, commitments, tileReader{tx.Reader})
	if err != nil {
		return 0, fmt.Errorf("integrate log: %w", err)
	}
	for _, t := range append(grown.Tiles, grown.Bundles...) {
		err := tx.q.UpsertTile(tx.ctx, sqlcgen.UpsertTileParams{AuthorityID: tx.auth(), Path: tileKey(t.TileID), Width: int64(t.Width), Data: t.Data, CreatedAt: tx.Now})
		if err != nil {
			return 0, fmt.Errorf("store tile %s: %w", t.Path(), err)
		}
	}
	text, err := translog.SignCheckpoint(grown.Head, signer)
	if err != nil {
		return 0, err
	}
	err = tx.q.InsertCheckpoint(tx.ctx, sqlcgen.InsertCheckpointParams{
		AuthorityID: tx.auth(), Size: grown.Head.Size, Root: encode(grown.Head.Root[:]), Text: string(text), CreatedAt: tx.Now,
	})
	return len(commitments), err
}

// holdHead reads the newest head and keeps its row, so that integrations go one after the other. Who waited for the row has
// read what was the newest before, and looks again. An empty log has no row to keep: there the slower one is told by errRaced.
func (tx *Tx) holdHead() (Checkpoint, error) {
	for {
		held, err := tx.LastCheckpoint()
		if err != nil {
			return held, err
		}
		if last, err := tx.LastCheckpoint(); err != nil || last.Head == held.Head {
			return last, err
		}
	}
}

// indexLeaves numbers the leaves that wait, from size on, and returns their commitments in that order. Each leaf is named:
// one that is committed meanwhile waits for the next integration.
func (tx *Tx) indexLeaves(size int64) ([][32]byte, error) {
	leaves, err := tx.q.ListNewLeaves(tx.ctx, sqlcgen.ListNewLeavesParams{AuthorityID: tx.auth(), Lim: batch})
	if err != nil {
		return nil, fmt.Errorf("list new leaves: %w", err)
	}
	commitments := make([][32]byte, len(leaves))
	for i, l := range leaves {
		if commitments[i], err = decode32(l.Commitment); err != nil {
			return nil, fmt.Errorf("index leaf %s/%d: %w", l.At, l.Sequence, err)
		}
	}
	n, err := tx.upsert("log_leaf", indexedColumns, numberLeaf, len(leaves), func(i int) []any {
		l := &leaves[i]
		return []any{l.At, l.Sequence, l.Commitment, size + int64(i)}
	})
	if err == nil && n != int64(len(leaves)) {
		err = errRaced
	}
	return commitments, err
}

// The leaves are there: inserting them anew takes the way of the conflict, which numbers many of them by their keys in one
// statement, whatever the planner believes of the table.
const numberLeaf = " ON CONFLICT (authority_id, at, sequence) DO UPDATE SET leaf_index = excluded.leaf_index WHERE log_leaf.leaf_index IS NULL"

var indexedColumns = []string{"at", "sequence", "commitment", "leaf_index"}

// tileKey names a tile whatever its width: the widest replaces the narrower.
func tileKey(id translog.TileID) string {
	id.Width = 256
	return id.Path()
}

type tileReader struct{ r *Reader }

// ReadTiles implements translog.TileReader.
func (t tileReader) ReadTiles(ids []translog.TileID) ([][]byte, error) {
	data := make([][]byte, len(ids))
	for i, id := range ids {
		var err error
		if data[i], err = t.r.q.GetTile(t.r.ctx, sqlcgen.GetTileParams{AuthorityID: t.r.auth(), Path: tileKey(id)}); err != nil {
			return nil, fmt.Errorf("read tile %s: %w", id.Path(), err)
		}
	}
	return data, nil
}

// LogTile is a stored tile or entry bundle at its published path.
type LogTile struct {
	Path  string // with the width of a partial tile
	Full  string // of the full tile
	Width int64
	Data  []byte
}

// UnpublishedTiles lists the tiles that changed since they were last published.
func (r *Reader) UnpublishedTiles() ([]LogTile, error) {
	rows, err := r.q.ListUnpublishedTiles(r.ctx, r.auth())
	return each(rows, err, func(t sqlcgen.ListUnpublishedTilesRow) LogTile { return logTile(t.Path, t.Width, t.Data) })
}

// Tiles lists all tiles.
func (r *Reader) Tiles() ([]LogTile, error) {
	rows, err := r.q.ListTiles(r.ctx, r.auth())
	return each(rows, err, func(t sqlcgen.ListTilesRow) LogTile { return logTile(t.Path, t.Width, t.Data) })
}

func logTile(path string, width int64, data []byte) LogTile {
	t := LogTile{Path: path, Full: path, Width: width, Data: data}
	if width < 256 {
		t.Path = fmt.Sprintf("%s.p/%d", path, width)
	}
	return t
}

// SavePublished marks the tiles that were published, as wide as they were read: one that grew meanwhile stays due. It is
// no event: the files are copies.
func (tx *Tx) SavePublished(tiles []LogTile) error {
	for _, t := range tiles {
		if err := tx.q.PublishTile(tx.ctx, sqlcgen.PublishTileParams{AuthorityID: tx.auth(), Path: t.Full, Width: t.Width}); err != nil {
			return fmt.Errorf("mark tile %s: %w", t.Path, err)
		}
	}
	return nil
}

// Opening is an event with its place in the log: what a receipt proves.
type Opening struct {
	Index     int64
	Canonical string
	Nonce     [32]byte
}

// OpeningOf reads an event that the log has covered; covered is false while it has not.
func (r *Reader) OpeningOf(e EventRef) (o Opening, covered bool, err error) {
	row, err := r.q.GetLeaf(r.ctx, sqlcgen.GetLeafParams{AuthorityID: r.auth(), At: e.At, Sequence: e.Sequence})
	row, err = one(row, err, "event.unknown")
	if err != nil || !row.LeafIndex.Valid {
		return o, false, err
	}
	o.Index, o.Canonical = row.LeafIndex.Int64, string(row.Payload)
	o.Nonce, err = decode32(string(row.Nonce))
	return o, true, err
}

// Prove gives the inclusion proof of each index under a head.
func (r *Reader) Prove(head translog.Head, indexes []int64) ([][]translog.Hash, error) {
	return translog.ProveInclusions(head, indexes, tileReader{r})
}

// EventLine is one event of a subject, for its history.
type EventLine struct {
	EventRef
	Type    string
	Role    string
	Index   int64 // place in the log
	Covered bool
}

// EventsOf lists the events of one subject in time order.
func (r *Reader) EventsOf(subject string) ([]EventLine, error) {
	rows, err := r.q.ListEventsOf(r.ctx, sqlcgen.ListEventsOfParams{AuthorityID: r.auth(), Subject: subject})
	return each(rows, err, func(e sqlcgen.ListEventsOfRow) EventLine {
		return EventLine{EventRef{e.At, e.Sequence}, e.Type, e.ActorRole, e.LeafIndex.Int64, e.LeafIndex.Valid}
	})
}

// LastEventAt is the instant of the newest event; none in an empty record.
func (r *Reader) LastEventAt() (civil.Instant, error) {
	at, err := r.q.LastEventAt(r.ctx, r.auth())
	if errors.Is(err, sql.ErrNoRows) {
		return civil.Instant{}, nil
	}
	return at, err
}

// KeyOf parses the reference that a job carries: instant and number.
func KeyOf(at, sequence string) (EventRef, error) {
	i, err := civil.ParseInstant(at)
	if err != nil {
		return EventRef{}, err
	}
	var n int64
	if _, err := fmt.Sscan(sequence, &n); err != nil {
		return EventRef{}, fmt.Errorf("parse number of event: %w", err)
	}
	return EventRef{i, n}, nil
}

var _ translog.TileReader = tileReader{}

// Continues checks that the tree of head continues the tree of an older head (translog.ErrInconsistent if not).
func (r *Reader) Continues(old, head translog.Head) error {
	if old.Size == 0 || old == head {
		return nil
	}
	proof, err := translog.ProveConsistency(old, head, tileReader{r})
	if err != nil {
		return err
	}
	return translog.CheckConsistency(old, head, proof)
}
